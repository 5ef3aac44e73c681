"""Comments on a paper: from contributor upward, answered once by whoever writes it, printed nowhere."""

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.access.policy import Role
from drystane.board.files import KINDS, rendered
from drystane.board.gather import gather_paper
from drystane.board.models import Paper, PaperComment
from drystane.board.operations.commenting import comment_on, resolve_comment
from drystane.board.tests.browsing import address_of, page_of
from drystane.documents.packs import to_json
from tests.cast import NOW, TODAY, Partnership, seat
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


@pytest.fixture
def comment(cast: Partnership, paper: Paper) -> PaperComment:
    return comment_on(paper, text="Name the wardens.", section="summary", by=cast.wallace, at=NOW)


def test_a_contributor_comments_and_an_observer_does_not(cast: Partnership, paper: Paper) -> None:
    seat(cast.aileen, cast.board, Role.CONTRIBUTOR)
    address = address_of(paper, "paper_comments")

    sent = signed_in(cast.aileen).post(address, {"section": "summary", "text": "Name the wardens."})
    assert (sent.status_code, PaperComment.objects.get().by) == (302, cast.aileen)
    assert signed_in(cast.priya).post(address, {"text": "Hello"}).status_code == 403
    assert signed_in(cast.iain).get(address).status_code == 404


def test_the_paper_tells_how_many_wait(cast: Partnership, paper: Paper, comment: PaperComment) -> None:
    assert "Comments (1 waiting)" in page_of(cast.morag, paper.get_absolute_url())
    resolve_comment(comment, reply="Named.", by=cast.morag, at=NOW)
    assert "waiting)" not in page_of(cast.morag, paper.get_absolute_url())
    assert "Named." in page_of(cast.wallace, address_of(paper, "paper_comments"))


def test_a_comment_is_answered_once_and_with_words(cast: Partnership, comment: PaperComment) -> None:
    with pytest.raises(ValidationError, match="Say what you did"):
        resolve_comment(comment, reply=" ", by=cast.morag, at=NOW)
    resolve_comment(comment, reply="Named.", by=cast.morag, at=NOW)
    with pytest.raises(NotAllowed, match="just answered"):
        resolve_comment(comment, reply="Again.", by=cast.gordon, at=NOW)
    assert PaperComment.objects.get().reply == "Named."


def test_a_comment_reaches_no_form_of_the_paper(paper: Paper, comment: PaperComment) -> None:
    pack = gather_paper(paper, on=TODAY)
    assert "wardens" not in to_json(pack)
    assert b"wardens" not in rendered(pack, KINDS[1])


def test_a_comment_made_while_the_paper_was_sensitive_stays_so(
    cast: Partnership, paper: Paper, comment: PaperComment
) -> None:
    PaperComment.objects.update(marking="sensitive", descriptor="personal")
    assert "wardens" not in page_of(cast.morag, address_of(paper, "paper_comments"))
    assert "waiting)" not in page_of(cast.morag, paper.get_absolute_url())
