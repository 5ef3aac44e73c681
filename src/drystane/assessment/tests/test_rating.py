"""The arithmetic: what counts, how two sides compare, which gap comes first, one year beside another."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drystane.assessment.rating import (
    SCALE,
    TARGET,
    Answered,
    BadResult,
    Change,
    Kind,
    Shortfall,
    Tied,
    beside,
    compare,
    gap_of,
    heat,
    outside,
    rank,
    rate,
    step,
)

RESULTS = st.integers(0, TARGET)
CODES = st.integers(1, 30).map(lambda number: f"I{number:02}")
TOPICS = st.sampled_from(["Leadership", "Threat", "Training"])


@st.composite
def answered(draw: st.DrawFn, code: st.SearchStrategy[str] = CODES) -> Answered:
    kind = draw(st.sampled_from([None, *Kind]))
    return Answered(
        question=draw(code),
        topic=draw(TOPICS),
        kind=kind,
        result=draw(RESULTS) if kind is Kind.RATED else None,
        harm=draw(st.integers(1, 3)),
        on_duty=draw(st.booleans()),
    )


SETS = st.lists(answered(), max_size=30, unique_by=lambda answer: answer.question)
GAPS = st.lists(
    st.builds(Shortfall, CODES, TOPICS, st.integers(1, 4), st.integers(1, 3), st.integers(1, 2)), max_size=20
)


def says(code: str, result: int | None, topic: str = "Checks") -> Answered:
    """None: we do not know."""
    return Answered(code, topic, Kind.UNKNOWN if result is None else Kind.RATED, result)


def test_the_scale_runs_from_nothing_to_exceeding_without_a_hole() -> None:
    assert [one.result for one in SCALE] == [0, 1, 2, 3, 4]
    assert [outside(result) for result in range(5)] == ["not met", "not met", "not met", "met", "exceeding"]
    assert step(3).label == "Met"


@pytest.mark.parametrize("result", [-1, 5])
def test_nothing_is_off_the_scale(result: int) -> None:
    with pytest.raises(BadResult):
        step(result)
    with pytest.raises(BadResult):
        says("I01", result)


@pytest.mark.parametrize(("kind", "result"), [(Kind.RATED, None), (Kind.UNKNOWN, 0), (None, 2)])
def test_a_result_goes_with_a_rating_and_only_with_one(kind: Kind | None, result: int | None) -> None:
    with pytest.raises(BadResult, match="I01"):
        Answered("I01", "Checks", kind, result)


def test_what_is_not_known_counts_nothing_in_place_and_says_so() -> None:
    standing = rate([says("I01", None), says("I02", 4)])
    assert (standing.mean, standing.lowest, standing.unknown) == (2.0, 0, 1)


def test_what_does_not_apply_counts_nothing_at_all() -> None:
    standing = rate([Answered("I01", "Checks", Kind.NOT_APPLICABLE), says("I02", 3)])
    assert (standing.mean, standing.counted, standing.not_applicable) == (3.0, 1, 1)
    nothing = rate([])
    assert (nothing.mean, nothing.lowest, nothing.asked) == (None, None, 0)


@given(SETS)
def test_every_question_is_counted_once(answers: list[Answered]) -> None:
    found = rate(answers)
    assert found.asked == len(answers) == found.counted + found.not_applicable + found.unanswered
    assert sum(found.at) == found.counted
    assert found.mean is None or (found.lowest or 0) <= found.mean <= TARGET
    assert sum(one.asked for one in heat(answers).values()) == found.asked


@given(SETS, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_figure(answers: list[Answered], chance: Random) -> None:
    shuffled = answers.copy()
    chance.shuffle(shuffled)
    assert rate(shuffled) == rate(answers)
    assert heat(shuffled) == heat(answers)


@pytest.mark.parametrize(
    ("ours", "theirs", "because"),
    [
        (3, 1, "The two are 2 steps apart."),
        (0, 4, "The two are 4 steps apart."),
        (3, 2, ""),
        (None, 0, "One side does not know."),
        (None, None, ""),
        (2, 2, ""),
    ],
)
def test_two_sides_differ_by_two_steps_or_by_what_one_does_not_know(
    ours: int | None, theirs: int | None, because: str
) -> None:
    (row,) = compare([Tied("S1", "A subject", ("I1",), ("P1",))], [says("I1", ours)], [says("P1", theirs)])
    assert row.because == because
    assert row.differs is bool(because)


def test_a_side_stands_where_its_lowest_answer_stands() -> None:
    tied = Tied("S1", "A subject", ("I1", "I2"), ("P1",))
    (row,) = compare([tied], [says("I1", 4), says("I2", 1)], [says("P1", 2)])
    assert (row.first.level, row.first.words) == (1, "1: started")
    assert row.apart == 1


def test_a_side_that_does_not_apply_is_not_compared() -> None:
    away = Answered("I1", "Checks", Kind.NOT_APPLICABLE)
    (row,) = compare([Tied("S1", "A subject", ("I1",), ("P1",))], [away], [says("P1", 4)])
    assert (row.apart, row.differs, row.first.words) == (None, False, "Not applicable or not answered")


@given(SETS, SETS, st.lists(st.tuples(CODES, CODES), max_size=8, unique=True))
def test_what_differs_leads_and_the_sides_can_change_places(
    ours: list[Answered], theirs: list[Answered], pairs: list[tuple[str, str]]
) -> None:
    ties = [Tied(f"S{number}", "x", (one,), (other,)) for number, (one, other) in enumerate(pairs)]
    rows = compare(ties, ours, theirs)
    assert [row.differs for row in rows] == sorted((row.differs for row in rows), reverse=True)
    turned = compare([Tied(tied.subject, "x", tied.second, tied.first) for tied in ties], theirs, ours)
    assert [(row.subject, row.apart, row.differs) for row in turned] == [
        (row.subject, row.apart, row.differs) for row in rows
    ]


def test_a_gaps_weight_shows_its_sum() -> None:
    answer = Answered("I10", "Information", Kind.RATED, 1, harm=3, on_duty=True)
    gap = gap_of(answer, "Do staff know?")
    assert gap is not None
    assert (gap.weight, gap.sum) == (18, "size 3 × harm 3 × duty 2 = 18")


@given(answered())
def test_a_gap_is_what_is_missing_to_the_target(answer: Answered) -> None:
    gap = gap_of(answer)
    if answer.counts is None or answer.counts == TARGET:
        assert gap is None
    else:
        assert gap is not None
        assert gap.size + answer.counts == TARGET
        assert gap.duty == (2 if answer.on_duty else 1)


@given(GAPS, st.randoms(use_true_random=False))
def test_gaps_stand_in_the_same_order_however_they_came(gaps: list[Shortfall], chance: Random) -> None:
    shuffled = gaps.copy()
    chance.shuffle(shuffled)
    ranked = rank(gaps)
    assert rank(shuffled) == ranked
    assert [gap.weight for gap in ranked] == sorted((gap.weight for gap in gaps), reverse=True)


def changes(before: Sequence[Answered], now: Sequence[Answered]) -> dict[str, Change]:
    return {row.question: row.change for row in beside(before, now)}


def test_one_year_stands_beside_another() -> None:
    before = [says("I1", 1), says("I2", 3), says("I3", None), says("I4", 2)]
    now = [
        says("I1", 2),
        says("I2", 2),
        says("I3", 0),
        Answered("I5", "Checks", Kind.NOT_APPLICABLE),
        says("I6", 4),
    ]
    assert changes([*before, says("I5", 1)], now) == {
        "I1": Change.BETTER,
        "I2": Change.WORSE,
        "I3": Change.SAME,
        "I5": Change.NOT_COMPARABLE,
        "I6": Change.NEW,
        "I4": Change.GONE,
    }


@given(SETS, SETS)
def test_no_question_of_either_year_is_lost(before: list[Answered], now: list[Answered]) -> None:
    rows = beside(before, now)
    assert [row.question for row in rows[: len(now)]] == [answer.question for answer in now]
    assert {row.question for row in rows} == {answer.question for answer in [*before, *now]}
