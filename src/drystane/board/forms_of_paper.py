"""The forms in which councils write papers: headings, numbering, front matter. One YAML file a form."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "packs" / "report_forms"


@dataclass(frozen=True)
class Heading:
    number: int
    key: str
    title: str
    numbered_paragraphs: bool


@dataclass(frozen=True)
class PaperForm:
    code: str
    name: str
    front: tuple[tuple[str, str], ...]
    upper_heading: bool
    stem: str
    headings: tuple[Heading, ...]

    @property
    def written(self) -> tuple[Heading, ...]:
        """The headings under which somebody writes paragraphs."""
        return tuple(heading for heading in self.headings if heading.key != "recommendations")

    def heading(self, key: str) -> Heading | None:
        return next((heading for heading in self.headings if heading.key == key), None)


@cache
def paper_form(code: str) -> PaperForm:
    """Raises KeyError for a form that nobody has described."""
    path = FOLDER / f"{code}.yaml"
    if code not in known_forms():
        raise KeyError(code)
    body = yaml.safe_load(path.read_text("utf-8"))
    return PaperForm(
        code=body["code"],
        name=body["name"],
        front=tuple((line["key"], line["label"]) for line in body["front_matter"]),
        upper_heading=body["heading_case"] == "upper",
        stem=body["recommendation_stem"],
        headings=tuple(
            Heading(row["number"], row["key"], row["title"], row["numbered_paragraphs"])
            for row in body["headings"]
        ),
    )


@cache
def known_forms() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.yaml"))
