"""Lists as people keep them: each row is taken, or refused with what was found where and how to mend it."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drystane.sheets.cells import DayOrder, orders_possible
from drystane.sheets.kinds import Record, Verdict
from drystane.sheets.reading import read_book
from drystane.sheets.tables import Field, book_of, first_line_of_words, suggested
from drystane.sheets.tests.things import (
    Things,
    book,
    data,
    judged_as,
    judged_in,
    mends,
    verdicts,
    xlsx,
)

Rows = list[list[Any]]
ADDED, REJECTED, SAME, CHANGED = Verdict.ADDED, Verdict.REJECTED, Verdict.SAME, Verdict.CHANGED
REAL = Path(os.environ.get("DRYSTANE_REAL_SHEETS", Path(__file__).parents[5] / "shared" / "data" / "sheets"))
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real spreadsheets are not here")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def csv(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_headings_may_stand_lower_down(path: Path) -> None:
    found = judged_in(csv(path, "Invented Council", "", "Printed,2 September 2015", "Code,Title", "1,First"))
    assert [(row.line.number, row.values) for row in found] == [(5, {"code": "1", "title": "First"})]


def test_headings_may_stand_in_two_rows(path: Path) -> None:
    xlsx(path, {"List": data([["", "By", ""], ["Title", "when", "Cost"], ["First", "3/9/2015", 5]])})
    (row,) = judged_in(path)
    assert row.values == {"title": "First", "due": "2015-09-03", "cost": "5"}
    assert book(path).tables[0].at == (1, 2)


def test_a_title_above_the_headings_is_no_part_of_them(path: Path) -> None:
    csv(path, ",Payments over £250", "Title,Details,Cost", "First,Something,5")
    assert book(path).headings == ["Title", "Details", "Cost"]


def test_a_heading_merged_over_columns_or_rows_stands_in_each(path: Path) -> None:
    rows: Rows = [
        ["Title", "By", None, "Cost"],
        [None, "when", "whom", None],
        ["First", "3/9/2015", "Me", 5],
    ]
    xlsx(path, {"List": data(rows, merged=["B1:C1", "A1:A2", "D1:D2"])})
    assert book(path).headings == ["Title", "By when", "By whom", "Cost"]


def test_a_cell_merged_over_rows_says_the_same_for_each(path: Path) -> None:
    rows: Rows = [
        ["Code", "Title", "Status"],
        ["1", "First", "Open"],
        ["2", "Second", None],
        ["3", "Third", None],
    ]
    xlsx(path, {"List": data(rows, merged=["C2:C3"])})
    assert [row.values.get("status") for row in judged_in(path)] == ["Open", "Open", None]


def test_without_headings_each_row_says_what_is_missing(path: Path) -> None:
    found = judged_in(csv(path, "1,2,3", "4,5,6"))
    assert verdicts(found) == [REJECTED, REJECTED]
    assert "no row of headings that we know" in mends(found)[0]


def test_headings_that_nobody_knows_are_offered_to_choose_from(path: Path) -> None:
    csv(path, "Wos,Wann", "Feuer,3/9/2015")
    assert first_line_of_words(read_book(path)) == 1
    assert book(path, header=1).headings == ["Wos", "Wann"]


def test_a_doubled_heading_is_nobodys_guess(path: Path) -> None:
    csv(path, "Title,Due,Due", "First,3/9/2015,4/9/2015")
    found = book(path)
    assert found.headings == ["Title", "Due (column B)", "Due (column C)"]
    assert suggested(found.headings, Things.fields, {}) == {
        "Title": "title",
        "Due (column B)": "",
        "Due (column C)": "",
    }


def test_a_heading_that_is_almost_ours_is_suggested_and_one_that_is_not_is_left() -> None:
    fields = (Field("title", "Action title"), Field("due", "Due date"))
    assert suggested(["Action titel", "Due Date:", "Duty"], fields, {}) == {
        "Action titel": "title",
        "Due Date:": "due",
        "Duty": "",
    }


def test_a_line_of_totals_is_no_row_and_a_supplier_called_total_is(path: Path) -> None:
    csv(
        path,
        "Supplier,Date,Amount",
        "Total Gas & Power,3/9/2015,10",
        "Totals Ltd,4/9/2015,20",
        "Total,,30",
        "Sub-total,,30",
        "Grand total:,,£60.00",
        "Total for September,,60",
        "Total,5/9/2015,5",
    )
    assert verdicts(judged_in(path)) == [ADDED, ADDED, REJECTED, REJECTED, REJECTED, REJECTED, ADDED]


def test_a_page_that_repeats_its_headings_and_moves_its_columns(path: Path) -> None:
    pages = {
        "Page 1": data([["Title", "Due", "Cost"], ["First", "13/9/2015", 1], ["Title", "Due", "Cost"]]),
        "Page 2": data([["", "", "Cost", "Title", "Due"], ["", "", 2, "Second", "14/9/2015"]]),
        "Page 3": data([["Third", "15/9/2015", 3]]),
    }
    found = judged_in(xlsx(path, pages))
    assert verdicts(found) == [ADDED, REJECTED, ADDED, REJECTED]
    assert found[2].values == {"title": "Second", "due": "2015-09-14", "cost": "2"}
    assert "repeats the headings" in mends(found)[0]
    assert "no row of headings" in mends(found)[1]


@pytest.mark.parametrize(
    ("said", "order", "meant"),
    [
        ("3/9/2015", DayOrder.DAY_FIRST, "2015-09-03"),
        ("3/9/2015", DayOrder.MONTH_FIRST, "2015-03-09"),
        ("03.09.15", DayOrder.DAY_FIRST, "2015-09-03"),
        ("2015-09-03", DayOrder.MONTH_FIRST, "2015-09-03"),
        ("2015-09-03 00:00", DayOrder.MONTH_FIRST, "2015-09-03"),
        ("3rd September 2015", DayOrder.MONTH_FIRST, "2015-09-03"),
        ("Thursday 3 Sep 2015", DayOrder.DAY_FIRST, "2015-09-03"),
        ("3-Sep-15", DayOrder.DAY_FIRST, "2015-09-03"),
    ],
)
def test_days_are_read_as_they_are_written(path: Path, said: str, order: DayOrder, meant: str) -> None:
    (row,) = judged_in(csv(path, "Title|Due", f"First|{said}"), order=order)
    assert row.values["due"] == meant


@pytest.mark.parametrize(
    "said", ["31/9/2015", "13/13/2015", "soon", "41154", "29 February 2015", "2015-9-31"]
)
def test_a_day_that_is_none_says_where_it_stands(path: Path, said: str) -> None:
    (fault,) = mends(judged_in(csv(path, "Title|Due", f"First|{said}")))
    assert fault == f"2 B, “Due”: “{said}”: Write a real date, such as 3 September 2015 or 3/9/2015."


def test_the_file_shows_which_of_day_and_month_comes_first_or_that_it_does_not() -> None:
    assert orders_possible(["3/9/2015", "4/5/2015"]) == set(DayOrder)
    assert orders_possible(["3/9/2015", "13/9/2015"]) == {DayOrder.DAY_FIRST}
    assert orders_possible(["3/9/2015", "9/13/2015"]) == {DayOrder.MONTH_FIRST}
    assert orders_possible(["13/9/2015", "9/13/2015"]) == set()


@pytest.mark.parametrize(
    ("said", "meant"),
    [("£1,500.00", "1500"), ("1 500", "1500"), ("-5", "-5"), (".5", "0.5"), ("0.10", "0.1")],
)
def test_amounts_are_read_as_they_are_written(path: Path, said: str, meant: str) -> None:
    (row,) = judged_in(csv(path, "Title|Cost", f"First|{said}"))
    assert row.values["cost"] == meant


@pytest.mark.parametrize("said", ["about 5", "5k", "1.234", "NaN", "1e5", "5%"])
def test_an_amount_that_is_none_is_refused(path: Path, said: str) -> None:
    (fault,) = mends(judged_in(csv(path, "Title|Cost", f"First|{said}")))
    assert fault.startswith(f"2 B, “Cost”: “{said}”: ")


def test_every_fault_of_a_row_is_told_at_once(path: Path) -> None:
    found = judged_in(csv(path, "Title|Due|Cost|Status", f"{'x' * 81}|soon|much|maybe"))
    assert [fault.split(":")[0] for fault in mends(found)] == [
        "2 A, “Title”",
        "2 B, “Due”",
        "2 C, “Cost”",
        "2 D, “Status”",
    ]
    assert mends(found)[3].endswith("Write one of these: Open, Shut.")


def test_the_second_of_two_rows_with_one_code_names_the_first(path: Path) -> None:
    found = judged_in(csv(path, "Code,Title", "1,First", "2,Second", " 1 ,Third"))
    assert verdicts(found) == [ADDED, ADDED, REJECTED]
    assert mends(found) == ["4 : 1: This stands in row 2 already. Take one of them out."]


def test_rows_find_what_is_there_by_reference_then_code_then_title(path: Path) -> None:
    held = [
        Record("r1", {"ref": "r1", "code": "1", "title": "First"}, None),
        Record("r2", {"ref": "r2", "title": "Second"}, None),
    ]
    csv(path, "Reference,Code,Title", "r1,,First", ",,second", ",3,First", "r9,,Lost", ",1,Renamed")
    found = judged_in(path, held=held)
    assert verdicts(found) == [SAME, CHANGED, ADDED, REJECTED, REJECTED]
    assert found[1].changes[0].old == "Second"
    assert "none with this reference that you can see" in mends(found)[0]
    assert "stands in row 2 already" in mends(found)[1]


def test_an_empty_cell_leaves_what_is_there(path: Path) -> None:
    held = [Record("r1", {"ref": "r1", "code": "1", "title": "First", "cost": "5"}, None)]
    assert verdicts(judged_in(csv(path, "Code,Title,Cost", "1,First,"), held=held)) == [SAME]


def test_a_name_that_several_share_finds_none_of_them(path: Path) -> None:
    held = [Record(ref, {"ref": ref, "title": "First"}, None) for ref in ("r1", "r2")]
    found = judged_in(csv(path, "Title,Cost", "First,5"), held=held)
    (fault,) = mends(found)
    assert fault.startswith("2 : first: Several records are called this.")


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["Total", "Title", "Code", "First", "3/9/2015", "=1+1", "Open", "£5", "Forbidden", "r1"]),
    st.integers(-5, 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(
        [{"day": "2015-09-03"}, {"moment": "2015-09-03 10:00:00"}, {"error": "#REF!"}, {"formula": True}]
    ),
)
SHEETS = st.lists(
    st.tuples(
        st.sampled_from(
            [["Code", "Title", "Due", "Cost", "Status"], ["Title"], [], ["x", "y"], ["Title", "Title"]]
        ),
        st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8),
        st.lists(st.tuples(*[st.integers(0, 6)] * 4), max_size=2),
    ),
    max_size=3,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(SHEETS)
def test_rows_in_are_rows_taken_and_rows_refused_exactly(sheets: list[Any]) -> None:
    read: dict[str, Any] = {"kind": "xlsx", "notes": [], "sheets": []}
    for name, (head, rows, merged) in enumerate(sheets):
        lines = [row for row in [head, *rows] if any(cell is not None for cell in row)]
        numbered = [[number, list(cells)] for number, cells in enumerate(lines, start=1)]
        read["sheets"].append({"name": str(name), "rows": numbered, "merged": merged})
    found = book_of(read, Things.fields)
    judged = judged_as(found)
    places = [(row.line.sheet, row.line.number) for row in judged]
    above = Counter({table.sheet: table.at[-1] if table.at else 0 for table in found.tables})
    expected = [
        (sheet["name"], number)
        for sheet in read["sheets"]
        for number, _ in sheet["rows"]
        if number > above[sheet["name"]]
    ]
    assert places == expected
    for row in judged:
        assert bool(row.faults) == (row.verdict is REJECTED)
        assert all(fault.mend for fault in row.faults)


@needs_real
def test_a_councils_payments_over_several_printed_pages() -> None:
    found = judged_in(REAL / "sutton-coldfield_payments_Q1_2017-18.xlsx")
    (rent,) = [row for row in found if row.line.number == 11 and row.line.sheet == "Page 1"]
    assert rent.values == {"due": "2017-04-01", "title": "Moor Hall Developments", "cost": "950"}
    second = [row for row in found if row.line.sheet == "Page 2"]
    assert len(second) == 35
    assert all("no row of headings" in fault for fault in mends(second))


@needs_real
def test_a_departments_spending_in_windows_letters_with_entries_called_total() -> None:
    found = judged_in(REAL / "cabinetoffice_2020-06.csv")
    assert len(found) == 633
    called_total = [row for row in found if "Total Facilities Management" in row.line.cells]
    assert called_total
    assert not any(row.line.why_not for row in found)


@needs_real
def test_a_register_without_headings_of_ours_is_offered_to_choose_from() -> None:
    read = read_book(REAL / "trafford_gambling_premises.csv")
    found = book_of(read, Things.fields, first_line_of_words(read))
    assert len(found.lines) == 27
    assert found.headings[:3] == ["name", "activity", "address"]
