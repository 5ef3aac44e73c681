"""A paper as a Word file, from a template that a council can replace with its own."""

import struct
import zipfile
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from drystane.documents import packs
from drystane.documents.columns import column_widths
from drystane.documents.packs import NotRendered, Pack
from drystane.documents.pictures import png

TEMPLATES = Path(__file__).parent / "word_templates"
PICTURE_WIDTH, PICTURE_HEIGHT = 166, 215  # millimetres that fit between the margins
SHORT = 9  # rows, headings included
LONGEST_PROPERTY = 255  # a rule of the file format
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file knows


class BadTemplate(NotRendered):
    """The Word template cannot be used. Reads well on a page."""


def render_word(pack: Pack, template: Path | None = None) -> bytes:
    """The paper in the council's own layout. The same pack gives the same bytes."""
    pack = packs.printable(pack)
    path = template or shipped(pack.form)
    try:
        document = DocxTemplate(path)
        document.render(context(document, pack), jinja_env=environment())
    except (jinja2.TemplateError, PackageNotFoundError, zipfile.BadZipFile, KeyError) as error:
        raise BadTemplate(f"The Word template {path.name} cannot be used: {error}") from error
    describe_picture(document.docx, pack)
    fit_columns(document.docx)
    keep_short_tables_whole(document.docx)
    sign(document.docx, pack)
    written = BytesIO()
    document.save(written)
    return steady(written.getvalue())


def shipped(form: str) -> Path:
    known = {path.stem: path for path in TEMPLATES.glob("*.docx")}
    if form not in known:
        raise BadTemplate(f"There is no Word template for the form {form!r}.")
    return known[form]


def environment() -> jinja2.Environment:
    """A template may read the pack, no more; what is misspelt in it is an error and not a blank."""
    return SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=literal)


def literal(value: object) -> object:
    """Text that means nothing to Jinja or to docxtpl, which looks for braces once more after rendering."""
    if hasattr(value, "__html__"):
        return value
    return Markup(str(escape(str(value))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  escaped


def context(document: DocxTemplate, pack: Pack) -> dict[str, Any]:
    return {
        "pack": pack,
        "parts": [
            {
                "section": section,
                "recommendations": pack.recommendations_in(section),
                "tables": pack.tables_in(section),
            }
            for section in pack.sections
        ],
        "wall_tables": [pack.wall.table] if pack.wall else [],
        "headings": {"wall": packs.WALL, "sources": packs.SOURCES, "appendices": packs.APPENDICES},
        "picture": picture(document, pack),
    }


def picture(document: DocxTemplate, pack: Pack) -> InlineImage | str:
    if not pack.wall:
        return ""
    drawn = png(pack.wall.svg)
    width, height = struct.unpack(">II", drawn[16:24])  # where every PNG keeps its size
    wide = min(PICTURE_WIDTH, PICTURE_HEIGHT * width / height)
    return InlineImage(document, BytesIO(drawn), width=Mm(wide))


def describe_picture(document: Document, pack: Pack) -> None:
    """docxtpl leaves its picture without the words that stand for it, and without saying that nothing
    should be kept clear around it."""
    for shape in document.element.body.iter(qn("wp:inline")):
        for side in ("distT", "distB", "distL", "distR"):
            shape.set(side, "0")
    for shape in document.element.body.iter(qn("wp:docPr")):
        if pack.wall:
            shape.set("title", pack.wall.title)
            shape.set("descr", pack.wall.description)


def fit_columns(document: Document) -> None:
    """Share each table's width out by what its columns hold; docxtpl makes them all alike."""
    for table in document.element.body.iter(qn("w:tbl")):
        rows = [list(row.iter(qn("w:tc"))) for row in table.iter(qn("w:tr"))]
        widths = column_widths([[words(cell) for cell in row] for row in rows])
        for column, width in zip(table.iter(qn("w:gridCol")), widths, strict=True):
            column.set(qn("w:w"), str(width))
        for row in rows:
            for cell, width in zip(row, widths, strict=True):
                size = next(cell.iter(qn("w:tcW")))
                size.set(qn("w:type"), "dxa")
                size.set(qn("w:w"), str(width))


def keep_short_tables_whole(document: Document) -> None:
    """A few rows stay on one page; a long table breaks between rows, under its headings again."""
    for table in document.tables:
        if len(table.rows) <= SHORT:
            for row in table.rows[:-1]:
                for paragraph in (one for cell in row.cells for one in cell.paragraphs):
                    paragraph.paragraph_format.keep_with_next = True


def words(cell: BaseOxmlElement) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t")))


def sign(document: Document, pack: Pack) -> None:
    """Who wrote it, what it is and when it was counted, instead of what the template says of itself."""
    when = datetime.combine(pack.counted_on, time())
    properties = document.core_properties
    properties.author = properties.last_modified_by = pack.author[:LONGEST_PROPERTY]
    properties.title = pack.title[:LONGEST_PROPERTY]
    properties.subject = pack.banner[:LONGEST_PROPERTY]
    properties.created = properties.modified = when
    properties.language = "en-GB"
    properties.revision = 1


def steady(package: bytes) -> bytes:
    """The same package with one fixed date in it, where a zip file otherwise keeps the time of writing."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=EPOCH)
            entry.external_attr = 0o644 << 16
            packed = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name), compress_type=packed)
    return written.getvalue()
