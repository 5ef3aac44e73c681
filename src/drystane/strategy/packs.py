"""Content packs: editions, threats and sources as YAML files, checked before a row is written."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

PACKS = Path(__file__).resolve().parents[1] / "packs"
# The same safe loader in C where the wheel carries it: ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Status = Literal["sourced", "partial", "unverified", "draft", "invented"]
Audience = Literal[
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
    audience: Audience
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
    audience: Audience
    text: str = Field(min_length=5)
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
Kind = Literal["sources", "threats", "edition"]
SHAPES: Mapping[Kind, type[Entry]] = {"sources": Sources, "threats": Threats, "edition": EditionPack}


class EachKeyOnce(yaml.SafeLoader):
    """YAML lets a later key replace an earlier one of the same name. A fact must not be lost like that."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {name!r} stands twice in one entry", problem_mark=key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


def kind_of(path: Path) -> Kind:
    """What a file holds, told from its first level of keys. Raises BadPack if it is no pack."""
    body = read_yaml(path)
    keys = body.keys() if isinstance(body, dict) else ()
    found = [kind for kind in SHAPES if kind in keys]
    if len(found) == 1:
        return found[0]
    raise BadPack(
        f"{path.name} is no pack: at its first level stands {'more than one' if found else 'none'} of the "
        f"keys {', '.join(SHAPES)}. Say what it is with --kind, or compare it with one of our own packs."
    )


def read_pack(path: Path, shape: type[Pack]) -> Pack:
    """Read one YAML file into its shape. Raises BadPack with every fault found, each with its place."""
    body = read_yaml(path)
    try:
        return shape.model_validate(body)
    except ValidationError as error:
        faults = [f"{path.name}, {say(fault, body, shape)}" for fault in error.errors()]
        raise BadPack("\n".join(faults)) from error


def read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), EachKeyOnce)  # noqa: S506  # a SafeLoader
    except OSError as error:
        raise BadPack(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadPack(f"{path.name} is not in UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise BadPack(f"{path.name}{place}: not good YAML: {error.problem}. Mend that line.") from error
    except yaml.YAMLError as error:
        what = str(error).splitlines()[0]
        raise BadPack(f"{path.name} is not good YAML: {what}. Save it again as text.") from error
    except (ValueError, RecursionError) as error:
        # YAML reads 2015-02-30 as a date before anybody can ask whether there is such a day.
        raise BadPack(f"{path.name} holds a value that cannot be read: {error}. Correct it.") from error


MENDS = {
    "missing": "is missing. Add it.",
    "string_type": "is not text. Put it in quotes.",
    "model_type": "should hold keys and values. Write it like an entry of our own packs.",
    "list_type": "should be a list. Begin each entry with a dash.",
    "finite_number": "is not a number. Write it in figures.",
    "decimal_type": "is not a number. Write it in figures.",
    "decimal_parsing": "is not a number. Write it in figures, without commas or signs.",
    "date_from_datetime_parsing": "is not a date. Write it as 2015-06-18.",
    "date_parsing": "is not a date. Write it as 2015-06-18.",
    "string_pattern_mismatch": "is no code. Use a short word of letters, figures, hyphens and underscores.",
}


def say(fault: Any, body: Any, shape: type[BaseModel]) -> str:
    """One fault as a sentence: its place, what was found there and how to mend it."""
    where = place(fault["loc"], body)
    if fault["type"] == "missing":
        return f"{where}: {MENDS['missing']}"
    if fault["type"] == "extra_forbidden":
        meant = get_close_matches(str(fault["loc"][-1]), known_keys(shape), n=1)
        hint = f"Did you mean {meant[0]!r}?" if meant else "Check the spelling, or take it out."
        return f"{where}: is not a known key. {hint}"
    if fault["type"] == "value_error":  # a sentence of ours about the whole entry
        return f"{where}: {fault['msg'].removeprefix('Value error, ')}."
    found = repr(fault["input"])
    found = found if len(found) <= 80 else f"{found[:77]}..."
    if fault["type"] in MENDS:
        return f"{where}: found {found}, which {MENDS[fault['type']]}"
    return f"{where}: found {found}. {fault['msg'].replace('Input should', 'It should')}."


def place(steps: tuple[int | str, ...], body: Any) -> str:
    """Where a fault is, naming an entry by its code as well as by its number."""
    here, words = body, []
    for step in steps:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            name = str(here.get("code") or here.get("threat") or "") if isinstance(here, dict) else ""
            words.append(f"entry {step + 1}" + (f" ({name})" if 0 < len(name) <= 80 else ""))
        else:
            words.append(step)
    return ", ".join(words) or "the whole file"


def known_keys(shape: type[BaseModel]) -> set[str]:
    """Every key that a pack of this shape may hold, at any depth."""
    definitions = shape.model_json_schema().get("$defs", {})
    nested = {key for definition in definitions.values() for key in definition.get("properties", {})}
    return nested | set(shape.model_fields)
