"""What is told of coverage, and that nothing kept back can be worked out from it."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from drystane.training.coverage import Cell, Count, Line, Told, tell, tell_all


def cell(
    team: str, people: int, service: str = "regulatory", partner: str = "council", *, own: bool = False
) -> Cell:
    return Cell(team, service, partner, Count(required=people, in_date=people // 2), own)


def shown(lines: Sequence[Line]) -> dict[str, int | None]:
    return {line.name: line.count.required if line.count else None for line in lines}


def test_what_is_not_known_is_neither_trained_nor_left_out() -> None:
    count = Count(required=10, in_date=4, lapsed=1, never=1, not_known=4)
    assert (count.percent, count.percent_known) == (40, 67)
    assert (Count().percent, Count(required=3, not_known=3).percent_known) == (None, None)


def test_a_small_team_is_not_told_apart_and_neither_is_what_would_give_it_away() -> None:
    told = tell([cell("licensing", 3), cell("standards", 9), cell("wardens", 12, "safety")])

    assert shown(told.teams) == {"licensing": None, "standards": None, "wardens": 12}
    assert shown(told.services) == {"regulatory": 12, "safety": 12}
    assert (told.total.count and told.total.count.required, told.has_gaps) == (24, True)


def test_two_small_teams_hide_one_another_if_they_are_five_together() -> None:
    assert shown(tell([cell("a", 3), cell("b", 4), cell("c", 9)]).teams) == {"a": None, "b": None, "c": 9}
    assert shown(tell([cell("a", 2), cell("b", 2), cell("c", 9)]).teams) == {"a": None, "b": None, "c": None}


def test_a_service_that_is_one_small_team_is_kept_back_with_another() -> None:
    told = tell([cell("a", 3, "one"), cell("b", 8, "two"), cell("c", 20, "three")])

    assert shown(told.services) == {"one": None, "three": 20, "two": None}
    assert shown(told.teams) == {"a": None, "c": 20, "b": None}


def test_whoever_keeps_the_records_sees_every_team() -> None:
    told = tell([cell("licensing", 3, own=True), cell("standards", 9, own=True)])
    assert shown(told.teams) == {"licensing": 3, "standards": 9}
    assert not told.has_gaps


def test_three_people_in_all_are_not_told() -> None:
    assert tell([cell("licensing", 3)]).total.count is None


def equations(told: Told, cells: Sequence[Cell]) -> np.ndarray:
    """What a reader can write down: each visible line is the sum of some teams."""
    rows = [
        *([one.team == line.name for one in cells] for line in told.teams if line.count),
        *([one.service == line.name for one in cells] for line in told.services if line.count),
        *([one.partner == line.name for one in cells] for line in told.partners if line.count),
        *([True for _ in cells] for line in [told.total] if line.count),
    ]
    return np.array(rows, dtype=float).reshape(len(rows), len(cells))


@pytest.mark.parametrize("seed", range(60))
def test_no_team_kept_back_can_be_worked_out(seed: int) -> None:
    chance = random.Random(seed)
    cells = [
        cell(
            f"t{number}", chance.choice([1, 2, 3, 4, 5, 8, 20]), service=f"v{place}", partner=f"p{place % 2}"
        )
        for number in range(chance.randint(1, 9))
        for place in [chance.randint(0, 4)]
    ]
    told = tell(cells)
    known = equations(told, cells)
    hidden = {line.name for line in told.teams if line.count is None}

    assert {one.team for one in cells if one.count.required < 5} <= hidden
    rank = np.linalg.matrix_rank(known) if known.size else 0
    for number, one in enumerate(cells):
        alone = np.zeros((1, len(cells)))
        alone[0, number] = 1
        can_be_told = np.linalg.matrix_rank(np.vstack([known, alone])) == rank
        assert can_be_told == (one.team not in hidden), one


def test_a_team_kept_back_for_one_course_is_kept_back_for_all() -> None:
    every = [cell("licensing", 3), cell("standards", 9), cell("health", 11)]
    workshop = [*every, cell("landlords", 6)]

    told = tell_all({"signs": every, "workshop": workshop})

    assert shown(told["signs"].teams) == {"health": 11, "licensing": None, "standards": None}
    # Alone it would have hidden the landlords in place of Trading Standards, and so told of the three.
    assert shown(tell(workshop).teams)["standards"] == 9
    assert shown(told["workshop"].teams)["standards"] is None


def test_what_is_kept_back_for_another_course_cannot_be_worked_out_from_a_total_either() -> None:
    standards, health = cell("standards", 9), cell("health", 11)

    told = tell_all({"signs": [cell("licensing", 3), standards, health], "talk": [standards, health]})

    assert shown(told["talk"].teams) == {"health": None, "standards": None}
    assert told["talk"].total.count is not None
