"""Every address, every method, everybody: 404 for what one may not see, 403 for what one may not do."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from drystane.access import clock
from drystane.partners.middleware import PURPOSE, PURPOSE_LASTS
from drystane.site.addresses import all_addresses
from tests.policy.rules import OPEN, RULES
from tests.policy.ruling import Rule
from tests.policy.world import EVERYBODY, Who, World, make_world

EVERY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Which database answers makes no difference to a method that is turned away before any is asked.
METHODS = EVERY_METHOD if connection.vendor == "sqlite" else ("GET", "POST")
STAMPS: dict[str, set[frozenset[str]]] = {}
for found in all_addresses():
    STAMPS.setdefault(found.name, set()).add(found.methods)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world() -> World:
    return make_world()


def visitor(world: World, who: Who, *, purpose: bool) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people[who])
    if purpose:
        session = client.session
        session[PURPOSE] = {"words": "Trying it", "until": (clock.now() + PURPOSE_LASTS).isoformat()}
        session.save()
    return client


def send(client: Client, method: str, url: str) -> int:
    """Send it and undo whatever it did, so that the next one meets the same world."""
    before = transaction.savepoint()
    try:
        return client.generic(method, url).status_code
    finally:
        transaction.savepoint_rollback(before)


def expected(rule: Rule, who: Who, method: str, methods: frozenset[str]) -> set[int]:
    if who[1] == "closed":
        return {302}  # a closed account is signed out
    if method not in methods:
        return {405}
    if who not in rule.see:
        return {404}
    return {200, 302} if rule.allows(who) else {403}


def address(world: World, name: str, rule: Rule) -> str:
    arguments = {key: world.refs[record] for key, record in rule.refs.items()}
    return reverse(name, kwargs={**arguments, **rule.fixed}) + rule.query


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert set(STAMPS) - set(OPEN) == set(RULES)


def test_no_name_answers_differently_under_two_patterns() -> None:
    """Two patterns may share a name; then they answer the same methods, or the matrix could not tell."""
    assert {name: stamps for name, stamps in STAMPS.items() if len(stamps) > 1} == {}


@pytest.mark.parametrize("name", sorted(RULES))
def test_address(world: World, name: str) -> None:
    (methods,) = STAMPS[name]
    wrong = []
    for rule in RULES[name]:
        url = address(world, name, rule)
        for who in EVERYBODY:
            client = visitor(world, who, purpose=rule.purpose)
            for method in METHODS:
                status = send(client, method, url)
                if status not in expected(rule, who, method, methods):
                    wrong.append(f"{method} {url} as {who}: {status}")
                if method == "POST" and name == "access:sign_out":
                    client = visitor(world, who, purpose=rule.purpose)
    assert wrong == []


@pytest.mark.parametrize("name", sorted(RULES))
def test_nobody_gets_in_without_signing_in(world: World, name: str) -> None:
    for rule in RULES[name]:
        url = address(world, name, rule)
        for method in METHODS:
            answer = Client().generic(method, url)
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("access:sign_in"))


@pytest.mark.parametrize("name", sorted(OPEN))
def test_open_addresses_answer_only_their_methods(name: str) -> None:
    (methods,) = STAMPS[name]
    for method in METHODS:
        assert (Client().generic(method, reverse(name, kwargs=OPEN[name])).status_code == 405) == (
            method not in methods
        )
