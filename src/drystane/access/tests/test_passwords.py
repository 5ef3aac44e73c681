"""One's own password, and one that an administrator has seen."""

from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client

from drystane.access.models import User
from drystane.access.tests.conftest import PASSWORD
from drystane.audit.models import Event

pytestmark = pytest.mark.django_db
NEW = "ferry lantern pibroch 7"


def change(client: Client, present: str = PASSWORD, new: str = NEW, again: str = NEW) -> HttpResponse:
    typed = {"present": present, "new": new, "again": again}
    return cast(HttpResponse, client.post("/account/password/", typed))


@pytest.fixture
def aileens(client: Client, aileen: User) -> Client:
    client.force_login(aileen)
    return client


def test_the_password_is_changed_and_one_stays_signed_in(aileens: Client, aileen: User) -> None:
    assert change(aileens)["Location"] == "/account/"
    assert aileens.get("/account/").status_code == 200
    aileen.refresh_from_db()
    assert aileen.check_password(NEW)
    assert [event.verb for event in Event.objects.all()] == ["account.password_changed"]


def test_every_other_sign_in_ends(aileens: Client, aileen: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(aileen)
    change(aileens)
    assert elsewhere.get("/account/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"present": "wrong"}, "That is not your present password."),
        ({"again": "another lantern 7"}, "The two new passwords differ."),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
        ({"new": "q1w2e3r4t5y6", "again": "q1w2e3r4t5y6"}, "too common"),
        ({"new": "station commander", "again": "station commander"}, "too similar"),
        ({"new": PASSWORD, "again": PASSWORD}, "other than the present one"),
        ({"new": "", "again": ""}, "Fill in “New password”."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(
    aileens: Client, aileen: User, typed: dict[str, str], said: str
) -> None:
    page = change(aileens, **typed)
    assert page.status_code == 200
    assert said in page.content.decode()
    aileen.refresh_from_db()
    assert aileen.check_password(PASSWORD)


def test_a_temporary_password_opens_only_the_page_that_changes_it(aileens: Client, aileen: User) -> None:
    User.objects.filter(pk=aileen.pk).update(must_change_password=True)
    for path in ("/", "/plans/", "/account/"):
        assert aileens.get(path)["Location"] == "/account/password/"
    assert "An administrator has seen" in aileens.get("/account/password/").content.decode()
    change(aileens)
    assert aileens.get("/").status_code == 200


def test_one_may_sign_out_instead(aileens: Client, aileen: User) -> None:
    User.objects.filter(pk=aileen.pk).update(must_change_password=True)
    assert aileens.post("/sign-out/")["Location"] == "/sign-in/"
