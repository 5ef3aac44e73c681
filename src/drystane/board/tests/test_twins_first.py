"""Where the board's work asks for an action, its likely twins are shown before it is saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from drystane.access.models import User
from drystane.board.models import Decision, Meeting
from drystane.board.operations.meeting import add_item
from drystane.board.operations.spotlight import give_spotlight
from drystane.board.operations.tasking import accept_tasking, give_tasking
from drystane.plans import likeness
from drystane.plans.models import Action, OverlapSearch, Status
from tests.cast import NOW, TODAY, Partnership, make_action
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")

BLOCKERS = "Supply call blockers to vulnerable residents"
SENT = {
    "title": "Install call blockers for vulnerable residents",
    "marking": "official",
    "community": "none",
}


@pytest.fixture(autouse=True)
def _own_shelf(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path
    likeness.forget()
    yield
    likeness.forget()


@pytest.fixture
def there(cast: Partnership) -> Action:
    return make_action(cast.integrity_plan, BLOCKERS, status=Status.AGREED)


def is_warned_once(writer: User, address: str, there: Action, button: str) -> None:
    """Nothing is saved before the twin is shown; sent again with it shown, all is saved."""
    client = signed_in(writer)
    shown = client.post(address, SENT)
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "Is this being done already?" in page
    assert BLOCKERS in page
    assert f"{button} all the same" in page
    assert Action.objects.count() == 1
    assert client.post(address, {**SENT, "twins_seen": there.ref}).status_code == 302
    assert Action.objects.filter(title=SENT["title"]).count() == 1
    assert OverlapSearch.objects.count() == 1, "the new action is compared with all others"


def test_for_a_tasking(cast: Partnership, there: Action) -> None:
    tasking = give_tasking(
        board=cast.board,
        to_group=cast.integrity,
        recommendation=None,
        asked="Look after those who are called",
        report_back_on=TODAY,
        by=cast.morag,
        at=NOW,
    )
    accept_tasking(tasking, by=cast.iain, at=NOW)
    address = reverse("board:plan_for_tasking", args=[tasking.ref])
    is_warned_once(cast.tam, address, there, "Put it forward")


def test_for_a_spotlight(cast: Partnership, meeting: Meeting, there: Action) -> None:
    about = {"title": "Doorstep crime", "kind": "discussion", "purpose": "decision"}
    item = add_item(meeting, fields=about, by=cast.morag, at=NOW)
    shown = {"topic": "Doorstep crime", "body": cast.fire, "post": "Inspector"}
    spotlight = give_spotlight(item, fields=shown, by=cast.morag, at=NOW)
    address = reverse("board:spotlight_outcome", args=[spotlight.ref, "action"])
    is_warned_once(cast.morag, f"{address}?plan={cast.prevent_plan.ref}", there, "Add the action")


def test_for_a_decision(cast: Partnership, decision: Decision, there: Action) -> None:
    address = reverse("board:follow", args=[decision.ref, "action"])
    is_warned_once(cast.morag, f"{address}?plan={cast.prevent_plan.ref}", there, "Add the action")
