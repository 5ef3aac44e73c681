"""How close texts are, with the model and without."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drystane.closeness import sentences, texts
from drystane.closeness.pieces import Pieces
from drystane.closeness.terms import terms_of

CLAUSE = "Put a probity paragraph into the tender template"
CAKE = "Bake a cake for the summer fete"
with_model = pytest.mark.skipif(not texts.has_model(), reason="The sentence model is not installed here.")


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "model", lambda: None)


@pytest.mark.usefixtures("no_model")
def test_without_the_model_words_are_compared() -> None:
    found = texts.alike([CLAUSE], [CLAUSE, "Reword the tender template", CAKE])
    assert found[0, 0] == pytest.approx(1)
    assert 1 > found[0, 1] > found[0, 2]


@pytest.mark.usefixtures("no_model")
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_closeness_is_the_same_both_ways_and_within_bounds(some: list[str]) -> None:
    found = texts.alike(some, some)
    assert found.shape == (len(some), len(some))
    assert np.allclose(found, found.T, atol=1e-6)
    assert found.min() >= 0
    assert found.max() <= 1


def test_a_word_of_another_form_still_counts() -> None:
    terms = terms_of(["report publication", "reports published", "bake a cake"])
    rows = terms.rows(["report publication", "reports published", "bake a cake"])
    shared = (rows @ rows.T).toarray()
    assert shared[0, 1] > 0.1
    assert shared[0, 2] == 0


def test_a_rare_word_counts_for_more() -> None:
    terms = terms_of(["plan alpha", "plan beta", "plan gamma", "plan probity"])
    assert terms.weights[terms.columns["probity"]] > terms.weights[terms.columns["plan"]]


@pytest.mark.usefixtures("no_model")
def test_nothing_is_close_to_an_empty_text() -> None:
    assert texts.alike([""], [CLAUSE, ""]).tolist() == [[0.0, 0.0]]


def test_a_text_is_cut_into_the_longest_pieces_known() -> None:
    known = {
        piece: n for n, piece in enumerate(["[CLS]", "[SEP]", "[UNK]", "un", "##want", "##ed", "cafe", "!"])
    }
    assert Pieces(known).numbers("Unwanted CAFÉ! zebra", at_most=20) == [0, 3, 4, 5, 6, 7, 2, 1]
    assert Pieces(known).numbers("cafe cafe cafe cafe", at_most=4) == [0, 6, 6, 1]
    assert Pieces(known).numbers("", at_most=4) == [0, 1]


@with_model
@pytest.mark.slow
def test_the_model_says_what_its_makers_say() -> None:
    """The example on the model's public card: 0.695, 0.943 and 0.257."""
    model = sentences.model()
    assert model is not None
    asked, *others = model.vectors(
        [
            "That is a happy person",
            "That is a happy dog",
            "That is a very happy person",
            "Today is a sunny day",
        ]
    )
    assert [float(asked @ other) for other in others] == pytest.approx([0.695, 0.943, 0.257], abs=0.001)


@with_model
@pytest.mark.slow
def test_a_text_has_the_same_vector_in_any_company() -> None:
    model = sentences.model()
    assert model is not None
    alone = model.vectors([CLAUSE])
    among = model.vectors([CAKE, "Short", CLAUSE, "", "A text of some length, with signs; and (brackets)"])
    assert among.shape == (5, sentences.WIDTH)
    assert np.allclose(alone[0], among[2], atol=1e-5)
    assert np.allclose(np.linalg.norm(among, axis=1), 1, atol=1e-5)


def test_another_file_than_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(sentences.NotOurModel, match="is not the sentence model that Drystane knows"):
        sentences.load(tmp_path)


def test_where_the_package_is_not_installed_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "find_spec", lambda _: None)
    sentences.model.cache_clear()
    try:
        assert sentences.model() is None
        assert not sentences.is_installed()
        assert not texts.has_model()
    finally:
        sentences.model.cache_clear()


@pytest.mark.slow
def test_a_start_loads_no_numpy() -> None:
    script = (
        "import sys, django; django.setup(); from drystane.site import wsgi, urls; "
        "print([name for name in ('numpy', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
