"""What people do with actions: propose, agree, start, report, re-date, mainstream, drop, mark."""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from drystane.access.errors import NotAllowed, changed_meanwhile
from drystane.access.models import User
from drystane.assessment.models import Gap
from drystane.assessment.operations import ask_to_act_on, give_up_gap, take_up_gap
from drystane.audit import trail
from drystane.audit.refs import new_ref
from drystane.marking.models import Marking
from drystane.partners.models import Organisation
from drystane.plans.models import (
    JUDGED,
    LIVE,
    MOVES,
    OPEN,
    Action,
    Assignment,
    BragOverride,
    MarkingMove,
    Move,
    Plan,
    PlanMessage,
    Progress,
    Redating,
    Repointing,
    Status,
    Update,
)
from drystane.strategy.models import Message

CHANGED_MEANWHILE = changed_meanwhile("action")

# What only a verb of its own may set, so that it stands in the history.
BY_VERB = frozenset(
    {
        *("status", "mainstreamed_on", "mainstreamed_to", "last_update_on", "last_progress", "brag_override"),
        *("original_due_on", "proposed_by", "marked_by", "plan", "gap", "merged_into", "ref", "version"),
    }
)


@transaction.atomic
def propose_action(
    plan: Plan,
    *,
    fields: dict[str, Any],
    supporting_bodies: Iterable[Organisation] = (),
    gap: Gap | None = None,
    by: User | None,
    at: datetime,
) -> Action:
    """Put a new action into a plan, perhaps to close a gap of its group. Raises ValidationError where the
    fields contradict one another, NotAllowed where the gap is another group's or not to be acted on."""
    leave_to_verbs(fields, BY_VERB)
    if gap is not None and gap.group_id != plan.group_id:
        raise NotAllowed("That gap belongs to another group.")
    action = Action(plan=plan, gap=gap, proposed_by=by, marked_by=by, **fields)
    action.original_due_on = action.due_on
    action.full_clean()
    action.save()
    action.supporting_bodies.set(supporting_bodies)
    Move.objects.create(action=action, to=Status.PROPOSED, by=by, at=at)
    if gap is not None:
        take_gap(action, gap, by=by, at=at)
    trail.record("action.proposed", action, by=by, at=at, details={"plan": plan.ref})
    return action


@transaction.atomic
def edit_action(
    action: Action,
    *,
    fields: dict[str, Any],
    supporting_bodies: Iterable[Organisation],
    seen: int,
    by: User,
    at: datetime,
) -> None:
    """Change what an action says and who leads it, if it is still as it was `seen`.

    Its status, its marking and, once agreed, its due date have verbs of their own.
    """
    leave_to_verbs(fields, BY_VERB | {"marking", "descriptor"})
    leader, recommendation = action.lead_person, action.recommendation
    revised = copy(action)
    for name, value in fields.items():
        setattr(revised, name, value)
    if action.status == Status.PROPOSED:
        revised.original_due_on = revised.due_on
    elif revised.due_on != action.due_on:
        raise ValidationError({"due_on": "The date was agreed. Move it by itself, with a reason."})
    revised.full_clean()
    change(action, seen=seen, **fields, original_due_on=revised.original_due_on)
    action.supporting_bodies.set(supporting_bodies)
    if action.lead_person != leader:
        Assignment.objects.create(action=action, before=leader, to=action.lead_person, by=by, at=at)
    if action.recommendation != recommendation:
        Repointing.objects.create(
            action=action, before=recommendation, to=action.recommendation, by=by, at=at
        )
    trail.record("action.edited", action, by=by, at=at, details={"fields": ",".join(sorted(fields))})


def agree_action(action: Action, *, seen: int, by: User, at: datetime, why: str = "") -> None:
    move(action, Status.AGREED, seen=seen, by=by, at=at, why=why)


def start_action(action: Action, *, seen: int, by: User, at: datetime, why: str = "") -> None:
    """Begin the work, or begin again what was called done: that needs a reason."""
    if action.status == Status.DONE:
        ask_for_reason(why, "Say why the work begins again.")
    move(action, Status.UNDER_WAY, seen=seen, by=by, at=at, why=why)


def finish_action(action: Action, *, seen: int, by: User, at: datetime, why: str) -> None:
    ask_for_reason(why, "Say what was achieved.")
    move(action, Status.DONE, seen=seen, by=by, at=at, why=why)


