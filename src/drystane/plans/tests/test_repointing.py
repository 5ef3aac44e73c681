"""An action is given another recommendation as its reason; the one it had stays in history and thread."""

import re

import pytest
from django.urls import reverse
from pytest_django import Settings

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.plans.models import Action, Repointing
from drystane.plans.repointing import repoint_action
from drystane.strategy.models import Recommendation
from tests.cast import NOW, Partnership, make_action, make_edition, make_partnership
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = clock.ExampleClock(NOW)


@pytest.fixture
def cast() -> Partnership:
    make_edition("2009", recommendations=1)
    make_edition("2015", recommendations=2)
    return make_partnership()


def asked(code: str) -> Recommendation:
    return Recommendation.objects.get(code=code)


def action_of(cast: Partnership) -> Action:
    return make_action(cast.integrity_plan, recommendation=asked("2009-R0"), status="agreed")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_form_offers_the_new_recommendation_and_the_history_keeps_the_old(cast: Partnership) -> None:
    action, iain = action_of(cast), signed_in(cast.iain)
    address = reverse("plans:repoint", args=[action.ref]) + f"?to={asked('2015-R0').ref}"
    assert f'value="{asked("2015-R0").ref}" selected' in iain.get(address).text
    given = {"to": asked("2015-R0").ref, "why": "Reworded in 2015", "seen": action.version}
    shown = words(iain.post(address, given, follow=True).text)
    assert (
        "Iain let this rest on 2015-R0 in place of 2009-R0 on 2 September 2015. “Reworded in 2015”" in shown
    )
    assert "2009-R0: Do thing 0" in shown, "the thread still leads to what it rested on"
    action.refresh_from_db()
    assert action.recommendation == asked("2015-R0")
    old = words(iain.get(asked("2009-R0").get_absolute_url()).text)
    assert "Integrity Plan: Check the carriers" in old


def test_it_can_be_given_back_and_both_stay_on_record(cast: Partnership) -> None:
    action = action_of(cast)
    for to in ("2015-R0", "2009-R0"):
        repoint_action(action, to=asked(to), seen=action.version, by=cast.iain, at=NOW, why="Looked again")
    assert action.recommendation == asked("2009-R0")
    assert [row.to for row in Repointing.objects.order_by("pk")] == [asked("2015-R0"), asked("2009-R0")]


def test_the_second_of_two_is_told(cast: Partnership) -> None:
    action = action_of(cast)
    address = reverse("plans:repoint", args=[action.ref])
    given = {"to": asked("2015-R0").ref, "why": "Reworded", "seen": action.version}
    signed_in(cast.iain).post(address, given)
    again = signed_in(cast.iain).post(address, {**given, "to": asked("2015-R1").ref})
    assert "Somebody else has just changed this action." in again.text
    assert Repointing.objects.count() == 1


@pytest.mark.parametrize("status", ["mainstreamed", "dropped"])
def test_what_has_left_the_plan_keeps_its_reason(cast: Partnership, status: str) -> None:
    more = (
        {"mainstreamed_on": "2015-08-01", "mainstreamed_to": "Licensing"} if status == "mainstreamed" else {}
    )
    action = action_of(cast)
    Action.objects.filter(pk=action.pk).update(status=status, **more)
    action.refresh_from_db()
    with pytest.raises(NotAllowed, match="keeps its reason"):
        repoint_action(action, to=asked("2015-R0"), seen=action.version, by=cast.iain, at=NOW, why="Why not")


def test_editing_the_recommendation_stands_in_the_history_too(cast: Partnership) -> None:
    action, iain = action_of(cast), signed_in(cast.iain)
    form = {"title": action.title, "community": "none", "seen": action.version, "recommendation": ""}
    iain.post(reverse("plans:edit", args=[action.ref]), form)
    assert "Iain let this rest on 2009-R0 no longer, on" in words(iain.get(action.get_absolute_url()).text)
