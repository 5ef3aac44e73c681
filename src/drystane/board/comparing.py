"""Two versions of a paper side by side: each part that changed, word by word. No Django."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drystane.board.citations import spelled
from drystane.board.paper_text import Behind, PaperText
from drystane.documents.difference import Change, changes


@dataclass(frozen=True)
class Part:
    """A section, or the like, of which something changed."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Names:
    """What a reader calls the things that a text names by their codes."""

    sections: Mapping[str, str]
    tables: Mapping[str, str]
    forms: Mapping[str, str]
    figures: Mapping[str, str]


def compared(before: PaperText, after: PaperText, names: Names) -> list[Part]:
    """Part by part in the order of the paper."""
    earlier, later = dict(parts(before, names)), dict(parts(after, names))
    return [
        Part(title, tuple(found))
        for title in {**earlier, **later}
        if (
            found := changes(
                [spelled(words, names.figures) for words in earlier.get(title, ())],
                [spelled(words, names.figures) for words in later.get(title, ())],
            )
        )
    ]


def parts(text: PaperText, names: Names) -> Iterator[tuple[str, Sequence[str]]]:
    yield "Front", (f"To: {text.to}", f"Report by: {text.report_by}", f"Heading: {text.heading}")
    yield "Form", [names.forms.get(text.form, text.form)] if text.form else []
    for key, title in names.sections.items():
        written = text.sections.get(key, ())
        yield title, [with_ground(one.text, one.exempt_under) for one in written]
    yield (
        "What it asks the board",
        [
            with_ground(f"{one.verb.capitalize()} {one.text}", one.exempt_under)
            for one in text.recommendations
        ],
    )
    yield "Appendices", [with_ground(behind(one), one.exempt_under) for one in text.appendices]
    yield "Tables", [with_ground(names.tables[which], number) for which, number in text.exempt_tables.items()]


def with_ground(text: str, exempt_under: str) -> str:
    return f"[exempt: paragraph {exempt_under}] {text}" if exempt_under else text


def behind(one: Behind) -> str:
    what = f"edition {one.edition}" if one.edition else "a file" if one.file else one.text
    return f"{one.title}: {what}"
