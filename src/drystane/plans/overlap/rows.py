"""Actions as rows of numbers, so that one can be multiplied with thousands."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from drystane.plans.overlap import likeness
from drystane.plans.overlap.vocabulary import vocabulary
from drystane.plans.overlap.works import Facets

Array = npt.NDArray[np.float32]
FACET_COLUMNS = [
    (kind, code) for kind in ("subjects", "things", "people") for code in vocabulary().names[kind]
]


@dataclass(frozen=True)
class Rows:
    """What is multiplied, a row for each action: its words, what it is about, its facets, its meaning."""

    whole: csr_array
    about: csr_array
    facets: csr_array
    meaning: Array

    def some(self, places: slice | Sequence[int]) -> "Rows":
        return Rows(self.whole[places], self.about[places], self.facets[places], self.meaning[places])

    def under(self, upper: "Rows") -> "Rows":
        whole, about, facets = (
            beneath(getattr(upper, name), getattr(self, name)) for name in ("whole", "about", "facets")
        )
        return Rows(whole, about, facets, np.vstack([upper.meaning, self.meaning]))

    def empty(self, place: int) -> None:
        for rows in (self.whole, self.about, self.facets):
            rows.data[rows.indptr[place] : rows.indptr[place + 1]] = 0
        self.meaning[place] = 0


def facet_rows(facets: Sequence[Facets]) -> csr_array:
    """For each action the facets that bind it to others; a product of two rows says how much they share."""
    columns = {pair: n for n, pair in enumerate(FACET_COLUMNS)}
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for each in facets:
        for kind, weight, found in [
            ("subjects", likeness.SUBJECT, each.subjects),
            ("things", likeness.THING, each.things - likeness.COMMON_THINGS),
            ("people", likeness.PEOPLE, each.people),
        ]:
            indices += [columns[kind, code] for code in sorted(found) if (kind, code) in columns]
            known = len(indices) - len(data)
            data += [sqrt(likeness.FACETS_RELATED * weight / known) for _ in range(known)]
        starts.append(len(indices))
    return csr_array((np.array(data, dtype=np.float32), indices, starts), shape=(len(facets), len(columns)))


def row_by_row(a: csr_array, b: csr_array) -> Array:
    found: Array = np.asarray(a.multiply(b).sum(axis=1), dtype=np.float32).ravel()
    return found


def beneath(upper: csr_array, lower: csr_array) -> csr_array:
    """One under the other; columns that only the lower knows are empty in the upper."""
    return csr_array(
        (
            np.concatenate([upper.data, lower.data]),
            np.concatenate([upper.indices, lower.indices]),
            np.concatenate([upper.indptr, lower.indptr[1:] + upper.indptr[-1]]),
        ),
        shape=(upper.shape[0] + lower.shape[0], max(upper.shape[1], lower.shape[1])),
    )


def largest(row: Array, many: int) -> list[int]:
    """The places of the largest numbers above nothing."""
    places = np.argpartition(row, -many)[-many:] if len(row) > many else np.arange(len(row))
    return sorted(int(place) for place in places if row[place] > 0)
