"""Which team gets how many seats of which session: the best answer, in the order of what matters.

First as many as can be for the service named first; then the most good, where the first half of a team's need
counts in full and the rest for less; then the fewest pieces, so that a team travels together; then the fewest
changes from the plan of last time. Each stage keeps what the stages before it reached. HiGHS proves the first
two. The others are proven where the question is small; where it is large they are sought, and each says how
far it might be from the best. The same question gives the same answer: no clock decides, save where a small
question keeps a slow machine longer than anybody would wait.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from math import ceil, inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

# What one more trained person of a team is worth, of 20: the first half of those who need it, the next three
# tenths, the rest. Whole numbers, so that two answers are equal or they are not.
TIERS = ((0.5, 20), (0.8, 12), (1.0, 5))
SMALL = 120  # pairs of a team and a session that fit: up to so many, pieces and changes are proven
LONGEST = 5.0  # seconds for proving either
ROUNDS = 30  # of seeking fewer pieces, where they are not proven

Pair = tuple[str, str]  # a team and a session


@dataclass(frozen=True)
class Need:
    """A team, how many of its people need the course, and what each of them weighs."""

    team: str
    people: int
    weight: int
    service: str = ""
    site: str = ""  # where alone its people can go; empty: anywhere
    release: int | None = None  # how many it can spare in one week


@dataclass(frozen=True)
class Sitting:
    """A session on offer."""

    session: str
    places: int
    week: str = ""  # as 2015-W41; empty: no week is known, and no release limit holds
    site: str = ""  # where it is; empty: anybody can be there


@dataclass(frozen=True)
class Minimum:
    """A rule that these teams together get at least so many seats."""

    rule: str
    teams: frozenset[str]
    seats: int


@dataclass(frozen=True)
class Question:
    """All that an allocation depends on."""

    needs: tuple[Need, ...]
    sittings: tuple[Sitting, ...]
    first: str = ""  # the service that goes first
    minimums: tuple[Minimum, ...] = ()
    before: tuple[tuple[str, str, int], ...] = ()  # the plan of last time: team, session, people

    @property
    def fingerprint(self) -> str:
        """By which another run can be told to have been asked the same."""
        return sha256(json.dumps(asdict(self), sort_keys=True, default=sorted).encode()).hexdigest()


@dataclass(frozen=True)
class Seats:
    team: str
    session: str
    people: int


@dataclass(frozen=True)
class Stage:
    """What one stage reached, and how good it could be at the very best."""

    name: str
    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.value == self.bound

    @property
    def gap(self) -> int:
        return abs(self.value - self.bound)


@dataclass(frozen=True)
class Allocation:
    seats: tuple[Seats, ...]
    stages: tuple[Stage, ...]
    benefit_without_priority: int

    @property
    def people(self) -> int:
        return sum(one.people for one in self.seats)

    @property
    def benefit(self) -> int:
        return next(stage.value for stage in self.stages if stage.name == BENEFIT)

    @property
    def price(self) -> int:
        """The good that putting a service first costs everybody together."""
        return self.benefit_without_priority - self.benefit

    @property
    def price_in_percent(self) -> float:
        whole = self.benefit_without_priority
        return round(100 * self.price / whole, 1) if whole else 0.0


COVER, BENEFIT, PIECES, CHANGES = "cover", "benefit", "pieces", "changes"


class CannotBeMet(ValueError):
    """A mandatory minimum that no allocation keeps: says which, and why. Reads well on a page."""


def allocate(question: Question, *, small: int = SMALL, longest: float = LONGEST) -> Allocation:
    """The best allocation. Raises CannotBeMet, naming the rule, where the minimums leave none."""
    room = Room(question)
    must_be_possible(room)
    kept = [*room.always, *map(room.minimum, question.minimums)]
    free = good = room.solve(room.benefit, -1, kept)
    stages = []
    if question.first:
        cover = room.solve(room.cover, -1, kept)
        stages.append(Stage(COVER, cover.value, cover.bound))
        kept.append(Row(room.cover, low=cover.value))
        good = room.solve(room.benefit, -1, kept)
    stages.append(Stage(BENEFIT, good.value, good.bound))
    kept.append(Row(room.benefit, low=good.value))
    late = proven if len(room.pairs) <= small else sought
    seats, more = late(room, kept, good.seats, longest)
    return Allocation(room.in_words(seats), (*stages, *more), free.value)


def proven(
    room: "Room", kept: Sequence["Row"], seats: Mapping[Pair, int], longest: float
) -> tuple[Mapping[Pair, int], list[Stage]]:
    """The fewest pieces, then the fewest changes, each by a search of all there are."""
    rows, stages = [*kept, *room.rows_of_pieces()], []
    for name, aim, more in room.late():
        rows += more
        found = room.solve(aim, 1, rows, size=room.size, time_limit=longest)
        value = room.count(name, seats)
        if found.seats and room.count(name, found.seats) <= value:
            seats, value = found.seats, room.count(name, found.seats)
        stages.append(Stage(name, value, min(found.bound, value)))
        rows.append(Row(aim, high=value))
    return seats, stages


def sought(
    room: "Room", kept: Sequence["Row"], seats: Mapping[Pair, int], _longest: float
) -> tuple[Mapping[Pair, int], list[Stage]]:
    """Few pieces for what each team gets, found by making each piece dearer the smaller it is.

    The bounds are what an answer in fractions would reach, so the best may lie anywhere between.
    """
    best = seats
    totals = Counter({team: 0 for team, _ in room.pairs})
    for (team, _), people in seats.items():
        totals[team] += people
    rows = [*room.flows(), *(Row(dict.fromkeys(room.of_team[team], 1.0), n, n) for team, n in totals.items())]
    cost = {
        number: (0.999 if pair in room.before else 1.0) / room.most[number]
        for pair, number in room.at.items()
    }
    for _ in range(ROUNDS):
        found = room.solve(cost, 1, rows, size=room.tier, whole=False).seats
        best = min(best, found, key=lambda one: [room.count(name, one) for name, _, _ in room.late()])
        dearer = {room.at[pair]: (0.999 if pair in room.before else 1.0) / found[pair] for pair in found}
        if all(abs(cost[number] - now) < 1e-9 for number, now in dearer.items()):
            break
        cost |= dearer
    rows, stages = [*kept, *room.rows_of_pieces()], []
    for name, aim, more in room.late():
        rows += more
        value = room.count(name, best)
        bound = room.solve(aim, 1, rows, size=room.size, whole=False).bound
        stages.append(Stage(name, value, min(bound, value)))
        rows.append(Row(aim, high=value))
    return best, stages


def must_be_possible(room: "Room") -> None:
    """Every minimum by itself, then one beside the others: the first that cannot be kept is named."""
    for rule in room.question.minimums:
        most = room.most_for(rule, ())
        if most < room.least(rule):
            raise CannotBeMet(
                f"“{rule.rule}” asks for at least {rule.seats} seats, and at most {most} can be had: "
                f"{room.why_no_more(rule)}"
            )
    kept: list[Minimum] = []
    for rule in room.question.minimums:
        most = room.most_for(rule, kept)
        if most < room.least(rule):
            others = ", ".join(f"“{one.rule}”" for one in kept)
            raise CannotBeMet(
                f"“{rule.rule}” asks for at least {rule.seats} seats. Once {others} is kept, {most} are "
                "left for it. Offer more places, or lower a minimum."
            )
        kept.append(rule)


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
        pieces = (PIECES, {self.piece + number: 1.0 for number in self.at.values()}, [])
        if not self.question.before:
            return [pieces]
        changes = {self.moved + number: 1.0 for number in self.at.values()}
        return [pieces, (CHANGES, changes, list(self.rows_of_changes()))]

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

    def in_words(self, seats: Mapping[Pair, int]) -> tuple[Seats, ...]:
        return tuple(Seats(*pair, seats[pair]) for pair in self.pairs if seats.get(pair))


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


def matrix(rows: Sequence[Row], size: int) -> LinearConstraint:
    entries = [(order, *entry) for order, row in enumerate(rows) for entry in row.amounts.items()]
    lines, columns, amounts = zip(*entries, strict=True) if entries else ((), (), ())
    table = csr_array((amounts, (lines, columns)), shape=(len(rows), size))
    return LinearConstraint(table, [row.low for row in rows], [row.high for row in rows])
