"""A file of pairs, scored line by line, for measuring and for trying out on one's own actions."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drystane.closeness.sentences import SentenceModel
from drystane.closeness.terms import terms_of
from drystane.plans.overlap.facets import read
from drystane.plans.overlap.likeness import Closeness, compare
from drystane.plans.overlap.rows import row_by_row
from drystane.plans.overlap.vectors import Vectors
from drystane.plans.overlap.works import Likeness, Work

TOLD_AT_MOST = 10
SIDES = ("a", "b")
ABOUT_AN_ACTION = ("owner", "group", "timescale")


class BadFile(Exception):
    """The file cannot be read as pairs or actions. The words name lines, fields and remedies."""


@dataclass(frozen=True)
class Asked:
    """A line of the file."""

    pair_id: str
    a: Work
    b: Work


@dataclass
class Faults:
    """What is wrong with a file, gathered so that one run tells all."""

    name: str
    found: list[str] = field(default_factory=list)

    def add(self, line: int, what: str) -> None:
        self.found.append(f"{self.name}, line {line}: {what}")

    def stop_if_any(self) -> None:
        if self.found:
            more = len(self.found) - TOLD_AT_MOST
            rest = [f"... and {more} more."] if more > 0 else []
            raise BadFile("\n".join([*self.found[:TOLD_AT_MOST], *rest]))


def read_pairs(
    content: bytes, name: str, actions: Mapping[str, Mapping[str, Any]] | None = None
) -> list[Asked]:
    """The pairs of a file, one JSON object a line. Raises BadFile, naming each line that is not one."""
    faults = Faults(name)
    found: list[Asked] = []
    lines: dict[str, int] = {}
    for number, row in rows_of(content, faults):
        pair_id = text_of(row, "pair_id", number, faults)
        if pair_id in lines:
            faults.add(
                number, f'"pair_id" is {shown(pair_id)}, as in line {lines[pair_id]}. Give each its own.'
            )
        lines.setdefault(pair_id, number)
        sides = [work_of(row, side, number, faults, actions or {}) for side in SIDES]
        found.append(Asked(pair_id, *sides))
    if not found and not faults.found:
        faults.found.append(f"{name} holds no pairs. It should hold one JSON object a line.")
    faults.stop_if_any()
    return found


def read_actions(content: bytes, name: str) -> dict[str, dict[str, Any]]:
    """The actions of a file by their id. Raises BadFile."""
    faults = Faults(name)
    found = {text_of(row, "id", number, faults): row for number, row in rows_of(content, faults)}
    faults.stop_if_any()
    return found


def rows_of(content: bytes, faults: Faults) -> list[tuple[int, dict[str, Any]]]:
    found = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        try:
            row = json.loads(line.decode()) if line.strip() else None
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            faults.add(
                number, f"byte 0x{byte:02x} is not UTF-8. Save the file as UTF-8 (iconv -f LATIN1 -t UTF-8)."
            )
        except ValueError as error:
            faults.add(number, f"not JSON ({error}). Write one object a line, in double quotation marks.")
        else:
            if isinstance(row, dict):
                found.append((number, row))
            elif line.strip():
                faults.add(
                    number, f"{shown(row)} is not an object. Write {{...}} with the fields of the pair."
                )
    return found


def text_of(row: Mapping[str, Any], name: str, number: int, faults: Faults) -> str:
    value = row.get(name)
    if isinstance(value, str) and value.strip():
        return value
    found = "is missing" if name not in row else f"is {shown(value)}"
    faults.add(number, f'"{name}" {found}. Give it as text that is not empty.')
    return ""


def work_of(
    row: Mapping[str, Any], side: str, number: int, faults: Faults, actions: Mapping[str, Mapping[str, Any]]
) -> Work:
    known = actions.get(str(row.get(side)), {})
    given: dict[str, Any] = {
        name: row.get(f"{side}_{name}") or known.get(name) or "" for name in ABOUT_AN_ACTION
    }
    for name, value in given.items():
        if not isinstance(value, str):
            faults.add(number, f'"{name}" of {side} is {shown(value)}. Give it as text, or leave it out.')
            given[name] = ""
    whole = row if f"{side}_text" in row or "text" not in known else {f"{side}_text": known["text"]}
    return Work(key=f"{number}{side}", title=text_of(whole, f"{side}_text", number, faults), **given)


def shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:37]}..."


def score(
    asked: Sequence[Asked], *, model: SentenceModel | None, told: Callable[[int], object]
) -> list[Likeness]:
    """How alike the two of each pair are. What is common is learnt from the texts of all pairs."""
    reads = [(read(pair.a), read(pair.b)) for pair in asked]
    every = {each.work.text: each for pair in reads for each in pair}
    words, topics = terms_of(every), terms_of(each.facets.topic for each in every.values())
    counted = Counter(subject for each in every.values() for subject in each.facets.subjects)
    common = {subject: many / len(every) for subject, many in counted.items()}

    def texts(side: int) -> list[str]:
        return [pair[side].work.text for pair in reads]

    def subjects(side: int) -> list[str]:
        return [pair[side].facets.topic for pair in reads]

    shared = row_by_row(words.rows(texts(0)), words.rows(texts(1))).tolist()
    about = row_by_row(topics.rows(subjects(0)), topics.rows(subjects(1))).tolist()
    meaning: list[float | None] = [None] * len(reads)
    if model is not None:
        vectors = Vectors()
        vectors.of(list(every), model, told)
        meaning = (vectors.of(texts(0), model, told) * vectors.of(texts(1), model, told)).sum(axis=1).tolist()
    return [
        compare(*pair, Closeness.of(*close), common)
        for pair, *close in zip(reads, shared, about, meaning, strict=True)
    ]


def as_line(asked: Asked, found: Likeness) -> str:
    row = {
        "pair_id": asked.pair_id,
        "duplicate": found.duplicate,
        "related": found.related,
        "reasons": [reason.sentence for reason in found.reasons],
    }
    return json.dumps(row, ensure_ascii=False)
