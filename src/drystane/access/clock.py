"""What time it is. Views and commands ask here; everything below them is told.

The worked example lives in autumn 2015. Where it is loaded, its clock starts on the morning of 1 September
2015 and stands still on the evening of the meeting, so that what is due stays due.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

EXAMPLE_STARTS = datetime(2015, 9, 1, 8, 0, tzinfo=UTC)
EXAMPLE_STANDS = datetime(2015, 9, 2, 17, 0, tzinfo=UTC)


@dataclass(frozen=True)
class ExampleClock:
    """Starts when the example is loaded, and runs with the real one until it stands."""

    loaded_at: datetime
    partnership: str = "Safer and Stronger Renfrewshire"

    def now(self, real: datetime) -> datetime:
        return min(EXAMPLE_STARTS + max(real - self.loaded_at, real - real), EXAMPLE_STANDS)


def now() -> datetime:
    real = datetime.now(UTC)
    example: ExampleClock | None = settings.EXAMPLE_CLOCK
    return example.now(real) if example else real


def today() -> date:
    return timezone.localdate(now())


def keep_example_clock(home: Path, loaded_at: datetime) -> None:
    """Written once, when the example is loaded."""
    path(home).write_text(json.dumps({"example_loaded_at": loaded_at.isoformat()}), "utf-8")


def read_example_clock(home: Path) -> ExampleClock | None:
    if not path(home).exists():
        return None
    kept = json.loads(path(home).read_text("utf-8"))
    return ExampleClock(datetime.fromisoformat(kept["example_loaded_at"]))


def path(home: Path) -> Path:
    return home / "example-clock.json"
