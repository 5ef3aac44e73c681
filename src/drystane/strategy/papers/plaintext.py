"""Plain text in the encodings people send, and Markdown as far as its headings and stars."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from drystane.sheets.inside import Unreadable
from drystane.strategy.papers.source import Line, Source, from_text

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read(content: bytes, *, markdown: bool = False) -> Source:
    text = decoded(content)
    if CONTROL.search(text):
        raise Unreadable(
            "This is not plain text. Open it in the program it was made with, and save it as text."
        )
    if not markdown:
        return from_text(text)
    return Source(tuple(from_markdown(line) for line in without_front_matter(text).splitlines()))


def decoded(content: bytes) -> str:
    try:
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return content.decode("utf-16")
        return content.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            raise Unreadable("This text is damaged. Save it again as UTF-8 and send that.") from None
        return content.decode("cp1252", errors="replace")


def without_front_matter(text: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", text, count=1, flags=re.S)


def from_markdown(line: str) -> Line:
    heading = re.match(r"\s{0,3}#{1,6}\s+", line)
    words = line[heading.end() :].rstrip("# ") if heading else line
    words = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", words)
    return Line(words, heading=bool(heading))
