"""A paper gathered once and frozen: everything its reader will see, in words, and nothing to look up.

Every form of the paper (page, HTML file, Word) is rendered from its Pack, and so holds the same words.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from hashlib import sha256
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

SCHEMA = 2

# XML holds no control characters, and a paper has no use for them.
NO_TEXT = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadPack(ValueError):
    """What was stored cannot be read as a paper. Reads well on a page."""


class NotRendered(ValueError):
    """The paper cannot be made into a file of that kind. Reads well on a page."""


@dataclass(frozen=True)
class Run:
    """Some words, with the numbers of the notes that stand behind them."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """Its number is text, such as "1.2", so that every form shows the same. Short sections have none."""

    number: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Section:
    key: str
    number: str
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def titled(self) -> str:
        """Some forms number their headings, and some leave the first without."""
        return f"{self.number} {self.heading}".strip()


@dataclass(frozen=True)
class Reference:
    """A row that something rests on: its kind ("Action"), its words and its address in the site."""

    kind: str
    words: str
    address: str = ""

    @property
    def label(self) -> str:
        """Without the stop that its words may end with, since it stands in a sentence."""
        return f"{self.kind}: {self.words.rstrip('.')}"


@dataclass(frozen=True)
class Recommendation:
    """What the board is asked to do, and the rows that show why."""

    number: str
    runs: tuple[Run, ...]
    rests_on: tuple[Reference, ...] = ()

    @property
    def basis(self) -> str:
        """The rows in one line."""
        rows = "; ".join(row.label for row in self.rests_on)
        return f"Rests on {rows}." if rows else ""


@dataclass(frozen=True)
class Table:
    """Its section is the key of the one it stands in; a table of no section follows the last one.
    `empty` is said where there are no rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    section: str = ""
    empty: str = "None."

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise BadPack(f"The table '{self.caption}' has a row that does not fit its columns.")


@dataclass(frozen=True)
class Picture:
    """A drawing of our own, what it shows in words, and the rows it was drawn from."""

    svg: str
    title: str
    description: str
    table: Table


@dataclass(frozen=True)
class Note:
    """Where a figure comes from, how far it was checked, and whatever contradicts it."""

    number: int
    figure: str
    source: str
    publisher: str = ""
    date: str = ""
    address: str = ""
    status: str = ""
    disputed_by: str = ""
    page: str = ""  # of the figure, in the site

    @property
    def origin(self) -> str:
        """The source without its address."""
        return ", ".join(part for part in (self.source, self.publisher, self.date) if part)

    @property
    def has_link(self) -> bool:
        """Its address is one that a reader may safely follow."""
        return self.address.startswith(("https://", "http://"))


@dataclass(frozen=True)
class Appendix:
    number: int
    title: str
    what: str = ""
    where: str = ""
    page: str = ""  # of its file, in the site

    @property
    def heading(self) -> str:
        return f"Appendix {self.number}: {self.title}"


@dataclass(frozen=True)
class Pack:
    """One paper. `form` is the code of the council's form, `marking` the label printed on every page,
    `front` the pairs above the title, `audience` the readers whose sight it was gathered with."""

    form: str
    marking: str
    partnership: str
    front: tuple[tuple[str, str], ...]
    title: str
    author: str
    sections: tuple[Section, ...]
    recommendations: tuple[Recommendation, ...]
    audience: str
    counted_on: date
    tables: tuple[Table, ...] = ()
    wall: Picture | None = None
    notes: tuple[Note, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    warnings: tuple[str, ...] = ()
    invented: bool = False

    @property
    def banner(self) -> str:
        """What stands at the head and foot of every page."""
        return f"{self.marking} – worked example, partly invented" if self.invented else self.marking

    @property
    def counted(self) -> str:
        return f"Counted on {spoken(self.counted_on)}. For: {self.audience}. From: {self.partnership}."

    @property
    def loose_tables(self) -> tuple[Table, ...]:
        """Those that stand in no section of this paper: they follow the last one."""
        keys = {section.key for section in self.sections}
        return tuple(table for table in self.tables if table.section not in keys)

    def tables_in(self, section: Section) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.section == section.key)

    def recommendations_in(self, section: Section) -> tuple[Recommendation, ...]:
        return self.recommendations if section.key == "recommendations" else ()


# Headings of ours, the same in every form.
WALL = "The wall"
SOURCES = "Sources of figures"
APPENDICES = "Appendices"


def spoken(day: date) -> str:
    """2 September 2015."""
    return f"{day.day} {day:%B %Y}"


def plain_text(pack: Pack) -> str:
    """The words of the paper in their order, a line for each paragraph and cell."""
    return "\n".join(line for line in lines(pack) if line)


