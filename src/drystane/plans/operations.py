"""What people do with actions: propose, agree, start, report, re-date, mainstream, drop."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.partners.models import Organisation
from drystane.plans.models import (
    MOVES,
    Action,
    BragOverride,
    Move,
    Plan,
    PlanMessage,
    Progress,
    Redating,
    Status,
    Update,
)
from drystane.strategy.models import Message

CHANGED_MEANWHILE = "Somebody else has just changed this action. Nothing of yours was saved: look at it again first."


@transaction.atomic
def propose_action(
    plan: Plan,
    *,
    fields: dict[str, Any],
    supporting_bodies: Iterable[Organisation] = (),
    by: User | None,
    at: datetime,
) -> Action:
    """Put a new action into a plan. Raises ValidationError where the fields contradict one another."""
    action = Action(plan=plan, proposed_by=by, marked_by=by, **fields)
    action.original_due_on = action.due_on
    action.full_clean()
    action.save()
    action.supporting_bodies.set(supporting_bodies)
    Move.objects.create(action=action, to=Status.PROPOSED, by=by, at=at)
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
    """Change the words of an action, if it is still as it was `seen`. Its dates and status have verbs of their own."""
    for name, value in fields.items():
        setattr(action, name, value)
    if action.status == Status.PROPOSED:
        action.original_due_on = action.due_on
    action.full_clean()
    change(action, seen=seen, **fields, original_due_on=action.original_due_on)
    action.supporting_bodies.set(supporting_bodies)
    trail.record("action.edited", action, by=by, at=at, details={"fields": ",".join(sorted(fields))})


def agree_action(action: Action, *, seen: int, by: User, at: datetime, why: str = "") -> None:
    move(action, Status.AGREED, seen=seen, by=by, at=at, why=why)


def start_action(action: Action, *, seen: int, by: User, at: datetime, why: str = "") -> None:
    """Begin the work, or begin again what was called done."""
    move(action, Status.UNDER_WAY, seen=seen, by=by, at=at, why=why)


def finish_action(action: Action, *, seen: int, by: User, at: datetime, why: str) -> None:
    move(action, Status.DONE, seen=seen, by=by, at=at, why=why)


def drop_action(action: Action, *, seen: int, by: User, at: datetime, why: str) -> None:
    move(action, Status.DROPPED, seen=seen, by=by, at=at, why=why)


def mainstream_action(
    action: Action, *, seen: int, to_whom: str, on: date, by: User, at: datetime, why: str = ""
) -> None:
    """The work is proven and carries on as somebody's everyday work: it leaves the plan, not the wall."""
    move(
        action,
        Status.MAINSTREAMED,
        seen=seen,
        by=by,
        at=at,
        why=why,
        mainstreamed_on=on,
        mainstreamed_to=to_whom,
    )


@transaction.atomic
def move(
    action: Action, to: Status, *, seen: int, by: User | None, at: datetime, why: str = "", **also: Any
) -> None:
    """Pass the action on, if it is still as it was `seen` and its lifecycle allows it."""
    before = Status(action.status)
    if to not in MOVES[before]:
        raise NotAllowed(f"An action that is {before.label.lower()} cannot become {to.label.lower()}.")
    change(action, seen=seen, status=to, **also)
    Move.objects.create(action=action, before=before, to=to, by=by, at=at, why=why)
    trail.record(f"action.{to.value}", action, by=by, at=at, details={"before": before.value})


@transaction.atomic
def update_action(action: Action, *, progress: Progress, text: str, on: date, by: User, at: datetime) -> Update:
    """Report how the action stands. Two reports at once are both kept; the later day counts."""
    if not action.is_open and action.status != Status.DONE:
        raise NotAllowed(f"An action that is {action.get_status_display().lower()} takes no more updates.")
    update = Update.objects.create(action=action, progress=progress, text=text, on=on, by=by, at=at)
    newest = action.updates.order_by("-on", "-at", "-pk").values("on", "progress")[0]
    Action.objects.filter(pk=action.pk).update(
        last_update_on=newest["on"], last_progress=newest["progress"], version=F("version") + 1
    )
    action.refresh_from_db()
    trail.record("action.updated", action, by=by, at=at, details={"progress": progress.value})
    return update


@transaction.atomic
def redate_action(action: Action, *, to: date, seen: int, by: User, at: datetime, why: str) -> None:
    """Move the due date. The first date stays on record, and so does every reason."""
    if not action.is_open:
        raise NotAllowed("Only an action that is still open has a date to move.")
    before = action.due_on
    if before == to:
        raise ValidationError({"due_on": "That is the date it has already."})
    if action.starts_on and to < action.starts_on:
        raise ValidationError({"due_on": "An action cannot be due before it starts."})
    change(action, seen=seen, due_on=to, original_due_on=action.original_due_on or before or to)
    Redating.objects.create(action=action, before=before, to=to, by=by, at=at, why=why)
    trail.record("action.redated", action, by=by, at=at, details={"to": to.isoformat()})


@transaction.atomic
def override_brag(action: Action, *, colour: str, seen: int, by: User, at: datetime, why: str) -> None:
    """Set the colour by judgement, against the rule; an empty colour lets the rule speak again."""
    if not why.strip():
        raise ValidationError({"why": "Give your reason: the rule says otherwise."})
    change(action, seen=seen, brag_override=colour)
    BragOverride.objects.create(action=action, colour=colour, by=by, at=at, why=why)
    trail.record("action.brag_overridden", action, by=by, at=at, details={"colour": colour})


@transaction.atomic
def add_message(plan: Plan, message: Message, *, by: User | None, at: datetime) -> PlanMessage:
    """The plan will see this message told. Raises ValidationError if it carries it already."""
    added = PlanMessage(plan=plan, message=message, added_by=by, added_at=at)
    added.full_clean()
    added.save()
    trail.record("plan.message_added", added, by=by, at=at, details={"message": message.ref})
    return added


def change(action: Action, *, seen: int, **fields: Any) -> None:
    """Write these fields only if nobody has changed the action since it was seen. Raises NotAllowed if so."""
    changed = Action.objects.filter(pk=action.pk, version=seen).update(version=F("version") + 1, **fields)
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    action.refresh_from_db()
