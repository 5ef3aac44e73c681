"""Figures in the text of a paper stand as [[figure:CODE]], right behind the words that state them."""

import re
from collections.abc import Iterator, Mapping

MARK = re.compile(r"\s*\[\[figure:([A-Za-z0-9_-]+)\]\]")


def cited_codes(text: str) -> list[str]:
    return MARK.findall(text)


def without_marks(text: str) -> str:
    """The words alone, as they are read out."""
    return MARK.sub("", text)


def spelled(text: str, figures: Mapping[str, str]) -> str:
    """With the words of each figure in place of its mark, as somebody reads it who knows no codes."""
    return MARK.sub(lambda mark: f" [figure: {figures.get(mark.group(1), 'no longer there')}]", text)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the code of the figure cited right behind it, or with none."""
    at = 0
    for mark in MARK.finditer(text):
        yield text[at : mark.start()], mark.group(1)
        at = mark.end()
    if at < len(text) or at == 0:
        yield text[at:], ""
