"""Seats suggested by the program and decided by a person."""

from datetime import date

import pytest

from drystane.access.errors import NotAllowed
from drystane.plans.models import Action
from drystane.training.models import Booking, RoleRule, SeatPlan, SeatPlanState
from drystane.training.operations.people import NewCompletion, record_completions
from drystane.training.operations.seats import decide_seats, set_seats_aside, suggest_seats
from drystane.training.operations.teams import put_first
from drystane.training.tests.conftest import TODAY, Desk
from tests.cast import NOW, make_action
from tests.clients import signed_in


def suggested(desk: Desk, *, places: int = 4) -> SeatPlan:
    session = desk.session(on=date(2015, 9, 9), places=places)
    return suggest_seats(desk.group, desk.wrap, [session], by=desk.lorna, at=NOW, today=TODAY)


def seats(plan: SeatPlan) -> dict[str, int]:
    return {one["team"]: one["people"] for one in plan.answer["seats"]}


def first(desk: Desk, action: Action | None = None) -> None:
    put_first(
        desk.group,
        desk.wrap,
        desk.regulatory,
        because="The board decided so",
        decided_on=TODAY,
        action=action,
        by=desk.lorna,
        at=NOW,
    )


def test_without_a_decision_the_points_alone_decide(desk: Desk) -> None:
    assert seats(suggested(desk, places=7)) == {"inspectors": 3, "wardens": 4}  # half of what each needs


def test_the_service_put_first_has_the_seats_and_the_price_is_told(desk: Desk) -> None:
    RoleRule.objects.filter(pk=desk.rule.pk).update(order=3)
    pressing = RoleRule.objects.create(
        group=desk.group, title="Wardens", course=desk.wrap, order=1, statutory=2
    )
    pressing.teams.set([desk.wardens])
    first(desk)

    plan = suggested(desk)

    assert seats(plan) == {"inspectors": 4}
    assert plan.answer["price"] > 0
    assert plan.answer["stages"][0] == {"name": "cover", "value": 4, "bound": 4}


def test_nobody_is_booked_before_a_person_has_decided_and_then_those_who_are_next(desk: Desk) -> None:
    first(desk)
    done = NewCompletion(desk.person("I-06"), desk.version, date(2011, 5, 4))
    record_completions([done], by=desk.lorna, at=NOW)
    plan = suggested(desk, places=3)
    assert not Booking.objects.exists()

    decide_seats(plan, by=desk.lorna, at=NOW, today=TODAY, why="As the board asked")

    # Never trained goes before trained long ago; equals by reference.
    booked = Booking.objects.order_by("staff__reference").values_list("staff__reference", flat=True)
    assert list(booked) == ["I-01", "I-02", "I-03"]
    assert (plan.state, plan.decided_by, plan.reason) == (
        SeatPlanState.DECIDED,
        desk.lorna,
        "As the board asked",
    )
    with pytest.raises(NotAllowed):
        decide_seats(plan, by=desk.lorna, at=NOW, today=TODAY, why="Twice")


def test_a_suggestion_is_refused_once_what_it_rests_on_has_changed(desk: Desk) -> None:
    plan = suggested(desk)
    done = NewCompletion(desk.person("W-01"), desk.version, date(2015, 5, 4))
    record_completions([done], by=desk.lorna, at=NOW)
    with pytest.raises(NotAllowed, match="Suggest again"):
        decide_seats(plan, by=desk.lorna, at=NOW, today=TODAY, why="Yes")
    assert not Booking.objects.exists()


def test_whoever_has_a_seat_is_not_given_another(desk: Desk) -> None:
    decide_seats(suggested(desk, places=14), by=desk.lorna, at=NOW, today=TODAY, why="All of them")
    assert suggested(desk).answer["seats"] == []


def test_a_suggestion_set_aside_books_nobody_and_stays_on_record(desk: Desk) -> None:
    plan = suggested(desk)
    set_seats_aside(plan, by=desk.lorna, at=NOW, why="The date moved")
    assert (plan.state, Booking.objects.count()) == (SeatPlanState.SET_ASIDE, 0)


def test_a_minimum_that_cannot_be_kept_is_named_on_the_page(desk: Desk) -> None:
    rule = RoleRule.objects.create(group=desk.group, title="All wardens", course=desk.wrap, least_seats=5)
    rule.teams.set([desk.wardens])
    session = desk.session(on=date(2015, 9, 9), places=4)
    client = signed_in(desk.lorna)

    answer = client.post(
        f"/training/desks/{desk.group.ref}/first/{desk.wrap.ref}/suggest/", {"sessions": [session.ref]}
    )

    assert "“All wardens” asks for at least 5 seats, and at most 4 can be had" in answer.content.decode()
    assert not SeatPlan.objects.exists()


def test_the_queue_says_who_decided_and_leads_to_the_action_for_whoever_sees_it(desk: Desk) -> None:
    first(desk, make_action(desk.cast.prevent_plan, "Give inspectors the first places"))
    url = f"/training/desks/{desk.group.ref}/first/{desk.wrap.ref}/?seats=4"

    for_lorna = signed_in(desk.lorna).get(url).content.decode()
    for_morag = signed_in(desk.cast.morag).get(url).content.decode()

    for page in (for_lorna, for_morag):
        assert "Regulatory Services goes first.</strong> The board decided so (2 September 2015)" in page
        assert page.index("Inspectors") < page.index("Wardens")
        assert "30 + 30 + 20 + 0 + 4 = 84 points" in page
    assert ("Give inspectors" in for_lorna, "Give inspectors" in for_morag) == (False, True)
    assert ("What the priority costs" in for_lorna, "What the priority costs" in for_morag) == (True, False)
