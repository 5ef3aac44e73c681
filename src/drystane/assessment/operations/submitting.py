"""Submitting an assessment, by which its gaps become known to the board; opening it again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from drystane.access.errors import NotAllowed, changed_meanwhile
from drystane.access.models import User
from drystane.assessment.models import (
    MOVES,
    PUBLISHED,
    WORKING,
    Agreement,
    AgreementState,
    Answer,
    Assessment,
    AssessmentMove,
    Gap,
    State,
)
from drystane.assessment.operations.agreeing import move_agreement
from drystane.assessment.operations.gaps import put_gaps
from drystane.audit import trail

CHANGED_MEANWHILE = changed_meanwhile("assessment")


def missing(assessment: Assessment) -> list[str]:
    """What still stands between the assessment and submission, a sentence each. Three queries."""
    answers = Answer.objects.filter(assessment=assessment)
    reasons = {
        "is not answered": answers.unanswered(),
        "needs evidence for its result": answers.without_evidence(),
        "is not verified": answers.unverified(),
    }
    return [
        f"{code} {words}."
        for words, found in reasons.items()
        for code in found.order_by("question__order").values_list("question__code", flat=True)
    ]


@transaction.atomic
def submit(assessment: Assessment, *, seen: int, by: User, at: datetime) -> None:
    """Stand by the answers: they become OFFICIAL and their gaps open.

    Raises NotAllowed if it has changed since it was `seen`, and ValidationError naming every question that
    is not answered, not verified, or claims 3 or 4 without evidence.
    """
    before = State(assessment.state)
    move(assessment, State.SUBMITTED, seen=seen, submitted_at=at, **PUBLISHED)
    if reasons := missing(assessment):
        raise ValidationError(reasons)
    AssessmentMove.objects.create(assessment=assessment, before=before, to=State.SUBMITTED, by=by, at=at)
    opened = put_gaps(assessment, by=by, at=at)
    assessment.refresh_from_db()
    trail.record("assessment.submitted", assessment, by=by, at=at, details={"gaps": opened})


@transaction.atomic
def reopen(assessment: Assessment, *, seen: int, by: User, at: datetime, why: str) -> None:
    """Take the answers back to work on them. They and their gaps are OFFICIAL-SENSITIVE again, and what was
    proposed on the strength of them is withdrawn; what both groups agreed stands."""
    if not why.strip():
        raise ValidationError({"why": "Say why it is opened again."})
    move(assessment, State.REOPENED, seen=seen, **WORKING)
    AssessmentMove.objects.create(
        assessment=assessment, before=State.SUBMITTED, to=State.REOPENED, by=by, at=at, why=why
    )
    Gap.objects.filter(answer__assessment=assessment).update(**WORKING, version=F("version") + 1)
    resting = Agreement.objects.proposed().filter(Q(first=assessment) | Q(second=assessment))
    for agreement in resting.order_by("pk"):
        move_agreement(
            agreement,
            AgreementState.WITHDRAWN,
            seen=agreement.version,
            acting_for=assessment.group,
            by=by,
            at=at,
            why="An assessment it rested on was opened again.",
        )
    assessment.refresh_from_db()
    trail.record("assessment.reopened", assessment, by=by, at=at)


def move(assessment: Assessment, to: State, *, seen: int, **fields: object) -> None:
    """Pass it on if it is still as it was `seen` and its lifecycle allows it."""
    before = State(assessment.state)
    if to not in MOVES[before]:
        raise NotAllowed(f"An assessment that is {before.label.lower()} cannot become {to.label.lower()}.")
    moved = Assessment.objects.filter(pk=assessment.pk, version=seen, state=before).update(
        state=to, version=F("version") + 1, **fields
    )
    if not moved:
        raise NotAllowed(CHANGED_MEANWHILE)
