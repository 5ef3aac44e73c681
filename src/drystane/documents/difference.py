"""What changed between two texts, word by word, so that it can be read aloud. No Django."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they are in both texts, only in the later, or only in the earlier."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Change:
    """A paragraph of which something changed."""

    pieces: tuple[Piece, ...]


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """The paragraphs that differ, each with what was added and removed. Equal paragraphs are left out."""
    found: list[Change] = []
    for kind, start, end, later_start, later_end in matched(before, after):
        if kind != "equal":
            found += in_pairs(before[start:end], after[later_start:later_end])
    return found


def in_pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Paragraphs that took each other's place, one by one; those left over came or went whole."""
    for place in range(max(len(before), len(after))):
        earlier = before[place] if place < len(before) else ""
        later = after[place] if place < len(after) else ""
        yield Change(tuple(pieces(earlier, later)))


def pieces(before: str, after: str) -> Iterator[Piece]:
    earlier, later = WORD.findall(before), WORD.findall(after)
    for kind, start, end, later_start, later_end in matched(earlier, later):
        if kind == "equal":
            yield Piece("same", " ".join(earlier[start:end]))
            continue
        if end > start:
            yield Piece("removed", " ".join(earlier[start:end]))
        if later_end > later_start:
            yield Piece("added", " ".join(later[later_start:later_end]))


def matched(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
