"""Small steps that every part of the journey takes."""

from playwright.sync_api import Locator, expect

from drystane.site.demo import PASSWORD
from tests.browser.visitor import Visitor

PAPER = "Refresh of Scotland's serious organised crime strategy"
NEW_ACTION = "Visit every sheltered housing complex before Christmas"


def sign_in(visitor: Visitor, username: str) -> None:
    visitor.open("/")
    visitor.type({"User name": username, "Password": PASSWORD})
    visitor.press("Sign in")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Safer and Stronger Renfrewshire")


def sees(visitor: Visitor, *words: str) -> None:
    for some in words:
        expect(visitor.page.get_by_role("main")).to_contain_text(some)


def sees_nothing_of(visitor: Visitor, *words: str) -> None:
    for some in words:
        expect(visitor.page.get_by_role("main")).not_to_contain_text(some)


def is_told(visitor: Visitor, words: str) -> None:
    """By the notice that stands above a page after something was done."""
    expect(visitor.page.locator(".flash").filter(has_text=words)).to_be_visible()


def row(visitor: Visitor, words: str) -> Locator:
    """The rows of tables in which the words stand."""
    return visitor.page.get_by_role("main").get_by_role("row").filter(has_text=words)


def opens_what_waits(visitor: Visitor, words: str) -> None:
    visitor.open("/")
    visitor.follow(words)


def opens_the_action(visitor: Visitor, title: str) -> None:
    visitor.open("/plans/actions/")
    visitor.type({"Words or number": title})
    visitor.press("Show")
    visitor.follow(title, exact=True)


def finishes(visitor: Visitor, achieved: str) -> None:
    visitor.follow("Mark it done")
    visitor.type({"What was achieved": achieved})
    visitor.press("Mark it done")
    is_told(visitor, "The action is done.")
    sees(visitor, "Blue: complete")


def opens_the_meeting(visitor: Visitor, on: str = "2 September 2015") -> None:
    visitor.open("/board/meetings/")
    visitor.follow(on)


def is_refused(visitor: Visitor, path: str, status: int) -> None:
    visitor.expect_message(f"status of {status}")
    answer = visitor.open(path)
    assert answer.status == status
    words = {403: "You may not do that", 404: "There is nothing here that you can see"}
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(words[status])
