"""The worked example behind a server, for tests that go through its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from playwright.sync_api import expect

from drystane.access.clock import EXAMPLE_STARTS, ExampleClock
from drystane.access.models import User
from drystane.site import demo
from tests.browser.visitor import Visitor
from tests.browser.windows import Windows

PATIENCE = 10_000  # milliseconds: a machine may be busy
expect.set_options(timeout=PATIENCE)


class Keeper:
    """Loads the example once and copies its rows back for every later test, a hundred times faster."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "example.sqlite3"

    def load(self) -> None:
        if self.path.exists():
            self.copy_back()
            return
        demo.load()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(self.path)])

    def copy_back(self) -> None:
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            cursor.execute("ATTACH %s AS kept", [str(self.path)])
            with transaction.atomic():
                for table in connection.introspection.django_table_names(only_existing=True):
                    cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  the names are Django's own
                    cursor.execute(f'INSERT INTO "{table}" SELECT * FROM kept."{table}"')  # noqa: S608
            cursor.execute("DETACH kept")


@contextmanager
def worked_example(keeper: Keeper, *, home: Path) -> Iterator[None]:
    with override_settings(HOME=home, EXAMPLE_CLOCK=None, PARTNERSHIP_NAME="", ALLOWED_HOSTS=["localhost"]):
        keeper.load()
        set_clock(EXAMPLE_STARTS)
        yield


def set_clock(now: datetime) -> None:
    """Move the example's clock to that moment."""
    settings.EXAMPLE_CLOCK = ExampleClock(datetime.now(UTC) - (now - EXAMPLE_STARTS))
    settings.PARTNERSHIP_NAME = settings.EXAMPLE_CLOCK.partnership


@dataclass
class Example:
    """Its people, each with a browser window of their own."""

    origin: str
    windows: Windows
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, name: str, **context: Any) -> Visitor:
        """Somebody who is not signed in."""
        page = self.windows.open(**context)
        page.set_default_timeout(PATIENCE)
        self.visitors[name] = Visitor(page, self.origin)
        return self.visitors[name]

    def at_desk(self, username: str) -> Visitor:
        """The person of the cast with that name, signed in once for all the pages they look at."""
        if username not in self.visitors:
            self.visitor(username).sign_in(User.objects.get(username=username))
        return self.visitors[username]

    def close(self) -> None:
        for visitor in self.visitors.values():
            visitor.leave()
            self.windows.close(visitor.page)
