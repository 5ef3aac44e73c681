"""A kind of list that can be brought in, and what becomes of each of its rows.

A room says what its list holds by a subclass of `Kind`; everything that is the same for all of them is here.
Values are text throughout, as `cells` writes them, so that old and new can be compared, shown and kept.
"""

import hashlib
import json
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import Model

from drystane.sheets.cells import BadCell, DayOrder, as_choice, as_day, as_number, as_text, shown, spoken
from drystane.sheets.tables import Book, Field, Line, Table
from drystane.sheets.write import unguarded

Values = dict[str, str]  # by the key of the field


@dataclass(frozen=True)
class Fault:
    """Why a row is not taken in: where it is, what was found there and how to mend it."""

    column: str  # its letter and heading; empty for the whole row
    found: str
    mend: str


@dataclass(frozen=True)
class Record:
    """What we have already, as a list of this kind would say it."""

    ref: str
    values: Values
    thing: Any


@dataclass(frozen=True)
class Change:
    key: str
    old: str
    new: str


class Verdict(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Judged:
    """A row of the file, and what becomes of it."""

    line: Line
    verdict: Verdict
    values: Values
    record: Record | None = None
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What somebody decided of a file: which column holds what, and what holds for every row."""

    columns: Mapping[str, str]  # heading: key of a field, or nothing
    day_order: DayOrder = DayOrder.DAY_FIRST
    for_all: Mapping[str, str] = field(default_factory=dict)  # key of a choice: what it is in every row


class Rejected(Exception):
    """A row that is not taken in."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults)
        self.faults = faults


class Kind(ABC):
    """One kind of list, for one person, at one moment. A person of None is the operator, who may do all."""

    name: ClassVar[str]
    title: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    # Ways of finding the record that a row means, the surest first. A way counts if the row says all of it.
    keys: ClassVar[tuple[tuple[str, ...], ...]]
    model: ClassVar[type[Model]]
    governed_by: ClassVar[tuple[str, ...]] = ()  # the relations by which a record belongs to its group
    private: ClassVar[frozenset[str]] = frozenset()  # columns that are nobody's to keep elsewhere

    def __init__(self, person: Any, at: datetime) -> None:
        self.person, self.at = person, at

    @classmethod
    @abstractmethod
    def open_to(cls, person: Any) -> bool:
        """Whether this person may bring in any row at all of this kind."""

    @abstractmethod
    def records(self) -> Iterable[Record]:
        """Those that the person may see."""

    @abstractmethod
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """For each field that is a choice: every way of saying it, as `spoken`, and our own word for it."""

    @abstractmethod
    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        """What speaks against the row as a whole, and whether the person may do this to this record."""

    @abstractmethod
    def refusal(self, thing: Any, *, is_new: bool) -> str:
        """Why this person may not add, or change, this record; empty if they may."""

    @abstractmethod
    def add_all(self, rows: Sequence[Values]) -> Sequence[Any]:
        """Through the room's own operation. Returns the new records, in the order of the rows."""

    @abstractmethod
    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Any:
        """Through the room's own operations. Returns the record as it is now."""

    @abstractmethod
    def restore(self, thing: Any, before: Mapping[str, Any], why: str) -> None:
        """Put every field back to what it was."""

    @abstractmethod
    def remove_all(self, things: Sequence[Any]) -> None:
        """Take away what an import added."""

    def afterwards(self) -> None:  # noqa: B027  # most kinds have nothing to do
        """Have done what follows from new and changed records, once all are written."""

    def ways_to(self, record: Record) -> Iterable[tuple[str, ...]]:
        """The ways in which a row may mean this record, for a kind to narrow."""
        return ways(self, record.values)

    def in_own_words(self, values: Values) -> Values:
        """The row as our own list would say it, where a field can be written in ways that no choice names."""
        return values

    def news(self, values: Values, record: Record | None) -> Values:  # noqa: ARG002  # for a kind to narrow
        """What the row says that is not on record already, where a record holds more than its own fields."""
        return values

    def beside(self, thing: Any) -> dict[str, Any]:  # noqa: ARG002  # as above
        """What an import may add beside the record's columns, in a form that JSON can hold."""
        return {}

    def descriptors(self, record: Record) -> Iterable[str]:
        """Why what it says is OFFICIAL-SENSITIVE; none if it is OFFICIAL."""
        return filter(None, [getattr(record.thing, "descriptor", "")])

    @classmethod
    def field(cls, key: str) -> Field:
        return next(one for one in cls.fields if one.key == key)


def judged(kind: Kind, book: Book, choices: Choices) -> list[Judged]:
    """What becomes of each row of the file, in its order. Reads the database and changes nothing."""
    ledger = Ledger(kind)
    return [ledger.judge(line, table, choices, book.kind) for table in book.tables for line in table.lines]


class Ledger:
    """What there is already, and what the rows so far have said."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.known: dict[tuple[str, ...], Record | None] = {}
        for record in kind.records():
            for way in kind.ways_to(record):
                # A name that two records share finds neither.
                self.known[way] = None if way in self.known else record
        self.said: dict[tuple[str, ...], Line] = {}
        self.words = kind.words()
        self.fields = {one.key: one for one in kind.fields}

    def judge(self, line: Line, table: Table, choices: Choices, file_kind: str) -> Judged:
        values: Values = {}
        record = None
        try:
            if line.why_not:
                raise Rejected(Fault("", "", line.why_not))
            values = self.kind.in_own_words(self.understood(line, table, choices, file_kind))
            record = self.meant(values)
            values = self.kind.news(values, record)
            self.must_be_first(line, values, record)
            changes = changes_of(self.kind, values, record)
            if record is not None and not changes:
                return Judged(line, Verdict.SAME, values, record)
            self.must_be_right(values, changes, record)
        except Rejected as rejected:
            return Judged(line, Verdict.REJECTED, values, record, faults=rejected.faults)
        return Judged(line, Verdict.CHANGED if record else Verdict.ADDED, values, record, changes)

    def understood(self, line: Line, table: Table, choices: Choices, file_kind: str) -> Values:
        """What the row says in each field. Rejects it with every cell that cannot be used."""
        values: Values = {}
        faults = []
        for key, said in choices.for_all.items():
            try:
                values[key] = as_choice(said, self.words[key])
            except BadCell as error:
                faults.append(
                    Fault(f"“{self.kind.field(key).heading}” of every row", error.found, error.mend)
                )
        for heading in table.headings:
            key = choices.columns.get(heading.words, "")
            if not key or self.fields[key].said_only:
                continue
            cell = line.cells[heading.column] if heading.column < len(line.cells) else None
            if file_kind == "csv" and isinstance(cell, str):
                cell = unguarded(cell)
            try:
                if said := self.value(self.fields[key], cell, choices.day_order):
                    values[key] = said
            except BadCell as error:
                faults.append(Fault(f"{heading.letter}, “{heading.words}”", error.found, error.mend))
        if faults:
            raise Rejected(*faults)
        return values

    def value(self, one: Field, cell: Any, order: DayOrder) -> str:
        if one.type == "day":
            return as_day(cell, order)
        if one.type == "number":
            return as_number(cell, one.places)
        if one.type == "choice":
            return as_choice(cell, self.words[one.key])
        text = as_text(cell)
        if one.empty and re.fullmatch(one.empty, text):
            return ""
        if one.most and len(text) > one.most:
            raise BadCell(shown(text), f"Shorten it to at most {one.most} characters: it has {len(text):,}.")
        if text and one.pattern and not re.fullmatch(one.pattern, text):
            raise BadCell(shown(text), "Use letters, figures, hyphens and underscores only.")
        return text

    def meant(self, values: Values) -> Record | None:
        """The record that the row means, or None for a new one."""
        for way in ways(self.kind, values):
            if way not in self.known:
                if way[0] == "ref":
                    remedy = (
                        "There is none with this reference that you can see. Leave it empty for a new one."
                    )
                    raise Rejected(Fault("", values["ref"], remedy))
                continue
            record = self.known[way]
            if record is None:
                remedy = "Several records are called this. Give the reference of the one that is meant."
                raise Rejected(Fault("", ", ".join(way[1:]), remedy))
            if way[0] == "ref" or not self.is_named_otherwise(record, values):
                return record
        return None

    def is_named_otherwise(self, record: Record, values: Values) -> bool:
        """Two with the same title and different numbers are two."""
        surest = next(keys for keys in self.kind.keys if keys != ("ref",))
        return any(
            values.get(key) and record.values.get(key) and spoken(values[key]) != spoken(record.values[key])
            for key in surest
        )

    def must_be_first(self, line: Line, values: Values, record: Record | None) -> None:
        """Two rows that mean the same record are not both right, and nobody here knows which is."""
        names = [("", record.ref)] if record else list(ways(self.kind, values))[:1]
        for name in names:
            earlier = self.said.setdefault(name, line)
            if earlier is not line:
                where = f"row {earlier.number}" + (f" of “{earlier.sheet}”" if earlier.sheet else "")
                remedy = f"This stands in {where} already. Take one of them out."
                raise Rejected(Fault("", ", ".join(name[1:]), remedy))

    def must_be_right(self, values: Values, changes: Sequence[Change], record: Record | None) -> None:
        lacking = [one for one in self.kind.fields if one.needed and not record and not values.get(one.key)]
        faults = [Fault(f"“{one.heading}”", "nothing", f"Fill in “{one.heading}”.") for one in lacking]
        if found := faults or list(self.kind.faults(values, changes, record)):
            raise Rejected(*found)


def ways(kind: Kind, values: Values) -> Iterator[tuple[str, ...]]:
    """The ways in which these values name a record, each beginning with what it goes by."""
    for keys in kind.keys:
        said = [spoken(values.get(key, "")) for key in keys]
        if all(said):
            yield ("+".join(keys), *said)


def changes_of(kind: Kind, values: Values, record: Record | None) -> tuple[Change, ...]:
    """Field by field. What a row leaves empty stays as it is."""
    before = record.values if record else {}
    return tuple(
        Change(one.key, before.get(one.key, ""), values[one.key])
        for one in kind.fields
        if one.key in values and values[one.key] != before.get(one.key, "").replace("\r\n", "\n").strip()
    )


def counted(rows: Iterable[Judged]) -> dict[Verdict, int]:
    found = Counter(row.verdict for row in rows)
    return {verdict: found[verdict] for verdict in Verdict}


def digest(rows: Iterable[Judged]) -> str:
    """Of all that would be done: if it is the same later, nothing it rests on has changed."""
    total = hashlib.sha256()
    for row in rows:
        ref = row.record.ref if row.record else ""
        said = [
            row.line.sheet,
            row.line.number,
            row.verdict,
            ref,
            *((one.key, one.old, one.new) for one in row.changes),
        ]
        total.update(json.dumps(said).encode())
    return total.hexdigest()


def snapshot(kind: Kind, thing: Model) -> dict[str, Any]:
    """Every column of the record as it was fetched, in a form that JSON can hold."""
    columns = {
        one.attname: one.value_to_string(thing) if getattr(thing, one.attname) is not None else None
        for one in thing._meta.concrete_fields
        if one.attname not in kind.private
    }
    return {**columns, **kind.beside(thing)}


def restored(model: type[Model], before: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a snapshot as the model holds them. Its version only counts changes, and goes on."""
    return {
        one.attname: one.to_python(before[one.attname])
        for one in model._meta.concrete_fields
        if one.attname in before and not one.primary_key and one.attname != "version"
    }
