"""Who gets which seats: 60 teams and 48 sessions; and a register of ten thousand people."""

from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random

from bench.cpu import cpu_times
from bench.tables import Figure, Table, middle, p95, shown, table_of
from drystane.training.coverage import Cell, Count, tell_all
from drystane.training.priority import Person, Team, queue
from drystane.training.seats import Allocation, Minimum, Need, Question, Sitting, allocate
from drystane.training.seats.conditions import Room, Row
from drystane.training.standing import Done, State, standing

TODAY = date(2015, 9, 2)
SITES = ("", "Paisley", "Renfrew", "Johnstone")


def measure() -> Table:
    asked = question()
    found = allocate(asked)
    return table_of(
        "Sharing out seats among 60 teams and 48 sessions, and a register of 10,000, in processor time",
        [
            timed("The first two stages, proven", partial(first_two, asked), 1_000),
            timed("All stages", partial(allocate, asked), 5_000),
            timed("10,000 people: who stands where, the queue, seats, coverage", whole_register, 2_000),
        ],
        said_of(found),
        "The last is without reading the register from the database, which is five queries.",
    )


def said_of(found: Allocation) -> str:
    stages = "; ".join(f"{one.name} {one.value:,} (at best {one.bound:,})" for one in found.stages)
    return f"What was reached: {stages}. The priority costs {found.price_in_percent} per cent."


def question(teams: int = 60, sessions: int = 48) -> Question:
    chance = Random(2015)  # noqa: S311  # the same each time, and nothing hangs on it
    needs = tuple(
        Need(
            f"team {number}",
            chance.randint(2, 40),
            chance.randint(20, 100),
            service=f"service {number % 9}",
            site=chance.choice(SITES),
            release=chance.choice([None, 2, 3, 5]),
        )
        for number in range(teams)
    )
    sittings = tuple(
        Sitting(
            f"session {number}",
            chance.choice([8, 12, 16]),
            week=f"2015-W{36 + number // 3}",
            site=chance.choice(SITES),
        )
        for number in range(sessions)
    )
    least = Minimum("A share", frozenset({"team 5", "team 6"}), 2)
    return Question(needs, sittings, first="service 0", minimums=(least,))


def first_two(asked: Question) -> None:
    room = Room(asked)
    kept = [*room.always, *map(room.minimum, asked.minimums)]
    cover = room.solve(room.cover, -1, kept)
    good = room.solve(room.benefit, -1, [*kept, Row(room.cover, low=cover.value)])
    if cover.value != cover.bound or good.value != good.bound:
        raise RuntimeError("A stage was not proven.")


def whole_register(people: int = 10_000, teams: int = 200) -> None:
    """Everything the room works out of a register, once it is read."""
    chance = Random(7)  # noqa: S311  # as above
    found, cells = [], []
    for number in range(teams):
        stands = []
        for _ in range(people // teams):
            on = date(chance.randint(2010, 2015), chance.randint(1, 8), 15)
            done = [Done(on, date(on.year + 2, on.month, 15))] if chance.random() < 0.7 else []
            stands.append(standing(done, register_is_whole=number % 3 > 0, today=TODAY))
        due = tuple(Person(f"{number}-{n}", one) for n, one in enumerate(stands) if one.is_due)
        service = f"service {number % 9}"
        found.append(
            Team(f"t{number}", f"Team {number}", service, 1 + number % 3, number % 3, 2, len(stands), due)
        )
        states = [one.state for one in stands]
        count = Count(len(stands), states.count(State.IN_DATE), not_known=states.count(State.NOT_KNOWN))
        cells.append(Cell(f"Team {number}", service, "Council", count))
    lines = queue(found, today=TODAY, first="service 0")
    needs = tuple(Need(one.team.code, len(one.team.due), one.weight, one.team.service) for one in lines)
    allocate(Question(needs, (Sitting("a day", 200),), first="service 0"))
    tell_all({"wrap": cells})


def timed(what: str, deed: Callable[[], object], target: float) -> Figure:
    found = cpu_times(deed, warm_up=1, runs=5)
    return Figure(what, middle(found), "ms", target, f"p95 {shown(p95(found))} ms")
