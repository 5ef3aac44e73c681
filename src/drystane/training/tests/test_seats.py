"""Seats against every possible allocation of small questions, and what a large one keeps to."""

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from drystane.training.seats import (
    Allocation,
    CannotBeMet,
    Minimum,
    Need,
    Question,
    Sitting,
    allocate,
)

WEEKS = ("2015-W40", "2015-W41")


def small_question(chance: random.Random) -> Question:
    """Three teams and two sessions, or two and three, with every kind of limit."""
    teams, sessions = chance.choice([(3, 2), (2, 3), (2, 2)])
    needs = tuple(
        Need(
            f"t{number}",
            people=chance.randint(0, 4),
            weight=chance.choice([1, 3, 3, 7, 20]),
            service=chance.choice(["regulatory", "housing"]),
            site=chance.choice(["", "", "town", "yard"]),
            release=chance.choice([None, None, 1, 2]),
        )
        for number in range(teams)
    )
    sittings = tuple(
        Sitting(
            f"s{number}",
            places=chance.randint(0, 3),
            week=chance.choice(["", *WEEKS]),
            site=chance.choice(["", "town"]),
        )
        for number in range(sessions)
    )
    some = chance.sample(needs, chance.randint(1, teams))
    minimums = (Minimum("A rule", frozenset(one.team for one in some), 1),) if chance.random() < 0.3 else ()
    before = (("t0", "s1", 1), ("t1", "s0", 2)) if chance.random() < 0.5 else ()
    return Question(needs, sittings, chance.choice(["regulatory", ""]), minimums, before)


def every_allocation(question: Question) -> Iterator[dict[tuple[str, str], int]]:
    """All there are, by trying all."""
    needs = {need.team: need for need in question.needs}
    sittings = {sitting.session: sitting for sitting in question.sittings}
    pairs = list(itertools.product(needs, sittings))
    ranges = [
        range(min(needs[team].people, sittings[session].places) + 1)
        if not needs[team].site or not sittings[session].site or needs[team].site == sittings[session].site
        else range(1)
        for team, session in pairs
    ]
    for counts in itertools.product(*ranges):
        seats = dict(zip(pairs, counts, strict=True))
        if is_allowed(question, seats, needs, sittings):
            yield seats


def is_allowed(
    question: Question,
    seats: dict[tuple[str, str], int],
    needs: dict[str, Need],
    sittings: dict[str, Sitting],
) -> bool:
    of_session, of_team, of_week = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for (team, session), people in seats.items():
        of_session[session] += people
        of_team[team] += people
        if sittings[session].week:
            of_week[team, sittings[session].week] += people
    return (
        all(people <= sittings[session].places for session, people in of_session.items())
        and all(people <= needs[team].people for team, people in of_team.items())
        and all(people <= (needs[team].release or 99) for (team, _), people in of_week.items())
        and all(
            sum(of_team[team] for team in rule.teams)
            >= min(rule.seats, sum(needs[team].people for team in rule.teams))
            for rule in question.minimums
        )
    )


def worth(need: Need, people: int) -> int:
    """One by one: the first half of the need, the next three tenths, the rest."""
    points = 0
    for place in range(1, people + 1):
        share = (place - 1) / need.people
        points += need.weight * (20 if share < 0.5 else 12 if share < 0.8 - 1e-9 else 5)
    return points


def scores(question: Question, seats: dict[tuple[str, str], int]) -> tuple[int, ...]:
    """In the order of what matters, the better the higher."""
    of_team = Counter[str]()
    for (team, _), people in seats.items():
        of_team[team] += people
    cover = sum(of_team[need.team] for need in question.needs if need.service == question.first)
    good = sum(worth(need, of_team[need.team]) for need in question.needs)
    pieces = sum(1 for people in seats.values() if people)
    then = {(team, session): people for team, session, people in question.before}
    changes = sum(
        abs(people - then.get(pair, 0)) for pair, people in seats.items() if possible(question, pair)
    )
    return (cover if question.first else 0, good, -pieces, -changes if question.before else 0)


def possible(question: Question, pair: tuple[str, str]) -> bool:
    """What cannot be has not moved: it is the same for every allocation."""
    need = next(need for need in question.needs if need.team == pair[0])
    sitting = next(sitting for sitting in question.sittings if sitting.session == pair[1])
    fits = not need.site or not sitting.site or need.site == sitting.site
    return bool(fits and need.people and sitting.places)


def as_seats(question: Question, found: Allocation) -> dict[tuple[str, str], int]:
    pairs = itertools.product(
        (need.team for need in question.needs), (sitting.session for sitting in question.sittings)
    )
    return dict.fromkeys(pairs, 0) | {(one.team, one.session): one.people for one in found.seats}


