from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drystane.sheets.write import Cell, DoesNotFit, guarded, sheet_name, unguarded, write_csv, write_xlsx

AT = datetime(2015, 9, 2, 14, 0, tzinfo=UTC)


def xlsx(rows: list[list[Cell]], title: str = "Actions", marking: str = "OFFICIAL") -> bytes:
    headings = [f"Column {number}" for number in range(len(rows[0]) if rows else 2)]
    return write_xlsx(headings, rows, title=title, marking=marking, about="Open actions only", at=AT)


def read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-cmd", "@here", "\ttab", "\rreturn", "＝wide", "+44 141 496 0000"]
)
def test_text_that_looks_like_a_formula_is_kept_from_being_one(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+12.50", "Burns Cabs", "a=b", "'tis", ""])
def test_a_number_and_plain_text_are_left_alone(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_what_was_guarded_can_be_read_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="'=-+@5a"))
def test_what_was_guarded_can_be_read_back_when_it_is_all_signs(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_a_csv_holds_what_was_given() -> None:
    rows: list[list[Cell]] = [["Café, “quoted”", date(2015, 9, 2), True, None, -5, Decimal("1.50"), AT]]
    content = write_csv(["Name", "Due", "Done", "Note", "Change", "Cost", "At"], rows)
    assert content.startswith("\ufeff".encode())
    assert content.decode("utf-8-sig").splitlines() == [
        "Name,Due,Done,Note,Change,Cost,At",
        '"Café, “quoted”",2015-09-02,Yes,,-5,1.50,2015-09-02 15:00',
    ]


def test_a_heading_is_guarded_like_any_text() -> None:
    assert write_csv(["=evil()"], []).decode("utf-8-sig").strip() == "'=evil()"


def test_a_sheet_holds_what_was_given() -> None:
    sheet = read(xlsx([["Burns Cabs", date(2015, 9, 2), True, None, -5, Decimal("1.5"), AT]])).active
    assert sheet is not None
    values = [cell.value for cell in sheet[2]]
    assert values == [
        "Burns Cabs",
        datetime(2015, 9, 2),  # noqa: DTZ001  # spreadsheets know no time zones
        "Yes",
        None,
        -5,
        1.5,
        datetime(2015, 9, 2, 15, 0),  # noqa: DTZ001  # summer time in Glasgow
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "{=A1}", "http://example.test/", "mailto:somebody@example.test", "0012"]
)
def test_text_stays_text_in_a_sheet(text: str) -> None:
    sheet = read(xlsx([[text]])).active
    assert sheet is not None
    cell = sheet["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_marking_and_title_stand_outside_the_data() -> None:
    book = read(xlsx([["one"]], title="Actions & asks", marking="OFFICIAL-SENSITIVE COMMERCIAL"))
    sheet = book.active
    assert sheet is not None
    assert (book.properties.title, book.properties.subject) == (
        "Actions & asks",
        "OFFICIAL-SENSITIVE COMMERCIAL",
    )
    assert book.properties.description == "Open actions only"
    assert sheet.oddHeader.center.text == "OFFICIAL-SENSITIVE COMMERCIAL"
    assert sheet.oddFooter.center.text == "OFFICIAL-SENSITIVE COMMERCIAL"
    assert [cell.value for cell in sheet[1]] == ["Column 0"]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert xlsx([["one", date(2015, 9, 2)]]) == xlsx([["one", date(2015, 9, 2)]])


def test_no_part_of_a_sheet_tells_when_it_was_really_written() -> None:
    with ZipFile(BytesIO(xlsx([["one"]]))) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert str(datetime.now(UTC).year) not in parts.read("docProps/core.xml").decode()


def test_a_list_of_nothing_can_be_opened() -> None:
    sheet = read(xlsx([])).active
    assert sheet is not None
    assert sheet.max_row == 1


def test_a_text_too_long_for_a_cell_is_refused_rather_than_cut() -> None:
    with pytest.raises(DoesNotFit, match="Row 1"):
        xlsx([["x" * 32_768]])


@pytest.mark.parametrize(
    ("title", "name"),
    [("Actions: late?", "Actions  late"), ("'", "Sheet"), ("", "Sheet"), ("a" * 40, "a" * 31), ("[1]", "1")],
)
def test_a_title_is_made_into_a_name_that_a_spreadsheet_takes(title: str, name: str) -> None:
    assert sheet_name(title) == name
    assert read(xlsx([["one"]], title=title)).sheetnames == [name]
