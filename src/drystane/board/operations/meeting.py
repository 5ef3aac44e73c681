"""Plan a meeting, record what it decided, close it."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.gather import gather_paper
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Decision,
    Meeting,
    Outcome,
    Paper,
    PaperRecommendation,
    StoredPack,
    Tasking,
)
from drystane.board.operations.tasking import give_tasking
from drystane.partners.models import Group
from drystane.plans.models import Action, Plan
from drystane.plans.operations import propose_action
from drystane.strategy.models import Edition
from drystane.strategy.operations import adopt


@transaction.atomic
def plan_meeting(
    *, group: Group, on: date, starts_at: time | None, venue: str, by: User | None, at: datetime,
    is_invented: bool = False,
) -> Meeting:
    """Call a meeting of a board. Raises ValidationError if it meets on that day already."""
    if group.kind != Group.Kind.BOARD:
        raise NotAllowed(f"{group} is not a board.")
    meeting = Meeting(group=group, on=on, starts_at=starts_at, venue=venue, is_invented=is_invented)
    meeting.full_clean()
    meeting.save()
    trail.record("meeting.planned", meeting, by=by, at=at, details={"on": on.isoformat()})
    return meeting


def hold_open(meeting: Meeting) -> None:
    """Take the meeting's row so that it cannot close under our hands. Raises NotAllowed if it is closed."""
    taken = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.PLANNED).update(version=F("version") + 1)
    if not taken:
        raise NotAllowed("This meeting is closed: what it had before it and what it decided no longer change.")


@transaction.atomic
def add_item(meeting: Meeting, *, fields: dict[str, Any], by: User | None, at: datetime) -> AgendaItem:
    """Put an item on the agenda, last unless the fields say where."""
    hold_open(meeting)
    fields = {"order": (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1, **fields}
    item = AgendaItem(meeting=meeting, **fields)
    item.full_clean()
    item.save()
    trail.record("meeting.item_added", item, by=by, at=at, details={"meeting": meeting.ref})
    return item


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
def decide_action(decision: Decision, plan: Plan, *, fields: dict[str, Any], by: User | None, at: datetime) -> Action:
    """The decision asks for an action: put it into a plan of the board or of a group it oversees."""
    hold_open(decision.item.meeting)
    board = decision.governing_group
    if plan.group_id != board.pk and plan.group.overseen_by_id != board.pk:
        raise NotAllowed(f"{board} does not oversee {plan.group}, so it cannot put actions into its plan.")
    action = propose_action(plan, fields=fields, by=by, at=at)
    ActionReason.objects.create(action=action, decision=decision)
    return action


@transaction.atomic
def decide_tasking(
    decision: Decision, *, to_group: Group, asked: str, report_back_on: date, by: User | None, at: datetime, **also: Any
) -> Tasking:
    """The decision tasks a group."""
    hold_open(decision.item.meeting)
    return give_tasking(
        board=decision.governing_group,
        to_group=to_group,
        asked=asked,
        report_back_on=report_back_on,
        decision=decision,
        recommendation=also.pop("recommendation", None),
        by=by,
        at=at,
        **also,
    )


@transaction.atomic
def decide_adoption(decision: Decision, edition: Edition, *, by: User, at: datetime) -> None:
    """The board adopts an edition of the strategy: the one its wall is drawn from."""
    hold_open(decision.item.meeting)
    if decision.adoption_id is not None:
        raise NotAllowed("This decision has adopted an edition already.")
    meeting = decision.item.meeting
    decision.adoption = adopt(edition, group=meeting.group, on=meeting.on, by=by, at=at, why=decision.words)
    decision.save(update_fields=["adoption"])


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User, at: datetime) -> list[StoredPack]:
    """Freeze the meeting: each paper's Pack is stored, and the next meeting gets the rolling action log.

    Raises NotAllowed if it is closed already, or names the recommendations still without an outcome.
    """
    hold_open(meeting)
    undecided = PaperRecommendation.objects.filter(paper__item__meeting=meeting, decisions=None).count()
    if undecided:
        raise NotAllowed(
            f"{undecided} recommendation{'s have' if undecided > 1 else ' has'} no outcome yet. "
            "Say for each what the board did, then close the meeting."
        )
    packs = [store_pack(paper, by=by, at=at) for paper in Paper.objects.filter(item__meeting=meeting)]
    closed = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.PLANNED).update(
        state=Meeting.State.CLOSED, closed_at=at, closed_by=by
    )
    if not closed:
        raise NotAllowed("Somebody else has just closed this meeting.")
    meeting.refresh_from_db()
    put_log_on_next_agenda(meeting)
    trail.record("meeting.closed", meeting, by=by, at=at, details={"packs": len(packs)})
    return packs


def store_pack(paper: Paper, *, by: User, at: datetime) -> StoredPack:
    pack = gather_paper(paper, on=paper.meeting.on)
    return StoredPack.objects.create(
        meeting=paper.meeting,
        paper=paper,
        body=pack.to_json(),
        digest=pack.digest(),
        marking=paper.marking,
        descriptor=paper.descriptor,
        stored_at=at,
        stored_by=by,
    )


def put_log_on_next_agenda(meeting: Meeting) -> None:
    """The log's rows are read from the actions themselves; the next agenda only needs its line."""
    following = Meeting.objects.filter(group=meeting.group).next_after(meeting.on)
    if following and not following.items.filter(kind=AgendaItem.Kind.ACTION_LOG).exists():
        last = following.items.aggregate(last=Max("order"))["last"] or 0
        AgendaItem.objects.create(
            meeting=following, order=last + 1, title="Rolling action log", kind=AgendaItem.Kind.ACTION_LOG
        )
