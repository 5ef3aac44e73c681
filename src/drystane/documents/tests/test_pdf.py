"""The paper as PDF: a screen reader can follow it, and every machine makes the same pages."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from pypdf.generic import DictionaryObject

from drystane.documents import pdf
from drystane.documents.packs import NotRendered, Pack, Run, plain_text, printable
from drystane.documents.pdf import render_pdf
from drystane.documents.tests.cast import PACK, paragraph
from drystane.documents.tests.reading import letters, letters_of_pdf

LONG_TABLE = replace(PACK.tables[1], rows=PACK.tables[1].rows * 40)
LONG = replace(PACK, tables=(LONG_TABLE,), wall=None, notes=(), appendices=())
HIGH_ROWS = tuple((f"Row {number}", "word " * 45, "", "", "") for number in range(80))
HIGH = replace(LONG, tables=(replace(LONG_TABLE, rows=HIGH_ROWS),))


@pytest.fixture(scope="module")
def file() -> bytes:
    return render_pdf(PACK)


@pytest.fixture(scope="module")
def document(file: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(file))


def elements(document: pypdf.PdfReader) -> list[DictionaryObject]:
    """Everything that a screen reader is told of, in its order."""
    return list(within(document.root_object["/StructTreeRoot"]))


def within(place: Any) -> Iterator[DictionaryObject]:
    found = place.get_object()
    if isinstance(found, list):
        for part in found:
            yield from within(part)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from within(found["/K"])


def tags(document: pypdf.PdfReader) -> list[str]:
    return [str(element["/S"]) for element in elements(document)]


def pages(file: bytes) -> list[list[str]]:
    """The lines of each page, head and foot included."""
    with pypdfium2.PdfDocument(file) as document:
        return [page.get_textpage().get_text_bounded().split("\r\n") for page in document]


def test_it_claims_the_standard_and_says_its_title_and_language(document: pypdf.PdfReader) -> None:
    catalogue: Any = document.root_object
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert (document.metadata.title, document.metadata.author) == (PACK.title, PACK.author)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_object().get_data()


def test_headings_stand_in_order_and_are_ways_into_the_paper(document: pypdf.PdfReader) -> None:
    headings = [tag for tag in tags(document) if tag in {"/Title", "/H1", "/H2", "/H3"}]
    assert headings == ["/Title", *["/H1"] * (len(PACK.sections) + 3), "/H2"]
    outline = [entry.title for entry in document.outline if not isinstance(entry, list)]
    assert outline == [
        *[section.titled for section in PACK.sections],
        "The wall",
        "Sources of figures",
        "Appendices",
    ]


def test_each_table_has_a_caption_and_header_cells(document: pypdf.PdfReader) -> None:
    found = tags(document)
    assert PACK.wall is not None
    shown = (*PACK.tables[:2], PACK.wall.table)  # the third table is empty
    assert found.count("/Table") == found.count("/Caption") == len(shown)
    assert found.count("/TH") == sum(len(table.columns) for table in shown)
    assert found.count("/TD") == sum(len(table.rows) * len(table.columns) for table in shown)


def test_the_drawing_has_words_that_stand_for_it(document: pypdf.PdfReader) -> None:
    assert PACK.wall is not None
    described = [str(element["/Alt"]) for element in elements(document) if str(element["/S"]) == "/Figure"]
    assert described == [PACK.wall.description]


def test_a_raised_number_and_an_address_are_links(document: pypdf.PdfReader) -> None:
    notes: Any = [note.get_object() for page in document.pages for note in page.get("/Annots", [])]
    inside = [note for note in notes if "/URI" not in note.get("/A", {})]
    outside = [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]
    assert len(inside) == 3
    assert outside == [PACK.notes[1].address]


def test_only_web_addresses_become_links() -> None:
    sly = replace(PACK, notes=(replace(PACK.notes[0], address="javascript:alert(1)"),))
    assert b"/URI" not in render_pdf(sly)
    assert "javascript:alert(1)" in letters_of_pdf(render_pdf(sly))


def test_marking_and_page_number_stand_on_every_page() -> None:
    found = pages(render_pdf(replace(PACK, tables=(LONG_TABLE,))))
    assert len(found) > 3
    for number, lines in enumerate(found, start=1):
        assert lines[0] == PACK.banner
        assert lines[-2:] == [PACK.banner, f"Page {number} of {len(found)}"]


def test_the_heading_row_of_a_table_comes_again_on_every_page() -> None:
    headed = [page for page in pages(render_pdf(LONG)) if any(line.startswith("A") for line in page)]
    assert len(headed) > 3
    for page in headed:
        assert "Code Action Owner Due Status" in page


@pytest.mark.parametrize("lines", range(24, 46))
def test_a_short_table_and_what_leads_up_to_the_recommendations_stay_together(lines: int) -> None:
    """However much stands before them."""
    before = replace(PACK.sections[0], paragraphs=tuple(paragraph("", "word") for _ in range(lines)))
    pack = replace(PACK, sections=(before, PACK.sections[1]), tables=(), warnings=(), notes=())
    for found in (pack, replace(pack, sections=(before, PACK.sections[3]), tables=(PACK.tables[0],))):
        whole = ["\n".join(page) for page in pages(render_pdf(replace(found, wall=None)))]
        for first, last in (("It is recommended that", "2.1 Note"), ("Primary 12", "Tertiary 2")):
            assert [first in page for page in whole] == [last in page for page in whole]


def test_no_row_is_torn_between_pages() -> None:
    rows = [row for page in pages(render_pdf(HIGH)) for row in " ".join(page).split("Row ")[1:]]
    assert [row.split()[0] for row in rows] == [str(number) for number in range(80)]
    assert all(row.count("word") == 45 for row in rows)


def test_only_letters_that_come_with_us_are_used(document: pypdf.PdfReader) -> None:
    names: set[str] = set()
    for page in document.pages:
        resources: Any = page["/Resources"]
        names |= {font.get_object()["/BaseFont"].partition("+")[2] for font in resources["/Font"].values()}
    assert names == {"SourceSans3-Regular", "SourceSans3-Bold"}


def test_no_letters_of_the_machine_are_looked_at() -> None:
    carried = {"DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern", "New Computer Modern Math"}
    assert set(pdf.fonts().families()) == {"Source Sans 3", *carried}


def test_every_letter_is_embedded(document: pypdf.PdfReader) -> None:
    descriptors: list[Any] = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # a PDF's own dictionaries
    ]
    assert descriptors
    assert all("/FontFile2" in descriptor for descriptor in descriptors)


def test_without_our_letters_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    pdf.fonts.cache_clear()
    with pytest.raises(NotRendered, match=r"SourceSans3-Regular\.ttf is missing"):
        render_pdf(PACK)


def test_the_letters_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (pdf.FONTS / "OFL.txt").read_text("utf-8")


def test_the_same_pack_gives_the_same_bytes_and_another_day_others(file: bytes) -> None:
    assert render_pdf(PACK) == file
    assert render_pdf(replace(PACK, counted_on=PACK.counted_on.replace(day=27))) != file


def with_text(typed: str) -> Pack:
    return replace(
        PACK,
        title=typed,
        front=((typed, typed),),
        sections=(
            replace(PACK.sections[0], heading=typed, paragraphs=(paragraph("1.1", Run(typed, (1,))),)),
        ),
        tables=(replace(PACK.tables[0], caption=typed, columns=(typed, "x"), rows=((typed, typed),)),),
        notes=(replace(PACK.notes[0], figure=typed, address=typed),),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "#panic() $x$ *bold* _it_ `raw` @ref <label> = heading",
        '#image("paper.typ") #read("/etc/passwd") \\u{41}',
        "<script>alert('x')</script> {{ pack }} fish & chips &amp;",
        "https://" + "a" * 300,
        "Gàidhlig, Łódź, Ελλάδα, Україна, → ≤ ✓ ½ €",
        "שלום",
    ],
)
def test_what_people_typed_comes_out_as_text(typed: str) -> None:
    pack = with_text(typed)
    said = letters_of_pdf(render_pdf(pack))
    # Words written from right to left are read back in another order of letters, but all are there.
    assert sorted(said) == sorted(letters(plain_text(printable(pack))))


def test_a_long_word_stays_on_the_paper() -> None:
    with pypdfium2.PdfDocument(render_pdf(with_text("w" * 400))) as document:
        for page in document:
            width, _ = page.get_size()
            text = page.get_textpage()
            rights = [text.get_charbox(place)[2] for place in range(text.count_chars())]
            assert max(rights) < width - 40


@pytest.mark.parametrize(
    ("pack", "sentence"),
    [
        (replace(PACK, title=" "), "The PDF needs a title: give the paper a heading."),
        (
            replace(PACK, title="Signs: 你 and 👩"),
            "The PDF has no letters for “你”, “👩”, and a screen reader",
        ),
        (replace(PACK, author="", title="A \U000f0000 private sign"), "The PDF has no letters for “U+F0000”"),
    ],
)
def test_what_the_standard_refuses_is_told_to_the_author(pack: Pack, sentence: str) -> None:
    with pytest.raises(NotRendered) as refusal:
        render_pdf(pack)
    assert str(refusal.value).startswith(sentence)


def test_a_paper_without_wall_notes_or_appendices_has_no_empty_headings() -> None:
    bare = render_pdf(replace(PACK, wall=None, notes=(), appendices=(), tables=()))
    assert tags(pypdf.PdfReader(BytesIO(bare))).count("/H1") == len(PACK.sections)
