"""Which team gets how many seats of which session: the best answer, in the order of what matters.

First as many as can be for the service named first; then the most good, where the first half of a team's need
counts in full and the rest for less; then the fewest pieces, so that a team travels together; then the fewest
changes from the plan of last time. Each stage keeps what the stages before it reached. HiGHS proves the first
two. The others are proven where the question is small; where it is large they are sought, and each says how
far it might be from the best. The same question gives the same answer: no clock decides, save where a small
question keeps a slow machine longer than anybody would wait.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drystane.training.seats.conditions import Pair, Room, Row
from drystane.training.seats.question import Minimum, Question

SMALL = 120  # pairs of a team and a session that fit: up to so many, pieces and changes are proven
LONGEST = 5.0  # seconds for proving either
ROUNDS = 30  # of seeking fewer pieces, where they are not proven


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


COVER, BENEFIT = "cover", "benefit"


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
    given = tuple(Seats(*pair, seats[pair]) for pair in room.pairs if seats.get(pair))
    return Allocation(given, (*stages, *more), free.value)


def proven(
    room: Room, kept: Sequence[Row], seats: Mapping[Pair, int], longest: float
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
    room: Room, kept: Sequence[Row], seats: Mapping[Pair, int], _longest: float
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


def must_be_possible(room: Room) -> None:
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
