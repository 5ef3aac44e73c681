"""How close texts are to one another, by words and, where the model is there, by meaning."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from drystane.closeness import sentences
from drystane.closeness.terms import terms_of


def has_model() -> bool:
    return sentences.is_installed()


def alike(a: Sequence[str], b: Sequence[str]) -> npt.NDArray[np.float32]:
    """For each text of `a`, how close each of `b` is: 0 for nothing in common, 1 for the same words."""
    by_words = terms_of([*a, *b])
    shared = (by_words.rows(a) @ by_words.rows(b).T).toarray()
    model = sentences.model()
    if model is not None:
        shared = (shared + model.vectors(a) @ model.vectors(b).T) / 2
    found: npt.NDArray[np.float32] = shared.clip(0, 1).astype(np.float32)
    return found
