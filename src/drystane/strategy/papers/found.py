"""What was found in a paper. Every finding keeps its place: the page, and characters of `Paper.text`.

`Paper.text` is the whole of what the paper says, with every run of white space made one space, and
`text[span.start:span.end]` is the finding word for word.
"""

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any, Literal

Kind = Literal["report", "minute", "action_log", "strategy"]


@dataclass(frozen=True, order=True)
class Span:
    page: int | None  # from 1; None where the form of the file has no pages
    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """Words of the paper, and where they stand.

    The text is as it is best read: a name in full where the paper says it in full elsewhere.
    """

    text: str
    span: Span
    sure: bool = True


@dataclass(frozen=True)
class Task:
    """Something that somebody is newly given to do. `who.span` is where the task names them."""

    who: Found | None
    what: Found
    by_when: str = ""  # as written
    by_on: datetime.date | None = None  # where that is one day


@dataclass(frozen=True)
class Statistic:
    """A number with what it counts. The first of several that stand in one clause is the value."""

    what: Found
    value: Decimal
    unit: str  # percent, pounds, years, groups, people, count: the units of a strategy's figures
    counts: str
    as_of: str = ""  # as written
    as_of_on: datetime.date | None = None
    qualifier: str = ""  # about, over, nearly, at least


@dataclass(frozen=True)
class Section:
    number: str
    title: str
    span: Span  # of the heading


@dataclass(frozen=True)
class Paragraph:
    number: str  # "2.1", "" where it has none
    text: str
    span: Span


@dataclass(frozen=True)
class Check:
    """Something a person should look at, in a sentence; its place where it has one."""

    field: str  # committee, date, author, title, recommendations, tasked, statistics, contact, text
    sentence: str
    span: Span | None = None


@dataclass(frozen=True)
class Paper:
    kind: Kind
    text: str
    pages: tuple[int, ...]  # where in the text each page starts; empty where there are no pages
    lines: tuple[Span, ...]  # the paragraphs, headings and rows in order, for showing the text readably
    committee: Found | None = None
    date: Found | None = None
    date_on: datetime.date | None = None  # None where the paper gives no full date
    place: Found | None = None
    author: Found | None = None
    title: Found | None = None
    report_number: Found | None = None
    marking: Found | None = None
    contact: Found | None = None
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    recommendations: tuple[Found, ...] = ()
    decisions: tuple[Found, ...] = ()  # what a minute says was decided
    tasks: tuple[Task, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    groups: tuple[Found, ...] = ()
    please_check: tuple[Check, ...] = ()


def as_json(paper: Paper) -> dict[str, Any]:
    """The fields of a hand-made extraction, with where each was found and what a person should look at."""
    return {
        "kind": paper.kind,
        "committee": words(paper.committee),
        "date": paper.date_on.isoformat() if paper.date_on else None,
        "place": words(paper.place),
        "author": words(paper.author),
        "title": words(paper.title),
        "report_number": words(paper.report_number),
        "marking": words(paper.marking),
        "recommendations": [found.text for found in paper.recommendations],
        "decisions": [found.text for found in paper.decisions],
        "tasked": [
            {"group": words(task.who), "task": task.what.text, "by_when": task.by_when or None}
            for task in paper.tasks
        ],
        "statistics": [statistic.what.text for statistic in paper.statistics],
        "groups": [found.text for found in paper.groups],
        "contact": words(paper.contact),
        "spans": spans(paper),
        "please_check": [plain(check) for check in paper.please_check],
    }


def words(found: Found | None) -> str | None:
    return found.text if found else None


def spans(paper: Paper) -> dict[str, Any]:
    """Where each field of the extraction stands, in the same order; None where nothing was found."""
    single = ("committee", "date", "place", "author", "title", "report_number", "marking", "contact")
    return {
        **{name: place(getattr(paper, name)) for name in single},
        "recommendations": places(paper.recommendations),
        "decisions": places(paper.decisions),
        "tasked": places(task.what for task in paper.tasks),
        "statistics": places(statistic.what for statistic in paper.statistics),
        "groups": places(paper.groups),
    }


def place(found: Found | None) -> dict[str, Any] | None:
    return asdict(found.span) if found else None


def places(found: Iterable[Found]) -> list[dict[str, Any] | None]:
    return [place(one) for one in found]


def plain(value: Any) -> Any:
    """As JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
