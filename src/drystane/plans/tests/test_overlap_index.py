"""Finding twins among many, keeping that true as actions change, and suggesting an owner."""

from pathlib import Path

import numpy as np
import pytest

from drystane.closeness.pieces import Pieces
from drystane.closeness.sentences import SentenceModel
from drystane.plans.overlap import index as index_module
from drystane.plans.overlap.index import Index
from drystane.plans.overlap.owners import Candidate, suggest_owner
from drystane.plans.overlap.vectors import Vectors, silence
from drystane.plans.overlap.works import Work

CLAUSE = Work("clause", "Put a probity paragraph into the tender template", group="Integrity")
DUTY = Work("duty", "Carry the Prevent duty into the standard contract", group="Prevent")
TAXIS = Work("taxis", "Inspect taxis with the police in Paisley", group="Integrity")
BLOCKERS = Work("blockers", "Fit call blockers in sheltered housing", group="Prevent")
DRAFT = Work("draft", "Amend the contract clause so that bidders declare bribery")
ALL = [CLAUSE, DUTY, TAXIS, BLOCKERS]


class Counting(SentenceModel):
    """Stands in for the model's file, not for our code: the vector of a text is made from its letters."""

    def __init__(self) -> None:
        super().__init__({}, Pieces({}))
        self.read: list[str] = []

    def vectors(self, texts):  # type: ignore[no-untyped-def]  # the same as the parent's
        self.read += texts
        found = np.ones((len(texts), 384), dtype=np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                found[row, ord(letter) % 384] += 1
        return found / np.linalg.norm(found, axis=1, keepdims=True)


def keys(index: Index, draft: Work = DRAFT) -> list[str]:
    return [twin.work.key for twin in index.twins(draft, floor=0.2)]


def test_the_twin_behind_other_words_comes_first() -> None:
    assert keys(Index(ALL)) == ["clause", "duty"]


def test_an_action_that_is_being_changed_is_not_its_own_twin() -> None:
    assert "clause" not in keys(Index(ALL), CLAUSE)


def test_the_order_in_which_actions_came_changes_nothing() -> None:
    there = Index(ALL).twins(DRAFT)
    back = Index(reversed(ALL)).twins(DRAFT)
    assert [twin.work.key for twin in there] == [twin.work.key for twin in back]
    assert [twin.likeness.related for twin in there] == pytest.approx(
        [twin.likeness.related for twin in back]
    )


def test_a_changed_action_is_found_by_its_new_words() -> None:
    index = Index(ALL)
    index.put(Work("taxis", "Bidders to declare bribery in the contract clause"))
    assert keys(index)[0] == "taxis"
    assert keys(index, Work("new", TAXIS.title)) == []
    assert len(index) == 4


def test_an_action_put_in_later_is_found_like_one_that_was_there() -> None:
    later = Index(ALL[1:])
    later.put(CLAUSE)
    assert keys(later) == keys(Index(ALL))


def test_an_action_taken_out_is_found_no_more() -> None:
    index = Index(ALL)
    index.drop("clause")
    index.drop("never there")
    assert keys(index) == ["duty"]
    assert {key for pair in index.pairs() for key in (pair.a.key, pair.b.key)} <= {
        "duty",
        "taxis",
        "blockers",
    }
    assert len(index) == 3


@pytest.mark.parametrize("block", [1, 2, 500])
def test_each_pair_is_told_once_and_none_with_itself(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "BLOCK", block)
    told: list[int] = []
    found = [frozenset((pair.a.key, pair.b.key)) for pair in Index([*ALL, DRAFT]).pairs(told=told.append)]
    assert len(found) == len(set(found))
    assert all(len(pair) == 2 for pair in found)
    assert {"clause", "draft"} in found
    assert told[-1] == 5


def test_pairs_below_the_floor_are_left_out() -> None:
    every = list(Index([*ALL, DRAFT]).pairs())
    some = list(Index([*ALL, DRAFT]).pairs(floor=0.3))
    assert 0 < len(some) < len(every)
    assert all(pair.likeness.related >= 0.3 for pair in some)


def test_nothing_is_found_among_nothing() -> None:
    assert Index([]).twins(DRAFT) == []
    assert list(Index([]).pairs()) == []


def test_an_edit_costs_the_model_one_sentence_and_a_known_text_none() -> None:
    model = Counting()
    index = Index(ALL, model=model)
    assert len(model.read) == 4
    index.put(Work("taxis", "Inspect cabs"))
    assert model.read[4:] == ["Inspect cabs"]
    index.put(Work("duty", CLAUSE.title))
    assert len(model.read) == 5
    assert len(keys(index, CLAUSE)) > 0


def test_what_was_read_is_kept_in_a_file_and_not_read_again(tmp_path: Path) -> None:
    model, kept = Counting(), Vectors()
    first = kept.of([work.text for work in ALL], model, silence)
    kept.save(tmp_path / "vectors.npz")
    again = Vectors.load(tmp_path / "vectors.npz").of([work.text for work in ALL], model, silence)
    assert len(model.read) == 4
    assert np.allclose(first, again, atol=1e-3)
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.npz"]


INTEGRITY = Candidate(
    "Integrity", ("How are tenders and suppliers checked for corruption?",), frozenset({"LA"})
)
PREVENT = Candidate("Prevent", ("Are staff trained in the Prevent duty?",), frozenset({"communities"}))


def test_the_group_whose_self_assessment_asks_about_it_should_own_it() -> None:
    found = suggest_owner(DRAFT, [PREVENT, INTEGRITY])
    assert found is not None
    assert found.group == "Integrity"
    assert found.reasons[0].sentence == "Its self-assessment asks about honest dealing and procurement."


def test_history_speaks_for_the_group_that_has_such_work() -> None:
    twins = Index([BLOCKERS, TAXIS]).twins(
        Work("new", "Call blockers for older tenants in sheltered housing")
    )
    found = suggest_owner(Work("new", "Call blockers"), [INTEGRITY, PREVENT], twins=twins)
    assert found is not None
    assert found.group == "Prevent"
    assert found.reasons[-1].sentence == "It already has an action like this one."


def test_where_nothing_speaks_for_one_before_the_others_none_is_suggested() -> None:
    assert suggest_owner(Work("new", "Mend the roof"), [INTEGRITY, PREVENT]) is None
    assert suggest_owner(DRAFT, [INTEGRITY, Candidate("Other", INTEGRITY.subject_words)]) is None
    assert suggest_owner(DRAFT, []) is None


def test_the_audience_of_the_recommendation_counts() -> None:
    found = suggest_owner(Work("new", "Mend the roof"), [INTEGRITY, PREVENT], audience="communities")
    assert found is not None
    assert found.group == "Prevent"
