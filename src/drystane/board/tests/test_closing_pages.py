"""The page that closes a meeting, and the rolling action log."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.board.models import (
    AgendaItem,
    Decision,
    Meeting,
    Paper,
    StoredPack,
)
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import plan_meeting
from drystane.board.tests.browsing import WHY, add_decided, hide, page_of
from drystane.plans.models import Action
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


def test_the_page_says_what_is_missing_and_offers_no_button(cast: Partnership, paper: Paper) -> None:
    page = page_of(cast.morag, reverse("board:close", args=[paper.meeting.ref]))

    assert "recommendation 2.1" in page
    assert "Not approved by the chair" in page
    assert '<button class="ds_button" type="submit">Close the meeting</button>' not in page


def test_the_page_names_an_action_that_nobody_has_been_given(cast: Partnership, decision: Decision) -> None:
    page = page_of(cast.morag, reverse("board:close", args=[decision.item.meeting.ref]))

    assert "An action was asked for and given to nobody" in page
    assert "Ask the charities" in page


def close(user: User, meeting: Meeting) -> str:
    client, address = signed_in(user), reverse("board:close", args=[meeting.ref])
    version = Meeting.objects.get(pk=meeting.pk).version
    assert (
        '<button class="ds_button" type="submit">Close the meeting</button>'
        in client.get(address).content.decode()
    )
    return client.post(address, {"seen": version}, follow=True).content.decode()


def test_a_meeting_is_closed_and_says_what_it_kept(cast: Partnership, meeting: Meeting) -> None:
    add_decided(cast, meeting, "Scams")
    plan_meeting(group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW)

    page = close(cast.morag, meeting)
    assert "The meeting is closed: 1 paper kept as it was." in page
    assert "The rolling action log is on the agenda of 25 November 2015." in page
    assert StoredPack.objects.for_board().count() == 1
    assert "Add an item" not in page


def test_what_is_hidden_is_kept_too_and_not_counted(cast: Partnership, meeting: Meeting) -> None:
    hide(add_decided(cast, meeting, "Takeover").item)

    assert "0 papers" in close(cast.morag, meeting)
    assert StoredPack.objects.for_board().count() == 1


def test_what_is_missing_behind_a_purpose_is_said_without_naming_it(cast: Partnership, paper: Paper) -> None:
    hide(paper.item)

    client, address = signed_in(cast.morag), reverse("board:close", args=[paper.meeting.ref])
    page = client.get(address).content.decode()
    assert '<button class="ds_button" type="submit">Close the meeting</button>' not in page
    assert "shown to you only for a stated purpose" in page
    assert paper.heading not in page


def test_the_agenda_having_changed_closing_waits(cast: Partnership, item: AgendaItem) -> None:
    page = (
        signed_in(cast.morag)
        .post(reverse("board:close", args=[item.meeting.ref]), {"seen": 1})
        .content.decode()
    )

    assert "Somebody else has just changed this meeting" in page
    assert Meeting.objects.get().state == "planned"


def test_a_closed_meeting_offers_nothing_to_change(cast: Partnership, meeting: Meeting) -> None:
    add_decided(cast, meeting, "Scams")
    close_meeting(meeting, by=cast.morag, at=NOW)

    page = page_of(cast.morag, meeting.get_absolute_url())
    assert "This meeting is closed" in page
    for words in (
        "Add an item",
        "Record what the board did",
        "Take back",
        "Task a group",
        "Close the meeting",
    ):
        assert words not in page
    assert "This meeting is closed already" in page_of(cast.morag, reverse("board:close", args=[meeting.ref]))


@pytest.mark.parametrize("how_many", [1, 8])
def test_the_log_asks_the_same_however_long_it_is(
    cast: Partnership, meeting: Meeting, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for number in range(how_many):
        add_decided(cast, meeting, f"Paper {number}")
    later = plan_meeting(
        group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW
    )
    client = signed_in(cast.morag, purpose=WHY)

    with django_assert_num_queries(8):
        client.get(reverse("board:action_log", args=[later.ref]))


def test_the_log_says_when_who_and_how_it_stands(cast: Partnership, meeting: Meeting) -> None:
    add_decided(cast, meeting, "Scams")
    Action.objects.update(lead_person=cast.wallace, due_on=date(2015, 8, 1))
    later = plan_meeting(
        group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW
    )

    page = page_of(cast.wallace, reverse("board:action_log", args=[later.ref]))
    for words in ("2 September 2015", "Do Scams", "Wallace", "1 August 2015", "Proposed", "Red"):
        assert words in page


def test_the_log_is_taken_away_by_those_who_may(cast: Partnership, meeting: Meeting) -> None:
    add_decided(cast, meeting, "Scams")
    later = plan_meeting(
        group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW
    )
    address = reverse("board:action_log", args=[later.ref])

    taken = signed_in(cast.wallace).get(address, {"export": "csv"})
    rows = list(csv.reader(StringIO(taken.content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["2015-09-02", "Do Scams"]
    assert signed_in(cast.priya).get(address, {"export": "csv"}).status_code == 403
