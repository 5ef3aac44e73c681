"""Word and OpenDocument files are archives of XML: unpacked within bounds, the XML without tricks."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from drystane.sheets.inside import Unreadable

MOST_PARTS = 5_000
MOST_XML = 60 * 1024 * 1024  # bytes of one part, unpacked
MOST_TIMES = 200  # as large as it is packed: honest text stays below
DAMAGED = (
    "This file is damaged or was cut off on its way. Open it in its own program, save it again and send that."
)
LOCKED = "This document is locked with a password. Take the password off, save it and send that."


def opened(content: bytes) -> ZipFile:
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable(DAMAGED) from None
    if len(archive.infolist()) > MOST_PARTS:
        raise Unreadable("This file is packed with thousands of parts. Save the paper anew and send that.")
    return archive


def ending_of(content: bytes) -> str:
    """.docx or .odt. Raises Unreadable for any other archive."""
    archive = opened(content)
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return ".docx"
    if "mimetype" in names and part(archive, "mimetype").startswith(
        b"application/vnd.oasis.opendocument.text"
    ):
        return ".odt"
    if "content.xml" in names:
        return ".odt"
    raise Unreadable(
        "This is neither a Word document nor an OpenDocument text. Send the paper itself, not an archive, "
        "a spreadsheet or slides."
    )


def part(archive: ZipFile, name: str) -> bytes:
    """One part, whole. Raises Unreadable where it is locked, damaged, or packed to blow up."""
    try:
        info = archive.getinfo(name)
        refuse_bomb(info)
        with archive.open(info) as stream:
            content = stream.read(MOST_XML + 1)
    except RuntimeError:
        raise Unreadable(LOCKED) from None
    except (BadZipFile, KeyError, OSError, EOFError, ValueError, NotImplementedError):
        raise Unreadable(DAMAGED) from None
    if len(content) > MOST_XML:
        raise Unreadable(
            f"The part {name} of this file unpacks to more than any paper needs. Save the paper anew."
        )
    return content


def refuse_bomb(info: ZipInfo) -> None:
    if info.file_size > MOST_XML or info.file_size > MOST_TIMES * max(info.compress_size, 10_000):
        raise Unreadable(
            f"The part {info.filename} of this file unpacks to far more than it should. Copy the words of "
            f"the paper into "
            "a new document and send that."
        )


def tree(archive: ZipFile, name: str) -> etree._Element:
    """The XML of a part. Raises Unreadable where it declares entities or is nested without end."""
    content = part(archive, name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(
            "This file declares words of its own that stand for others (XML entities), as no word "
            "processor does. "
            "Copy the words of the paper into a new document and send that."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise Unreadable(
                "This file is nested deeper than any paper. Copy its words into a new document and send that."
            ) from None
        raise Unreadable(DAMAGED) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(DAMAGED)
    return root
