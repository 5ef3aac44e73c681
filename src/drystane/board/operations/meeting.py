"""Plan a meeting and its agenda, record what it decided."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Decision,
    Draft,
    Meeting,
    Outcome,
    PaperRecommendation,
    Tasking,
)
from drystane.board.operations.carrying import carry_asks
from drystane.board.operations.tasking import give_tasking
from drystane.marking.models import Marking
from drystane.partners.models import Group
from drystane.plans.models import Action, Plan
from drystane.plans.operations import propose_action
from drystane.strategy.models import Edition
from drystane.strategy.operations import adopt


@transaction.atomic
def plan_meeting(
    *,
    group: Group,
    on: date,
    starts_at: time | None,
    venue: str,
    by: User | None,
    at: datetime,
    is_invented: bool = False,
) -> Meeting:
    """Call a meeting of a board. Raises ValidationError if it meets on that day already."""
    if group.kind != Group.Kind.BOARD:
        raise NotAllowed(f"{group} is not a board.")
    meeting = Meeting(group=group, on=on, starts_at=starts_at, venue=venue, is_invented=is_invented)
    meeting.full_clean()
    meeting.save()
    if Meeting.objects.filter(group=group, state=Meeting.State.CLOSED, on__lt=on).exists():
        put_log_on_agenda(meeting)
        carry_asks(meeting, by=by, at=at)
    trail.record("meeting.planned", meeting, by=by, at=at, details={"on": on.isoformat()})
    return meeting


@transaction.atomic
def edit_meeting(
    meeting: Meeting,
    *,
    on: date,
    starts_at: time | None,
    venue: str,
    seen: int,
    by: User | None,
    at: datetime,
) -> None:
    """Meet on another day, at another time or in another place."""
    hold_open(meeting, seen=seen)
    meeting.refresh_from_db()
    meeting.on, meeting.starts_at, meeting.venue = on, starts_at, venue
    meeting.full_clean()
    meeting.save(update_fields=["on", "starts_at", "venue"])
    trail.record("meeting.edited", meeting, by=by, at=at, details={"on": on.isoformat()})


def hold_open(meeting: Meeting, *, seen: int | None = None) -> None:
    """Take the meeting's row so that it cannot close under our hands. Raises NotAllowed if it is closed,
    or is no longer as it was `seen`."""
    still_open = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.PLANNED)
    as_seen = still_open if seen is None else still_open.filter(version=seen)
    if as_seen.update(version=F("version") + 1):
        return
    if still_open.exists():
        raise NotAllowed("Somebody else has just changed this meeting. Look at it again first.")
    raise NotAllowed("This meeting is closed: what it had before it and what it decided no longer change.")


@transaction.atomic
def add_item(
    meeting: Meeting,
    *,
    fields: dict[str, Any],
    before: AgendaItem | None = None,
    by: User | None,
    at: datetime,
) -> AgendaItem:
    """Put an item on the agenda: last, or before another."""
    hold_open(meeting)
    meeting.refresh_from_db(fields=["agenda_published_at"])
    if meeting.agenda_published_at and not fields.get("late_because", "").strip():
        raise ValidationError(
            {"late_because": "The agenda is published: say why this item cannot wait for the next meeting."}
        )
    order = (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1
    if before is not None:
        if before.meeting_id != meeting.pk:
            raise ValidationError({"before": "That item is on another agenda."})
        order = before.order
        meeting.items.filter(order__gte=order).update(order=F("order") + 1)
    item = AgendaItem(meeting=meeting, **{"order": order, **fields})
    item.full_clean()
    item.save()
    trail.record("meeting.item_added", item, by=by, at=at, details={"meeting": meeting.ref})
    return item


@transaction.atomic
def publish_agenda(meeting: Meeting, *, seen: int, by: User, at: datetime) -> None:
    """Send the agenda out. From now on an item that is added says why it is late."""
    hold_open(meeting, seen=seen)
    published = Meeting.objects.filter(pk=meeting.pk, agenda_published_at=None).update(
        agenda_published_at=at, agenda_published_by=by
    )
    if not published:
        raise NotAllowed("This agenda is published already.")
    meeting.refresh_from_db()
    trail.record("meeting.agenda_published", meeting, by=by, at=at)


@transaction.atomic
def move_item(item: AgendaItem, *, past: AgendaItem, by: User, at: datetime) -> None:
    """Let an item change places with the one that stands beside it as this person sees the agenda.

    Raises NotAllowed if the two no longer stand side by side.
    """
    hold_open(item.meeting)
    items = list(item.meeting.items.order_by("order", "ref"))
    shown = set(item.meeting.items.visible_to(by).values_list("pk", flat=True))
    places = {one.pk: place for place, one in enumerate(one for one in items if one.pk in shown)}
    if abs(places.get(item.pk, -2) - places.get(past.pk, -4)) != 1:
        raise NotAllowed("Somebody else has just changed this agenda. Look at it again first.")
    goes_down = places[item.pk] < places[past.pk]
    items.remove(item)
    items.insert(items.index(past) + goes_down, item)
    for place, one in enumerate(items, start=1):
        one.order = place
    AgendaItem.objects.bulk_update(items, ["order"])
    trail.record("meeting.item_moved", item, by=by, at=at, details={"meeting": item.meeting.ref})


@transaction.atomic
def drop_item(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Take an item off the agenda again, before anything hangs on it."""
    hold_open(item.meeting)
    if hasattr(item, "paper") or hasattr(item, "spotlight") or item.decisions.exists():
        raise NotAllowed("This item has a paper, a spotlight or an outcome, so it stays on the agenda.")
    if item.declarations.exists():
        raise NotAllowed("Somebody declared an interest in this item, so it stays on the agenda.")
    trail.record("meeting.item_dropped", item, by=by, at=at, details={"meeting": item.meeting.ref})
    item.delete()


