"""Yearly counts read from a spreadsheet: a row for each year, with what was counted and who counted it.

A year that nobody counted keeps its row and leaves the count empty, so that a gap is never an accident.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from drystane.access.errors import NotAllowed
from drystane.documents.models import CiteStatus
from drystane.sheets.cells import BadCell, as_choice, as_number, as_text, choices_of
from drystane.sheets.child import NotRead, in_child
from drystane.sheets.reading import read_book
from drystane.sheets.tables import Book, Field, Line, Table, book_of, suggested
from drystane.sheets.write import unguarded

FIELDS = (
    Field("series", "Series", also=("series code",), needed=True, most=80, pattern=r"[A-Za-z0-9_-]+"),
    Field("name", "What is counted", needed=True, most=200),
    Field("threat", "Threat", also=("threat code",), needed=True),
    Field("year", "Year", "number", needed=True),
    Field("count", "Count", "number", also=("number",)),
    Field("among", "Counted among", "number", ("population",), places=6),
    Field("counted_otherwise", "Counted otherwise from this year", also=("change in recording",), most=200),
    Field("source", "Source code", also=("source",)),
    Field("place", "Place in the source", also=("page",), most=200),
    Field("checked", "Checked", "choice", ("status",), needed=True),
    Field("note", "Note on the source", also=("note",)),
)
OF_SERIES = ("name", "threat", "source", "place", "checked", "note")
CHECKED = {one.label: one.value for one in CiteStatus}
CHECKED_WORDS = choices_of(CHECKED)
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST = 2_147_483_647


class BadSeriesFile(NotAllowed):
    """A file of counts that was not brought in, with a line for each thing to mend."""


@dataclass(frozen=True)
class YearRow:
    year: int
    count: int | None
    among: float | None
    counted_otherwise: str


@dataclass(frozen=True)
class SeriesRows:
    """One series as the file says it."""

    code: str
    said: Mapping[str, str]  # by the fields that are the same in every row
    years: tuple[YearRow, ...]  # in order, without a gap
    row: int  # where it begins


@dataclass(frozen=True)
class Row:
    """A row of the file: what it says, and where each thing stands."""

    number: int
    said: Mapping[str, str]
    places: Mapping[str, str]

    def fault(self, key: str, words: str) -> str:
        return f"Row {self.number}, {self.places[key]}: {words}"


def read_series(path: Path) -> list[SeriesRows]:
    """What a file of unknown origin holds. Raises BadSeriesFile, naming row and column."""
    try:
        return series_in(in_child(read_book, path))
    except NotRead as error:
        raise BadSeriesFile(str(error)) from error


def series_in(read: Mapping[str, Any]) -> list[SeriesRows]:
    """The series of what was read. Raises BadSeriesFile with all that is wrong."""
    book = book_of(read, FIELDS)
    columns = suggested(book.headings, FIELDS, {})
    if missing := [one.heading for one in FIELDS if one.needed and one.key not in columns.values()]:
        raise BadSeriesFile(f"No column is headed “{missing[0]}”.")
    faults: list[str] = []
    rows = list(rows_of(book, columns, faults))
    rows.sort(key=lambda row: (row.said["series"], int(row.said["year"]), row.number))
    found = []
    for code, group in groupby(rows, key=lambda row: row.said["series"]):
        of_series = list(group)
        faults += faults_between(of_series)
        found.append(series_of(code, of_series))
    if faults:
        raise BadSeriesFile("\n".join(faults))
    if not found:
        raise BadSeriesFile("There is no count in it.")
    return found


def rows_of(book: Book, columns: Mapping[str, str], faults: list[str]) -> Iterator[Row]:
    """The rows that can be understood; what is wrong with the others goes to the faults."""
    for table in book.tables:
        places = {
            columns[one.words]: f"{one.letter}, “{one.words}”" for one in table.headings if columns[one.words]
        }
        for field in FIELDS:
            places.setdefault(field.key, f"“{field.heading}”")
        for line in table.lines:
            if line.why_not:
                faults.append(f"Row {line.number}: {line.why_not}")
                continue
            row = Row(line.number, dict(cells(line, table, columns, is_csv=book.kind == "csv")), places)
            said, wrong = understood(row)
            faults += wrong
            if not wrong:
                yield Row(line.number, said, places)


def cells(line: Line, table: Table, columns: Mapping[str, str], *, is_csv: bool) -> Iterator[tuple[str, Any]]:
    for heading in table.headings:
        if key := columns[heading.words]:
            cell = line.cells[heading.column] if heading.column < len(line.cells) else None
            yield key, unguarded(cell) if is_csv and isinstance(cell, str) else cell


def understood(row: Row) -> tuple[dict[str, str], list[str]]:
    """What each cell says, as text, and what is wrong with those that cannot be used."""
    said, faults = {}, []
    for field in FIELDS:
        try:
            said[field.key] = value(field, row.said.get(field.key))
        except BadCell as error:
            faults.append(row.fault(field.key, f"{error.found}. {error.mend}"))
    return said, faults


def value(field: Field, cell: Any) -> str:
    if field.type == "number":
        found = as_number(cell, field.places)
        must_be_possible(field, found)
    elif field.type == "choice":
        found = as_choice(cell, CHECKED_WORDS)
    else:
        found = as_text(cell)
    if field.needed and not found:
        raise BadCell("nothing", f"Fill in “{field.heading}”.")
    if field.most and len(found) > field.most:
        raise BadCell(found[:40], f"Shorten it to at most {field.most} characters.")
    return found


def must_be_possible(field: Field, found: str) -> None:
    if not found:
        return
    if field.key == "year" and not FIRST_YEAR <= int(found) <= LAST_YEAR:
        raise BadCell(found, f"Write a year between {FIRST_YEAR} and {LAST_YEAR}.")
    if field.key == "count" and int(found) < 0:
        raise BadCell(found, "A count cannot be below nothing. Leave it empty where nobody counted.")
    if field.key == "among" and float(found) <= 0:
        raise BadCell(found, "Give a population above nothing, or leave it empty.")
    if float(found) > MOST:
        raise BadCell(found, f"Give at most {MOST:,}.")


def faults_between(rows: Sequence[Row]) -> Iterator[str]:
    """What speaks against the rows of one series together: gaps, doubled years, two names for one thing."""
    first = rows[0]
    for before, row in pairwise(rows):
        year, expected = int(row.said["year"]), int(before.said["year"]) + 1
        if year < expected:
            yield row.fault("year", f"{year} stands in row {before.number} already. Keep the right one.")
        elif year > expected:
            missing = str(expected) if year == expected + 1 else f"{expected} to {year - 1}"
            yield row.fault(
                "year",
                f"{missing} is missing before {year}. Give each year a row, and leave the count empty where "
                "nobody counted.",
            )
    for row in rows[1:]:
        for key in OF_SERIES:
            if row.said[key] != first.said[key]:
                here, there = row.said[key] or "nothing", first.said[key] or "nothing"
                yield row.fault(key, f"{here}, but row {first.number} says {there}.")
    counted = [row for row in rows if row.said["count"]]
    for row in counted[1:]:
        if bool(row.said["among"]) != bool(counted[0].said["among"]):
            yield row.fault("among", "Give the population for every year that was counted, or for none.")


def series_of(code: str, rows: Sequence[Row]) -> SeriesRows:
    first = rows[0]
    return SeriesRows(
        code,
        {key: first.said[key] for key in OF_SERIES},
        tuple(year_of(row.said) for row in rows),
        first.number,
    )


def year_of(said: Mapping[str, str]) -> YearRow:
    return YearRow(
        int(said["year"]),
        int(said["count"]) if said["count"] else None,
        float(said["among"]) if said["among"] else None,
        said["counted_otherwise"],
    )
