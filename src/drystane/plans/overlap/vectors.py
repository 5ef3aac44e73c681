"""What each text means, kept: the model reads a hundred sentences a second, so none is read twice."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from drystane.closeness.sentences import WIDTH, SentenceModel

Array = npt.NDArray[np.float32]
BATCH = 200  # between two words on how far it has come

Told = Callable[[int], object]  # how many are done


def silence(_: int) -> None:
    pass


class Vectors:
    """The sentence vector of each text, by the digest of the text, so that nothing is read twice."""

    def __init__(self, known: Mapping[str, Array] | None = None) -> None:
        self.known = dict(known or {})

    def of(self, texts: Sequence[str], model: SentenceModel, told: Told) -> Array:
        digests = [digest(text) for text in texts]
        missing = list(
            {d: text for d, text in zip(digests, texts, strict=True) if d not in self.known}.items()
        )
        for start in range(0, len(missing), BATCH):
            some = missing[start : start + BATCH]
            for (d, _), vector in zip(some, model.vectors([text for _, text in some]), strict=True):
                self.known[d] = vector
            told(start + len(some))
        found = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, d in enumerate(digests):
            found[row] = self.known[d]
        return found

    def save(self, path: Path) -> None:
        """Whole or not at all."""
        body = BytesIO()
        np.savez(
            body,
            digests=np.array(list(self.known), dtype="U40"),
            vectors=np.array(list(self.known.values()), dtype=np.float16).reshape(-1, WIDTH),
        )
        fresh = path.with_suffix(".new")
        fresh.write_bytes(body.getvalue())
        fresh.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Vectors":
        with np.load(path, allow_pickle=False) as kept:
            vectors = kept["vectors"].astype(np.float32)
            return cls(dict(zip(kept["digests"].tolist(), vectors, strict=True)))


def digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
