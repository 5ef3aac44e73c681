"""The paper as a Word file: real headings, marking on every page, and the same bytes for the same pack."""

import importlib.util
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml.ns import qn

from drystane.documents.tests.cast import PACK
from drystane.documents.word import TEMPLATES, BadTemplate, render_word

TOOL = Path(__file__).parents[4] / "tools" / "make_word_template.py"


@pytest.fixture(scope="module")
def file() -> bytes:
    return render_word(PACK)


@pytest.fixture(scope="module")
def document(file: bytes) -> Any:
    return docx.Document(BytesIO(file))


def part(file: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(BytesIO(file)) as package:
        return ET.fromstring(package.read(name))  # noqa: S314  our own file


def test_headings_are_real_headings(document: Any) -> None:
    styled = [
        (p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))
    ]
    assert styled[0] == ("Title", PACK.title)
    assert [text for name, text in styled if name == "Heading 1"] == [
        *[f"{section.number} {section.heading}" for section in PACK.sections],
        "The wall",
        "Sources of figures",
        "Appendices",
    ]
    assert ("Heading 2", "Appendix 1: Scotland’s Serious Organised Crime Strategy") in styled


def test_it_speaks_british_english(file: bytes) -> None:
    defaults = part(file, "word/styles.xml").find(qn("w:docDefaults"))
    assert defaults is not None
    assert [lang.get(qn("w:val")) for lang in defaults.iter(qn("w:lang"))] == ["en-GB"]
    theme = part(file, "word/settings.xml").find(qn("w:themeFontLang"))
    assert theme is not None
    assert theme.get(qn("w:val")) == "en-GB"


def test_the_marking_stands_at_the_head_and_foot_of_every_page(document: Any) -> None:
    for section in document.sections:
        assert [p.text for p in section.header.paragraphs] == [PACK.banner]
        assert section.footer.paragraphs[0].text == PACK.banner
        assert not section.different_first_page_header_footer
    assert not document.settings.odd_and_even_pages_header_footer


def test_every_page_says_which_of_how_many_it_is(document: Any) -> None:
    number = document.sections[0].footer.paragraphs[1]._p
    assert "".join(text.text for text in number.iter(qn("w:t"))) == "Page 1 of 1"
    assert [field.get(qn("w:instr")) for field in number.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_the_heading_row_of_a_table_comes_again_on_every_page(document: Any) -> None:
    tables = document.tables
    assert len(tables) == 3
    for table in tables:
        marked = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marked == [True] + [False] * (len(table.rows) - 1)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_a_short_table_stays_on_one_page_and_a_long_one_may_break() -> None:
    long = replace(PACK.tables[1], rows=PACK.tables[1].rows * 9)
    file: Any = docx.Document(BytesIO(render_word(replace(PACK, tables=(PACK.tables[0], long), wall=None))))
    kept = [
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        for table in file.tables
    ]
    assert kept == [[True, True, True, None], [None] * 19]


def test_columns_share_the_width_by_what_they_hold(document: Any) -> None:
    log = document.tables[1]
    widths = [int(column.get(qn("w:w"))) for column in log._tbl.tblGrid.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(9412, abs=5)
    code, action, _, due, _ = widths
    assert action > 2 * code
    assert due > code
    assert [cell.width.twips for cell in log.rows[1].cells] == widths


def test_the_picture_has_words_that_stand_for_it(document: Any) -> None:
    shapes = list(document.element.body.iter(qn("wp:docPr")))
    assert PACK.wall is not None
    assert [(s.get("title"), s.get("descr")) for s in shapes] == [(PACK.wall.title, PACK.wall.description)]


def test_the_picture_stands_between_the_margins(document: Any) -> None:
    (picture,) = document.inline_shapes
    section = document.sections[0]
    assert picture.width <= section.page_width - section.left_margin - section.right_margin
    assert [picture._inline.get(side) for side in ("distL", "distR")] == ["0", "0"]


def test_it_says_who_wrote_it_and_when_it_was_counted(document: Any) -> None:
    said = document.core_properties
    assert (said.author, said.last_modified_by, said.title) == (PACK.author, PACK.author, PACK.title)
    assert said.created.date() == said.modified.date() == PACK.counted_on
    assert said.subject == PACK.banner
    assert said.language == "en-GB"


def test_an_endless_title_does_not_stop_the_file() -> None:
    long = docx.Document(BytesIO(render_word(replace(PACK, title="w" * 10_000))))
    assert len(long.core_properties.title) == 255


def test_a_raised_number_leads_to_its_source(document: Any) -> None:
    body = document.element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert anchors == ["source_1", "source_2", "source_3"]
    assert set(anchors) == names


def test_a_paper_without_wall_notes_or_appendices_has_no_empty_headings() -> None:
    empty = replace(PACK, wall=None, notes=(), appendices=(), tables=())
    bare: Any = docx.Document(BytesIO(render_word(empty)))
    headings = [p.text for p in bare.paragraphs if p.style.name == "Heading 1"]
    assert headings == [f"{section.number} {section.heading}" for section in PACK.sections]
    assert not bare.tables


def test_the_same_pack_gives_the_same_bytes(file: bytes) -> None:
    assert render_word(PACK) == file
    with zipfile.ZipFile(BytesIO(file)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# The order in which the file format wants the parts of a paragraph's, a table's and a cell's properties.
# LibreOffice forgives another order; Word may refuse the file.
ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
    "contextualSpacing jc outlineLvl rPr",
    "w:tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "w:tblBorders": "top left bottom right insideH insideV",
    "w:tcPr": "tcW gridSpan vMerge tcBorders shd",
    "w:pBdr": "top left bottom right",
}


@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"]
)
def test_properties_stand_in_the_order_that_word_wants(file: bytes, name: str) -> None:
    root = part(file, name)
    for tag, order in ORDER.items():
        known = [qn(f"w:{each}") for each in order.split()]
        for properties in root.iter(qn(tag)):
            found = [known.index(child.tag) for child in properties if child.tag in known]
            assert found == sorted(found), ET.tostring(properties)


def changed(text: str, replacement: str) -> BytesIO:
    """The template with something else in its body."""
    written = BytesIO()
    with zipfile.ZipFile(TEMPLATES / "renfrewshire.docx") as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(text.encode(), replacement.encode()))
    return written


