"""The real sign-in page, and what keeps guessing from being worth while."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from drystane.access.models import User
from drystane.access.sign_in import FREE_TRIES, LONGEST_WAIT, REMEMBERED, wait_after
from drystane.access.tests.conftest import PASSWORD
from drystane.audit.models import Event

pytestmark = pytest.mark.django_db
At = Callable[[timedelta], None]


def sign_in(client: Client, password: str = PASSWORD, username: str = "aileen", **more: str) -> HttpResponse:
    typed = {"username": username, "password": password, **more}
    return cast(HttpResponse, client.post("/sign-in/", typed))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> At:
    """Moves the clock on, for us and for the package that counts the tries."""
    started = timezone.now()

    def move(by: timedelta) -> None:
        for place in ("axes.handlers.proxy.now", "axes.attempts.now", "django.utils.timezone.now"):
            monkeypatch.setattr(place, lambda: started + by)

    return move


def test_the_right_password_opens_the_door_and_leaves_a_line_in_the_trail(
    client: Client, aileen: User
) -> None:
    assert sign_in(client)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Event.objects.get().verb == "access.signed_in"
    assert Event.objects.get().actor_ref == aileen.ref


def test_capitals_in_the_name_do_not_matter(client: Client, aileen: User) -> None:
    assert sign_in(client, username=" Aileen ").status_code == 302


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client: Client, aileen: User) -> None:
    wrong, unknown = sign_in(client, "wrong"), sign_in(client, "wrong", username="nobody")
    assert wrong.status_code == unknown.status_code == 200
    for answer in (wrong, unknown):
        assert "The user name or the password is not right." in answer.content.decode()
    assert PASSWORD not in wrong.content.decode()


def test_a_closed_account_cannot_sign_in(client: Client, aileen: User) -> None:
    User.objects.update(is_active=False)
    assert "is not right" in sign_in(client).content.decode()


def test_the_session_gets_a_new_id(client: Client, aileen: User) -> None:
    session = client.session
    session["before"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = str(planted)
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/plans/?page=2", "/plans/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        ("/sign-out/", "/"),  # takes a form and has no page
        ("/nothing/here/", "/nothing/here/"),
    ],
)
def test_one_is_led_on_only_to_a_page_of_ours(client: Client, aileen: User, asked: str, led: str) -> None:
    assert sign_in(client, next=asked)["Location"] == led


def test_the_page_carries_where_one_was_going(client: Client) -> None:
    page = client.get("/sign-in/?next=/plans/").content.decode()
    assert '<input type="hidden" name="next" value="/plans/">' in page
    assert "evil" not in client.get("/sign-in/?next=//evil.example/").content.decode()


def test_somebody_signed_in_is_led_on(client: Client, aileen: User) -> None:
    client.force_login(aileen)
    assert client.get("/sign-in/?next=/plans/")["Location"] == "/plans/"


def test_nothing_of_the_sign_in_page_is_kept_by_the_browser(client: Client) -> None:
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]


def test_signing_out_ends_it(client: Client, aileen: User) -> None:
    client.force_login(aileen)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/")["Location"] == "/sign-in/?next=/"
    assert Event.objects.get().verb == "access.signed_out"


def test_the_wait_grows_and_ends_at_an_hour() -> None:
    assert wait_after(FREE_TRIES - 1) == REMEMBERED
    minutes = [wait_after(FREE_TRIES + more) // timedelta(minutes=1) for more in range(9)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_after(10_000) == LONGEST_WAIT


def test_after_five_wrong_tries_even_the_right_password_waits(client: Client, aileen: User) -> None:
    for _ in range(FREE_TRIES - 1):
        assert sign_in(client, "wrong").status_code == 200
    fifth = sign_in(client, "wrong")
    assert fifth.status_code == 429
    assert 1 <= int(fifth["Retry-After"]) <= 60
    assert "Too many tries" in fifth.content.decode()
    assert sign_in(client).status_code == 429


def test_capitals_do_not_make_a_fresh_start(client: Client, aileen: User) -> None:
    for name in ("aileen", "Aileen", "AILEEN", " aileen", "aiLeen"):
        last = sign_in(client, "wrong", username=name)
    assert last.status_code == 429


def test_another_person_is_not_held_up(client: Client, aileen: User, morag: User) -> None:
    for _ in range(FREE_TRIES):
        sign_in(client, "wrong")
    assert sign_in(client, username="morag").status_code == 302


def test_after_the_wait_there_is_one_try_and_then_a_longer_wait(
    client: Client, aileen: User, later: At
) -> None:
    for _ in range(FREE_TRIES):
        sign_in(client, "wrong")
    later(timedelta(seconds=61))
    assert sign_in(client, "wrong").status_code == 429, "the sixth wrong try waits at once"
    later(timedelta(seconds=61 + 100))
    assert sign_in(client).status_code == 429, "now for two minutes"
    later(timedelta(seconds=61 + 121))
    assert sign_in(client).status_code == 302


def test_trying_during_the_wait_does_not_make_it_longer(client: Client, aileen: User, later: At) -> None:
    for _ in range(FREE_TRIES + 5):
        sign_in(client, "wrong")
    assert AccessFailureLog.objects.count() == FREE_TRIES
    later(timedelta(seconds=61))
    assert sign_in(client).status_code == 302


def test_slow_guessing_is_counted_for_a_day(client: Client, aileen: User, later: At) -> None:
    for hour in range(FREE_TRIES):
        later(timedelta(hours=hour))
        last = sign_in(client, "wrong")
    assert last.status_code == 429


def test_a_good_sign_in_makes_a_fresh_start(client: Client, aileen: User, later: At) -> None:
    for _ in range(FREE_TRIES - 1):
        sign_in(client, "wrong")
    later(timedelta(seconds=1))
    assert sign_in(client).status_code == 302
    client.logout()
    later(timedelta(seconds=2))
    for _ in range(FREE_TRIES - 1):
        assert sign_in(client, "wrong").status_code == 200


def test_the_page_says_when_to_try_again_by_the_clock_on_the_wall(client: Client, aileen: User) -> None:
    for _ in range(FREE_TRIES):
        sign_in(client, "wrong")
    AccessFailureLog.objects.update(attempt_time=datetime.now(UTC))
    page = sign_in(client, "wrong").content.decode()
    again = timezone.localtime(
        AccessFailureLog.objects.latest("attempt_time").attempt_time + timedelta(minutes=1)
    )
    assert f"Wait until {again.hour % 12 or 12}.{again:%M}" in page


def test_no_password_is_kept_with_the_wrong_tries(client: Client, aileen: User) -> None:
    sign_in(client, "my secret in the wrong place")
    assert "secret" not in str(AccessAttempt.objects.values().get())
