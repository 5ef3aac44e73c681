"""The board asks; the group accepts, or returns it with a reason; the group reports back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import TASKING_MOVES, ActionReason, Decision, Tasking, TaskingMove, TaskingState
from drystane.partners.models import Group
from drystane.plans.models import Action, Plan
from drystane.plans.operations import propose_action
from drystane.strategy.models import Recommendation


@transaction.atomic
def give_tasking(
    *,
    board: Group,
    to_group: Group,
    recommendation: Recommendation | None,
    asked: str,
    report_back_on: date,
    supporting_groups: Iterable[Group] = (),
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
    is_invented: bool = False,
) -> Tasking:
    """Ask a group for something. Raises ValidationError if it is asked for already or the group is not the board's."""
    if to_group.pk != board.pk and to_group.overseen_by_id != board.pk:
        raise ValidationError({"to_group": f"{board} does not oversee {to_group}, so it cannot task it."})
    if report_back_on < at.date():
        raise ValidationError({"report_back_on": "Give a day that is still to come."})
    tasking = Tasking(
        board=board,
        to_group=to_group,
        recommendation=recommendation,
        decision=decision,
        asked=asked,
        report_back_on=report_back_on,
        given_by=by,
        given_at=at,
        is_invented=is_invented,
    )
    tasking.full_clean()
    tasking.save()
    tasking.supporting_groups.set(group for group in supporting_groups if group.pk != to_group.pk)
    TaskingMove.objects.create(tasking=tasking, to=TaskingState.GIVEN, by=by, at=at)
    trail.record("tasking.given", tasking, by=by, at=at, details={"to": to_group.ref})
    return tasking


def accept_tasking(tasking: Tasking, *, by: User, at: datetime, why: str = "") -> None:
    move(tasking, TaskingState.ACCEPTED, by=by, at=at, why=why)


def return_tasking(tasking: Tasking, *, by: User, at: datetime, why: str) -> None:
    """Say that this group will not do it, and why. Raises ValidationError without a reason."""
    if not why.strip():
        raise ValidationError({"why": "Say why the group returns it, so that the board can decide what next."})
    move(tasking, TaskingState.RETURNED, by=by, at=at, why=why)


def report_back(tasking: Tasking, *, by: User, at: datetime, why: str) -> None:
    move(tasking, TaskingState.REPORTED, by=by, at=at, why=why)


def withdraw_tasking(tasking: Tasking, *, by: User, at: datetime, why: str) -> None:
    move(tasking, TaskingState.WITHDRAWN, by=by, at=at, why=why)


def give_again(tasking: Tasking, *, by: User, at: datetime, why: str) -> None:
    """Ask once more for what was returned, saying what has changed."""
    move(tasking, TaskingState.GIVEN, by=by, at=at, why=why)


@transaction.atomic
def move(tasking: Tasking, to: TaskingState, *, by: User | None, at: datetime, why: str) -> None:
    before = TaskingState(tasking.state)
    if to not in TASKING_MOVES[before]:
        raise NotAllowed(f"This tasking is “{before.label.lower()}”, so that cannot be done to it.")
    if not Tasking.objects.filter(pk=tasking.pk, state=before).update(state=to):
        raise NotAllowed("Somebody else has just changed this tasking. Look at it again first.")
    tasking.refresh_from_db()
    TaskingMove.objects.create(tasking=tasking, before=before, to=to, by=by, at=at, why=why)
    trail.record(f"tasking.{to.value}", tasking, by=by, at=at, details={"before": before.value})


@transaction.atomic
def propose_action_for(
    tasking: Tasking, plan: Plan, *, fields: dict[str, Any], by: User, at: datetime, **also: Any
) -> Action:
    """Put an action into the group's plan because the board asked for it."""
    if tasking.state != TaskingState.ACCEPTED:
        raise NotAllowed("Accept the tasking first; then plan what to do about it.")
    if plan.group_id != tasking.to_group_id:
        raise NotAllowed("That plan belongs to another group.")
    fields = {"recommendation": tasking.recommendation, **fields}
    action = propose_action(plan, fields=fields, by=by, at=at, **also)
    ActionReason.objects.create(action=action, tasking=tasking)
    return action


@transaction.atomic
def link_action(tasking: Tasking, action: Action, *, by: User | None, at: datetime) -> None:
    """Say that an action already in the plan answers this tasking."""
    if action.plan.group_id != tasking.to_group_id:
        raise NotAllowed("That action belongs to another group.")
    ActionReason.objects.get_or_create(action=action, tasking=tasking)
    trail.record("tasking.action_linked", tasking, by=by, at=at, details={"action": action.ref})
