"""The board asks; the group accepts, or returns it with a reason; the group reports back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from drystane.access.errors import NotAllowed, changed_meanwhile
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import TASKING_MOVES, ActionReason, Decision, Tasking, TaskingMove, TaskingState
from drystane.partners.models import Group
from drystane.plans.models import Action, Plan
from drystane.plans.operations import propose_action
from drystane.strategy.models import Recommendation

ASKED_ALREADY = "This group has been asked for that already."
ANSWERED = "The group has answered this by now, so what is asked stays. Withdraw it and give it anew."
CHANGED_MEANWHILE = changed_meanwhile("tasking")


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
    """Ask a group that the board oversees for something that it has not been asked for already."""
    supporting = [group for group in supporting_groups if group.pk != to_group.pk]
    must_be_overseen(board, to_group, field="to_group")
    for group in supporting:
        must_be_overseen(board, group, field="supporting_groups")
    must_be_to_come(report_back_on, at)
    if decision is not None and decision.governing_group.pk != board.pk:
        raise ValidationError("That decision was another board's.")
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
    try:
        with transaction.atomic():
            tasking.save()
    except IntegrityError as error:  # somebody asked between the look and the write
        raise ValidationError(ASKED_ALREADY) from error
    tasking.supporting_groups.set(supporting)
    TaskingMove.objects.create(tasking=tasking, to=TaskingState.GIVEN, by=by, at=at)
    trail.record("tasking.given", tasking, by=by, at=at, details={"to": to_group.ref})
    return tasking


def must_be_overseen(board: Group, group: Group, *, field: str) -> None:
    """Raise ValidationError unless the group is the board itself or one it oversees."""
    if board.pk not in {group.pk, group.overseen_by_id}:
        raise ValidationError({field: f"{board} does not oversee {group}, so it cannot task it."})


def must_be_to_come(report_back_on: date, at: datetime) -> None:
    if report_back_on < timezone.localdate(at):
        raise ValidationError({"report_back_on": "Give a day that is still to come."})


def accept_tasking(tasking: Tasking, *, by: User, at: datetime, why: str = "") -> None:
    move(tasking, TaskingState.ACCEPTED, by=by, at=at, why=why)


def return_tasking(tasking: Tasking, *, by: User, at: datetime, why: str) -> None:
    """Say that this group will not do it, and why. Raises ValidationError without a reason."""
    must_say(why, "Say why the group returns it, so that the board can decide what next.")
    move(tasking, TaskingState.RETURNED, by=by, at=at, why=why)


def report_back(tasking: Tasking, *, by: User, at: datetime, why: str) -> None:
    """Tell the board what came of it. Raises ValidationError if nothing is told."""
    must_say(why, "Say what the group reports to the board.")
    move(tasking, TaskingState.REPORTED, by=by, at=at, why=why)


def withdraw_tasking(tasking: Tasking, *, by: User, at: datetime, why: str) -> None:
    """Ask no longer. Raises ValidationError without a reason."""
    must_say(why, "Say why the board asks no longer.")
    move(tasking, TaskingState.WITHDRAWN, by=by, at=at, why=why)


@transaction.atomic
def give_again(tasking: Tasking, *, report_back_on: date, by: User, at: datetime, why: str) -> None:
    """Ask once more for what was returned, by a new date, saying what has changed."""
    must_say(why, "Say what has changed since the group returned it.")
    must_be_to_come(report_back_on, at)
    try:
        with transaction.atomic():
            move(tasking, TaskingState.GIVEN, by=by, at=at, why=why, report_back_on=report_back_on)
    except IntegrityError as error:  # the same thing has been asked anew meanwhile
        raise NotAllowed(ASKED_ALREADY) from error


def must_say(why: str, remedy: str) -> None:
    if not why.strip():
        raise ValidationError({"why": remedy})


@transaction.atomic
def move(tasking: Tasking, to: TaskingState, *, by: User | None, at: datetime, why: str, **also: Any) -> None:
    """Pass the tasking on, if it is still in the state it was seen in and its lifecycle allows it."""
    before = TaskingState(tasking.state)
    if to not in TASKING_MOVES[before]:
        raise NotAllowed(f"This tasking is “{before.label.lower()}”, so that cannot be done to it.")
    hold(tasking, before, state=to, **also)
    tasking.refresh_from_db()
    TaskingMove.objects.create(tasking=tasking, before=before, to=to, by=by, at=at, why=why)
    trail.record(f"tasking.{to.value}", tasking, by=by, at=at, details={"before": before.value})


def hold(tasking: Tasking, before: TaskingState, **fields: Any) -> None:
    """Change the tasking if it is still as it was seen, words and all."""
    seen = Tasking.objects.filter(pk=tasking.pk, state=before, version=tasking.version)
    if not seen.update(version=F("version") + 1, **fields):
        raise NotAllowed(CHANGED_MEANWHILE)


def must_be_as_seen(tasking: Tasking, seen: int) -> None:
    """Nobody answers words that they have not read."""
    if tasking.version != seen:
        raise NotAllowed(CHANGED_MEANWHILE)


def change_tasking(
    tasking: Tasking, *, asked: str, report_back_on: date, by: User | None, at: datetime, why: str
) -> None:
    """Ask in other words or by another day. Raises NotAllowed once the group has answered."""
    if report_back_on != tasking.report_back_on:
        must_be_to_come(report_back_on, at)
    ask_otherwise(tasking, asked=asked, report_back_on=report_back_on, by=by, at=at, why=why)


@transaction.atomic
def ask_otherwise(
    tasking: Tasking, *, asked: str, report_back_on: date, by: User | None, at: datetime, why: str
) -> None:
    """As `change_tasking`, to any day: what an import changed goes back to the day that it had."""
    must_say(why, "Say why it is asked otherwise: the group reads it.")
    if tasking.state != TaskingState.GIVEN:
        raise NotAllowed(ANSWERED)
    before = {"asked_before": tasking.asked, "report_back_before": tasking.report_back_on}
    if (asked, report_back_on) == (tasking.asked, tasking.report_back_on):
        raise NotAllowed("That is what is asked already.")
    given = TaskingState.GIVEN
    hold(tasking, given, asked=asked, report_back_on=report_back_on)
    tasking.refresh_from_db()
    TaskingMove.objects.create(tasking=tasking, before=given, to=given, by=by, at=at, why=why, **before)
    trail.record("tasking.changed", tasking, by=by, at=at)


def hold_accepted(tasking: Tasking) -> None:
    """Take the tasking's row so that it is not withdrawn under our hands. Refuses unless it is accepted."""
    accepted = TaskingState.ACCEPTED
    if not Tasking.objects.filter(pk=tasking.pk, state=accepted).update(state=accepted):
        raise NotAllowed(
            "Only what the group has accepted can be planned for. Look at the tasking again first."
        )


