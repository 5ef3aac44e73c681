"""The forms in which councils write papers: headings, numbering, front matter. One YAML file a form."""

from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from drystane.strategy.packs import Cite, Entry, read_pack

FOLDER = Path(__file__).resolve().parents[1] / "packs" / "report_forms"
KEY = r"^[a-z][a-z_]{0,18}$"  # two of them and a hyphen name a kept text, in 40 letters
RECOMMENDATIONS = "recommendations"
FRONT = "front-"  # how the key of a line above the title begins
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

# What a paper or its meeting knows already; any other line above the title is asked of the author.
KNOWN_FRONT = ("to", "on", "report_by", "subject", "venue", "board", "appendices")


class Line(Entry):
    """One line that a form wants said: above the title, or in a block such as its implications."""

    key: str = Field(pattern=KEY)
    label: str = Field(min_length=2, max_length=80)
    help: str = ""
    choices: tuple[str, ...] = ()


class LineTable(Entry):
    """Lines set as a table, and not as a list."""

    caption: str
    columns: tuple[str, str]


class Heading(Entry):
    key: str = Field(pattern=KEY)
    title: str
    number: int | None = Field(default=None, ge=1)
    numbered_paragraphs: bool = False
    lines: tuple[Line, ...] = ()
    table: LineTable | None = None

    def line_key(self, line: Line) -> str:
        """Under which key its words are kept, beside the paragraphs of the headings."""
        return f"{self.key}-{line.key}"


class Numbering(Entry):
    section: Literal["1", "1.", "1.0"]
    recommendation: Literal["1.1", "i."]


class PaperForm(Entry):
    code: str = Field(pattern=KEY)
    name: str
    front_matter: tuple[Line, ...]
    heading_case: Literal["upper", "as_written"]
    headings: tuple[Heading, ...]
    numbering: Numbering
    recommendation_stem: str
    cite: Cite

    @model_validator(mode="after")
    def fits_together(self) -> Self:
        keys = [heading.key for heading in self.headings]
        fields = [line.key for line in self.front_matter]
        fields += [heading.line_key(line) for heading in self.headings for line in heading.lines]
        if twice := sorted({key for key in (*keys, *fields) if (*keys, *fields).count(key) > 1}):
            raise ValueError(f"the key {twice[0]!r} stands twice. Give each line and each heading its own")
        if RECOMMENDATIONS not in keys:
            raise ValueError(f"no heading has the key {RECOMMENDATIONS!r}. Add the one they stand under")
        numbers = [heading.number for heading in self.headings if heading.number]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError(f"the headings are numbered {numbers}. Number them from 1, without a gap")
        if any(heading.numbered_paragraphs and not heading.number for heading in self.headings):
            raise ValueError("a heading without a number has numbered paragraphs. Number it, or neither")
        return self

    @property
    def written(self) -> tuple[Heading, ...]:
        """The headings under which somebody writes paragraphs."""
        return tuple(
            heading for heading in self.headings if heading.key != RECOMMENDATIONS and not heading.lines
        )

    @property
    def asked(self) -> tuple[tuple[str, Line], ...]:
        """The lines that the author fills in, each with the key its words are kept under."""
        above = [(front_key(line), line) for line in self.front_matter if line.key not in KNOWN_FRONT]
        within = [(heading.line_key(line), line) for heading in self.headings for line in heading.lines]
        return (*above, *within)

    @property
    def keys(self) -> frozenset[str]:
        """All that is printed of what was written."""
        return frozenset({heading.key for heading in self.headings} | {key for key, _ in self.asked})

    @property
    def is_checked(self) -> bool:
        """Whether the whole form was seen in its source."""
        return self.cite.status == "sourced"

    def heading(self, key: str) -> Heading | None:
        return next((heading for heading in self.headings if heading.key == key), None)

    def called(self, heading: Heading) -> str:
        """Its number and its title, as the paper prints them."""
        return f"{self.section_number(heading)} {heading.title}".strip()

    def section_number(self, heading: Heading) -> str:
        return "" if heading.number is None else self.numbering.section.replace("1", str(heading.number), 1)

    def paragraph_number(self, heading: Heading, order: int) -> str:
        return f"{heading.number}.{order}" if heading.numbered_paragraphs else ""

    def recommendation_number(self, order: int) -> str:
        """As its paper prints it: 2.1, or i."""
        heading = self.heading(RECOMMENDATIONS)
        if self.numbering.recommendation == "i." or heading is None or heading.number is None:
            return f"{roman(order)}."
        return f"{heading.number}.{order}"


def front_key(line: Line) -> str:
    return f"{FRONT}{line.key}"


def roman(number: int) -> str:
    said = ""
    for value, letters in ROMAN:
        while number >= value:
            said, number = said + letters, number - value
    return said


@cache
def paper_form(code: str) -> PaperForm:
    """Raises KeyError for a form that nobody has described, and BadPack for one described wrongly."""
    if code not in known_forms():
        raise KeyError(code)
    return read_pack(FOLDER / f"{code}.yaml", PaperForm)


@cache
def known_forms() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.yaml"))


def all_forms() -> tuple[PaperForm, ...]:
    """Every form, by its name."""
    return tuple(sorted(map(paper_form, known_forms()), key=lambda form: form.name))
