"""Hold a spotlight session, say what the board made of it, and what became of that."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import AgendaItem, Spotlight, SpotlightOutcome
from drystane.board.operations.meeting import hold_open, propose_for_item
from drystane.board.operations.tasking import must_be_overseen
from drystane.partners.models import Group
from drystane.plans.models import Plan
from drystane.strategy.operations import write_message

Kind = SpotlightOutcome.Kind


@transaction.atomic
def give_spotlight(
    item: AgendaItem, *, fields: Mapping[str, Any], by: User | None, at: datetime
) -> Spotlight:
    """Give an item of the agenda to a partner who tells the meeting what it sees."""
    hold_open(item.meeting)
    if item.kind != AgendaItem.Kind.DISCUSSION:
        raise NotAllowed("A spotlight needs an item for discussion.")
    if Spotlight.objects.filter(item=item).exists():
        raise NotAllowed("This item is a spotlight already.")
    spotlight = Spotlight(item=item, by=by, at=at, **fields)
    spotlight.full_clean()
    spotlight.save()
    trail.record("spotlight.given", spotlight, by=by, at=at, details={"item": item.ref})
    return spotlight


@transaction.atomic
def edit_spotlight(
    spotlight: Spotlight, *, fields: Mapping[str, Any], seen: int, by: User, at: datetime
) -> None:
    """Change what is said of it, if it is still as it was `seen`."""
    hold_open(spotlight.meeting)
    for name, value in fields.items():
        setattr(spotlight, name, value)
    spotlight.full_clean()
    changed = Spotlight.objects.filter(pk=spotlight.pk, version=seen)
    if not changed.update(version=F("version") + 1, **fields):
        raise NotAllowed("Somebody else has just changed this spotlight. Look at it again first.")
    spotlight.refresh_from_db()
    trail.record("spotlight.edited", spotlight, by=by, at=at)


@transaction.atomic
def outcome_in_words(
    spotlight: Spotlight, kind: str, *, words: str, owner: Group | None = None, by: User | None, at: datetime
) -> SpotlightOutcome:
    """A strategic issue that a group owns, good practice, or no action and why."""
    if owner is not None:
        must_be_overseen(spotlight.governing_group, owner, field="owner")
    return keep(spotlight, kind, words=words.strip(), owner=owner, by=by, at=at)


@transaction.atomic
def outcome_message(
    spotlight: Spotlight, *, group: Group, audience: str, text: str, by: User | None, at: datetime
) -> SpotlightOutcome:
    """Something to be told, in the words of a group. Its plan takes it up."""
    must_be_overseen(spotlight.governing_group, group, field="group")
    message = write_message(group, audience=audience, text=text, by=by, at=at)
    return keep(spotlight, Kind.MESSAGE, message=message, by=by, at=at)


@transaction.atomic
def outcome_action(
    spotlight: Spotlight, plan: Plan, *, fields: dict[str, Any], by: User | None, at: datetime, **also: Any
) -> SpotlightOutcome:
    """Something to be done, in the plan of the board or of a group it oversees."""
    action = propose_for_item(spotlight.item, plan, fields=fields, by=by, at=at, **also)
    return keep(spotlight, Kind.ACTION, action=action, by=by, at=at)


def keep(spotlight: Spotlight, kind: str, *, by: User | None, at: datetime, **also: Any) -> SpotlightOutcome:
    hold_open(spotlight.meeting)
    outcome = SpotlightOutcome(spotlight=spotlight, kind=kind, by=by, at=at, **also)
    outcome.full_clean()
    outcome.save()
    trail.record("spotlight.outcome", outcome, by=by, at=at, details={"kind": str(kind)})
    return outcome


@transaction.atomic
def take_back_outcome(outcome: SpotlightOutcome, *, by: User, at: datetime) -> None:
    """Undo what was recorded by mistake, while the meeting is open and nothing has come of it."""
    hold_open(outcome.spotlight.meeting)
    if outcome.action_id or outcome.message_id or outcome.what_came_at:
        raise NotAllowed("Something has come of this outcome already, so it stands.")
    trail.record(
        "spotlight.outcome_taken_back", outcome, by=by, at=at, details={"spotlight": outcome.spotlight.ref}
    )
    outcome.delete()


@transaction.atomic
def follow_up(outcome: SpotlightOutcome, *, what_came: str, by: User, at: datetime) -> None:
    """Say what came of an issue or of good practice: mostly after the meeting, which need not be open."""
    if not what_came.strip():
        raise ValidationError({"what_came": "Say what came of it."})
    if not outcome.takes_words:
        raise NotAllowed("What came of this is read from its message or its action.")
    told = SpotlightOutcome.objects.filter(pk=outcome.pk, what_came_at=None).update(
        what_came=what_came, what_came_by=by, what_came_at=at
    )
    if not told:
        raise NotAllowed("Somebody has just said what came of this. Look at it again first.")
    outcome.refresh_from_db()
    trail.record("spotlight.followed_up", outcome, by=by, at=at)
