"""The calendar address: whose sight it has, and who gets nothing by it."""

from datetime import date, time
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drystane.access.models import User
from drystane.board.models import CalendarAddress, Meeting
from drystane.board.operations.asking import ask_for
from drystane.board.operations.calendars import make_address
from drystane.board.operations.meeting import plan_meeting
from drystane.board.tests.browsing import WHY
from drystane.partners.models import Membership
from tests.cast import NOW, Partnership, make_action
from tests.clients import signed_in
from tests.noninterference.looking import TOKEN

pytestmark = pytest.mark.usefixtures("autumn")
DUE = date(2015, 10, 1)


@pytest.fixture
def november(cast: Partnership) -> Meeting:
    on, at = date(2015, 11, 25), time(14)
    return plan_meeting(group=cast.board, on=on, starts_at=at, venue="Town hall", by=cast.morag, at=NOW)


def feed_of(user: User) -> str:
    return reverse("board:calendar_feed", args=[make_address(by=user, at=NOW)])


def read(address: str) -> str:
    """What a calendar program reads, with its lines unfolded."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "")


def test_it_holds_meetings_and_days_by_which_something_is_due(cast: Partnership, november: Meeting) -> None:
    ask_for(november, asked="Bring figures", due_on=DUE, of_group=cast.prevent, by=cast.morag, at=NOW)
    make_action(cast.board_plan, "Write it down", due_on=DUE, status="agreed")
    make_action(cast.board_plan, "Long done", due_on=DUE, status="done")

    said = read(feed_of(cast.morag))

    assert "SUMMARY:Meeting of the Safer Board" in said
    assert "DTSTART:20151125T140000Z" in said
    assert "Asked of Prevent Group: Bring figures" in said
    assert "SUMMARY:Due: Write it down" in said
    assert "Long done" not in said


def test_it_shows_what_its_owner_may_see_and_no_more(cast: Partnership, november: Meeting) -> None:
    make_action(cast.integrity_plan, "Integrity's own", due_on=DUE, status="agreed")
    said = read(feed_of(cast.aileen))
    assert "Integrity's own" not in said
    assert "Meeting of" not in said
    assert "Integrity's own" in read(feed_of(cast.tam))


def test_nothing_sensitive_is_in_it_whatever_purpose_was_stated(cast: Partnership, november: Meeting) -> None:
    make_action(
        cast.integrity_plan,
        "Heron",
        due_on=DUE,
        status="agreed",
        marking="sensitive",
        descriptor="commercial",
    )
    address = feed_of(cast.iain)
    assert "Heron" not in signed_in(cast.iain, purpose=WHY).get(address).content.decode()


def test_it_obeys_the_rights_of_the_day_it_is_read(cast: Partnership, november: Meeting) -> None:
    address = feed_of(cast.wallace)
    assert "Meeting of" in read(address)
    Membership.objects.filter(user=cast.wallace).update(left_at=NOW)
    assert "Meeting of" not in read(address)


def test_it_answers_the_same_bytes_each_time(cast: Partnership, november: Meeting) -> None:
    address = feed_of(cast.morag)
    assert Client().get(address).content == Client().get(address).content


def test_taken_back_closed_and_never_made_answer_alike(cast: Partnership) -> None:
    taken_back, closed = feed_of(cast.morag), feed_of(cast.tam)
    client = signed_in(cast.morag)
    assert client.post(reverse("board:revoke_calendar")).status_code == 302
    User.objects.filter(pk=cast.tam.pk).update(is_active=False)
    never = reverse("board:calendar_feed", args=["never-made"])

    answers = []
    for address in (taken_back, closed, never):
        with CaptureQueriesContext(connection) as queries:
            answer = Client().get(address)
            answers.append((answer.status_code, TOKEN.sub(b"TOKEN", answer.content), len(queries)))
    assert answers == [answers[0]] * 3
    assert answers[0][0] == 404


def test_the_address_is_shown_once_and_kept_as_a_digest(cast: Partnership) -> None:
    client, page = signed_in(cast.morag), reverse("board:my_calendar")
    shown = client.post(page).content.decode()
    address = shown.partition("<code>")[2].partition("</code>")[0]

    assert Client().get(urlsplit(address).path).status_code == 200
    assert "<code>" not in client.get(page).content.decode()
    kept = CalendarAddress.objects.get()
    assert kept.digest not in address
    assert not set(address.split("/")) & set(map(str, vars(kept).values()))


def test_there_is_one_address_at_a_time(cast: Partnership) -> None:
    client, page = signed_in(cast.morag), reverse("board:my_calendar")
    client.post(page)
    assert "You have an address already" in client.post(page).content.decode()
    assert CalendarAddress.objects.count() == 1
