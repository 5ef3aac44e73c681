"""Papers in each form of file are read alike, and files that hurt are refused with a sentence."""

import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from drystane.sheets.child import NotRead
from drystane.sheets.inside import Unreadable
from drystane.strategy.papers.found import Paper
from drystane.strategy.papers.opening import open_paper, source_of
from drystane.strategy.papers.reading import read_paper
from drystane.strategy.tests.making import (
    as_docx,
    as_html,
    as_odt,
    as_pdf,
    page_of,
    pdf_of,
    with_parts,
    zipped,
)

HERE = Path(__file__).parent / "papers"
FORMS: dict[str, Callable[[str], bytes]] = {"docx": as_docx, "odt": as_odt, "html": as_html, "pdf": as_pdf}
SAMPLE = (
    "To: Safer Towns Board\nOn: 9 March 2016\nReport by: Head of Public Protection\n\n1. "
    "Summary\n1.1 Words.\n"
)
WML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def said(paper: Paper) -> dict[str, object]:
    """What was found, without where."""
    return {
        "committee": paper.committee and paper.committee.text,
        "on": paper.date_on,
        "author": paper.author and paper.author.text,
        "title": paper.title and paper.title.text,
        "recommendations": [one.text for one in paper.recommendations],
        "tasks": [(one.who and one.who.text, one.what.text) for one in paper.tasks],
        "figures": [one.what.text for one in paper.statistics],
    }