def lines(pack: Pack) -> Iterator[str]:
    for label, words in pack.front:
        yield f"{label} {words}"
    yield pack.title
    yield from pack.warnings
    for section in pack.sections:
        yield section.titled
        for paragraph in section.paragraphs:
            yield f"{paragraph.number} {said(paragraph.runs)}"
        for recommendation in pack.recommendations_in(section):
            yield f"{recommendation.number} {said(recommendation.runs)}"
            yield recommendation.basis
        for table in pack.tables_in(section):
            yield from table_lines(table)
    for table in pack.loose_tables:
        yield from table_lines(table)
    if pack.wall:
        yield WALL
        yield from table_lines(pack.wall.table)
    if pack.notes:
        yield SOURCES
    for note in pack.notes:
        yield f"{note.number} {note.figure}"
        yield from (note.origin, note.address, note.status, note.disputed_by)
    if pack.appendices:
        yield APPENDICES
    for appendix in pack.appendices:
        yield from (appendix.heading, appendix.what, appendix.where)
    yield pack.counted


def said(runs: tuple[Run, ...]) -> str:
    return "".join(run.text + ",".join(str(number) for number in run.notes) for run in runs)


def table_lines(table: Table) -> Iterator[str]:
    yield table.caption
    if not table.rows:
        yield table.empty
        return
    yield from table.columns
    for row in table.rows:
        yield from row


def printable(pack: Pack) -> Pack:
    """The same paper without characters that no form can hold."""
    changed: Pack = with_texts(pack, lambda text: NO_TEXT.sub("", text))
    return changed


def with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same thing with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(with_texts(part, change) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{name: with_texts(part, change) for name, part in vars(value).items()})
    return value


# Keeping a pack: JSON that gives back exactly the same pack.


def to_json(pack: Pack) -> str:
    return json.dumps({"schema": SCHEMA, "pack": pack}, default=plain, separators=(",", ":"))


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else vars(value)


def digest(pack: Pack) -> str:
    """The same for the same paper, and different as soon as a letter is."""
    return sha256(to_json(pack).encode("ascii")).hexdigest()


def from_json(text: str) -> Pack:
    """The pack that `to_json` kept. Raises BadPack saying what is wrong with it."""
    try:
        stored = json.loads(text)
    except ValueError as error:
        raise BadPack("This is not a stored paper: it is not JSON.") from error
    if not isinstance(stored, dict) or set(stored) != {"schema", "pack"}:
        raise BadPack("This is not a stored paper: it names no schema.")
    kept, schema = stored["pack"], stored["schema"]
    if schema == 1 and isinstance(kept, dict):
        kept, schema = from_schema_1(kept), 2
    if schema != SCHEMA:
        raise BadPack(f"This paper was stored in schema {schema!r}; this version reads 1 to {SCHEMA}.")
    pack: Pack = read(Pack, kept, "pack")
    return pack


def from_schema_1(kept: Any) -> Any:
    """Its notes and appendices did not know their pages."""
    return {**kept, **{name: with_pages(kept.get(name)) for name in ("notes", "appendices")}}


def with_pages(rows: Any) -> Any:
    """What is not as it should be is left for `read` to name."""
    if not isinstance(rows, list):
        return rows
    return [{**row, "page": ""} if isinstance(row, dict) else row for row in rows]


def read(kind: Any, value: Any, where: str) -> Any:
    """The value as the kind says it is, checked all the way down. `where` names the place in an error."""
    if get_origin(kind) is tuple:
        return read_tuple(get_args(kind), value, where)
    if isinstance(kind, UnionType):  # something or nothing
        return None if value is None else read(get_args(kind)[0], value, where)
    if is_dataclass(kind):
        return read_record(kind, value, where)
    if kind is date:
        return read_date(value, where)
    if type(value) is not kind:
        raise BadPack(f"In {where} stands {value!r:.60}, which is not {kind.__name__}.")
    return value


def read_tuple(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise BadPack(f"In {where} stands {value!r:.60}, which is not a list.")
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(value)
    if len(kinds) != len(value):
        raise BadPack(f"In {where} stand {len(value)} things where {len(kinds)} belong.")
    pairs = zip(kinds, value, strict=True)
    return tuple(read(kind, part, f"{where}[{place}]") for place, (kind, part) in enumerate(pairs))


def read_record(kind: Any, value: Any, where: str) -> Any:
    kinds = get_type_hints(kind)
    if not isinstance(value, dict) or value.keys() != kinds.keys():
        raise BadPack(f"In {where} stands something that is not a {kind.__name__}.")
    return kind(**{name: read(kinds[name], part, f"{where}.{name}") for name, part in value.items()})


def read_date(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadPack(f"In {where} stands {value!r:.60}, which is not a date.") from error
