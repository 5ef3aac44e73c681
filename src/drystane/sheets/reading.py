"""A spreadsheet as plain rows. Runs in the capped child process: `in_child(read_book, path)`.

What a cell holds is text, a number, yes or no, or one of these: {"day": "2015-09-02"}, {"moment": ...},
{"error": "#REF!"}, and {"formula": true} for a formula whose result was never saved. Rows that are empty are
left out; every other keeps the number it has in the sheet.
"""

import csv
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # in the capped process, and of files a zip of known size holds

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from drystane.sheets.inside import Unreadable

MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 20_000_000
MOST_UNPACKED = 400 * 1024 * 1024  # bytes
MOST_PARTS = 5_000  # files in the zip that a workbook is

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
DELIMITERS = ",;\t|"
A_CELL = rb'<c\b%s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>'
FORMULA = rb"<f\b[^>]*?(?:/>|>[^<]*</f>)"
# A formula whose result is an empty text says so by its type; one without a type was never calculated.
UNSAVED = re.compile(
    A_CELL % rb'(?![^>]*\bt="str")' + rb"\s*" + FORMULA + rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
FAILED = re.compile(A_CELL % rb'(?=[^>]*\bt="e")' + rb"\s*(?:" + FORMULA + rb")?\s*<v>([^<]*)</v>")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_book(path: Path) -> dict[str, Any]:
    """Every visible sheet of the file. Raises Unreadable."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(ZIP):
        return read_workbook(path)
    if start == OLE:
        raise Unreadable(of_old_kind(path.read_bytes()))
    return read_text(path.read_bytes())


def of_old_kind(content: bytes) -> str:
    if ENCRYPTED in content:
        return LOCKED
    return "This is a file of an older Excel (.xls) or of another program. Save it as XLSX and send that."


LOCKED = "This file is protected by a password. Take the protection off, save it and send it again."
DAMAGED = (
    "This file is damaged, or is not a spreadsheet. Open it in your own program, save it as XLSX and "
    "send that."
)


# Workbooks


def read_workbook(path: Path) -> dict[str, Any]:
    kind = checked_zip(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return {"kind": kind, **sheets_of(book, path, kind)}
    except PasswordError as error:
        raise Unreadable(LOCKED) from error
    except (CalamineError, ElementTree.ParseError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise Unreadable(DAMAGED) from error


def checked_zip(path: Path) -> str:
    """Whether it is XLSX or ODS, once it is known not to unpack into more than any real one does."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            is_locked = "META-INF/manifest.xml" in names and b"encryption-data" in packed.read(
                "META-INF/manifest.xml"
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(DAMAGED) from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise Unreadable(
            f"This file unpacks to {unpacked / 1024 / 1024:,.0f} MB in {len(parts):,} parts, as no list of a "
            "partnership does. Copy the rows into a new spreadsheet and send that."
        )
    if is_locked:
        raise Unreadable(LOCKED)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise Unreadable("This is neither XLSX, nor ODS, nor CSV. Save it as one of these and send that.")


def sheets_of(book: CalamineWorkbook, path: Path, kind: str) -> dict[str, Any]:
    empty = cells_without_value(path) if kind == "xlsx" else {}
    sheets, notes, held = [], [], 0
    for meta in book.sheets_metadata:
        if meta.visible != SheetVisibleEnum.Visible:
            notes.append(f"The sheet “{meta.name}” is hidden and was left out.")
            continue
        sheet = book.get_sheet_by_name(meta.name)
        rows = rows_of(sheet, empty.get(meta.name, {}))
        held += len(rows)
        must_fit(held, max((len(cells) for _, cells in rows), default=0), meta.name)
        merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or []]
        sheets.append({"name": meta.name, "rows": rows, "merged": merged})
    return {"sheets": sheets, "notes": notes}


def rows_of(sheet: CalamineSheet, empty: Mapping[int, Mapping[int, Any]]) -> list[list[Any]]:
    if sheet.total_width * sheet.total_height > MOST_CELLS:
        raise Unreadable(
            f"The sheet “{sheet.name}” reaches over {sheet.total_height:,} rows and {sheet.total_width:,} "
            "columns. Delete the empty rows and columns beyond your list, save it and send it again."
        )
    rows = []
    for row, found in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = [plain(cell) for cell in found]
        for column, said in empty.get(row, {}).items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = said
        if cells := trimmed(cells):
            rows.append([row + 1, cells])
    return rows


