"""Merging one action into another, and undoing it: nothing is moved, so that everything can be put back.

The action merged away keeps its history, its links and whatever points at it. It says which action took it
in, and stands on the wall as that one does.
"""

from datetime import datetime

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.assessment.operations import take_up_gap
from drystane.audit import trail
from drystane.partners.models import Organisation
from drystane.plans.models import OPEN, Action, BragOverride, Judgement, Merge, Move, Status
from drystane.plans.operations import change, move


@transaction.atomic
def merge_actions(
    kept: Action, merged: Action, *, judgement: Judgement, by: User | None, at: datetime
) -> Merge:
    """One action takes in the other. Raises NotAllowed unless both are open."""
    for action in (kept, merged):
        if action.status not in OPEN:
            raise NotAllowed(
                f"“{action}” is {action.get_status_display().lower()}: only open work is merged."
            )
    merge = Merge.objects.create(
        judgement=judgement,
        kept=kept,
        merged=merged,
        status_before=merged.status,
        brag_before=merged.brag_override,
        by=by,
        at=at,
    )
    bodies = bodies_to_add(kept, merged)
    merge.bodies_added.set(bodies)
    kept.supporting_bodies.add(*bodies)
    change(kept, seen=kept.version)
    move(merged, Status.MERGED, seen=merged.version, by=by, at=at, merged_into=kept)
    trail.record("action.took_in", kept, by=by, at=at, details={"merged": merged.ref})
    return merge


def bodies_to_add(kept: Action, merged: Action) -> list[Organisation]:
    """Whoever was to do the other has a part in this one."""
    theirs = {*merged.supporting_bodies.all(), *([merged.lead_body] if merged.lead_body else [])}
    ours = {*kept.supporting_bodies.all(), *([kept.lead_body] if kept.lead_body else [])}
    return sorted(theirs - ours, key=lambda body: body.name)


@transaction.atomic
def undo_merge(merge: Merge, *, by: User | None, at: datetime, why: str) -> None:
    """Put everything back as it was: status, judged colour, gap, supporting bodies. The history says that
    both happened. Raises NotAllowed if it was undone already."""
    fields = {"undone_by": by, "undone_at": at, "undone_because": why}
    if not Merge.objects.standing().filter(pk=merge.pk).update(**fields):
        raise NotAllowed("Somebody else has undone this merge already.")
    merge.refresh_from_db()
    kept, merged = merge.kept, merge.merged
    status, colour = Status(merge.status_before), merge.brag_before
    change(merged, seen=merged.version, status=status, merged_into=None, brag_override=colour)
    Move.objects.create(action=merged, before=Status.MERGED, to=status, by=by, at=at)
    if colour:
        BragOverride.objects.create(
            action=merged, colour=colour, by=by, at=at, why="As it was before the merge, which was undone."
        )
    kept.supporting_bodies.remove(*merge.bodies_added.all())
    change(kept, seen=kept.version)
    if merged.gap is not None and not merged.is_sensitive and merged.gap.can_be_acted_on:
        take_up_gap(merged.gap, by=by, at=at)
    trail.record("action.merge_undone", merged, by=by, at=at, details={"kept": kept.ref})
