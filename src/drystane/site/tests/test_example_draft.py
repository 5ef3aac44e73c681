"""The example's paper read in: gone through in part, with what is worth trying left waiting."""

from pathlib import Path

import pytest
from pytest_django import Settings

from drystane.access.clock import ExampleClock
from drystane.access.models import User
from drystane.board.models import Draft
from drystane.plans import likeness
from drystane.plans.overlap.works import Work
from drystane.plans.twins import twins_of
from drystane.site import demo
from drystane.site.demo import drafts, groups, plans
from drystane.site.demo.reading import at, read
from drystane.strategy.packs import PACKS
from tests.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def draft(settings: Settings, tmp_path: Path) -> Draft:
    settings.MEDIA_ROOT = tmp_path
    settings.EXAMPLE_CLOCK = ExampleClock(at(drafts.READ_ON))
    demo.load_content()
    example = read(PACKS / "example" / "renfrewshire_2015.yaml")
    partnership = groups.load(example)
    plans.load(example, partnership)
    likeness.forget()
    return drafts.load(partnership)


def test_some_of_it_is_decided_and_some_waits(draft: Draft) -> None:
    assert draft.is_invented
    assert set(draft.items.values_list("state", flat=True)) == {"waiting", "accepted", "rejected"}


def test_what_waits_holds_a_figure_that_contradicts_another(draft: Draft) -> None:
    figure = draft.items.get(kind="figure", state="waiting")
    client = signed_in(User.objects.get(username="morag"))
    page = client.get(figure.get_absolute_url()).content.decode()
    assert "It meets another figure" in page
    assert "65 per cent" in page


def test_what_waits_holds_an_action_that_others_have_in_hand(draft: Draft) -> None:
    words = draft.items.get(kind="action").machine
    found = twins_of(Work("", words["title"], words["detail"]), User.objects.get(username="morag"))
    titles = [twin.action.title for twin in found.seen]
    assert "Recheck certificates and accreditations at each yearly contract review" in titles


def test_what_waits_holds_a_tasking_and_an_action(draft: Draft) -> None:
    asked = draft.items.get(kind="tasking")
    assert (asked.machine["to_group"], asked.machine["report_back_on"]) == ("Integrity Group", "2015-12-18")
    assert draft.items.get(kind="action").machine["detail"] == "Given to: Procurement"
