"""All actions, kept so that the twins of one draft, or the pairs among thousands, are found quickly.

A pair is first looked for by what can be multiplied at once (words, meaning, facets) and then compared
properly.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from drystane.closeness.sentences import SentenceModel
from drystane.closeness.terms import terms_of
from drystane.plans.overlap import likeness
from drystane.plans.overlap.facets import Read, read
from drystane.plans.overlap.likeness import Closeness, compare
from drystane.plans.overlap.rows import Array, Rows, facet_rows, largest, row_by_row
from drystane.plans.overlap.vectors import Told, Vectors, silence
from drystane.plans.overlap.works import Likeness, Work

BLOCK = 500  # actions at once: 500 by 10,000 numbers are 20 MB
NEAREST = 12  # candidates for each action when all are compared, and ...
NEAREST_TO_A_DRAFT = 60  # ... when one is


@dataclass(frozen=True)
class Twin:
    """An action that is like the one asked about."""

    work: Work
    likeness: Likeness


@dataclass(frozen=True)
class Pair:
    a: Work
    b: Work
    likeness: Likeness


class Index:
    """Actions with all that a comparison needs. `put` and `drop` keep it true; `twins` and `pairs` ask it."""

    def __init__(
        self,
        works: Iterable[Work],
        *,
        model: SentenceModel | None = None,
        vectors: Vectors | None = None,
        told: Told = silence,
    ) -> None:
        self.model = model
        self.vectors = vectors or Vectors()
        self.reads: list[Read | None] = [read(work) for work in works]
        kept = [each for each in self.reads if each]
        self.places = {each.work.key: place for place, each in enumerate(kept)}
        self.words = terms_of(each.work.text for each in kept)
        self.topics = terms_of(each.facets.topic for each in kept)
        self.about_it = Counter(subject for each in kept for subject in each.facets.subjects)
        self.rows = self.rows_of(kept, told)

    def __len__(self) -> int:
        return len(self.places)

    def put(self, work: Work) -> None:
        """Add an action, or take its new wording: the model reads one sentence, or none if it is known."""
        fresh = read(work)
        self.drop(work.key)
        self.places[work.key] = len(self.reads)
        self.reads.append(fresh)
        self.words = self.words.grown(work.text)
        self.topics = self.topics.grown(fresh.facets.topic)
        self.about_it.update(fresh.facets.subjects)
        self.rows = self.rows_of([fresh], silence).under(self.rows)

    def drop(self, key: str) -> None:
        """Take an action out, if it is there. Its row stays, empty, so that the others keep their places."""
        place = self.places.pop(key, None)
        gone = None if place is None else self.reads[place]
        if place is not None and gone is not None:
            self.about_it.subtract(gone.facets.subjects)
            self.reads[place] = None
            self.rows.empty(place)

    def twins(self, draft: Work, *, limit: int = 5, floor: float = 0.0) -> list[Twin]:
        """The actions most like a draft, best first; the action that is being changed is left out."""
        asked = read(draft)
        rows = self.rows_of([asked], silence)
        places = [
            place
            for place in largest(self.rough(rows)[0], NEAREST_TO_A_DRAFT)
            if place != self.places.get(draft.key)
        ]
        found = [
            Twin(other.work, alike)
            for other, alike in self.compared([asked] * len(places), rows.some([0] * len(places)), places)
            if alike.related >= floor
        ]
        return sorted(found, key=lambda twin: (*order(twin.likeness), twin.work.key))[:limit]

    def pairs(self, *, floor: float = 0.0, told: Told = silence) -> Iterator[Pair]:
        """Every pair worth a look, each once. A pair is found when it is near for either of its two."""
        seen: set[tuple[int, int]] = set()
        for start in range(0, len(self.reads), BLOCK):
            rough = self.rough(self.rows.some(slice(start, start + BLOCK)))
            for n in range(len(rough)):
                rough[n, start + n] = 0  # an action is no twin of itself
            near = ((start + n, place) for n, row in enumerate(rough) for place in largest(row, NEAREST))
            fresh = sorted({(min(pair), max(pair)) for pair in near} - seen)
            seen.update(fresh)
            lefts = [self.reads[a] for a, _ in fresh]
            compared = self.compared(lefts, self.rows.some([a for a, _ in fresh]), [b for _, b in fresh])
            for left, (right, found) in zip(lefts, compared, strict=True):
                if left is not None and found.related >= floor:
                    yield Pair(left.work, right.work, found)
            told(min(start + BLOCK, len(self.reads)))

    def compared(
        self, lefts: Sequence[Read | None], rows: Rows, places: Sequence[int]
    ) -> Iterator[tuple[Read, Likeness]]:
        """Each on the left with the action at its place. An empty place shares nothing, so none occurs."""
        common = self.common()
        for left, place, closeness in zip(lefts, places, self.closeness(rows, places), strict=True):
            right = self.reads[place]
            if left is None or right is None:
                raise LookupError("An action that was taken out is among the candidates.")
            yield right, compare(left, right, closeness, common)

    def common(self) -> dict[str, float]:
        return {subject: many / max(1, len(self)) for subject, many in self.about_it.items()}

    def closeness(self, rows: Rows, places: Sequence[int]) -> list[Closeness]:
        others = self.rows.some(places)
        words = row_by_row(rows.whole, others.whole).tolist()
        about = row_by_row(rows.about, others.about).tolist()
        meaning = (rows.meaning * others.meaning).sum(axis=1).tolist() if self.model else [None] * len(words)
        return [Closeness.of(*each) for each in zip(words, about, meaning, strict=True)]

    def rough(self, rows: Rows) -> Array:
        """What can be said of each row and every action at once: an estimate that orders candidates."""
        words = likeness.WHOLE if self.model is None else likeness.WHOLE * likeness.BY_WORDS
        found: Array = (rows.whole @ self.rows.whole.T).toarray() * np.float32(words)
        found += (rows.about @ self.rows.about.T).toarray() * np.float32(likeness.ABOUT)
        found += (rows.facets @ self.rows.facets.T).toarray()
        if self.model is not None:
            meaning = likeness.WHOLE * likeness.BY_MEANING / (1 - likeness.UNRELATED)
            found += (rows.meaning @ self.rows.meaning.T) * np.float32(meaning)
        return found

    def rows_of(self, reads: Sequence[Read], told: Told) -> Rows:
        texts = [each.work.text for each in reads]
        return Rows(
            self.words.rows(texts),
            self.topics.rows([each.facets.topic for each in reads]),
            facet_rows([each.facets for each in reads]),
            self.vectors.of(texts, self.model, told)
            if self.model
            else np.zeros((len(texts), 0), dtype=np.float32),
        )


def order(found: Likeness) -> tuple[float, float]:
    return -found.related, -found.duplicate
