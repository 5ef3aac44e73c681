"""The pairs at the head of a report: "To: ...", "Date | ...", and a label with its value on the next line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drystane.strategy.papers.blocks import SHEET, SHEET_SURE, Block, Layout
from drystane.strategy.papers.dates import full_date
from drystane.strategy.papers.found import Found
from drystane.strategy.papers.people import PRESENT

LABELS = {
    "committee": r"report\ to|to|committee|meeting\ of|name\ of\ (?:committee|meeting)|meeting|board|body",
    "date": r"date\ of\ meeting|meeting\ date|date|on|dated|held\ on",
    "author": r"report\ author|author(?:\(s\))?|report\ by|paper\ by|report\ from|prepared\ by|submitted\ by"
    r"|presented\ by|lead\ officer|from|by",
    "place": r"venue|location|place|held\ (?:at|in)",
    "title": r"report\ title|title\ of\ (?:paper|report)|paper\ title|title|subject|heading|report\ on|re",
    "report_number": r"report\ (?:no|number|ref(?:erence)?)|tn\ number|paper\ (?:no|number|ref)"
    r"|ref(?:erence)?(?:\ no)?",
    "contact": r"contact\ officer|report\ contact|contact\ (?:name|details)|for\ further\ information"
    r"|contact|enquiries\ to",
    "officer": r"chief\ officer|responsible\ officer|executive\ director|director|designation",
    "more": r"contact\ (?:no|number|tel)|telephone|tel|e-?mail|exempt|confidential|agenda\ item(?:\ no)?"
    r"|item\ (?:no|number)"
    r"|terms\ of\ reference|appendix\ attached|recommendation\ to\ members|wards?\ affected|time|purpose"
    r"|classification"
    r"|recommendations?|status|report\ date|document\ type|background\ papers|appendices|author’s\ name"
    r"|present|apologies"
    r"|members|participants|attendees|panel|secretariat|ex\ officio|chair",
}
LABELLED = re.compile(
    "(?i)(?:(?<=^)|(?<=\\s))(?:"
    + "|".join(f"(?P<{name}>{words.replace(chr(92) + ' ', ' ')})" for name, words in LABELS.items())
    + r")\.?\s*:(?!//)\s*"
)
AS_CELL = {
    name: re.compile(rf"(?i)(?:{words.replace(chr(92) + ' ', ' ')})\.?\s*:?")
    for name, words in LABELS.items()
}
EDGES = " :-–|;,"
GAP = 6  # other lines may stand between two pairs
HEAD = 30  # blocks in which the head of a paper ends
BEGINS = {
    "purpose", "summary", "executive summary", "background", "introduction", "recommendations",
    "recommendation", "recommendation(s)", "purpose of report", "purpose of the report", "issue", "apologies",
    "present", "attendees", "actions",
}  # fmt: skip
ONLY_FIRST = {"to", "on", "by", "from", "re", "board", "panel", "meeting", "committee", "time"}
ORDER = ("report author", "author", "paper by", "report by")


@dataclass(frozen=True)
class Pair:
    name: str
    label: str
    start: int
    end: int
    block: int


def pairs_of(layout: Layout) -> Iterator[Pair]:
    """ "To: ...", "Date | ...", and a label alone with its value on the next line."""
    blocks = layout.blocks
    sheet = sum(bool(SHEET_SURE.match(block.text)) for block in blocks[:HEAD]) > 0
    last = 0
    for number, block in enumerate(blocks[:HEAD]):
        if number - last > GAP or (number and ends_the_head(block)):
            break
        if block.bullet:
            continue
        words = layout.words(block)
        if block.cells and (cells := list(in_cells(layout, number, block))):
            yield from cells
            last = number
            continue
        bare = SHEET.match(words) if sheet else None
        if bare and not block.label:
            label = bare[0].strip()
            name = next(name for name, form in AS_CELL.items() if form.fullmatch(label))
            yield Pair(name, label.lower(), block.begin + bare.end(), block.end, number)
            last = number
            continue
        labels = [one for one in LABELLED.finditer(words) if one.start() == 0 or second_label(one)]
        if not labels or labels[0].start():
            continue
        last = number + 1
        for one, after in zip(labels, [*labels[1:], None], strict=True):
            start, end = block.begin + one.end(), block.begin + after.start() if after else block.end
            name, label = str(one.lastgroup), one[0].rstrip(" :").lower()
            if layout.text[start:end].strip():
                yield Pair(name, label, start, end, number)
            elif not after and number + 1 < len(blocks) and not LABELLED.match(blocks[number + 1].text):
                follower = blocks[number + 1]
                yield Pair(name, label, follower.start, follower.end, number + 1)
    for number in range(max(HEAD, len(blocks) - 8), len(blocks)):
        found = LABELLED.match(blocks[number].text)
        if found and found.lastgroup in {"author", "contact"}:
            yield Pair(
                str(found.lastgroup),
                found[0].rstrip(" :").lower() + "*",
                blocks[number].start + found.end(),
                blocks[number].end,
                number,
            )


def ends_the_head(block: Block) -> bool:
    """A numbered heading or paragraph, or the heading that most reports begin with."""
    return bool(re.fullmatch(r"1(?:\.[01])?", block.label)) or (
        block.heading and block.text.rstrip(":").lower() in BEGINS
    )


def second_label(found: re.Match[str]) -> bool:
    """A second label in one line begins with a capital and is no short word that stands in sentences."""
    label = found[0].rstrip(" :.")
    return label[0].isupper() and label.lower() not in ONLY_FIRST


def in_cells(layout: Layout, number: int, block: Block) -> Iterator[Pair]:
    cells = block.cells
    at = 0
    while at < len(cells) - 1:
        words = layout.text[slice(*cells[at])]
        name = next((name for name, form in AS_CELL.items() if form.fullmatch(words)), None)
        if name is None or (name == "committee" and words.islower()):
            at += 1
            continue
        yield Pair(name, words.rstrip(" :").lower(), *cells[at + 1], number)
        at += 2


def first(layout: Layout, pairs: Sequence[Pair], name: str) -> Found | None:
    mine = [pair for pair in pairs if pair.name == name]
    if name == "author":
        mine.sort(
            key=lambda pair: ORDER.index(pair.label) if pair.label in ORDER else 9 + pair.label.endswith("*")
        )
    if name == "title":
        mine.sort(key=lambda pair: pair.label == "heading")
    return found_at(layout, mine[0].start, mine[0].end) if mine else None


def body_starts(blocks: Sequence[Block], pairs: Sequence[Pair]) -> int:
    """After the lines of the head: at the first numbered paragraph, known heading or long paragraph."""
    last = max((pair.block for pair in pairs if pair.block < HEAD), default=-1)
    for number, block in enumerate(blocks[:HEAD]):
        if number > last and (block.label or PRESENT.match(block.text) or is_prose(block.text)):
            return number
        if number > last and block.heading and block.text.rstrip(":").lower() in BEGINS:
            return number
    return min(len(blocks), HEAD)


def is_prose(words: str) -> bool:
    count = len(words.split())
    return count > 30 or (count > 14 and words.endswith(".") and not full_date(words))


def found_at(layout: Layout, start: int, end: int, *, sure: bool = True) -> Found:
    words = layout.text[start:end]
    start += len(words) - len(words.lstrip(EDGES))
    words = words.strip(EDGES)
    return Found(words, layout.span(start, start + len(words)), sure)
