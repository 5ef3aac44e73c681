"""Reads the words back out of a finished paper, the way a reader meets them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from unicodedata import normalize

import docx
import pypdfium2
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


TOP, BOTTOM = 24 / 25.4 * 72, 26 / 25.4 * 72  # the margins of a page, in points: marking and page number
# A hyphen at the end of a line, on a page alone and with more; where a long word may break.
UNSEEN = {"\ufffe": "-", "\x02": "-", "\u200b": ""}


def letters(text: str) -> str:
    """Without any space, and a half as 1/2. A PDF keeps where lines end, and not what was typed there."""
    return "".join(normalize("NFKC", text).replace("\u2044", "/").split())


def letters_of_pdf(file: bytes) -> str:
    """What stands between the margins of all pages."""
    said = []
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            width, height = page.get_size()
            said.append(page.get_textpage().get_text_bounded(0, BOTTOM, width, height - TOP))
    text = "".join(said)
    for sign, meant in UNSEEN.items():
        text = text.replace(sign, meant)
    return letters(text)
