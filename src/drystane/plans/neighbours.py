"""What stands beside an action: pairs that wait, links, merges, and groups to ask. One query."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.urls import reverse

from drystane.access.models import User
from drystane.marking.models import Marking
from drystane.partners.sight import groups_open_to
from drystane.plans.models import Action, Link, Merge, Overlap
from drystane.plans.models.overlaps import TOLD

PAIR, LINK, TOOK_IN, WENT_INTO, ASK = "pair", "link", "took_in", "went_into", "ask"


@dataclass(frozen=True)
class Neighbour:
    """Another action, what it is to this one, and where that is told."""

    words: str
    title: str
    where: str
    url: str


@dataclass(frozen=True)
class Neighbours:
    waiting: list[Neighbour]
    joined: list[Neighbour]  # links and merges
    ask: list[Neighbour]  # groups that have related work which this person may not read

    def __bool__(self) -> bool:
        return bool(self.waiting or self.joined or self.ask)


def neighbours_of(action: Action, user: User) -> Neighbours:
    """OFFICIAL actions only, whatever the marking of this one and whatever one may see."""
    sides = Q(first=action) | Q(second=action)
    pairs = Overlap.objects.undecided()
    merges = Merge.objects.visible_to(user).standing()
    legs = [
        of_pair(pairs.visible_to(user).filter(sides), action, PAIR, F("ref")),
        of_pair(Link.objects.visible_to(user).current().filter(sides), action, LINK, link_told(action)),
        of_pair(merges.filter(kept=action), action, TOOK_IN, Value(""), ("kept", "merged")),
        of_pair(merges.filter(merged=action), action, WENT_INTO, Value(""), ("kept", "merged")),
        groups_to_ask(pairs.filter(sides), action, user),
    ]
    found: dict[str, list[Neighbour]] = {}
    for kind, detail, *row in sorted(legs[0].union(*legs[1:], all=True)):
        said = SAID[kind](detail, *row)
        if said not in found.setdefault(kind, []):
            found[kind].append(said)
    joined = [*found.get(WENT_INTO, []), *found.get(TOOK_IN, []), *found.get(LINK, [])]
    return Neighbours(found.get(PAIR, []), joined, found.get(ASK, []))


def of_pair(
    rows: QuerySet[Any], action: Action, kind: str, detail: Any, sides: tuple[str, str] = ("first", "second")
) -> QuerySet[Any]:
    other = other_side(action, sides)
    seen = rows.annotate(its_marking=other("marking")).filter(its_marking=Marking.OFFICIAL)
    return columns(seen, kind, detail, other("title"), other("ref"), other("plan__title"))


def groups_to_ask(rows: QuerySet[Any], action: Action, user: User) -> QuerySet[Any]:
    """Groups whose related work this person may not read: their names and no more."""
    other = other_side(action, ("first", "second"))
    official = {"first__marking": Marking.OFFICIAL, "second__marking": Marking.OFFICIAL}
    hidden = rows.filter(**official).annotate(its_group=other("plan__group"))
    unread = hidden.exclude(its_group__in=groups_open_to(user))
    return columns(unread, ASK, Value(""), other("plan__group__name"), other("plan__group__ref"), Value(""))


def other_side(action: Action, sides: tuple[str, str]) -> Any:
    first, second = sides
    return lambda name: Case(
        When(**{first: action}, then=F(f"{second}__{name}")), default=F(f"{first}__{name}")
    )


def columns(rows: QuerySet[Any], kind: str, *values: Any) -> QuerySet[Any]:
    return rows.order_by().values_list(Value(kind, output_field=CharField()), *values)


def link_told(action: Action) -> Case:
    """What the other action is to this one."""
    return Case(
        *(When(kind=kind, first=action, then=Value(words)) for kind, (words, _) in TOLD.items()),
        *(When(kind=kind, second=action, then=Value(words)) for kind, (_, words) in TOLD.items()),
        output_field=CharField(),
    )


def of_action(words: str, title: str, ref: str, where: str) -> Neighbour:
    return Neighbour(words, title, where, reverse("plans:action", args=[ref]))


SAID: dict[str, Callable[..., Neighbour]] = {
    PAIR: lambda pair, title, _, where: Neighbour(
        "Perhaps the same work as", title, where, reverse("plans:overlap", args=[pair])
    ),
    LINK: of_action,
    TOOK_IN: lambda _, *other: of_action("Took in", *other),
    WENT_INTO: lambda _, *other: of_action("Merged into", *other),
    ASK: lambda _, name, ref, where: Neighbour(
        "Another group has related work: ask", name, where, reverse("partners:group", args=[ref])
    ),
}
