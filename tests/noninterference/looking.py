"""Everything that somebody at a browser could tell two answers apart by."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client

from drystane.access import clock
from drystane.access.models import User
from drystane.partners.middleware import PURPOSE, PURPOSE_LASTS

# The one thing that differs between two renders of a page is masked anew each time. Nothing wider than this.
TOKEN = re.compile(rb'(?:(?<=name="csrfmiddlewaretoken" value=")|(?<="X-CSRFToken": "))[A-Za-z0-9]{64}(?=")')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[tuple[str, str, str], ...]
    body: bytes
    queries: int


def look(client: Client, method: str, url: str, data: Mapping[str, Any] | None = None) -> Answer:
    """Ask for it, and undo whatever that did, so that the next one finds the same."""
    return looks(client, method, url, data)[0]


def looks(client: Client, method: str, url: str, data: Mapping[str, Any] | None = None) -> list[Answer]:
    """The answer, and the page it leads on to. Both are undone."""
    kept, before = SimpleCookie(client.cookies), transaction.savepoint()
    try:
        answer = ask(client, method, url, data)
        leads_to = [value for name, value in answer.headers if name == "Location"]
        return [answer, *(ask(client, "GET", address) for address in leads_to)]
    finally:
        client.cookies = kept
        transaction.savepoint_rollback(before)


def ask(client: Client, method: str, url: str, data: Mapping[str, Any] | None = None) -> Answer:
    with counting_queries() as queries:
        response = client.post(url, data or {}) if method == "POST" else client.generic(method, url)
    return Answer(
        status=response.status_code,
        headers=tuple(sorted(response.headers.items())),
        cookies=tuple(map(cookie, sorted(response.cookies.items()))),
        body=TOKEN.sub(b"TOKEN", response.content),
        queries=queries(),
    )


def cookie(item: tuple[str, Any]) -> tuple[str, str, str]:
    """All of it but the name of a session, which is random."""
    name, morsel = item
    return name, "" if name == "sessionid" else morsel.value, repr(sorted(morsel.items()))


@contextmanager
def counting_queries() -> Iterator[Callable[[], int]]:
    """How many statements go to the database, savepoints and all."""
    sent: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield lambda: len(sent)


def browser_of(person: User, *, purpose: bool) -> Client:
    """Signed in, with the cookies that a browser has from an earlier page."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    client.cookies["csrftoken"] = "c" * 32
    if purpose:
        session = client.session
        until = clock.now() + PURPOSE_LASTS
        session[PURPOSE] = {"words": "Preparing the review", "until": until.isoformat()}
        session.save()
    return client


def differences(alone: Mapping[str, Sequence[Answer]], among: Mapping[str, Sequence[Answer]]) -> list[str]:
    """What tells the two apart, in words, for each address."""
    assert alone.keys() == among.keys()
    pairs = ((what, zip(alone[what], among[what], strict=False)) for what in alone)
    return [told for what, both in pairs for one, other in both if (told := difference(what, one, other))]


def difference(what: str, one: Answer, other: Answer) -> str:
    told = [
        f"{name} {getattr(one, name)} without and {getattr(other, name)} with"
        for name in ("status", "headers", "cookies", "queries")
        if getattr(one, name) != getattr(other, name)
    ]
    if one.body != other.body:
        lines = difflib.unified_diff(words(one), words(other), "without", "with", lineterm="", n=0)
        told.append("\n".join(list(lines)[:12]))
    return f"{what}: {'; '.join(told)}" if told else ""


def words(answer: Answer) -> list[str]:
    return answer.body.decode("utf-8", "replace").splitlines()
