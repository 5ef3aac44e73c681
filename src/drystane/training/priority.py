"""Who goes first, with the reasons in sentences and the sum in figures. No Django.

Of a hundred points: how exposed the work is 30, how much of the team is not in date 30, how long ago the
last training was 20, what the law asks 12, how pressing the rule is 8. A service that somebody decided to put
first goes before all others, whatever the points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from drystane.training.standing import Standing, State, months_between

EXPOSURE = {
    3: (30, "They go into homes and businesses."),
    2: (20, "They deal with the public."),
    1: (8, "Their work is in the office."),
}
GAP, LAPSE, LONG_AGO = 30, 20, 60  # points; points; months after which nobody is expected to remember
STATUTORY = {
    0: (0, "No duty in law asks for it."),
    1: (6, "Guidance asks for it."),
    2: (12, "A duty in law asks for it."),
}
PRESSING = {1: (8, "The rule is of the first order."), 2: (4, "The rule is of the second order.")}
LESS_PRESSING = (0, "The rule is of the third order.")


@dataclass(frozen=True)
class Part:
    """One reason, and what it adds."""

    points: int
    most: int
    why: str


@dataclass(frozen=True)
class Person:
    """Somebody of a team who is due, by the reference that their employer uses."""

    reference: str
    standing: Standing
    started_on: date | None = None

    def why(self, today: date) -> str:
        if self.standing.state is State.LAPSED and self.standing.until and self.standing.last_on:
            months = months_between(self.standing.last_on, today)
            return f"Last trained {in_months(months)} ago; it has lapsed."
        if self.standing.state is State.NEVER:
            return "Never trained."
        if self.standing.state is State.NOT_KNOWN:
            return "Nobody knows whether they were trained."
        return "In date."


@dataclass(frozen=True)
class Team:
    """A team with a rule that its people must have the course."""

    code: str
    name: str
    service: str
    exposure: int
    statutory: int
    order: int  # of the rule: 1 is the most pressing
    required: int  # its people, whether or not a list of them is held
    due: tuple[Person, ...]
    uncounted: int = 0  # people of whom there is no list: due, since nobody knows
    site: str = ""
    release: int | None = None

    @property
    def gap(self) -> int:
        return len(self.due) + self.uncounted


@dataclass(frozen=True)
class Priority:
    """Where a team stands in the queue, and why."""

    place: int
    team: Team
    parts: tuple[Part, ...]
    is_first: bool = False  # of the service that was put first

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def weight(self) -> int:
        """What a seat for it is worth: never nothing, so that nobody is forgotten."""
        return max(1, self.points)

    @property
    def sum(self) -> str:
        return f"{' + '.join(str(part.points) for part in self.parts)} = {self.points}"

    @property
    def reasons(self) -> list[str]:
        return [f"{part.why} {part.points} of {part.most} points." for part in self.parts]


def queue(teams: Iterable[Team], *, today: date, first: str = "") -> list[Priority]:
    """The teams in which anybody is due, the most pressing first; equals by name."""
    found = [
        Priority(0, team, parts_of(team, today), is_first=bool(first) and team.service == first)
        for team in teams
        if team.gap
    ]
    found.sort(key=lambda one: (not one.is_first, -one.points, one.team.name, one.team.code))
    return [Priority(place, one.team, one.parts, one.is_first) for place, one in enumerate(found, start=1)]


def parts_of(team: Team, today: date) -> tuple[Part, ...]:
    return (
        Part(*with_most(EXPOSURE[team.exposure], 30)),
        gap_of(team),
        lapse_of(team, today),
        Part(*with_most(STATUTORY[team.statutory], 12)),
        Part(*with_most(PRESSING.get(team.order, LESS_PRESSING), 8)),
    )


def with_most(found: tuple[int, str], most: int) -> tuple[int, int, str]:
    points, why = found
    return points, most, why


def gap_of(team: Team) -> Part:
    points = round(GAP * team.gap / team.required) if team.required else 0
    return Part(points, GAP, f"{team.gap} of its {team.required} people are not in date.")


def lapse_of(team: Team, today: date) -> Part:
    """The middle of those due, so that one person does not speak for the team."""
    months = sorted(months_since(person, today) for person in team.due) + [LONG_AGO] * team.uncounted
    middle = months[len(months) // 2]
    points = round(LAPSE * middle / LONG_AGO)
    if middle == LONG_AGO:
        return Part(points, LAPSE, "Most of them were never trained, or five years or more ago.")
    return Part(points, LAPSE, f"Of those due, the middle one was trained {in_months(middle)} ago.")


def months_since(person: Person, today: date) -> int:
    last = person.standing.last_on
    return LONG_AGO if last is None else min(LONG_AGO, months_between(last, today))


def in_months(months: int) -> str:
    years, rest = divmod(months, 12)
    said = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((years, "year"), (rest, "month")) if n]
    return " and ".join(said) or "less than a month"


def people_in_order(people: Sequence[Person], today: date) -> list[Person]:
    """Within a team: known to be due before not known, the longest ago first, then who began first."""
    return sorted(
        people,
        key=lambda person: (
            person.standing.state is State.NOT_KNOWN,
            -months_since(person, today),
            person.started_on or date.min,
            person.reference,
        ),
    )
