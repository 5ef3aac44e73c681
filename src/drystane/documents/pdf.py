"""A paper as PDF that a screen reader can follow (PDF/UA-1), typeset by typst with letters of our own."""

import json
import re
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from drystane.documents import packs
from drystane.documents.columns import column_widths
from drystane.documents.packs import Note, NotRendered, Pack, Picture, Table
from drystane.documents.pictures import checked

HERE = Path(__file__).parent
TEMPLATE = HERE / "pdf_template" / "paper.typ"
FONTS = HERE / "fonts"
FACES = ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf")
NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
LONG_WORD = re.compile(r"[^\s/-]{25,}")
PIECE = re.compile(r"(.{12})(?=.)(?![\u0300-\u036f])")
MAY_BREAK = "\u200b"
CODE_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")


def render_pdf(pack: Pack) -> bytes:
    """The same pack gives the same bytes. Raises NotRendered saying what the PDF cannot hold."""
    pack = packs.printable(pack)
    if not pack.title.strip():
        raise NotRendered("The PDF needs a title: give the paper a heading.")
    try:
        return typst.compile(
            TEMPLATE,
            font_paths=fonts(),
            sys_inputs={"paper": json.dumps(content(pack), default=packs.plain)},
            pdf_standards="ua-1",
            timestamp=datetime.combine(pack.counted_on, time(), UTC),
        )
    except typst.TypstError as error:
        raise NotRendered(in_words(error)) from error


@cache
def fonts() -> typst.Fonts:
    """Ours, and the few that typst carries for letters ours lack. Never the machine's: pages would differ."""
    for face in FACES:
        if not (FONTS / face).is_file():
            raise NotRendered(f"The PDF cannot be made: {face} is missing from this installation.")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def in_words(error: typst.TypstError) -> str:
    """What typst refuses, as its author can mend it."""
    shown = [in_letters(found) for found in NOT_SHOWN.findall(error.diagnostic)]
    if shown:
        signs = ", ".join(f"“{sign}”" for sign in dict.fromkeys(shown))
        return (
            f"The PDF has no letters for {signs}, and a screen reader would pass over what it cannot name. "
            "Write it in words, or take the Word file or the web page, which borrow letters from the reader."
        )
    return f"The PDF cannot be made: {error.message.removeprefix('PDF/UA-1 error: ')}."


def in_letters(escaped: str) -> str:
    return CODE_POINT.sub(lambda found: f"U+{found[1].upper():0>4}", escaped)


def breaking(text: str) -> str:
    """A word too long for its line may break: without this it would run off the paper."""
    return LONG_WORD.sub(lambda word: PIECE.sub(rf"\1{MAY_BREAK}", word[0]), text)


def content(whole: Pack) -> dict[str, Any]:
    """What paper.typ reads: words, in the order in which they are printed."""
    pack: Pack = packs.with_texts(whole, breaking)
    return {
        "title": whole.title,
        "heading": pack.title,
        "author": whole.author,
        "banner": whole.banner,
        "front": pack.front,
        "warnings": pack.warnings,
        "sections": [
            {
                "heading": section.titled,
                "paragraphs": section.paragraphs,
                "recommendations": [
                    {"number": one.number, "runs": one.runs, "basis": one.basis}
                    for one in pack.recommendations_in(section)
                ],
                "tables": [table(one) for one in pack.tables_in(section)],
            }
            for section in pack.sections
        ],
        "loose_tables": [table(one) for one in pack.loose_tables],
        "wall": pack.wall and whole.wall and drawing(whole.wall, table(pack.wall.table)),
        "notes": [note(one) for one in whole.notes],
        "appendices": [
            {"heading": one.heading, "lines": filled(one.what, one.where)} for one in pack.appendices
        ],
        "counted": pack.counted,
        "headings": {"wall": packs.WALL, "sources": packs.SOURCES, "appendices": packs.APPENDICES},
    }


def drawing(wall: Picture, numbers: dict[str, Any]) -> dict[str, Any]:
    return {"svg": checked(wall.svg), "description": wall.description or wall.title, "table": numbers}


def table(one: Table) -> dict[str, Any]:
    widths = column_widths([one.columns, *one.rows]) if one.rows else []
    return {**vars(one), "widths": widths}


def note(one: Note) -> dict[str, Any]:
    return {
        "number": one.number,
        "figure": breaking(one.figure),
        "lines": [breaking(text) for text in filled(one.origin, one.address, one.status, one.disputed_by)],
        "link": one.address if one.has_link else "",
        "shown": breaking(one.address),
    }


def filled(*texts: str) -> list[str]:
    return [text for text in texts if text]
