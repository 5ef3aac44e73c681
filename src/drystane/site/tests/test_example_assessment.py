"""The example's self-assessments hold every hard case, and nothing a person could not have done."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from drystane.assessment import rating
from drystane.assessment.models import (
    Agreement,
    Answer,
    AnswerVersion,
    Assessment,
    Evidence,
    Gap,
    Subject,
)
from drystane.assessment.operations import missing
from drystane.plans.models import Action
from drystane.site import demo
from drystane.site.demo import assessment, groups, plans
from drystane.site.demo.reading import read
from drystane.strategy.packs import PACKS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def example(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once: it is only looked at."""
    with django_db_blocker.unblock(), transaction.atomic():
        body = read(PACKS / "example" / "renfrewshire_2015.yaml")
        demo.load_content()
        partnership = groups.load(body)
        plans.load(body, partnership)
        assessment.load(partnership)
        yield
        transaction.set_rollback(True)


def answers(code: str, year: int) -> list[rating.Answered]:
    found = Assessment.objects.submitted().get(instrument__code=code, year=year)
    return found.answers.as_answered()


def test_the_example_has_every_hard_case(example: None) -> None:
    rows = rating.compare(
        Subject.objects.current().ties(), answers("integrity", 2015), answers("prevent", 2015)
    )
    told = {row.subject: row.because for row in rows if row.differs}
    assert "One side does not know." in told.values()
    assert "The two are 2 steps apart." in told.values()
    assert any(not row.differs for row in rows)
    assert any(row.apart is None for row in rows)
    assert set(Agreement.objects.values_list("state", flat=True)) == {"confirmed", "proposed", "declined"}
    assert set(Gap.objects.values_list("state", flat=True)) == {"open", "accepted", "taken_up"}
    assert AnswerVersion.objects.refused().count() == 1
    assert Answer.objects.exclude(verified_result=None).count() == 1
    assert Evidence.objects.filter(marking="sensitive").count() == 1
    action = Action.objects.exclude(gap=None).get()
    assert action.gap is not None
    assert (action.plan.group, action.invented) == (action.gap.group, "everything")
    changes = rating.beside(answers("prevent", 2014), answers("prevent", 2015))
    assert {row.change for row in changes} >= {rating.Change.BETTER, rating.Change.SAME}


def test_what_was_written_together_is_what_people_could_have_written(example: None) -> None:
    for answer in Answer.objects.exclude(kind="").select_related("assessment", "question"):
        answer.full_clean(validate_unique=False)
        assert answer.versions.kept().count() == 1
    for submitted in Assessment.objects.submitted():
        assert missing(submitted) == []
    still_open = Assessment.objects.exclude(state="submitted").get()
    assert any("is not verified" in sentence for sentence in missing(still_open))
