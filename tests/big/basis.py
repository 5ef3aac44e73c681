"""What every part of the large partnership is made with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import TypeVar

from drystane.audit.refs import LENGTH, LETTERS

T = TypeVar("T")

SENSITIVE = {"marking": "sensitive", "descriptor": "commercial"}


@dataclass(frozen=True)
class Calendar:
    """Days and moments, counted from today."""

    today: date

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def moment(self, days: int, hour: int = 10) -> datetime:
        return moment(self.day(days), hour)


def moment(on: date, hour: int = 10) -> datetime:
    return datetime.combine(on, time(hour, 30), tzinfo=UTC)


def ref_of(kind: str, key: object) -> str:
    """A public id that is the same each time."""
    digest = blake2b(f"{kind} {key}".encode(), digest_size=LENGTH).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest)


def pick(rows: Sequence[T], number: int) -> T:
    """Each in turn, and round again."""
    return rows[number % len(rows)]


def around(hidden: Sequence[T], visible: Sequence[T]) -> list[T]:
    """The hidden before, between and after the visible, so that a row number would tell of them anywhere."""
    third, half = -(-len(hidden) // 3), len(visible) // 2
    return [
        *hidden[:third],
        *visible[:half],
        *hidden[third : 2 * third],
        *visible[half:],
        *hidden[2 * third :],
    ]