def test_it_is_as_good_as_the_best_of_all_there_are() -> None:
    wrong, chance = [], random.Random(2015)
    for number in range(200):
        question = small_question(chance)
        best = max((scores(question, seats) for seats in every_allocation(question)), default=None)
        try:
            found = allocate(question)
        except CannotBeMet:
            reached = None
        else:
            reached = scores(question, as_seats(question, found))
            assert all(stage.is_proven for stage in found.stages)
        if reached != best:
            wrong.append((number, question, reached, best))
    assert wrong == []


def large_question(teams: int = 24, sessions: int = 16) -> Question:
    chance = random.Random(7)
    needs = tuple(
        Need(
            f"t{n:02}",
            chance.randint(2, 30),
            chance.randint(20, 100),
            f"v{n % 5}",
            release=chance.choice([None, 3]),
        )
        for n in range(teams)
    )
    sittings = tuple(
        Sitting(f"s{n:02}", chance.choice([8, 12]), f"2015-W{40 + n // 3}") for n in range(sessions)
    )
    return Question(needs, sittings, first="v0", minimums=(Minimum("A rule", frozenset({"t07"}), 4),))


def test_a_large_question_is_proven_where_it_matters_and_says_how_far_the_rest_may_be() -> None:
    question = large_question()

    found = allocate(question)

    cover, good, pieces = found.stages
    assert cover.is_proven
    assert good.is_proven
    assert 0 < pieces.bound <= pieces.value <= 1.4 * pieces.bound
    seats = as_seats(question, found)
    needs = {need.team: need for need in question.needs}
    sittings = {sitting.session: sitting for sitting in question.sittings}
    assert is_allowed(question, seats, needs, sittings)
    assert scores(question, seats)[:3] == (cover.value, good.value, -pieces.value)


def test_the_same_question_gives_the_same_answer_and_the_same_fingerprint() -> None:
    one, other = large_question(), large_question()
    assert allocate(one) == allocate(other)
    assert one.fingerprint == other.fingerprint
    assert replace(one, first="v1").fingerprint != one.fingerprint


def test_a_plan_that_is_as_good_as_any_is_kept() -> None:
    question = Question(
        (Need("a", 2, 5), Need("b", 2, 5)), (Sitting("s1", 2), Sitting("s2", 2)), before=(("a", "s2", 2),)
    )
    assert {(one.team, one.session, one.people) for one in allocate(question).seats} == {
        ("a", "s2", 2),
        ("b", "s1", 2),
    }


def test_the_price_of_a_priority_is_what_the_others_lose() -> None:
    needs = (Need("inspectors", 4, 10, "regulatory"), Need("wardens", 4, 30, "housing"))
    free = allocate(Question(needs, (Sitting("s", 4),)))
    first = allocate(Question(needs, (Sitting("s", 4),), first="regulatory"))

    assert free.price == 0
    assert [(one.team, one.people) for one in first.seats] == [("inspectors", 4)]
    # Four wardens: 2 x 20 + 2 x 12, by 30; four inspectors the same by 10.
    assert (first.benefit_without_priority, first.benefit) == (1920, 640)
    assert (first.price, first.price_in_percent) == (1280, 66.7)


@pytest.mark.parametrize(
    ("minimums", "words"),
    [
        ((("Some", {"a"}, 3),), "“Some” asks for at least 3 seats, and at most 2 can be had: there are"),
        ((("Wardens", {"far"}, 1),), "none of the sessions is where its people can go"),
        ((("Slow", {"slow"}, 2),), "cannot spare more in one week"),
        ((("One", {"a"}, 1), ("Two", {"b"}, 2)), "Once “One” is kept, 1 are left for it"),
    ],
)  # fmt: skip
def test_a_minimum_that_cannot_be_kept_is_named(
    minimums: tuple[tuple[str, set[str], int], ...], words: str
) -> None:
    needs = (Need("a", 5, 1), Need("b", 5, 1), Need("far", 5, 1, site="yard"), Need("slow", 5, 1, release=1))
    rules = tuple(Minimum(rule, frozenset(teams), seats) for rule, teams, seats in minimums)
    with pytest.raises(CannotBeMet) as refused:
        allocate(Question(needs, (Sitting("s", 2, WEEKS[0], "town"),), minimums=rules))
    assert words in str(refused.value)


def test_a_minimum_asks_no_more_people_than_need_it() -> None:
    found = allocate(
        Question((Need("a", 1, 1),), (Sitting("s", 5),), minimums=(Minimum("All", frozenset({"a"}), 3),))
    )
    assert found.people == 1


def test_nothing_to_give_gives_nothing() -> None:
    assert allocate(Question((), (Sitting("s", 5),))).seats == ()
    assert allocate(Question((Need("a", 3, 1),), ())).seats == ()
