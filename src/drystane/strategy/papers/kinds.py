"""Which kind of paper this is, from its first lines."""

import re

from drystane.strategy.papers.blocks import Layout
from drystane.strategy.papers.found import Kind
from drystane.strategy.papers.pairs import LABELLED

MINUTES = re.compile(
    r"(?im)^(?:\W*\w+\W+){0,8}?(?<!\d )(?:minutes?|notes?) (?:of|and|from)\b"
    r"|(?<!\d )\bminutes?\b(?!\s+silence)|^\s*present\s*[:-]"
    r"|^\s*(?:attendees|present|participants|in attendance)\b"
)
ACTIONS = re.compile(
    r"(?im)\b(?:rolling )?action (?:log|list|tracker|plan log)\b|^\s*actions (?:from|arising|agreed)"
    r"|: actions from"
)
LINE = 250  # characters: longer is prose, in which minutes are time


def kind_of(layout: Layout) -> Kind:
    said = [block.text for block in layout.blocks[:14]]
    head = "\n".join(said)
    if any(re.match(r"(?i)(?:draft )?(?:minutes?|notes?) (?:of|from)\b", words) for words in said[:4]):
        return "minute"
    if ACTIONS.search(head):
        return "action_log"
    if MINUTES.search("\n".join(line for line in map(layout.words, layout.blocks[:14]) if len(line) < LINE)):
        return "minute"
    if any(re.fullmatch(r"(?i)actions?(?: points?)?:?", words) for words in said[:5]):
        return "action_log"
    if re.search(r"(?i)\bstrategy\b[^.]{0,40}\d{4}|\bchapter \d", head) and not LABELLED.search(head):
        return "strategy"
    return "report"
