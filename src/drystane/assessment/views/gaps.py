"""Gaps in the order of their weight, one of them, and what is decided on it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.assessment.forms.assessing import AcceptForm, GapFilters, ReopenGapForm, WeighForm
from drystane.assessment.lists import (
    GAP_COLUMNS,
    GAP_COLUMNS_OF_FILE,
    HEAVIEST,
    marking_of_rows,
    may_take_gaps,
    seen_gaps,
)
from drystane.assessment.models import Gap, GapState
from drystane.assessment.operations import accept_gap, reopen_gap, weigh_gap
from drystane.assessment.story import story_of_gap
from drystane.assessment.views.finding import marking_of, seen_gap
from drystane.partners.sight import doable, require
from drystane.sheets.listing import Listing

FORMS: dict[str, type[SeenForm]] = {"accept": AcceptForm, "reopen": ReopenGapForm, "weigh": WeighForm}
OPERATIONS: dict[str, Callable[..., None]] = {
    "accept": accept_gap,
    "reopen": reopen_gap,
    "weigh": weigh_gap,
}
WORDS = {"accept": "Accept it until a day", "reopen": "Open it again", "weigh": "Weigh it otherwise"}
SAID = {
    "accept": "The gap is accepted until then.",
    "reopen": "The gap is open again.",
    "weigh": "The gap weighs otherwise now, and the list is in that order.",
}
WHAT = {
    "accept": "It is lived with until the day you give, for the reason you give. Both stand with it, and it "
    "can be opened again at any time.",
    "weigh": "The list of gaps is ordered by size × harm × duty. The size is measured by the answer; harm "
    "and duty are those of the question until you give others. Both, and your reason, stand with the gap.",
    "reopen": "It needs an action or an acceptance again. Why it was accepted stays in its history.",
}


@page(methods={"GET"}, needs="sign-in")
def gaps(request: Request) -> HttpResponse:
    rows = seen_gaps(request.user)
    asks_for_file = "export" in request.GET
    listing = Listing(
        request,
        rows,
        columns=GAP_COLUMNS_OF_FILE if asks_for_file else GAP_COLUMNS,
        filters=GapFilters,
        default_sort=HEAVIEST,
        may_export=may_take_gaps,
    )
    if asks_for_file:
        marking = marking_of_rows(listing.rows)
        return listing.export("gaps", title="Gaps", marking=marking, at=clock.now())
    return render(
        request, "assessment/gaps.html", {"listing": listing, "page_marking": marking_of_rows(rows)}
    )


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def gap(request: Request, ref: str) -> HttpResponse:
    found = seen_gap(request.user, ref)
    may = doable(request.user, found)
    weighings = list(found.weighings.select_related("by").order_by("at", "pk"))
    return render(
        request,
        "assessment/gap.html",
        {
            "gap": found,
            "default": found.as_opened(weighings),
            "is_reweighed": bool(weighings),
            "events": story_of_gap(found, weighings),
            "verbs": possible(found) if Permission.SUBMIT_ASSESSMENT in may else [],
            "may_propose": Permission.PROPOSE in may
            and not found.is_sensitive
            and found.state in {GapState.OPEN, GapState.TAKEN_UP},
            "is_due": bool(found.review_on and found.review_on <= clock.today()),
            "page_marking": marking_of([found]),
        },
    )


def possible(gap: Gap) -> list[tuple[str, str]]:
    """What may be decided on it now: each verb and its words."""
    if gap.is_sensitive:
        return []
    verbs = {
        GapState.OPEN: ["accept", "weigh"],
        GapState.ACCEPTED: ["reopen", "weigh"],
        GapState.TAKEN_UP: ["reopen", "weigh"],
    }
    return [(name, WORDS[name]) for name in verbs.get(GapState(gap.state), [])]


@page(methods={"GET", "POST"}, needs=Permission.SUBMIT_ASSESSMENT)
def decide(request: Request, ref: str, verb: str) -> HttpResponse:
    found = seen_gap(request.user, ref)
    require(request.user, Permission.SUBMIT_ASSESSMENT, found)
    now = {"harm": found.harm_weight, "duty": found.duty_weight, "seen": found.version}
    form = FORMS[verb](request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            OPERATIONS[verb](found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, SAID[verb])
            return redirect(found)
        found = seen_gap(request.user, ref)
    return render(
        request,
        "assessment/gap_verb.html",
        {
            "gap": found,
            "form": form,
            "words": WORDS[verb],
            "what": WHAT[verb],
            "page_marking": marking_of([found]),
        },
    )
