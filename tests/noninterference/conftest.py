"""The clocks stand still, so that two answers may be compared to the byte; nothing is written to the log."""

import logging
import time
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from drystane.access.clock import ExampleClock
from tests.cast import NOW


@pytest.fixture(autouse=True)
def _clocks_stand_still(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.EXAMPLE_CLOCK = ExampleClock(loaded_at=NOW)  # on the evening of 2 September 2015
    monkeypatch.setattr(time, "time", NOW.timestamp)  # what headers and cookies expire by
    logging.disable(logging.CRITICAL)  # hundreds of refusals, each with a trace
    yield
    logging.disable(logging.NOTSET)
