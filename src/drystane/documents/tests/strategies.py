"""Papers of every kind, for tests of what holds for all of them."""

import re
from dataclasses import replace
from datetime import date
from typing import TypeVar

from hypothesis import strategies as st

from drystane.documents.packs import (
    Appendix,
    Note,
    Pack,
    Paragraph,
    Recommendation,
    Reference,
    Run,
    Section,
    Table,
    with_texts,
)
from drystane.documents.tests.cast import PACK

texts = st.text(max_size=12) | st.sampled_from(
    ["{{ pack }}", "{% if %}", "{_{ x }_}", "<b>&amp;</b>", "a\nb\tc", " "]
)
numbers = st.integers(1, 99)


Part = TypeVar("Part")


def several(parts: st.SearchStrategy[Part]) -> st.SearchStrategy[tuple[Part, ...]]:
    return st.lists(parts, max_size=2).map(tuple)


runs = several(st.builds(Run, texts, several(numbers)))
paragraphs = st.builds(Paragraph, texts, runs)
sections = st.builds(
    Section, st.sampled_from(["summary", "recommendations", "resources"]), texts, texts, several(paragraphs)
)
references = st.builds(Reference, texts, texts, texts)
recommendations = st.builds(Recommendation, texts, runs, several(references))
notes = st.builds(Note, numbers, texts, texts, texts, texts, texts, texts, texts)
appendices = st.builds(Appendix, numbers, texts, texts, texts)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    row = st.tuples(*[texts] * width)
    rows = draw(st.lists(row, max_size=2))
    return Table(
        draw(texts), draw(row), tuple(rows), draw(st.sampled_from(["", "summary", "other"])), draw(texts)
    )


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    return replace(
        PACK,
        marking=draw(texts),
        partnership=draw(texts),
        front=draw(several(st.tuples(texts, texts))),
        title=draw(texts),
        author=draw(texts),
        sections=draw(several(sections)),
        recommendations=draw(several(recommendations)),
        audience=draw(texts),
        counted_on=draw(st.dates(date(2009, 1, 1), date(2030, 1, 1))),
        tables=draw(several(tables())),
        wall=draw(st.sampled_from([None, PACK.wall])),
        notes=draw(several(notes)),
        appendices=draw(several(appendices)),
        warnings=draw(several(texts)),
        invented=draw(st.booleans()),
    )


SHOWN = re.compile("[^\t\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u017f]")


@st.composite
def latin_packs(draw: st.DrawFn) -> Pack:
    """Papers with a title and with letters that every shipped face has."""
    pack: Pack = with_texts(draw(packs()), lambda text: SHOWN.sub("", text))
    return replace(pack, title=f"Paper {pack.title}", wall=pack.wall and PACK.wall)
