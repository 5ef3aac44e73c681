"""Make the Word templates that ship with Drystane, one a form. Run it after a change, and commit the result.

    python tools/make_word_template.py

A council that wants its own layout opens the file in Word, changes styles and furniture, and keeps the tags
between braces. `docs/rooms/documents.md` lists what a template may use.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from drystane.documents.word import TEMPLATES, steady

FONT = "Arial"
BLACK = RGBColor(0, 0, 0)
RULE = "6F685C"
NUMBER = Mm(13)  # how far the words stand in from their number
MARGIN = Mm(22)


@dataclass(frozen=True)
class Look:
    """How one body's papers differ to the eye. What they say differs by form, and comes with the pack."""

    front_as_table: bool = False
    title_in_capitals: bool = False
    title_in_centre: bool = False


LOOKS = {
    "renfrewshire": Look(title_in_capitals=True),
    "inverclyde": Look(front_as_table=True),
    "aberdeen": Look(front_as_table=True, title_in_centre=True),
    "highland": Look(title_in_centre=True),
    "police_authority": Look(front_as_table=True),
}


def make(look: Look) -> bytes:
    document = docx.Document()
    empty(document)
    page(document)
    language(document)
    styles(document, look)
    furniture(document)
    paper(document, look)
    written = BytesIO()
    document.save(written)
    return steady(written.getvalue())


def empty(document: Document) -> None:
    """Take out what the stock file brings along: a picture of itself and its own properties."""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package.rels.pop(key)
    properties = document.core_properties
    for name in ("author", "comments", "keywords", "last_modified_by", "title"):
        setattr(properties, name, "")


def page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(24)
    section.header_distance = section.footer_distance = Mm(10)


def language(document: Document) -> None:
    """British English for all text, and no compatibility mode when Word opens the file."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}").set(qn("w:val"), "en-GB")
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "en-GB")
    compat = settings.find(qn("w:compat"))
    compat.append(
        element(
            "w:compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val="15",
        )
    )


def element(tag: str, **values: str) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made


# How it looks.


def styles(document: Document, look: Look) -> None:
    normal = style(document, "Normal", size=11, after=8)
    normal.paragraph_format.line_spacing = 1.15
    title = style(document, "Title", size=14, bold=True, before=12, after=14)
    title.font.all_caps = look.title_in_capitals
    if look.title_in_centre:
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    rules(title, "top", "bottom")
    style(document, "Heading 1", size=13, bold=True, before=18, after=6, keep=True)
    style(document, "Heading 2", size=11, bold=True, before=12, after=4, keep=True)
    style(document, "Caption", size=10, bold=True, before=8, after=4, keep=True)
    hanging(style(document, "Front matter", after=4), Mm(32))
    hanging(style(document, "Numbered paragraph"), NUMBER)
    style(document, "Basis", size=9.5, after=4).paragraph_format.left_indent = NUMBER
    warning = style(document, "Warning", bold=True)
    warning.paragraph_format.left_indent = Mm(4)
    rules(warning, "left", size="24")
    style(document, "Table text", size=9.5, after=0).paragraph_format.line_spacing = 1
    counted = style(document, "Counted", size=9.5, before=18)
    rules(counted, "top")
    banner = style(document, "Banner", bold=True, after=0)
    banner.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = style(document, "Page number", size=9, after=0)
    foot.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def style(
    document: Document,
    name: str,
    *,
    size: float | None = None,
    bold: bool = False,
    before: float = 0,
    after: float | None = None,
    keep: bool = False,
) -> ParagraphStyle:
    """One of Word's own styles if there is one of that name, else a new one based on Normal."""
    known = name in [each.name for each in document.styles]
    made = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(made, ParagraphStyle):
        raise TypeError(f"{name} is not a style of paragraphs.")
    for theme in made.element.iter(qn("w:rFonts")):
        theme.attrib.clear()
    made.font.name = FONT
    made.font.color.rgb = BLACK
    made.font.bold = bold
    made.font.italic = False
    if size:
        made.font.size = Pt(size)
    made.paragraph_format.space_before = Pt(before)
    if after is not None:
        made.paragraph_format.space_after = Pt(after)
    made.paragraph_format.keep_with_next = keep or None
    for border in made.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)
    return made


