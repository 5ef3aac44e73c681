"""The frame and the pieces, before any room: what a browser shows, and what it can be driven by."""

import re

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from drystane.access.models import User
from tests.browser.visitor import NARROW, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visitor(visitor: Visitor, settings: Settings) -> Visitor:
    settings.ROOT_URLCONF = "drystane.site.tests.sample"
    return visitor


@pytest.fixture
def signed_in(visitor: Visitor) -> Visitor:
    aileen = User.objects.create_user(
        "aileen", None, name="Aileen Station", partnership_role="administrator", is_invented=True
    )
    visitor.sign_in(aileen)
    return visitor


def test_the_components(signed_in: Visitor) -> None:
    signed_in.open("/")
    signed_in.check("components")


def test_a_form_empty_and_with_errors(signed_in: Visitor) -> None:
    signed_in.open("/form/")
    signed_in.check("form")
    signed_in.page.get_by_role("button", name="Propose it").click()
    expect(signed_in.page.get_by_role("alert")).to_be_focused()
    signed_in.check("form-errors")


def test_a_list_with_filters(signed_in: Visitor) -> None:
    for number in range(60):
        User.objects.create(username=f"user{number}", name=f"Person {number}", post="Officer", password="!")
    signed_in.open("/accounts/?words=person&sort=-name")
    signed_in.check("list")
    signed_in.open("/accounts/?words=nobody")
    signed_in.check("list-nothing")


def test_the_pages_of_signing_in(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.check("sign-in")
    visitor.page.get_by_label("User name").fill("nobody")
    visitor.page.get_by_label("Password").fill("wrong")
    visitor.page.get_by_role("button", name="Sign in").click()
    visitor.check("sign-in-wrong")


def test_the_account_pages(signed_in: Visitor) -> None:
    for name, path in [
        ("account", "/account/"),
        ("password", "/account/password/"),
        ("add", "/accounts/add/"),
    ]:
        signed_in.open(path)
        signed_in.check(name)


def test_a_sensitive_page(signed_in: Visitor) -> None:
    signed_in.open("/sensitive/")
    signed_in.check("sensitive")


def test_the_error_pages(signed_in: Visitor) -> None:
    signed_in.expect_message("status of (403|404|500)")
    signed_in.open("/nothing/")
    signed_in.check("404")
    signed_in.open("/parts/?status=403")
    signed_in.check("403")


def test_the_menu_opens_on_a_phone(signed_in: Visitor) -> None:
    signed_in.page.set_viewport_size(NARROW)
    signed_in.open("/")
    rooms = signed_in.page.locator("#mobile-navigation")
    expect(rooms).to_be_hidden()
    signed_in.page.get_by_role("button", name="Menu").click()
    expect(rooms).to_be_visible()
    signed_in.picture("menu-375")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, "Your role in the Integrity Group does not let you agree an action."),
        (404, "There is nothing here that you can see."),
        (409, "Somebody else has just changed this."),
        (500, "Something went wrong in Drystane."),
    ],
)
def test_what_went_wrong_is_said_on_screen(signed_in: Visitor, status: int, said: str) -> None:
    signed_in.expect_message(f"status of {status}|Response Status Error Code {status}")
    signed_in.open("/parts/")
    signed_in.page.get_by_role("button", name=f"Answer {status}").click()
    expect(signed_in.page.locator("#said")).to_contain_text(said)
    expect(signed_in.page.locator("#said")).to_be_focused()
    expect(signed_in.page.locator("#part")).to_contain_text("Asked 0 times.")


def test_a_part_is_put_in_and_what_was_said_goes_away(signed_in: Visitor) -> None:
    signed_in.expect_message("status of 404|Response Status Error Code 404")
    signed_in.open("/parts/")
    signed_in.page.get_by_role("button", name="Answer 404").click()
    expect(signed_in.page.locator("#said")).to_be_visible()
    signed_in.page.get_by_role("button", name="Answer 200").click()
    expect(signed_in.page.locator("#part")).to_contain_text("Asked 1 times.")
    expect(signed_in.page.locator("#said")).to_be_hidden()


