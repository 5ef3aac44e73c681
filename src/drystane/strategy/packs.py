"""Content packs: editions, threats and sources as YAML files, checked before a row is written."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

PACKS = Path(__file__).resolve().parents[1] / "packs"
Status = Literal["sourced", "partial", "unverified", "draft", "invented"]


class BadPack(Exception):
    """A pack that cannot be used: names the file, the entry, what was found and how to mend it."""


class Entry(BaseModel):
    # A misspelt key is an error, not a fact that silently goes missing.
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Cite(Entry):
    source: str | None = None
    place: str = ""
    status: Status
    note: str = ""


class SourceEntry(Entry):
    code: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    title: str = Field(min_length=3, max_length=300)
    publisher: str = ""
    date: str = ""
    address: str = ""


class Sources(Entry):
    sources: list[SourceEntry]


class StrategyEntry(Entry):
    code: str
    title: str
    publisher: str


class EditionEntry(Entry):
    code: str
    title: str
    published_on: date
    published_on_text: str = ""
    replaces: str | None = None
    vision: str = ""
    aim: str = ""
    theory: str = ""
    changes: str = ""
    cite: Cite


class ObjectiveEntry(Entry):
    code: str
    order: int
    title: str
    text: str = ""
    cite: Cite


class RecommendationEntry(Entry):
    code: str = Field(max_length=30)
    audience: Literal[
        "individuals",
        "communities",
        "businesses",
        "banks",
        "third_sector",
        "local_authorities",
        "elected_representatives",
        "law_enforcement",
        "partnership",
    ]
    text: str = Field(min_length=5)
    objective: str
    objective_status: Literal["sourced", "draft"]
    cite: Cite


class FigureEntry(Entry):
    code: str = Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")
    measure: str
    label: str
    value: Decimal
    unit: Literal["percent", "groups", "people", "pounds", "years", "count"]
    qualifier: str = Field(default="", max_length=20)
    base: str = ""
    as_of: date | None = None
    as_of_text: str = ""
    cite: Cite
    contradicts: list[str] = []
    contradiction: str = ""


class MessageEntry(Entry):
    code: str
    audience: str
    text: str
    cite: Cite


class CaseStudyEntry(Entry):
    code: str
    title: str
    objective: str | None = ""
    threat: str | None = None
    who_was_harmed: str = ""
    partners: str = ""
    what_was_done: str = ""
    result: str = ""
    lesson: str = ""
    cite: Cite


class EditionPack(Entry):
    strategy: StrategyEntry
    edition: EditionEntry
    objectives: list[ObjectiveEntry]
    recommendations: list[RecommendationEntry]
    figures: list[FigureEntry] = []
    messages: list[MessageEntry] = []
    case_studies: list[CaseStudyEntry] = []


class ThreatEntry(Entry):
    code: str
    name: str
    kind: Literal["primary", "secondary", "channel", "theme"]


class ThreatViewEntry(Entry):
    threat: str
    period: str
    direction: Literal["up", "down", "new", "changed", "unknown"]
    confidence: Literal["firm", "reported", "uncertain"]
    text: str = ""
    cite: Cite


class Threats(Entry):
    threats: list[ThreatEntry]
    views: list[ThreatViewEntry]


Pack = TypeVar("Pack", bound=BaseModel)


def read_pack(path: Path, shape: type[Pack]) -> Pack:
    """Read one YAML file into its shape. Raises BadPack with every fault found, each with its place."""
    try:
        body: Any = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise BadPack(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadPack(f"{path.name} is not in UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise BadPack(f"{path.name} is not good YAML: {error}") from error
    try:
        return shape.model_validate(body)
    except ValidationError as error:
        raise BadPack("\n".join(f"{path.name}, {say(fault, body)}" for fault in error.errors())) from error


def say(fault: Any, body: Any) -> str:
    """One fault as a sentence, naming the entry by its code rather than its number where it has one."""
    place, words = body, []
    for step in fault["loc"]:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            place = None
        code = place.get("code") if isinstance(place, dict) else None
        words.append(f"entry {step + 1}" + (f" ({code})" if code else "") if isinstance(step, int) else str(step))
    where = ", ".join(words) or "the whole file"
    if fault["type"] == "missing":
        return f"{where}: is missing. Add it."
    if fault["type"] == "extra_forbidden":
        return f"{where}: is not a known key. Check the spelling, or take it out."
    return f"{where}: found {fault['input']!r}. {fault['msg']}."
