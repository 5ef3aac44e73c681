"""Dates as they are written in the papers of British bodies. A month alone is no date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:19|20)\d\d"
DATED = re.compile(
    rf"""(?xi)\b(?:
    (?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?\s+(?:day\s+)?(?:of\s+)?(?P<month>{MONTH})\b\.?,?(?:\s+(?P<year>{YEAR}))?\b
    | (?P<month2>{MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>{YEAR})\b
    | (?P<year3>{YEAR})-(?P<month3>\d\d)-(?P<day3>\d\d)\b
    | (?P<day4>\d{{1,2}})[./](?P<month4>\d{{1,2}})[./](?P<year4>{YEAR}|\d\d)\b
    )"""
)
ONLY_MONTH = re.compile(rf"(?i)\b(?:{MONTH})\b\.?,?\s+{YEAR}\b")


@dataclass(frozen=True)
class Dated:
    start: int
    end: int
    on: date | None  # None where the year is missing
    day: int = 0
    month: int = 0


def dates(text: str) -> Iterator[Dated]:
    """Every day named in the text, in order. What cannot be a day, like 31 June, is none."""
    for found in DATED.finditer(text):
        day, month, year = (
            next((value for n in ("", "2", "3", "4") if (value := found.groupdict().get(f"{part}{n}"))), "")
            for part in ("day", "month", "year")
        )
        number = MONTHS.get(month.lower()) or int(month or 0)
        full = int(year) if len(year) == 4 else 2000 + int(year) if year else 0
        try:
            on = date(full or 2000, number, int(day))
        except ValueError:
            continue
        yield Dated(found.start(), found.end(), on if full else None, int(day), number)


def full_date(text: str) -> Dated | None:
    return next((found for found in dates(text) if found.on), None)


def next_on(found: Dated, after: date | None) -> date | None:
    """The day meant where the year is left out: the first one from `after` on."""
    if found.on or after is None:
        return found.on
    for year in (after.year, after.year + 1):
        try:
            day = date(year, found.month, found.day)
        except ValueError:
            continue
        if day >= after:
            return day
    return None