def refused(tmp_path: Path, name: str, content: bytes) -> str:
    """In this process, where it is quick; that the child is capped is shown by the tests of the child."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as error:
        read_paper(source_of(path, name))
    return str(error.value)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["inverclyde_2", "highland_2", "fife_2", "spa_2"])
def test_a_paper_says_the_same_in_every_form(tmp_path: Path, name: str, form: str) -> None:
    text = (HERE / f"{name}.txt").read_text("utf-8")
    path = tmp_path / f"{name}.{form}"
    path.write_bytes(FORMS[form](text))
    assert said(read_paper(source_of(path, path.name))) == said(read_paper(text))


@pytest.mark.parametrize("form", ["docx", "pdf", "txt"])
def test_the_child_hands_back_the_same_paper(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"paper.{form}"
    path.write_bytes(FORMS.get(form, str.encode)(SAMPLE))
    paper = open_paper(path)
    assert paper == read_paper(source_of(path, path.name))
    assert paper.date_on is not None
    assert paper.committee is not None
    assert paper.text[paper.committee.span.start : paper.committee.span.end] == "Safer Towns Board"


def test_the_child_says_why_a_file_was_not_read(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked(as_pdf(SAMPLE)))
    with pytest.raises(NotRead, match="locked with a password"):
        open_paper(path)


def test_findings_of_a_pdf_keep_their_page(tmp_path: Path) -> None:
    above = ["To: Safer Towns Board", "On: 9 March 2016", *["Words of no matter."] * 50]
    text = "\n".join([*above, "2. Recommendations", "2.1 It is recommended that the board note this."])
    path = tmp_path / "paper.pdf"
    path.write_bytes(as_pdf(text))
    paper = read_paper(source_of(path, path.name))
    assert [one.span.page for one in paper.recommendations] == [2]
    assert len(paper.pages) == 2


def test_page_numbers_and_running_heads_are_no_part_of_a_paragraph(tmp_path: Path) -> None:
    pages = [["OFFICIAL", f"1.{n} This paragraph number {n} is long enough to fill most of a "
        f"line and", "ends here.", f"Page {n} of 4"]
             for n in range(1, 5)]  # fmt: skip
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of([page_of(lines) for lines in pages]))
    paper = read_paper(source_of(path, path.name))
    assert "Page 2" not in paper.text
    assert paper.text.count("OFFICIAL") == 1


def test_word_numbers_its_lists_as_word_would(tmp_path: Path) -> None:
    levels = f"""<w:numbering {WML}><w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
        </w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""
    listed = [(0, "Recommendations"), (1, "It is recommended that the "
        "Board:"), (2, "notes this;"), (2, "agrees it."),
              (1, "Note the rest."), (2, "endorse it.")]  # fmt: skip
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId '
        f'w:val="5"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
        for level, words in listed
    )
    content = with_parts(
        as_docx("x"),
        {
            "word/numbering.xml": levels,
            "word/document.xml": f"<w:document {WML}><w:body>{body}</w:body></w:document>",
        },
    )
    path = tmp_path / "paper.docx"
    path.write_bytes(content)
    lines = [line.text for line in source_of(path, path.name).lines]
    assert [line.split()[0] for line in lines] == ["2.", "2.1", "(a)", "(b)", "2.2", "(a)"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_the_encodings_people_send(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes("The board’s cost was £5,000 – no more than that.\n".encode(encoding))
    assert read_paper(source_of(path, path.name)).text == "The board’s cost was £5,000 – no more than that."


def locked(content: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(content))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def packed(inner: bytes) -> bytes:
    """An object inside a packed stream, where a look at the bytes does not see it."""
    squeezed = zlib.compress(b"9 0 " + inner)
    head = f"<< /Type /ObjStm /N 1 /First 4 /Length {len(squeezed)} /Filter /FlateDecode >>\nstream\n"
    return head.encode() + squeezed + b"\nendstream"


def scanned(pages: int) -> bytes:
    return pdf_of([b"0 0 m 100 100 l S"] * pages)


def relation(kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{base}/package/2006/relationships"><Relationship Id="rId99" '
        f'TargetMode="External"'
        f' Type="{base}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    )


XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
DEEP_XML = f"<w:document {WML}><w:body>" + "<w:p>" * 400 + "</w:p>" * 400 + "</w:body></w:document>"
REMOTE_IMAGE = (
    '<text:p><draw:frame><draw:image xlink:href="https://example.org/a.png"/></draw:frame></text:p>'
)
BAD_FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a locked PDF": ("a.pdf", lambda: locked(as_pdf(SAMPLE)), "locked with a password"),
    "half a PDF": ("a.pdf", lambda: as_pdf(SAMPLE * 40)[:300], "damaged|cut off"),
    "a PDF with a script": (
        "a.pdf", lambda: as_pdf(SAMPLE, catalog="/OpenAction << /S /JavaScript /JS "
            "(app.alert) >>"), "a script"),
    "a PDF that spells its script otherwise": (
        "a.pdf", lambda: as_pdf(SAMPLE, catalog="/OpenAction << /S /J#61vaScript >>"), "a script"),
    "a PDF with a script in a packed object": (
        "a.pdf", lambda: as_pdf(SAMPLE, objects=[packed(b"<< /S /JavaScript /JS "
            b"(app.alert) >>")]), "a script"),
    "a PDF that starts a program": (
        "a.pdf", lambda: as_pdf(SAMPLE, catalog="/OpenAction << /S /Launch /F "
            "(calc.exe) >>"), "starts a program"),
    "a PDF that leads into another": (
        "a.pdf", lambda: as_pdf(SAMPLE, catalog="/OpenAction << /S /GoToR /F "
            "(other.pdf) >>"), "another file"),
    "a scan": ("a.pdf", lambda: scanned(3), "is a scan"),
    "ten thousand pages": ("a.pdf", lambda: scanned(10_000), "10,000 pages"),
    "a Word file with a template elsewhere": (
        "a.docx",
        lambda: with_parts(as_docx(SAMPLE), {"word/_rels/settings.xml.rels": relation("attachedTemplate", "https://example.org/t.dotm")}),
        "fetches something"),
    "a Word file with macros": (
        "a.docx", lambda: with_parts(as_docx(SAMPLE), {"word/vbaProject.bin": b"x"}), "macros"),
    "a Word file that blows up": (
        "a.docx", lambda: with_parts(as_docx(SAMPLE), {"word/document.xml": b" " * 9_000_000}), "unpacks to"),
    "a Word file nested without end": (
        "a.docx", lambda: with_parts(as_docx(SAMPLE), {"word/document.xml": DEEP_XML}), "nested deeper"),
    "half a Word file": ("a.docx", lambda: as_docx(SAMPLE)[:2000], "damaged"),
    "an ODT that reads our files": ("a.odt", lambda: as_odt(SAMPLE, declared=XXE), "XML entities"),
    "an ODT with a bomb of entities": ("a.odt", lambda: as_odt(SAMPLE, declared=LAUGHS), "XML entities"),
    "an ODT with a picture "
    "elsewhere": ("a.odt", lambda: as_odt(SAMPLE, before=REMOTE_IMAGE), "fetches something"),
    "an ODT with macros": ("a.odt", lambda: as_odt(SAMPLE, extra={"Basic/Standard/a.xml": "x"}), "macros"),
    "a locked ODT": (
        "a.odt", lambda: as_odt(SAMPLE, extra={"META-INF/manifest.xml": "<m:encryption-data/>"}), "password"),
    "a page with a script": ("a.html", lambda: as_html(SAMPLE, head="<script>1</script>"), "runs a script"),
    "a page with a handler": (
        "a.html", lambda: as_html(SAMPLE, body='<p onclick="x()">a</p>'), "runs a script"),
    "a page with a picture elsewhere": (
        "a.html", lambda: as_html(SAMPLE, body='<img src="//example.org/a.png">'), "fetches something"),
    "a page with a style elsewhere": (
        "a.html", lambda: as_html(SAMPLE, head="<style>@import 'a.css';</style>"), "fetches something"),
    "a page nested without end": ("a.html", lambda: as_html(SAMPLE, body="<div>" * 3000), "nested deeper"),
    "a Word file called a PDF": ("a.pdf", lambda: as_docx(SAMPLE), "holds a Word document"),
    "a PDF called text": ("a.txt", lambda: as_pdf(SAMPLE), "holds a PDF"),
    "a spreadsheet": ("a.docx", lambda: zipped({"xl/workbook.xml": "<a/>"}), "neither a Word document"),
    "an old Word file": ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "old Word document"),
    "rich text": ("a.txt", lambda: b"{\\rtf1 words}", "Rich text"),
    "a picture": ("a.png", lambda: b"\x89PNG", "cannot be read"),
    "an empty file": ("a.txt", lambda: b" \n ", "empty"),
    "half a UTF-16 text": ("a.txt", lambda: b"\xff\xfe" + "Some words".encode("utf-16-le")[:-1], "damaged"),
    "bytes that are no text": ("a.txt", lambda: b"words " + struct.pack("<8I", *range(8)), "not plain text"),
    "one endless line": ("a.txt", lambda: b"words and " * 20_000, "longer than any paragraph"),
    "more text than a thousand pages": (
        "a.txt", lambda: (b"words and so on " * 6 + b"\n") * 40_000, "thousand pages"),
    "no words": ("a.txt", lambda: b"1 2 3 4\n" * 20, "no words"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_file_that_hurts_is_refused_with_what_to_do(tmp_path: Path, what: str) -> None:
    name, content, words = BAD_FILES[what]
    sentence = refused(tmp_path, name, content())
    assert re.search(words, sentence), sentence
    assert sentence.endswith(".")


def test_links_that_a_reader_may_follow_are_no_reason_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "paper.html"
    path.write_bytes(as_html(SAMPLE, body='<p><a href="https://example.org">The strategy of 2015</a></p>'))
    assert "The strategy of 2015" in read_paper(source_of(path, path.name)).text


def test_a_page_without_text_is_named_for_a_person_to_look_at(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of([page_of(SAMPLE.splitlines()), b"0 0 m 9 9 l S"]))
    checks = [check.sentence for check in read_paper(source_of(path, path.name)).please_check]
    assert "No text was found on page 2: look there yourself." in checks
