"""Which thing of the later edition is which of the earlier: proposals, each with its reasons.

Equal texts find each other first. The rest is one assignment over both editions, the best there is as a
whole, so that no pair is taken greedily that leaves two others worse. What is left over may be a part of
what was paired.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from drystane.strategy.comparing.found import Asked, Kind, Match
from drystane.strategy.comparing.wording import same_words, telling, weights

NEAR = 0.45  # below that, place counted in, two texts are not proposed as one: a person may still say so
PLACE = (0.08, 0.04)  # what the same audience and the same objective add
TOUCH = 0.33  # so alike is a text at least that is a part of another, or rivals it
APART = 0.02  # what standing far apart takes away: it only ever settles a tie
PART = 0.2  # so much of a text has to stand in a further one, and in no other, before that is a part of it
MOSTLY = 0.5  # and so much of the part has to come from it
CLOSE_RIVAL = 0.2  # another text that is nearly as alike makes a pair doubtful
Matrix = NDArray[np.float64]
Words = Mapping[str, str]


def compare(before: Sequence[Asked], after: Sequence[Asked], likeness: ArrayLike) -> list[Match]:
    """Each thing of either edition in exactly one match, in the order of the later edition.

    `likeness` has a row for each thing before and a column for each after, from 0 to 1. The answer does not
    depend on the order in which they are given.
    """
    found = np.asarray(likeness, dtype=np.float64).reshape(len(before), len(after))
    rows = sorted(range(len(before)), key=lambda place: (before[place].order, before[place].key))
    columns = sorted(range(len(after)), key=lambda place: (after[place].order, after[place].key))
    return Pairing(
        [before[row] for row in rows], [after[column] for column in columns], found[np.ix_(rows, columns)]
    ).matches()


@dataclass
class Pairing:
    before: list[Asked]
    after: list[Asked]
    likeness: Matrix
    became: dict[int, int] = field(default_factory=dict)  # which later thing each earlier one is
    splits: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    merges: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.said_before = [same_words(one.text) for one in self.before]
        self.said_after = [same_words(one.text) for one in self.after]
        equal = np.array(
            [[one == other for other in self.said_after] for one in self.said_before], dtype=bool
        )
        self.equal = equal.reshape(len(self.before), len(self.after))
        self.likeness = np.where(self.equal, 1.0, np.clip(self.likeness, 0.0, 0.99))
        self.words_before = [telling(one.text) for one in self.before]
        self.words_after = [telling(one.text) for one in self.after]
        self.weights = weights([*map(text_of, self.before), *map(text_of, self.after)])
        self.often = Counter(self.said_before) + Counter(self.said_after)

    def matches(self) -> list[Match]:
        self.became = self.assigned(self.equal)
        self.became |= self.assigned((self.likeness + self.in_place() >= NEAR) & ~self.taken())
        self.find_parts()
        return [match for _, match in sorted(self.told(), key=lambda placed: placed[0])]

    def assigned(self, allowed: NDArray[np.bool_]) -> dict[int, int]:
        """The pairs among those allowed that are the best together."""
        if not allowed.any():
            return {}
        worth = np.where(allowed, self.likeness + self.in_place() + self.in_order(), 0.0)
        pairs = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
        return {int(row): int(column) for row, column in pairs if allowed[row, column]}

    def in_place(self) -> Matrix:
        """What speaks for a pair beside its words."""
        audience, objective = PLACE
        same_audience = agreement([one.audience for one in self.before], [one.audience for one in self.after])
        same_objective = agreement(
            [one.objective for one in self.before], [one.objective for one in self.after]
        )
        return audience * same_audience + objective * same_objective

    def in_order(self) -> Matrix:
        """Settles a tie; above nought, so that any pair beats none."""
        earlier = np.arange(len(self.before))[:, None] / max(len(self.before), 1)
        later = np.arange(len(self.after))[None, :] / max(len(self.after), 1)
        return np.asarray(APART * (1.0 + 1e-6 - np.abs(earlier - later)))

    def taken(self) -> NDArray[np.bool_]:
        rows = np.isin(np.arange(len(self.before)), list(self.became))
        columns = np.isin(np.arange(len(self.after)), list(self.became.values()))
        return np.asarray(rows[:, None] | columns[None, :])

    # What was left over, and may be a part of what was paired.

    def find_parts(self) -> None:
        origin = {later: earlier for earlier, later in self.became.items()}
        for later in range(len(self.after)):
            if later in origin or not self.before:
                continue
            earlier = int(np.argmax(self.likeness[:, later]))
            other = self.became.get(earlier)
            if other is not None and self.is_part(earlier, later, beside=other):
                self.splits[earlier].append(later)
        for earlier in range(len(self.before)):
            if earlier in self.became or not self.after:
                continue
            later = int(np.argmax(self.likeness[earlier]))
            first = origin.get(later)
            if (
                first is not None
                and first not in self.splits
                and self.is_merged(earlier, later, beside=first)
            ):
                self.merges[later].append(earlier)

    def is_part(self, earlier: int, later: int, *, beside: int) -> bool:
        """What was asked stands in this text too, and partly in no other."""
        if self.equal[earlier, beside] or self.likeness[earlier, later] < TOUCH:
            return False
        return self.adds(self.words_before[earlier], self.words_after[later], self.words_after[beside])

    def is_merged(self, earlier: int, later: int, *, beside: int) -> bool:
        if self.equal[beside, later] or self.likeness[earlier, later] < TOUCH:
            return False
        return self.adds(self.words_after[later], self.words_before[earlier], self.words_before[beside])

    def adds(self, whole: Words, part: Words, other: Words) -> bool:
        """Whether the part comes mostly from the whole, and holds some of it that the other part has not."""
        only_here = part.keys() - other.keys()
        return self.share(whole, only_here) >= PART and self.share(part, whole.keys()) >= MOSTLY

    def share(self, words: Words, some: Collection[str]) -> float:
        """How much of what the words tell is told by some of them."""
        whole = sum(self.weights[word] for word in words)
        return sum(self.weights[word] for word in words if word in some) / whole if whole else 0.0

    # The matches, each with the place at which it is told.

    def told(self) -> Iterator[tuple[tuple[float, int], Match]]:
        out_of_order = self.out_of_order()
        joined = {earlier for rows in self.merges.values() for earlier in rows}
        parts = {later for columns in self.splits.values() for later in columns}
        for earlier, later in self.became.items():
            if earlier in self.splits:
                yield (later, 0), self.split(earlier, later)
            elif later in self.merges:
                yield (later, 0), self.merged(earlier, later)
            else:
                yield (later, 0), self.pair(earlier, later, is_out_of_order=earlier in out_of_order)
        for later in set(range(len(self.after))) - set(self.became.values()) - parts:
            yield (later, 0), self.new(later)
        for earlier in set(range(len(self.before))) - set(self.became) - joined:
            yield (len(self.after), earlier), self.dropped(earlier)

    def out_of_order(self) -> set[int]:
        """The fewest equal texts of one place that had to move for the others to stand as they stand."""
        by_place: dict[object, list[int]] = defaultdict(list)
        for earlier, later in sorted(self.became.items()):
            if self.equal[earlier, later] and self.before[earlier].place == self.after[later].place:
                by_place[self.before[earlier].place].append(earlier)
        return {
            earlier
            for group in by_place.values()
            for place, earlier in enumerate(group)
            if place not in longest_rise([self.became[one] for one in group])
        }

    def pair(self, earlier: int, later: int, *, is_out_of_order: bool) -> Match:
        one, other = self.before[earlier], self.after[later]
        score, sure = float(self.likeness[earlier, later]), []
        elsewhere = list(moved(one, other))
        if self.equal[earlier, later]:
            kind = Kind.MOVED if elsewhere or is_out_of_order else Kind.KEPT
            sure.append("The words are the same.")
            if is_out_of_order and not elsewhere:
                elsewhere.append("It stands in another place in the order.")
            if self.often[self.said_before[earlier]] > 2:
                score = 0.9
                sure.append("The same words stand elsewhere too: check that the right ones are paired.")
        else:
            kind = Kind.REWORDED
            score, rival = self.doubted(earlier, later)
            sure.append(f"Words and meaning are alike by {percent(self.likeness[earlier, later])} of 100.")
            sure += rival
        return Match(kind, (one.key,), (other.key,), round(score, 2), (*sure, *elsewhere))

    def doubted(self, earlier: int, later: int) -> tuple[float, list[str]]:
        """How sure a pair is, less so where another text is nearly as alike."""
        alike = float(self.likeness[earlier, later])
        row, column = self.likeness[earlier].copy(), self.likeness[:, later].copy()
        row[later] = column[earlier] = 0.0
        rivals = [(float(row.max()), self.after[int(row.argmax())].key)]
        rivals.append((float(column.max()), self.before[int(column.argmax())].key))
        nearest, key = max(rivals, key=lambda rival: rival[0])
        lead = min(max((alike - nearest) / CLOSE_RIVAL, 0.0), 1.0)
        said = (
            [f"{key} is nearly as close ({percent(nearest)} of 100)."]
            if lead < 1 and nearest >= TOUCH
            else []
        )
        return alike * (0.6 + 0.4 * lead), said

    def split(self, earlier: int, first: int) -> Match:
        parts = sorted([first, *self.splits[earlier]])
        one = self.before[earlier]
        spoken = [
            f"Of what {one.key} asked, {self.after[later].key} speaks of "
            f"{listed(self.in_common(earlier, later))}."
            for later in parts
        ]
        score = float(np.mean([self.likeness[earlier, later] for later in parts]))
        return Match(
            Kind.SPLIT,
            (one.key,),
            tuple(self.after[later].key for later in parts),
            round(score, 2),
            tuple(spoken),
        )

    def merged(self, first: int, later: int) -> Match:
        parts = sorted([first, *self.merges[later]])
        other = self.after[later]
        spoken = [
            f"{other.key} takes up {listed(self.in_common(earlier, later))} of {self.before[earlier].key}."
            for earlier in parts
        ]
        score = float(np.mean([self.likeness[earlier, later] for earlier in parts]))
        return Match(
            Kind.MERGED,
            tuple(self.before[earlier].key for earlier in parts),
            (other.key,),
            round(score, 2),
            tuple(spoken),
        )

    def in_common(self, earlier: int, later: int) -> list[str]:
        shared = self.words_before[earlier].keys() & self.words_after[later].keys()
        return [word for found, word in self.words_after[later].items() if found in shared]

    def new(self, later: int) -> Match:
        column = self.likeness[:, later]
        return Match(
            Kind.NEW, (), (self.after[later].key,), alone(column), nearest_of(column, self.before, "earlier")
        )

    def dropped(self, earlier: int) -> Match:
        row = self.likeness[earlier]
        return Match(
            Kind.DROPPED, (self.before[earlier].key,), (), alone(row), nearest_of(row, self.after, "later")
        )


def text_of(one: Asked) -> str:
    return one.text


def agreement(before: Sequence[str], after: Sequence[str]) -> Matrix:
    return np.array([[one == other for other in after] for one in before], dtype=np.float64).reshape(
        len(before), len(after)
    )


def moved(one: Asked, other: Asked) -> Iterator[str]:
    if one.audience != other.audience:
        yield f"It was for {one.audience or 'nobody named'} and is for {other.audience or 'nobody named'}."
    if one.objective != other.objective:
        yield f"It stood under {one.objective or 'nothing'} and stands under {other.objective or 'nothing'}."


def alone(likeness: Matrix) -> float:
    return round(1.0 - (float(likeness.max()) if likeness.size else 0.0), 2)


def nearest_of(likeness: Matrix, others: Sequence[Asked], which: str) -> tuple[str, ...]:
    if not likeness.size:
        return (f"The {which} edition asks nothing.",)
    place = int(likeness.argmax())
    alike = f"alike by {percent(likeness[place])} of 100"
    return (f"The nearest of the {which} edition is {others[place].key}, {alike}.",)


def percent(value: float) -> int:
    return round(100 * float(value))


def listed(words: Sequence[str]) -> str:
    if not words:
        return "nothing in the same words"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def longest_rise(values: Sequence[int]) -> set[int]:
    """The places of the longest run, with gaps, in which the values rise."""
    ends: list[int] = []  # the least value that ends a run of each length
    at: list[int] = []
    came_from: list[int | None] = []
    for place, value in enumerate(values):
        length = bisect_left(ends, value)
        came_from.append(at[length - 1] if length else None)
        ends[length : length + 1] = [value]
        at[length : length + 1] = [place]
    run: set[int] = set()
    last = at[-1] if at else None
    while last is not None:
        run.add(last)
        last = came_from[last]
    return run
