"""An action's page: what it says, what happened to it, what one may do next."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.plans import operations
from drystane.plans.models import Action, Progress, Status
from drystane.plans.operations import override_brag, propose_action, update_action
from drystane.plans.story import story_of
from drystane.plans.tests.conftest import main_of
from drystane.strategy.models import Recommendation
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition
from tests.clients import signed_in

OCTOBER, NOVEMBER = date(2015, 10, 1), date(2015, 11, 1)


def words_of(action: Action, user: User) -> str:
    response = signed_in(user).get(action.get_absolute_url())
    assert response.status_code == 200
    return main_of(response.text)


def test_the_card_holds_every_field(cast: Partnership) -> None:
    make_edition()
    action = make_action(
        cast.prevent_plan,
        code="P7",
        detail="All carriers of the town",
        objective="DETER",
        prevention_level="secondary",
        recommendation=Recommendation.objects.get(code="2015-R1"),
        lead_person=cast.aileen,
        lead_body=cast.fire,
        resources="A van",
        money=Decimal("1250.50"),
        staff_days=Decimal(12),
        community="consulted",
        community_text="Traders were asked",
        starts_on=TODAY,
        due_on=NOVEMBER,
        original_due_on=OCTOBER,
        measure="Carriers checked",
        baseline="3 of 40",
        target="40 of 40",
        invented="dates, lead person",
        proposed_by=cast.aileen,
    )
    action.supporting_bodies.set([cast.charity])

    words = words_of(action, cast.shona)

    for said in (
        "Action P7 of Prevent Plan: led by Aileen, due on 1 November 2015.",
        "In more detail All carriers of the town",
        "Objective Deter",
        "Level of prevention Secondary: where the risk is higher",
        "2015-R1: Do thing 1",
        "Lead body Invented Fire Service",
        "Supported by Invented Charity",
        "Starts 2 September 2015",
        "Due 1 November 2015 (first promised for 1 October 2015)",
        "Money £1,250.50",
        "Staff days 12",
        "Other resources A van",
        "The community Consulted: Traders were asked",
        "Measure Carriers checked",
        "Baseline 3 of 40",
        "Target 40 of 40",
        "Put forward by Aileen",
        "Marking OFFICIAL",
        "Invented for the example Dates, lead person",
    ):
        assert said in words


def test_the_colour_says_its_reason_and_who_judged_otherwise(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY, starts_on=TODAY)
    assert "Green. It is under way and nothing says that it is late." in words_of(action, cast.shona)

    override_brag(action, colour="red", seen=1, by=cast.shona, at=NOW, why="The van is gone")

    words = words_of(action, cast.morag)
    assert "Red , as Shona judged on 2 September 2015: “The van is gone”" in words
    assert "By the rule it would be green. It is under way and nothing says that it is late." in words


def test_a_judgement_taken_back_is_shown_no_more(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY, starts_on=TODAY)
    override_brag(action, colour="red", seen=1, by=cast.shona, at=NOW, why="The van is gone")
    override_brag(action, colour="", seen=2, by=cast.shona, at=NOW, why="A new van came")

    words = words_of(action, cast.shona)

    assert "Green. It is under way" in words
    assert "as Shona judged" not in words


def test_what_happened_is_told_as_sentences(cast: Partnership) -> None:
    def at(day: int) -> datetime:
        return datetime(2015, 9, day, 11, 0, tzinfo=UTC)

    action = propose_action(
        cast.prevent_plan,
        fields={"title": "Check", "due_on": OCTOBER, "lead_person": cast.aileen},
        by=cast.aileen,
        at=at(1),
    )
    operations.agree_action(action, seen=1, by=cast.shona, at=at(2), why="There is money for it")
    operations.start_action(action, seen=2, by=cast.shona, at=at(3))
    update_action(
        action, progress=Progress.AT_RISK, text="No van", on=date(2015, 9, 3), by=cast.aileen, at=at(4)
    )
    update_action(
        action, progress=Progress.ON_TRACK, text="A van", on=date(2015, 9, 5), by=cast.aileen, at=at(5)
    )
    operations.redate_action(action, to=NOVEMBER, seen=5, by=cast.shona, at=at(6), why="Lost a week")
    operations.override_brag(action, colour="amber", seen=6, by=cast.shona, at=at(7), why="Not sure yet")
    operations.edit_action(
        action, fields={"lead_person": cast.shona}, supporting_bodies=[], seen=7, by=cast.shona, at=at(8)
    )
    operations.finish_action(action, seen=8, by=cast.shona, at=at(9), why="All checked")
    operations.start_action(action, seen=9, by=cast.shona, at=at(10), why="One was missed")
    operations.edit_action(
        action, fields={"lead_person": None}, supporting_bodies=[], seen=10, by=cast.shona, at=at(11)
    )
    operations.edit_action(
        action, fields={"lead_person": cast.priya}, supporting_bodies=[], seen=11, by=cast.shona, at=at(12)
    )
    operations.finish_action(action, seen=12, by=cast.shona, at=at(13), why="All checked")
    operations.mainstream_action(
        action, to_whom="Licensing", on=TODAY, seen=13, by=cast.shona, at=at(14), why="It runs by itself"
    )
    operations.change_marking(
        action, marking="sensitive", descriptor="locsen", seen=14, by=cast.shona, at=at(15), why=""
    )

    told = [(event.sentence, event.why) for event in reversed(story_of(action, cast.shona))]

    assert told == [
        ("Aileen put this forward on 1 September 2015.", ""),
        ("Shona agreed this on 2 September 2015.", "There is money for it"),
        ("Shona started this on 3 September 2015.", ""),
        ("Aileen reported this at risk as of 3 September 2015 on 4 September 2015.", "No van"),
        ("Aileen reported this on track on 5 September 2015.", "A van"),
        (
            "Shona moved the due date from 1 October 2015 to 1 November 2015 on 6 September 2015.",
            "Lost a week",
        ),
        ("Shona judged this to be amber on 7 September 2015.", "Not sure yet"),
        ("Shona passed the lead from Aileen to Shona on 8 September 2015.", ""),
        ("Shona marked this done on 9 September 2015.", "All checked"),
        ("Shona let the rule set the colour again on 9 September 2015.", "It is done."),
        ("Shona began this again on 10 September 2015.", "One was missed"),
        ("Shona took the lead from Shona on 11 September 2015; nobody has it since.", ""),
        ("Shona gave the lead to Priya on 12 September 2015.", ""),
        ("Shona marked this done on 13 September 2015.", "All checked"),
        ("Shona passed this on as everyday work on 14 September 2015.", "It runs by itself"),
        (
            "Shona changed the marking from OFFICIAL to OFFICIAL-SENSITIVE LOCSEN on 15 September 2015.",
            "",
        ),
    ]


def test_what_the_operator_brought_in_says_so(cast: Partnership) -> None:
    action = propose_action(cast.prevent_plan, fields={"title": "Check"}, by=None, at=NOW)
    operations.move(action, Status.AGREED, seen=1, by=None, at=NOW + timedelta(days=1))
    operations.redate_action(action, to=OCTOBER, seen=2, by=cast.shona, at=NOW, why="It had none")

    sentences = {event.sentence for event in story_of(action, cast.shona)}

    assert sentences == {
        "The operator put this forward on 2 September 2015.",
        "The operator agreed this on 3 September 2015.",
        "Shona set the due date to 1 October 2015 on 2 September 2015.",
    }


FORWARD = {
    "Agree this action",
    "Start the work",
    "Report how it stands",
    "Mark it done",
    "Make it everyday work",
}


def offered(action: Action, user: User, *, purpose: str = "") -> set[str]:
    context = signed_in(user, purpose=purpose).get(action.get_absolute_url()).context
    return {choice.words for choice in (*context["main_choices"], *context["other_choices"])}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.PROPOSED, {"Agree this action", "Report how it stands"}),
        (Status.AGREED, {"Start the work", "Report how it stands"}),
        (Status.UNDER_WAY, {"Mark it done", "Report how it stands"}),
        (Status.DONE, {"Start the work", "Make it everyday work", "Report how it stands"}),
        (Status.MAINSTREAMED, set()),
        (Status.DROPPED, set()),
    ],
)
def test_the_lead_officer_is_offered_what_can_follow(
    cast: Partnership, status: Status, expected: set[str]
) -> None:
    everyday = status == Status.MAINSTREAMED
    action = make_action(
        cast.prevent_plan,
        status=status,
        mainstreamed_on=TODAY if everyday else None,
        mainstreamed_to="Licensing" if everyday else "",
    )

    found = offered(action, cast.shona)

    assert found & FORWARD == expected
    amends = {"Move its date", "Judge its colour", "Drop it"}
    assert found & amends == (amends if action.is_open else set())
    assert {"Change its words or its lead", "Change its marking"} <= found


def test_others_are_offered_what_their_role_lets_them_do(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY, lead_person=cast.aileen)

    assert offered(action, cast.aileen) == {"Report how it stands"}
    assert offered(action, cast.priya) == set()
    assert offered(action, cast.morag) == set()


def test_whoever_gave_a_marking_is_offered_to_lower_it(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, marking="sensitive", descriptor="personal", marked_by=cast.aileen)

    assert offered(action, cast.aileen, purpose="preparing a review") == {"Change its marking"}


def test_a_stranger_finds_no_action(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan)

    assert signed_in(cast.stranger).get(action.get_absolute_url()).status_code == 404
    assert signed_in(cast.iain).get(action.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("much", [0, 12])
def test_the_page_asks_the_database_as_often_however_much_happened(
    cast: Partnership, much: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)
    for number in range(much):
        update_action(action, progress=Progress.ON_TRACK, text="Checked", on=TODAY, by=cast.aileen, at=NOW)
        colour = "red" if number % 2 else "amber"
        override_brag(action, colour=colour, seen=action.version, by=cast.shona, at=NOW, why="A feeling")
    client = signed_in(cast.shona)

    with django_assert_num_queries(15):
        client.get(reverse("plans:action", args=[action.ref]))
