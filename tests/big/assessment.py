"""An open self-assessment of the board with 36 answered questions, to measure the page that draws them."""

from datetime import date, timedelta

from drystane.assessment.models import WORKING, Answer, Assessment, Evidence, Instrument, Question
from tests.big.basis import moment, pick
from tests.cast import Partnership

TOPICS = ("Leadership", "Members", "Risk", "Buying", "Licensing", "Property")
RESULTS = (0, 1, 2, 3, 4, 2)


def make_assessment(cast: Partnership, today: date, *, questions: int = 36) -> Assessment:
    instrument = Instrument.objects.create(code="measured", edition="1", title="Measured questions")
    asked = Question.objects.bulk_create(
        Question(
            instrument=instrument,
            code=f"M{number:02}",
            order=number,
            topic=TOPICS[number * len(TOPICS) // questions],
            text="Is one named chief officer answerable for it, with time set aside, and is it known?",
            asks_for="Job remit, terms of reference",
            duty="An Act of 2005, section 1" if number % 3 else "",
            harm=1 + number % 3,
        )
        for number in range(questions)
    )
    made = Assessment.objects.create(
        group=cast.board,
        instrument=instrument,
        year=today.year,
        due_on=today + timedelta(days=60),
        opened_at=moment(today),
        **WORKING,
    )
    answers = Answer.objects.bulk_create(
        Answer(
            assessment=made,
            question=question,
            kind="rated",
            result=pick(RESULTS, number),
            progress="steady",
            confidence="medium",
            note="It is on the page of every team, and two came in since April." if number % 4 == 0 else "",
            answered_by=cast.wallace,
            answered_at=moment(today),
        )
        for number, question in enumerate(asked)
    )
    Evidence.objects.bulk_create(
        Evidence(
            answer=answer,
            type="minutes",
            title="Minutes of the summer meeting",
            on=today,
            owner="Community Safety",
            added_at=moment(today),
        )
        for answer in answers
        if answer.result in {3, 4}
    )
    return made
