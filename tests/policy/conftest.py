"""The cast's records are of September 2015, and so is the clock while these tests run."""

from datetime import UTC, datetime
from typing import Any

import pytest

from drystane.access.clock import ExampleClock


@pytest.fixture(autouse=True)
def _september_2015(settings: Any) -> None:
    settings.EXAMPLE_CLOCK = ExampleClock(datetime.now(UTC))
