"""Answering: open an assessment, answer its questions, show what an answer rests on, verify it."""

from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.assessment.models import (
    ANSWERABLE,
    WORKING,
    Answer,
    AnswerVersion,
    Assessment,
    AssessmentMove,
    Evidence,
    Instrument,
    Kind,
    State,
    Verification,
)
from drystane.assessment.rating import NEEDS_EVIDENCE
from drystane.audit import trail
from drystane.documents.packs import spoken
from drystane.marking.models import Marking
from drystane.partners.models import Group

CHANGED_MEANWHILE = (
    "Somebody else has just saved this answer. Yours was not lost: it is kept below theirs as a draft. "
    "Read theirs, then save what should stand."
)
CLOSED_MEANWHILE = (
    "The assessment has just been submitted, so the answer stands as it was. "
    "What you wrote is kept as a draft."
)
SUBMITTED = "The assessment is submitted. Open it again first, with a reason."
SHOW_IT = "A result of 3 or 4 needs at least one piece of evidence."


class KeptAsDraft(NotAllowed):
    """The answer had changed. What was typed is in `draft`; what stands is in the answer."""

    def __init__(self, words: str, draft: AnswerVersion) -> None:
        super().__init__(words)
        self.draft = draft


@dataclass(frozen=True)
class Given:
    """What somebody says in answer to a question. `result` goes with Kind.RATED only."""

    kind: str
    result: int | None = None
    reason: str = ""
    progress: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True)
class NewEvidence:
    """Something an answer rests on. `owner` is a post or a service."""

    type: str
    title: str
    on: date
    owner: str
    marking: str = Marking.OFFICIAL
    descriptor: str = ""

    @property
    def words(self) -> str:
        return f"{self.title}, {spoken(self.on)}, {self.owner}"


@transaction.atomic
def open_assessment(
    instrument: Instrument,
    *,
    group: Group,
    year: int,
    due_on: date,
    by: User | None,
    at: datetime,
    is_invented: bool = False,
) -> Assessment:
    """Begin to answer an instrument for a year, with an empty place for every question.

    Raises ValidationError where the group has begun it already, or it would be due before it begins.
    """
    if due_on < timezone.localdate(at):
        raise ValidationError({"due_on": "Give a day that is still to come."})
    questions = list(instrument.questions.order_by("order"))
    if not questions:
        raise NotAllowed("This instrument asks nothing yet.")
    assessment = Assessment(
        group=group,
        instrument=instrument,
        year=year,
        due_on=due_on,
        opened_by=by,
        opened_at=at,
        is_invented=is_invented,
        **WORKING,
    )
    assessment.full_clean()
    assessment.save()
    Answer.objects.bulk_create(Answer(assessment=assessment, question=question) for question in questions)
    AssessmentMove.objects.create(assessment=assessment, to=State.OPEN, by=by, at=at)
    trail.record(
        "assessment.opened",
        assessment,
        by=by,
        at=at,
        details={"instrument": instrument.ref, "group": group.ref, "year": year},
    )
    return assessment


def answer_question(
    answer: Answer,
    *,
    given: Given,
    evidence: Sequence[NewEvidence] = (),
    seen: int,
    by: User,
    at: datetime,
) -> None:
    """Save an answer, with any new evidence, if it is still as it was `seen`. Whoever verified it has to
    look again.

    Raises ValidationError where the answer contradicts itself or claims 3 or 4 and shows nothing for it.
    Raises KeptAsDraft if somebody saved or submitted in between: then nothing of the answer has changed,
    and what was sent is kept beside it as a refused version.
    """
    check(answer, given, evidence, by=by, at=at)
    with transaction.atomic():
        words = save(answer, given, evidence, seen=seen, by=by, at=at)
        draft = keep_draft(answer, given, evidence, seen=seen, by=by, at=at) if words else None
    answer.refresh_from_db()
    if draft is not None:
        raise KeptAsDraft(words, draft)


def save(
    answer: Answer, given: Given, evidence: Sequence[NewEvidence], *, seen: int, by: User, at: datetime
) -> str:
    """Write the answer, or say why it was not written."""
    if not take(answer.assessment):
        return CLOSED_MEANWHILE
    changed = Answer.objects.filter(pk=answer.pk, version=seen).update(
        **asdict(given),
        answered_by=by,
        answered_at=at,
        verified_by=None,
        verified_at=None,
        verified_result=None,
        version=F("version") + 1,
    )
    if not changed:
        return CHANGED_MEANWHILE
    for shown in evidence:
        add_row(answer, shown, by=by, at=at)
    keep_version(answer, given, evidence, number=seen + 1, by=by, at=at)
    details: dict[str, trail.Detail] = {"version": seen + 1, "kind": given.kind, "evidence": len(evidence)}
    trail.record("answer.saved", answer, by=by, at=at, details=details)
    return ""


def keep_draft(
    answer: Answer, given: Given, evidence: Sequence[NewEvidence], *, seen: int, by: User, at: datetime
) -> AnswerVersion:
    draft = keep_version(answer, given, evidence, number=seen, by=by, at=at, is_refused=True)
    trail.record("answer.kept_as_draft", answer, by=by, at=at, details={"draft": draft.ref})
    return draft


