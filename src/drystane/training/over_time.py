"""Coverage at the end of each of the last months, from the days on which people began, left and completed."""

from dataclasses import dataclass
from datetime import date, timedelta

from drystane.training.coverage import Count
from drystane.training.models import Course
from drystane.training.register import Register

MONTHS = 12


@dataclass(frozen=True)
class Month:
    on: date
    count: Count | None  # nothing is told of fewer than five


def over_time(register: Register, course: Course, today: date) -> list[Month]:
    """All teams together, the oldest first; today stands last."""
    return [Month(day, together(register, course, day)) for day in (*ends_of_months(today), today)]


def together(register: Register, course: Course, day: date) -> Count | None:
    counts = (register.count(team, course, day) for team in register.required(course))
    total = sum(counts, start=Count())
    return None if total.is_small else total


def ends_of_months(today: date) -> list[date]:
    found, day = [], today
    for _ in range(MONTHS):
        day = day.replace(day=1) - timedelta(days=1)
        found.append(day)
    return found[::-1]