def test_without_a_connection_one_is_told(signed_in: Visitor) -> None:
    signed_in.expect_message("ERR_INTERNET_DISCONNECTED|htmx:sendError|htmx:afterRequest")
    signed_in.open("/parts/")
    signed_in.page.context.set_offline(True)
    signed_in.page.get_by_role("button", name="Answer 200").click()
    expect(signed_in.page.locator("#said")).to_contain_text("could not be reached")
    signed_in.page.context.set_offline(False)


def test_when_the_sign_in_has_ended_the_whole_page_goes_there(signed_in: Visitor) -> None:
    signed_in.open("/parts/?status=200")
    signed_in.page.context.clear_cookies(name="sessionid")
    signed_in.page.get_by_role("button", name="Answer 200").click()
    expect(signed_in.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert signed_in.page.url.endswith("/sign-in/?next=%2Fparts%2F%3Fstatus%3D200")


def test_what_is_put_in_wakes_up(signed_in: Visitor) -> None:
    """The design system's script turns an accordion's heading into a button."""
    signed_in.open("/")
    again = "{select: '#main-content', target: '#main-content', swap: 'outerHTML'}"
    signed_in.page.evaluate(f"htmx.ajax('GET', '/', {again})")
    expect(signed_in.page.locator(".ds_accordion.js-instantiated:not(.htmx-added)")).to_be_visible()
    signed_in.page.get_by_role("button", name="Resources").click()
    expect(signed_in.page.get_by_text("Two officers, one day a week.")).to_be_visible()


def test_the_keyboard_reaches_the_content_first(signed_in: Visitor) -> None:
    signed_in.open("/")
    signed_in.page.keyboard.press("Tab")
    expect(signed_in.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    signed_in.page.keyboard.press("Enter")
    expect(signed_in.page.locator("#main-content")).to_be_focused()


def test_an_errors_link_leads_to_its_control(signed_in: Visitor) -> None:
    signed_in.open("/form/")
    signed_in.page.get_by_role("button", name="Propose it").click()
    signed_in.page.get_by_role("link", name="Choose an answer for “Level of prevention”.").click()
    expect(signed_in.page.get_by_label("Primary")).to_be_focused()


def test_the_calendar_helps_to_type_a_day(signed_in: Visitor) -> None:
    signed_in.open("/form/")
    signed_in.page.get_by_label("Due").fill("02/09/2015")
    signed_in.page.get_by_role("button", name=re.compile("Change date|Choose date")).click()
    expect(signed_in.page.get_by_role("dialog")).to_contain_text("September 2015")
    signed_in.check("calendar")


def test_the_filters_are_folded_on_a_phone_and_can_be_unfolded(signed_in: Visitor) -> None:
    signed_in.page.set_viewport_size(NARROW)
    signed_in.open("/accounts/")
    expect(signed_in.page.get_by_label("Name or post")).to_be_hidden()
    signed_in.page.get_by_role("heading", name="Filter").click()
    expect(signed_in.page.get_by_label("Name or post")).to_be_visible()


def test_everything_works_without_the_script(visitor: Visitor, browser: Browser) -> None:
    password = "kirk thistle harbour 41"
    User.objects.create_user("morag", password, name="Morag", partnership_role="administrator")
    page = browser.new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(f"{visitor.origin}/accounts/")
    page.get_by_label("User name").fill("morag")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Accounts")).to_be_visible()
    page.get_by_label("Name or post").fill("nobody at all")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing fits these filters")).to_be_visible()
    page.get_by_label("Show the menu").check()
    expect(page.locator("#mobile-navigation")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.context.close()


def test_a_page_prints_as_a_paper(signed_in: Visitor) -> None:
    signed_in.open("/sensitive/")
    signed_in.page.emulate_media(media="print")
    for gone in (".ds_site-navigation >> nth=0", ".who", ".ds_site-search", ".ds_skip-links"):
        expect(signed_in.page.locator(gone)).to_be_hidden()
    for there in (".marking >> nth=0", ".marking >> nth=1", ".printed-on", "h1"):
        expect(signed_in.page.locator(there)).to_be_visible()
    # Chromium repeats the head of a table on each sheet only if it may not be broken.
    styles = "part => [getComputedStyle(part).display, getComputedStyle(part).breakInside]"
    assert signed_in.page.locator(".ds_page__top").evaluate(styles) == ["table-header-group", "avoid"]
    assert signed_in.page.locator(".ds_page__bottom").evaluate(styles) == ["table-footer-group", "avoid"]
