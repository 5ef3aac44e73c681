"""Lines put together into paragraphs, headings, items of lists and rows of tables, each with its place."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from drystane.strategy.papers.dates import MONTH
from drystane.strategy.papers.found import Span
from drystane.strategy.papers.source import Line, Source

BULLET = "•◦▪■●○‣∙·\uf0b7\uf0a7\uf02d"
LABEL = re.compile(
    rf"""(?x)
    (?P<bullet>[{BULLET}*–—-])\s+
    | (?P<item>(?:item|agenda\ item)\s+\d{{1,2}})\s*[:–.-]\s*
    | (?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})[.)]?(?=\s|$)\s*
    | (?P<number>\d{{1,2}})[.)](?=\s|$)\s*
    | \((?P<inside>[a-z]|[ivx]{{1,5}}|\d{{1,2}})\)\s*
    | (?P<letter>[a-z]|[ivx]{{1,5}})[.)]\s+
    | (?P<bare>\d{{1,2}})(?-i:(?=(?:\t|\s\s)\s*[A-Z]|\s[A-Z][A-Za-z]+))\s+
    """,
    re.I,
)
NOT_A_LABEL = re.compile(
    rf"(?i)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b|\d+\.\d+\s*(?:%|million|billion|per)"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
)
# The labels of front sheets, known even where a file has lost the gap or the line between label and value.
SHEET = re.compile(
    r"(?:REPORT (?:TITLE|NUMBER|AUTHOR)|CHIEF OFFICER|TERMS OF REFERENCE|EXEMPT|CONFIDENTIAL|DIRECTOR"
    r"|COMMITTEE|DATE"
    r"|Title of Paper|Presented By|Recommendation to Members|Appendix Attached|Item Number|Report (?:Title"
    r"|Author|No)"
    r"|Meeting|Location|Date)\s+(?=[A-Z0-9])(?![A-Z]+\s+[A-Z]{2,})"
)
SHEET_SURE = re.compile(
    r"REPORT (?:TITLE|NUMBER|AUTHOR)\s|Title of Paper\s|Recommendation to Members\s|Report Title\s"
)
ALONE = re.compile(
    rf"(?i)(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})\s+\d{{4}}\.?|(?:carried forward"
    rf"|previous actions)\b.{{0,40}}"
)
ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")
CELLS = re.compile(r"\t+|\s{3,}|\s*\|\s*")
NO_WRAP = 130  # characters: a file with longer lines breaks them at paragraphs only
KNOWN = re.compile(
    r"""(?xi)(?:(?:executive\ )?summary|purpose(?:\ of\ (?:the\ )?report)?|(?:purpose/executive\ summary)
    |recommendations?|recommendation\(s\)
    |background|introduction|conclusions?|issues?|next\ steps|detail|discussion
    |proposals?|implications|consultations?|prevention|resources?
    |background\ papers|any\ other\ business|aob|aocb
    |current\ (?:situation|position)|matters\ arising|apologies|present|attendees|attendance|in\ attendance
    |participants|financial\ implications|legal\ implications|risks?
    |outcomes|actions?|appendix(?:\ \w)?|annex(?:\ \w)?
    |supporting\ documents|date\ of\ next\ meeting|next\ meeting
    |welcome(?:\ and\ (?:introductions?|apologies))?|report\ contact
    |minutes\ of\ (?:the\ )?(?:last|previous)\ meeting)""",
)


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, item or row. `start` is after its label; `begin` before it."""

    text: str
    label: str
    begin: int
    start: int
    end: int
    page: int | None
    heading: bool = False
    weak: bool = False  # a heading by its looks only
    apart: bool = False  # an empty line, or a new page, stands before it
    cells: tuple[tuple[int, int], ...] = ()  # places of the cells, where there are two or more
    ruled: bool = False  # surely a row: its cells are parted by tabs or bars

    @property
    def bullet(self) -> bool:
        return bool(self.label) and self.label in BULLET + "*–—-"

    @property
    def span(self) -> Span:
        return Span(self.page, self.start, self.end)


@dataclass
class Piece:
    """A line and where it stands in the text."""

    line: Line
    begin: int
    end: int
    apart: bool
    label: re.Match[str] | None


@dataclass(frozen=True)
class Layout:
    text: str
    pages: tuple[int, ...]
    blocks: tuple[Block, ...]
    page_numbers: tuple[int, ...] = ()

    def page_of(self, place: int) -> int | None:
        found = bisect_right(self.pages, place)
        return self.page_numbers[found - 1] if found else None

    def span(self, start: int, end: int) -> Span:
        return Span(self.page_of(start), start, end)

    def words(self, block: Block) -> str:
        """The block with its label."""
        return self.text[block.begin : block.end]


def laid_out(source: Source) -> Layout:
    text, pieces, starts = written(source.lines)
    width = wrap_width(pieces)
    groups: list[list[Piece]] = []
    for piece, after in zip_longest(pieces, pieces[1:]):
        if groups and continues(groups[-1][-1], piece, width) and not signs(piece, after):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    blocks = [block_of(text, group) for group in groups]
    return Layout(text, tuple(starts.values()), tuple(with_headings(blocks)), tuple(starts))


