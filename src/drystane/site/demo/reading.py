"""What every part of the example needs: its file, its days as moments, its password."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from drystane.strategy.packs import LOADER

PASSWORD = "drystane-example-2015"  # noqa: S105  known to everybody: the example answers to this machine only


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=LOADER)  # noqa: S506  a safe loader
    return found


def at(day: date, hour: int = 10) -> datetime:
    """A working hour of that day: the example's rows say days, the records want moments."""
    return datetime.combine(day, time(hour), UTC)
