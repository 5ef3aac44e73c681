"""What a list's columns are, on the page and in a file, and the file they make."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OrderBy, QuerySet

from drystane.sheets.write import Cell, write_csv, write_xlsx

Rows = QuerySet[Any]

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Column:
    """One column, on the page and in the file."""

    key: str
    heading: str
    value: Callable[[Any], Cell]
    sort: tuple[str, ...] = ()  # the fields it sorts by; without any it cannot be sorted
    links: bool = False  # on the page, leads to the record


@dataclass(frozen=True)
class About:
    """What a file says of itself besides its rows."""

    title: str
    marking: str
    at: datetime
    note: str = ""


def sorted_rows(rows: Rows, columns: Sequence[Column], sort: str, *, tie: str) -> Rows:
    """Empty values come last in either direction, on every database."""
    column = next(column for column in columns if column.key == sort.removeprefix("-"))
    descending = sort.startswith("-")
    order = [OrderBy(F(field), descending=descending, nulls_last=True) for field in column.sort]
    return rows.order_by(*order, tie)


def values(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[list[Cell]]:
    return ([column.value(row) for column in columns] for row in rows)


def written(kind: str, columns: Sequence[Column], rows: Iterable[Any], about: About) -> bytes:
    headings = [column.heading for column in columns]
    found = values(columns, rows)
    if kind == "csv":
        return write_csv(headings, found)
    return write_xlsx(
        headings, found, title=about.title, marking=about.marking, about=about.note, at=about.at
    )
