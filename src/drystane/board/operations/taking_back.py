"""What was given or put before a meeting by mistake, taken back as if it had never been."""

from datetime import datetime

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import ActionReason, Paper, StoredFile, Tasking, TaskingMove, TaskingState
from drystane.board.operations.meeting import drop_item, hold_open


@transaction.atomic
def take_back_tasking(tasking: Tasking, *, by: User | None, at: datetime) -> None:
    """Raises NotAllowed once the group has answered it or anything rests on it: then it is withdrawn."""
    if tasking.state != TaskingState.GIVEN or ActionReason.objects.filter(tasking=tasking).exists():
        raise NotAllowed(f"{tasking.to_group} has answered “{tasking}” by now. Withdraw it instead.")
    trail.record("tasking.taken_back", tasking, by=by, at=at, details={"to": tasking.to_group.ref})
    TaskingMove.objects.filter(tasking=tasking).delete()
    tasking.supporting_groups.clear()
    tasking.delete()


@transaction.atomic
def take_back_paper(paper: Paper, *, by: User, at: datetime) -> None:
    """A paper put before a meeting by mistake, and its line of the agenda; the meeting itself stays planned.

    Raises NotAllowed once somebody has said anything of it, or the board has.
    """
    item = paper.item
    hold_open(item.meeting)
    worked_on = (paper.comments, paper.recommendations, paper.paragraphs, item.declarations)
    if any(rows.exists() for rows in worked_on) or paper.appendices.count() > 1:
        raise NotAllowed(f"Somebody has worked on “{paper}” since.")
    trail.record("paper.taken_back", paper, by=by, at=at, details={"item": item.ref})
    paper.appendices.all().delete()
    StoredFile.objects.filter(paper=paper).delete()
    paper.delete()
    item.refresh_from_db()
    drop_item(item, by=by, at=at)
