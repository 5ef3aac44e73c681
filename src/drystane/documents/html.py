"""A paper as HTML: as a file of its own, and as part of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import count
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from drystane.documents import packs
from drystane.documents.packs import Pack, Recommendation, Section, Table
from drystane.documents.pictures import checked

Named = tuple[str, Table, str]


@dataclass(frozen=True)
class Part:
    """A section with all that stands in it. A table comes with its id, and the page of its rows."""

    section: Section
    recommendations: tuple[Recommendation, ...]
    tables: tuple[Named, ...]


def render_html(pack: Pack) -> str:
    """The paper as a whole HTML file that needs nothing beside it."""
    sheet = files("drystane.documents").joinpath("static/documents/paper.css").read_text("utf-8")
    styles = mark_safe(sheet)  # noqa: S308  our own file
    return render_to_string("documents/paper_file.html", {**context(pack), "styles": styles})


def context(pack: Pack, *, links: bool = False, rows: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What documents/paper.html needs. With `links` its references lead to their rows in the site, and
    each table to those that `rows` names for its caption."""
    pack, behind = packs.printable(pack), rows or {}
    numbers = count(1)

    def named(tables: Iterable[Table]) -> tuple[Named, ...]:
        return tuple((f"table-{next(numbers)}", table, behind.get(table.caption, "")) for table in tables)

    parts = [
        Part(section, pack.recommendations_in(section), named(pack.tables_in(section)))
        for section in pack.sections
    ]
    return {
        "pack": pack,
        "parts": parts,
        "loose_tables": named(pack.loose_tables),
        "drawing": drawing(pack),
        "headings": {"wall": packs.WALL, "sources": packs.SOURCES, "appendices": packs.APPENDICES},
        "links": links,
        "wall_rows": behind.get(pack.wall.table.caption, "") if pack.wall else "",
    }


def drawing(pack: Pack) -> SafeString:
    """The wall, let in unescaped because it was checked to be nothing but a drawing."""
    return mark_safe(checked(pack.wall.svg) if pack.wall else "")  # noqa: S308