def trimmed(cells: list[Any]) -> list[Any]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def plain(cell: Any) -> Any:  # noqa: PLR0911  # one line for each thing that a cell can be
    if isinstance(cell, str):
        text = cell.strip()
        return {"error": text} if text in ERRORS else text or None
    if isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, datetime):
        at_midnight = cell.time() == time()
        return {"day": cell.date().isoformat()} if at_midnight else {"moment": cell.isoformat(" ")}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return None


def cells_without_value(path: Path) -> dict[str, dict[int, dict[int, Any]]]:
    """By sheet, row and column, the formulas without a result and those that failed. Our reader takes both
    for empty cells."""
    found: dict[str, dict[int, dict[int, Any]]] = {}
    with zipfile.ZipFile(path) as packed:
        for name, part in parts_of_sheets(packed):
            sheet = packed.read(part)
            if not sheet.rstrip().endswith(b"worksheet>"):
                raise Unreadable(DAMAGED)
            rows = found.setdefault(name, {})
            for column, row in UNSAVED.findall(sheet):
                rows.setdefault(int(row) - 1, {})[number(column)] = {"formula": True}
            for column, row, words in FAILED.findall(sheet):
                rows.setdefault(int(row) - 1, {})[number(column)] = {"error": words.decode()}
    return found


def parts_of_sheets(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314  # capped, see above
    links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(LINK), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in packed.namelist():
            yield sheet.get("name", ""), part


def number(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total - 1


# CSV


def read_text(content: bytes) -> dict[str, Any]:
    text, notes = decoded(content)
    delimiter = delimiter_of(text)
    rows: list[list[Any]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for place, found in enumerate(reader, start=1):
            if cells := trimmed([cell.strip() or None for cell in found]):
                must_fit(len(rows) + 1, len(cells), f"row {place}")
                rows.append([place, cells])
    except csv.Error as error:
        raise Unreadable(
            f"Row {reader.line_num} cannot be read: a quotation mark is never closed, or the text is too "
            "long. Mend it, or save the list as XLSX."
        ) from error
    if not rows:
        raise Unreadable("This file is empty. Choose another.")
    return {"kind": "csv", "sheets": [{"name": "", "rows": rows, "merged": []}], "notes": notes}


def decoded(content: bytes) -> tuple[str, list[str]]:
    """By its mark, else as UTF-8, else as Windows-1252, which is what spreadsheets here save without one."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded_as(content, "utf-16"), []
    if content[1:200:2].count(0) > 40 * len(content[:200]) // 200:
        return decoded_as(content, "utf-16-le"), [
            "The file has no mark of its encoding; it was read as UTF-16."
        ]
    if b"\0" in content:
        raise Unreadable(DAMAGED)
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = "The file is not in UTF-8; it was read as Windows-1252. Look at letters with accents."
        return decoded_as(content, "cp1252"), [note]


def decoded_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The letters of this file cannot be read (byte {error.start:,}). Save it as “CSV UTF-8” "
            "or as XLSX."
        ) from error


def delimiter_of(text: str) -> str:
    """The one that splits most of the first lines most evenly; a comma, where none does."""

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            sample = csv.reader(StringIO(text[:20_000], newline=""), delimiter=delimiter)
            widths = [len(row) for row, _ in zip(sample, range(20), strict=False) if row]
        except csv.Error:
            return (0, 0)
        common = max(set(widths), key=widths.count, default=1)
        return (widths.count(common) if common > 1 else 0, common)

    return max(DELIMITERS, key=evenness)


def must_fit(rows: int, columns: int, where: str) -> None:
    if rows > MOST_ROWS:
        raise Unreadable(
            f"This file has more than {MOST_ROWS:,} rows. Split it and send the parts one by one."
        )
    if columns > MOST_COLUMNS:
        raise Unreadable(
            f"{where or 'This file'} has {columns:,} columns; at most {MOST_COLUMNS} are read. Delete those "
            "that are not needed, or check that the values are parted by commas."
        )