def drop_action(action: Action, *, seen: int, by: User, at: datetime, why: str) -> None:
    ask_for_reason(why, "Say why the action is dropped.")
    move(action, Status.DROPPED, seen=seen, by=by, at=at, why=why)


def mainstream_action(
    action: Action, *, seen: int, to_whom: str, on: date, by: User, at: datetime, why: str = ""
) -> None:
    """The work is proven and carries on as somebody's everyday work: it leaves the plan, not the wall."""
    not_to_come(on, at, "on", "Give a day that has come: the work is everyday work from then on.")
    move(
        action,
        Status.MAINSTREAMED,
        seen=seen,
        by=by,
        at=at,
        why=why,
        mainstreamed_on=on,
        mainstreamed_to=to_whom.strip(),
    )


@transaction.atomic
def move(
    action: Action, to: Status, *, seen: int, by: User | None, at: datetime, why: str = "", **also: Any
) -> None:
    """Pass the action on, if it is still as it was `seen` and its lifecycle allows it."""
    before = Status(action.status)
    if to not in MOVES[before]:
        raise NotAllowed(f"An action that is {before.label.lower()} cannot become {to.label.lower()}.")
    judged = action.brag_override and to not in OPEN
    if judged:
        also["brag_override"] = ""
    change(action, seen=seen, status=to, **also)
    Move.objects.create(action=action, before=before, to=to, by=by, at=at, why=why)
    if judged:
        BragOverride.objects.create(action=action, colour="", by=by, at=at, why=f"It is {to.label.lower()}.")
    if to == Status.DROPPED:
        leave_gaps(action, by=by, at=at)
    trail.record(f"action.{to.value}", action, by=by, at=at, details={"before": before.value})


def take_gap(action: Action, gap: Gap, *, by: User | None, at: datetime) -> None:
    """The gap says to all who see it that it has an action: not so of one that they may not know of."""
    ask_to_act_on(gap)
    if not action.is_sensitive:
        take_up_gap(gap, by=by, at=at)


def leave_gaps(action: Action, *, by: User | None, at: datetime) -> None:
    """The gaps that it, and whatever was merged into it, were to close are open again, unless another action
    is still to close them. What becomes of sensitive actions moves no gap either way."""
    if action.is_sensitive:
        return
    if action.gap is not None:
        rows = Action.objects.filter(gap=action.gap, marking=Marking.OFFICIAL).select_related("merged_into")
        if all(is_dropped(row) for row in rows):
            give_up_gap(action.gap, by=by, at=at)
    for taken_in in Action.objects.filter(merged_into=action).select_related("gap"):
        leave_gaps(taken_in, by=by, at=at)


def is_dropped(action: Action) -> bool:
    """It, or what took it in."""
    while action.merged_into is not None:
        action = action.merged_into
    return action.status == Status.DROPPED


@transaction.atomic
def update_action(
    action: Action, *, progress: Progress, text: str, on: date, by: User, at: datetime
) -> Update:
    """Report how the action stands. Two reports at once are both kept; the later day counts."""
    not_to_come(on, at, "on", "Report of a day that has come.")
    # Taking the row first makes a second report wait, so that it finds this one when it looks for the newest.
    taken = Action.objects.filter(pk=action.pk, status__in=LIVE).update(version=F("version") + 1)
    if not taken:
        action.refresh_from_db()
        raise NotAllowed(f"An action that is {action.get_status_display().lower()} takes no more updates.")
    update = Update.objects.create(action=action, progress=progress, text=text, on=on, by=by, at=at)
    newest = action.updates.order_by("-on", "-at", "-pk").values("on", "progress")[0]
    Action.objects.filter(pk=action.pk).update(last_update_on=newest["on"], last_progress=newest["progress"])
    action.refresh_from_db()
    trail.record("action.updated", action, by=by, at=at, details={"progress": progress.value})
    return update


@transaction.atomic
def redate_action(action: Action, *, to: date, seen: int, by: User, at: datetime, why: str) -> None:
    """Move the due date. The first date stays on record, and so does every reason."""
    ask_for_reason(why, "Say why the date moves.")
    if not action.is_open:
        raise NotAllowed("Only an action that is still open has a date to move.")
    before = action.due_on
    if before == to:
        raise ValidationError({"to": "That is the date it has already."})
    change(action, seen=seen, due_on=to, original_due_on=action.original_due_on or before or to)
    Redating.objects.create(action=action, before=before, to=to, by=by, at=at, why=why)
    trail.record("action.redated", action, by=by, at=at, details={"to": to.isoformat()})


