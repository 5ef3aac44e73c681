"""Whether a council's own Word template can be used: everything that is wrong with it, in words. No Django.

It is run in a process with little memory and no network, on a file that anybody may have made.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import jinja2
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import nodes

from drystane.documents.packs import Pack, Recommendation, Section, Table

MOST_ENTRIES, MOST_BYTES = 500, 50 * 1024 * 1024
HEADER, FOOTER = (
    f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{part}"
    for part in ("header", "footer")
)
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External""")
REFUSED_PARTS = {
    "vbaproject": "macros. Save it as a Word document without them (.docx)",
    "word/activex": "controls that run programs. Take them out",
    "word/embeddings": "a file inside it. Take out what was inserted as an object",
    "word/afchunk": "another document inside it. Paste its text instead",
}


@dataclass(frozen=True)
class Part:
    """A section with all that stands in it, as a template meets it."""

    section: Section
    recommendations: tuple[Recommendation, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Headings:
    wall: str
    sources: str
    appendices: str


@dataclass(frozen=True)
class Loop:
    first: bool
    last: bool
    index: int


KNOWN: dict[str, Any] = {
    "pack": Pack,
    "parts": tuple[Part, ...],
    "wall_tables": tuple[Table, ...],
    "picture": str,
    "headings": Headings,
}

# What a template has to print, so that Word holds the same words as page and PDF. One of each is enough.
NEEDED = (
    ("Pack.title",),
    ("Pack.front",),
    ("Pack.warnings",),
    ("Section.titled", "Section.heading"),
    ("Paragraph.number",),
    ("Run.text",),
    ("Run.notes",),
    ("Recommendation.number",),
    ("Recommendation.runs",),
    ("Recommendation.basis",),
    ("Part.tables",),
    ("Pack.loose_tables",),
    ("Table.caption",),
    ("Table.columns",),
    ("Table.rows",),
    ("Table.empty",),
    ("picture",),
    ("wall_tables",),
    ("Note.number",),
    ("Note.figure",),
    ("Note.origin",),
    ("Note.address",),
    ("Note.status",),
    ("Note.disputed_by",),
    ("Appendix.heading",),
    ("Appendix.what",),
    ("Appendix.where",),
    ("Pack.counted",),
)
STYLED = {"section.titled": "Heading 1", "section.heading": "Heading 1", "pack.title": "Title"}
# Loops, conditions and what they compare: no calls, no filters, no indices, nothing that could reach further.
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If),
    *(nodes.Tuple, nodes.Const, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or),
)


class Unknown(Exception):
    """A tag that names nothing we give to a template."""


def faults(path: Path) -> list[str]:
    """Every fault as a sentence; none means that the template can be used."""
    if found := list(package_faults(path)):
        return found  # not opened any further
    try:
        document = DocxTemplate(path)
        document.init_docx()
        sources = dict(sources_of(document))
    except (KeyError, ValueError, AttributeError, OSError) as error:
        return [f"Word's own parts of it cannot be read ({error}). Save it again in Word."]
    return [*tag_faults(sources), *marking_faults(sources), *look_faults(document)]


