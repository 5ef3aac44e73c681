"""Somebody at a browser, who notices what a person may not: console messages, strays, and barriers."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request, Response, ViewportSize

from drystane.access.models import User

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 375, "height": 800}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# Only what is wrong leaves the browser: the long lists of what is right would take a third of the time.
BARRIERS = """async rules => (await axe.run(rules)).violations.map(found =>
    [found.id, found.help, ...found.nodes.map(node => `${node.html} ${node.failureSummary}`)].join("\\n")
)"""


@dataclass
class Visitor:
    page: Page
    origin: str
    messages: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", self._failed)
        self.page.on("request", self._sent)

    def leave(self) -> None:
        """Hear nothing more of the window, which somebody else will have."""
        self.page.remove_listener("console", self._heard)
        self.page.remove_listener("pageerror", self._failed)
        self.page.remove_listener("request", self._sent)

    def _failed(self, error: Error) -> None:
        self.messages.append(str(error))

    def _heard(self, message: ConsoleMessage) -> None:
        self.messages.append(f"{message.type}: {message.text}")

    def _sent(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.strays.append(request.url)

    def sign_in(self, user: User) -> None:
        """As the sign-in page would leave things, without its slow password check."""
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": self.origin}]
        )

    def open(self, path: str) -> Response:
        response = self.page.goto(f"{self.origin}{path}")
        assert response is not None
        return response

    def expect_message(self, pattern: str) -> None:
        """A console message that the browser makes by itself, as for an answer with an error status."""
        self.expected.append(pattern)

    def check(self, name: str) -> None:
        """No barrier at either width, and nothing that makes a phone scroll sideways."""
        self.page.evaluate(AXE_SCRIPT)
        for size in (WIDE, NARROW):
            self.page.set_viewport_size(size)
            self.picture(f"{name}-{size['width']}")
            found = self.page.evaluate(BARRIERS, RULES)
            assert not found, "\n".join([f"{name} at {size['width']}:", *found])
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{name} is {wide} pixels wide on a screen of {size['width']}"
        self.page.set_viewport_size(WIDE)

    def picture(self, name: str) -> None:
        """Kept only when asked for: DRYSTANE_PICTURES names the folder."""
        folder = os.environ.get("DRYSTANE_PICTURES")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def follow(self, words: str, *, within: str = "main", exact: bool = False) -> None:
        """The link with those words in it: of several, the first. Stands on its page afterwards."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(within).get_by_role("link", name=words, exact=exact).first.click()

    def press(self, words: str) -> None:
        """The button of a form. Stands on the page that answers it afterwards."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.get_by_role("main").get_by_role("button", name=words, exact=True).click()

    def type(self, answers: Mapping[str, str]) -> None:
        """Answer the questions of these labels; of a list to choose from, what holds the answer."""
        for label, answer in answers.items():
            control = self.unfolded(label)
            choices = control.locator("option").filter(has_text=answer)
            if choices.count():
                control.select_option(choices.first.get_attribute("value"))
            else:
                control.fill(answer)

    def pick(self, *labels: str) -> None:
        """Tick these boxes, or choose these answers."""
        for label in labels:
            control = self.unfolded(label)
            control.check(force=True)  # the design system draws its own box over the browser's

    def unfolded(self, label: str) -> Locator:
        """The control of that label, once what folds it away is open."""
        whole = re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\))?\s*$")
        control = self.page.get_by_role("main").get_by_label(whole)
        fold = control.locator("xpath=ancestor::details[not(@open)]")
        if fold.count():
            fold.locator("summary").click()
        return control

    def left_in_peace(self) -> None:
        """Nothing was said on the console, and nothing was asked of another machine."""
        unexpected = [
            message for message in self.messages if not any(re.search(one, message) for one in self.expected)
        ]
        assert not unexpected, f"Console messages: {unexpected}"
        assert not self.strays, f"Requests that left the server: {self.strays}"
