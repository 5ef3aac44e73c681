"""Somebody at a browser, as far as the server can tell: keeps cookies, reads forms, sends them back.

Only the standard library, so that many can call at once from threads of one process.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TIMEOUT = 30


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str
    seconds: float


@dataclass
class Caller:
    """One person with a session. Each call is a connection of its own."""

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies["sessionid"] = self.session

    def get(self, address: str) -> Answer:
        return self.call("GET", address)

    def post(self, address: str, fields: Mapping[str, str | list[str]]) -> Answer:
        """Raises OSError or HTTPException if no whole answer comes."""
        return self.call("POST", address, urlencode(fields, doseq=True))

    def form(self, address: str) -> dict[str, str | list[str]]:
        """What the page's form would send if it were sent as it is, the token against forgery with it."""
        answer = self.get(address)
        assert answer.status == 200, (address, answer.status, answer.location)
        reader = FormReader()
        reader.feed(answer.body)
        assert reader.fields, f"There is no form at {address}."
        return dict(reader.fields)

    def call(self, method: str, address: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        began = time.perf_counter()
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        seconds = time.perf_counter() - began
        for header in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, response.headers.get("Location", ""), text, seconds)


class FormReader(HTMLParser):
    """The fields of the form that is posted from a page's main part, with the values they stand at."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str | list[str]] = {}
        self.in_main = self.in_form = False
        self.select: str | None = None
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.in_main = True
        elif tag == "form":
            self.in_form = self.in_main and given.get("method", "").lower() == "post"
        elif self.in_form:
            self.read_field(tag, given, is_on={"checked", "selected"} & given.keys())

    def read_field(self, tag: str, given: dict[str, str], is_on: object) -> None:
        name = given.get("name", "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in {"checkbox", "radio"}:
                if is_on:
                    self.add(name, given.get("value", "on"))
            elif kind != "submit":
                self.fields[name] = given.get("value", "")
        elif tag == "textarea":
            self.textarea, self.fields[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and is_on:
            self.add(self.select, given.get("value", ""))

    def add(self, name: str, value: str) -> None:
        before = self.fields.get(name, [])
        self.fields[name] = [*(before if isinstance(before, list) else [before]), value]

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea] = f"{self.fields[self.textarea]}{data}"

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.in_main = False
        elif tag == "form":
            self.in_form = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None