def hanging(style: ParagraphStyle, indent: Mm) -> None:
    style.paragraph_format.left_indent = indent
    style.paragraph_format.first_line_indent = -indent
    style.paragraph_format.tab_stops.add_tab_stop(indent, WD_TAB_ALIGNMENT.LEFT)


def rules(style: ParagraphStyle, *sides: str, size: str = "6") -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        borders.append(element(f"w:{side}", val="single", sz=size, space="6", color=RULE))
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )


# What it holds. A tag that stands for a whole paragraph begins with p, for a row tr, a cell tc, a run r.


def furniture(document: Document) -> None:
    """The marking at the head and foot of every page, and which page it is."""
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.style = foot.style = document.styles["Banner"]
    head.add_run("{{ pack.banner }}")
    foot.add_run("{{ pack.banner }}")
    numbers = section.footer.add_paragraph(style="Page number")
    numbers.add_run("Page ")
    counter(numbers, "PAGE")
    numbers.add_run(" of ")
    counter(numbers, "NUMPAGES")


def counter(paragraph: Paragraph, name: str) -> None:
    """A number that Word works out itself."""
    field = element("w:fldSimple", instr=name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def paper(document: Document, look: Look) -> None:
    if look.front_as_table:
        front_table(document)
    else:
        front_lines(document)
    head(document)
    sections(document)
    each_table(document, "pack.loose_tables")
    wall(document)
    sources(document)
    appendices(document)
    document.add_paragraph("{{ pack.counted }}", style="Counted")


def front_lines(document: Document) -> None:
    document.add_paragraph("{%p for label, words in pack.front %}")
    front = document.add_paragraph(style="Front matter")
    front.add_run("{{ label }}").bold = True
    front.add_run("\t{{ words }}")
    document.add_paragraph("{%p endfor %}")


def front_table(document: Document) -> None:
    table = document.add_table(rows=3, cols=2, style="Table Grid")
    fill(table, 0, ("{%tr for label, words in pack.front %}",))
    fill(table, 1, ("{{ label }}", "{{ words }}"))
    table.rows[1].cells[0].paragraphs[0].runs[0].bold = True
    fill(table, 2, ("{%tr endfor %}",))
    rule(table, "About this paper")
    document.add_paragraph("", style="Table text")


def head(document: Document) -> None:
    document.add_paragraph("{{ pack.title }}", style="Title")
    document.add_paragraph("{%p for warning in pack.warnings %}")
    document.add_paragraph("{{ warning }}", style="Warning")
    document.add_paragraph("{%p endfor %}")


def sections(document: Document) -> None:
    document.add_paragraph("{%p for part in parts %}")
    document.add_paragraph("{{ part.section.titled }}", style="Heading 1")
    document.add_paragraph("{%p for paragraph in part.section.paragraphs %}")
    document.add_paragraph("{%p if paragraph.number %}")
    runs(document.add_paragraph("{{ paragraph.number }}\t", style="Numbered paragraph"), "paragraph")
    document.add_paragraph("{%p else %}")
    runs(document.add_paragraph(), "paragraph")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for recommendation in part.recommendations %}")
    runs(
        document.add_paragraph("{{ recommendation.number }}\t", style="Numbered paragraph"), "recommendation"
    )
    line(document, "recommendation.basis", "Basis")
    document.add_paragraph("{%p endfor %}")
    each_table(document, "part.tables")
    document.add_paragraph("{%p endfor %}")


def wall(document: Document) -> None:
    document.add_paragraph("{%p if pack.wall %}")
    document.add_paragraph("{{ headings.wall }}", style="Heading 1")
    document.add_paragraph("{{ picture }}")
    each_table(document, "wall_tables")
    document.add_paragraph("{%p endif %}")


