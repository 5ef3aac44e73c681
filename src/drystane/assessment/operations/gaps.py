"""What becomes of a gap: an action, an acceptance until a day, or nothing missing any more."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from drystane.access.errors import NotAllowed, changed_meanwhile
from drystane.access.models import User
from drystane.assessment.models import (
    GAP_MOVES,
    PUBLISHED,
    Agreement,
    Answer,
    Assessment,
    Gap,
    GapMove,
    GapState,
    GapWeighing,
)
from drystane.assessment.rating import DUTY, NO_DUTY, TARGET, gap_of
from drystane.audit import trail

CHANGED_MEANWHILE = changed_meanwhile("gap")
OTHER_SIZE = "The assessment was submitted again, and the gap is of another size."


@transaction.atomic
def accept_gap(gap: Gap, *, review_on: date, seen: int, by: User, at: datetime, why: str) -> None:
    """Live with it until a day, for a reason. Raises ValidationError without either."""
    if not why.strip():
        raise ValidationError({"why": "Say why the gap can be lived with."})
    settled(gap)
    if review_on <= timezone.localdate(at):
        raise ValidationError({"review_on": "Give a day to come, on which to look at it again."})
    move_gap(
        gap,
        GapState.ACCEPTED,
        seen=seen,
        by=by,
        at=at,
        why=why,
        accepted_why=why,
        review_on=review_on,
    )


@transaction.atomic
def reopen_gap(gap: Gap, *, seen: int, by: User, at: datetime, why: str) -> None:
    """It needs an answer again: the acceptance has run out, or its action came to nothing."""
    if not why.strip():
        raise ValidationError({"why": "Say why it is open again."})
    settled(gap)
    if gap.state == GapState.CLOSED:
        raise NotAllowed("What is missing is told by the next assessment, not by opening this again.")
    move_gap(gap, GapState.OPEN, seen=seen, by=by, at=at, why=why, accepted_why="", review_on=None)


@transaction.atomic
def take_up_gap(gap: Gap, *, by: User | None, at: datetime) -> None:
    """An action was proposed for it. Called by plans, in the transaction of the action; a second action for
    the same gap changes nothing here. Raises NotAllowed where the gap is not to be acted on."""
    ask_to_act_on(gap)
    if gap.state != GapState.TAKEN_UP:
        move_gap(gap, GapState.TAKEN_UP, seen=gap.version, by=by, at=at)


@transaction.atomic
def give_up_gap(gap: Gap, *, by: User | None, at: datetime) -> None:
    """The last action for it was dropped. Called by plans, in the transaction of the drop."""
    if gap.state == GapState.TAKEN_UP:
        why = "Its action was dropped."
        move_gap(gap, GapState.OPEN, seen=gap.version, by=by, at=at, why=why)


def ask_to_act_on(gap: Gap) -> None:
    """Raises NotAllowed where no action is to be put forward for it."""
    settled(gap)
    if not gap.can_be_acted_on:
        state = gap.get_state_display().lower()
        raise NotAllowed(f"A gap that is {state} takes no action: open it again first.")


@transaction.atomic
def weigh_gap(gap: Gap, *, harm: int, duty: int, seen: int, by: User, at: datetime, why: str) -> None:
    """Give it other weights than its question has, for a reason. Its size is measured and stays."""
    if not why.strip():
        raise ValidationError({"why": "Say why it weighs more, or less, than its question says."})
    settled(gap)
    if gap.state == GapState.CLOSED:
        raise NotAllowed("Nothing is missing any more, so there is nothing to weigh.")
    before = {"harm_before": gap.harm_weight, "duty_before": gap.duty_weight}
    if (harm, duty) == (gap.harm_weight, gap.duty_weight):
        raise NotAllowed("Those are its weights already.")
    changed = Gap.objects.filter(pk=gap.pk, version=seen).update(
        harm_weight=harm, duty_weight=duty, version=F("version") + 1
    )
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    gap.refresh_from_db()
    GapWeighing.objects.create(gap=gap, harm=harm, duty=duty, by=by, at=at, why=why, **before)
    trail.record("gap.weighed", gap, by=by, at=at, details={"harm": harm, "duty": duty})


def settled(gap: Gap) -> None:
    if gap.is_sensitive:
        raise NotAllowed("The assessment is open again: what it lacks is decided when it is submitted.")


@transaction.atomic
def move_gap(
    gap: Gap,
    to: GapState,
    *,
    seen: int,
    by: User | None,
    at: datetime,
    why: str = "",
    **fields: object,
) -> None:
    before = GapState(gap.state)
    if to not in GAP_MOVES[before]:
        raise NotAllowed(f"A gap that is {before.label.lower()} cannot become {to.label.lower()}.")
    changed = Gap.objects.filter(pk=gap.pk, version=seen, state=before).update(
        state=to, version=F("version") + 1, **fields
    )
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    gap.refresh_from_db()
    GapMove.objects.create(gap=gap, before=before, to=to, review_on=gap.review_on, by=by, at=at, why=why)
    trail.record(f"gap.{to.value}", gap, by=by, at=at, details={"before": before.value})


def put_gaps(assessment: Assessment, *, by: User, at: datetime) -> int:
    """Open, resize and close the gaps of a submitted assessment; how many it has now.

    A gap keeps its row when the assessment is submitted again. One that somebody accepted, or that was
    closed, opens again where its size has changed: the acceptance was of another gap.
    """
    kept = {gap.answer_id: gap for gap in Gap.objects.filter(answer__assessment=assessment)}
    new: list[Gap] = []
    moves: list[GapMove] = []
    for answer in Answer.objects.filter(assessment=assessment).in_order():
        short = gap_of(answer.answered, answer.question.text)
        gap = kept.pop(answer.pk, None)
        if gap is None:
            if short is not None:
                new.append(
                    Gap(
                        group=assessment.group,
                        answer=answer,
                        code=short.code,
                        title=short.title,
                        size=short.size,
                        harm_weight=short.harm,
                        duty_weight=short.duty,
                        opened_at=at,
                        **PUBLISHED,
                    )
                )
            continue
        moves += again(gap, short.size if short else None, by=by, at=at)
    Gap.objects.bulk_create(new)
    GapMove.objects.bulk_create([*opening(new, by=by, at=at), *moves])
    return Gap.objects.filter(answer__assessment=assessment).exclude(state=GapState.CLOSED).count()


def again(gap: Gap, size: int | None, *, by: User, at: datetime) -> list[GapMove]:
    """A gap whose assessment is submitted again: what it is now, and the move if it is another state."""
    before, after = GapState(gap.state), GapState(gap.state)
    why = ""
    if size is None and before != GapState.CLOSED:
        after, why = GapState.CLOSED, "Submitted again: nothing is missing any more."
    elif size is not None and (
        before == GapState.CLOSED or (before == GapState.ACCEPTED and size != gap.size)
    ):
        after, why = GapState.OPEN, OTHER_SIZE
    accepted = after == GapState.ACCEPTED
    Gap.objects.filter(pk=gap.pk).update(
        state=after,
        size=size or gap.size,
        accepted_why=gap.accepted_why if accepted else "",
        review_on=gap.review_on if accepted else None,
        version=F("version") + 1,
        **PUBLISHED,
    )
    return [GapMove(gap=gap, before=before, to=after, by=by, at=at, why=why)] if after != before else []


def opening(gaps: Iterable[Gap], *, by: User, at: datetime) -> Iterable[GapMove]:
    return (GapMove(gap=gap, to=GapState.OPEN, by=by, at=at) for gap in gaps)


def open_gap_of_agreement(agreement: Agreement, *, by: User, at: datetime) -> Gap | None:
    """What an agreed position leaves missing, for the group that takes it on. As harmful as the most
    harmful of its questions, and a duty if any of them is one."""
    if agreement.position == TARGET:
        return None
    questions = list(agreement.subject.questions.all())
    gap = Gap.objects.create(
        group=agreement.lead_group,
        agreement=agreement,
        code=agreement.subject.code,
        title=agreement.subject.title,
        size=TARGET - agreement.position,
        harm_weight=max((question.harm for question in questions), default=1),
        duty_weight=DUTY if any(question.duty for question in questions) else NO_DUTY,
        opened_at=at,
        **PUBLISHED,
    )
    GapMove.objects.create(gap=gap, to=GapState.OPEN, by=by, at=at)
    trail.record("gap.open", gap, by=by, at=at, details={"agreement": agreement.ref})
    return gap


def close_gap(agreement: Agreement, *, by: User, at: datetime, why: str) -> None:
    """The position it was measured from no longer holds."""
    gap = Gap.objects.filter(agreement=agreement).exclude(state=GapState.CLOSED).first()
    if gap is not None:
        move_gap(
            gap, GapState.CLOSED, seen=gap.version, by=by, at=at, why=why, accepted_why="", review_on=None
        )
