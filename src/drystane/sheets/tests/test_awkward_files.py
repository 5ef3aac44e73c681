"""Files that cannot be read, and files that can though they look as if they could not."""

import random
import zipfile
from pathlib import Path

import pytest

from drystane.sheets.child import Caps, Cause, NotRead, in_child
from drystane.sheets.inside import Unreadable
from drystane.sheets.reading import MOST_COLUMNS, MOST_ROWS, read_book
from drystane.sheets.tests.things import data, judged_in, mends, verdicts, xlsx
from drystane.sheets.write import write_xlsx
from tests.cast import NOW

LIST = [["Code", "Title"], ["1", "First"], ["2", "Second"]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as error:
        read_book(path)
    return str(error.value)


def test_a_file_of_noise_is_called_damaged(path: Path) -> None:
    path.write_bytes(b"\0" + random.Random(1).randbytes(5000))
    assert "damaged" in refused(path)


def test_an_empty_file_is_called_empty(path: Path) -> None:
    path.write_bytes(b"")
    assert "empty" in refused(path)


def test_a_workbook_cut_short_is_called_damaged(path: Path) -> None:
    xlsx(path, {"List": data(LIST)})
    path.write_bytes(path.read_bytes()[:-200])
    assert "damaged" in refused(path)


def test_a_workbook_with_a_broken_sheet_is_called_damaged(path: Path) -> None:
    xlsx(path, {"List": data(LIST)[:-30] + "<"})
    with pytest.raises(NotRead, match="damaged"):
        in_child(read_book, path)


def test_a_workbook_whose_bytes_were_changed_is_called_damaged(path: Path) -> None:
    xlsx(path, {"List": data(LIST * 40)})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        at = packed.getinfo("xl/worksheets/sheet1.xml").header_offset + 90
    content[at : at + 40] = bytes(40)
    path.write_bytes(bytes(content))
    with pytest.raises(NotRead, match="damaged"):
        in_child(read_book, path)


def test_a_file_under_a_password_says_so(path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    )
    assert "protected by a password" in refused(path)


def test_an_encrypted_open_document_says_so(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("content.xml", b"\x00\x01\x02")
        packed.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert "protected by a password" in refused(path)


def test_an_older_excel_file_says_how_to_save_it(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert "Save it as XLSX" in refused(path)


def test_a_word_file_is_no_list(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    assert "neither XLSX, nor ODS, nor CSV" in refused(path)


@pytest.mark.slow
def test_a_zip_bomb_is_not_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(5):
            packed.writestr(f"xl/{number}", bytes(90 * 1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    assert "unpacks to 450 MB" in refused(path)


def test_a_zip_of_very_many_files_is_not_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(5001):
            packed.writestr(f"xl/{number}", b"")
    assert "5,001 parts" in refused(path)


@pytest.mark.slow
def test_a_bomb_that_lies_about_its_size_ends_the_child_and_nothing_else(path: Path) -> None:
    """Its directory says 1,000 bytes; unpacking goes on until memory ends."""
    xlsx(path, {"List": data([["Code", "Title"]])}, more={"xl/sharedStrings.xml": b" " * (300 * 1024 * 1024)})
    content = path.read_bytes().replace(
        (300 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    )
    path.write_bytes(content)
    with pytest.raises(NotRead) as error:
        in_child(read_book, path, caps=Caps(memory=200 * 1024 * 1024))
    assert error.value.cause in {Cause.UNREADABLE, Cause.MEMORY, Cause.BROKEN}


def test_an_expanding_entity_ends_the_child_and_nothing_else(path: Path) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE w [<!ENTITY l0 "lol">{lol}]><workbook>&l11;</workbook>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bomb)
    with pytest.raises(NotRead):
        in_child(read_book, path)


def test_a_million_columns_are_refused(path: Path) -> None:
    path.write_text("a," * 1_000_000, "utf-8")
    assert f"at most {MOST_COLUMNS} are read" in refused(path)


def test_a_cell_at_the_far_end_of_a_sheet_is_refused_or_ends_the_child_alone(path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    xlsx(path, {"List": data(LIST).replace("</sheetData>", far)})
    with pytest.raises(NotRead) as error:
        in_child(read_book, path)
    assert error.value.cause in {Cause.UNREADABLE, Cause.MEMORY}


def test_a_list_too_wide_for_one_is_refused(path: Path) -> None:
    path.write_bytes(write_xlsx(["x"] * 600, [], title="t", marking="OFFICIAL", about="", at=NOW))
    assert "600 columns" in refused(path)


def test_more_rows_than_are_taken_at_once_are_refused(path: Path) -> None:
    path.write_text("Code,Title\n" + "1,a\n" * (MOST_ROWS + 1), "utf-8")
    assert "more than 50,000 rows" in refused(path)


def test_a_quotation_mark_that_is_never_closed_is_named(path: Path) -> None:
    path.write_text('Code,Title\n1,"' + "never closed\n" * 20_000, "utf-8")
    assert "quotation mark is never closed" in refused(path)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("cp1252", b""),
    ],
)
def test_letters_are_read_as_they_were_written(path: Path, encoding: str, mark: bytes) -> None:
    path.write_bytes(mark + "Code,Title\n1,Café – “Gàidhlig” £5\n".encode(encoding))
    (row,) = judged_in(path)
    assert row.values == {"code": "1", "title": "Café – “Gàidhlig” £5"}


def test_a_guess_at_the_letters_is_said(path: Path) -> None:
    path.write_bytes("Title\ncafé\n".encode("cp1252"))
    assert read_book(path)["notes"] == [
        "The file is not in UTF-8; it was read as Windows-1252. Look at letters with accents."
    ]


def test_letters_that_nothing_can_read_are_refused(path: Path) -> None:
    path.write_bytes(b"Title\nbad \x81 letter\n")
    assert "letters of this file cannot be read (byte 10)" in refused(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_parts_the_values(path: Path, delimiter: str) -> None:
    path.write_text(f"Code{delimiter}Title\n1{delimiter}First\n", "utf-8")
    assert [row.values for row in judged_in(path)] == [{"code": "1", "title": "First"}]


def test_styles_that_other_readers_trip_over_are_no_matter(path: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    fill = '<fill><patternFill><fgColor rgb="FF00"/></patternFill></fill>'
    styles = f'<styleSheet xmlns="{main}"><fills>{fill}</fills></styleSheet>'
    xlsx(path, {"List": data(LIST)}, styles=styles)
    assert [str(verdict) for verdict in verdicts(judged_in(path))] == ["added", "added"]


def test_a_hidden_sheet_is_left_out_and_that_is_said(path: Path) -> None:
    xlsx(path, {"List": data(LIST), "Old": data(LIST)}, hidden=["Old"])
    assert read_book(path)["notes"] == ["The sheet “Old” is hidden and was left out."]
    assert len(judged_in(path)) == 2


def test_a_formula_counts_as_its_result_and_one_without_is_refused(path: Path) -> None:
    rows = [
        ["Code", "Title", "Cost"],
        ["1", "With", "<f>1+1</f><v>2</v>"],
        ["2", "Without", "<f>1+1</f>"],
        ["3", "Empty", "<f>1+1</f><v></v>"],
        ["4", "An empty text", "<f>x</f><v></v>"],
    ]
    xlsx(path, {"List": data(rows).replace('<c r="C5">', '<c r="C5" t="str">')})
    found = judged_in(path)
    assert [str(verdict) for verdict in verdicts(found)] == ["added", "rejected", "rejected", "added"]
    assert found[0].values["cost"] == "2"
    assert mends(found)[0].startswith("3 C, “Cost”: a formula without its result: Open the file")


def test_a_formula_that_came_to_nothing_is_refused(path: Path) -> None:
    xlsx(
        path,
        {
            "List": data([["Title", "Cost"], ["A", "<f>1/0</f><v>#DIV/0!</v>"]]).replace(
                '<c r="B2">', '<c r="B2" t="e">'
            )
        },
    )
    assert mends(judged_in(path)) == [
        "2 B, “Cost”: #DIV/0!: Mend the formula, or type the value in its place."
    ]
