"""Chromium as the machine has it, and a server with a database file of its own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.example import Example, Keeper, worked_example
from tests.browser.visitor import Visitor
from tests.browser.windows import Windows

# Playwright's event loop runs in the thread of the test, which Django would refuse for its queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped, and say so; in CI they then fail."""
    if chromium() or os.environ.get("CI"):
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="there is no Chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = chromium()
    assert found, "There is no Chromium on this machine: apt-get install chromium"
    return {"executable_path": found, "args": FLAGS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}


@pytest.fixture
def _plain_static_names(settings: Settings) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def windows(browser: Browser, browser_context_args: dict[str, Any]) -> Windows:
    return Windows(browser, browser_context_args)


@pytest.fixture
def visitor(_plain_static_names: None, live_server: LiveServer, windows: Windows) -> Iterator[Visitor]:
    somebody = Visitor(windows.open(), live_server.url)
    yield somebody
    somebody.leave()
    windows.close(somebody.page)
    somebody.left_in_peace()


@pytest.fixture(scope="session")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Keeper:
    return Keeper(tmp_path_factory.mktemp("example"))


@pytest.fixture
def example(
    keeper: Keeper,
    live_server: LiveServer,
    windows: Windows,
    tmp_path: Path,
) -> Iterator[Example]:
    """The worked example as it was loaded. A test may do to it what it likes."""
    with worked_example(keeper, home=tmp_path):
        loaded = Example(live_server.url, windows)
        yield loaded
        loaded.close()
