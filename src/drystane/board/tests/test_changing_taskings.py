"""Until the group answers, the board may ask otherwise, and the group sees that it did."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit.models import Event
from drystane.board.models import Tasking, TaskingMove, TaskingState
from drystane.board.operations.tasking import accept_tasking, change_tasking, give_tasking
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")

WORDS = "Say how we check those who buy from us"


@pytest.fixture
def tasking(cast: Partnership) -> Tasking:
    return give_tasking(
        board=cast.board,
        to_group=cast.integrity,
        recommendation=None,
        asked=WORDS,
        report_back_on=date(2015, 11, 4),
        by=cast.morag,
        at=NOW,
    )


def changed(by: User, tasking: Tasking, **said: Any) -> HttpResponse:
    now = {
        "asked": tasking.asked,
        "report_back_on": "4/11/2015",
        "why": "They asked",
        "seen": tasking.version,
    }
    address = reverse("board:change_tasking", args=[tasking.ref])
    return signed_in(by).post(address, {**now, **said})  # type: ignore[return-value]  # the test client's own kind


def test_the_group_sees_what_was_asked_before_and_why_it_changed(cast: Partnership, tasking: Tasking) -> None:
    answer = changed(cast.morag, tasking, asked="Say who buys from us", report_back_on="2/12/2015")

    assert answer.status_code == 302
    page = signed_in(cast.iain).get(tasking.get_absolute_url()).content.decode()
    assert "Say who buys from us" in page
    before = f"Morag changed what is asked on 2 September 2015. Before: “{WORDS}”, to report back by"
    assert f"{before} 4 November 2015" in page
    assert "They asked" in page
    event = Event.objects.get(verb="tasking.changed")
    assert (event.object_ref, event.actor_ref) == (tasking.ref, cast.morag.ref)
    tasking.refresh_from_db()
    assert (tasking.state, tasking.report_back_on) == (TaskingState.GIVEN, date(2015, 12, 2))


def test_only_those_who_run_the_board_change_it(cast: Partnership, tasking: Tasking) -> None:
    statuses = [changed(who, tasking, asked="x").status_code for who in (cast.iain, cast.tam, cast.wallace)]
    assert statuses == [403, 403, 403]
    assert changed(cast.shona, tasking, asked="x").status_code == 404


@pytest.mark.parametrize("state", ["accepted", "returned", "reported", "withdrawn"])
def test_what_is_answered_stays_as_it_was_asked(cast: Partnership, tasking: Tasking, state: str) -> None:
    Tasking.objects.update(state=state)
    page = changed(cast.morag, tasking, asked="Something else").content.decode()
    assert "The group has answered this by now" in page
    assert "Something else</textarea>" in page
    assert Tasking.objects.get().asked == WORDS


def test_a_group_does_not_accept_words_that_it_has_not_read(cast: Partnership, tasking: Tasking) -> None:
    looked_at = Tasking.objects.get()
    change_tasking(
        tasking, asked="Do it all", report_back_on=date(2015, 11, 4), by=cast.morag, at=NOW, why="More"
    )
    with pytest.raises(NotAllowed, match="Somebody else has just changed this tasking"):
        accept_tasking(looked_at, by=cast.iain, at=NOW)
    address = reverse("board:tasking_verb", args=[tasking.ref, "accept"])
    client = signed_in(cast.iain)
    page = client.post(address, {"why": "", "seen": looked_at.version}).content.decode()
    assert "Somebody else has just changed this tasking" in page
    assert "Do it all" in page
    # Having read it, they send it again.
    assert client.post(address, {"why": "", "seen": tasking.version}).status_code == 302


def test_the_second_of_two_changes_is_told(cast: Partnership, tasking: Tasking) -> None:
    changed(cast.morag, tasking, asked="First")
    page = changed(cast.gordon, tasking, asked="Second").content.decode()
    assert "Somebody else has just changed this tasking" in page
    assert Tasking.objects.get().asked == "First"


def test_a_change_has_a_reason_changes_something_and_names_a_day_to_come(
    cast: Partnership, tasking: Tasking
) -> None:
    def change(asked: str = "Other", day: date = tasking.report_back_on, why: str = "Because") -> None:
        change_tasking(tasking, asked=asked, report_back_on=day, by=cast.morag, at=NOW, why=why)

    with pytest.raises(ValidationError, match="Say why"):
        change(why=" ")
    with pytest.raises(ValidationError, match="still to come"):
        change(day=NOW.date() - timedelta(days=1))
    with pytest.raises(NotAllowed, match="asked already"):
        change(asked=WORDS)
    assert TaskingMove.objects.count() == 1
    # A day that has passed meanwhile does not keep the words from being put right.
    Tasking.objects.update(report_back_on=date(2015, 8, 1))
    tasking.refresh_from_db()
    change(day=date(2015, 8, 1))
    assert Tasking.objects.get().asked == "Other"
