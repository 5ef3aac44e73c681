"""Which of the figures already kept count the same as a new one, and which it contradicts. No Django in here.

A series of the press and one of the police say the same in other words, so what counts is how many of the
words of a kept figure the new one uses; and numbers of one year that differ cannot both be right.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ENOUGH = 0.6  # of the words of a kept figure's label
SAME_TIME = timedelta(days=366)
EMPTY = frozenset(("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on"))
EMPTY |= {"or", "that", "the", "their", "to", "which", "who", "with"}


@dataclass(frozen=True)
class Kept:
    """A figure, as far as it can be compared."""

    code: str
    measure: str
    label: str
    value: Decimal
    unit: str
    as_of: date | None = None


def same_measure(words: str, unit: str, kept: Sequence[Kept]) -> str:
    """The measure whose words stand nearly all in these; nothing where none is near."""
    said = stems(words)
    near = [(share(stems(one.label), said), one.measure) for one in kept if one.unit == unit]
    best = max(near, default=(0.0, ""), key=lambda one: (one[0], one[1]))
    return best[1] if best[0] >= ENOUGH else ""


def disagreeing(new: Kept, kept: Sequence[Kept]) -> list[Kept]:
    """Those of the same measure and about the same time that give another number."""
    return [one for one in kept if meets(new, one) and one.value != new.value]


def repeated(new: Kept, kept: Sequence[Kept]) -> list[Kept]:
    """Those that say exactly this already."""
    return [one for one in kept if meets(new, one) and one.value == new.value]


def meets(new: Kept, one: Kept) -> bool:
    if one.measure != new.measure or one.unit != new.unit:
        return False
    return one.as_of is None or new.as_of is None or abs(one.as_of - new.as_of) < SAME_TIME


def share(wanted: frozenset[str], said: frozenset[str]) -> float:
    return len(wanted & said) / len(wanted) if wanted else 0.0


def stems(words: str) -> frozenset[str]:
    """The words that carry meaning, each without the ending that makes it many or done."""
    found = re.findall(r"[a-z]+", words.lower())
    return frozenset(stem(word) for word in found if word not in EMPTY and len(word) > 1)


def stem(word: str) -> str:
    for ending, keeps in (("ies", 3), ("sses", 4), ("ing", 3), ("ed", 3), ("es", 3), ("s", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= keeps:
            return word.removesuffix(ending)
    return word.removesuffix("e") if len(word) > 3 else word
