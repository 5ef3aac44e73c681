"""Reads the words back out of a finished paper, the way a reader meets them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

INLINE = {"a", "span", "sup"}
BREAKS = {qn("w:tab"), qn("w:br"), qn("w:p"), qn("w:tc")}


class MainText(HTMLParser):
    """The text of <main>, without drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in {"main", "svg"}:
            self.inside.append(tag)
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"main", "svg"}:
            self.inside.pop()
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if self.inside == ["main"]:
            self.parts.append(data)


def words(text: str) -> str:
    return " ".join(text.split())


def words_of_html(page: str) -> str:
    reader = MainText()
    reader.feed(page)
    return words("".join(reader.parts))


def words_of_word(file: bytes) -> str:
    return words("".join(pieces(docx.Document(BytesIO(file)).element.body)))


def pieces(body: Any) -> Iterator[str]:
    for element in body.iter():
        if element.tag in BREAKS:
            yield " "
        elif element.tag == qn("w:t"):
            yield element.text or ""
