"""Files behind a paper: what is taken in, where it lies, and how it is given out."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from drystane.access.errors import NotAllowed
from drystane.audit.models import Event
from drystane.board import cabinet
from drystane.board.models import Appendix, Paper, StoredFile
from drystane.board.operations.attaching import attach_file, sweep_files
from drystane.board.operations.paper import mark_paper
from drystane.board.tests.browsing import WHY, address_of, page_of, version
from drystane.marking.models import Marking
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attach(cast: Partnership, paper: Paper, name: str = "sites.txt", content: bytes = b"A list") -> Appendix:
    return attach_file(
        paper, title="Sites", name=name, content=content, seen=version(paper), by=cast.morag, at=NOW
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("run.exe", b"MZ", "of one of these kinds"),
        ("page.html", b"<script>", "of one of these kinds"),
        ("macro.docm", b"PK\x03\x04", "of one of these kinds"),
        ("paper.pdf", b"<script>", "does not hold what its name says"),
        ("list.csv", b"\x00\x01", "does not hold what its name says"),
        ("list.csv", b"", "empty"),
        ("list.csv", b"a" * (cabinet.LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_what_is_not_taken_in(
    cast: Partnership, paper: Paper, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        attach(cast, paper, name, content)
    assert not cabinet.folder().exists()
    assert not StoredFile.objects.exists()


def test_a_file_lies_under_a_random_name_and_only_we_read_it(
    cast: Partnership, paper: Paper, tmp_path: Path
) -> None:
    file = attach(cast, paper).file
    assert file is not None
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept.read_bytes() == b"A list"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "sites" not in str(kept.relative_to(tmp_path))
    assert file.digest == cabinet.digest_of(b"A list")


def test_nothing_is_left_where_the_row_could_not_be_kept(
    cast: Partnership, paper: Paper, tmp_path: Path
) -> None:
    with pytest.raises(NotAllowed, match="Somebody else"):
        attach_file(paper, title="Sites", name="a.txt", content=b"A", seen=0, by=cast.morag, at=NOW)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\sites.csv", "sites.csv"),
        ('a"b\r\nX: y.txt', "a-b-X- y.txt"),
        ("\u202etxt.exe.pdf", "txt.exe.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(given: str, kept: str) -> None:
    assert cabinet.tidy_name(given) == kept


def test_a_file_is_given_out_to_be_saved_and_never_shown(cast: Partnership, paper: Paper) -> None:
    attach(cast, paper)
    assert "Appendix 1: Sites" in page_of(cast.wallace, paper.get_absolute_url())
    answer = signed_in(cast.wallace).get(address_of(paper, "paper_appendix", "1"))

    assert answer.content == b"A list"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="sites.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(verb="paper.file_taken", actor_ref=cast.wallace.ref).count() == 1
    assert signed_in(cast.priya).get(address_of(paper, "paper_appendix", "1")).status_code == 403


def test_a_file_that_was_changed_on_the_disk_is_not_given_out(
    cast: Partnership, paper: Paper, tmp_path: Path
) -> None:
    attach(cast, paper)
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    kept.write_bytes(b"Another")
    with pytest.raises(cabinet.Damaged):
        signed_in(cast.wallace).get(address_of(paper, "paper_appendix", "1"))


def test_a_file_is_marked_no_higher_than_its_paper_and_holds_it_there(
    cast: Partnership, paper: Paper
) -> None:
    secret: dict[str, Any] = {"marking": Marking.SENSITIVE, "descriptor": "commercial"}
    given: dict[str, Any] = {
        "title": "Sites",
        "name": "sites.txt",
        "content": b"A list",
        "by": cast.morag,
        "at": NOW,
    }
    with pytest.raises(NotAllowed, match="mark the paper so first"):
        attach_file(paper, seen=paper.version, **secret, **given)
    mark_paper(paper, why="", seen=paper.version, by=cast.morag, at=NOW, **secret)
    attach_file(paper, seen=paper.version, **secret, **given)
    with pytest.raises(NotAllowed, match="A file behind the paper"):
        mark_paper(
            paper, marking=Marking.OFFICIAL, descriptor="", why="x", seen=paper.version, by=cast.morag, at=NOW
        )
    taken = signed_in(cast.morag, purpose=WHY).get(address_of(paper, "paper_appendix", "1"))
    assert "official-sensitive-appendix-1.txt" in taken["Content-Disposition"]


def test_it_is_uploaded_on_a_page(cast: Partnership, paper: Paper) -> None:
    address = address_of(paper, "paper_upload")
    given = {"title": "Sites", "marking": "official", "seen": version(paper)}
    bad = signed_in(cast.morag).post(address, {**given, "file": SimpleUploadedFile("a.exe", b"MZ")})
    assert "of one of these kinds" in bad.content.decode()
    good = signed_in(cast.morag).post(address, {**given, "file": SimpleUploadedFile("a.txt", b"A")})
    assert (good.status_code, Appendix.objects.get().title) == (302, "Sites")


def test_files_that_stand_behind_no_paper_are_swept_after_a_day(cast: Partnership, paper: Paper) -> None:
    attach(cast, paper)
    wanted = StoredFile.objects.get().kept_as
    orphan, fresh = cabinet.keep(b"An upload that broke off"), cabinet.keep(b"Its row is being written")
    for name, hours in ((wanted, 25), (orphan, 25), (fresh, 23)):
        written_at = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(cabinet.folder() / name, (written_at, written_at))

    assert sweep_files(NOW) == 1
    assert {file.name for file in cabinet.folder().iterdir()} == {wanted, fresh}
    assert sweep_files(NOW) == 0


def test_nothing_is_swept_where_nothing_was_ever_uploaded(db: None) -> None:
    assert sweep_files(NOW) == 0
