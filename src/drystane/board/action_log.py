"""The rolling action log: what earlier meetings asked for, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, OuterRef, Q, Subquery

from drystane.board.models import ActionReason, Meeting
from drystane.documents.packs import Table
from drystane.partners.models import Group
from drystane.plans.brag import Colour
from drystane.plans.models import OPEN, Action


def day(value: date | None) -> str:
    """2 September 2015."""
    return f"{value.day} {value:%B %Y}" if value else "no date"


@dataclass(frozen=True)
class LogEntry:
    """A line of the rolling action log: an action the board asked for at an earlier meeting."""

    action: Action
    raised_on: date
    colour: Colour


def gather_log(group: Group, *, before: Meeting, on: date, sensitive: bool = False) -> Sequence[LogEntry]:
    """The actions earlier meetings asked for: those still open, and those closed since the last."""
    closed = Meeting.objects.filter(group=group, on__lt=before.on, state=Meeting.State.CLOSED)
    asked = ActionReason.objects.filter(
        decision__item__meeting__group=group, decision__item__meeting__on__lt=before.on
    ).order_by("decision__item__meeting__on")
    of_action = asked.filter(action=OuterRef("pk"))
    actions = (
        Action.objects.for_audience(group, sensitive=sensitive)
        .filter(pk__in=asked.order_by().values("action"))
        .select_related("lead_person", "lead_body", "plan")
        .annotate(
            changed_at=Max("moves__at"),
            last_met_on=Subquery(closed.order_by("-on").values("on")[:1]),
            raised_on=Subquery(of_action.values("decision__item__meeting__on")[:1]),
        )
        .filter(
            Q(status__in=OPEN) | Q(last_met_on=None) | Q(changed_at__date__gte=F("last_met_on")),
        )
        .order_by(F("due_on").asc(nulls_last=True), "code", "ref")
    )
    return [
        LogEntry(action=action, raised_on=raised_on(action), colour=action.shown_colour(on))
        for action in actions
    ]


def raised_on(action: Action) -> date:
    """Of an action that `gather_log` found: the day it annotated."""
    found: date = action.__dict__["raised_on"]
    return found


def log_table(entries: Iterable[LogEntry]) -> Table:
    return Table(
        caption="Rolling action log",
        columns=("Raised", "Action", "Who", "Due", "Status", "BRAG"),
        rows=tuple(
            (
                day(entry.raised_on),
                entry.action.title,
                whose(entry.action),
                day(entry.action.due_on),
                entry.action.get_status_display(),
                entry.colour.value.capitalize(),
            )
            for entry in entries
        ),
        empty="No action of an earlier meeting is open.",
    )


def whose(action: Action) -> str:
    """Posts, not people, as papers name them; the body where nobody leads yet."""
    person = action.lead_person
    names = [person.post or person.name if person else "", action.lead_body.name if action.lead_body else ""]
    return ", ".join(name for name in names if name) or "Nobody yet"
