"""The rolling action log: what earlier meetings asked for, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Q, Subquery

from drystane.board.models import ActionReason, Decision, Meeting
from drystane.documents.packs import Table, spoken
from drystane.partners.models import Group
from drystane.plans.brag import Colour
from drystane.plans.models import OPEN, Action, Move
from drystane.plans.models.actions import ActionQuerySet


def day(value: date | None) -> str:
    return spoken(value) if value else "no date"


@dataclass(frozen=True)
class LogEntry:
    """A line of the rolling action log: an action the board asked for at an earlier meeting."""

    action: Action
    raised_on: date
    colour: Colour


def gather_log(group: Group, *, before: Meeting, on: date, sensitive: bool = False) -> Sequence[LogEntry]:
    """The actions earlier meetings asked for: those still open, and those closed since the last."""
    actions = (
        logged(Action.objects.for_audience(group, sensitive=sensitive), group, before=before)
        .select_related("lead_person", "lead_body", "plan")
        .order_by(F("due_on").asc(nulls_last=True), "code", "ref")
    )
    return [
        LogEntry(action=action, raised_on=raised_on(action), colour=action.shown_colour(on))
        for action in actions
    ]


def logged(
    actions: ActionQuerySet,
    group: Group,
    *,
    before: Meeting,
    until: datetime | None = None,
    status: str = "status",
) -> ActionQuerySet:
    """Of these actions those that the log before a meeting holds, by what had happened `until` then."""
    by_then = {"at__lte": until} if until else {}
    closed_by_then = {"closed_at__lte": until} if until else {}
    closed = Meeting.objects.filter(
        group=group, on__lt=before.on, state=Meeting.State.CLOSED, **closed_by_then
    ).order_by("-on")
    asked = ActionReason.objects.filter(
        decision__in=Decision.objects.filter(item__meeting__group=group, **by_then),
        decision__item__meeting__on__lt=before.on,
    )
    of_action = asked.filter(action=OuterRef("pk")).order_by("decision__item__meeting__on")
    moves = Move.objects.filter(action=OuterRef("pk"), **by_then).order_by("-at")
    return (
        actions.filter(pk__in=asked.values("action"))
        .annotate(
            changed_at=Subquery(moves.values("at")[:1]),
            last_met_on=Subquery(closed.values("on")[:1]),
            raised_on=Subquery(of_action.values("decision__item__meeting__on")[:1]),
        )
        .filter(
            Q(**{f"{status}__in": OPEN}) | Q(last_met_on=None) | Q(changed_at__date__gte=F("last_met_on"))
        )
    )


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
