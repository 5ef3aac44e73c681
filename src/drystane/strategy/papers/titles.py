"""What a paper is called, where no label says so."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from drystane.strategy.papers.blocks import Block, Layout
from drystane.strategy.papers.dates import full_date
from drystane.strategy.papers.found import Found, Kind, Span
from drystane.strategy.papers.pairs import LABELLED, found_at

MARKING = re.compile(
    r"(?i)^(?:not protectively marked|official(?:[-–— :]+sensitive)?(?:\s*[:–—-].*)?|restricted|protect"
    r"|confidential|unclassified"
    r"|secret)$"
)
MEETING_LINE = re.compile(r"(?i)^(?:\w+(?:-\w+)?\s+)?meeting(?:\s+(?:no\.?\s*)?\d+)?(?:\s*[:,–-].*\d{4})?$")
REFERENCE = re.compile(r"[A-Z]{2,}[\w/]*[\s-]?\(?\d[\w()/ .-]{0,12}$|[A-Z]{2,}/\S+$")
PAPER_IS = re.compile(r"(?i)paper \d+\w?\s*[:–-]\s+(?=\w)")
NO_TITLE = re.compile(
    r"(?i)(?:agenda )?item\b|paper\s+\S*\d|(?:committee )?report$|agenda$|appendix|technical note$"
    r"|[\w ]+ council$|report no"
    r"|scottish police authority|comhairle|chief executive.s$|\w+ services$|for (?:information|decision"
    r"|discussion)$|draft$"
)
OF_MINUTES = re.compile(r"(?i)minutes? of (?:the )?meeting(?: of (?:the )?[A-Z][A-Z &,]+)?")


def title_of(
    layout: Layout, kind: Kind, head: Sequence[Block], committee: Found | None, spent: Sequence[Span]
) -> Found | None:
    """`head` is what stands before the body and is no pair; `spent`, where what else was found stands."""
    if kind == "minute":
        return title_of_minutes(layout, head, committee)
    for block in head:
        words = block.text
        log = kind == "action_log" and re.search(r"(?i)\bactions?\b.{0,12}\w", words)
        if not log and any(span.start < block.end and block.start < span.end for span in spent):
            continue
        paper = PAPER_IS.match(words)
        if paper:
            return found_at(layout, block.start + paper.end(), block.end)
        if (
            NO_TITLE.match(words)
            or REFERENCE.match(words)
            or MARKING.match(words)
            or LABELLED.match(words)
            or len(words) < 4
            or block.ruled
        ):
            continue
        if (full_date(words) and len(words.split()) <= 6 and not log) or (kind == "action_log" and not log):
            continue
        if kind == "strategy" and not re.match(r"(?i)chapter|section", words) and has_chapter(head):
            continue
        return undated(layout, block) if log else whole(layout, block)
    return committee if kind == "action_log" else None


def undated(layout: Layout, block: Block) -> Found:
    """ "Action log", where the line says "Action log - 5 June 2013"."""
    dash = re.search(r"\s+[-–—]\s+(?=\S*\s*\d)", block.text)
    return found_at(
        layout, block.start, block.start + dash.start() if dash and full_date(block.text) else block.end
    )


def has_chapter(head: Sequence[Block]) -> bool:
    return any(re.match(r"(?i)(?:chapter|section) \d", block.text) for block in head)


def whole(layout: Layout, block: Block) -> Found:
    return found_at(layout, block.start, block.end)


def title_of_minutes(layout: Layout, head: Sequence[Block], committee: Found | None) -> Found | None:
    """By their first line, by the line that names the body, or by the body and which meeting."""
    for one in titles_of_minutes(layout, head, committee):
        return one
    return committee


def titles_of_minutes(layout: Layout, head: Sequence[Block], committee: Found | None) -> Iterator[Found]:
    place = committee.span.start if committee else -1
    for block in head:
        if re.match(
            r"(?i)(?:draft )?(?:minutes?|notes?|record) (?:of|from)\b", block.text
        ) and not re.fullmatch(r"(?i)minutes? (?:of|and) (?:the )?(?:previous|last).*", block.text):
            before = next((one for one in head if one.end + 1 == block.begin), None)
            if (
                OF_MINUTES.fullmatch(block.text)
                and before
                and committee
                and before.start == place
                and committee.span.end == before.end
            ):
                yield found_at(layout, before.start, block.end)
            end = block.end
            after = next((one for one in head if one.begin > block.end), None)
            if OF_MINUTES.fullmatch(block.text) and committee and after and after.start <= place < after.end:
                end = committee.span.end
            yield found_at(layout, block.start, end)
    for before, block in pairwise(head):
        if MEETING_LINE.match(block.text) and before.start <= place < before.end:
            yield found_at(layout, before.start, block.end)
    for block in head:
        named = block.start <= place < block.end
        inside = OF_MINUTES.search(block.text)
        if (
            named
            and re.search(r"(?i)minutes|meeting|notes?\b", block.text)
            and len(block.text.split()) < 25
            and not (inside and ". " in block.text)
        ):
            yield whole(layout, block)
        if inside:
            yield found_at(layout, block.start + inside.start(), block.start + inside.end())
