"""What is compared, what is read from it, and what a comparison says."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Facets:
    """What an action says of itself, in codes of the pack. What a person gave replaces what was read."""

    doers: frozenset[str] = frozenset()
    acts: tuple[str, ...] = ()  # in the order of the text: the first is what the action is mainly about
    people: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()  # proper names, short forms and numbers that say which one is meant
    occasions: frozenset[str] = frozenset()  # months, days, meetings, issues: which time it is
    places: frozenset[str] = frozenset()
    is_own_deed: bool = False  # what each team does for itself
    is_team: bool = False  # whether the doer is a team rather than a person
    topic: str = ""  # what is left of the text when the words of business are taken away


@dataclass(frozen=True)
class Given:
    """Facets that a person gave or corrected; None where nobody did."""

    acts: tuple[str, ...] | None = None
    people: frozenset[str] | None = None
    things: frozenset[str] | None = None
    subjects: frozenset[str] | None = None
    places: frozenset[str] | None = None


@dataclass(frozen=True)
class Work:
    """An action as the comparison sees it."""

    key: str
    title: str
    detail: str = ""
    group: str = ""
    owner: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    source: str = ""  # the recommendation, gap or message it was taken for
    place: str = ""
    timescale: str = ""  # as somebody wrote it, where there is no date
    given: Given = field(default_factory=Given)

    @property
    def text(self) -> str:
        return f"{self.title}. {self.detail}" if self.detail else self.title


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for or against, and by how much. The sentence stands alone on a page."""

    sentence: str
    weight: float


@dataclass(frozen=True)
class Likeness:
    """How far two actions look like one piece of work, and like work that should be co-ordinated."""

    duplicate: float
    related: float
    reasons: tuple[Reason, ...] = ()
