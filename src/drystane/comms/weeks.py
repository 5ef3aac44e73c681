"""A month as the calendar draws it: whole weeks from Monday, with what is on in each. No Django."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drystane.comms.clashes import Use
from drystane.documents.packs import spoken

YEARS = range(1990, 2100)  # what a partnership could plan or remember


@dataclass(frozen=True)
class Day:
    on: date
    in_month: bool
    count: int


@dataclass(frozen=True)
class Week:
    starts_on: date
    ends_on: date
    days: tuple[Day, ...]
    uses: tuple[Use, ...]

    @property
    def name(self) -> str:
        return spoken(self.starts_on)


def month_of(text: str, *, otherwise: date) -> date:
    """The first day of a month written 2015-09, or of the month of `otherwise` where it is none."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = otherwise.replace(day=1)
    return month if month.year in YEARS else otherwise.replace(day=1)


def beside(month: date, step: int) -> date:
    """The first day of the month before (-1) or after (1)."""
    return (month + timedelta(days=31) if step > 0 else month - timedelta(days=1)).replace(day=1)


def weeks_of(month: date, uses: Sequence[Use]) -> list[Week]:
    """Each week that has a day of the month, with the uses that are on in it."""
    ordered = sorted(uses, key=lambda use: (use.starts_on, use.ends_on, use.title, use.ref))
    return [week(month, days, ordered) for days in Calendar().monthdatescalendar(month.year, month.month)]


def week(month: date, days: Sequence[date], uses: Sequence[Use]) -> Week:
    here = tuple(use for use in uses if use.starts_on <= days[-1] and use.ends_on >= days[0])
    return Week(
        days[0],
        days[-1],
        tuple(
            Day(on, on.month == month.month, sum(use.starts_on <= on <= use.ends_on for use in here))
            for on in days
        ),
        here,
    )
