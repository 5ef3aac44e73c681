"""Ask others for information to a meeting to come, and keep what they answer."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import ASK_MOVES, Ask, AskMove, AskState, Meeting
from drystane.board.operations.meeting import hold_open
from drystane.board.operations.tasking import must_be_overseen, must_say
from drystane.partners.models import Group, Organisation


@transaction.atomic
def ask_for(
    meeting: Meeting,
    *,
    asked: str,
    due_on: date,
    of_group: Group | None = None,
    of_body: Organisation | None = None,
    of_post: str = "",
    by: User | None,
    at: datetime,
    is_invented: bool = False,
) -> Ask:
    """Ask a group, or a body or post, for information by a day that is not after the meeting."""
    hold_open(meeting)
    if of_group is not None:
        must_be_overseen(meeting.group, of_group, field="of_group")
    if due_on < timezone.localdate(at):
        raise ValidationError({"due_on": "Give a day that is still to come."})
    if due_on > meeting.on:
        raise ValidationError({"due_on": "Give a day before the meeting, or the day itself."})
    ask = Ask(
        meeting=meeting,
        asked=asked,
        due_on=due_on,
        of_group=of_group,
        of_body=of_body,
        of_post=of_post,
        asked_by=by,
        asked_at=at,
        is_invented=is_invented,
    )
    ask.full_clean()
    ask.save()
    AskMove.objects.create(ask=ask, to=AskState.ASKED, by=by, at=at)
    trail.record("ask.made", ask, by=by, at=at, details={"meeting": meeting.ref})
    return ask


def promise(ask: Ask, *, by: User | None, at: datetime, why: str = "") -> None:
    """It will come. Whoever declined it may think again."""
    answer(ask, AskState.PROMISED, by=by, at=at, why=why)


def receive(ask: Ask, *, by: User | None, at: datetime, why: str = "") -> None:
    """It has come: the words say where it is."""
    answer(ask, AskState.RECEIVED, by=by, at=at, why=why)


def decline(ask: Ask, *, by: User | None, at: datetime, why: str) -> None:
    """It will not come. Raises ValidationError without a reason."""
    must_say(why, "Say why it will not come, so that the board can ask otherwise.")
    answer(ask, AskState.DECLINED, by=by, at=at, why=why)


@transaction.atomic
def answer(ask: Ask, to: AskState, *, by: User | None, at: datetime, why: str) -> None:
    """Keep the answer, if the ask is still in the state it was seen in and its meeting is open."""
    hold_open(ask.meeting)
    before = AskState(ask.state)
    if to not in ASK_MOVES[before]:
        raise NotAllowed(f"This is “{before.label.lower()}” already, so that answer no longer fits.")
    if not Ask.objects.filter(pk=ask.pk, state=before).update(state=to):
        raise NotAllowed("Somebody else has just answered this. Look at it again first.")
    ask.refresh_from_db()
    AskMove.objects.create(ask=ask, before=before, to=to, by=by, at=at, why=why)
    trail.record(f"ask.{to.value}", ask, by=by, at=at, details={"before": before.value})
