"""A section as it is typed: paragraphs with a blank line between them. No Django."""

import re

BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def paragraphs(text: str) -> list[str]:
    """The paragraphs typed. A line break inside one is only where the typing turned."""
    typed = BLANK_LINE.split(text.replace("\r\n", "\n").strip())
    return [" ".join(paragraph.split()) for paragraph in typed if paragraph.strip()]


def as_typed(written: list[str]) -> str:
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
