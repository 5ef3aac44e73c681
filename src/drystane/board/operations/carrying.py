"""What one meeting hands to the next: whatever was asked for it and has not come."""

from datetime import datetime

from django.db import transaction

from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import Ask, AskMove, Meeting


@transaction.atomic
def carry_asks(to: Meeting, *, by: User | None, at: datetime) -> None:
    """Asks of earlier meetings that are closed wait for this one from now on. They keep their day."""
    waiting = Ask.objects.unanswered().filter(
        meeting__group=to.group, meeting__state=Meeting.State.CLOSED, meeting__on__lt=to.on
    )
    for ask in waiting.order_by("due_on", "ref"):
        ask.meeting = to
        ask.save(update_fields=["meeting"])
        AskMove.objects.create(ask=ask, before=ask.state, to=ask.state, carried_to=to, by=by, at=at)
        trail.record("ask.carried_over", ask, by=by, at=at, details={"meeting": to.ref})
