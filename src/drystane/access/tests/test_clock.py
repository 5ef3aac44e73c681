"""The example's clock runs from the morning before the meeting until its evening."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from drystane.access import clock

LOADED = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("later", "shown"),
    [
        (timedelta(0), datetime(2015, 9, 1, 8, 0, tzinfo=UTC)),
        (timedelta(hours=3), datetime(2015, 9, 1, 11, 0, tzinfo=UTC)),
        (timedelta(days=400), datetime(2015, 9, 2, 17, 0, tzinfo=UTC)),
        (timedelta(hours=-1), datetime(2015, 9, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_it_runs_forward_and_stands(later: timedelta, shown: datetime) -> None:
    assert clock.ExampleClock(LOADED).now(LOADED + later) == shown


def test_it_is_kept_in_the_home_folder(tmp_path: Path) -> None:
    assert clock.read_example_clock(tmp_path) is None
    clock.keep_example_clock(tmp_path, LOADED)
    assert clock.read_example_clock(tmp_path) == clock.ExampleClock(LOADED)


def test_without_an_example_it_is_the_real_time(settings: object) -> None:
    settings.EXAMPLE_CLOCK = None  # type: ignore[attr-defined]  # pytest-django's fixture
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
