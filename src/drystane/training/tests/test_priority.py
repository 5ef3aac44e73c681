"""Who goes first, and what is said of why."""

from datetime import date
from typing import Any

from drystane.training.priority import Person, Team, people_in_order, queue
from drystane.training.standing import Standing, State

TODAY = date(2015, 9, 2)
NEVER, NOT_KNOWN = Standing(State.NEVER), Standing(State.NOT_KNOWN)
LAPSED = Standing(State.LAPSED, date(2012, 6, 2), date(2014, 6, 2))


def team(name: str, **fields: Any) -> Team:
    given = {
        "service": "",
        "exposure": 2,
        "statutory": 0,
        "order": 2,
        "required": 10,
        "due": (Person("1", NEVER),),
    }
    return Team(name.lower(), name, **{**given, **fields})


def test_every_point_has_its_reason_and_the_sum_is_shown() -> None:
    inspectors = team(
        "Inspectors",
        exposure=3,
        statutory=1,
        order=1,
        required=8,
        due=(Person("1", LAPSED), Person("2", LAPSED), Person("3", NEVER), Person("4", LAPSED)),
    )

    (found,) = queue([inspectors], today=TODAY)

    assert found.reasons == [
        "They go into homes and businesses. 30 of 30 points.",
        "4 of its 8 people are not in date. 15 of 30 points.",
        "Of those due, the middle one was trained 3 years and 3 months ago. 13 of 20 points.",
        "Guidance asks for it. 6 of 12 points.",
        "The rule is of the first order. 8 of 8 points.",
    ]
    assert (found.sum, found.points) == ("30 + 15 + 13 + 6 + 8 = 72", 72)


def test_the_service_put_first_goes_before_teams_with_more_points() -> None:
    busy, inspectors = team("Busy", exposure=3), team("Inspectors", exposure=1, service="regulatory")

    assert [one.team.name for one in queue([inspectors, busy], today=TODAY)] == ["Busy", "Inspectors"]
    first, second = queue([inspectors, busy], today=TODAY, first="regulatory")
    assert (first.team.name, first.is_first, first.place) == ("Inspectors", True, 1)
    assert (second.team.name, second.is_first, second.place) == ("Busy", False, 2)
    assert first.points < second.points


def test_a_team_in_which_nobody_is_due_is_not_in_the_queue() -> None:
    assert queue([team("Done", due=())], today=TODAY) == []


def test_a_team_of_whom_there_is_no_list_is_due_as_a_whole() -> None:
    (found,) = queue([team("Volunteers", due=(), uncounted=10)], today=TODAY)

    assert "10 of its 10 people are not in date. 30 of 30 points." in found.reasons
    assert "Most of them were never trained, or five years or more ago. 20 of 20 points." in found.reasons


def test_within_a_team_the_longest_untrained_goes_first_and_the_unknown_last() -> None:
    people = [
        Person("unknown", NOT_KNOWN),
        Person("lapsed", LAPSED),
        Person("new", NEVER, date(2015, 8, 1)),
        Person("old", NEVER, date(2009, 8, 1)),
    ]

    assert [one.reference for one in people_in_order(people, TODAY)] == ["old", "new", "lapsed", "unknown"]
    assert [one.why(TODAY) for one in people_in_order(people, TODAY)][1:] == [
        "Never trained.",
        "Last trained 3 years and 3 months ago; it has lapsed.",
        "Nobody knows whether they were trained.",
    ]
