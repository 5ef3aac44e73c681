"""Where somebody stands with a course: in date, lapsed, never trained, or nobody knows. No Django."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=60)


class State(StrEnum):
    IN_DATE = "in_date"
    LAPSED = "lapsed"
    NEVER = "never"
    NOT_KNOWN = "not_known"

    @property
    def label(self) -> str:
        return {"in_date": "In date", "lapsed": "Lapsed", "never": "Never trained", "not_known": "Not known"}[
            self.value
        ]


@dataclass(frozen=True)
class Done:
    """Somebody finished a version of a course, or of one that counts as it."""

    on: date
    expires_on: date | None = None  # the first day on which it no longer counts; empty: it does not expire
    retired_on: date | None = None  # since when the version is no longer given

    def counts(self, today: date) -> bool:
        return self.on <= today and (self.expires_on is None or today < self.expires_on)

    def is_legacy(self, today: date) -> bool:
        """It counts, and nobody could do the same today."""
        return self.counts(today) and self.retired_on is not None and self.retired_on <= today


@dataclass(frozen=True)
class Standing:
    """How one person stands on one day."""

    state: State
    last_on: date | None = None
    until: date | None = None  # the day before it lapses, or the day since when it has
    is_legacy: bool = False

    @property
    def is_due(self) -> bool:
        return self.state is not State.IN_DATE

    def lapses_by(self, day: date) -> bool:
        """In date still, and no longer on that day."""
        return self.state is State.IN_DATE and self.until is not None and self.until <= day


def standing(done: Iterable[Done], *, register_is_whole: bool, today: date) -> Standing:
    """The best of what somebody has done. Who has done nothing has never been trained only if the register of
    their team is whole; else nobody knows."""
    past = [one for one in done if one.on <= today]
    if not past:
        return Standing(State.NEVER if register_is_whole else State.NOT_KNOWN)
    last = max(one.on for one in past)
    if valid := [one for one in past if one.counts(today)]:
        best = max(valid, key=lambda one: one.expires_on or date.max)
        return Standing(State.IN_DATE, last, best.expires_on, all(one.is_legacy(today) for one in valid))
    return Standing(State.LAPSED, last, max(one.expires_on or date.max for one in past))


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(earlier: date, later: date) -> int:
    """Whole months gone by."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(0, months - (later.day < earlier.day))