def package_faults(path: Path) -> Iterator[str]:
    """What is wrong with it before anything in it is read as Word."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                yield "It unpacks to more than a template needs (500 parts, 50 MB). Take pictures out."
                return
            names = [entry.filename.lower() for entry in entries]
            if "word/document.xml" not in names:
                yield "It is not a Word document. Save it in Word as .docx."
                return
            for start, what in REFUSED_PARTS.items():
                if any(start in name for name in names):
                    yield f"It holds {what}."
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    text = package.read(entry)
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:
                        yield f"{entry.filename} is not written as Word writes it. Save it again in Word."
                    if entry.filename.endswith(".rels") and EXTERNAL.search(text):
                        yield (
                            f"{entry.filename} leads to a place outside the file: a link, a linked picture "
                            "or an attached template. Remove it."
                        )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        yield "It is not a Word document, or it is damaged. Save it in Word as .docx."


def sources_of(document: DocxTemplate) -> Iterator[tuple[str, str]]:
    """Every text in which tags are read, by what people call the place."""
    yield "the text", document.patch_xml(document.get_xml())
    for uri, place in ((HEADER, "header"), (FOOTER, "footer")):
        for number, (_, part) in enumerate(document.get_headers_footers(uri), start=1):
            yield f"{place} {number}", document.patch_xml(document.get_part_xml(part))
    for part in document.docx.part.package.parts:
        if str(part.partname) == "/word/footnotes.xml":
            yield "the footnotes", document.patch_xml(part.blob.decode("utf-8"))
    for name in PROPERTIES:
        yield f"the property {name}", str(getattr(document.docx.core_properties, name))


def tag_faults(sources: dict[str, str]) -> Iterator[str]:
    used: set[str] = set()
    whole = True
    for place, source in sources.items():
        try:
            tree = jinja2.Environment(autoescape=True).parse(source)
            walk(tree.body, dict(KNOWN), used)
        except jinja2.TemplateSyntaxError as error:
            whole = False
            yield f"In {place}, a tag cannot be read: {error.message}."
        except Unknown as error:
            whole = False
            yield f"In {place}, {error}"
    if whole:
        for names in NEEDED:
            if not used.intersection(names):
                yield f"It does not print {names[0]}. Copy the tag for it from the template that we ship."


def walk(tree: Any, scope: dict[str, Any], used: set[str]) -> None:
    """Follow each tag to what it names. Raises Unknown at the first that names nothing, or that does more."""
    for node in tree:
        if not isinstance(node, ALLOWED):
            raise Unknown(
                f"a tag uses “{type(node).__name__.lower()}”. Only loops, conditions and names may be there."
            )
        if isinstance(node, nodes.For):
            if node.recursive or node.test:
                raise Unknown("a loop has a condition of its own. Put an “if” inside it.")
            inner = {**scope, "loop": Loop, **bound(node.target, kind_of(node.iter, scope, used))}
            walk(node.body, inner, used)
            walk(node.else_, scope, used)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            kind_of(node, scope, used)
        else:
            walk(node.iter_child_nodes(), scope, used)


def bound(target: nodes.Node, several: Any) -> dict[str, Any]:
    """The names that a loop gives to what it goes through."""
    if get_origin(several) is not tuple or get_args(several)[-1] is not Ellipsis:
        raise Unknown("a loop goes through something that is not a list.")
    one = get_args(several)[0]
    if isinstance(target, nodes.Name):
        return {target.name: one}
    names = [each.name for each in target.iter_child_nodes() if isinstance(each, nodes.Name)]
    if get_origin(one) is not tuple or len(names) != len(get_args(one)):
        raise Unknown(f"a loop gives {len(names)} names to what is not as many things.")
    return dict(zip(names, get_args(one), strict=True))


def kind_of(node: nodes.Node, scope: dict[str, Any], used: set[str]) -> Any:
    """What a name stands for, noting that it was used."""
    if isinstance(node, nodes.Name):
        if node.name not in scope:
            raise Unknown(f"“{node.name}” is not known.{meant(node.name, scope)}")
        used.add(node.name)
        return scope[node.name]
    if isinstance(node, nodes.Getattr):
        owner = kind_of(node.node, scope, used)
        known = attributes(owner)
        if node.attr not in known:
            raise Unknown(f"“.{node.attr}” is not known there.{meant(node.attr, known)}")
        used.add(f"{getattr(owner, '__name__', '')}.{node.attr}")
        return known[node.attr]
    raise Unknown("a tag is neither a name nor a loop nor a condition.")


def attributes(owner: Any) -> dict[str, Any]:
    """The fields of one of our records, and what it says of itself."""
    if isinstance(owner, UnionType):  # something or nothing
        owner = get_args(owner)[0]
    if not hasattr(owner, "__dataclass_fields__"):
        return {}
    said = {
        name: get_type_hints(value.fget)["return"]
        for name, value in vars(owner).items()
        if isinstance(value, property)
    }
    return {**get_type_hints(owner), **said}


def meant(name: str, known: dict[str, Any]) -> str:
    close = get_close_matches(name, known, n=1)
    return f" Did you mean “{close[0]}”?" if close else " The guide lists the names there are."


def marking_faults(sources: dict[str, str]) -> Iterator[str]:
    """The marking stands at the head and foot of every page, whichever header or footer Word takes for it."""
    for place in ("header", "footer"):
        found = {name: text for name, text in sources.items() if name.startswith(f"{place} ")}
        if not found:
            yield f"It has no {place}. Put {{{{ pack.banner }}}} there, so that every page is marked."
        for name, text in found.items():
            if "pack.banner" not in text:
                yield f"The marking is not in {name}. Put {{{{ pack.banner }}}} there."


def look_faults(document: DocxTemplate) -> Iterator[str]:
    """What a screen reader goes by: language, headings that are headings, heading rows of tables."""
    languages = [
        lang.get(qn("w:val"))
        for lang in document.docx.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    ]
    if languages != ["en-GB"]:
        yield "Its language is not British English. Set English (United Kingdom) as the default, and save it."
    for paragraph in document.docx.paragraphs:
        for tag, style in STYLED.items():
            if tag in paragraph.text and "{{" in paragraph.text and paragraph.style.name != style:
                yield f"“{paragraph.text.strip()}” has the style {paragraph.style.name}. Give it {style}."
    for table in document.docx.tables:
        first = table._tbl.find(qn("w:tr"))
        text = "".join(piece.text or "" for piece in first.iter(qn("w:t")))
        if "columns" in text and next(first.iter(qn("w:tblHeader")), None) is None:
            yield "A table's first row is not marked to come again. Tick “Repeat as header row” for it."
