"""Somebody at a browser, who notices what a person may not: console messages, strays, and barriers."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import ConsoleMessage, Page, Request, Response, ViewportSize

from drystane.access.models import User

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 375, "height": 800}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


@dataclass
class Visitor:
    page: Page
    origin: str
    messages: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("request", self._sent)

    def _heard(self, message: ConsoleMessage) -> None:
        self.messages.append(f"{message.type}: {message.text}")

    def _sent(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.strays.append(request.url)

    def sign_in(self, user: User) -> None:
        """As the sign-in page would leave things, without its slow password check."""
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": self.origin}]
        )

    def open(self, path: str) -> Response:
        response = self.page.goto(f"{self.origin}{path}")
        assert response is not None
        return response

    def expect_message(self, pattern: str) -> None:
        """A console message that the browser makes by itself, as for an answer with an error status."""
        self.expected.append(pattern)

    def check(self, name: str) -> None:
        """No barrier at either width, and nothing that makes a phone scroll sideways."""
        for size in (WIDE, NARROW):
            self.page.set_viewport_size(size)
            self.picture(f"{name}-{size['width']}")
            found = Axe().run(self.page, options=RULES)
            assert not found.response["violations"], f"{name} at {size['width']}:\n{found.generate_report()}"
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{name} is {wide} pixels wide on a screen of {size['width']}"
        self.page.set_viewport_size(WIDE)

    def picture(self, name: str) -> None:
        """Kept only when asked for: DRYSTANE_PICTURES names the folder."""
        folder = os.environ.get("DRYSTANE_PICTURES")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def left_in_peace(self) -> None:
        """Nothing was said on the console, and nothing was asked of another machine."""
        unexpected = [
            message for message in self.messages if not any(re.search(one, message) for one in self.expected)
        ]
        assert not unexpected, f"Console messages: {unexpected}"
        assert not self.strays, f"Requests that left the server: {self.strays}"
