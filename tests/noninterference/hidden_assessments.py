"""Where defences are weak: open assessments, what was thought on the way, and what two other groups agreed.

They answer the questions of an instrument that everybody sees, and hang on the answers and gaps that are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from drystane.access.models import User
from drystane.assessment.models import (
    WORKING,
    Agreement,
    AgreementMove,
    Answer,
    AnswerVersion,
    Assessment,
    AssessmentMove,
    Crosswalk,
    Evidence,
    Gap,
    GapMove,
    Instrument,
    Question,
    Subject,
    Verification,
)
from drystane.partners.models import Group
from drystane.plans.models import Action
from tests.big.basis import pick, ref_of
from tests.cast import NOW, TODAY
from tests.noninterference.hidden import WORD, Hidden, secret

OPEN = {"state": "open", **WORKING}
REOPENED = {"state": "reopened", **WORKING}
SUBMITTED = {"state": "submitted", "submitted_at": NOW}
BEFORE = 2012  # the year of the first of them; the visible ones are of 2015 and 2016
AFTER = 2017


@dataclass(frozen=True)
class Asked:
    """Two instruments that meet in a subject, and two groups whose answers nobody on the stage may see."""

    questions: Sequence[Question]
    others: Sequence[Question]
    subject: Subject
    desks: tuple[Group, Group]


def make_asked(board: Group) -> Asked:
    """Visible, and made the same whatever is hidden."""
    one, other = (instrument(code) for code in ("early", "later"))
    crosswalk = Crosswalk.objects.create(
        code="early-and-later", title="Early and later", first=one, second=other, kept_by=board
    )
    subject = Subject.objects.create(crosswalk=crosswalk, code="E1", order=1, title="Checking")
    asked = [list(found.questions.order_by("order")) for found in (one, other)]
    subject.questions.set([asked[0][0], asked[1][0]])
    first, second = (
        Group.objects.create(code=f"desk-{name}", name=f"Desk {name}", kind=Group.Kind.DESK) for name in "ab"
    )
    return Asked(asked[0], asked[1], subject, (first, second))


def instrument(code: str) -> Instrument:
    made = Instrument.objects.create(code=code, edition="1", title=code.capitalize())
    for order, topic in enumerate(("Leadership", "Checks"), start=1):
        Question.objects.create(
            instrument=made, code=f"{code[0].upper()}{order}", order=order, topic=topic, text="Who checks?"
        )
    return made


def hide_assessments(
    hidden: Hidden, group: Group, questions: Sequence[Question], *, time: int, people: Sequence[User]
) -> None:
    """One of a year gone by and one of a year to come, open or opened again, answered by each of these."""
    for year, state in ((BEFORE + time, REOPENED), (AFTER + time, OPEN)):
        assess(hidden, group, questions, year=year, people=people, **state)


def assess(
    hidden: Hidden,
    group: Group,
    questions: Sequence[Question],
    *,
    year: int,
    people: Sequence[User],
    **more: Any,
) -> Assessment:
    made = Assessment.objects.create(
        ref=ref_of("hidden assessment", f"{group.code} {year}"),
        group=group,
        instrument=questions[0].instrument,
        year=year,
        due_on=TODAY - timedelta(days=1),
        opened_at=NOW,
        **more,
    )
    AssessmentMove.objects.create(
        ref=ref_of("hidden assessment move", made.ref), assessment=made, to=made.state, at=NOW, why=WORD
    )
    hidden.assessments.append(made)
    for number, question in enumerate(questions):
        answer_it(hidden, made, question, by=pick(people, number))
    return made


def answer_it(hidden: Hidden, assessment: Assessment, question: Question, *, by: User) -> None:
    answer = Answer.objects.create(
        ref=ref_of("hidden answer", f"{assessment.ref} {question.code}"),
        assessment=assessment,
        question=question,
        kind="rated",
        result=1,
        note=f"Check the {WORD}",
        answered_by=by,
        answered_at=NOW,
    )
    hidden.answers.append(answer)
    gap = Gap.objects.create(
        ref=ref_of("hidden gap", answer.ref),
        group=assessment.group,
        answer=answer,
        code=question.code,
        title=f"Check the {WORD}",
        size=3,
        harm_weight=3,
        duty_weight=2,
        opened_at=NOW,
        marking=assessment.marking,
        descriptor=assessment.descriptor,
    )
    GapMove.objects.create(
        ref=ref_of("hidden gap move", gap.ref), gap=gap, to="open", by=by, at=NOW, why=WORD
    )
    hidden.gaps.append(gap)
    think_aloud(hidden, answer, by=by)


def think_aloud(hidden: Hidden, answer: Answer, *, by: User) -> None:
    """What an answer rests on, how it read before and what was found: sensitive where the answer is not."""
    marked = secret(answer.pk)
    hidden.evidence.append(
        Evidence.objects.create(
            ref=ref_of("hidden evidence", answer.ref),
            answer=answer,
            type="record",
            title=WORD,
            on=TODAY,
            owner=WORD,
            added_by=by,
            added_at=NOW,
            **marked,
        )
    )
    told: dict[str, Any] = {"answer": answer, "by": by, "at": NOW, "note": WORD, **marked}
    for number in (8, 9):
        AnswerVersion.objects.create(
            ref=ref_of("hidden wording", f"{answer.ref} {number}"),
            number=number,
            is_refused=number == 9,
            kind="rated",
            result=0,
            **told,
        )
    Verification.objects.create(ref=ref_of("hidden verification", answer.ref), number=8, result=0, **told)


def hide_agreement(hidden: Hidden, asked: Asked, *, people: Sequence[User]) -> None:
    """OFFICIAL, and of two groups to which nobody on the stage belongs, nor to any that oversees them."""
    first, second = (
        assess(hidden, desk, questions, year=BEFORE, people=people, **SUBMITTED)
        for desk, questions in zip(asked.desks, (asked.questions, asked.others), strict=True)
    )
    agreement = Agreement.objects.create(
        ref=ref_of("hidden agreement", first.ref),
        subject=asked.subject,
        first=first,
        second=second,
        position=1,
        reason=WORD,
        lead_group=asked.desks[0],
        proposed_by=people[0],
        proposed_at=NOW,
        proposed_for=asked.desks[0],
    )
    AgreementMove.objects.create(
        ref=ref_of("hidden agreement move", agreement.ref),
        agreement=agreement,
        to="proposed",
        acting_for=asked.desks[0],
        at=NOW,
        why=WORD,
    )
    hidden.agreements.append(agreement)


def tie_assessments(
    hidden: Hidden, *, answers: Sequence[Answer], gaps: Sequence[Gap], actions: Sequence[Action], by: User
) -> None:
    """What is hidden hangs on visible answers and gaps, and visible actions on hidden gaps."""
    for answer in answers:
        think_aloud(hidden, answer, by=by)
    for number, action in enumerate(hidden.actions):
        action.gap = pick(gaps, number)
    sensitive = [gap for gap in hidden.gaps if gap.is_sensitive]
    for number, action in enumerate(actions):
        action.gap = pick(sensitive, number)
    Action.objects.bulk_update([*hidden.actions, *actions], ["gap"])
