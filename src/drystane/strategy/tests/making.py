"""Papers in the forms that people send, made from plain text, honest ones and others. None is kept."""

import zlib
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

OD = "urn:oasis:names:tc:opendocument:xmlns:"
ODT_HEAD = (
    f'<office:document-content xmlns:office="{OD}office:1.0" xmlns:text="{OD}text:1.0" '
    f'xmlns:table="{OD}table:1.0"'
    f' xmlns:draw="{OD}drawing:1.0" xmlns:style="{OD}style:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' office:version="1.3">'
)


def as_docx(text: str) -> bytes:
    document = Document()
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) > 2:
            row = document.add_table(1, len(cells)).rows[0]
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        else:
            document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_odt(text: str, *, before: str = "", declared: str = "", extra: dict[str, str] | None = None) -> bytes:
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.splitlines())
    content = (
        f"<?xml version='1.0'?>{declared}{ODT_HEAD}<office:body><office:text>{before}{paragraphs}"
        "</office:text></office:body></office:document-content>"
    )
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **(extra or {})}
    )


def as_html(text: str, *, head: str = "", body: str = "") -> bytes:
    paragraphs = "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines())
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}{paragraphs}</body></html>".encode()


def as_pdf(text: str, *, lines_a_page: int = 45, catalog: str = "", objects: Sequence[bytes] = ()) -> bytes:
    """Pages of Helvetica in the letters of western Europe."""
    lines = text.splitlines() or [""]
    sheets = [lines[at : at + lines_a_page] for at in range(0, len(lines), lines_a_page)]
    return pdf_of([page_of(sheet) for sheet in sheets], catalog=catalog, objects=objects)


def page_of(lines: Sequence[str]) -> bytes:
    said = [b"BT /F1 10 Tf 14 TL 50 780 Td"]
    for line in lines:
        words = line.replace("\t", "    ").encode("cp1252", errors="replace")
        for sign in (b"\\", b"(", b")"):
            words = words.replace(sign, b"\\" + sign)
        said.append(b"(" + words + b") Tj T*")
    return b"\n".join([*said, b"ET"])


def pdf_of(pages: Sequence[bytes], *, catalog: str = "", objects: Sequence[bytes] = ()) -> bytes:
    """A PDF by hand. The objects of the caller are numbered from 4 on."""
    first = 4 + len(objects)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *objects,
    ]
    for number, content in enumerate(pages):
        packed = zlib.compress(content)
        parts += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {first + 2 * number + 1} 0 R >>".encode(),
            f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream",
        ]
    written, places = bytearray(b"%PDF-1.5\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    written += f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(written)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_parts(content: bytes, parts: dict[str, str | bytes]) -> bytes:
    """The archive with some parts added or put in the place of others."""
    with ZipFile(BytesIO(content)) as archive:
        kept: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**kept, **parts})