def written(lines: Sequence[Line]) -> tuple[str, list[Piece], dict[int, int]]:
    """The whole text with single spaces, the lines that say something, and where each page starts."""
    said: list[str] = []
    pieces: list[Piece] = []
    starts: dict[int, int] = {}
    at, apart = 0, True
    for line in lines:
        words = " ".join(line.text.split())
        if line.page is not None and line.page not in starts:
            starts[line.page] = at
        if not words:
            apart = True
            continue
        pieces.append(Piece(line, at, at + len(words), apart, label_of(line.text)))
        apart = False
        said.append(words)
        at += len(words) + 1
    return " ".join(said), pieces, starts


def label_of(text: str) -> re.Match[str] | None:
    words = text.strip()
    if NOT_A_LABEL.match(words):
        return None
    found = LABEL.match(words)
    if found and found["bare"] and len(words.split()) > 9:
        return None
    return found


def wrap_width(pieces: Sequence[Piece]) -> int:
    """How long a full line is, or 0 where lines are paragraphs."""
    lengths = sorted(piece.end - piece.begin for piece in pieces if not piece.line.whole)
    if not lengths or lengths[-1] > NO_WRAP:
        return 0
    width = lengths[int(len(lengths) * 0.95) - 1] if len(lengths) > 1 else 0
    return width if width >= 55 else 0


def continues(before: Piece, piece: Piece, width: int) -> bool:
    """Whether the line goes on with the paragraph of the line before it."""
    if before.line.whole or piece.line.whole or piece.label or before.line.heading or piece.line.heading:
        return False
    was, now = before.line.text.strip(), piece.line.text.strip()
    ended = bool(ENDS.search(was))
    turned = before.line.page != piece.line.page
    columns = "\t" in was or "|" in was or re.match(r"[A-Z][\w ]{1,24}:.*\S\s{3,}\S", was)
    if columns or (piece.apart and not turned):
        return False
    if (
        KNOWN.fullmatch(now.rstrip(":"))
        or KNOWN.fullmatch(was.rstrip(":"))
        or ALONE.fullmatch(now)
        or SHEET.match(now)
    ):
        return False
    if now[0].islower():
        return not was.endswith((".", "!", "?")) or bool(width and len(was) >= 0.7 * width)
    if not width or turned or was.isupper() != now.isupper() or re.match(r"[A-Z][\w /]{1,24}:(?:\s|$)", now):
        return False
    first = len(now.split()[0])
    return len(was) + 1 + first > width if ended else len(was) >= 0.7 * width


def signs(piece: Piece, after: Piece | None) -> bool:
    """The name above the date at the end of a paper."""
    words = piece.line.text.split()
    return after is not None and bool(ALONE.fullmatch(after.line.text.strip())) and len(words) <= 6


def block_of(text: str, group: Sequence[Piece]) -> Block:
    first = group[0]
    begin, end = first.begin, group[-1].end
    words = text[begin:end]
    label, start = "", begin
    if first.label:
        found = LABEL.match(words) or first.label
        label = next(filter(None, found.groups()), "")
        start = min(begin + found.end(), end)
    cells, ruled = cells_of(first, start) if len(group) == 1 else ((), False)
    return Block(
        text[start:end], label, begin, start, end, first.line.page, first.line.heading, False, first.apart,
        cells, ruled,
    )  # fmt: skip


def cells_of(piece: Piece, start: int) -> tuple[tuple[tuple[int, int], ...], bool]:
    raw = piece.line.text.strip()
    parts = [part for part in CELLS.split(raw) if part.strip()]
    if len(parts) < 2:
        return (), False
    at, found = piece.begin, []
    whole = " ".join(raw.split())
    for part in parts:
        words = " ".join(part.split())
        place = whole.index(words, at - piece.begin) + piece.begin
        found.append((place, place + len(words)))
        at = place + len(words)
    ruled = "\t" in raw or raw.count("|") > 1
    if not ruled:
        found = [(max(begin, start), end) for begin, end in found if end > start]
    return tuple(found), ruled


def with_headings(blocks: Sequence[Block]) -> list[Block]:
    found: list[Block] = []
    for number, block in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        sure = block.heading or surely_heads(block)
        weak = not sure and seems_to_head(block, after)
        found.append(replace(block, heading=sure or weak, weak=weak))
    return found


def surely_heads(block: Block) -> bool:
    words = block.text.rstrip(":- ")
    if block.bullet or not words or len(block.cells) > 2:
        return False
    if KNOWN.fullmatch(words):
        return True
    if words[-1] in ".;," or len(words) > 110 or not words[0].isalpha():
        return False
    count = len(words.split())
    if words.isupper():
        return count <= 14 and sum(letter.isalpha() for letter in words) >= 4 and not block.ruled
    top = re.fullmatch(r"(?i)\d{1,2}(?:\.0)?|(?:agenda )?item \d+", block.label)
    return bool(top) and words[0].isupper() and count <= 11 and ":" not in words


def seems_to_head(block: Block, after: Block | None) -> bool:
    """Short, without a full stop, with something longer below it."""
    words = block.text
    return (
        not block.label
        and not block.cells
        and after is not None
        and 0 < len(words.split()) <= 9
        and words[0].isupper()
        and words[-1] not in ".;,!?"
        and (block.apart or words.endswith(":"))
        and ":" not in words[:-1]
        and (len(after.text) > len(words) + 20 or bool(after.label))
    )
