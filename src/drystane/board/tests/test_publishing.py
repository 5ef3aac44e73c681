"""The public version: released by the chair alone, of exactly what was approved, and frozen on closing."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.board.models import Outcome, Paper, StoredPack
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import decide
from drystane.board.operations.paper import approve_paper, mark_paper, write_section
from drystane.board.operations.publishing import release_public, withdraw_public
from drystane.board.tests.browsing import WHY, address_of, page_of, version
from drystane.marking.models import Marking
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


def write(cast: Partnership, paper: Paper, text: str) -> None:
    write_section(
        paper, "summary", [text, "[[exempt:14]] Hidden."], seen=paper.version, by=cast.morag, at=NOW
    )


@pytest.fixture
def released(cast: Partnership, paper: Paper) -> StoredPack:
    write(cast, paper, "First.")
    approve_paper(paper, seen=paper.version, by=cast.gordon, at=NOW)
    return release_public(paper, seen=paper.version, by=cast.gordon, at=NOW)


def anybody_reads(paper: Paper) -> str:
    answer = Client().get(reverse("board:published", args=[paper.ref]))
    return answer.content.decode() if answer.status_code == 200 else ""


def test_only_what_the_chair_approved_and_saw_is_released(cast: Partnership, paper: Paper) -> None:
    with pytest.raises(NotAllowed, match="Approve the paper first"):
        release_public(paper, seen=paper.version, by=cast.gordon, at=NOW)
    approve_paper(paper, seen=paper.version, by=cast.gordon, at=NOW)
    with pytest.raises(NotAllowed, match="just changed"):
        release_public(paper, seen=paper.version - 1, by=cast.gordon, at=NOW)
    for user, status in ((cast.morag, 403), (cast.wallace, 403), (cast.iain, 404), (cast.gordon, 302)):
        address = address_of(paper, "paper_release")
        assert signed_in(user).post(address, {"seen": version(paper)}).status_code == status
    assert anybody_reads(paper)


def test_what_was_never_released_is_not_there(paper: Paper) -> None:
    address = reverse("board:published", args=["never-released"])
    absent = Client().get(address)
    unreleased = Client().get(reverse("board:published", args=[paper.ref]))
    assert (absent.status_code, unreleased.status_code) == (404, 404)
    assert without_token(absent.content) == without_token(unreleased.content)


def without_token(page: bytes) -> bytes:
    return re.sub(rb"(X-CSRFToken[^A-Za-z0-9]+)[A-Za-z0-9]{64}", rb"\1", page)


def test_a_later_change_leaves_what_the_public_reads(
    cast: Partnership, paper: Paper, released: StoredPack
) -> None:
    write(cast, paper, "Second.")
    assert "First." in anybody_reads(paper)
    assert "Second." not in anybody_reads(paper)
    page = page_of(cast.gordon, address_of(paper, "paper_public"))
    assert "The paper has changed since." in page
    assert "Second." in page

    approve_paper(paper, seen=paper.version, by=cast.gordon, at=NOW)
    release_public(paper, seen=paper.version, by=cast.gordon, at=NOW)
    assert "Second." in anybody_reads(paper)
    assert StoredPack.objects.published().count() == 1


def test_withdrawing_closes_the_page(cast: Partnership, paper: Paper, released: StoredPack) -> None:
    withdraw_public(paper, by=cast.gordon, at=NOW)
    assert anybody_reads(paper) == ""
    with pytest.raises(NotAllowed, match="no released"):
        withdraw_public(paper, by=cast.gordon, at=NOW)


def test_a_paper_that_becomes_sensitive_leaves_the_page_at_once(
    cast: Partnership, paper: Paper, released: StoredPack
) -> None:
    secret: dict[str, Any] = {"marking": Marking.SENSITIVE, "descriptor": "commercial"}
    mark_paper(paper, why="", seen=paper.version, by=cast.morag, at=NOW, **secret)

    assert anybody_reads(paper) == ""
    released.refresh_from_db()
    assert released.withdrawn_by == cast.morag
    assert "has none" in page_of(cast.gordon, address_of(paper, "paper_public"), purpose=WHY)
    with pytest.raises(NotAllowed, match="no public version"):
        release_public(paper, seen=paper.version, by=cast.gordon, at=NOW)


def close(cast: Partnership, paper: Paper) -> None:
    asked = paper.recommendations.get()
    decide(paper.item, outcome=Outcome.NOTED, words="", recommendation=asked, by=cast.morag, at=NOW)
    close_meeting(paper.meeting, by=cast.morag, at=NOW)


def test_closing_freezes_the_public_version_too(cast: Partnership, paper: Paper) -> None:
    write(cast, paper, "First.")
    approve_paper(paper, seen=paper.version, by=cast.gordon, at=NOW)
    close(cast, paper)
    paper.paragraphs.update(text="Rewritten.")
    found = Paper.objects.get()

    assert anybody_reads(found) == ""
    release_public(found, seen=found.version, by=cast.gordon, at=NOW)
    assert "First." in anybody_reads(found)
    assert "Rewritten." not in anybody_reads(found)


def test_closing_releases_nothing_that_changed_after_the_chair_released_it(
    cast: Partnership, paper: Paper, released: StoredPack
) -> None:
    write(cast, paper, "Second.")
    close(cast, paper)
    assert "First." in anybody_reads(paper)
    assert "Second." not in anybody_reads(paper)


@pytest.mark.parametrize(
    "text",
    [
        "Open. [[exempt:14]] Hidden.",
        "[exempt:14] Hidden.",
        "[[Exempt:14]] H.",
        "[[ exempt:14]] H.",
        "[[exempt:99]] H.",
    ],
)
def test_a_mark_that_cannot_be_read_is_refused_and_opens_nothing(
    cast: Partnership, paper: Paper, text: str
) -> None:
    with pytest.raises(ValidationError, match=r"mistyped|no paragraph 99"):
        write_section(paper, "summary", [text], seen=paper.version, by=cast.morag, at=NOW)


def test_what_is_exempt_is_said_on_one_page_and_stays_with_the_words(cast: Partnership, paper: Paper) -> None:
    write(cast, paper, "First.")
    client = signed_in(cast.morag)
    given = {"summary-1": "6", "summary-2": "", "asked-1": "9", "table-log": "14", "seen": version(paper)}
    assert client.post(address_of(paper, "paper_exempt"), given).status_code == 302

    said = dict(paper.paragraphs.values_list("text", "exempt_under"))
    assert said == {"First.": "6", "Hidden.": ""}
    assert paper.recommendations.get().exempt_under == "9"
    assert list(paper.exempt_tables.values_list("which", "exempt_under")) == [("log", "14")]
    assert "[[exempt:6]] First." in page_of(cast.morag, address_of(paper, "paper_section", "summary"))
