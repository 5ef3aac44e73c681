"""What is read without signing in tells nobody of hidden records; nor does a file that stayed sensitive."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from drystane.board.cabinet import digest_of
from drystane.board.models import Appendix, CalendarAddress, Paper, StoredFile
from drystane.board.operations.paper import approve_paper
from drystane.board.operations.publishing import release_public
from tests.big.basis import ref_of
from tests.cast import NOW
from tests.noninterference.hidden import WORD
from tests.noninterference.looking import Answer, browser_of, difference, look
from tests.noninterference.stage import BOTH, NOTHING, ONLOOKERS, Onlooker, Stage, each, set_up

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TOKEN = b"t" * 43
NOWHERE = ref_of("absent", "record")


def with_and_without(hidden: frozenset[str], read: Callable[[Stage], Answer]) -> tuple[Answer, Answer]:
    """The same look at a stage with nothing hidden on it, and at one with hidden records among the others."""
    found = []
    for hide in (NOTHING, hidden):
        before = transaction.savepoint()
        found.append(read(set_up(hide)))
        transaction.savepoint_rollback(before)
    return found[0], found[1]


@pytest.mark.parametrize("onlooker", each(one for one in ONLOOKERS if one.who[0] in {"board", "integrity"}))
def test_a_calendar_feed_holds_the_same_whatever_is_hidden(onlooker: Onlooker) -> None:
    def read(stage: Stage) -> Answer:
        CalendarAddress.objects.create(owner=stage.person(onlooker), digest=digest_of(TOKEN), made_at=NOW)
        return look(Client(), "GET", reverse("board:calendar_feed", args=[TOKEN.decode()]))

    # A feed has no purpose: what a holder may see with one is hidden from it as well.
    alone, among = with_and_without(BOTH, read)
    assert alone.status == 200
    assert b"BEGIN:VEVENT" in alone.body
    assert difference("feed", alone, among) == ""
    assert WORD.encode() not in among.body


def released(stage: Stage) -> Paper:
    paper = Paper.objects.get(ref=stage.world.refs["paper"])
    chair = stage.world.people["board", "chair"]
    approve_paper(paper, seen=paper.version, by=chair, at=NOW)
    release_public(paper, seen=paper.version, by=chair, at=NOW)
    return paper


def test_a_published_paper_holds_the_same_whatever_is_hidden() -> None:
    alone, among = with_and_without(
        BOTH, lambda stage: look(Client(), "GET", reverse("board:published", args=[released(stage).ref]))
    )
    assert alone.status == 200
    assert difference("published", alone, among) == ""
    assert WORD.encode() not in among.body


def anybody() -> Client:
    """Not signed in, with the cookie that a browser has from an earlier page."""
    client = Client()
    client.cookies["csrftoken"] = "c" * 32
    return client


def test_a_hidden_paper_and_its_file_are_not_published() -> None:
    stage = set_up(BOTH)
    hidden = stage.hidden.papers[0]
    file = StoredFile.objects.get(paper__ref=stage.world.refs["paper!"])
    pairs = [
        (reverse("board:published", args=[hidden.ref]), reverse("board:published", args=[NOWHERE])),
        (
            reverse("board:published_file", args=[file.paper.ref, file.ref]),
            reverse("board:published_file", args=[NOWHERE, file.ref]),
        ),
    ]
    for there, absent in pairs:
        something, nothing = look(anybody(), "GET", there), look(anybody(), "GET", absent)
        assert something.status == 404
        assert difference(there, nothing, something) == ""


@pytest.mark.parametrize("onlooker", each(one for one in ONLOOKERS if one.who[0] == "board"))
def test_a_file_that_stayed_sensitive_when_its_paper_was_lowered_is_as_if_it_were_not_there(
    onlooker: Onlooker,
) -> None:
    """The chair has the right and a purpose; here they look without one."""
    stage = set_up(NOTHING)
    paper = Paper.objects.get(ref=stage.world.refs["paper"])
    appendix = Appendix.objects.get(paper=paper, file__isnull=False)
    assert appendix.file is not None
    address = reverse("board:paper_appendix", args=[paper.ref, appendix.order])
    may_take = onlooker.who[1] in {"chair", "lead_officer"}
    browser = browser_of(stage.person(onlooker), purpose=False)
    assert look(browser, "GET", address).status == (200 if may_take else 403)

    StoredFile.objects.filter(pk=appendix.file.pk).update(marking="sensitive", descriptor="commercial")

    absent = reverse("board:paper_appendix", args=[paper.ref, appendix.order + 50])
    something, nothing = look(browser, "GET", address), look(browser, "GET", absent)
    assert something.status == 404
    assert difference(address, nothing, something) == ""
