"""A kind of list that touches no database, and workbooks made by hand."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from drystane.sheets.cells import DayOrder, choices_of
from drystane.sheets.kinds import Choices, Fault, Judged, Kind, Record, Values, Verdict, judged
from drystane.sheets.reading import read_book
from drystane.sheets.tables import Book, Field, book_of, letter, suggested


class Things(Kind):
    name = "things"
    title = "Things"
    keys = (("ref",), ("code",), ("title",))
    fields = (
        Field("ref", "Reference"),
        Field("code", "Code", also=("no", "number")),
        Field("title", "Title", also=("action", "payee", "supplier", "name"), needed=True, most=80),
        Field("due", "Due date", "day", ("due", "date", "inv date", "by when")),
        Field("cost", "Cost", "number", ("amount", "£ net", "pounds"), places=2),
        Field("status", "Status", "choice"),
    )
    held: tuple[Record, ...] = ()

    @classmethod
    def open_to(cls, _person: Any) -> bool:
        return True

    def records(self) -> tuple[Record, ...]:
        return self.held

    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {"status": choices_of(["Open", "Shut"])}

    def faults(self, values: Values, *_: object) -> Iterator[Fault]:
        if values.get("title") == "Forbidden":
            yield Fault("", values["title"], "Not this one.")

    def refusal(self, *_: object, **__: object) -> str:
        return ""

    def add_all(self, rows: Sequence[Values]) -> list[Any]:
        return list(rows)

    def change(self, *_: object) -> None: ...

    def restore(self, *_: object) -> None: ...

    def remove_all(self, things: object) -> None: ...


def book(path: Path, header: int = 0) -> Book:
    return book_of(read_book(path), Things.fields, header)


def judged_in(
    path: Path, *, order: DayOrder = DayOrder.DAY_FIRST, held: Sequence[Record] = ()
) -> list[Judged]:
    """What becomes of each row when the suggested columns are taken."""
    found = book(path)
    return judged_as(found, order=order, held=held)


def judged_as(
    found: Book, *, order: DayOrder = DayOrder.DAY_FIRST, held: Sequence[Record] = ()
) -> list[Judged]:
    kind = Things(None, None)  # type: ignore[arg-type]  # asks neither who nor when
    kind.held = tuple(held)
    return judged(kind, found, Choices(suggested(found.headings, Things.fields, {}), order))


def verdicts(rows: Sequence[Judged]) -> list[Verdict]:
    return [row.verdict for row in rows]


def mends(rows: Sequence[Judged]) -> list[str]:
    return [
        f"{row.line.number} {fault.column}: {fault.found}: {fault.mend}"
        for row in rows
        for fault in row.faults
    ]


# Workbooks as other programs might write them


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(
    path: Path,
    sheets: Mapping[str, str],
    *,
    styles: str = "",
    hidden: Sequence[str] = (),
    more: Mapping[str, bytes] | None = None,
) -> Path:
    """`sheets` gives for each name what stands between its worksheet tags."""
    entries = [
        f'<sheet name="{name}" sheetId="{place}" r:id="r{place}"{STATE if name in hidden else ""}/>'
        for place, name in enumerate(sheets, start=1)
    ]
    links = [
        link(f"r{place}", "worksheet", f"worksheets/sheet{place}.xml") for place in range(1, len(sheets) + 1)
    ]
    if styles:
        links.append(link("rs", "styles", "styles.xml"))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relationships([link("r1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(entries)}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relationships(links),
        **({"xl/styles.xml": styles} if styles else {}),
        **{
            f"xl/worksheets/sheet{place}.xml": f'<worksheet xmlns="{MAIN}">{inner}</worksheet>'
            for place, inner in enumerate(sheets.values(), start=1)
        },
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


STATE = ' state="hidden"'


def link(ref: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{ref}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def relationships(links: Sequence[str]) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>'


def data(rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = ()) -> str:
    """Rows as sheet data: texts, numbers, and what begins with "<" as the XML of its cell."""
    lines = [
        f'<row r="{number}">{"".join(cells_of(number, row))}</row>'
        for number, row in enumerate(rows, start=1)
    ]
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    return f"<sheetData>{''.join(lines)}</sheetData>" + (
        f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    )


def cells_of(number: int, row: Sequence[Any]) -> Iterator[str]:
    return (cell(letter(column), number, value) for column, value in enumerate(row))


def cell(column: str, row: int, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("<"):
        return f'<c r="{column}{row}">{value}</c>'
    if isinstance(value, int | float):
        return f'<c r="{column}{row}"><v>{value}</v></c>'
    return f'<c r="{column}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
