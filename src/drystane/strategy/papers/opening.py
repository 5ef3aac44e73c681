"""A paper from its file, by way of the capped child. What hides in a file never runs and fetches nothing."""

from pathlib import Path
from typing import Any

from drystane.sheets.child import in_child
from drystane.sheets.inside import Unreadable
from drystane.strategy.papers.found import Paper, plain
from drystane.strategy.papers.source import Source

MOST_BYTES = 50 * 1024 * 1024
MOST_CHARACTERS = 3_000_000  # some thousand full pages
LONGEST_LINE = 100_000
FEWEST_LETTERS = 20
FORMS = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".html": "a web page",
    ".htm": "a web page",
    ".txt": "plain text",
    ".text": "plain text",
    ".md": "plain text",
    "": "plain text",
}
OFFERED = "Send a PDF, a Word document (.docx), an OpenDocument text (.odt), a web page or plain text."


def open_paper(path: Path, *, name: str = "") -> Paper:
    """What the file says. `name` is what its sender called it. Raises NotRead with a sentence for a page."""
    # Only the process that hands the paper on needs pydantic; the child does without.
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(Paper).validate_python(in_child(read_inside, path, name=name or path.name))


def read_inside(path: Path, *, name: str) -> dict[str, Any]:
    """Runs in the child. Raises Unreadable."""
    from drystane.strategy.papers.reading import read_paper  # noqa: PLC0415  # after the caps are on

    return plain(read_paper(source_of(path, name)))  # type: ignore[no-any-return]  # a dataclass becomes a dict


def source_of(path: Path, name: str) -> Source:
    """The words of the file. Raises Unreadable with what is wrong and how to mend it."""
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable("This file is larger than 50 MB. Send only the paper itself, without its pictures.")
    ending = Path(name).suffix.lower()
    if ending not in FORMS:
        raise Unreadable(f"Papers ending in {ending} cannot be read. {OFFERED}")
    content = path.read_bytes()
    if not content.strip():
        raise Unreadable("This file is empty. Choose the file again, or paste the words of the paper.")
    form = form_of(content)
    if FORMS[ending] != form:
        raise Unreadable(
            f"This file is called {ending or 'plain text'} but holds {form}. Give it the ending that "
            f"fits, and send it again."
        )
    source = words_of(content, form, ending)
    letters = sum(character.isalpha() for line in source.lines for character in line.text)
    if letters < FEWEST_LETTERS:
        raise Unreadable(
            "There are no words in this file to read. Send the paper itself, or paste its words."
        )
    if sum(len(line.text) for line in source.lines) > MOST_CHARACTERS:
        raise Unreadable(
            "This paper is longer than a thousand pages. Split it and send the parts one by one."
        )
    if any(len(line.text) > LONGEST_LINE for line in source.lines):
        raise Unreadable(
            "One line of this text is longer than any paragraph. Save it with line breaks between paragraphs."
        )
    return source


def form_of(content: bytes) -> str:
    """What the file is by what it holds, whatever its name says. Raises Unreadable for other forms."""
    from drystane.strategy.papers import zipped  # noqa: PLC0415

    if content[:1024].lstrip().startswith(b"%PDF-"):
        return FORMS[".pdf"]
    if content.startswith(b"PK"):
        return FORMS[zipped.ending_of(content)]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "This is an old Word document (.doc), or one locked with a password. Open it, take the "
            "password off, "
            "save it as .docx and send that."
        )
    if content.startswith(b"{\\rtf"):
        raise Unreadable("Rich text (.rtf) cannot be read. Open it, save it as .docx and send that.")
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in head[:1024]:
        return FORMS[".html"]
    return FORMS[".txt"]


def words_of(content: bytes, form: str, ending: str) -> Source:
    """Each reader is imported only when it is wanted: the child has little time and memory."""
    if form == FORMS[".pdf"]:
        from drystane.strategy.papers import pdf  # noqa: PLC0415

        return pdf.read(content)
    if form == FORMS[".docx"]:
        from drystane.strategy.papers import word  # noqa: PLC0415

        return word.read(content)
    if form == FORMS[".odt"]:
        from drystane.strategy.papers import opendocument  # noqa: PLC0415

        return opendocument.read(content)
    if form == FORMS[".html"]:
        from drystane.strategy.papers import web  # noqa: PLC0415

        return web.read(content)
    from drystane.strategy.papers import plaintext  # noqa: PLC0415

    return plaintext.read(content, markdown=ending == ".md")
