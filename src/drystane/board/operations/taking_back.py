"""A tasking given by mistake, taken back as if it had never been given."""

from datetime import datetime

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import ActionReason, Tasking, TaskingMove, TaskingState


@transaction.atomic
def take_back_tasking(tasking: Tasking, *, by: User | None, at: datetime) -> None:
    """Raises NotAllowed once the group has answered it or anything rests on it: then it is withdrawn."""
    if tasking.state != TaskingState.GIVEN or ActionReason.objects.filter(tasking=tasking).exists():
        raise NotAllowed(f"{tasking.to_group} has answered “{tasking}” by now. Withdraw it instead.")
    trail.record("tasking.taken_back", tasking, by=by, at=at, details={"to": tasking.to_group.ref})
    TaskingMove.objects.filter(tasking=tasking).delete()
    tasking.supporting_groups.clear()
    tasking.delete()
