"""Figures that contradict each other: kept in both directions, through every change of a pack."""

import pytest

from drystane.strategy.models import Contradiction
from drystane.strategy.tests.packs_in_hand import Loader, later_edition, refusal, with_entry

pytestmark = pytest.mark.django_db


def contradictions() -> set[tuple[str, str, str]]:
    return set(Contradiction.objects.values_list("figure__code", "other__code", "why"))


def test_a_contradiction_said_once_is_kept_in_both_directions(load: Loader) -> None:
    load()
    why = "The paper says 60."
    assert contradictions() == {("launch", "paper", why), ("paper", "launch", why)}


def test_each_figure_may_say_it_in_its_own_words(load: Loader) -> None:
    load(with_entry("figures", 1, contradicts=["launch"], contradiction="The launch says 65."))
    assert contradictions() == {
        ("launch", "paper", "The paper says 60."),
        ("paper", "launch", "The launch says 65."),
    }


def test_a_changed_reason_is_changed_in_both_directions(load: Loader) -> None:
    load(with_entry("figures", 1, contradicts=["launch"], contradiction="The launch says 65."))
    tally = load(with_entry("figures", 0, contradiction="The paper gives no source."))
    assert tally.changed == {"contradiction": 2}
    assert {why for _, _, why in contradictions()} == {"The paper gives no source."}


def test_a_contradiction_taken_back_goes_in_both_directions(load: Loader) -> None:
    load()
    tally = load(with_entry("figures", 0, contradicts=[], contradiction=""))
    assert tally.removed == {"contradiction": 2}
    assert contradictions() == set()


def test_a_figure_may_contradict_one_of_an_earlier_edition(load: Loader) -> None:
    load()
    load(later_edition())
    assert ("launch", "later", "Old.") in contradictions()
    assert load().changed_nothing, "the earlier edition keeps what the later one says of it"
    assert load(later_edition()).changed_nothing
    load(later_edition(contradiction="Old and wrong."))
    assert {why for one, other, why in contradictions() if "later" in (one, other)} == {"Old and wrong."}


def test_what_a_later_edition_says_is_not_for_the_earlier_one_to_say(load: Loader) -> None:
    load()
    load(later_edition())
    assert refusal(load, with_entry("figures", 0, contradicts=["later"])) == (
        "pack.yaml, launch: contradicts later of a later edition. Say so in the pack of that one."
    )


def test_a_later_edition_may_take_back_what_it_said_of_an_earlier_one(load: Loader) -> None:
    load()
    load(later_edition())
    tally = load(later_edition(contradicts=[], contradiction=""))
    assert tally.removed == {"contradiction": 2}
    assert {one for one, _, _ in contradictions()} == {"launch", "paper"}
