"""Content packs of this room: instruments and crosswalks as YAML files, checked before a row is written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from drystane.strategy.packs import BadPack, Cite, Entry, read_yaml

Kind = Literal["instrument", "crosswalk"]
CODE = r"^[A-Za-z0-9_-]{1,20}$"


class InstrumentEntry(Entry):
    code: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    edition: str = Field(pattern=CODE)
    title: str = Field(min_length=5, max_length=200)
    about: str = ""
    replaces: str | None = None
    cite: Cite


class QuestionEntry(Entry):
    code: str = Field(pattern=CODE)
    topic: str = Field(min_length=2, max_length=60)
    text: str = Field(min_length=10)
    asks_for: str = Field(default="", max_length=200)
    objective: Literal["", "DIVERT", "DETER", "DETECT", "DISRUPT"] = ""
    duty: str = Field(default="", max_length=200)
    harm: Literal[1, 2, 3]
    recommendations: list[str] = []
    cite: Cite


class InstrumentPack(Entry):
    instrument: InstrumentEntry
    questions: list[QuestionEntry] = Field(min_length=1)


class VersionEntry(Entry):
    instrument: str
    edition: str


class CrosswalkEntry(Entry):
    code: str = Field(pattern=r"^[a-z0-9_-]{1,60}$")
    title: str = Field(min_length=5, max_length=200)
    first: VersionEntry
    second: VersionEntry
    cite: Cite


class SubjectEntry(Entry):
    code: str = Field(pattern=CODE)
    title: str = Field(min_length=3, max_length=120)
    about: str = ""
    first: list[str] = Field(min_length=1)
    second: list[str] = Field(min_length=1)


class CrosswalkPack(Entry):
    crosswalk: CrosswalkEntry
    subjects: list[SubjectEntry]


SHAPES: Mapping[Kind, type[Entry]] = {"instrument": InstrumentPack, "crosswalk": CrosswalkPack}


def kind_of(path: Path) -> Kind:
    """What a file holds, told from its first level of keys. Raises BadPack if it is neither."""
    body = read_yaml(path)
    found = [kind for kind in SHAPES if isinstance(body, dict) and kind in body]
    if len(found) == 1:
        return found[0]
    raise BadPack(
        f"{path.name} is no pack of this room: at its first level has to stand either "
        f"{' or '.join(SHAPES)}. Compare it with one of our own packs."
    )
