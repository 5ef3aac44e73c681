"""The words of an OpenDocument text in their order, lists with the numbers that would be printed."""

from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from drystane.sheets.inside import Unreadable
from drystane.strategy.papers import zipped
from drystane.strategy.papers.source import Line, Source
from drystane.strategy.papers.word import in_form, whole_number

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, OFFICE = f"{{{NAMES}text:1.0}}", f"{{{NAMES}office:1.0}}"
TABLE, STYLE = f"{{{NAMES}table:1.0}}", f"{{{NAMES}style:1.0}}"
HREF = "{http://www.w3.org/1999/xlink}href"
FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
Styles = dict[str, dict[int, etree._Element]]


def read(content: bytes) -> Source:
    archive = zipped.opened(content)
    refuse_locked(archive)
    root = zipped.tree(archive, "content.xml")
    refuse_outside(archive, root)
    body = root.find(f".//{OFFICE}text")
    if body is None:
        raise Unreadable("There is no text in this file. Send the paper itself as an OpenDocument text.")
    styles: Styles = {
        style.get(f"{STYLE}name", ""): {whole_number(level.get(f"{TEXT}level"), 1): level for level in style}
        for style in root.iter(f"{TEXT}list-style")
    }
    return Source(tuple(lines_of(body, styles)))


def refuse_locked(archive: ZipFile) -> None:
    if "META-INF/manifest.xml" in archive.namelist():
        manifest = zipped.part(archive, "META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise Unreadable(zipped.LOCKED)


def refuse_outside(archive: ZipFile, root: etree._Element) -> None:
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()) or len(
        root.find(f"{OFFICE}scripts") if root.find(f"{OFFICE}scripts") is not None else ()
    ):
        raise Unreadable("This document holds macros. Save it without them and send that.")
    for element in root.iter():
        target = element.get(HREF, "")
        if "://" in target and element.tag not in {f"{TEXT}a", f"{{{NAMES}drawing:1.0}}a"}:
            raise Unreadable(
                "This document fetches something from elsewhere. Copy its words into a new document and "
                "send that."
            )


def lines_of(body: etree._Element, styles: Styles) -> Iterator[Line]:
    for element in body:
        if element.tag == f"{TEXT}h":
            yield Line(text_of(element), whole=True, heading=True)
        elif element.tag == f"{TEXT}p":
            for part in text_of(element).split("\n"):
                yield Line(part, whole=bool(part.strip()))
        elif element.tag == f"{TEXT}list":
            yield from items(element, styles, element.get(f"{TEXT}style-name", ""), ())
        elif element.tag == f"{TABLE}table":
            yield from rows(element)
        elif element.tag in {f"{TEXT}section", f"{TEXT}numbered-paragraph"}:
            yield from lines_of(element, styles)


def items(element: etree._Element, styles: Styles, style: str, above: tuple[int, ...]) -> Iterator[Line]:
    level = styles.get(style, {}).get(len(above) + 1)
    count = whole_number(level.get(f"{TEXT}start-value"), 1) if level is not None else 1
    for item in element.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
        counts = (*above, count)
        label = label_of(level, counts) if item.tag == f"{TEXT}list-item" else ""
        for part in item:
            if part.tag == f"{TEXT}list":
                yield from items(part, styles, part.get(f"{TEXT}style-name", "") or style, counts)
            elif part.tag in {f"{TEXT}p", f"{TEXT}h"}:
                words = text_of(part)
                yield Line(
                    f"{label} {words}".strip(), whole=bool(words.strip()), heading=part.tag == f"{TEXT}h"
                )
                label = ""
        count += 1


def label_of(level: etree._Element | None, counts: tuple[int, ...]) -> str:
    if level is None or level.tag != f"{TEXT}list-level-style-number":
        return "•"
    form = FORMS.get(level.get(f"{STYLE}num-format", ""), "")
    shown = whole_number(level.get(f"{TEXT}display-levels"), 1)
    said = ".".join(in_form(count, form) for count in counts[-shown:]) if form else ""
    return f"{level.get(f'{STYLE}num-prefix', '')}{said}{level.get(f'{STYLE}num-suffix', '')}"


def rows(table: etree._Element) -> Iterator[Line]:
    for row in table.iter(f"{TABLE}table-row"):
        cells = [
            " ".join(" ".join(text_of(part) for part in cell.iter(f"{TEXT}p", f"{TEXT}h")).split())
            for cell in row.iterchildren(f"{TABLE}table-cell")
        ]
        yield Line("\t".join(cell for cell in cells if cell), whole=True)


def text_of(element: etree._Element) -> str:
    """Without notes and comments, which stand inside the paragraph they are about."""
    said = [element.text or ""]
    for part in element:
        if part.tag == f"{TEXT}s":
            said.append(" ")
        elif part.tag == f"{TEXT}tab":
            said.append("\t")
        elif part.tag == f"{TEXT}line-break":
            said.append("\n")
        elif part.tag not in {f"{TEXT}note", f"{OFFICE}annotation"} and isinstance(part.tag, str):
            said.append(text_of(part))
        said.append(part.tail or "")
    return "".join(said)
