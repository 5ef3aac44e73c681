"""The words of a PDF, page by page. Nothing in it is run, and one that could run something is refused."""

import re
import zlib
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import PdfDocument, PdfiumError

from drystane.sheets.inside import Unreadable
from drystane.strategy.papers.source import Line, Source

MOST_PAGES = 1_000
SCANNED = 15  # letters: a page with fewer is a picture, or empty
OBJECTS = 20 * 1024 * 1024  # bytes of unpacked objects looked at
STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.S)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
RUNS = {
    rb"/JavaScript\b|/JS\s*[(<\d]": "a script",
    rb"/Launch\b": "a command that starts a program",
    rb"/SubmitForm\b|/ImportData\b": "a form that sends or fetches data",
    rb"/RichMedia\b|/Rendition\b": "a film or sound",
    rb"/XFA\b": "a form that runs a program of its own",
    rb"/GoToR\b|/FileAttachment\b": "a link into another file",
}


def read(content: bytes) -> Source:
    if reason := what_it_runs(content):
        raise Unreadable(
            f"This PDF holds {reason}, so it was not opened. Print it to a new PDF, or paste the words of "
            f"the paper."
        )
    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise Unreadable(
                "This PDF is locked with a password. Save it without one and send that."
            ) from None
        raise Unreadable(
            "This PDF is damaged or was cut off on its way. Ask for it again, or print it to a new PDF."
        ) from None
    with document:
        if len(document) > MOST_PAGES:
            raise Unreadable(
                f"This PDF has {len(document):,} pages; at most {MOST_PAGES:,} are read. Send only the "
                f"pages of the paper."
            )
        lines = tuple(lines_of(document))
        pages = len(document)
    return Source(lines, remarks(lines, pages))


def lines_of(document: PdfDocument) -> Iterator[Line]:
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage().get_text_range()
        except PdfiumError:
            raise Unreadable(
                f"Page {number + 1} of this PDF is damaged. Print it to a new PDF and send that."
            ) from None
        for line in text.replace("\ufffe", "-").replace("\x02", "-").splitlines():
            yield Line(line, page=number + 1)
        page.close()


def remarks(lines: tuple[Line, ...], pages: int) -> tuple[str, ...]:
    """Raises Unreadable for a scan."""
    letters = dict.fromkeys(range(1, pages + 1), 0)
    for line in lines:
        if line.page is not None:
            letters[line.page] += sum(character.isalpha() for character in line.text)
    bare = [number for number, count in letters.items() if count < SCANNED]
    if len(bare) == pages:
        raise Unreadable(
            "This PDF is a scan: it holds pictures of pages and no text. Ask for the file it was printed "
            "from, or have "
            "the text recognised first."
        )
    if not bare:
        return ()
    named = ", ".join(map(str, bare[:10])) + (" and more" if len(bare) > 10 else "")
    return (f"No text was found on page {named}: look there yourself.",)


def what_it_runs(content: bytes) -> str | None:
    """Looks at the objects as they are written: who asks politely is told only what they ask for."""
    for part in (content, *unpacked(content)):
        names = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part
        for form, reason in RUNS.items():
            if re.search(form, names):
                return reason
    return None


def unpacked(content: bytes) -> Iterator[bytes]:
    """The objects that are packed together in streams."""
    left = OBJECTS
    for found in STREAM.finditer(content):
        try:
            part = zlib.decompressobj().decompress(content[found.end() :], left)
        except zlib.error:
            continue
        left -= len(part)
        yield part
        if left <= 0:
            raise Unreadable(
                "This PDF unpacks to more than any paper needs. Print it to a new PDF and send that."
            )
