"""A site of sample pages, with every component on one of them, for tests alone."""

from datetime import date
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from drystane.access.forms import PlainForm
from drystane.access.pages import Request, page
from drystane.site import exports

handler400 = "drystane.site.errors.bad_request"
handler403 = "drystane.site.errors.forbidden"
handler404 = "drystane.site.errors.not_found"
handler500 = "drystane.site.errors.broken"


PAGES = Path(__file__).parent / "pages"


class SampleForm(PlainForm):
    title = forms.CharField(label="Title", max_length=20, help_text="A few words that stand on their own")
    what = forms.CharField(label="What will be done", widget=forms.Textarea)
    level = forms.ChoiceField(
        label="Level of prevention",
        choices=[("1", "Primary"), ("2", "Secondary"), ("3", "Tertiary")],
        widget=forms.RadioSelect,
        help_text="Primary stops it from starting",
    )
    audiences = forms.MultipleChoiceField(
        label="Audiences",
        choices=[("i", "Individuals"), ("c", "Communities"), ("b", "Businesses")],
        widget=forms.CheckboxSelectMultiple,
    )
    partner = forms.ChoiceField(
        label="Partner",
        choices=[("", "Choose one"), ("p", "Police"), ("f", "Fire and rescue")],
        required=False,
    )
    due = forms.DateField(label="Due")
    cost = forms.IntegerField(label="Cost in pounds", min_value=0)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "new-password"}))
    paper = forms.FileField(label="Paper")
    agreed = forms.BooleanField(label="The partner has agreed")


def show(request: Request, name: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    source = (PAGES / f"{name}.html").read_text("utf-8")
    return HttpResponse(engines["django"].from_string(source).render(context, request), status=status)


@page(methods={"GET"}, needs="sign-in")
def home(request: Request) -> HttpResponse:
    return show(
        request,
        "components",
        {
            "due": date(2015, 9, 2),
            "events": [
                {"sentence": "Morag agreed this on 3 September 2015."},
                {"sentence": "Aileen proposed this on 2 September 2015.", "why": "The board asked for it"},
            ],
            "tasks": [
                {"title": "Read the paper", "url": "/p/", "status": "Done", "colour": "green"},
                {
                    "title": "Answer the tasking",
                    "url": "/t/",
                    "status": "To do",
                    "colour": "grey",
                    "summary": "Due soon",
                },
            ],
        },
    )


@page(methods={"GET", "POST"}, needs="sign-in")
def form(request: Request) -> HttpResponse:
    filled = SampleForm(request.POST or None, request.FILES or None)
    if filled.is_valid():
        messages.success(request, "The action is proposed.")
        messages.warning(request, "Nobody leads it yet.")
    return show(request, "form", {"form": filled})


@page(methods={"GET", "POST"}, needs="sign-in")
def parts(request: Request) -> HttpResponse:
    status = int(request.GET.get("status", "200"))
    if status == 403:
        raise PermissionDenied("Your role in the Integrity Group does not let you agree an action.")
    if status == 500:
        return HttpResponse(status=500)
    context: dict[str, object] = {
        "times": 1 if request.method == "POST" else 0,
        "statuses": [200, 403, 404, 409, 500],
    }
    return show(request, "parts", context, status)


@page(methods={"GET"}, needs="sign-in")
def sensitive(request: Request) -> HttpResponse:
    return show(
        request, "sensitive", {"page_marking": "OFFICIAL-SENSITIVE COMMERCIAL", "example_notice": True}
    )


@page(methods={"GET"}, needs="sign-in")
def wrong(request: Request) -> HttpResponse:
    raise ZeroDivisionError(timezone.now())


partners = [path("", home, name="index"), path("purpose/", home, name="purpose")]
board = [path("taskings/", home, name="taskings"), path("meetings/", home, name="meetings")]

urlpatterns = [
    path("", home, name="home"),
    path("form/", form),
    path("parts/", parts),
    path("sensitive/", sensitive),
    path("wrong/", wrong),
    path("search/", home, name="search"),
    path("trail/", home, name="trail"),
    path("exports/<str:ref>/", exports.progress, name="export"),
    path("exports/<str:ref>/file/", exports.fetch, name="export_file"),
    path("", include("drystane.access.urls")),
    path("strategy/", include(([path("", home, name="index")], "strategy"))),
    path("threats/", include(([path("", home, name="index")], "threats"))),
    path("assessment/", include(([path("", home, name="index")], "assessment"))),
    path("plans/", include(([path("", home, name="index")], "plans"))),
    path("training/", include(([path("", home, name="index")], "training"))),
    path("comms/", include(([path("", home, name="index")], "comms"))),
    path(
        "partners/",
        include(([path("", home, name="index"), path("purpose/", home, name="purpose")], "partners")),
    ),
    path(
        "board/",
        include(
            ([path(f"{room}/", home, name=room) for room in ("taskings", "meetings", "templates")], "board")
        ),
    ),
]
