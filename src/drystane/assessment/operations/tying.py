"""Changing a crosswalk: which subjects two instruments share, and which questions meet in each."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from drystane.access.errors import NotAllowed, changed_meanwhile
from drystane.access.models import User
from drystane.assessment.models import Agreement, Crosswalk, Question, Subject, SubjectChange
from drystane.audit import trail
from drystane.documents.models import CiteStatus

CHANGED_MEANWHILE = changed_meanwhile("subject")


@transaction.atomic
def add_subject(
    crosswalk: Crosswalk,
    *,
    code: str,
    title: str,
    questions: Collection[Question],
    about: str = "",
    by: User | None,
    at: datetime,
    why: str = "",
) -> Subject:
    """Name something both instruments ask about. Raises ValidationError unless each side has a question."""
    both_sides(crosswalk, questions)
    last = crosswalk.subjects.aggregate(last=Max("order"))["last"] or 0
    subject = Subject(
        crosswalk=crosswalk,
        code=code,
        order=last + 1,
        title=title,
        about=about,
        cite_status=CiteStatus.DRAFT,
    )
    subject.full_clean()
    subject.save()
    subject.questions.set(questions)
    remember(subject, SubjectChange.What.ADDED, after=codes(questions), by=by, at=at, why=why)
    return subject


@transaction.atomic
def retie_subject(
    subject: Subject, *, questions: Collection[Question], seen: int, by: User, at: datetime, why: str
) -> None:
    """Let other questions meet in this subject, if it is still as it was `seen`."""
    both_sides(subject.crosswalk, questions)
    say_why(why)
    change(subject, seen=seen)
    before = codes(subject.questions.all())
    subject.questions.set(questions)
    remember(subject, SubjectChange.What.TIED, before=before, after=codes(questions), by=by, at=at, why=why)


@transaction.atomic
def remove_subject(subject: Subject, *, seen: int, by: User, at: datetime, why: str) -> None:
    """The two sides do not meet here after all. The row stays, with what was tied, for the history."""
    say_why(why)
    if Agreement.objects.proposed().filter(subject=subject).exists():
        raise NotAllowed("A position on this subject is proposed: it has to be answered first.")
    change(subject, seen=seen, removed_by=by, removed_at=at)
    before = codes(subject.questions.all())
    remember(subject, SubjectChange.What.REMOVED, before=before, by=by, at=at, why=why)


def change(subject: Subject, *, seen: int, **fields: object) -> None:
    changed = Subject.objects.filter(pk=subject.pk, version=seen, removed_at=None).update(
        version=F("version") + 1, **fields
    )
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    subject.refresh_from_db()


def remember(
    subject: Subject,
    what: SubjectChange.What,
    *,
    by: User | None,
    at: datetime,
    why: str,
    before: str = "",
    after: str = "",
) -> None:
    SubjectChange.objects.create(
        subject=subject, what=what, before=before, after=after, by=by, at=at, why=why
    )
    trail.record(f"subject.{what.value}", subject, by=by, at=at)


def both_sides(crosswalk: Crosswalk, questions: Collection[Question]) -> None:
    sides = {question.instrument_id for question in questions}
    if sides != {crosswalk.first_id, crosswalk.second_id}:
        raise ValidationError(
            {"questions": "Choose at least one question of each side, and only of these two instruments."}
        )


def codes(questions: Collection[Question]) -> str:
    return " ".join(sorted(question.code for question in questions))


def say_why(why: str) -> None:
    if not why.strip():
        raise ValidationError({"why": "Say why: others will ask what was tied before."})
