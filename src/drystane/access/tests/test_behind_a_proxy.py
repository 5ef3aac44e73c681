"""Behind a proxy the machine is the one that the proxy saw, and nobody else's word for it."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from drystane.access.sign_in import FREE_TRIES, machine_of
from tests.cast import make_user

COLLEAGUE, STRANGER = "192.0.2.10", "203.0.113.66"


@pytest.mark.parametrize(
    ("behind", "header", "machine"),
    [
        (True, COLLEAGUE, COLLEAGUE),
        (True, f"{COLLEAGUE}, {STRANGER}", STRANGER),  # the first was sent by the stranger
        (True, "2001:DB8::1", "2001:db8::1"),
        (True, "", "127.0.0.1"),
        (True, "unknown", "127.0.0.1"),
        (False, STRANGER, "127.0.0.1"),
    ],
)
def test_the_machine_is_the_one_the_proxy_saw(
    settings: Settings, *, behind: bool, header: str, machine: str
) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", headers={"X-Forwarded-For": header})
    assert machine_of(request) == machine


@pytest.mark.django_db
def test_a_strangers_wrong_tries_do_not_keep_a_colleague_out(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    morag = make_user("morag")
    morag.set_password("clachan-dyke-cope")
    morag.save()

    def tried(machine: str, password: str) -> int:
        given = {"username": "morag", "password": password}
        return Client().post("/sign-in/", given, headers={"X-Forwarded-For": machine}).status_code

    for _ in range(FREE_TRIES):
        tried(STRANGER, "wrong")
    assert tried(STRANGER, "clachan-dyke-cope") != 302
    assert tried(COLLEAGUE, "clachan-dyke-cope") == 302
