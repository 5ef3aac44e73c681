"""What each reader sees: counts for the board, people for those who keep the records."""

import re
from datetime import date

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.training.models import Completion, Staff, Team
from drystane.training.operations.people import NewCompletion, record_completions, unname_leavers
from drystane.training.operations.seats import suggest_seats
from drystane.training.operations.sessions import book
from drystane.training.tests.conftest import TODAY, Desk
from tests.cast import NOW
from tests.clients import signed_in

PAGES = ("index", "coverage", "courses", "teams", "sessions")


def page(user: User, name: str, *args: str, query: str = "") -> str:
    answer = signed_in(user).get(reverse(f"training:{name}", args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def without_tokens(content: bytes) -> bytes:
    return re.sub(rb"[A-Za-z0-9]{64}", b"", content)


def complete(desk: Desk, *references: str) -> None:
    rows = [NewCompletion(desk.person(one), desk.version, date(2015, 3, 4)) for one in references]
    record_completions(rows, by=desk.lorna, at=NOW)


def test_coverage_counts_the_unknown_and_moves_with_what_is_completed(desk: Desk) -> None:
    before = page(desk.cast.morag, "coverage", query="?by=team")
    complete(desk, "I-01", "I-02", "I-03")
    after = page(desk.cast.morag, "coverage", query="?by=team")

    assert "Inspectors</th><td>6</td><td>0</td><td>0</td><td>0</td><td>0</td><td>6</td><td>0</td>" in before
    assert "Inspectors</th><td>6</td><td>3</td><td>0</td><td>0</td><td>0</td><td>3</td><td>0</td>" in after
    assert "Volunteers</th><td>7</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>7</td>" in after


def test_coverage_moves_on_the_board_page(desk: Desk) -> None:
    meetings = reverse("board:meetings")
    assert "0 of 21 in date" in signed_in(desk.cast.morag).get(meetings).content.decode()
    complete(desk, "I-01", "W-01")
    assert "2 of 21 in date" in signed_in(desk.cast.morag).get(meetings).content.decode()


def test_a_small_team_is_told_to_those_who_keep_its_records_and_to_nobody_else(desk: Desk) -> None:
    Staff.objects.filter(team=desk.inspectors, reference__gt="I-03").delete()
    desk.inspectors.refresh_from_db()

    for_lorna = page(desk.lorna, "team", desk.inspectors.ref)
    for_morag = page(desk.cast.morag, "team", desk.inspectors.ref)
    queue = page(desk.cast.morag, "first", desk.group.ref, desk.wrap.ref)

    assert "<td>3</td>" in for_lorna
    assert "Kept back: too few people" in for_morag
    assert "<td>3</td>" not in for_morag
    assert "3 of its 3 people" not in queue
    # Where it stands in the queue would tell of its points: whoever is told comes first, and is counted anew.
    assert queue.index("Volunteers") < queue.index("Inspectors")
    assert "Place 1: 7 due" in queue


def test_no_page_of_others_tells_anybody_by_reference(desk: Desk) -> None:
    """The same bytes whatever the references are."""
    session = desk.session()
    book(session, [desk.person("I-01")], by=desk.lorna, at=NOW)
    complete(desk, "I-02")
    addresses = [
        *(reverse(f"training:{name}") for name in PAGES),
        reverse("training:team", args=[desk.inspectors.ref]),
        reverse("training:session", args=[session.ref]),
        reverse("training:first", args=[desk.group.ref, desk.wrap.ref]),
        reverse("training:coverage") + "?by=team&export=csv",
    ]

    def seen(user: User) -> list[bytes]:
        client = signed_in(user)
        return [without_tokens(client.get(address).content) for address in addresses]

    before = {user: seen(user) for user in (desk.ewan, desk.cast.morag)}
    for staff in Staff.objects.all():
        staff.reference, staff.role = f"Z{staff.ref}", "Somebody else"
        staff.save()
    assert {user: seen(user) for user in (desk.ewan, desk.cast.morag)} == before


@pytest.mark.parametrize("name", ["first", "team", "person", "session"])
def test_a_records_page_asks_as_much_at_every_size(
    desk: Desk, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        Staff.objects.create(team=desk.wardens, reference=f"M-{number:03}")
    session = desk.session(places=40)
    book(session, list(desk.wardens.staff.all()), by=desk.lorna, at=NOW)
    arguments = {
        "first": [desk.group.ref, desk.wrap.ref],
        "team": [desk.wardens.ref],
        "person": [desk.person("M-001").ref],
        "session": [session.ref],
    }
    client, url = signed_in(desk.lorna), reverse(f"training:{name}", args=arguments[name])
    with django_assert_max_num_queries(15):
        client.get(url)


@pytest.mark.parametrize("name", ["person", "edit_person", "record"])
def test_a_person_answers_like_nobody_to_whoever_may_not_see_them(desk: Desk, name: str) -> None:
    there = reverse(f"training:{name}", args=[desk.person("I-01").ref])
    nobody = reverse(f"training:{name}", args=["0" * 12])
    for user in (desk.ewan, desk.cast.morag, desk.cast.tam):
        client = signed_in(user)
        found, absent = client.get(there), client.get(nobody)
        assert without_tokens(found.content) == without_tokens(absent.content)
        assert (found.status_code, absent.status_code) == (404, 404)


@pytest.mark.parametrize(
    "name", [*(f"training:{name}" for name in (*PAGES, "staff", "due")), "board:meetings"]
)
def test_pages_ask_as_much_at_every_size(
    desk: Desk, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        Staff.objects.create(team=desk.wardens, reference=f"M-{number:03}")
    for number in range(12):
        Team.objects.create(
            group=desk.group, organisation=desk.cast.fire, code=f"t{number}", name=f"Team {number}"
        )
        desk.session()
    reader = desk.cast.morag if name.startswith("board") else desk.lorna
    client, url = signed_in(reader), reverse(name)
    with django_assert_max_num_queries(15):
        client.get(url)


def test_a_completion_is_recorded_and_withdrawn_with_a_reason(desk: Desk) -> None:
    client, person = signed_in(desk.lorna), desk.person("I-01")
    given = {"course_version": desk.version.ref, "on": "1/9/2015", "evidence": "C-7"}
    client.post(reverse("training:record", args=[person.ref]), given)
    completion = Completion.objects.get()
    again = client.post(reverse("training:record", args=[person.ref]), given)
    assert "on record already" in again.content.decode()
    later = client.post(reverse("training:record", args=[person.ref]), {**given, "on": "3/9/2015"})
    assert "That day has not come" in later.content.decode()

    client.post(reverse("training:withdraw", args=[completion.ref]), {"why": "Another person"})

    completion.refresh_from_db()
    assert (completion.withdrawn_by, completion.withdrawn_because) == (desk.lorna, "Another person")


def test_the_second_of_two_people_is_told(desk: Desk) -> None:
    client, url = signed_in(desk.lorna), reverse("training:edit_team", args=[desk.wardens.ref])
    given = {
        "name": "Wardens",
        "code": "wardens",
        "organisation": desk.cast.council.ref,
        "exposure": "3",
        "seen": "1",
    }
    client.post(url, {**given, "site": "Yard"})
    told = client.post(url, {**given, "site": "Town"})
    assert "Somebody else has just changed this" in told.content.decode()
    desk.wardens.refresh_from_db()
    assert desk.wardens.site == "Yard"


def test_only_a_desk_keeps_training_records(desk: Desk) -> None:
    for name in ("new_team", "new_rule", "new_session"):
        url = reverse(f"training:{name}", args=[desk.cast.integrity.ref])
        assert signed_in(desk.cast.iain).get(url).status_code == 404


def test_whoever_left_two_years_ago_loses_their_reference(desk: Desk) -> None:
    complete(desk, "I-01")
    Staff.objects.filter(reference="I-01").update(left_on=date(2013, 9, 1), role="Inspector")
    Staff.objects.filter(reference="I-02").update(left_on=date(2013, 9, 2))

    assert unname_leavers(before=date(2013, 9, 2), at=NOW) == 1

    gone = Completion.objects.get().staff
    assert (gone.reference, gone.role) == (f"left-{gone.ref}", "")
    assert unname_leavers(before=date(2013, 9, 2), at=NOW) == 0


def test_home_says_what_waits_for_those_who_keep_the_records(desk: Desk) -> None:
    desk.session()
    coming = desk.session(on=date(2015, 9, 9))
    suggest_seats(desk.group, desk.wrap, [coming], by=desk.lorna, at=NOW, today=TODAY)
    lapsing = NewCompletion(desk.person("I-01"), desk.version, date(2013, 10, 15))
    record_completions([lapsing], by=desk.lorna, at=NOW)
    words = (
        "Take attendance of the session",
        "Decide on the seats suggested",
        "Training of 1 person lapses within 60 days",
    )

    for_lorna, for_ewan = (signed_in(user).get("/").content.decode() for user in (desk.lorna, desk.ewan))

    assert [some in for_lorna for some in words] == [True, True, True]
    assert [some in for_ewan for some in words] == [False, False, False]
