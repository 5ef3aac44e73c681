"""Where a sheet's headings are, which column holds what, and which lines are rows of the list. No Django."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import pairwise, zip_longest
from typing import Any, Literal

Type = Literal["text", "day", "number", "choice"]
LOOKED_AT = 30  # lines from the top among which headings are sought
CLOSE = 0.86  # how alike a heading must be to one we know, of 1
AMOUNT = re.compile(r"[£\d,.\s%+-]+")
TOTAL = re.compile(r"(grand |sub[- ]?|overall )?totals?( for .{1,40})?\W*", re.I)


@dataclass(frozen=True)
class Field:
    """One thing that a list can say of each record."""

    key: str
    heading: str  # as our own files head it
    type: Type = "text"
    also: tuple[str, ...] = ()  # how else people head it
    needed: bool = False  # for a record that is new
    most: int = 0  # characters, of a text
    places: int = 0  # after the point, of a number
    for_all: bool = False  # may be chosen once for the whole file
    said_only: bool = False  # our files say it, and it is not taken back in
    empty: str = ""  # a pattern of texts that say nothing
    pattern: str = ""  # of the texts that it may be


@dataclass(frozen=True)
class Line:
    """One row of a sheet, as it was found."""

    sheet: str
    number: int
    cells: tuple[Any, ...]
    why_not: str = ""  # why it cannot be a row of the list, if it cannot


@dataclass(frozen=True)
class Heading:
    column: int
    words: str

    @property
    def letter(self) -> str:
        return letter(self.column)


@dataclass(frozen=True)
class Table:
    """A sheet: its headings and the lines beneath them."""

    sheet: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    at: tuple[int, ...] = ()  # the rows in which the headings stand
    known: int = 0  # how many of the headings we know


@dataclass(frozen=True)
class Book:
    """What was read of a file, as `reading` returns it."""

    kind: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()

    @property
    def headings(self) -> list[str]:
        """All of them, each once, in the order in which they are met."""
        return list(dict.fromkeys(heading.words for table in self.tables for heading in table.headings))

    @property
    def lines(self) -> list[Line]:
        return [line for table in self.tables for line in table.lines]

    @property
    def signature(self) -> str:
        """By which another file with the same headings is known."""
        return sha256("\n".join(sorted(map(bare, self.headings))).encode()).hexdigest()


def book_of(read: Mapping[str, Any], fields: Sequence[Field], header: int = 0) -> Book:
    """The tables of what was read. `header` is the row of the headings, if somebody has said it."""
    tables = [table_of(sheet, fields, header) for sheet in read["sheets"] if sheet["rows"]]
    return Book(read["kind"], tuple(tables), tuple(read["notes"]))


def top_of(read: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was read, as much as the headings are sought in."""
    return {**read, "sheets": [{**sheet, "rows": sheet["rows"][:LOOKED_AT]} for sheet in read["sheets"]]}


def table_of(sheet: Mapping[str, Any], fields: Sequence[Field], header: int) -> Table:
    rows: dict[int, list[Any]] = dict(sheet["rows"])
    merged = sheet["merged"]
    looked_at = sorted({*list(rows)[:LOOKED_AT], header} & rows.keys())
    heads = {number: filled_out(number, rows, merged) for number in looked_at}
    known = headings_known(fields)
    at = (header,) if header in rows else best_header(heads, known)
    name = sheet["name"]
    if not at:
        remedy = "This sheet has no row of headings that we know. Write them above the list."
        return Table(
            name, (), tuple(Line(name, number, tuple(cells), remedy) for number, cells in rows.items())
        )
    words = joined([heads[number] for number in at])
    headings = told_apart(words)
    bared = [bare(one) for one in words]
    lines = [
        line_of(name, number, cells, bared)
        for number, cells in filled_down(rows, merged, below=at[-1])
        if number > at[-1]
    ]
    return Table(name, headings, tuple(lines), at, matched(words, known))


def best_header(heads: Mapping[int, list[Any]], known: frozenset[str]) -> tuple[int, ...]:
    """The row, or the two rows together, that hold most of the headings we know; without any, none."""
    numbers = list(heads)[:LOOKED_AT]
    best: tuple[int, ...] = ()
    most = 0
    # Two together only where they say more than any one does.
    for at in [*((number,) for number in numbers), *pairwise(numbers)]:
        found = matched(joined([heads[one] for one in at]), known)
        if found > most and (found > 1 or len([cell for cell in heads[at[0]] if cell]) == 1):
            best, most = at, found
    return best


def first_line_of_words(read: Mapping[str, Any]) -> int:
    """Where no heading is known: the first row that holds several words and nothing else."""
    for sheet in read["sheets"]:
        for number, cells in sheet["rows"]:
            held = [cell for cell in cells if cell is not None]
            if len(held) > 1 and all(isinstance(cell, str) and not cell.isdigit() for cell in held):
                return int(number)
    return 0