def sources(document: Document) -> None:
    document.add_paragraph("{%p if pack.notes %}")
    document.add_paragraph("{{ headings.sources }}", style="Heading 1")
    document.add_paragraph("{%p for note in pack.notes %}")
    figure = document.add_paragraph(style="Numbered paragraph")
    figure.paragraph_format.space_after = Pt(2)
    figure.paragraph_format.keep_with_next = True
    bookmark(figure, "note.number")
    figure.add_run("\t{{ note.figure }}")
    for name in ("origin", "address", "status", "disputed_by"):
        line(document, f"note.{name}", "Basis")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def appendices(document: Document) -> None:
    document.add_paragraph("{%p if pack.appendices %}")
    document.add_paragraph("{{ headings.appendices }}", style="Heading 1")
    document.add_paragraph("{%p for appendix in pack.appendices %}")
    document.add_paragraph("{{ appendix.heading }}", style="Heading 2")
    line(document, "appendix.what", "Normal")
    line(document, "appendix.where", "Normal")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def line(document: Document, value: str, style: str) -> None:
    """A paragraph that is there only if it has something to say."""
    document.add_paragraph(f"{{%p if {value} %}}")
    document.add_paragraph(f"{{{{ {value} }}}}", style=style)
    document.add_paragraph("{%p endif %}")


def runs(paragraph: Paragraph, owner: str) -> None:
    """The words, and behind them raised numbers that lead to the sources."""
    paragraph.add_run(f"{{%r for run in {owner}.runs %}}")
    paragraph.add_run("{{ run.text }}")
    paragraph.add_run("{%r for number in run.notes %}")
    link = element("w:hyperlink", anchor="source_{{ number }}", history="1")
    mark = paragraph.add_run("{{ number }}")
    mark.font.superscript = True
    link.append(mark._r)
    paragraph._p.append(link)
    paragraph.add_run("{%r if not loop.last %}")
    paragraph.add_run(",").font.superscript = True
    paragraph.add_run("{%r endif %}")
    paragraph.add_run("{%r endfor %}")
    paragraph.add_run("{%r endfor %}")


def bookmark(paragraph: Paragraph, number: str) -> None:
    """The number of a source, which the raised numbers lead to."""
    start = element("w:bookmarkStart", id=f"{{{{ {number} }}}}", name=f"source_{{{{ {number} }}}}")
    paragraph._p.append(start)
    paragraph.add_run(f"{{{{ {number} }}}}")
    paragraph._p.append(element("w:bookmarkEnd", id=f"{{{{ {number} }}}}"))


def each_table(document: Document, several: str) -> None:
    """Every table of a list: its caption, its heading row on each page, or what is said when it is empty."""
    document.add_paragraph(f"{{%p for table in {several} %}}")
    document.add_paragraph("{{ table.caption }}", style="Caption")
    document.add_paragraph("{%p if table.rows %}")
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    fill(table, 0, ("{%tc for column in table.columns %}", "{{ column }}", "{%tc endfor %}"), bold=True)
    fill(table, 1, ("{%tr for row in table.rows %}",))
    fill(table, 2, ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"))
    fill(table, 3, ("{%tr endfor %}",))
    dress(table)
    document.add_paragraph("", style="Table text")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ table.empty }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")


def fill(table: Table, row: int, texts: Iterable[str], *, bold: bool = False) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=False):
        cell.paragraphs[0].style = "Table text"
        cell.paragraphs[0].add_run(text).bold = bold


def dress(table: Table) -> None:
    """Its heading row comes again on every page, no row is torn, and its caption is its name."""
    heading = table.rows[0]
    heading._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in heading.cells:
        cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill="E7E4DD"))
    rule(table, "{{ table.caption }}")


def rule(table: Table, name: str) -> None:
    """Thin lines between the rows, none of which is torn, and a name that a screen reader says."""
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    properties = table._tbl.tblPr
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):  # in the order of the file format
        drawn = side in {"top", "bottom", "insideH"}
        rule = {"val": "single", "sz": "4", "space": "0", "color": "B8B2A7"} if drawn else {"val": "nil"}
        lines.append(element(f"w:{side}", **rule))
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margins.append(element(f"w:{side}", w="60", type="dxa"))
    look = properties.find(qn("w:tblLook"))
    look.addprevious(lines)
    look.addprevious(element("w:tblLayout", type="fixed"))
    look.addprevious(margins)
    properties.append(element("w:tblCaption", val=name))


def main() -> None:
    for form, look in LOOKS.items():
        (TEMPLATES / f"{form}.docx").write_bytes(make(look))
        print(f"Made {TEMPLATES.name}/{form}.docx.")


if __name__ == "__main__":
    main()
