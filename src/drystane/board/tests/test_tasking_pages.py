"""The pages of taskings: finding them, answering them, giving them, planning for them."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.board.models import ActionReason, Tasking, TaskingState
from drystane.board.operations.tasking import accept_tasking, give_tasking
from tests.cast import NOW, Partnership, make_action, make_edition
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")

NOVEMBER = date(2015, 11, 4)


@pytest.fixture
def tasking(cast: Partnership) -> Tasking:
    return give(cast, "Say how we check those who buy from us")


def give(cast: Partnership, asked: str, on: date = NOVEMBER) -> Tasking:
    return give_tasking(
        board=cast.board,
        to_group=cast.integrity,
        recommendation=None,
        asked=asked,
        report_back_on=on,
        by=cast.morag,
        at=NOW,
    )


def text_of(client: Client, address: str, *arguments: str) -> str:
    response = client.get(reverse(address, args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def verb(client: Client, tasking: Tasking, name: str, **data: str) -> int:
    """The status of the answer: 302 when it was done."""
    return answered(client, tasking, name, **data).status_code


def answered(client: Client, tasking: Tasking, name: str, **data: str) -> HttpResponse:
    """By somebody who has just looked at it."""
    seen = str(Tasking.objects.get(pk=tasking.pk).version)
    address = reverse("board:tasking_verb", args=[tasking.ref, name])
    return client.post(address, {"seen": seen, **data})  # type: ignore[return-value]  # the test client's own kind


def test_the_list_shows_what_one_may_see(cast: Partnership, tasking: Tasking) -> None:
    assert tasking.asked in text_of(signed_in(cast.tam), "board:taskings")
    hidden = text_of(signed_in(cast.shona), "board:taskings")
    assert tasking.asked not in hidden
    assert "Nobody has been tasked yet" in hidden


def test_what_is_late_says_so_in_words(cast: Partnership) -> None:
    give(cast, "In time")
    Tasking.objects.filter(pk=give(cast, "Too late").pk).update(report_back_on=date(2015, 9, 1))
    client = signed_in(cast.morag)

    late = client.get(reverse("board:taskings"), {"late": "on"}).content.decode()
    assert "Too late" in late
    assert "In time" not in late
    assert '<span class="ds_tag ds_tag--red">Late</span>' in late


def test_a_list_is_narrowed_by_words_state_and_group(cast: Partnership, tasking: Tasking) -> None:
    accept_tasking(give(cast, "Train the regulators"), by=cast.iain, at=NOW)
    client = signed_in(cast.morag)

    def shown(**query: str) -> int:
        page = client.get(reverse("board:taskings"), query).content.decode()
        return page.count('<td class="wide">')

    assert shown() == 2
    assert shown(words="regulators") == 1
    assert shown(state="accepted") == 1
    assert shown(group=cast.integrity.ref) == 2
    assert shown(group=cast.prevent.ref) == 0


def test_the_list_is_taken_away_as_a_file_by_those_who_may(cast: Partnership, tasking: Tasking) -> None:
    address = reverse("board:taskings")

    taken = signed_in(cast.tam).get(address, {"export": "csv"})
    rows = list(csv.reader(StringIO(taken.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Reference", "What is asked", "Asked of", "Report back by"]
    assert rows[1][:2] == [tasking.ref, tasking.asked]
    assert signed_in(cast.priya).get(address, {"export": "csv"}).status_code == 403  # observes the board


@pytest.mark.parametrize("how_many", [2, 24])
def test_the_list_asks_the_same_however_long_it_is(
    cast: Partnership, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for number in range(how_many):
        give(cast, f"Ask {number}")
    client = signed_in(cast.morag)

    with django_assert_num_queries(9):
        client.get(reverse("board:taskings"))


@pytest.mark.parametrize("how_many", [1, 12])
def test_a_tasking_asks_the_same_however_much_came_of_it(
    cast: Partnership, tasking: Tasking, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for number in range(how_many):
        action = make_action(cast.integrity_plan, f"Action {number}", lead_person=cast.tam)
        ActionReason.objects.create(action=action, tasking=tasking)
    client = signed_in(cast.iain)

    with django_assert_num_queries(15):
        client.get(tasking.get_absolute_url())


def test_a_tasking_says_what_happened_in_sentences(cast: Partnership, tasking: Tasking) -> None:
    client = signed_in(cast.iain)
    assert verb(client, tasking, "return", why="Procurement leads on this") == 302
    assert (
        verb(signed_in(cast.morag), tasking, "give_again", why="They help", report_back_on="2/12/2015") == 302
    )

    page = text_of(client, "board:tasking", tasking.ref)
    for sentence in (
        "Morag asked Integrity Group on 2 September 2015",
        "Iain returned it for Integrity Group on 2 September 2015",
        "Procurement leads on this",
        "Morag asked Integrity Group again on 2 September 2015",
        "2 December 2015",
    ):
        assert sentence in page


@pytest.mark.parametrize(
    ("who", "state", "buttons"),
    [
        ("iain", "given", ["Accept it", "Return it with a reason"]),
        ("iain", "accepted", ["Plan an action for it", "Report back"]),
        ("iain", "returned", []),
        ("tam", "given", []),
        ("tam", "accepted", ["Plan an action for it"]),
        ("morag", "given", ["Change what is asked", "Withdraw it"]),
        ("morag", "returned", ["Ask again", "Withdraw it"]),
        ("morag", "reported", []),
        ("wallace", "given", []),
    ],
)
def test_everybody_is_offered_what_they_may_do(
    cast: Partnership, tasking: Tasking, who: str, state: str, buttons: list[str]
) -> None:
    Tasking.objects.update(state=state)
    page = text_of(signed_in(getattr(cast, who)), "board:tasking", tasking.ref)

    every = [
        "Plan an action for it",
        "Accept it",
        "Return it with a reason",
        "Report back",
        "Change what is asked",
        "Ask again",
        "Withdraw it",
    ]
    assert [words for words in every if f'">{words}</a>' in page] == buttons


@pytest.mark.parametrize("name", ["accept", "return", "report"])
def test_only_chair_and_lead_officer_of_the_group_answer(
    cast: Partnership, tasking: Tasking, name: str
) -> None:
    def status(user: User) -> int:
        return verb(signed_in(user), tasking, name, why="Because")

    assert [status(user) for user in (cast.tam, cast.morag, cast.gordon, cast.wallace)] == [403] * 4
    assert [status(user) for user in (cast.shona, cast.stranger)] == [404] * 2
    tasking.refresh_from_db()
    assert tasking.state == TaskingState.GIVEN


@pytest.mark.parametrize("name", ["withdraw", "give_again"])
def test_only_chair_and_lead_officer_of_the_board_ask_otherwise(
    cast: Partnership, tasking: Tasking, name: str
) -> None:
    for user in (cast.iain, cast.tam, cast.wallace, cast.priya):
        assert verb(signed_in(user), tasking, name, why="Because", report_back_on="2/12/2015") == 403


def test_a_reason_that_is_missing_is_asked_for_beside_its_field(cast: Partnership, tasking: Tasking) -> None:
    client = signed_in(cast.iain)
    response = answered(client, tasking, "return", why="")

    assert response.status_code == 200
    assert "Fill in “Why the group returns it”." in response.content.decode()


def test_the_second_to_answer_is_told_and_keeps_what_was_typed(cast: Partnership, tasking: Tasking) -> None:
    accept_tasking(Tasking.objects.get(), by=cast.iain, at=NOW)
    response = answered(signed_in(cast.iain), tasking, "return", why="We have no time")

    page = response.content.decode()
    assert response.status_code == 200
    assert "This tasking is “accepted”" in page
    assert "We have no time" in page


def test_a_recommendation_is_tasked_from_its_page(cast: Partnership) -> None:
    asked = make_edition(recommendations=1).recommendations.get()
    address = reverse("board:give_tasking") + f"?recommendation={asked.ref}"
    client = signed_in(cast.morag)
    assert asked.text in client.get(address).content.decode()

    response = client.post(
        address,
        {
            "board": cast.board.ref,
            "to_group": cast.prevent.ref,
            "recommendation": asked.ref,
            "asked": "Do it by spring",
            "report_back_on": "4/11/2015",
            "supporting_groups": [cast.integrity.ref],
        },
    )

    given = Tasking.objects.get()
    assert response.status_code == 302
    assert (given.recommendation, given.to_group, given.given_by) == (asked, cast.prevent, cast.morag)
    assert list(given.supporting_groups.all()) == [cast.integrity]


def test_only_groups_that_the_board_oversees_are_offered(cast: Partnership) -> None:
    from drystane.partners.models import Group

    elsewhere = Group.objects.create(code="elsewhere", name="Another town's group")
    client = signed_in(cast.morag)
    assert "Another town" not in text_of(client, "board:give_tasking")

    response = client.post(
        reverse("board:give_tasking"),
        {
            "board": cast.board.ref,
            "to_group": elsewhere.ref,
            "asked": "Do it",
            "report_back_on": "4/11/2015",
        },
    )
    assert response.status_code == 200
    assert not Tasking.objects.exists()


def test_nobody_else_gives_a_tasking(cast: Partnership) -> None:
    for user in (cast.iain, cast.wallace, cast.stranger):
        assert signed_in(user).get(reverse("board:give_tasking")).status_code == 403


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Partnership) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:give_tasking"),
        {
            "board": cast.board.ref,
            "to_group": cast.prevent.ref,
            "asked": "Do it",
            "report_back_on": "1/9/2015",
        },
    )

    page = response.content.decode()
    assert "Give a day that is still to come." in page
    assert "Do it</textarea>" in page


def test_the_group_plans_an_action_for_it(cast: Partnership, tasking: Tasking) -> None:
    accept_tasking(tasking, by=cast.iain, at=NOW)
    client, address = signed_in(cast.tam), reverse("board:plan_for_tasking", args=[tasking.ref])
    assert tasking.asked in client.get(address).content.decode()

    response = client.post(address, {"title": "Check the buyers", "community": "none", "marking": "official"})

    assert response.status_code == 302
    reason = ActionReason.objects.get()
    assert (reason.tasking, reason.action.title, reason.action.plan) == (
        tasking,
        "Check the buyers",
        cast.integrity_plan,
    )
    assert "Check the buyers" in text_of(client, "board:tasking", tasking.ref)


def test_an_action_in_the_plan_is_said_to_answer_it(cast: Partnership, tasking: Tasking) -> None:
    accept_tasking(tasking, by=cast.iain, at=NOW)
    ours, theirs = make_action(cast.integrity_plan, "Ours"), make_action(cast.prevent_plan, "Theirs")
    client, address = signed_in(cast.tam), reverse("board:link_action", args=[tasking.ref])
    page = client.get(address).content.decode()
    assert "Ours" in page
    assert "Theirs" not in page

    assert client.post(address, {"action": theirs.ref}).status_code == 200
    assert client.post(address, {"action": ours.ref}).status_code == 302
    assert ActionReason.objects.get().action == ours


@pytest.mark.parametrize("address", ["board:plan_for_tasking", "board:link_action"])
def test_those_who_may_not_propose_plan_nothing(cast: Partnership, tasking: Tasking, address: str) -> None:
    assert signed_in(cast.morag).get(reverse(address, args=[tasking.ref])).status_code == 403
    assert signed_in(cast.shona).get(reverse(address, args=[tasking.ref])).status_code == 404


def test_a_sensitive_action_is_not_there_for_those_who_may_not_see_it(
    cast: Partnership, tasking: Tasking
) -> None:
    hidden = make_action(cast.integrity_plan, "Look into it", marking="sensitive", descriptor="commercial")
    ActionReason.objects.create(action=hidden, tasking=tasking)

    assert "Look into it" not in text_of(signed_in(cast.morag), "board:tasking", tasking.ref)
    page = text_of(signed_in(cast.iain, purpose="Reviewing the plan"), "board:tasking", tasking.ref)
    assert "Look into it" in page
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in page


def test_a_decision_is_named_only_to_those_who_see_its_meeting(
    cast: Partnership, tasking: Tasking, decided: Callable[[Tasking], None]
) -> None:
    decided(tasking)

    assert "The strategy, refreshed" in text_of(signed_in(cast.wallace), "board:tasking", tasking.ref)
    assert "The strategy, refreshed" not in text_of(signed_in(cast.iain), "board:tasking", tasking.ref)
