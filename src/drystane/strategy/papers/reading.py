"""A whole paper read: its head, its structure, what it asks, who is given what, and its figures."""

import re
from collections.abc import Iterator

from drystane.strategy.papers.asks import asked
from drystane.strategy.papers.authors import signed_off
from drystane.strategy.papers.blocks import Block, Layout, laid_out
from drystane.strategy.papers.bodies import bodies
from drystane.strategy.papers.figures import statistics
from drystane.strategy.papers.found import Check, Paper, Paragraph, Section, Span
from drystane.strategy.papers.front import Front, front_of
from drystane.strategy.papers.giving import Given, Reading
from drystane.strategy.papers.people import people_of
from drystane.strategy.papers.source import Source, from_text, without_running_lines
from drystane.strategy.papers.tasks import given

ANNEX = re.compile(r"(?i)^(?:annex|appendix|list of background papers|background papers)\b")
ASIDE = re.compile(
    r"(?i)^(?:attendees|apologies|present|in attendance|participants|next meeting|date of next meeting"
    r"|future meetings?|contact"
    r"|report contact|report author contact details|background papers|list of background papers)\b"
)


def read_paper(document: str | Source) -> Paper:
    """What the paper says; nothing is found in an empty one."""
    source = from_text(document) if isinstance(document, str) else document
    layout = laid_out(without_running_lines(source))
    front = front_of(layout)
    people, after_people = people_of(layout.blocks)
    first = max(front.until, after_people) if front.kind == "minute" else front.until
    ask = asked(layout, front.kind, first)
    on = front.dated.on if front.dated else None
    tasks = given(Reading(layout, people, front.kind, on, Given()), first, ask.decisions, ask.recommendations)
    spent = [one.span for one in ask.recommendations]
    doing = [task.what.span for task in tasks.tasks]
    figures = tuple(
        one
        for one in statistics(layout, list(stretches(layout, front, first, spent)))
        if not any(span.start <= one.what.span.start < span.end for span in doing)
    )
    return Paper(
        kind=front.kind,
        text=layout.text,
        pages=layout.pages,
        lines=tuple(layout.span(block.begin, block.end) for block in layout.blocks),
        committee=front.committee,
        date=front.date,
        date_on=on,
        place=front.place,
        author=front.author,
        title=front.title,
        report_number=front.report_number,
        marking=front.marking,
        contact=front.contact,
        sections=tuple(
            Section(block.label, block.text, block.span) for block in layout.blocks if block.heading
        ),
        paragraphs=tuple(
            Paragraph(block.label, block.text, block.span) for block in layout.blocks if not block.heading
        ),
        recommendations=tuple(ask.recommendations),
        decisions=tuple(ask.decisions),
        tasks=tuple(tasks.tasks),
        statistics=figures,
        groups=tuple(bodies(layout, [(block.begin, block.end) for block in layout.blocks])),
        please_check=(
            *(Check("text", remark) for remark in source.remarks),
            *front.please_check,
            *ask.please_check,
            *tasks.please_check,
        ),
    )


def stretches(layout: Layout, front: Front, first: int, spent: list[Span]) -> Iterator[tuple[int, int]]:
    """Where figures are looked for: the body, without headings, lists of people, tables and annexes."""
    aside = False
    signed = signed_off(layout)
    blocks = layout.blocks
    body_ends = max((n for n, one in enumerate(blocks) if one.heading and one.label), default=0)
    for number, block in enumerate(blocks[first:], start=first):
        if number > body_ends and ANNEX.match(block.text) and len(block.text.split()) < 12:
            return
        if block.heading:
            aside = bool(ASIDE.match(block.text))
        if aside or left_out(block, front, spent) or (signed and block in signed):
            continue
        yield block.start, block.end


def left_out(block: Block, front: Front, spent: list[Span]) -> bool:
    if block.heading or (block.ruled and len(block.cells) > 2) or ASIDE.match(block.text):
        return True
    if any(
        found and found.span.start < block.end and block.start < found.span.end
        for found in (front.title, front.date)
    ):
        return True
    return any(span.start <= block.start < span.end for span in spent)
