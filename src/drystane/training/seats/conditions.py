"""The question as linear conditions for HiGHS."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf
from typing import TYPE_CHECKING

from drystane.training.seats.question import Minimum, Need, Question, Sitting

if TYPE_CHECKING:  # the solver loads when it is first needed: the pages' start does not wait for it
    from scipy.optimize import LinearConstraint

# What one more trained person of a team is worth, of 20: the first half of those who need it, the next three
# tenths, the rest. Whole numbers, so that two answers are equal or they are not.
TIERS = ((0.5, 20), (0.8, 12), (1.0, 5))
Pair = tuple[str, str]  # a team and a session
PIECES, CHANGES = "pieces", "changes"


@dataclass(frozen=True)
class Row:
    """A condition: these amounts of the variables lie between two numbers."""

    amounts: Mapping[int, float]
    low: float = -inf
    high: float = inf


@dataclass(frozen=True)
class Found:
    seats: Mapping[Pair, int]
    value: int
    bound: int


class Room:
    """The question as a set of linear conditions.

    A variable for each team and session that fit; for each team and tier; for each piece, whether there is
    one; and for each piece of last time, how far it has moved.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.needs = [need for need in question.needs if need.people > 0]
        self.pairs = [
            (need.team, sitting.session)
            for need in self.needs
            for sitting in question.sittings
            if sitting.places > 0 and fits(need, sitting)
        ]
        self.at = {pair: number for number, pair in enumerate(self.pairs)}
        self.of_team = grouped((pair[0], number) for pair, number in self.at.items())
        self.of_session = grouped((pair[1], number) for pair, number in self.at.items())
        self.sizes = [size for need in self.needs for size in tiers(need.people)]
        self.tier = len(self.pairs)  # where the tiers begin
        self.piece = self.tier + len(self.sizes)  # and the pieces
        self.moved = self.piece + len(self.pairs)  # and the changes
        self.before = {(team, session): people for team, session, people in question.before}

    @cached_property
    def cover(self) -> dict[int, float]:
        first = {need.team for need in self.needs if need.service == self.question.first}
        return {number: 1 for (team, _), number in self.at.items() if team in first}

    @cached_property
    def benefit(self) -> dict[int, float]:
        worth = [need.weight * points for need in self.needs for _, points in TIERS]
        return {self.tier + number: points for number, points in enumerate(worth)}

    @cached_property
    def most(self) -> list[int]:
        """How many of a team a session can take at all."""
        needs = {need.team: need for need in self.needs}
        sittings = {sitting.session: sitting for sitting in self.question.sittings}
        return [
            min(needs[team].people, sittings[session].places, limit(needs[team], sittings[session]))
            for team, session in self.pairs
        ]

    def flows(self) -> Iterator[Row]:
        """The places of each session, and what each team can spare in a week."""
        weeks = {sitting.session: sitting.week for sitting in self.question.sittings}
        for sitting in self.question.sittings:
            yield Row(dict.fromkeys(self.of_session[sitting.session], 1), high=sitting.places)
        for need in self.needs:
            if need.release is not None:
                mine = self.of_team[need.team]
                for week, those in grouped((weeks[self.pairs[one][1]], one) for one in mine).items():
                    if week:
                        yield Row(dict.fromkeys(those, 1), high=need.release)

    def whole_teams(self) -> Iterator[Row]:
        """Whoever gets a seat stands in a tier."""
        for order, need in enumerate(self.needs):
            own = range(self.tier + order * len(TIERS), self.tier + (order + 1) * len(TIERS))
            yield Row(dict.fromkeys(self.of_team[need.team], 1.0) | dict.fromkeys(own, -1.0), low=0, high=0)

    @cached_property
    def always(self) -> list[Row]:
        """What holds of every allocation, but for the minimums."""
        return [*self.flows(), *self.whole_teams()]

    def minimum(self, rule: Minimum) -> Row:
        mine = {number: 1.0 for (team, _), number in self.at.items() if team in rule.teams}
        return Row(mine, low=self.least(rule))

    def least(self, rule: Minimum) -> int:
        """A team does not send more people than need it."""
        return min(rule.seats, sum(need.people for need in self.needs if need.team in rule.teams))

    def most_for(self, rule: Minimum, beside: Sequence[Minimum]) -> int:
        kept = [self.minimum(one) for one in beside]
        return self.solve(self.minimum(rule).amounts, -1, [*self.always, *kept]).value

    def why_no_more(self, rule: Minimum) -> str:
        needs = [need for need in self.needs if need.team in rule.teams]
        if not any(self.of_team[need.team] for need in needs):
            return "none of the sessions is where its people can go. Add one at their site."
        places = sum(sitting.places for sitting in self.question.sittings)
        if places < self.least(rule):
            return f"there are {places} places in all. Offer more, or lower the minimum."
        return (
            "the sessions that its people can reach have no more places, or its teams cannot spare more "
            "in one week. Add a session in another week, or raise what they can spare."
        )

    @property
    def size(self) -> int:
        """With the pieces and the changes. Without them a third of the variables are left."""
        return self.moved + len(self.pairs)

    def late(self) -> list[tuple[str, dict[int, float], list[Row]]]:
        """What is sought once the good is settled, and what a search for it has to know besides."""
        pieces = {self.piece + number: 1.0 for number in self.at.values()}
        changes = {self.moved + number: 1.0 for number in self.at.values()}
        if not self.question.before:
            return [(PIECES, pieces, [])]
        return [(PIECES, pieces, []), (CHANGES, changes, list(self.rows_of_changes()))]

    def rows_of_pieces(self) -> Iterator[Row]:
        for number, most in enumerate(self.most):
            yield Row({number: 1, self.piece + number: -most}, high=0)

    def rows_of_changes(self) -> Iterator[Row]:
        for pair, number in self.at.items():
            then = self.before.get(pair, 0)
            yield Row({number: 1, self.moved + number: -1}, high=then)
            yield Row({number: 1, self.moved + number: 1}, low=then)

    def count(self, name: str, seats: Mapping[Pair, int]) -> int:
        if name == PIECES:
            return sum(1 for people in seats.values() if people)
        return sum(abs(seats.get(pair, 0) - self.before.get(pair, 0)) for pair in self.pairs)

    def solve(
        self,
        aim: Mapping[int, float],
        sense: int,
        rows: Sequence[Row],
        *,
        size: int = 0,
        whole: bool = True,
        **limits: float,
    ) -> Found:
        size = size or self.piece
        if not self.pairs:
            return Found({}, 0, 0)
        import numpy as np  # noqa: PLC0415  # loads when it is first needed
        from scipy.optimize import Bounds, milp  # noqa: PLC0415  # the same

        cost = np.zeros(size)
        for number, amount in aim.items():
            cost[number] = sense * amount
        high = np.array([*self.most, *self.sizes, *[1] * len(self.pairs), *[inf] * len(self.pairs)])[:size]
        in_whole_numbers = np.zeros(size)
        in_whole_numbers[: self.moved] = whole
        result = milp(
            cost,
            constraints=[matrix(rows, size)],
            bounds=Bounds(np.zeros(size), high),
            integrality=in_whole_numbers,
            options={"mip_rel_gap": 0, **limits},
        )
        bound = result.fun if result.status == 0 else result.mip_dual_bound
        reached = ceil(bound - 1e-6) if bound is not None and bound > -inf else 0
        if result.x is None:
            return Found({}, 0, max(0, reached))
        counts = np.rint(result.x[: self.tier]).astype(int)
        seats = {pair: int(counts[number]) for pair, number in self.at.items() if counts[number]}
        return Found(seats, round(result.fun * sense), reached * sense)


def fits(need: Need, sitting: Sitting) -> bool:
    """They can get there: one of the two does not mind, or they are at the same site."""
    return not need.site or not sitting.site or need.site == sitting.site


def limit(need: Need, sitting: Sitting) -> int:
    return need.people if need.release is None or not sitting.week else need.release


def tiers(people: int) -> list[int]:
    """How many of them stand in each tier; the halves and the tenths are rounded up."""
    ends = [ceil(people * share - 1e-9) for share, _ in TIERS]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def grouped(rows: Iterable[tuple[str, int]]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for key, number in rows:
        found[key].append(number)
    return found


def matrix(rows: Sequence[Row], size: int) -> "LinearConstraint":
    from scipy.optimize import LinearConstraint  # noqa: PLC0415  # loads when it is first needed
    from scipy.sparse import csr_array  # noqa: PLC0415  # the same

    entries = [(order, *entry) for order, row in enumerate(rows) for entry in row.amounts.items()]
    lines, columns, amounts = zip(*entries, strict=True) if entries else ((), (), ())
    table = csr_array((amounts, (lines, columns)), shape=(len(rows), size))
    return LinearConstraint(table, [row.low for row in rows], [row.high for row in rows])
