"""Which recommendation of a later edition is which of an earlier one: proposals and their reasons."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drystane.closeness import sentences, texts
from drystane.strategy.comparing.figures import Said, overtaken
from drystane.strategy.comparing.found import Asked, Kind, Match, Part, left_over
from drystane.strategy.comparing.pairing import compare, longest_rise
from drystane.strategy.comparing.telling import Row, by_code, kept, restored, told

LICENCES = "Keep groups from getting licences and public contracts, by working closely with regulators."
ONLY_LICENCES = "Keep groups from getting licences, by working closely with regulators."
ONLY_CONTRACTS = (
    "Keep groups out of the competition for public contracts, by working closely with regulators."
)
PROCESSES = "Work with officials so that procurement and licensing have robust processes."
IN_PRACTICE = "Work with officials so that those processes are used in practice."
BOTH = "Work with officials so that procurement and licensing have robust processes, used in practice."


@pytest.fixture(autouse=True)
def _by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told here has to hold where no model is installed."""
    monkeypatch.setattr(sentences, "model", lambda: None)


def edition(letter: str, *said: str, audience: str = "Councils", objective: str = "Deter") -> list[Asked]:
    return [Asked(f"{letter}{n}", text, audience, objective, n) for n, text in enumerate(said, start=1)]


def compared(before: Sequence[Asked], after: Sequence[Asked]) -> list[Match]:
    return compare(before, after, texts.alike([one.text for one in before], [one.text for one in after]))


def kinds(matches: Sequence[Match]) -> list[tuple[str, str, str]]:
    return [(match.kind.value, " ".join(match.before), " ".join(match.after)) for match in matches]


def test_the_same_words_in_the_same_place_are_kept_whatever_their_stops_and_capitals() -> None:
    matches = compared(edition("a", "Vet staff.", "Report it."), edition("b", "vet staff", "Report it!"))
    assert kinds(matches) == [("kept", "a1", "b1"), ("kept", "a2", "b2")]
    assert {match.score for match in matches} == {1.0}


def test_other_words_for_the_same_thing_are_reworded_and_say_how_alike_they_are() -> None:
    matches = compared(
        edition("a", "Disrupt what the groups do.", "Vet your staff."),
        edition("b", "Disrupt the groups.", "Vet your staff."),
    )
    assert kinds(matches) == [("reworded", "a1", "b1"), ("kept", "a2", "b2")]
    assert matches[0].reasons[0].startswith("Words and meaning are alike by ")


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (edition("b", "Vet staff.", audience="Banks"), "It was for Councils and is for Banks."),
        (edition("b", "Vet staff.", objective="Detect"), "It stood under Deter and stands under Detect."),
    ],
)
def test_the_same_words_elsewhere_are_moved(after: list[Asked], reason: str) -> None:
    [match] = compared(edition("a", "Vet staff."), after)
    assert match.kind is Kind.MOVED
    assert reason in match.reasons


def test_the_fewest_are_called_moved_when_the_order_changes() -> None:
    matches = compared(edition("a", "One.", "Two.", "Three."), edition("b", "Two.", "Three.", "One."))
    assert kinds(matches) == [("kept", "a2", "b1"), ("kept", "a3", "b2"), ("moved", "a1", "b3")]


def test_one_that_became_two_is_split_and_says_what_went_where() -> None:
    [match] = compared(edition("a", LICENCES), edition("b", ONLY_LICENCES, ONLY_CONTRACTS))
    assert kinds([match]) == [("split", "a1", "b1 b2")]
    assert "licences" in match.reasons[0]
    assert "contracts" in match.reasons[1]
    assert "contracts" not in match.reasons[0]


def test_two_that_became_one_are_merged() -> None:
    matches = compared(edition("a", PROCESSES, IN_PRACTICE, "Vet staff."), edition("b", BOTH, "Vet staff."))
    assert kinds(matches) == [("merged", "a1 a2", "b1"), ("kept", "a3", "b2")]


def test_what_is_like_nothing_is_new_or_dropped_and_names_the_nearest() -> None:
    matches = compared(edition("a", "Vet staff."), edition("b", "Close the gap between lists."))
    assert kinds(matches) == [("new", "", "b1"), ("dropped", "a1", "")]
    assert matches[0].reasons == ("The nearest of the earlier edition is a1, alike by 0 of 100.",)


def test_of_two_equal_texts_each_finds_the_one_of_its_own_audience() -> None:
    before = [
        Asked("a1", "Report it.", "Banks", "Detect", 1),
        Asked("a2", "Report it.", "Councils", "Detect", 2),
    ]
    after = [
        Asked("b1", "Report it.", "Councils", "Detect", 1),
        Asked("b2", "Report it.", "Banks", "Detect", 2),
    ]
    matches = compared(before, after)
    assert kinds(matches) == [("kept", "a2", "b1"), ("kept", "a1", "b2")]
    assert "The same words stand elsewhere too: check that the right ones are paired." in matches[0].reasons


def test_a_rival_that_is_nearly_as_close_makes_a_pair_doubtful() -> None:
    before, after = edition("a", "x", "y"), edition("b", "p")
    [clear, _] = compare(before, after, [[0.7], [0.1]])
    [doubtful, _] = compare(before, after, [[0.7], [0.65]])
    assert (clear.score, doubtful.score) == (0.7, 0.49)
    assert "a2 is nearly as close (65 of 100)." in doubtful.reasons
    assert not any("nearly as close" in reason for reason in clear.reasons)


def test_a_pair_that_is_best_by_itself_does_not_leave_two_others_worse() -> None:
    """Greedy would take a1 with b1 (.9) and leave a2 with b2 (nought)."""
    matches = compare(edition("a", "x", "y"), edition("b", "p", "q"), [[0.9, 0.85], [0.8, 0.0]])
    assert {(match.before, match.after) for match in matches} == {(("a1",), ("b2",)), (("a2",), ("b1",))}


