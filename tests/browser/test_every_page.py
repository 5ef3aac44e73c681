"""Every page of the worked example, at two widths: no barrier, nothing said, nothing asked of elsewhere."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from drystane.access.models import User
from drystane.access.sign_in import FREE_TRIES
from drystane.board.models import AgendaItem, Outcome
from drystane.board.operations.calendars import make_address
from drystane.board.operations.meeting import decide
from drystane.marking.models import Descriptor, Marking
from drystane.plans.models import Action
from drystane.sheets.models import ExportJob
from drystane.site.addresses import all_addresses
from tests.browser.example import Example
from tests.browser.look import Look
from tests.browser.looks import FILES, FRAMELESS, LOOKS, NOBODY, account
from tests.browser.looks_at_meetings import minute
from tests.browser.looks_at_papers import paper, released_paper
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def example(example: Example) -> Example:
    """With a record of each kind that the example itself does not hold."""
    morag = User.objects.get(username="morag")
    noon = datetime(2015, 9, 2, 12, 0, tzinfo=UTC)
    spotlight = AgendaItem.objects.get(meeting__on="2015-09-02", kind="discussion")
    decide(spotlight, outcome=Outcome.ACTION, words="Ask the trading standards officers.", by=morag, at=noon)
    ExportJob.objects.create(
        owner=morag.ref, listing="actions", kind="csv", title="Actions", marking="OFFICIAL", asked_at=noon
    )
    Action.objects.filter(code="A13").update(marking=Marking.SENSITIVE, descriptor=Descriptor.COMMERCIAL)
    make_address(by=User.objects.get(username="mhairi"), at=noon)
    example.visitor(NOBODY)
    for who in ("iain", "ross"):
        state_purpose(example.at_desk(who))
    return example


def state_purpose(visitor: Visitor) -> None:
    """So that sensitive records are shown."""
    visitor.open(reverse("partners:purpose"))
    visitor.type({"Why you need OFFICIAL-SENSITIVE records now": "Looking at every page"})
    visitor.press("Show them for an hour")


def test_every_address_that_is_a_page_is_looked_at() -> None:
    """A new address without somebody to look at it fails here."""
    pages = {found.name for found in all_addresses() if "GET" in found.methods}
    assert pages == LOOKS.keys() | FILES | FRAMELESS


AT_ONCE = 20
EVERY_LOOK = [(name, look) for name, looks in LOOKS.items() for look in looks]
TOURS = [EVERY_LOOK[first : first + AT_ONCE] for first in range(0, len(EVERY_LOOK), AT_ONCE)]


@pytest.mark.parametrize("tour", TOURS, ids=[f"from {tour[0][0]}" for tour in TOURS])
def test_pages(example: Example, subtests: pytest.Subtests, tour: list[tuple[str, Look]]) -> None:
    """Some at a time: their people sign in once for all of them, and two workers share the tours."""
    for name, look in tour:
        called = look.called or name.replace(":", "-")
        with subtests.test(called):
            look_at(example.at_desk(look.who), look.address(name), called)
            if look.asks or look.press:
                look_at_errors(example.at_desk(look.who), called, press=look.press)


def look_at(visitor: Visitor, address: str, called: str, status: int = 200) -> None:
    with undisturbed(visitor):
        assert visitor.open(address).status == status
        has_its_frame(visitor)
        visitor.check(called)


def look_at_errors(visitor: Visitor, called: str, *, press: str) -> None:
    """The form that is open, sent with nothing in it."""
    with undisturbed(visitor):
        if press:
            visitor.press(press)
        else:
            send_empty(visitor)
        assert visitor.page.title().startswith("Error: ")
        expect(visitor.page.get_by_role("alert")).to_be_focused()
        has_its_frame(visitor)
        visitor.check(f"{called}-errors")


@contextmanager
def undisturbed(visitor: Visitor) -> Iterator[None]:
    """Nothing is said on the console, and nothing is asked of another machine, from here on."""
    visitor.messages.clear()
    visitor.strays.clear()
    yield
    visitor.left_in_peace()


def has_its_frame(visitor: Visitor) -> None:
    """A name, a language, a heading, and at both ends how the page is marked."""
    page = visitor.page
    assert re.fullmatch(r"\S.* – Drystane", page.title())
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    expect(page.locator(".marking")).to_contain_text([re.compile("OFFICIAL")] * 2)
    assert page.evaluate(LEADING_NOWHERE) == []


LEADING_NOWHERE = """() => [...document.links].filter(link =>
    link.hash && link.href.split("#")[0] === location.href.split("#")[0]
    && !document.getElementById(decodeURIComponent(link.hash.slice(1)))
).map(link => link.hash)"""
EMPTY = """form => {
    for (const control of form.elements) {
        if (["radio", "checkbox"].includes(control.type)) control.checked = false;
        else if (control.type !== "hidden") control.value = "";
    }
    form.requestSubmit();
}"""


def send_empty(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.locator("main form[method=post]").last.evaluate(EMPTY)


def test_what_one_may_not_see_or_do(example: Example) -> None:
    ewan = example.at_desk("ewan")
    ewan.expect_message("status of (403|404)")
    look_at(ewan, "/nothing/here/", "404", status=404)
    look_at(ewan, reverse("board:paper", args=[paper()]), "404-hidden", status=404)
    look_at(ewan, reverse("board:new_meeting"), "403", status=403)
    ewan.page.context.clear_cookies(name="csrftoken")
    ewan.open(reverse("partners:purpose"))
    ewan.page.context.clear_cookies(name="csrftoken")
    ewan.press("Show them for an hour")
    has_its_frame(ewan)
    ewan.check("form-expired")


def test_after_too_many_tries(example: Example) -> None:
    somebody = example.visitor(NOBODY)
    somebody.expect_message("status of 429")
    somebody.open(reverse("access:sign_in"))
    for _ in range(FREE_TRIES):
        somebody.type({"User name": "morag", "Password": "wrong"})
        somebody.press("Sign in")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text("Too many tries")
    has_its_frame(somebody)
    somebody.check("too-many-tries")
    somebody.left_in_peace()


def test_a_temporary_password(example: Example) -> None:
    kirsty = example.at_desk("admin_kirsty")
    kirsty.open(reverse("access:manage_account", args=[account()]))
    kirsty.press("Give a temporary password")
    expect(kirsty.page.get_by_role("heading", level=1)).to_have_text("Temporary password for Tam Rickleton")
    has_its_frame(kirsty)
    kirsty.check("temporary-password")
    kirsty.left_in_peace()


def test_the_paper_as_one_file(example: Example) -> None:
    """It leaves the server, so it has no frame of ours and asks nobody for anything."""
    morag = example.at_desk("morag")
    address = reverse("board:paper_file", args=[paper(), "html"])
    answer = morag.page.request.get(f"{morag.origin}{address}")
    assert answer.headers["content-disposition"].startswith("attachment;")
    morag.page.set_content(answer.text())
    assert morag.page.title() == "REFRESH OF SCOTLAND'S SERIOUS ORGANISED CRIME STRATEGY"
    expect(morag.page.locator("html")).to_have_attribute("lang", "en-GB")
    expect(morag.page.get_by_role("heading", level=1)).to_have_count(1)
    expect(morag.page.locator(".paper-file__banner")).to_contain_text(["OFFICIAL", "OFFICIAL"])
    morag.check("paper-file")
    morag.left_in_peace()


def test_the_public_version_of_a_paper(example: Example) -> None:
    """For anybody, so its frame is its own: a name, a language, a heading, and the marking at both ends."""
    address = reverse("board:published", args=[released_paper()])
    somebody = example.visitors[NOBODY]
    assert somebody.open(address).status == 200
    page = somebody.page
    assert page.title().startswith("REFRESH OF SCOTLAND'S SERIOUS ORGANISED CRIME STRATEGY – ")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(".marking")).to_contain_text(["PUBLIC VERSION"] * 2)
    somebody.check("published")
    somebody.left_in_peace()


@pytest.mark.parametrize("name", ["comms:public_pages", "comms:public_page"])
def test_what_an_audience_can_do(example: Example, name: str) -> None:
    """For anybody, in its own frame, at both widths."""
    args = [] if name == "comms:public_pages" else ["individuals"]
    somebody = example.visitors[NOBODY]
    assert somebody.open(reverse(name, args=args)).status == 200
    expect(somebody.page.locator("html")).to_have_attribute("lang", "en")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_count(1)
    somebody.check(name.replace(":", "-"))
    somebody.left_in_peace()


def test_files_are_given_out(example: Example) -> None:
    """Taking one is kept in the trail, which a test inside one transaction would not put to the proof."""
    morag = example.at_desk("morag")
    for name, args in (
        ("board:minute_file", [minute(), "docx"]),
        ("board:paper_file", [paper(), "docx"]),
        ("board:paper_public_file", [paper(), "html"]),
        ("board:paper_appendix", [paper(), 2]),
    ):
        answer = morag.page.request.get(f"{morag.origin}{reverse(name, args=args)}")
        assert answer.status == 200, name
        assert answer.headers["content-disposition"].startswith("attachment;")
