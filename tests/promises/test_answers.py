"""What every answer tells the browser, and what no page holds."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from drystane.site.addresses import all_addresses
from tests.noninterference.addresses import of_rules
from tests.noninterference.looking import browser_of
from tests.noninterference.stage import set_up

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Of a file that somebody uploaded: it does nothing at all.
INERT = {"default-src": "'none'", "sandbox": ""}
PEOPLE = [("board", "chair"), ("integrity", "chair"), ("", "administrator"), ("", "auditor")]


class Inside(HTMLParser):
    """Finds what a strict policy would refuse to run or to draw, and what is asked of another machine."""

    RAW = {"style", "script"}
    FETCHED = {("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("form", "action")}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.raw = ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        self.raw = tag if tag in self.RAW else ""
        for name, value in given:
            said = (value or "").strip().lower()
            if name == "style" or name.startswith(("on", "hx-on")) or said.startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value!r}>")
            if (tag, name) in self.FETCHED and said.startswith(("http:", "https:", "//", "data:")):
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_startendtag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, given)

    def handle_data(self, data: str) -> None:
        if self.raw and data.strip():
            self.found.append(f"<{self.raw}>{data.strip()[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self.raw = "" if tag == self.raw else self.raw


def inside(page: str) -> list[str]:
    reader = Inside()
    reader.feed(page)
    return reader.found


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p {}</style>",
        '<p style="color: red">',
        '<a href=" JavaScript:alert(1)">',
        '<button onclick="go()">',
        '<p hx-on:click="go()">',
        '<img src="https://elsewhere.example/x.png"/>',
        '<link href="//elsewhere.example/x.css">',
    ],
)
def test_the_reader_finds_what_it_looks_for(html: str) -> None:
    assert len(inside(html)) == 1


@pytest.mark.slow
@pytest.mark.once  # what an answer is headed with asks no database
@pytest.mark.parametrize("who", PEOPLE, ids=" ".join)
def test_every_answer_is_kept_by_nobody_and_runs_nothing_of_its_own(who: tuple[str, str]) -> None:
    stage = set_up()
    browser = browser_of(stage.world.people[who], purpose=True)
    wrong = [fault for url in of_rules(stage, "GET") for fault in faults(browser, url)]
    assert wrong == []


def test_what_is_said_to_somebody_who_is_not_signed_in(client: Client) -> None:
    sign_in = reverse("access:sign_in")
    assert [fault for url in (sign_in, "/", "/nothing/here/") for fault in faults(client, url)] == []


def faults(browser: Client, url: str) -> Iterator[str]:
    answer = browser.get(url)
    said = answer.headers
    parts = (part.strip().partition(" ") for part in said["Content-Security-Policy"].split(";"))
    policy = {name: value for name, _, value in parts}
    if policy != (INERT if is_uploaded(answer) else POLICY):
        yield f"{url}: {policy}"
    if not {"no-store", "private"} <= set(said["Cache-Control"].replace(" ", "").split(",")):
        yield f"{url}: {said['Cache-Control']}"
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ):
        if said.get(name) != value:
            yield f"{url}: {name} {said.get(name)}"
    if said["Content-Type"].startswith("text/html") and "Content-Disposition" not in said:
        yield from (f"{url}: {found}" for found in inside(answer.content.decode()))


UPLOADED = {"board:paper_appendix", "board:published_file", "board:draft_file"}


def is_uploaded(answer: Any) -> bool:
    """A file as somebody brought it, as against one that was made here."""
    match = answer.resolver_match
    return answer.status_code == 200 and match is not None and match.view_name in UPLOADED


def test_no_address_is_left_without_these(client: Client) -> None:
    """The middleware that says them stands round all of ours, and no view takes it off."""
    first = ["django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"]
    assert settings.MIDDLEWARE[:4] == [
        *first,
        "drystane.site.copies.KeepNoCopies",
        "csp.middleware.CSPMiddleware",
    ]
    assert [found.name for found in all_addresses() if "csp" in found.needs] == []
