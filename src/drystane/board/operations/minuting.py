"""Write the minute of a meeting, and approve it at a later one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from drystane.access.errors import NotAllowed, changed_meanwhile
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import Meeting, Minute
from drystane.board.operations.meeting import hold_open

CHANGED = changed_meanwhile("minute")


@transaction.atomic
def write_minute(meeting: Meeting, *, text: str, seen: int, by: User | None, at: datetime) -> Minute:
    """Keep the minute as it reads now. `seen` is the version that was looked at: 0 where there was none."""
    if seen == 0:
        minute = begin_minute(meeting, text=text, by=by, at=at)
    else:
        minute = Minute.objects.get(meeting=meeting)
        minute.text = text
        minute.full_clean()
        changed = Minute.objects.filter(pk=minute.pk, version=seen, approved_at=None).update(
            text=text, written_by=by, written_at=at, version=F("version") + 1
        )
        if not changed:
            raise NotAllowed(
                "This minute is approved and changes no more." if minute.is_approved else CHANGED
            )
        minute.refresh_from_db()
    trail.record("minute.written", minute, by=by, at=at, details={"version": minute.version})
    return minute


def begin_minute(meeting: Meeting, *, text: str, by: User | None, at: datetime) -> Minute:
    minute = Minute(meeting=meeting, text=text, written_by=by, written_at=at)
    minute.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            minute.save()
    except IntegrityError as error:  # somebody else began it between the look and the write
        raise NotAllowed(CHANGED) from error
    return minute


@transaction.atomic
def approve_minute(minute: Minute, *, at_meeting: Meeting, seen: int, by: User, at: datetime) -> None:
    """A later meeting of the same board, still open, takes the minute as right. It changes no more."""
    hold_open(at_meeting)
    earlier = minute.meeting
    if at_meeting.group_id != earlier.group_id or at_meeting.on <= earlier.on:
        raise NotAllowed("A minute is approved at a later meeting of the same board.")
    if not earlier.is_closed:
        raise NotAllowed("Close the meeting first: until then its minute may still have to change.")
    approved = Minute.objects.filter(pk=minute.pk, version=seen, approved_at=None).update(
        approved_at_meeting=at_meeting, approved_by=by, approved_at=at, version=F("version") + 1
    )
    if not approved:
        raise NotAllowed(CHANGED)
    minute.refresh_from_db()
    trail.record("minute.approved", minute, by=by, at=at, details={"at": at_meeting.ref})
