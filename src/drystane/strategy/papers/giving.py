"""What a paper gives people to do, as it is gathered, and the tables that say it outright."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from drystane.strategy.papers.blocks import Block, Layout
from drystane.strategy.papers.dates import dates, next_on
from drystane.strategy.papers.found import Check, Found, Kind, Span, Task
from drystane.strategy.papers.people import People
from drystane.strategy.papers.sentences import cut
from drystane.strategy.papers.wording import (
    AFTERTHOUGHT,
    CARRIED,
    CLOSED,
    HEADERS,
    LABEL,
    POST,
    WHEN,
)


@dataclass
class Given:
    tasks: list[Task] = field(default_factory=list)
    please_check: list[Check] = field(default_factory=list)
    spent: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Reading:
    layout: Layout
    people: People
    kind: Kind
    on: date | None
    given: Given

    def add(self, start: int, end: int, who: Found | None, *, trim: bool = True, sure: bool = True) -> None:
        text = self.layout.text
        late = AFTERTHOUGHT.search(text, start, end) if trim else None
        what = cut(
            self.layout,
            start,
            late.start() if late else end,
            strip=")]" if text[start:end].count("(") < text[start:end].count(")") else "",
            sure=sure,
        )
        if len(what.text.split()) < 3 or any(
            a < what.span.end and what.span.start < b for a, b in self.given.spent
        ):
            return
        said = next(iter(WHEN.finditer(text, start, end)), None)
        self.given.spent.append((what.span.start, what.span.end))
        self.given.tasks.append(Task(who, what, said[0] if said else "", self.day(said[0]) if said else None))
        if who is None:
            self.doubt("It is not said who is to do this.", what.span)

    def knows(self, who: str) -> bool:
        return self.people.full(who) is not None or bool(re.search(rf"(?:{POST})$", who))

    def doubt(self, sentence: str, span: Span) -> None:
        self.given.please_check.append(Check("tasked", sentence, span))

    def day(self, said: str) -> date | None:
        found = next(dates(said), None)
        return next_on(found, self.on) if found else None

    def who(self, start: int, end: int) -> Found | None:
        """Each of the names between, in full where the minute says them in full, joined by commas."""
        words = self.layout.text[start:end]
        begin = start + len(words) - len(words.lstrip())
        words = words.strip(" .,:;[]")
        span = self.layout.span(begin, begin + len(words))
        bare = re.sub(r"\s*\([^)]*\)", "", words)
        whole = self.people.full(bare)
        if whole:
            return Found(
                words if "(" in words and bare == whole.name and "with" not in words else whole.name, span
            )
        parts = [part for part in re.split(r"\s*(?:/|,|&|\band\b)\s*", bare) if part]
        known = [self.people.full(part) for part in parts]
        if len(parts) > 1 and any(known):
            return Found(
                ", ".join(one.name if one else part for one, part in zip(known, parts, strict=True)), span
            )
        named = re.sub(r"^[Tt]he\s+", "", bare)
        both = re.fullmatch(
            r"(.+?\b(?:Group|Board|Panel|Team|Forum)) and (?:the )?(.+?\b(?:Group|Board|Panel|Team|Forum))",
            named,
        )
        if both:
            named = f"{both[1]}, {both[2]}"
        sure = bool(re.search(POST, named)) or len(parts) > 1 or len(named.split()) > 1
        return Found(named, span, sure)


def carried_sections(reading: Reading) -> Iterator[tuple[int, Block, str]]:
    """Each block with "" where its section holds what is new, else how surely it does not."""
    where = ""
    for number, block in enumerate(reading.layout.blocks):
        if block.heading or (
            not block.text.endswith(".") and len(block.text.split()) < 9 and not LABEL.match(block.text)
        ):
            words = reading.layout.words(block)
            if CARRIED.search(words) and not re.search(r"(?i)\bactions from the meeting of", words):
                where = "perhaps" if re.search(r"(?i)matters arising|^minutes? of", block.text) else "surely"
            elif block.heading and (not block.weak or not where):
                where = ""
        elif block.label.lower().startswith("item"):
            where = ""
        yield number, block, where


def tables(reading: Reading) -> None:
    """Tables with a column of actions and one of who is to do them."""
    text = reading.layout.text
    columns: dict[str, int] = {}
    width, away = 0, False
    for _number, block, carried in list(carried_sections(reading)):
        cells = block.cells
        if len(cells) < 2:
            away = bool(columns)  # a later table of the same make may leave its headings out
            continue
        words = [text[a:b] for a, b in cells]
        named = {
            name: place
            for name, form in HEADERS.items()
            for place, word in reversed(list(enumerate(words)))
            if re.fullmatch(rf"(?i){form}", word.strip(" :"))
        }
        if {"action", "owner"} <= named.keys():
            columns, width, away = named, len(cells), False
            continue
        if away and not (len(cells) == width and reading.knows(words[columns["owner"]])):
            continue
        if (
            not columns
            or len(cells) < max(columns["action"], columns["owner"]) + 1
            or (carried and reading.kind != "action_log")
        ):
            continue
        status = words[columns["status"]] if "status" in columns and columns["status"] < len(words) else ""
        if CLOSED.match(status) or (len(cells) < width and any(CLOSED.match(word) for word in words)):
            continue
        place, owner = cells[columns["action"]], cells[columns["owner"]]
        when = words[columns["when"]] if "when" in columns and columns["when"] < len(words) else ""
        what = cut(reading.layout, *place)
        reading.given.spent.append((what.span.start, what.span.end))
        reading.given.tasks.append(Task(reading.who(*owner), what, when, reading.day(when)))
