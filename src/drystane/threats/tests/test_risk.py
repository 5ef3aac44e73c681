"""Harm times likelihood, with its interval: the definition of the module, and that chance is seeded."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drystane.threats.risk import EVEN, HARM, LIKELIHOOD, SCALES, Assessed, BadAnswer, Item, score, swings


def assessed(key: str, harm: float, likelihood: float, **more: Any) -> Assessed:
    return Assessed(key, dict.fromkeys(HARM, harm) | dict.fromkeys(LIKELIHOOD, likelihood), **more)


DRUGS, FRAUD, WASTE = assessed("drugs", 3, 5), assessed("fraud", 2, 4), assessed("waste", 2, 3)


def test_risk_is_harm_times_likelihood_the_highest_first() -> None:
    found = score([WASTE, DRUGS, FRAUD])
    assert [(one.key, one.harm, one.likelihood, one.risk, one.rank) for one in found] == [
        ("drugs", 3, 5, 15, 1),
        ("fraud", 2, 4, 8, 2),
        ("waste", 2, 3, 6, 3),
    ]


def test_harm_is_the_mean_of_six_and_likelihood_of_three() -> None:
    answers = dict(zip([*HARM, *LIKELIHOOD], [4, 3, 2, 1, 0, 2, 5, 1, 3], strict=True))
    (found,) = score([Assessed("mixed", answers)])
    assert (found.harm, found.likelihood, found.risk) == (2, 3, 6)


def test_a_weight_counts_an_item_more() -> None:
    answers = dict(DRUGS.answers) | {Item.PHYSICAL: 0}
    (found,) = score([replace(DRUGS, answers=answers)], weights=EVEN | {Item.PHYSICAL: 5})
    assert found.harm == pytest.approx((5 * 0 + 5 * 3) / 10)


def test_less_confidence_makes_a_wider_interval_and_moves_no_score() -> None:
    sure, unsure = (score([replace(FRAUD, confidence=letter)])[0] for letter in "AE")
    assert sure.risk == unsure.risk
    assert unsure.high - unsure.low > 3 * (sure.high - sure.low)
    assert sure.low < sure.risk < sure.high


def test_the_interval_of_the_rank_tells_close_from_far() -> None:
    close = [assessed("a", 2, 3), assessed("b", 2, 3.1), assessed("far", 4, 5)]
    ranks = {one.key: (one.best_rank, one.worst_rank) for one in score(close)}
    assert ranks == {"a": (2, 3), "b": (2, 3), "far": (1, 1)}


def test_position_orders_equals_and_nothing_else() -> None:
    badly = replace(FRAUD, key="zinc", capacity=4, capability=4)
    assert [one.key for one in score([FRAUD, badly])] == ["zinc", "fraud"]
    assert [one.key for one in score([DRUGS, badly])] == ["drugs", "zinc"]


def test_the_same_seed_gives_the_same_figures_in_any_company() -> None:
    alone = score([FRAUD], seed=7)[0]
    among = next(one for one in score([WASTE, DRUGS, FRAUD], seed=7) if one.key == "fraud")
    assert (alone.low, alone.high) == (among.low, among.high)
    assert score([FRAUD], seed=8)[0].low != alone.low
    assert score([DRUGS, WASTE], seed=7) == score([WASTE, DRUGS], seed=7)


def test_the_answer_that_moves_the_rank_comes_first() -> None:
    mine = replace(assessed("mine", 2, 3, confidence="E"), answers=dict(WASTE.answers) | {Item.VOLUME: 3})
    above = assessed("above", 2, 3.4)
    found = swings([mine, above], "mine")
    assert {swing.item for swing in found} == set(SCALES)
    assert found[0].item in LIKELIHOOD
    assert (found[0].rank_at_low, found[0].rank_at_high) == (2, 1)
    assert [swing.width for swing in found] == sorted((swing.width for swing in found), reverse=True)


def test_a_swing_stays_inside_its_scale() -> None:
    most = assessed("most", 4, 5, confidence="E")
    assert all(swing.high <= SCALES[swing.item][1] for swing in swings([most], "most"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"answers": {}}, "Physical is not answered"),
        ({"answers": dict(DRUGS.answers) | {Item.VOLUME: 0}}, "Volume is 0. It goes from 1 to 5"),
        ({"confidence": "F"}, "a letter from A to E"),
        ({"capacity": 5}, "capacity is 5"),
    ],
)
def test_what_cannot_be_an_assessment_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(BadAnswer, match=said):
        replace(DRUGS, **more)


def test_a_threat_assessed_twice_and_weights_of_nothing_are_refused() -> None:
    with pytest.raises(BadAnswer, match="drugs is assessed twice"):
        score([DRUGS, DRUGS])
    with pytest.raises(BadAnswer, match="Weights"):
        score([DRUGS], weights=dict.fromkeys(SCALES, 0.0))


def test_nothing_to_score_is_no_error() -> None:
    assert score([]) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 4), st.floats(1, 5), st.sampled_from("ABCDE")), max_size=6))
def test_scores_stay_on_their_scale_and_ranks_are_each_given_once(
    found: list[tuple[float, float, str]],
) -> None:
    threats = [
        assessed(str(at), harm, likely, confidence=sure) for at, (harm, likely, sure) in enumerate(found)
    ]
    scored = score(threats, draws=200)
    assert [one.rank for one in scored] == list(range(1, len(threats) + 1))
    for one in scored:
        assert 0 <= one.low <= one.high <= 20
        assert 1 <= one.best_rank <= one.worst_rank <= len(threats)