@transaction.atomic
def propose_action_for(
    tasking: Tasking, plan: Plan, *, fields: dict[str, Any], by: User, at: datetime, **also: Any
) -> Action:
    """Put an action into the group's plan because the board asked for it."""
    hold_accepted(tasking)
    if plan.group_id != tasking.to_group_id:
        raise NotAllowed("That plan belongs to another group.")
    fields = {"recommendation": tasking.recommendation, **fields}
    action = propose_action(plan, fields=fields, by=by, at=at, **also)
    ActionReason.objects.create(action=action, tasking=tasking)
    return action


@transaction.atomic
def link_action(tasking: Tasking, action: Action, *, by: User | None, at: datetime) -> None:
    """Say that an action already in the plan answers this tasking."""
    if tasking.state not in {TaskingState.GIVEN, TaskingState.ACCEPTED}:
        raise NotAllowed(
            f"This tasking is “{tasking.get_state_display().lower()}”, so nothing answers it now."
        )
    if action.plan.group_id != tasking.to_group_id:
        raise NotAllowed("That action belongs to another group.")
    _, is_new = ActionReason.objects.get_or_create(action=action, tasking=tasking)
    if not is_new:
        raise NotAllowed("That action answers this tasking already.")
    trail.record("tasking.action_linked", tasking, by=by, at=at, details={"action": action.ref})