def test_a_council_may_bring_its_own_template(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(changed("{{ pack.counted }}", "Clerk to the board").getvalue())
    assert "Clerk to the board" in [p.text for p in docx.Document(BytesIO(render_word(PACK, own))).paragraphs]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("{{ pack.countedd }}", "has no attribute 'countedd'"),
        ("{% for x %}", "expected token 'in'"),
        ("{{ pack.__class__.__mro__ }}", "is unsafe"),
    ],
)
def test_a_template_with_a_wrong_tag_is_refused_in_words(tmp_path: Path, tag: str, sentence: str) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(changed("{{ pack.counted }}", tag).getvalue())
    with pytest.raises(BadTemplate) as refusal:
        render_word(PACK, own)
    assert str(refusal.value).startswith("The Word template own.docx cannot be used: ")
    assert sentence in str(refusal.value)


def test_what_is_no_word_file_is_refused_in_words(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(b"not a zip file")
    with pytest.raises(BadTemplate, match=r"own\.docx cannot be used"):
        render_word(PACK, own)


@pytest.mark.parametrize("form", ["dundee", "../word_templates/renfrewshire", ""])
def test_a_form_without_a_template_is_refused_in_words(form: str) -> None:
    with pytest.raises(BadTemplate, match="There is no Word template for the form"):
        render_word(replace(PACK, form=form))


def the_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_word_template", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclasses look for their own names
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not TOOL.exists(), reason="the tools are not shipped with the package")
@pytest.mark.parametrize("form", sorted(path.stem for path in TEMPLATES.glob("*.docx")))
def test_the_template_is_what_the_tool_makes(form: str) -> None:
    shipped = zipfile.ZipFile(TEMPLATES / f"{form}.docx")
    tool = the_tool()
    made = zipfile.ZipFile(BytesIO(tool.make(tool.LOOKS[form])))
    assert made.namelist() == shipped.namelist()
    for name in made.namelist():
        assert made.read(name) == shipped.read(name), f"{name}: run tools/make_word_template.py and commit"
