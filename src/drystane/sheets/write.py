"""Lists out: CSV and XLSX that hold exactly what was given, and that no spreadsheet runs as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from django.utils import timezone

Cell = str | int | float | Decimal | bool | date | datetime | None

# A spreadsheet takes text that starts with one of these for a formula.
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
LONGEST_CELL = 32_767  # characters; XLSX holds no more
MOST_ROWS = 1_048_575  # beneath the headings


class DoesNotFit(Exception):
    """More than a spreadsheet can hold. Reads well on a page."""


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; days as 2015-09-02, yes and no in words."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(heading) for heading in headings])
    for row in rows:
        writer.writerow([plain(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, datetime):
        return local(cell).isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def guarded(text: str) -> str:
    """Text that would be taken for a formula gets a leading apostrophe, as spreadsheets themselves do it."""
    bare = text.lstrip("'")
    return f"'{text}" if bare.startswith(TRIGGERS) and not NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    rest = text[1:]
    return rest if text.startswith("'") and guarded(rest) == text else text


def write_xlsx(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str,
    marking: str,
    about: str,
    at: datetime,
) -> bytes:
    """One sheet, ready to filter and to print. Marking and title stand in its properties and page margins.

    The same rows and the same `at` give the same bytes. Raises DoesNotFit.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.set_properties(
            {
                "title": title,
                "subject": marking,
                "comments": about,
                "author": "Drystane",
                "created": local(at),
            }
        )
        formats = {
            "text": book.add_format({"valign": "top", "text_wrap": True}),
            "day": book.add_format({"valign": "top", "num_format": "d mmmm yyyy", "align": "left"}),
            "moment": book.add_format({"valign": "top", "num_format": "d mmmm yyyy hh:mm", "align": "left"}),
        }
        sheet = book.add_worksheet(sheet_name(title))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        sheet.set_header(f"&C{in_margin(marking)}")
        sheet.set_footer(f"&L{in_margin(title)}&C{in_margin(marking)}&RPage &P of &N")
        heading_format = book.add_format({"bold": True, "valign": "top", "text_wrap": True, "bottom": 1})
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, max(12, min(len(heading) + 4, 40)))
            sheet.write_string(0, column, heading, heading_format)
        last = 0
        for last, row in enumerate(rows, start=1):
            if last > MOST_ROWS:
                raise DoesNotFit(f"A spreadsheet holds {MOST_ROWS:,} rows. Narrow the list, or take CSV.")
            for column, cell in enumerate(row):
                write_cell(sheet, last, column, cell, formats)
        sheet.autofilter(0, 0, last, max(len(headings) - 1, 0))
    return out.getvalue()


def write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, formats: dict[str, object]
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_string(row, column, "Yes" if cell else "No", formats["text"])
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, local(cell), formats["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["day"])
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, column, cell)
    elif len(cell) > LONGEST_CELL:
        raise DoesNotFit(
            f"Row {row} has a text of {len(cell):,} characters; XLSX holds {LONGEST_CELL:,}. Take CSV."
        )
    else:
        sheet.write_string(row, column, cell, formats["text"])


def local(at: datetime) -> datetime:
    """The time on the wall here; spreadsheets know no time zones."""
    return timezone.make_naive(at) if timezone.is_aware(at) else at


def sheet_name(title: str) -> str:
    """Excel takes 31 characters, none of []:*?/\\, and no apostrophe at either end."""
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31].strip(" '") or "Sheet"


def in_margin(text: str) -> str:
    return text.replace("&", "&&")[:80]
