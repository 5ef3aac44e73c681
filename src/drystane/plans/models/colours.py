"""The rule of `plans/brag.py`, asked of the database: to list the red actions nobody need fetch them all.

The order of the rules is taken from there; only their conditions are said again. A test compares the two.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Case, Q, Value, When

from drystane.plans import brag
from drystane.plans.brag import RULES, SILENCE, SOON, Colour, Rule

JUDGED = (Colour.RED, Colour.AMBER, Colour.GREEN)  # what somebody may say instead of the rule
WORST_FIRST = (Colour.RED, Colour.AMBER, Colour.GREEN, Colour.GREY, Colour.BLUE)

ANYTHING = Q(pk__isnull=False)


def begun(today: date) -> Q:
    return Q(status="under_way") | Q(status="agreed", starts_on__lte=today)


def heard_of() -> Q:
    return Q(last_update_on__isnull=False) | Q(starts_on__isnull=False)


def quiet(today: date) -> Q:
    """Whatever was last heard is older than the rule allows."""
    since = today - SILENCE
    return (Q(last_update_on=None) | Q(last_update_on__lt=since)) & (
        Q(starts_on=None) | Q(starts_on__lt=since)
    )


CONDITIONS: dict[Rule, Callable[[date], Q]] = {
    brag.dropped: lambda _: Q(status="dropped"),
    brag.merged: lambda _: Q(status="merged"),
    brag.mainstreamed: lambda _: Q(status="mainstreamed"),
    brag.complete: lambda _: Q(status="done"),
    brag.missed: lambda today: Q(due_on__lt=today),
    brag.will_miss: lambda _: Q(last_progress="off_track"),
    brag.at_risk: lambda _: Q(last_progress="at_risk"),
    brag.due_soon: lambda today: Q(due_on__lte=today + SOON) & ~Q(last_progress__in=["on_track", "done"]),
    brag.never_reported: lambda today: begun(today) & ~heard_of(),
    brag.silent: lambda today: begun(today) & heard_of() & quiet(today),
    brag.not_agreed: lambda _: Q(status="proposed"),
    brag.not_begun: lambda _: Q(status="agreed"),
    brag.reported_on_track: lambda _: Q(last_progress="on_track", last_update_on__isnull=False),
    brag.reported_done: lambda _: Q(last_progress="done", last_update_on__isnull=False),
    brag.in_hand: lambda _: ANYTHING,
}


def by_colour(today: date, values: Mapping[Colour, str | int]) -> Case:
    """The value for each action's colour: what somebody judged it to be, else what the rule says."""
    judged = [When(brag_override=colour, then=Value(values[colour])) for colour in JUDGED]
    ruled = [When(CONDITIONS[rule](today), then=Value(values[colour])) for rule, colour in RULES]
    return Case(*judged, *ruled)


def colour_of(today: date) -> Case:
    return by_colour(today, {colour: colour.value for colour in Colour})


def urgency_of(today: date) -> Case:
    """Red before amber before green; what is not begun or complete comes last."""
    return by_colour(today, {colour: place for place, colour in enumerate(WORST_FIRST)})
