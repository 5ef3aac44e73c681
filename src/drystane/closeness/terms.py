"""Which words texts share, the rare ones counting for more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from scipy.sparse import csr_array

from drystane.closeness.plain import words

PART = 4  # letters: long enough to tell words apart, short enough to see that reporting is reports


@dataclass(frozen=True)
class Terms:
    """The terms of a corpus, each with its column and how much it counts."""

    columns: dict[str, int]
    weights: np.ndarray[tuple[int], np.dtype[np.float32]]
    many: int  # texts they were learnt from

    def rows(self, texts: Sequence[str]) -> csr_array:
        """A row of length 1 for each text, half words and half parts of words. Unknown terms are left out."""
        data: list[float] = []
        indices: list[int] = []
        starts = [0]
        for text in texts:
            for counted in (Counter(words(text)), Counter(parts(text))):
                known = {self.columns[term]: count for term, count in counted.items() if term in self.columns}
                values = [(1 + log(count)) * float(self.weights[column]) for column, count in known.items()]
                length = sqrt(2 * sum(value * value for value in values)) or 1.0
                indices += known
                data += [value / length for value in values]
            starts.append(len(indices))
        shape = (len(texts), len(self.columns))
        return csr_array((np.array(data, dtype=np.float32), indices, starts), shape=shape)

    def grown(self, text: str) -> "Terms":
        """With the terms of one more text that were not known, as rare as a term can be."""
        fresh = sorted({*words(text), *parts(text)} - self.columns.keys())
        if not fresh:
            return self
        columns = self.columns | {term: len(self.columns) + n for n, term in enumerate(fresh)}
        weight = log((2 + self.many) / 2) + 1
        weights = np.concatenate([self.weights, np.full(len(fresh), weight, dtype=np.float32)])
        return Terms(columns, weights, self.many)


def terms_of(texts: Iterable[str]) -> Terms:
    """What the corpus teaches: a term in few texts counts for more than one in many."""
    seen: Counter[str] = Counter()
    many = 0
    for text in texts:
        many += 1
        seen.update({*words(text), *parts(text)})
    columns = {term: number for number, term in enumerate(sorted(seen))}
    weights = [log((1 + many) / (1 + seen[term])) + 1 for term in columns]
    return Terms(columns, np.array(weights, dtype=np.float32), many)


def parts(text: str) -> list[str]:
    """Each word's runs of letters, with its ends marked; `<` keeps them apart from words."""
    marked = (f"<{word}>" for word in words(text))
    return [f"<{word[n : n + PART]}" for word in marked for n in range(max(1, len(word) - PART + 1))]
