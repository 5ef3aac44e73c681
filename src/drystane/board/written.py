"""A section as it is typed: paragraphs with a blank line between them. No Django.

A paragraph that is kept from the public begins with [[exempt:14]], so that the mark travels with its words.
"""

import re
from collections.abc import Iterable

BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
EXEMPT = re.compile(r"\[\[exempt:([0-9]{1,2})\]\]\s*")
LOOKS_EXEMPT = re.compile(r"\[\s*exempt|exempt\s*:\s*[0-9]+\s*\]", re.IGNORECASE)


class BadMark(ValueError):
    """A mark of exemption that cannot be read. Nothing is open because its mark was mistyped."""


def exempt(text: str) -> tuple[str, str]:
    """The words, and the paragraph of the schedule that keeps them from the public. Raises BadMark."""
    found = EXEMPT.match(text)
    words = text[found.end() :] if found else text
    if LOOKS_EXEMPT.search(words):
        raise BadMark(
            "A mark of exemption is mistyped or in the wrong place. Write [[exempt:14]], with the number "
            "of the paragraph, at the very start of what is exempt."
        )
    return words, found.group(1) if found else ""


def with_mark(text: str, exempt_under: str) -> str:
    return f"[[exempt:{exempt_under}]] {text}" if exempt_under else text


def paragraphs(text: str) -> list[str]:
    """The paragraphs typed. A line break inside one is only where the typing turned."""
    typed = BLANK_LINE.split(text.replace("\r\n", "\n").strip())
    return [" ".join(paragraph.split()) for paragraph in typed if paragraph.strip()]


def as_typed(written: Iterable[str]) -> str:
    return "\n\n".join(written)


def cite(text: str, code: str, *, at: int | None) -> str:
    """The text with a figure cited at the end of that paragraph, counted from one; by default the last.

    Raises IndexError where there is no such paragraph.
    """
    written = paragraphs(text)
    place = len(written) if at is None else at
    if not 1 <= place <= len(written):
        raise IndexError(place)
    # The mark stands behind the words that state the figure, before the full stop.
    said = written[place - 1]
    stop = "." if said.endswith(".") else ""
    written[place - 1] = f"{said.removesuffix('.')} [[figure:{code}]]{stop}"
    return as_typed(written)
