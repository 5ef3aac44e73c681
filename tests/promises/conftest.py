"""The records are of September 2015, and so is the clock."""

import pytest
from pytest_django import Settings

from drystane.access.clock import ExampleClock
from tests.cast import NOW


@pytest.fixture(autouse=True)
def _september_2015(settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = ExampleClock(loaded_at=NOW)  # stands still on the evening of the meeting
