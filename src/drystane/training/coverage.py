"""How many of those who must have a course are in date, and what may be told of it. No Django.

What is not known is counted, and shown as such: it is never taken for trained and never left out. A team of
fewer than five is not told apart outside the group that keeps its records, nor can it be worked out from what
is told: whatever would give it away by subtraction is kept back too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

FEWEST = 5


@dataclass(frozen=True)
class Count:
    """Of the people who must have a course: where they stand."""

    required: int = 0
    in_date: int = 0
    legacy: int = 0  # of those in date: by a version that is no longer given
    lapsing: int = 0  # of those in date: within sixty days
    lapsed: int = 0
    never: int = 0
    not_known: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(Count)))

    @property
    def percent(self) -> int | None:
        """Of all who must have it, the unknown among them."""
        return round(100 * self.in_date / self.required) if self.required else None

    @property
    def percent_known(self) -> int | None:
        known = self.required - self.not_known
        return round(100 * self.in_date / known) if known else None

    @property
    def is_small(self) -> bool:
        return 0 < self.required < FEWEST


@dataclass(frozen=True)
class Cell:
    """One team's count for one course, with what it belongs to."""

    team: str
    service: str
    partner: str
    count: Count
    is_own: bool = False  # of a group whose records the reader keeps


@dataclass(frozen=True)
class Line:
    """A line of the table. Without a count it is kept back."""

    name: str
    count: Count | None


@dataclass(frozen=True)
class Told:
    """What one reader is told of one course."""

    teams: tuple[Line, ...]
    services: tuple[Line, ...]
    partners: tuple[Line, ...]
    total: Line

    @property
    def has_gaps(self) -> bool:
        lines = (*self.teams, *self.services, *self.partners, self.total)
        return any(line.count is None for line in lines)


@dataclass
class Node:
    """A team, a service, a partner or all together: the parts add up to the whole."""

    name: str
    parts: list["Node"]
    own_count: Count = Count()
    is_own: bool = False
    hidden: bool = False

    @property
    def count(self) -> Count:
        return sum((part.count for part in self.parts), start=self.own_count)

    @property
    def may_be_hidden(self) -> bool:
        """Whoever keeps the records of all of it has it before them anyway."""
        return any(part.may_be_hidden for part in self.parts) if self.parts else not self.is_own


def tell_all(by_course: Mapping[str, Sequence[Cell]]) -> dict[str, Told]:
    """A team kept back for one course is kept back for all, or one table would give away another."""
    hidden: frozenset[str] = frozenset()
    while True:
        told = {course: tell(cells, hidden=hidden) for course, cells in by_course.items()}
        found = frozenset(line.name for one in told.values() for line in one.teams if line.count is None)
        if found == hidden:
            return told
        hidden = found


def tell(cells: Sequence[Cell], *, hidden: Collection[str] = ()) -> Told:
    """The counts by team, service and partner, and together, with what has to be kept back left out, and
    these teams with it."""
    whole = tree(cells)
    hide_named(whole, hidden)
    hide_small(whole)
    hide_downwards(whole)
    partners = whole.parts
    services = [service for partner in partners for service in partner.parts]
    teams = [team for service in services for team in service.parts]
    return Told(
        lines(teams),
        lines(service for service in services if service.name),
        lines(partners),
        Line(whole.name, None if whole.hidden else whole.count),
    )


def tree(cells: Sequence[Cell]) -> Node:
    """All together, its partners, their services (a partner's teams without one together), their teams."""
    by_partner: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for cell in sorted(cells, key=lambda cell: (cell.partner, cell.service, cell.team)):
        by_partner[cell.partner][cell.service].append(Node(cell.team, [], cell.count, cell.is_own))
    return Node(
        "All together",
        [
            Node(partner, [Node(service, teams) for service, teams in services.items()])
            for partner, services in by_partner.items()
        ],
    )


def hide_named(node: Node, names: Collection[str]) -> None:
    for part in node.parts:
        hide_named(part, names)
    node.hidden = not node.parts and node.name in names and node.may_be_hidden


def hide_small(node: Node) -> None:
    """From the leaves up. Where parts are hidden there are at least two of them, of five people or more
    together, or the whole is hidden with them."""
    for part in node.parts:
        hide_small(part)
    if not node.parts:
        node.hidden = node.hidden or (node.may_be_hidden and node.count.is_small)
        return
    hidden = [part for part in node.parts if part.hidden]
    others = sorted(
        (part for part in node.parts if not part.hidden and part.may_be_hidden and part.count.required),
        key=lambda part: (part.count.required, part.name),
    )
    while hidden and not is_safe(hidden) and others:
        others[0].hidden = True
        hidden.append(others.pop(0))
    node.hidden = (node.count.is_small and node.may_be_hidden) or (bool(hidden) and not is_safe(hidden))


def is_safe(hidden: Sequence[Node]) -> bool:
    return len(hidden) > 1 and sum(part.count.required for part in hidden) >= FEWEST


def hide_downwards(node: Node) -> None:
    """What is hidden has no visible parts, or they would add up to it."""
    for part in node.parts:
        part.hidden = part.hidden or (node.hidden and part.may_be_hidden)
        hide_downwards(part)


def lines(nodes: Iterable[Node]) -> tuple[Line, ...]:
    """Parts of the same name stand together, each as it may be told."""
    return tuple(Line(node.name, None if node.hidden else node.count) for node in nodes)