WORDS = st.sampled_from(
    ["vet", "staff", "report", "licences", "contracts", "groups", "train", "police", "plan"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


def editions(letter: str) -> st.SearchStrategy[list[Asked]]:
    one = st.tuples(TEXTS, st.sampled_from(["Banks", "Councils"]), st.sampled_from(["Deter", "Detect"]))
    return st.lists(one, max_size=7).map(
        lambda rows: [Asked(f"{letter}{n}", *row, order=n) for n, row in enumerate(rows)]
    )


@settings(max_examples=60, deadline=None)
@given(editions("a"), editions("b"), st.randoms(use_true_random=False))
def test_nothing_is_lost_or_doubled_and_the_order_given_does_not_matter(before, after, chance) -> None:  # type: ignore[no-untyped-def]  # hypothesis
    likeness = {
        (one.key, other.key): value
        for one, row in zip(
            before,
            texts.alike([x.text for x in before] or [""], [x.text for x in after] or [""]),
            strict=False,
        )
        for other, value in zip(after, row, strict=False)
    }

    def run(earlier: list[Asked], later: list[Asked]) -> list[Match]:
        return compare(earlier, later, [[likeness[one.key, other.key] for other in later] for one in earlier])

    matches = run(before, after)
    counted = Counter(key for match in matches for key in (*match.before, *match.after))
    assert counted == Counter(one.key for one in (*before, *after))
    assert all(match.kind.fits(len(match.before), len(match.after)) for match in matches)
    shuffled = chance.sample(before, len(before)), chance.sample(after, len(after))
    assert run(*shuffled) == matches


@given(editions("a"))
def test_an_edition_compared_with_itself_is_kept_whole(before: list[Asked]) -> None:
    assert all(match.kind is Kind.KEPT for match in compared(before, before)) if before else True


@given(st.frozensets(st.sampled_from("abc")), st.frozensets(st.sampled_from("xyz")), st.data())
def test_what_is_left_of_a_part_loses_nothing(before, after, data) -> None:  # type: ignore[no-untyped-def]  # hypothesis
    fitting = [kind for kind in Kind if kind.fits(len(before), len(after))]
    if not fitting:
        return
    part = Part(data.draw(st.sampled_from(fitting)), before, after)
    taken = data.draw(st.frozensets(st.sampled_from("abcxyz")))
    rest = left_over(part, taken, taken)
    assert Counter(key for one in rest for key in one.before | one.after) == Counter((before | after) - taken)
    assert all(one.kind.fits(len(one.before), len(one.after)) for one in rest)


def test_the_longest_rise_is_found() -> None:
    assert longest_rise([3, 0, 1, 4, 2]) in ({1, 2, 4}, {1, 2, 3})
    assert longest_rise([]) == set()


# As it is read.


def row(before: Sequence[Asked], after: Sequence[Asked], kind: Kind) -> Row:
    return Row(kind, tuple(before), tuple(after), 0.5, ())


def test_the_words_that_changed_are_told_with_signs() -> None:
    changed = row(
        edition("a", "Disrupt what the groups do."), edition("b", "Disrupt the groups."), Kind.REWORDED
    )
    assert changed.changes == "Disrupt [− what] the [− groups do.] [+ groups.]"


def test_each_text_of_a_split_stands_beside_what_it_came_from() -> None:
    split = row(edition("a", LICENCES), edition("b", ONLY_LICENCES, ONLY_CONTRACTS), Kind.SPLIT)
    assert [(line.before.key, line.after.key) for line in split.lines if line.before and line.after] == [
        ("a1", "b1"),
        ("a1", "b2"),
    ]


def test_objectives_are_compared_by_code_with_their_order() -> None:
    before = [Asked("DIVERT", "Turn.", order=1), Asked("DISRUPT", "Disrupt.", order=2), Asked("OLD", "Gone.")]
    after = [
        Asked("DISRUPT", "Disrupt.", order=1),
        Asked("DIVERT", "Turn away.", order=2),
        Asked("NEW", "Come."),
    ]
    assert [(one.kind.value, one.reasons) for one in by_code(before, after)] == [
        ("moved", ("It was number 2 and is number 1.",)),
        ("reworded", ("It was number 1 and is number 2.",)),
        ("new", ()),
        ("dropped", ()),
    ]


def test_matches_are_kept_and_read_back_the_same() -> None:
    matches = compared(edition("a", LICENCES), edition("b", ONLY_LICENCES, ONLY_CONTRACTS))
    assert restored(kept(matches)) == matches
    assert restored("") == []
    assert (
        told(
            matches[0],
            {"a1": edition("a", LICENCES)[0]},
            {one.key: one for one in edition("b", ONLY_LICENCES, ONLY_CONTRACTS)},
        ).kind
        is Kind.SPLIT
    )


def said(key: str, measure: str, *, disputed: bool = False) -> Said:
    return Said(key, measure, f"Label of {measure}", "65 per cent", None, "", disputed, "A source")


def test_a_newer_figure_overtakes_and_disputed_ones_stand_together() -> None:
    found = overtaken(
        [said("f1", "groups", disputed=True), said("f2", "groups", disputed=True), said("f3", "cost")],
        [said("f4", "groups"), said("f5", "waste")],
    )
    assert [(one.state, [f.key for f in one.before], [f.key for f in one.after]) for one in found] == [
        ("No newer figure", ["f3"], []),
        ("Newer figure", ["f1", "f2"], ["f4"]),
        ("First given", [], ["f5"]),
    ]
