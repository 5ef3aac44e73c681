"""A place in a paper as it is shown: the lines round it, the words that matter marked. No Django in here."""

from collections.abc import Sequence
from dataclasses import dataclass, field

AROUND = 3  # lines before and after, so that the place is seen at once and can be understood


@dataclass(frozen=True)
class Piece:
    """Some words of a line, marked or not."""

    words: str
    is_marked: bool = False


@dataclass(frozen=True)
class Line:
    """A heading, a paragraph or a row of the paper."""

    pieces: tuple[Piece, ...]
    page: int | None = None  # where a new page begins with it
    anchors: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    anchor: str = ""


def passage(
    text: str, lines: Sequence[tuple[int, int]], pages: Sequence[int], mark: Mark, *, around: int = AROUND
) -> list[Line]:
    """The lines in which the mark stands, and a few on either side. Of an empty mark the first lines."""
    inside = [at for at, (start, end) in enumerate(lines) if start < max(mark.end, 1) and end > mark.start]
    if not inside:
        return []
    shown = lines[max(0, inside[0] - around) : inside[-1] + around + 1]
    return whole(text, shown, pages, [mark])


def whole(
    text: str, lines: Sequence[tuple[int, int]], pages: Sequence[int], marks: Sequence[Mark]
) -> list[Line]:
    """Those lines with everything marked that was found in them. Marks may lie within one another."""
    return [
        Line(
            tuple(pieces(text, start, end, marks)),
            page=page_begun(lines, at, pages),
            anchors=tuple(mark.anchor for mark in marks if mark.anchor and start <= mark.start < end),
        )
        for at, (start, end) in enumerate(lines)
    ]


def pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Piece]:
    """The words of one line, cut where a mark begins or ends."""
    found: list[Piece] = []
    at = start
    for first, last in merged(start, end, marks):
        if first > at:
            found.append(Piece(text[at:first]))
        found.append(Piece(text[first:last], is_marked=True))
        at = last
    return [*found, Piece(text[at:end])] if at < end else found


def merged(start: int, end: int, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The marked stretches of a line, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def page_begun(lines: Sequence[tuple[int, int]], at: int, pages: Sequence[int]) -> int | None:
    """The number of the page that begins at or within this line, counting the first line shown as one."""
    number = page_of(lines[at][1] - 1, pages)
    before = page_of(lines[at - 1][1] - 1, pages) if at else None
    return number if number != before else None


def page_of(place: int, pages: Sequence[int]) -> int | None:
    return sum(start <= place for start in pages) or None
