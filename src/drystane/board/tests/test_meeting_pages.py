"""The pages of meetings: the list, planning one, its agenda."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.policy import Role
from drystane.board.models import (
    AgendaItem,
    Meeting,
)
from drystane.board.operations.meeting import add_item, plan_meeting
from drystane.board.tests.browsing import WHY, add_decided, hide, page_of
from drystane.partners.models import Group
from drystane.plans.models import Action
from tests.cast import NOW, Partnership, seat
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


def test_meetings_are_for_those_on_the_board(cast: Partnership, meeting: Meeting) -> None:
    address = reverse("board:meetings")

    for user in (cast.gordon, cast.morag, cast.wallace, cast.priya):
        assert "Invented House" in page_of(user, address)
    for user in (cast.iain, cast.stranger):
        assert "No meeting that you can see" in page_of(user, address)
        assert signed_in(user).get(meeting.get_absolute_url()).status_code == 404


def test_the_list_is_taken_away_by_those_who_may(cast: Partnership, meeting: Meeting) -> None:
    address = reverse("board:meetings") + "?export=csv"

    rows = list(csv.reader(StringIO(signed_in(cast.wallace).get(address).content.decode("utf-8-sig"))))
    assert rows[1] == ["2015-09-02", "Safer Board", "Invented House", "Planned"]
    assert signed_in(cast.priya).get(address).status_code == 403


@pytest.mark.parametrize("how_many", [1, 24])
def test_the_list_asks_the_same_however_long_it_is(
    cast: Partnership, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for day in range(1, how_many + 1):
        plan_meeting(
            group=cast.board, on=date(2015, 10, day), starts_at=None, venue="", by=cast.morag, at=NOW
        )
    client = signed_in(cast.morag)

    # Session, person, seats; outcomes left lying, teams, next, boards run; count, rows, may they be taken?
    with django_assert_num_queries(10):
        client.get(reverse("board:meetings"))


def test_a_meeting_is_planned(cast: Partnership) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:new_meeting"),
        {"board": cast.board.ref, "on": "25/11/2015", "starts_at": "14.30", "venue": "Town hall"},
    )

    meeting = Meeting.objects.get()
    assert response.status_code == 302
    assert (meeting.on, str(meeting.starts_at), meeting.venue) == (
        date(2015, 11, 25),
        "14:30:00",
        "Town hall",
    )


def test_a_second_meeting_on_a_day_is_refused_in_words(cast: Partnership, meeting: Meeting) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:new_meeting"), {"board": cast.board.ref, "on": "2/9/2015", "venue": "Library"}
    )

    page = response.content.decode()
    assert "The board meets on that day already." in page
    assert 'value="Library"' in page


def test_another_board_is_not_planned_for(cast: Partnership) -> None:
    other = Group.objects.create(code="north", name="North Board", kind=Group.Kind.BOARD)

    response = signed_in(cast.morag).post(
        reverse("board:new_meeting"), {"board": other.ref, "on": "25/11/2015"}
    )
    assert response.status_code == 200
    assert not Meeting.objects.exists()


def test_somebody_who_runs_two_boards_says_which(cast: Partnership) -> None:
    other = Group.objects.create(code="north", name="North Board", kind=Group.Kind.BOARD)
    seat(cast.morag, other, Role.CHAIR)

    assert "Which board meets" in page_of(cast.morag, reverse("board:new_meeting"))


def test_a_meeting_is_moved_and_the_second_to_move_it_is_told(cast: Partnership, meeting: Meeting) -> None:
    client, address = signed_in(cast.morag), reverse("board:edit_meeting", args=[meeting.ref])
    sent = {"on": "9/9/2015", "starts_at": "", "venue": "Town hall", "seen": "1"}

    assert client.post(address, sent).status_code == 302
    again = client.post(address, {**sent, "venue": "Library"})
    assert "Somebody else has just changed this meeting" in again.content.decode()
    meeting.refresh_from_db()
    assert (meeting.on, meeting.venue) == (date(2015, 9, 9), "Town hall")


VERBS_OF_A_MEETING = ["edit_meeting", "add_item", "close"]
VERBS_OF_AN_ITEM = ["decide", "drop_item", "write_paper"]


@pytest.mark.parametrize("name", VERBS_OF_A_MEETING)
def test_only_chair_and_lead_officer_run_a_meeting(cast: Partnership, meeting: Meeting, name: str) -> None:
    address = reverse(f"board:{name}", args=[meeting.ref])

    answers = {
        user.username: signed_in(user).get(address).status_code
        for user in (cast.gordon, cast.morag, cast.wallace, cast.priya, cast.iain)
    }
    assert answers == {"gordon": 200, "morag": 200, "wallace": 403, "priya": 403, "iain": 404}


@pytest.mark.parametrize("name", VERBS_OF_AN_ITEM)
def test_only_chair_and_lead_officer_work_on_an_item(cast: Partnership, item: AgendaItem, name: str) -> None:
    address = reverse(f"board:{name}", args=[item.ref])

    assert signed_in(cast.morag).get(address).status_code == 200
    assert signed_in(cast.wallace).get(address).status_code == 403
    assert signed_in(cast.iain).get(address).status_code == 404
    hide(item)
    for user in (cast.morag, cast.wallace, cast.iain):
        assert signed_in(user).get(address).status_code == 404
    assert signed_in(cast.morag, purpose=WHY).get(address).status_code == 200


def test_nobody_else_plans_a_meeting(cast: Partnership) -> None:
    for user in (cast.wallace, cast.iain, cast.stranger):
        assert signed_in(user).get(reverse("board:new_meeting")).status_code == 403


def test_items_are_numbered_as_each_person_sees_them(cast: Partnership, meeting: Meeting) -> None:
    """A gap in the numbers would tell that something is hidden."""
    first, second, third = (
        add_item(meeting, fields={"title": title, "kind": "discussion"}, by=cast.morag, at=NOW)
        for title in ("Welcome", "Takeover of a firm", "Next steps")
    )
    hide(second)

    seen = page_of(cast.wallace, meeting.get_absolute_url())
    assert "2. Next steps" in seen
    assert "Takeover" not in seen
    assert first.title in seen
    whole = page_of(cast.wallace, meeting.get_absolute_url(), purpose=WHY)
    assert "2. Takeover of a firm" in whole
    assert "3. Next steps" in whole
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in whole
    assert third.title in whole


def test_a_sensitive_paper_is_in_no_count_and_no_log(cast: Partnership, meeting: Meeting) -> None:
    decision = add_decided(cast, meeting, "Takeover of a firm")
    hide(decision.item)
    Action.objects.update(marking="sensitive", descriptor="commercial")
    later = plan_meeting(
        group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW
    )

    for address in (
        meeting.get_absolute_url(),
        reverse("board:meetings"),
        reverse("board:action_log", args=[later.ref]),
    ):
        assert "Takeover" not in page_of(cast.morag, address)
    page = page_of(cast.morag, meeting.get_absolute_url())
    assert "0 items" in page
    assert "None to decide" in page
    log = reverse("board:action_log", args=[later.ref])
    assert "Takeover" in page_of(cast.morag, log, purpose=WHY)
    assert "Takeover" not in page_of(cast.priya, log, purpose=WHY)  # observes: no right to it


@pytest.mark.parametrize("how_many", [1, 8])
def test_a_meeting_asks_the_same_however_long_its_agenda_is(
    cast: Partnership, meeting: Meeting, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for number in range(how_many):
        add_decided(cast, meeting, f"Paper {number}")
    client = signed_in(cast.morag)

    with django_assert_num_queries(13):
        client.get(meeting.get_absolute_url())


def test_an_item_is_put_before_another(cast: Partnership, item: AgendaItem) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:add_item", args=[item.meeting.ref]),
        {
            "title": "Declarations of interest",
            "kind": "declarations",
            "purpose": "noting",
            "before": item.ref,
            "marking": "official",
        },
    )

    assert response.status_code == 302
    page = page_of(cast.wallace, item.meeting.get_absolute_url())
    assert page.index("1. Declarations of interest") < page.index(f"2. {item.title}")


def test_a_sensitive_item_says_why_it_is_and_then_hides_from_whoever_gave_no_purpose(
    cast: Partnership, meeting: Meeting
) -> None:
    client, address = signed_in(cast.morag), reverse("board:add_item", args=[meeting.ref])
    sent = {"title": "Takeover", "kind": "paper", "purpose": "decision", "marking": "sensitive"}

    assert "Choose why it is OFFICIAL-SENSITIVE." in client.post(address, sent).content.decode()
    added = client.post(address, {**sent, "descriptor": "commercial"}, follow=True).content.decode()
    assert "State your purpose to see it" in added
    assert "Takeover" not in added


def test_an_item_is_taken_off_the_agenda(cast: Partnership, item: AgendaItem) -> None:
    response = signed_in(cast.morag).post(reverse("board:drop_item", args=[item.ref]))

    assert response.status_code == 302
    assert not AgendaItem.objects.exists()
