// Wakes the design system's components, again after htmx has put a part in, and
// says on screen what went wrong when an answer was not one that htmx puts in.

const UNSAID = {
  0: "Drystane could not be reached. Check your connection and try again: nothing was changed.",
  403: "Your role does not let you do that.",
  404: "There is nothing here that you can see.",
  409: "Somebody else has just changed this. Load the page again to see how it stands.",
  422: "Something in the form needs to be put right. Load the page again to see what.",
  429: "Too many tries. Wait a little and try again.",
};
const OTHERWISE = "Something went wrong in Drystane. Load the page again; if it goes on, tell your administrator.";

document.documentElement.classList.add("js-enabled");

function wake() {
  window.DS.initAll();
}

// On a phone the filters stand folded above the list, so that the list is what one sees first.
function foldOnPhone(scope) {
  if (window.matchMedia("(max-width: 47.99rem)").matches) {
    scope.querySelectorAll("[data-fold-on-phone]").forEach((fold) => fold.removeAttribute("open"));
  }
}

function say(words) {
  const place = document.getElementById("said");
  place.textContent = words;
  place.focus();
}

// An error page marks the sentence that matters: the click without this script would have shown it.
function sentenceOf(request) {
  const page = new DOMParser().parseFromString(request.responseText || "", "text/html");
  const marked = page.querySelector("[data-said]");
  return marked ? marked.textContent.trim() : UNSAID[request.status] || OTHERWISE;
}

wake();
foldOnPhone(document);
const summary = document.getElementById("error-summary");
if (summary) {
  summary.focus();
}

document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) {
    wake();
    foldOnPhone(event.target);
  }
});
document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("said").textContent = "";
});
document.addEventListener("htmx:responseError", (event) => say(sentenceOf(event.detail.xhr)));
document.addEventListener("htmx:sendError", () => say(UNSAID[0]));
document.addEventListener("htmx:timeout", () => say(UNSAID[0]));
