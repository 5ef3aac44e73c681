"""Asks of the forward plan: made, answered, overdue, carried over."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.errors import NotAllowed
from drystane.board.models import Ask, AskState, Meeting
from drystane.board.operations.asking import ask_for, decline, promise, receive
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import plan_meeting
from drystane.board.tests.browsing import page_of, words_in
from tests.cast import NOW, TODAY, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")
NOVEMBER = date(2015, 11, 25)


@pytest.fixture
def november(cast: Partnership) -> Meeting:
    return plan_meeting(group=cast.board, on=NOVEMBER, starts_at=None, venue="", by=cast.morag, at=NOW)


@pytest.fixture
def ask(cast: Partnership, november: Meeting) -> Ask:
    return ask_for(
        november,
        asked="Say who was trained",
        due_on=date(2015, 11, 10),
        of_group=cast.prevent,
        by=cast.morag,
        at=NOW,
    )


def test_anybody_who_may_propose_asks_and_the_group_asked_sees_it(
    cast: Partnership, november: Meeting
) -> None:
    sent = {
        "meeting": november.ref,
        "asked": "Bring the numbers",
        "of_group": cast.prevent.ref,
        "due_on": "10/11/2015",
    }
    assert signed_in(cast.wallace).post(reverse("board:new_ask"), sent).status_code == 302
    made = Ask.objects.get()

    assert "Bring the numbers" in page_of(cast.aileen, reverse("board:forward_plan"))
    assert "It is promised" not in page_of(cast.aileen, made.get_absolute_url())
    assert "It is promised" in page_of(cast.shona, made.get_absolute_url())
    assert signed_in(cast.iain).get(made.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a group or a body, or name a post."),
        ({"of_post": "Inspector", "of_group": True}, "not both at once"),
        ({"of_post": "Inspector", "due_on": "26/11/2015"}, "a day before the meeting, or the day itself"),
        ({"of_post": "Inspector", "due_on": "1/9/2015"}, "a day that is still to come"),
    ],
)
def test_what_is_wrong_with_an_ask_is_said(
    cast: Partnership, november: Meeting, sent: dict[str, str | bool], words: str
) -> None:
    if sent.get("of_group"):
        sent = {**sent, "of_group": cast.prevent.ref}
    whole = {"meeting": november.ref, "asked": "Numbers", "due_on": "10/11/2015", **sent}
    assert words in words_in(signed_in(cast.morag).post(reverse("board:new_ask"), whole))
    assert not Ask.objects.exists()


def test_the_second_to_answer_is_told(cast: Partnership, ask: Ask) -> None:
    stale = Ask.objects.get(pk=ask.pk)
    receive(ask, by=cast.shona, at=NOW)
    with pytest.raises(NotAllowed, match="Somebody else has just answered"):
        promise(stale, by=cast.morag, at=NOW)
    assert Ask.objects.get().state == AskState.RECEIVED


def test_a_decline_gives_its_reason_and_may_be_thought_better_of(cast: Partnership, ask: Ask) -> None:
    with pytest.raises(ValidationError, match="Say why"):
        decline(ask, by=cast.shona, at=NOW, why=" ")
    decline(ask, by=cast.shona, at=NOW, why="No time")
    assert "No time" in page_of(cast.morag, ask.get_absolute_url())
    promise(ask, by=cast.shona, at=NOW)
    assert ask.state == AskState.PROMISED


def test_only_what_has_not_come_is_overdue(cast: Partnership, ask: Ask) -> None:
    Ask.objects.update(due_on=TODAY)
    assert not Ask.objects.overdue(TODAY).exists(), "the day itself is not too late"
    later = date(2015, 9, 3)
    assert Ask.objects.overdue(later).exists()
    ask.refresh_from_db()
    receive(ask, by=cast.shona, at=NOW)
    assert not Ask.objects.overdue(later).exists()
    assert not ask.is_overdue(later)


def test_closing_carries_what_has_not_come_and_freezes_what_has(
    cast: Partnership, meeting: Meeting, november: Meeting
) -> None:
    came, waits = (
        ask_for(meeting, asked=words, due_on=TODAY, of_body=cast.fire, by=cast.morag, at=NOW)
        for words in ("Figures", "Slides")
    )
    receive(came, by=cast.morag, at=NOW)
    close_meeting(meeting, by=cast.morag, at=NOW)

    waits.refresh_from_db()
    assert (waits.meeting, waits.due_on, waits.state) == (november, TODAY, AskState.ASKED)
    assert "Carried over to the meeting of 25 November 2015" in page_of(cast.morag, waits.get_absolute_url())
    came.refresh_from_db()
    assert came.meeting == meeting
    with pytest.raises(NotAllowed, match="This meeting is closed"):
        ask_for(meeting, asked="More", due_on=TODAY, of_body=cast.fire, by=cast.morag, at=NOW)


def test_a_meeting_planned_later_takes_over_what_waits(cast: Partnership, meeting: Meeting) -> None:
    waits = ask_for(meeting, asked="Slides", due_on=TODAY, of_body=cast.fire, by=cast.morag, at=NOW)
    close_meeting(meeting, by=cast.morag, at=NOW)
    planned = plan_meeting(group=cast.board, on=NOVEMBER, starts_at=None, venue="", by=cast.morag, at=NOW)
    waits.refresh_from_db()
    assert waits.meeting == planned


@pytest.mark.parametrize("how_many", [1, 24])
def test_the_forward_plan_asks_the_same_however_long_it_is(
    cast: Partnership, november: Meeting, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(how_many):
        ask_for(november, asked=f"Ask {number}", due_on=TODAY, of_body=cast.fire, by=cast.morag, at=NOW)
    client = signed_in(cast.morag)
    with django_assert_num_queries(9):
        client.get(reverse("board:forward_plan"))


def test_the_list_is_taken_away_by_those_who_may(cast: Partnership, ask: Ask) -> None:
    address = reverse("board:forward_plan") + "?export=csv"
    assert "Say who was trained" in signed_in(cast.wallace).get(address).content.decode("utf-8-sig")
    assert signed_in(cast.priya).get(address).status_code == 403


@pytest.mark.parametrize("state", ["asked", "promised"])
def test_one_button_of_an_ask_leads_and_the_others_follow(cast: Partnership, ask: Ask, state: str) -> None:
    Ask.objects.update(state=state)
    page = signed_in(cast.morag).get(ask.get_absolute_url()).content.decode().partition("<main")[2]
    buttons = re.findall(r'class="(ds_button(?: [^"]*)?)"', page)
    assert len(buttons) > 1
    assert [kind for kind in buttons if "secondary" not in kind] == buttons[:1]
