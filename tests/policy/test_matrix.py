"""Every address, every method, everybody: 404 for what one may not see, 403 for what one may not do.

What an address answers, everybody asks of it. Any other method the decorator of the page turns away, before
it reads more of the request than that: everybody tries it on the page itself, and one person for each thing
that can be told (done, 403, 404, sign in) comes the whole way through the middleware.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from pytest_django import DjangoDbBlocker

from drystane.partners.middleware import PURPOSE, PURPOSE_LASTS
from drystane.site import errors
from drystane.site.addresses import all_addresses
from tests.cast import NOW
from tests.policy.rules import OPEN, RULES
from tests.policy.ruling import Rule
from tests.policy.world import EVERYBODY, Who, World, make_world

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ON_SQLITE = connection.vendor == "sqlite"
STAMPS: dict[str, set[frozenset[str]]] = {}
for found in all_addresses():
    STAMPS.setdefault(found.name, set()).add(found.methods)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@dataclass
class House:
    """The world, and everybody in it signed in: once with a purpose and once without."""

    world: World
    visitors: dict[tuple[Who, bool], Client]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Made once. Each request is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        everybody = [(who, purpose) for who in EVERYBODY for purpose in (False, True)]
        yield House(world, {(who, purpose): visitor(world, who, purpose) for who, purpose in everybody})
        transaction.set_rollback(True)


def visitor(world: World, who: Who, purpose: bool) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people[who])
    if purpose:
        session = client.session
        session[PURPOSE] = {"words": "Trying it", "until": (NOW + PURPOSE_LASTS).isoformat()}
        session.save()
    return client


@pytest.fixture(autouse=True)
def _refusals_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """How a refusal is put is read in tests.noninterference and in a browser, not here ten thousand times."""
    monkeypatch.setattr(errors, "render", lambda *_, status: HttpResponse(status=status))


def send(client: Client, method: str, url: str) -> int:
    """Send it and undo whatever it did, so that the next one meets the same world."""
    kept, before = SimpleCookie(client.cookies), transaction.savepoint()
    try:
        return client.generic(method, url).status_code
    finally:
        client.cookies = kept
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


def one_of_each(rule: Rule) -> list[Who]:
    """The first person of whom each is expected."""
    told = {frozenset(expected(rule, who, "GET", frozenset({"GET"}))): who for who in reversed(EVERYBODY)}
    return list(told.values())


def requests(rule: Rule, methods: frozenset[str], *, first: bool) -> Iterator[tuple[Who, str]]:
    """Who comes the whole way, and with what.

    On PostgreSQL one of each: the same questions are put to it for whoever else asks, with another name.
    A view does for HEAD what it does for GET. All rules of an address lead to one page, which the first
    one's visitors try with what it does not answer.
    """
    few = one_of_each(rule)
    for who in EVERYBODY if ON_SQLITE else few:
        yield from ((who, method) for method in sorted({"GET", "POST"} & methods))
    for who in few if ON_SQLITE else []:
        for method in METHODS:
            if method == "HEAD" or (first and method not in methods):
                yield who, method


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert set(STAMPS) - set(OPEN) == set(RULES)


def test_no_name_answers_differently_under_two_patterns() -> None:
    """Two patterns may share a name; then they answer the same methods, or the matrix could not tell."""
    assert {name: stamps for name, stamps in STAMPS.items() if len(stamps) > 1} == {}


@pytest.mark.parametrize("name", sorted(RULES))
def test_address(house: House, name: str) -> None:
    (methods,) = STAMPS[name]
    wrong = []
    for rule in RULES[name]:
        url = address(house.world, name, rule)
        for who, method in requests(rule, methods, first=rule is RULES[name][0]):
            status = send(house.visitors[who, rule.purpose], method, url)
            if status not in expected(rule, who, method, methods):
                wrong.append(f"{method} {url} as {who}: {status}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_page_turns_away_what_it_does_not_answer(house: House, name: str) -> None:
    (methods,) = STAMPS[name]
    for rule in RULES[name]:
        found = resolve(address(house.world, name, rule).partition("?")[0])
        for method in sorted(set(METHODS) - methods):
            request = RequestFactory().generic(method, "/")
            for request.user in house.world.people.values():
                assert found.func(request, **found.kwargs).status_code == 405


@pytest.mark.parametrize("name", sorted(RULES))
def test_nobody_gets_in_without_signing_in(house: House, name: str) -> None:
    for rule in RULES[name]:
        url = address(house.world, name, rule)
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
