"""A group begins a plan and puts right what it says; the plan it serves, its name, and two people at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.access.policy import Role
from drystane.audit.models import Event
from drystane.partners.models import Group
from drystane.plans.models import Plan
from drystane.plans.planning import describe_plan
from drystane.plans.tests.conftest import main_of
from tests.cast import NOW, Partnership, make_partnership, make_plan, seat
from tests.clients import signed_in

GIVEN = {
    "title": "Abattoir Plan",
    "code": "abattoir",
    "about": "Meat that nobody inspected",
    "parent": "",
    "starts_on": "1/4/2016",
    "ends_on": "31/3/2018",
}


def begin_page(group: Group) -> str:
    return reverse("plans:new_plan", args=[group.ref])


def edit_page(plan: Plan) -> str:
    return reverse("plans:edit_plan", args=[plan.ref])


def said_of(plan: Plan, **changes: str) -> dict[str, str]:
    return {
        "title": plan.title,
        "code": plan.code,
        "about": plan.about,
        "parent": "",
        "starts_on": f"{plan.starts_on:%d/%m/%Y}",
        "ends_on": f"{plan.ends_on:%d/%m/%Y}",
        "seen": "1",
        **changes,
    }


def test_a_chair_begins_a_plan_of_their_group(cast: Partnership) -> None:
    given = {**GIVEN, "parent": cast.integrity_plan.ref}
    answer = signed_in(cast.iain).post(begin_page(cast.integrity), given, follow=True)
    plan = Plan.objects.get(code="abattoir")
    assert "The plan is begun" in main_of(answer.text)
    assert (plan.group, plan.parent, plan.title) == (cast.integrity, cast.integrity_plan, "Abattoir Plan")
    assert (plan.starts_on, plan.ends_on) == (date(2016, 4, 1), date(2018, 3, 31))
    event = Event.objects.latest("seq")
    assert (event.verb, event.actor_ref, event.details) == (
        "plan.begun",
        cast.iain.ref,
        {"group": cast.integrity.ref},
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "31/3/2016"}, "A plan cannot end before it starts."),
        ({"title": ""}, "Fill in “Title”."),
        ({"code": "prevent"}, "Choose another short name: this one cannot be used."),
        ({"starts_on": "April"}, "Enter a real date for “Starts on”"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: Partnership, changes: dict[str, str], sentence: str
) -> None:
    answer = signed_in(cast.iain).post(begin_page(cast.integrity), {**GIVEN, **changes})
    assert sentence in answer.text
    assert "Meat that nobody inspected" in answer.text
    assert Plan.objects.count() == 3


def test_a_plan_that_one_may_not_see_cannot_be_named_as_the_one_it_serves(cast: Partnership) -> None:
    given = {**GIVEN, "parent": cast.prevent_plan.ref}
    answer = signed_in(cast.iain).post(begin_page(cast.integrity), given)
    assert "Prevent Plan" not in answer.text
    assert Plan.objects.count() == 3


def test_who_leads_a_group_is_offered_a_plan_and_others_are_not(cast: Partnership) -> None:
    index = reverse("plans:index")
    assert begin_page(cast.integrity) in signed_in(cast.iain).get(index).text
    assert "Begin a plan" not in signed_in(cast.tam).get(index).text
    assert (
        edit_page(cast.integrity_plan)
        in signed_in(cast.iain).get(cast.integrity_plan.get_absolute_url()).text
    )
    assert (
        edit_page(cast.integrity_plan)
        not in signed_in(cast.tam).get(cast.integrity_plan.get_absolute_url()).text
    )


def test_its_title_and_period_are_put_right(cast: Partnership) -> None:
    given = said_of(cast.integrity_plan, title="Integrity Action Plan", ends_on="31/3/2019")
    signed_in(cast.iain).post(edit_page(cast.integrity_plan), given)
    plan = Plan.objects.get(pk=cast.integrity_plan.pk)
    assert (plan.title, plan.ends_on, plan.version) == ("Integrity Action Plan", date(2019, 3, 31), 2)
    assert Event.objects.latest("seq").verb == "plan.described"


def test_a_parent_that_one_may_not_see_is_not_shown_and_stays(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    assert "Safer Action Plan" not in client.get(edit_page(cast.integrity_plan)).text
    client.post(edit_page(cast.integrity_plan), said_of(cast.integrity_plan, title="Integrity Action Plan"))
    plan = Plan.objects.get(pk=cast.integrity_plan.pk)
    assert (plan.title, plan.parent) == ("Integrity Action Plan", cast.board_plan)


def test_a_plan_cannot_come_to_serve_itself(cast: Partnership) -> None:
    below = make_plan(cast.board, "below", "Below", parent=cast.integrity_plan)
    answer = signed_in(cast.gordon).post(
        edit_page(cast.board_plan), said_of(cast.board_plan, parent=below.ref)
    )
    assert "That plan serves this one" in answer.text
    with pytest.raises(ValidationError, match="That plan serves this one"):
        describe_plan(cast.board_plan, fields={"parent": below}, seen=1, by=cast.gordon, at=NOW)
    assert Plan.objects.get(pk=cast.board_plan.pk).parent is None


def test_the_second_of_two_is_told_and_keeps_what_they_typed(cast: Partnership) -> None:
    describe_plan(cast.integrity_plan, fields={"title": "Saved first"}, seen=1, by=cast.iain, at=NOW)
    answer = signed_in(cast.iain).post(
        edit_page(cast.integrity_plan), said_of(cast.integrity_plan, title="Mine", about="Typed with care")
    )
    assert "Somebody else has just changed this plan" in answer.text
    assert "<dd>Saved first</dd>" in answer.text
    assert "Typed with care" in answer.text
    assert answer.context["form"]["seen"].value() == "2"
    assert Plan.objects.get(pk=cast.integrity_plan.pk).title == "Saved first"


def test_no_more_queries_with_more_plans(cast: Partnership) -> None:
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as log:
            client.get(edit_page(cast.integrity_plan))
        return len(log)

    seat(cast.iain, cast.board, Role.MEMBER, cast.council)
    client = signed_in(cast.iain)
    few = asked()
    for number in range(20):
        make_plan(cast.integrity, f"more-{number}", f"More {number}", parent=cast.integrity_plan)
    assert asked() == few <= 15


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_kept_whole() -> None:
    cast = make_partnership()
    together = Barrier(2)

    def describe(words: str) -> str:
        try:
            plan = Plan.objects.get(code="integrity")
            together.wait(timeout=10)
            describe_plan(plan, fields={"title": words, "about": words}, seen=1, by=cast.iain, at=NOW)
        except NotAllowed as error:
            return str(error)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(describe, ["One", "Two"]))
    assert told[0] == ""
    assert "Somebody else has just changed this plan" in told[1]
    kept = Plan.objects.get(code="integrity")
    assert kept.title == kept.about
