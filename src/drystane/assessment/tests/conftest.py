"""Two small instruments that meet in two subjects, and both groups' assessments of 2015."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.assessment.models import Answer, Assessment, Crosswalk, Instrument, Kind, Question, Subject
from drystane.assessment.operations import (
    Given,
    NewEvidence,
    answer_question,
    open_assessment,
    submit,
    verify_answer,
)
from drystane.documents.models import CiteStatus
from tests.cast import NOW, TODAY, Partnership, make_partnership, make_user, seat

DUE = date(2015, 12, 1)
BEFORE = NOW - timedelta(hours=2)
MINUTES = NewEvidence(type="minutes", title="Minutes", on=date(2015, 8, 3), owner="Clerk")


@dataclass
class Meeting:
    """Two groups about to compare what they say of themselves."""

    cast: Partnership
    integrity: Instrument
    prevent: Instrument
    crosswalk: Crosswalk
    concern: Subject  # I1 and P1
    letting: Subject  # I2 and P2
    ours: Assessment
    theirs: Assessment
    isla: User  # lead officer of Integrity
    ewan: User  # chair of Prevent


def make_instrument(code: str, letter: str, *, questions: int = 3, edition: str = "1") -> Instrument:
    instrument = Instrument.objects.create(
        code=code, edition=edition, title=code.capitalize(), cite_status=CiteStatus.DRAFT
    )
    Question.objects.bulk_create(
        Question(
            instrument=instrument,
            code=f"{letter}{number}",
            order=number,
            topic="Leadership" if number == 1 else "Checks",
            text=f"Is thing {number} done?",
            duty="An Act, section 1" if number == 2 else "",
            harm=1 + number % 3,
            cite_status=CiteStatus.DRAFT,
        )
        for number in range(1, questions + 1)
    )
    return instrument


def make_subject(crosswalk: Crosswalk, order: int, title: str) -> Subject:
    subject = Subject.objects.create(
        crosswalk=crosswalk, code=f"S{order}", order=order, title=title, cite_status=CiteStatus.DRAFT
    )
    subject.questions.set(Question.objects.filter(code__in=[f"I{order}", f"P{order}"]))
    return subject


def make_meeting() -> Meeting:
    cast = make_partnership()
    isla, ewan = make_user("isla"), make_user("ewan")
    seat(isla, cast.integrity, Role.LEAD_OFFICER, cast.council)
    seat(ewan, cast.prevent, Role.CHAIR, cast.council)
    integrity, prevent = make_instrument("integrity", "I"), make_instrument("prevent", "P")
    crosswalk = Crosswalk.objects.create(
        code="both", title="Both", first=integrity, second=prevent, kept_by=cast.board
    )
    return Meeting(
        cast=cast,
        integrity=integrity,
        prevent=prevent,
        crosswalk=crosswalk,
        concern=make_subject(crosswalk, 1, "Raising a concern"),
        letting=make_subject(crosswalk, 2, "Letting a hall"),
        ours=open_assessment(integrity, group=cast.integrity, year=2015, due_on=DUE, by=cast.iain, at=BEFORE),
        theirs=open_assessment(prevent, group=cast.prevent, year=2015, due_on=DUE, by=cast.shona, at=BEFORE),
        isla=isla,
        ewan=ewan,
    )


def answer_of(assessment: Assessment, code: str) -> Answer:
    return Answer.objects.select_related("assessment", "question").get(
        assessment=assessment, question__code=code
    )


def rated(result: int, **more: str) -> Given:
    return Given(kind=Kind.RATED, result=result, **more)


def say(answer: Answer, given: Given, *, by: User, evidence: tuple[NewEvidence, ...] = ()) -> Answer:
    """Answer as somebody who has just read the page."""
    answer.refresh_from_db()
    answer_question(answer, given=given, evidence=evidence, seen=answer.version, by=by, at=NOW)
    return answer


def verify_all(assessment: Assessment, by: User) -> None:
    for answer in assessment.answers.all():
        verify_answer(answer, seen=answer.version, by=by, at=NOW)


def fill(assessment: Assessment, results: list[int | None], *, by: User, verifier: User) -> None:
    """Answer every question in order, None being "we do not know", verify and submit."""
    for answer, result in zip(assessment.answers.in_order(), results, strict=True):
        given = Given(kind=Kind.UNKNOWN) if result is None else rated(result)
        say(answer, given, by=by, evidence=(MINUTES,) if (result or 0) > 2 else ())
    verify_all(assessment, verifier)
    assessment.refresh_from_db()
    submit(assessment, seen=assessment.version, by=verifier, at=NOW)


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


@pytest.fixture
def submitted(meeting: Meeting) -> Meeting:
    """Integrity 3, 1, 4; Prevent does not know, 2, 2."""
    fill(meeting.ours, [3, 1, 4], by=meeting.cast.tam, verifier=meeting.cast.iain)
    fill(meeting.theirs, [None, 2, 2], by=meeting.cast.aileen, verifier=meeting.cast.shona)
    return meeting


__all__ = ["BEFORE", "DUE", "MINUTES", "NOW", "TODAY", "Meeting"]
