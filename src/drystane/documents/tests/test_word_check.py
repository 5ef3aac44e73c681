"""A council's own Word template is refused with every reason, before anything in it is rendered."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from drystane.documents.word import TEMPLATES
from drystane.documents.word_check import MOST_ENTRIES, faults

Change = Callable[[str, bytes], bytes]


def copy(tmp_path: Path, change: Change, more: dict[str, bytes] | None = None) -> Path:
    """Our template with its parts changed, and with more of them."""
    own = tmp_path / "own.docx"
    with (
        zipfile.ZipFile(TEMPLATES / "renfrewshire.docx") as old,
        zipfile.ZipFile(own, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return own


def same(_name: str, content: bytes) -> bytes:
    return content


def swapping(old: str, new: str) -> Change:
    return lambda _name, content: content.replace(old.encode(), new.encode())


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_our_own_templates_can_be_used(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize(
    ("put", "sentence"),
    [
        ("{{ pack.countedd }}", "In the text, “.countedd” is not known there. Did you mean “counted”?"),
        ("{{ packs.counted }}", "In the text, “packs” is not known. Did you mean “pack”?"),
        ("{% for x %}", "In the text, a tag cannot be read: expected token 'in'"),
        ("{{ pack.counted() }}", "In the text, a tag uses “call”."),
        ("{{ pack.__class__ }}", "In the text, “.__class__” is not known there."),
        ("{{ pack['counted'] }}", "In the text, a tag uses “getitem”."),
        ("{{ pack.counted|upper }}", "In the text, a tag uses “filter”."),
        ("{% set x = pack %}{{ pack.counted }}", "In the text, a tag uses “assign”."),
        ("{% include 'x' %}", "In the text, a tag uses “include”."),
        ("{% for x in pack.title %}{% endfor %}", "In the text, a loop goes through something that is not a"),
        ("{% for a, b in parts %}{% endfor %}", "In the text, a loop gives 2 names"),
        ("{{ parts.section }}", "In the text, “.section” is not known there."),
        ("{{ 9 * 9 }}", "In the text, a tag uses “mul”."),
        ("", "It does not print Pack.counted."),
    ],
)
def test_a_tag_that_is_not_ours_is_named(tmp_path: Path, put: str, sentence: str) -> None:
    found = faults(copy(tmp_path, swapping("{{ pack.counted }}", put)))
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        for old, new in (
            ('w:val="en-GB"', 'w:val="en-US"'),
            ("<w:tblHeader/>", ""),
            ('<w:pStyle w:val="Heading1"/>', ""),
        ):
            content = content.replace(old.encode(), new.encode())
        return content.replace(b"{{ pack.banner }}", b"") if "header" in name else content

    assert sorted({sentence.split(".")[0] for sentence in faults(copy(tmp_path, change))}) == [
        "A table's first row is not marked to come again",
        "Its language is not British English",
        "The marking is not in header 1",
        "“{{ part",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("word/vbaProject.bin", "It holds macros."),
        ("word/activeX/activeX1.bin", "It holds controls that run programs."),
        ("word/embeddings/oleObject1.bin", "It holds a file inside it."),
    ],
)
def test_what_could_run_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    (found,) = faults(copy(tmp_path, same, {name: b"x"}))
    assert found.startswith(sentence)


def test_what_leads_out_of_the_file_is_refused(tmp_path: Path) -> None:
    link = b"<r><Relationship Id='r' Target='file:///y.dotm' TargetMode = 'External'/></r>"
    (found,) = faults(copy(tmp_path, same, {"word/_rels/settings.xml.rels": link}))
    assert found.startswith("word/_rels/settings.xml.rels leads to a place outside the file")


@pytest.mark.parametrize(
    "text", [b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "<a/>".encode("utf-16")], ids=["entity", "utf-16"]
)
def test_xml_that_word_does_not_write_is_refused(tmp_path: Path, text: bytes) -> None:
    (found,) = faults(copy(tmp_path, same, {"word/other.xml": text}))
    assert found.startswith("word/other.xml is not written as Word writes it.")


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    (found,) = faults(copy(tmp_path, same, {"word/media/big.bmp": bytes(51 * 1024 * 1024)}))
    assert found.startswith("It unpacks to more than a template needs")
    many = {f"word/media/{number}": b"" for number in range(MOST_ENTRIES)}
    (found,) = faults(copy(tmp_path, same, many))
    assert found.startswith("It unpacks to more than a template needs")


@pytest.mark.parametrize("content", [b"not a zip file", b"", b"PK\x03\x04"])
def test_what_is_no_word_file_is_refused(tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(content)
    assert faults(own) == ["It is not a Word document, or it is damaged. Save it in Word as .docx."]
    with zipfile.ZipFile(own, "w") as package:
        package.writestr("mimetype", "x")
    assert faults(own) == ["It is not a Word document. Save it in Word as .docx."]