def put_log_on_agenda(meeting: Meeting) -> None:
    """The log's rows are read from the actions themselves; the agenda only needs its line."""
    if meeting.items.filter(kind=AgendaItem.Kind.ACTION_LOG, marking=Marking.OFFICIAL).exists():
        return
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    AgendaItem.objects.create(
        meeting=meeting, order=last + 1, title="Rolling action log", kind=AgendaItem.Kind.ACTION_LOG
    )


@transaction.atomic
def decide(
    item: AgendaItem,
    *,
    outcome: Outcome,
    words: str,
    recommendation: PaperRecommendation | None = None,
    remitted_to: Group | None = None,
    by: User | None,
    at: datetime,
) -> Decision:
    """Record what the board did with an item or a recommendation of its paper."""
    hold_open(item.meeting)
    if recommendation is not None and recommendation.paper.item_id != item.pk:
        raise ValidationError("That recommendation belongs to another item.")
    decision = Decision(
        item=item,
        recommendation=recommendation,
        outcome=outcome,
        words=words,
        remitted_to=remitted_to,
        by=by,
        at=at,
    )
    decision.full_clean()
    decision.save()
    trail.record("decision.recorded", decision, by=by, at=at, details={"outcome": outcome.value})
    return decision


@transaction.atomic
def take_back_decision(decision: Decision, *, by: User, at: datetime) -> None:
    """Undo what was recorded by mistake, while the meeting is open and nothing has come of it.

    An action that this person may not see does not hold it, or the refusal would tell of it: the action stays
    and loses this reason.
    """
    hold_open(decision.item.meeting)
    known = decision.action_reasons.filter(action__in=Action.objects.visible_to(by).values("pk"))
    if decision.adoption_id or decision.taskings.exists() or known.exists():
        raise NotAllowed("Something has come of this decision already, so it stands.")
    unseen, _ = decision.action_reasons.all().delete()
    trail.record(
        "decision.taken_back",
        decision,
        by=by,
        at=at,
        details={"outcome": decision.outcome, "item": decision.item.ref, "reasons": unseen},
    )
    decision.delete()


@transaction.atomic
def decide_action(
    decision: Decision, plan: Plan, *, fields: dict[str, Any], by: User | None, at: datetime, **also: Any
) -> Action:
    """The decision asks for an action: put it into a plan of the board or of a group it oversees."""
    hold_open(decision.item.meeting)
    action = propose_for_item(decision.item, plan, fields=fields, by=by, at=at, **also)
    ActionReason.objects.create(action=action, decision=decision)
    return action


def propose_for_item(
    item: AgendaItem | Draft,
    plan: Plan,
    *,
    fields: dict[str, Any],
    by: User | None,
    at: datetime,
    **also: Any,
) -> Action:
    """Put what came of an item, or stands in a paper that was read in, into a plan of the board or of
    a group it oversees.

    What a sensitive item asks for is sensitive too, unless the fields say otherwise.
    """
    board = item.governing_group
    if board.pk not in {plan.group_id, plan.group.overseen_by_id}:
        raise NotAllowed(f"{board} does not oversee {plan.group}, so it cannot put actions into its plan.")
    marks = {"marking": item.marking, "descriptor": item.descriptor}
    if {**marks, **fields}["marking"] == Marking.SENSITIVE and plan.group_id != board.pk:
        raise NotAllowed(
            "The board could not follow a sensitive action of another group. "
            "Put it into the board's own plan, or word it so that it is OFFICIAL."
        )
    return propose_action(plan, fields={**marks, **fields}, by=by, at=at, **also)


@transaction.atomic
def decide_tasking(
    decision: Decision,
    *,
    to_group: Group,
    asked: str,
    report_back_on: date,
    by: User | None,
    at: datetime,
    **also: Any,
) -> Tasking:
    """The decision tasks a group."""
    hold_open(decision.item.meeting)
    return give_tasking(
        board=decision.governing_group,
        to_group=to_group,
        asked=asked,
        report_back_on=report_back_on,
        decision=decision,
        by=by,
        at=at,
        **{"recommendation": None, **also},
    )


@transaction.atomic
def decide_adoption(decision: Decision, edition: Edition, *, by: User | None, at: datetime) -> None:
    """The board adopts an edition of the strategy: the one its wall is drawn from."""
    hold_open(decision.item.meeting)
    decision.refresh_from_db(fields=["adoption"])
    if decision.adoption_id is not None:
        raise NotAllowed("This decision has adopted an edition already.")
    meeting = decision.item.meeting
    decision.adoption = adopt(edition, group=meeting.group, on=meeting.on, by=by, at=at, why=decision.words)
    decision.save(update_fields=["adoption"])