@transaction.atomic
def override_brag(action: Action, *, colour: str, seen: int, by: User, at: datetime, why: str) -> None:
    """Set the colour by judgement, against the rule; an empty colour lets the rule speak again."""
    ask_for_reason(why, "Give your reason: it stands beside what the rule says.")
    if colour not in {"", *JUDGED}:
        raise ValidationError({"colour": "Choose red, amber or green, or let the rule speak again."})
    if colour == action.brag_override:
        raise NotAllowed(f"It is judged {colour} already." if colour else "The rule speaks already.")
    change(action, seen=seen, brag_override=colour)
    BragOverride.objects.create(action=action, colour=colour, by=by, at=at, why=why)
    trail.record("action.brag_overridden", action, by=by, at=at, details={"colour": colour})


@transaction.atomic
def change_marking(
    action: Action, *, marking: str, descriptor: str, seen: int, by: User, at: datetime, why: str
) -> None:
    """Raise the marking, change its descriptor, or lower it: that only by whoever raised it.

    Changing the descriptor makes nobody the originator, or it would be a way round the rule for lowering.
    """
    if (marking, descriptor) == (action.marking, action.descriptor):
        raise NotAllowed(f"It is marked {action.marking_label} already.")
    originator = action.marked_by
    if not action.is_sensitive:
        originator = by
    elif marking == Marking.OFFICIAL:
        if originator != by:
            raise NotAllowed(f"Only whoever gave this marking may lower it: {originator or 'the operator'}.")
        ask_for_reason(why, "Say why it is no longer sensitive.")
    before, before_descriptor = action.marking, action.descriptor
    change(action, seen=seen, marking=marking, descriptor=descriptor, marked_by=originator)
    gap = action.gap
    if marking == Marking.OFFICIAL and gap is not None and gap.can_be_acted_on and action.status in LIVE:
        take_up_gap(gap, by=by, at=at)  # it may be known now
    MarkingMove.objects.create(
        action=action,
        before=before,
        before_descriptor=before_descriptor,
        to=marking,
        to_descriptor=descriptor,
        by=by,
        at=at,
        why=why,
    )
    trail.record(
        "action.marked", action, by=by, at=at, details={"marking": marking, "descriptor": descriptor}
    )


@transaction.atomic
def add_message(plan: Plan, message: Message, *, by: User | None, at: datetime) -> PlanMessage:
    """The plan will see this message told. Raises ValidationError if it carries it already."""
    if message.group_id not in {None, plan.group_id}:
        raise NotAllowed("That message belongs to another group.")
    added = PlanMessage(plan=plan, message=message, added_by=by, added_at=at)
    added.full_clean()
    added.save()
    trail.record("plan.message_added", added, by=by, at=at, details={"message": message.ref})
    return added


@transaction.atomic
def write_message(plan: Plan, *, audience: str, text: str, by: User, at: datetime) -> PlanMessage:
    """Add a message in the group's own words."""
    message = Message(group=plan.group, code=new_ref(), audience=audience, text=text, written_by=by)
    message.full_clean()
    message.save()
    return add_message(plan, message, by=by, at=at)


def change(action: Action, *, seen: int, **fields: Any) -> None:
    """Write these fields only if nobody has changed the action since it was seen. Raises NotAllowed if so,
    and ValidationError, in the words of the promise, where the database would refuse them."""
    if action.version != seen:
        raise NotAllowed(CHANGED_MEANWHILE)
    revised = copy(action)
    for name, value in fields.items():
        setattr(revised, name, value)
    revised.validate_constraints()
    changed = Action.objects.filter(pk=action.pk, version=seen).update(version=F("version") + 1, **fields)
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    action.refresh_from_db()


def leave_to_verbs(fields: Iterable[str], theirs: frozenset[str]) -> None:
    if taken := sorted(theirs.intersection(fields)):
        raise ValueError(f"Only a verb of its own sets {', '.join(taken)}.")


def ask_for_reason(why: str, sentence: str) -> None:
    if not why.strip():
        raise ValidationError({"why": sentence})


def not_to_come(on: date, at: datetime, field: str, sentence: str) -> None:
    if on > timezone.localdate(at):
        raise ValidationError({field: sentence})
