"""A council's own Word template: checked, used from the next Word file on, taken out again."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from drystane.audit.models import Event
from drystane.board.files import rendered
from drystane.documents.tests.cast import PACK
from drystane.documents.word import TEMPLATES
from drystane.site.commands.templates import command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])


def own(tmp_path: Path, *, tag: str = "{{ pack.counted }} Clerk to the board") -> Path:
    path = tmp_path / "own.docx"
    with zipfile.ZipFile(TEMPLATES / "renfrewshire.docx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"{{ pack.counted }}", tag.encode()))
    return path


def last_words() -> str:
    return docx.Document(BytesIO(rendered(PACK, "docx"))).paragraphs[-1].text


@pytest.mark.slow
def test_a_template_is_used_from_the_next_file_on_and_taken_out_again(tmp_path: Path, home: Path) -> None:
    path = own(tmp_path)
    assert run("check", path).stdout == "own.docx can be used.\n"
    assert run("install", path, "--form", "renfrewshire").exit_code == 0
    assert last_words() == f"{PACK.counted} Clerk to the board"
    assert [one.name for one in (home / "templates").iterdir()] == ["renfrewshire.docx"]

    assert run("remove", "--form", "renfrewshire").exit_code == 0
    assert last_words() == PACK.counted
    assert "has our template already" in run("remove", "--form", "renfrewshire").stderr
    assert list(Event.objects.order_by("seq").values_list("verb", "actor_ref")) == [
        ("template.installed", "operator"),
        ("template.removed", "operator"),
    ]


@pytest.mark.slow
def test_a_bad_template_is_refused_with_its_faults_and_changes_nothing(tmp_path: Path, home: Path) -> None:
    path = own(tmp_path, tag="{{ pack.__class__ }}")
    for told in (run("check", path), run("install", path, "--form", "renfrewshire")):
        assert told.exit_code == 1
        assert "own.docx cannot be used." in told.stderr
        assert "- In the text, “.__class__” is not known there." in told.stderr
    assert list((home / "templates").iterdir()) == []
    assert last_words() == PACK.counted
    assert not Event.objects.exists()


def test_a_file_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    path.write_bytes(bytes(5 * 1024 * 1024 + 1))
    assert "- It is larger than 5 MB." in run("check", path).stderr


def test_one_begins_from_the_template_in_use(tmp_path: Path) -> None:
    out = tmp_path / "begin.docx"
    assert run("export", "--form", "highland", "--out", out).exit_code == 0
    assert out.read_bytes() == (TEMPLATES / "highland.docx").read_bytes()
    assert run("check", out).exit_code == 0