def headings_known(fields: Sequence[Field]) -> frozenset[str]:
    return frozenset(bare(words) for one in fields for words in (one.heading, *one.also))


def matched(words: Sequence[str], known: frozenset[str]) -> int:
    return len({bare(one) for one in words if one and bare(one) in known})


def joined(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Each column's words from top to bottom, a word that is repeated by a merged cell once."""
    width = max(map(len, rows))
    columns = [[row[column] if column < len(row) else None for row in rows] for column in range(width)]
    said = (
        [" ".join(str(cell).split()) for cell in cells if isinstance(cell, str | int)] for cells in columns
    )
    return [" ".join(dict.fromkeys(words)) for words in said]


def told_apart(words: Sequence[str]) -> tuple[Heading, ...]:
    """A heading that stands twice says in which column, so that nobody mistakes one for the other."""
    doubled = {one for one in words if one and list(map(bare, words)).count(bare(one)) > 1}
    return tuple(
        Heading(column, f"{one} (column {letter(column)})" if one in doubled else one)
        for column, one in enumerate(words)
        if one
    )


def line_of(sheet: str, number: int, cells: Sequence[Any], bared: Sequence[str]) -> Line:
    found = tuple(cells)
    if repeats(found, bared):
        return Line(sheet, number, found, "This row repeats the headings. There is nothing to mend.")
    if is_total(found):
        return Line(sheet, number, found, "This looks like a line of totals. There is nothing to mend.")
    return Line(sheet, number, found)


def is_total(cells: Sequence[Any]) -> bool:
    """It says Total and otherwise holds amounts only. A supplier called Total comes with other words."""
    first = next((cell for cell in cells if isinstance(cell, str) and not looks_like_amount(cell)), "")
    if not TOTAL.fullmatch(first):
        return False
    texts = [cell for cell in cells if isinstance(cell, str) and not looks_like_amount(cell)]
    return len(texts) == 1 and len([cell for cell in cells if cell is not None]) > 1


def repeats(cells: Sequence[Any], bared: Sequence[str]) -> bool:
    """Most rows differ from the headings in their first cell, and then no other has to be looked at."""
    said = zip_longest(cells, bared, fillvalue="")
    return all((bare(str(cell)) if cell else "") == one for cell, one in said)


def looks_like_amount(text: str) -> bool:
    return AMOUNT.fullmatch(text) is not None


def filled_out(number: int, rows: Mapping[int, list[Any]], merged: Sequence[Sequence[int]]) -> list[Any]:
    """A heading merged over several columns or rows stands over, or in, each of them."""
    found = list(rows[number])
    for top, left, bottom, right in merged:
        said = rows.get(top + 1, [])
        if top <= number - 1 <= bottom and left < len(said):
            last = min(right, left + LOOKED_AT)
            found += [None] * (last + 1 - len(found))
            for column in range(left, last + 1):
                found[column] = found[column] or said[left]
    return found


def filled_down(
    rows: Mapping[int, list[Any]], merged: Sequence[Sequence[int]], *, below: int
) -> Iterator[tuple[int, list[Any]]]:
    """A cell merged over several rows says the same for each of them."""
    found = {number: list(cells) for number, cells in rows.items()}
    for top, left, bottom, _ in merged:
        said = rows.get(top + 1, [])
        if top + 1 <= below or left >= len(said) or said[left] is None:
            continue
        for number in range(top + 2, bottom + 2):
            if number in found:
                found[number] += [None] * (left + 1 - len(found[number]))
                found[number][left] = found[number][left] if found[number][left] is not None else said[left]
    return iter(found.items())


# Which column holds what


def suggested(headings: Sequence[str], fields: Sequence[Field], kept: Mapping[str, str]) -> dict[str, str]:
    """What somebody chose for the same headings before; else what each most looks like, each field once."""
    keys = {one.key for one in fields}
    if kept.keys() == set(headings) and set(kept.values()) <= keys | {""}:
        return dict(kept)
    scores = sorted(
        (
            (likeness(words, one), -place, words, one.key)
            for words in headings
            for place, one in enumerate(fields)
        ),
        reverse=True,
    )
    chosen: dict[str, str] = {}
    for score, _, words, key in scores:
        if score >= CLOSE and words not in chosen and key not in chosen.values():
            chosen[words] = key
    return {words: chosen.get(words, "") for words in headings}


def likeness(words: str, one: Field) -> float:
    given = bare(words)
    return max(
        1.0 if given == bare(known) else 0.99 * SequenceMatcher(None, given, bare(known)).ratio()
        for known in (one.heading, *one.also)
    )


def bare(words: str) -> str:
    """Without what does not matter in a heading: capitals, spaces, full stops, brackets, colons."""
    return " ".join(re.sub(r"[^\w£%]+", " ", words.casefold()).split())


def letter(column: int) -> str:
    """0 is A, 26 is AA, as spreadsheets name them."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
