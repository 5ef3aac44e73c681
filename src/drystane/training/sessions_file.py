"""Sessions on offer, read from a spreadsheet: the day, the places, and perhaps a name and a site."""

from datetime import date
from pathlib import Path
from typing import Any

from drystane.access.errors import NotAllowed
from drystane.sheets.cells import BadCell, DayOrder, as_day, as_number, as_text, day
from drystane.sheets.child import NotRead, in_child
from drystane.sheets.reading import read_book
from drystane.sheets.tables import Book, Field, Line, Table, book_of, suggested
from drystane.training.seats import Sitting

FIELDS = (
    Field("session", "Session", also=("name", "title", "no.")),
    Field("on", "Day", "day", ("date", "on", "session date"), needed=True),
    Field("places", "Places", "number", ("seats", "capacity"), needed=True),
    Field("site", "Site", also=("where", "location")),
)


def read_sittings(path: Path) -> list[Sitting]:
    """Raises NotAllowed, saying which row is wrong and how to mend it."""
    try:
        book = book_of(in_child(read_book, path), FIELDS)
    except NotRead as error:
        raise NotAllowed(f"{path.name}: {error}") from error
    columns = suggested(book.headings, FIELDS, {})
    if missing := [one.heading for one in FIELDS if one.needed and one.key not in columns.values()]:
        raise NotAllowed(f"{path.name}: no column is headed “{missing[0]}”.")
    found = [sitting(line, table, columns) for table, line in lines(book)]
    if not found:
        raise NotAllowed(f"{path.name}: there is no session in it.")
    names = [one.session for one in found]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise NotAllowed(f"{path.name}: “{doubled}” stands twice. Give each session a name of its own.")
    return found


def lines(book: Book) -> list[tuple[Table, Line]]:
    return [(table, line) for table in book.tables for line in table.lines if not line.why_not]


def sitting(line: Line, table: Table, columns: dict[str, str]) -> Sitting:
    said: dict[str, Any] = {
        columns[heading.words]: line.cells[heading.column] if heading.column < len(line.cells) else None
        for heading in table.headings
        if columns.get(heading.words)
    }
    try:
        on, places = as_day(said["on"], DayOrder.DAY_FIRST), as_number(said["places"], 0)
        name, site = as_text(said.get("session")), as_text(said.get("site"))
    except BadCell as error:
        raise NotAllowed(f"Row {line.number}: {error.found}. {error.mend}") from error
    if not on or not places or int(places) < 1:
        raise NotAllowed(f"Row {line.number}: a session has a day and at least one place.")
    return Sitting(name or on, int(places), week_of(day(on)), site)


def week_of(on: date) -> str:
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02}"