def keep_version(
    answer: Answer,
    given: Given,
    evidence: Sequence[NewEvidence],
    *,
    number: int,
    by: User,
    at: datetime,
    is_refused: bool = False,
) -> AnswerVersion:
    return AnswerVersion.objects.create(
        answer=answer,
        number=number,
        is_refused=is_refused,
        evidence="\n".join(shown.words for shown in evidence),
        by=by,
        at=at,
        **asdict(given),
        **WORKING,
    )


def check(answer: Answer, given: Given, evidence: Sequence[NewEvidence], *, by: User, at: datetime) -> None:
    """Whether the answer can be saved at all. Raises ValidationError, naming the field."""
    if not given.kind:
        raise ValidationError({"kind": "Rate it, or say that you do not know or that it does not apply."})
    if given.kind == Kind.NOT_APPLICABLE and not given.reason.strip():
        raise ValidationError({"reason": "Say why the question does not apply to you."})
    if (given.kind == Kind.RATED) != (given.result is not None):
        raise ValidationError({"result": "Choose a result from 0 to 4, or say that you do not know."})
    revised = copy(answer)
    for name, value in asdict(given).items():
        setattr(revised, name, value)
    revised.answered_by, revised.answered_at = by, at
    revised.verified_by = revised.verified_at = revised.verified_result = None
    revised.full_clean()
    for shown in evidence:
        piece(answer, shown, by=by, at=at).full_clean()
    if given.result in NEEDS_EVIDENCE and not (evidence or answer.evidence.current().exists()):
        raise ValidationError({"result": SHOW_IT})


@transaction.atomic
def add_evidence(answer: Answer, shown: NewEvidence, *, by: User, at: datetime) -> Evidence:
    """Show one more thing the answer rests on. The answer itself is left as it is."""
    piece(answer, shown, by=by, at=at).full_clean()
    must_take(answer.assessment)
    added = add_row(answer, shown, by=by, at=at)
    trail.record("evidence.added", added, by=by, at=at, details={"answer": answer.ref})
    return added


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: User, at: datetime, why: str) -> None:
    """Take a piece of evidence back. It stays on record; a 3 or 4 is not left standing on nothing."""
    if not why.strip():
        raise ValidationError({"why": "Say why it no longer counts."})
    answer = evidence.answer
    must_take(answer.assessment)
    withdrawn = Evidence.objects.filter(pk=evidence.pk, withdrawn_at=None).update(
        withdrawn_by=by, withdrawn_at=at, withdrawn_why=why
    )
    if not withdrawn:
        raise NotAllowed("Somebody else has just withdrawn this.")
    if Answer.objects.filter(pk=answer.pk).without_evidence().exists():
        raise NotAllowed(f"{SHOW_IT} Add another, or lower the result, before you withdraw the last.")
    evidence.refresh_from_db()
    trail.record("evidence.withdrawn", evidence, by=by, at=at, details={"answer": answer.ref})


@transaction.atomic
def verify_answer(
    answer: Answer, *, seen: int, by: User, at: datetime, result: int | None = None, note: str = ""
) -> None:
    """Stand by somebody else's answer as it was `seen`, or rate it otherwise: then yours is what counts.

    Raises NotAllowed for one's own answer, an empty one, or one that has changed since it was seen, and
    ValidationError where the other rating cannot stand.
    """
    must_take(answer.assessment)
    answer.refresh_from_db()
    if answer.version != seen:
        raise NotAllowed("Somebody has just changed this answer: look at it again before you verify it.")
    if not answer.kind:
        raise NotAllowed("There is no answer to verify yet.")
    if answer.answered_by_id == by.pk:
        raise NotAllowed("You gave this answer yourself: somebody else has to verify it.")
    if result == answer.result:
        result = None
    answer.verified_by, answer.verified_at, answer.verified_result = by, at, result
    answer.full_clean()
    if result in NEEDS_EVIDENCE and not answer.evidence.current().exists():
        raise ValidationError({"result": SHOW_IT})
    if result is not None and not note.strip():
        raise ValidationError({"note": "Say why you rate it otherwise."})
    answer.save(update_fields=["verified_by", "verified_at", "verified_result"])
    Verification.objects.create(answer=answer, number=seen, result=result, note=note, by=by, at=at, **WORKING)
    trail.record("answer.verified", answer, by=by, at=at, details={"version": seen})


def take(assessment: Assessment) -> bool:
    """Make whoever submits or answers next wait; whether it is still open."""
    taken = Assessment.objects.filter(pk=assessment.pk, state__in=ANSWERABLE).update(version=F("version") + 1)
    return bool(taken)


def must_take(assessment: Assessment) -> None:
    if not take(assessment):
        raise NotAllowed(SUBMITTED)


def piece(answer: Answer, shown: NewEvidence, *, by: User, at: datetime) -> Evidence:
    if shown.on > timezone.localdate(at):
        raise ValidationError({"on": "Evidence has a date that has come."})
    return Evidence(answer=answer, added_by=by, added_at=at, **asdict(shown))


def add_row(answer: Answer, shown: NewEvidence, *, by: User, at: datetime) -> Evidence:
    added = piece(answer, shown, by=by, at=at)
    added.save()
    return added
