"""The auditor's pages: who did what to which record, and whether the chain holds. No contents."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page, require_auditor
from drystane.audit.models import Checkpoint, Event, EventQuerySet, PurposeNote
from drystane.audit.operations import verify_trail
from drystane.audit.trail import OPERATOR
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing, listed


class TrailFilters(PlainForm):
    verb = forms.CharField(required=False, label="What was done", help_text="For example, action.agreed")
    actor = forms.CharField(required=False, label="Sign-in name")
    ref = forms.CharField(required=False, label="Public id of a record")
    since = forms.DateField(required=False, label="From")
    until = forms.DateField(required=False, label="Up to and including")

    def narrow(self, rows: EventQuerySet) -> EventQuerySet:
        asked = self.cleaned_data
        if asked["verb"]:
            rows = rows.filter(verb__startswith=asked["verb"])
        if asked["actor"]:
            people = User.objects.filter(username__iexact=asked["actor"])
            refs = [OPERATOR] if asked["actor"] == OPERATOR else people.values("ref")
            rows = rows.filter(actor_ref__in=refs)
        if asked["ref"]:
            rows = rows.about(asked["ref"])
        if asked["since"]:
            rows = rows.filter(at__date__gte=asked["since"])
        if asked["until"]:
            rows = rows.filter(at__date__lte=asked["until"])
        return rows


def who(event: Event) -> str:
    return getattr(event, "person", event.actor_ref)


COLUMNS = [
    Column("seq", "Number", lambda event: event.seq, sort=("seq",)),
    Column("at", "When", lambda event: event.at, sort=("at",)),
    Column("verb", "What was done", lambda event: event.verb, sort=("verb",)),
    Column("actor", "By", who),
    Column("kind", "Kind of record", lambda event: event.object_kind, sort=("object_kind",)),
    Column("ref", "Public id", lambda event: event.object_ref),
    Column("details", "Details", lambda event: "; ".join(f"{k}: {v}" for k, v in event.details.items())),
]


@exports("trail")
def find_events(user: User, query: QueryDict) -> Found:
    require_auditor(user)
    events = Event.objects.visible_to(user)
    rows = listed(events, query, columns=COLUMNS, filters=TrailFilters, default_sort="-seq", tie="seq")
    return COLUMNS, rows.iterator(chunk_size=500)


@page(methods={"GET", "POST"}, needs="auditor")
def trail(request: Request) -> HttpResponse:
    """The list; a POST checks the whole chain and says what it found."""
    if not request.user.is_auditor:
        raise PermissionDenied("Only the partnership's auditor reads the trail.")
    listing = Listing(
        request,
        Event.objects.visible_to(request.user),
        columns=COLUMNS,
        filters=TrailFilters,
        default_sort="-seq",
        may_export=lambda user, _rows: user.is_auditor,
        tie="seq",
    )
    if listing.wants_export:
        return listing.export("trail", title="The trail", marking="OFFICIAL", at=clock.now())
    name_people(listing.page)
    return render(
        request,
        "site/trail.html",
        {
            "listing": listing,
            "report": verify_trail() if request.method == "POST" else None,
            "checkpoint": Checkpoint.objects.visible_to(request.user).order_by("-seq").first(),
        },
    )


def name_people(events: Any) -> None:
    """Put names and stated purposes beside this page's events: two queries, whatever their number."""
    shown = list(events)
    names = dict(User.objects.filter(ref__in={event.actor_ref for event in shown}).values_list("ref", "name"))
    purposes = dict(
        PurposeNote.objects.filter(event_seq__in=[event.seq for event in shown]).values_list(
            "event_seq", "words"
        )
    )
    for event in shown:
        event.person = names.get(event.actor_ref, "The operator")
        event.purpose_words = purposes.get(event.seq, "")
