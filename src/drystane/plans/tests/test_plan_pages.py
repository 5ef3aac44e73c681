"""The plans as a tree, one plan, and what it takes."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.documents.models import Source
from drystane.plans.models import Plan, Status
from drystane.plans.operations import add_message, write_message
from drystane.plans.tests.conftest import main_of
from drystane.strategy.models import Message
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition, make_plan
from tests.clients import signed_in

YESTERDAY = date(2015, 9, 1)


def page_of(plan: Plan) -> str:
    return reverse("plans:plan", args=[plan.ref])


def test_a_plan_stands_beneath_the_one_it_serves(cast: Partnership) -> None:
    make_plan(cast.integrity, "own", "Abattoir Plan", parent=cast.integrity_plan)

    branches = signed_in(cast.morag).get(reverse("plans:index")).context["branches"]

    assert [(branch.plan.title, branch.depth) for branch in branches] == [
        ("Safer Action Plan", 0),
        ("Integrity Plan", 1),
        ("Abattoir Plan", 2),
        ("Prevent Plan", 1),
    ]


def test_a_plan_whose_parent_one_may_not_see_stands_at_the_top(cast: Partnership) -> None:
    client = signed_in(cast.iain)

    (branch,) = client.get(reverse("plans:index")).context["branches"]

    assert (branch.plan, branch.depth) == (cast.integrity_plan, 0)
    assert "Safer Action Plan" not in client.get(page_of(cast.integrity_plan)).text


def test_the_figures_of_a_plan_are_those_of_its_actions(cast: Partnership) -> None:
    plan = cast.prevent_plan
    make_action(plan, status=Status.AGREED, due_on=YESTERDAY, lead_person=cast.aileen)
    make_action(plan, status=Status.UNDER_WAY, due_on=TODAY)
    make_action(plan, status=Status.DONE, due_on=YESTERDAY)
    make_action(plan, status=Status.DROPPED, due_on=YESTERDAY)
    make_action(plan, status=Status.MAINSTREAMED, mainstreamed_on=TODAY, mainstreamed_to="Licensing")

    (branch,) = signed_in(cast.shona).get(reverse("plans:index")).context["branches"]

    tally = branch.tally
    assert (tally.open, tally.late, tally.unowned, tally.done, tally.mainstreamed) == (2, 1, 1, 1, 1)
    assert signed_in(cast.shona).get(page_of(plan)).context["tally"] == tally


def test_a_stranger_is_told_that_there_is_no_plan_to_see(cast: Partnership) -> None:
    client = signed_in(cast.stranger)

    assert "There is no plan that you can see" in client.get(reverse("plans:index")).text
    assert client.get(page_of(cast.prevent_plan)).status_code == 404
    assert client.get(reverse("plans:totals", args=[cast.prevent_plan.ref])).status_code == 404


def test_a_plan_shows_its_messages_and_the_plans_beneath_it(cast: Partnership) -> None:
    message = Message.objects.create(
        edition=make_edition(), code="M1", audience="businesses", text="Know whom you trade with."
    )
    add_message(cast.board_plan, message, by=cast.morag, at=NOW)
    make_action(cast.prevent_plan)

    response = signed_in(cast.morag).get(page_of(cast.board_plan))

    assert "Businesses Know whom you trade with." in main_of(response.text)
    found = [(branch.plan.title, branch.tally.open) for branch in response.context["beneath"]]
    assert found == [("Integrity Plan", 0), ("Prevent Plan", 1)]


def test_an_empty_plan_says_what_to_do_first(cast: Partnership) -> None:
    for_aileen = signed_in(cast.aileen).get(page_of(cast.prevent_plan)).text
    for_morag = signed_in(cast.morag).get(page_of(cast.prevent_plan)).text

    assert "Put the first action forward" in for_aileen
    assert "Put the first action forward" not in for_morag


def test_totals_add_up_by_level_and_by_status_and_say_what_is_missing(cast: Partnership) -> None:
    plan = cast.prevent_plan
    make_action(plan, prevention_level="primary", money=Decimal(100), staff_days=Decimal("2.5"))
    make_action(plan, prevention_level="primary", money=Decimal(50), status=Status.DONE)
    make_action(plan, prevention_level="primary", money=Decimal(7), status=Status.DROPPED)
    make_action(plan)

    response = signed_in(cast.shona).get(reverse("plans:totals", args=[plan.ref]))

    by_level = {line.words: line.total for line in response.context["by_level"]}
    assert (by_level["Primary"].actions, by_level["Primary"].money) == (2, 150)
    assert (by_level["Primary"].staff_days, by_level["Primary"].with_staff_days) == (Decimal("2.5"), 1)
    assert (by_level["Not said"].actions, by_level["Not said"].with_money) == (1, 0)
    assert (by_level["Together"].actions, by_level["Together"].money) == (3, 150)
    by_status = {line.words: line.total for line in response.context["by_status"]}
    assert (by_status["Dropped"].money, by_status["Together"].money) == (7, 157)
    assert "Primary 2 150 2 of 2 say so 2.5 1 of 2 say so" in main_of(response.text)


def test_totals_may_take_in_the_plans_beneath(cast: Partnership) -> None:
    make_action(cast.board_plan, money=Decimal(1))
    make_action(cast.integrity_plan, money=Decimal(2))
    make_action(cast.prevent_plan, money=Decimal(4))
    address = reverse("plans:totals", args=[cast.board_plan.ref])
    client = signed_in(cast.morag)

    alone, together = client.get(address), client.get(f"{address}?beneath=1")

    assert alone.context["by_level"][-1].total.money == 1
    assert together.context["by_level"][-1].total.money == 7


@pytest.mark.parametrize("size", [1, 60])
def test_the_pages_ask_the_database_as_often_however_much_there_is(
    cast: Partnership, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = make_edition()
    for number in range(size):
        make_action(
            cast.prevent_plan, f"Check carrier {number}", lead_person=cast.aileen, lead_body=cast.fire
        )
        write_message(cast.prevent_plan, audience="businesses", text=f"M{number}", by=cast.aileen, at=NOW)
        make_plan(cast.prevent, f"part-{number}", f"Part {number}", parent=cast.prevent_plan)
        printed = Source.objects.create(code=f"leaflet-{number}", title=f"Leaflet {number}")
        said = Message.objects.create(
            edition=edition, code=f"S{number}", audience="businesses", text="Ask.", source=printed
        )
        add_message(cast.prevent_plan, said, by=cast.aileen, at=NOW)
    client = signed_in(cast.shona)

    with django_assert_num_queries(9):
        client.get(reverse("plans:index"))
    with django_assert_num_queries(13):
        client.get(page_of(cast.prevent_plan))
    with django_assert_num_queries(7):
        client.get(reverse("plans:totals", args=[cast.prevent_plan.ref]))
    with django_assert_num_queries(12):
        client.get(reverse("plans:actions"))


def test_a_page_of_fifty_actions_stays_light(cast: Partnership) -> None:
    for number in range(60):
        make_action(
            cast.prevent_plan,
            f"Check the waste carriers of ward {number} against the register and tell the regulators",
            lead_person=cast.aileen,
            lead_body=cast.fire,
            due_on=TODAY,
            invented="dates",
        )

    content = signed_in(cast.shona).get(f"{page_of(cast.prevent_plan)}?per=50").content

    assert content.count(b"Check the waste carriers") == 50
    assert len(content) < 100_000
