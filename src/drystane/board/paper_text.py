"""The whole text of a paper as one value: what a version keeps, and is compared by. No Django."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Words:
    """A paragraph or the like, and the paragraph of the schedule that keeps it from the public."""

    text: str
    exempt_under: str = ""


@dataclass(frozen=True)
class Request:
    """A recommendation. `ref` finds it again among those of the paper."""

    ref: str
    verb: str
    text: str
    exempt_under: str = ""


@dataclass(frozen=True)
class Behind:
    """An appendix: an edition by its code, a file by its ref, or a text."""

    title: str
    edition: str = ""
    text: str = ""
    file: str = ""
    exempt_under: str = ""


@dataclass(frozen=True)
class PaperText:
    to: str
    report_by: str
    heading: str
    sections: dict[str, tuple[Words, ...]]
    recommendations: tuple[Request, ...]
    appendices: tuple[Behind, ...]
    exempt_tables: dict[str, str]
    form: str = ""  # of a version that was kept before its form was


def to_json(text: PaperText) -> str:
    return json.dumps(asdict(text), separators=(",", ":"), sort_keys=True)


def from_json(body: str) -> PaperText:
    kept = json.loads(body)
    return PaperText(
        to=kept["to"],
        report_by=kept["report_by"],
        heading=kept["heading"],
        sections={key: tuple(Words(**one) for one in rows) for key, rows in kept["sections"].items()},
        recommendations=tuple(Request(**one) for one in kept["recommendations"]),
        appendices=tuple(Behind(**one) for one in kept["appendices"]),
        exempt_tables=kept["exempt_tables"],
        form=kept.get("form", ""),
    )
