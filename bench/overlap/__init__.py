"""How well actions that are the same work find each other, beside what others use; the same pairs for all."""

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.tables import Table

HERE = Path(__file__).resolve().parent
REAL = HERE.parents[2] / "shared" / "data" / "actions"  # published logs, kept beside the clone
RESAMPLES = 1000
OURS, WITHOUT = "Drystane", "Drystane, no model"


@dataclass(frozen=True)
class Labelled:
    """A set of pairs that a person labelled."""

    name: str
    rows: tuple[Mapping[str, Any], ...]
    actions: Mapping[str, Mapping[str, Any]]

    def is_duplicate(self) -> list[bool]:
        return [row["label"] == "duplicate" for row in self.rows]

    def is_related(self) -> list[bool]:
        return [row["label"] != "distinct" for row in self.rows]


@dataclass(frozen=True)
class Scored:
    duplicate: Sequence[float]
    related: Sequence[float]


def measure() -> Table:
    lines: list[tuple[str, ...]] = []
    notes: list[str] = []
    for labelled in sets():
        found = ours(labelled)
        lines += [line(labelled, name, scored) for name, scored in (found | peers(labelled)).items()]
        notes.append(failures(labelled, next(iter(found.values()))))
    if not REAL.is_dir():
        notes.append("The published pairs are not on this machine, so only our own were measured.")
    return Table(
        "Average precision, with the middle 95 of 100 resamples",
        ("Pairs", "By", "The same work", "The same or related"),
        tuple(lines),
        tuple(notes),
    )


def sets() -> list[Labelled]:
    real = (
        [Labelled("60 published", rows(REAL / "pairs.jsonl"), by_id(REAL / "actions.jsonl"))]
        if REAL.is_dir()
        else []
    )
    hard = Labelled("our own hard ones", rows(HERE / "cases.jsonl"), {})
    fresh = Labelled("written after the vocabulary", rows(HERE / "fresh.jsonl"), {})
    blind = rows(HERE / "blind.jsonl")
    return [
        *real,
        Labelled("15 of the field, crossed", crossed(rows(HERE / "domain.jsonl")), {}),
        hard,
        fresh,
        Labelled("blind", blind, {}),
        Labelled("blind, the half not looked at", blind[1::2], {}),
    ]


def rows(path: Path) -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(text) for text in path.read_text("utf-8").splitlines())


def by_id(path: Path) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in rows(path)}


def crossed(positive: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Each left side with each right side; only those that stand together in the register are related."""
    return tuple(
        {
            "pair_id": f"{one['pair_id']}-{other['pair_id']}",
            "a_text": one["a_text"],
            "b_text": other["b_text"],
            "label": one["label"] if one is other else "distinct",
            "kind": one["pair_id"],
        }
        for one in positive
        for other in positive
    )


def ours(labelled: Labelled) -> dict[str, Scored]:
    """With the model first, where it is installed."""
    from drystane.closeness import sentences  # noqa: PLC0415  # loads numpy, after the threads are set
    from drystane.plans.overlap import scoring  # noqa: PLC0415

    content = "\n".join(map(json.dumps, labelled.rows)).encode()
    asked = scoring.read_pairs(content, labelled.name, labelled.actions)
    model = sentences.model()
    found = {}
    for name, by in [*([(OURS, model)] if model else []), (WITHOUT, None)]:
        scored = scoring.score(asked, model=by, told=lambda _: None)
        found[name] = Scored([each.duplicate for each in scored], [each.related for each in scored])
    return found


def peers(labelled: Labelled) -> dict[str, Scored]:
    """What one would try first: the same number for both questions."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    from drystane.closeness import sentences  # noqa: PLC0415
    from drystane.closeness.terms import terms_of  # noqa: PLC0415
    from drystane.plans.overlap.rows import row_by_row  # noqa: PLC0415

    a, b = [[row[f"{side}_text"] for row in labelled.rows] for side in ("a", "b")]
    terms = terms_of({*a, *b})
    words = row_by_row(terms.rows(a), terms.rows(b)).tolist()
    found = {"TF-IDF": words, "rapidfuzz": [fuzz.token_set_ratio(*pair) for pair in zip(a, b, strict=True)]}
    model = sentences.model()
    if model is not None:
        meaning = (model.vectors(a) * model.vectors(b)).sum(axis=1).tolist()
        found["MiniLM"] = meaning
        found["MiniLM + TF-IDF"] = [sum(pair) for pair in zip(words, meaning, strict=True)]
    return {name: Scored(values, values) for name, values in found.items()}


def line(labelled: Labelled, name: str, scored: Scored) -> tuple[str, ...]:
    return (
        f"{labelled.name} ({len(labelled.rows)})",
        name,
        with_interval(scored.duplicate, labelled.is_duplicate()),
        with_interval(scored.related, labelled.is_related()),
    )


def with_interval(values: Sequence[float], right: Sequence[bool]) -> str:
    chance = random.Random(1)  # noqa: S311  # resampling, with the same draws each time
    found = []
    for _ in range(RESAMPLES):
        some = chance.choices(range(len(values)), k=len(values))
        if any(right[n] for n in some):
            found.append(average_precision([values[n] for n in some], [right[n] for n in some]))
    low, high = sorted(found)[len(found) // 40], sorted(found)[-len(found) // 40]
    return f"{average_precision(values, right):.2f} ({low:.2f} to {high:.2f})"


def average_precision(values: Sequence[float], right: Sequence[bool]) -> float:
    """The mean of the precision at each right one; equal values are taken together, to nobody's advantage."""
    ranked = sorted(zip(values, right, strict=True), key=lambda each: -each[0])
    seen = hits = 0
    total = 0.0
    for _, level in groupby(ranked, key=lambda each: each[0]):
        here = [is_right for _, is_right in level]
        seen, hits = seen + len(here), hits + sum(here)
        total += sum(here) * hits / seen
    return total / hits


def failures(labelled: Labelled, scored: Scored) -> str:
    """Which kinds stand on the wrong side when as many are taken as there are."""
    told = []
    for what, values, right in [
        ("the same work", scored.duplicate, labelled.is_duplicate()),
        ("the same or related", scored.related, labelled.is_related()),
    ]:
        order = sorted(range(len(values)), key=lambda n: -values[n])
        many = sum(right)
        missed = Counter(kind(labelled.rows[n]) for n in order[many:] if right[n])
        taken = Counter(kind(labelled.rows[n]) for n in order[:many] if not right[n])
        told.append(f"{what}: missed {counted(missed)}; wrongly taken {counted(taken)}")
    return f"Of {labelled.name}, {'. Of '.join(told)}."


def kind(row: Mapping[str, Any]) -> str:
    return str(row.get("kind", row["pair_id"]))


def counted(kinds: Counter[str]) -> str:
    words = [name if many == 1 else f"{many} {name}" for name, many in kinds.most_common()]
    return ", ".join(words) or "none"
