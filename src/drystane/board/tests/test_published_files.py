"""Files behind a paper go with its public version, and no other file does."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from drystane.board.models import Appendix, Paper, StoredFile
from drystane.board.operations.attaching import attach_file
from drystane.board.operations.exempting import Exempt, say_exempt
from drystane.board.operations.paper import approve_paper
from drystane.board.operations.publishing import release_public, withdraw_public
from drystane.board.tests.browsing import version
from tests.cast import NOW, Partnership

pytestmark = pytest.mark.usefixtures("autumn")


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attach(cast: Partnership, paper: Paper, title: str) -> StoredFile:
    appendix = attach_file(
        paper,
        title=title,
        name=f"{title}.txt",
        content=f"Words of {title}".encode(),
        seen=version(paper),
        by=cast.morag,
        at=NOW,
    )
    assert appendix.file is not None
    return appendix.file


def release(cast: Partnership, paper: Paper) -> None:
    paper.refresh_from_db()
    approve_paper(paper, seen=paper.version, by=cast.gordon, at=NOW)
    release_public(paper, seen=paper.version, by=cast.gordon, at=NOW)


def taken(file: StoredFile) -> Any:
    """By somebody who is not signed in."""
    return Client().get(reverse("board:published_file", args=[file.paper.ref, file.ref]))


def body(answer: Any) -> bytes:
    return bytes(answer.content) if answer.status_code == 200 else b""


def test_an_open_file_is_taken_once_its_paper_is_released(cast: Partnership, paper: Paper) -> None:
    file = attach(cast, paper, "sites")
    assert taken(file).status_code == 404

    release(cast, paper)

    page = Client().get(reverse("board:published", args=[paper.ref])).content.decode()
    assert f'href="/board/published/{paper.ref}/files/{file.ref}/"' in page
    answer = taken(file)
    assert body(answer) == b"Words of sites"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    withdraw_public(paper, by=cast.gordon, at=NOW)
    assert taken(file).status_code == 404


def test_no_exempt_sensitive_or_later_file_is_given_to_anybody(cast: Partnership, paper: Paper) -> None:
    open_one, exempt, secret = (attach(cast, paper, title) for title in ("open", "exempt", "secret"))
    StoredFile.objects.filter(pk=secret.pk).update(marking="sensitive", descriptor="commercial")
    parts = Exempt(recommendations={}, appendices={2: "6"}, tables={})
    say_exempt(paper, parts, seen=version(paper), by=cast.morag, at=NOW)
    release(cast, paper)
    later = attach(cast, paper, "later")

    assert body(taken(open_one)) == b"Words of open"
    for file in (exempt, secret, later):
        assert taken(file).status_code == 404, file
        assert body(taken(file)) == b""
    page = Client().get(reverse("board:published", args=[paper.ref])).content.decode()
    assert page.count("/files/") == 1
    assert not any(file.ref in page or file.name in page for file in (exempt, secret, later))


@pytest.mark.parametrize("how", ["exempt", "sensitive", "the paper"])
def test_what_is_kept_back_after_its_release_is_gone_at_once(
    cast: Partnership, paper: Paper, how: str
) -> None:
    file = attach(cast, paper, "sites")
    release(cast, paper)
    secret = {"marking": "sensitive", "descriptor": "commercial"}
    if how == "exempt":
        Appendix.objects.filter(file=file).update(exempt_under="6")
    elif how == "sensitive":
        StoredFile.objects.filter(pk=file.pk).update(**secret)
    else:
        Paper.objects.filter(pk=paper.pk).update(**secret)
    assert taken(file).status_code == 404


def test_a_file_of_another_paper_is_not_found_under_this_one(cast: Partnership, paper: Paper) -> None:
    file = attach(cast, paper, "sites")
    release(cast, paper)
    address = reverse("board:published_file", args=["another-paper", file.ref])
    assert Client().get(address).status_code == 404
