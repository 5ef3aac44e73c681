"""What an administrator does with accounts."""

import re

import pytest
from django.test import Client

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.operations import deactivate_account, new_password
from drystane.access.tests.conftest import PASSWORD
from drystane.audit.models import Event

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Iain",
    "username": "Iain.Council",
    "post": "Integrity chair",
    "email": "iain@council.example",
    "partnership_role": "",
}


def shown_password(page: str) -> str:
    found = re.search(r"<code[^>]*>([^<]+)</code>", page)
    assert found, "no temporary password is shown"
    return found.group(1)


def verbs() -> list[str]:
    return [event.verb for event in Event.objects.order_by("seq")]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/accounts/"),
        ("get", "/accounts/add/"),
        ("post", "/accounts/add/"),
        ("get", "/accounts/{ref}/"),
        ("post", "/accounts/{ref}/temporary-password/"),
        ("post", "/accounts/{ref}/close/"),
        ("post", "/accounts/{ref}/open/"),
    ],
)
def test_only_an_administrator_keeps_accounts(
    client: Client, aileen: User, morag: User, method: str, path: str
) -> None:
    address = path.format(ref=morag.ref)
    for role in ("", "auditor"):
        User.objects.filter(pk=aileen.pk).update(partnership_role=role)
        client.force_login(aileen)
        assert getattr(client, method)(address).status_code == 403
    client.logout()
    assert getattr(client, method)(address)["Location"].startswith("/sign-in/")


def test_an_account_is_added_with_a_password_shown_once(morags: Client, client: Client) -> None:
    answer = morags.post("/accounts/add/", NEW)
    password = shown_password(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    iain = User.objects.get(username="iain.council")
    assert iain.check_password(password)
    assert iain.must_change_password
    assert password not in morags.get(f"/accounts/{iain.ref}/").content.decode()
    assert verbs() == ["account.added"]
    assert Event.objects.get().object_ref == iain.ref
    assert "iain" not in Event.objects.get().canonical.lower(), "the trail keeps no names"


def test_the_new_person_signs_in_and_chooses_a_password(morags: Client) -> None:
    password = shown_password(morags.post("/accounts/add/", NEW).content.decode())
    iains = Client()
    assert iains.post("/sign-in/", {"username": "iain.council", "password": password})["Location"] == "/"
    assert iains.get("/")["Location"] == "/account/password/"


def test_a_name_taken_in_other_capitals_is_taken(morags: Client, aileen: User) -> None:
    page = morags.post("/accounts/add/", {**NEW, "username": "AILEEN"}).content.decode()
    assert "Somebody already signs in with that name." in page
    assert User.objects.count() == 2


def test_nobody_is_made_more_than_was_asked(morags: Client) -> None:
    morags.post("/accounts/add/", {**NEW, "is_active": "", "is_invented": "on", "must_change_password": ""})
    iain = User.objects.get(username="iain.council")
    assert (iain.is_active, iain.is_invented, iain.must_change_password) == (True, False, True)


def test_a_temporary_password_ends_the_old_one_and_every_sign_in(morags: Client, aileen: User) -> None:
    aileens = Client()
    aileens.force_login(aileen)
    password = shown_password(morags.post(f"/accounts/{aileen.ref}/temporary-password/").content.decode())
    aileen.refresh_from_db()
    assert (aileen.check_password(password), aileen.check_password(PASSWORD)) == (True, False)
    assert aileen.must_change_password
    assert aileens.get("/")["Location"].startswith("/sign-in/")
    assert verbs() == ["account.temporary_password"]


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(morags: Client, aileen: User) -> None:
    aileens = Client()
    aileens.force_login(aileen)
    assert morags.post(f"/accounts/{aileen.ref}/close/").status_code == 302
    assert aileens.get("/")["Location"].startswith("/sign-in/")
    password = shown_password(morags.post(f"/accounts/{aileen.ref}/open/").content.decode())
    assert Client().post("/sign-in/", {"username": "aileen", "password": password}).status_code == 302
    assert verbs()[:3] == ["account.deactivated", "account.reactivated", "account.temporary_password"]


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("close", "Ask another administrator to close your own account."),
        ("temporary-password", "Change your own password on your account page."),
        ("open", "This account is open already."),
    ],
)
def test_what_cannot_be_done_is_said_and_not_done(morags: Client, morag: User, verb: str, said: str) -> None:
    page = morags.post(f"/accounts/{morag.ref}/{verb}/", follow=True).content.decode()
    assert said in page
    assert verbs() == []
    morag.refresh_from_db()
    assert morag.is_active
    assert morag.check_password(PASSWORD)


def test_an_account_is_closed_once(morags: Client, aileen: User) -> None:
    morags.post(f"/accounts/{aileen.ref}/close/")
    page = morags.post(f"/accounts/{aileen.ref}/close/", follow=True).content.decode()
    assert "This account is closed already." in page
    assert verbs() == ["account.deactivated"]


def test_the_last_administrator_stays(morag: User, aileen: User) -> None:
    with pytest.raises(NotAllowed, match="only administrator"):
        deactivate_account(morag, by=aileen, at=clock.now())


def test_an_account_that_is_not_there_is_not_found(morags: Client) -> None:
    assert morags.get("/accounts/000000000000/").status_code == 404


def test_temporary_passwords_differ_and_can_be_read_aloud() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}", password)
