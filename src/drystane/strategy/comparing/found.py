"""What is compared, and what a comparison finds."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Asked:
    """One thing that an edition says: a recommendation, an objective, a message."""

    key: str
    text: str
    audience: str = ""  # in words, since reasons name it
    objective: str = ""
    order: int = 0

    @property
    def place(self) -> tuple[str, str]:
        return self.audience, self.objective


class Kind(StrEnum):
    """What became of a thing from one edition to the next."""

    KEPT = "kept"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def meaning(self) -> str:
        return MEANINGS[self]

    def fits(self, before: int, after: int) -> bool:
        """Whether so many earlier things can have become so many later ones in this way."""
        if self is Kind.NEW:
            return before == 0 and after == 1
        if self is Kind.DROPPED:
            return before == 1 and after == 0
        if self is Kind.SPLIT:
            return before == 1 and after > 1
        if self is Kind.MERGED:
            return before > 1 and after > 0
        return before == after == 1


MEANINGS = {
    Kind.KEPT: "the same words in the same place",
    Kind.REWORDED: "asks the same in other words",
    Kind.MOVED: "the same words under another objective, for another audience or in another order",
    Kind.SPLIT: "one became several",
    Kind.MERGED: "several became fewer",
    Kind.NEW: "the later edition asks it for the first time",
    Kind.DROPPED: "the later edition no longer asks it",
}

SURE, LIKELY = 0.75, 0.5


def confidence(score: float) -> str:
    """How sure a proposal is, in words."""
    if score >= SURE:
        return "Sure"
    return "Likely" if score >= LIKELY else "Look closely"


@dataclass(frozen=True)
class Match:
    """Some things of the earlier edition and what they became in the later one."""

    kind: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]
    score: float  # from 0 to 1: how sure
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A match without its proposal: which keys stand together, and how."""

    kind: Kind
    before: frozenset[str]
    after: frozenset[str]


def left_over(part: Part, before: Collection[str], after: Collection[str]) -> list[Part]:
    """What remains of a part once these keys stand elsewhere: nothing lost, and each kind still true."""
    earlier, later = part.before - set(before), part.after - set(after)
    if (earlier, later) == (part.before, part.after):
        return [part]
    if not later:
        return [Part(Kind.DROPPED, frozenset({key}), frozenset()) for key in sorted(earlier)]
    if not earlier:
        return [Part(Kind.NEW, frozenset(), frozenset({key})) for key in sorted(later)]
    if part.kind.fits(len(earlier), len(later)):
        return [Part(part.kind, earlier, later)]
    kind = next(
        kind for kind in (Kind.REWORDED, Kind.SPLIT, Kind.MERGED) if kind.fits(len(earlier), len(later))
    )
    return [Part(kind, earlier, later)]
