"""From a gap to an action, and from a new version of an instrument to the actions it touches."""

import pytest
from django.urls import reverse
from pytest_django import Settings

from drystane.access import clock
from drystane.assessment.models import Gap, GapState
from drystane.assessment.tests import conftest as below
from drystane.assessment.tests.conftest import Meeting, make_instrument
from drystane.assessment.tests.test_pages import signed_in
from drystane.plans.models import Action
from tests.cast import NOW

pytestmark = pytest.mark.django_db

meeting, submitted = below.meeting, below.submitted  # fixtures of the room below


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = clock.ExampleClock(NOW)


def test_a_gap_becomes_an_action_tied_to_it(submitted: Meeting) -> None:
    gap, tam = Gap.objects.get(code="I2"), signed_in(submitted.cast.tam)
    onward = tam.get(reverse("plans:action_for_gap", args=[gap.ref]))
    assert "It closes the gap" in tam.get(onward["Location"]).text
    tam.post(onward["Location"], {"title": "Check every letting", "community": "none", "marking": "official"})
    assert Action.objects.get(title="Check every letting").gap == gap
    gap.refresh_from_db()
    assert gap.state == GapState.TAKEN_UP


def test_a_new_version_shows_the_actions_it_touches(submitted: Meeting) -> None:
    gap = Gap.objects.get(code="I2")
    Action.objects.create(plan=submitted.cast.integrity_plan, title="Check every letting", gap=gap)
    newer = make_instrument("integrity", "I", questions=4, edition="2")
    newer.replaces = submitted.integrity
    newer.save()
    newer.questions.filter(code="I2").update(text="Is every letting checked?")
    address = reverse("plans:refresh", args=[newer.ref])
    shown = signed_in(submitted.cast.tam).get(address).text
    assert "Is every letting checked?" in shown
    assert "Check every letting" in shown
    assert "I4: Is thing 4 done?" in shown
    assert "Check every letting" not in signed_in(submitted.cast.stranger).get(address).text
