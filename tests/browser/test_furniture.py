"""The frame and the pieces, before any room: what a browser shows, and what it can be driven by."""

import pytest
from playwright.sync_api import expect
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
    signed_in.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    signed_in.open("/")
    rooms = signed_in.page.locator("#mobile-navigation")
    expect(rooms).to_be_hidden()
    signed_in.page.get_by_role("button", name="Menu").click()
    expect(rooms).to_be_visible()
    signed_in.picture("menu-375")
