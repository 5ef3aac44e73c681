"""The words of a Word document in order: paragraphs with the numbers Word would print, rows of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree

from drystane.sheets.inside import Unreadable
from drystane.strategy.papers import zipped
from drystane.strategy.papers.source import Line, Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DEEPEST = 9  # levels of a list, as Word has them


@dataclass(frozen=True)
class Level:
    form: str  # decimal, lowerLetter, lowerRoman, bullet, ...
    words: str  # "%1.%2"
    start: int


@dataclass
class Numbering:
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style: its list and level
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, number: str, level: int) -> str:
        """What Word prints before the next paragraph of this list."""
        levels = self.lists.get(number, {})
        here = levels.get(level)
        if here is None or here.form == "none":
            return ""
        if here.form == "bullet":
            return "•"
        counts = self.counts.setdefault(number, [None] * DEEPEST)
        before = counts[level]
        counts[level] = here.start if before is None else before + 1
        counts[level + 1 :] = [None] * (DEEPEST - level - 1)

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            own = levels.get(at, here)
            count = counts[at]
            return in_form(own.start if count is None else count, own.form)

        return re.sub(r"%([1-9])", shown, here.words)


def read(content: bytes) -> Source:
    archive = zipped.opened(content)
    refuse_outside(archive)
    names = archive.namelist()
    numbering = numbering_of(archive, names)
    lines = list(lines_of(zipped.tree(archive, "word/document.xml"), numbering))
    heads = [name for name in names if re.fullmatch(r"word/header\d*\.xml", name)]
    above = {
        line.text
        for name in heads
        for line in lines_of(zipped.tree(archive, name), Numbering())
        if line.text.strip()
    }
    return Source((*(Line(text, whole=True) for text in sorted(above)), *lines))


def refuse_outside(archive: ZipFile) -> None:
    if any(name.endswith(("vbaProject.bin", "vbaData.xml")) for name in archive.namelist()):
        raise Unreadable("This Word document holds macros. Save it as .docx without macros and send that.")
    for name in archive.namelist():
        if not name.endswith(".rels"):
            continue
        for link in zipped.tree(archive, name).iter(RELATION):
            kind = link.get("Type", "").rsplit("/", 1)[-1]
            if link.get("TargetMode") == "External" and kind != "hyperlink":
                raise Unreadable(
                    f"This Word document fetches something from elsewhere ({kind}). Copy its words into a "
                    f"new document, "
                    "and send that."
                )


def numbering_of(archive: ZipFile, names: list[str]) -> Numbering:
    found = Numbering()
    if "word/numbering.xml" in names:
        root = zipped.tree(archive, "word/numbering.xml")
        plans = {plan.get(f"{W}abstractNumId", ""): levels_of(plan) for plan in root.iter(f"{W}abstractNum")}
        for number in root.iter(f"{W}num"):
            plan = number.find(f"{W}abstractNumId")
            if plan is not None:
                found.lists[number.get(f"{W}numId", "")] = plans.get(plan.get(f"{W}val", ""), {})
    if "word/styles.xml" in names:
        for style in zipped.tree(archive, "word/styles.xml").iter(f"{W}style"):
            own = list_of(style)
            if own:
                found.styles[style.get(f"{W}styleId", "")] = own
    return found


def levels_of(plan: etree._Element) -> dict[int, Level]:
    return {
        whole_number(level.get(f"{W}ilvl")): Level(
            value(level, "numFmt") or "decimal",
            value(level, "lvlText"),
            whole_number(value(level, "start"), 1),
        )
        for level in plan.iter(f"{W}lvl")
    }


def value(element: etree._Element, name: str) -> str:
    found = element.find(f".//{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def whole_number(said: str | None, otherwise: int = 0) -> int:
    return int(said) if said and said.isdigit() and len(said) < 6 else otherwise


def list_of(element: etree._Element) -> tuple[str, int] | None:
    properties = element.find(f"{W}pPr/{W}numPr")
    if properties is None or not value(properties, "numId"):
        return None
    return value(properties, "numId"), min(whole_number(value(properties, "ilvl")), DEEPEST - 1)


def lines_of(root: etree._Element, numbering: Numbering) -> Iterator[Line]:
    body = root.find(f"{W}body")
    for element in body if body is not None else root:
        if element.tag == f"{W}p":
            yield from paragraph(element, numbering)
        elif element.tag == f"{W}tbl":
            yield from rows(element, numbering)
        elif element.tag == f"{W}sdt":
            for content in element.iter(f"{W}sdtContent"):
                yield from lines_of(content, numbering)


def paragraph(element: etree._Element, numbering: Numbering) -> Iterator[Line]:
    words = text_of(element)
    style = value(element, "pStyle") if element.find(f"{W}pPr") is not None else ""
    own = list_of(element) or numbering.styles.get(style)
    label = numbering.label(*own) if own and words.strip() else ""
    heading = bool(re.match(r"(?i)heading|title$", style))
    parts = words.split("\n")
    for number, part in enumerate(parts):
        text = f"{label} {part}" if label and not number else part
        yield Line(text, whole=bool(text.strip()), heading=heading and bool(part.strip()))


def rows(table: etree._Element, numbering: Numbering) -> Iterator[Line]:
    for row in table.iter(f"{W}tr"):
        cells = []
        for cell in row.iterchildren(f"{W}tc"):
            said = [line.text for line in lines_of(cell, numbering)]
            cells.append(" ".join(" ".join(said).split()))
        yield Line("\t".join(cell for cell in cells if cell), whole=True)


def text_of(element: etree._Element) -> str:
    said: list[str] = []
    for part in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if any(above.tag == FALLBACK for above in part.iterancestors()):
            continue
        if part.tag == f"{W}t":
            said.append(part.text or "")
        elif part.tag == f"{W}tab":
            said.append("" if part.getparent().tag == f"{W}tabs" else "\t")
        else:
            said.append("-" if part.tag == f"{W}noBreakHyphen" else "\n")
    return "".join(said)


def in_form(count: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26]
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        return roman(count).upper() if form == "upperRoman" else roman(count)
    return str(count)


def roman(count: int) -> str:
    said = ""
    for worth, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        said += sign * (count // worth)
        count %= worth
    return said
