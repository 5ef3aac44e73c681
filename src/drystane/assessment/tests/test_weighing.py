"""A group weighs a gap otherwise than its question does, for a reason that stands with it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django import Settings

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.assessment.models import Gap, GapState, GapWeighing
from drystane.assessment.operations import reopen, submit, weigh_gap
from drystane.assessment.tests.conftest import Meeting
from drystane.audit.models import Event
from tests.cast import NOW
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = clock.ExampleClock(NOW)


@pytest.fixture
def gap(submitted: Meeting) -> Gap:
    """size 1 × harm 2 × duty 1 = 2"""
    return Gap.objects.get(code="I1")


def weighed(by: User, gap: Gap, **said: Any) -> Any:
    typed = {"harm": "3", "duty": "2", "why": "A hall was misused in May", "seen": str(gap.version), **said}
    return signed_in(by).post(reverse("assessment:gap_verb", args=[gap.ref, "weigh"]), typed)


def order() -> list[str]:
    return list(
        Gap.objects.filter(answer__assessment__group__code="integrity")
        .heaviest_first()
        .values_list("code", flat=True)
    )


def test_the_page_shows_both_sums_and_names_the_default(submitted: Meeting, gap: Gap) -> None:
    before = signed_in(submitted.cast.iain).get(gap.get_absolute_url()).content.decode()
    assert "size 1 × harm 2 × duty 1 = 2, the default" in before

    assert weighed(submitted.cast.iain, gap).status_code == 302

    page = signed_in(submitted.cast.tam).get(gap.get_absolute_url()).content.decode()
    assert "size 1 × harm 3 × duty 2 = 6, as Integrity Group weighs it" in page
    assert "The default is size 1 × harm 2 × duty 1 = 2" in page
    assert "Iain weighed this otherwise (harm 3, duty 2; before harm 2, duty 1) on 2 September 2015." in page
    assert "A hall was misused in May" in page
    assert Event.objects.get(verb="gap.weighed").object_ref == gap.ref


def test_the_default_is_what_it_was_opened_with_however_often_it_is_weighed(
    submitted: Meeting, gap: Gap
) -> None:
    for harm in (3, 1):
        weigh_gap(gap, harm=harm, duty=2, seen=gap.version, by=submitted.cast.iain, at=NOW, why="Because")
    rows = list(gap.weighings.order_by("pk"))
    assert gap.as_opened(rows).sum == "size 1 × harm 2 × duty 1 = 2"
    assert gap.shortfall.sum == "size 1 × harm 1 × duty 2 = 2"


def test_the_list_is_in_the_order_of_the_new_weights(submitted: Meeting, gap: Gap) -> None:
    other = Gap.objects.get(code="I2")
    assert order() == ["I2", "I1"]  # 18 before 2
    weigh_gap(
        other, harm=1, duty=1, seen=other.version, by=submitted.cast.iain, at=NOW, why="Nobody lets halls"
    )
    assert order() == ["I2", "I1"]  # 3 before 2
    weigh_gap(gap, harm=3, duty=2, seen=gap.version, by=submitted.cast.iain, at=NOW, why="It happened")
    assert order() == ["I1", "I2"]  # 6 before 3


def test_only_chair_and_lead_officer_weigh(submitted: Meeting, gap: Gap) -> None:
    cast = submitted.cast
    assert [weighed(who, gap).status_code for who in (cast.tam, cast.morag, cast.shona)] == [403, 403, 404]
    assert weighed(submitted.isla, gap).status_code == 302
    assert GapWeighing.objects.get().by == submitted.isla


def test_the_second_of_two_is_told_and_keeps_what_was_typed(submitted: Meeting, gap: Gap) -> None:
    weighed(submitted.isla, gap)
    page = weighed(submitted.cast.iain, gap, harm="1", why="It hardly matters").content.decode()
    assert "Somebody else has just changed this gap" in page
    assert "It hardly matters</textarea>" in page
    assert GapWeighing.objects.count() == 1


@pytest.mark.parametrize(("harm", "duty"), [("0", "1"), ("4", "1"), ("2", "3"), ("", "")])
def test_there_are_no_other_weights(submitted: Meeting, gap: Gap, harm: str, duty: str) -> None:
    assert weighed(submitted.cast.iain, gap, harm=harm, duty=duty).status_code == 200
    assert not GapWeighing.objects.exists()


def test_it_takes_a_reason_a_change_and_something_missing(submitted: Meeting, gap: Gap) -> None:
    def weigh(harm: int = 3, why: str = "Because") -> None:
        weigh_gap(gap, harm=harm, duty=1, seen=gap.version, by=submitted.cast.iain, at=NOW, why=why)

    with pytest.raises(ValidationError, match="Say why"):
        weigh(why=" ")
    with pytest.raises(NotAllowed, match="its weights already"):
        weigh(harm=2)
    Gap.objects.filter(pk=gap.pk).update(state=GapState.CLOSED)
    gap.refresh_from_db()
    with pytest.raises(NotAllowed, match="nothing to weigh"):
        weigh()


def test_it_keeps_its_weights_when_the_assessment_is_submitted_again(submitted: Meeting, gap: Gap) -> None:
    weighed(submitted.cast.iain, gap)
    ours = submitted.ours
    ours.refresh_from_db()
    reopen(ours, seen=ours.version, by=submitted.cast.iain, at=NOW, why="One was wrong")
    ours.refresh_from_db()
    gap.refresh_from_db()
    with pytest.raises(NotAllowed, match="open again"):
        weigh_gap(gap, harm=1, duty=1, seen=gap.version, by=submitted.cast.iain, at=NOW, why="Because")
    submit(ours, seen=ours.version, by=submitted.cast.iain, at=NOW)
    gap.refresh_from_db()
    assert (gap.harm_weight, gap.duty_weight) == (3, 2)
