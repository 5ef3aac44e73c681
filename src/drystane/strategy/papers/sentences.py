"""Sentences of a paragraph, and trimming what is quoted out of one."""

import re
from collections.abc import Iterator

from drystane.strategy.papers.blocks import Layout
from drystane.strategy.papers.found import Found

# A full stop after these ends no sentence.
SHORT = re.compile(
    r"(?i)(?:\b(?:mr|mrs|ms|dr|prof|no|nos|para|paras|cllr|st|e\.g|i\.e|etc|vs|approx|ext|tel|fig|ref|rt"
    r"|hon|sgt|insp)"
    r"|\b[A-Z])\.$"
)
LONGEST_SHORT = 12  # characters looked back at: enough for any of them
BREAK = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£])")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where each sentence of text[start:end] stands."""
    end = len(text) if end is None else end
    at = start
    for found in BREAK.finditer(text, start, end):
        if SHORT.search(text[max(at, found.start() - LONGEST_SHORT) : found.start() + 1]):
            continue
        yield at, len(text[: found.end()].rstrip())
        at = found.end()
    if at < end:
        yield at, end


def cut(layout: Layout, start: int, end: int, *, strip: str = "", sure: bool = True) -> Found:
    """The words between, without white space, a joining "and" and such signs at their end."""
    words = layout.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    while True:
        shorter = re.sub(r"[*_]{2}$|(?:[;,]\s*(?:and|or)?|\s+(?:and|or)|\s[-–—])$", "", words).rstrip()
        shorter = shorter.rstrip(strip) if strip else shorter
        if shorter == words:
            break
        words = shorter
    return Found(words, layout.span(start, start + len(words)), sure)
