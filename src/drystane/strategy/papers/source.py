"""The words of a file, line by line, before anything is read out of them."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

PAGE_NUMBER = re.compile(r"(?i)(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?")
EDGE = 2  # so many lines at the head and the foot of a page may be the same on every page
SEEN_ON = 3  # pages, before a line counts as one


@dataclass(frozen=True)
class Line:
    """A line as it stands, a whole paragraph where the file knows paragraphs, or a row of a table."""

    text: str  # cells of a row are parted by tabs
    page: int | None = None
    whole: bool = False  # never joined to its neighbours
    heading: bool = False


@dataclass(frozen=True)
class Source:
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = field(default=())  # what a person should know about the reading itself


def from_text(text: str) -> Source:
    """Pages are parted by form feeds, if at all."""
    sheets = text.split("\f")
    return Source(
        tuple(
            Line(line, page=number if len(sheets) > 1 else None)
            for number, sheet in enumerate(sheets, start=1)
            for line in sheet.splitlines()
        )
    )


def without_running_lines(source: Source) -> Source:
    """Page numbers, and what heads or foots page after page, left out but for the first time."""
    pages = by_page(source.lines)
    if len(pages) < SEEN_ON:
        return source
    edges = Counter(words for lines in pages for words in {key(line) for line in edge(lines)})
    running = {words for words, times in edges.items() if times >= max(SEEN_ON, len(pages) // 2)}
    seen: set[str] = set()
    kept: list[Line] = []
    for lines in pages:
        at_edge = {id(line) for line in edge(lines)}
        for line in lines:
            if id(line) in at_edge and (key(line) in running or PAGE_NUMBER.fullmatch(line.text.strip())):
                if key(line) in seen or PAGE_NUMBER.fullmatch(line.text.strip()):
                    continue
                seen.add(key(line))
            kept.append(line)
    return replace(source, lines=tuple(kept))


def by_page(lines: tuple[Line, ...]) -> list[list[Line]]:
    pages: dict[int | None, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def edge(lines: list[Line]) -> list[Line]:
    said = [line for line in lines if line.text.strip()]
    return said[:EDGE] + said[-EDGE:]


def key(line: Line) -> str:
    """The same for "Page 3 of 9" as for "Page 4 of 9"."""
    return re.sub(r"\d+", "0", " ".join(line.text.split()))
