"""What somebody put into a cell, as the one way in which we write it: text, a day, an amount. No Django."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

Cell = Any  # what `reading` makes of a cell: see there


class BadCell(Exception):
    """What a cell holds cannot be used: what was found, and how to mend it."""

    def __init__(self, found: str, mend: str) -> None:
        super().__init__(f"{found}: {mend}")
        self.found, self.mend = found, mend


class DayOrder(StrEnum):
    """How 03/04/2015 is meant."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
IN_WORDS = ("%d %B %Y", "%d %b %Y", "%d %b %y", "%d %B %y", "%d-%b-%Y", "%d-%b-%y", "%B %d, %Y")
ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.I)
WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,?\s+", re.I)
MONEY = re.compile(r"£?\s*([+-]?\d[\d, ]*(?:\.\d+)?|[+-]?\.\d+)")


def shown(cell: Cell) -> str:
    """As it stands in the sheet, for whoever has to find it there."""
    match cell:
        case None:
            return "nothing"
        case {"formula": _}:
            return "a formula without its result"
        case {"error": words} | {"moment": words}:
            return str(words)
        case {"day": words}:
            return str(words)
        case bool():
            return "TRUE" if cell else "FALSE"
    text = str(cell)
    return f"“{text}”" if len(text) <= 60 else f"“{text[:57]}...”"


def must_be_whole(cell: Cell) -> None:
    """Raises BadCell for a formula nobody calculated, or one that came to nothing."""
    if isinstance(cell, dict) and "formula" in cell:
        raise BadCell(
            shown(cell), "Open the file in your spreadsheet program and save it, so that results are kept."
        )
    if isinstance(cell, dict) and "error" in cell:
        raise BadCell(shown(cell), "Mend the formula, or type the value in its place.")


def as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").strip()
    must_be_whole(cell)
    match cell:
        case None:
            return ""
        case {"day": words} | {"moment": words}:
            return str(words)
        case bool():
            return "Yes" if cell else "No"
        case float():
            return plain_number(Decimal(str(cell)))
    return str(cell)


def as_day(cell: Cell, order: DayOrder) -> str:
    """As 2015-09-02. Raises BadCell."""
    must_be_whole(cell)
    match cell:
        case None:
            return ""
        case {"day": words}:
            return str(words)
        case {"moment": words}:
            return str(words)[:10]
        case str():
            found = day_of(cell, order)
            if found is not None:
                return found.isoformat()
    remedy = "3/9/2015" if order is DayOrder.DAY_FIRST else "9/3/2015"
    raise BadCell(shown(cell), f"Write a real date, such as 3 September 2015 or {remedy}.")


def day_of(text: str, order: DayOrder) -> date | None:
    if match := ISO.fullmatch(text):
        return real_day(*(int(part) for part in match.groups()))
    if match := SLASHED.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
        return real_day(year + 2000 if year < 100 else year, month, day)
    bare = WEEKDAY.sub("", ORDINAL.sub("", text))
    for form in IN_WORDS:
        try:
            return datetime.strptime(bare, form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


def real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def orders_possible(cells: Iterable[Cell]) -> frozenset[DayOrder]:
    """The ways in which every slashed date among these makes sense.

    Both, where none says which is meant; neither, where some can only be read one way and some the other.
    """
    possible = set(DayOrder)
    for cell in cells:
        match = SLASHED.fullmatch(cell) if isinstance(cell, str) else None
        if match is None:
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12:
            possible.discard(DayOrder.MONTH_FIRST)
        if second > 12:
            possible.discard(DayOrder.DAY_FIRST)
    return frozenset(possible)


def is_slashed(cell: Cell) -> bool:
    return isinstance(cell, str) and SLASHED.fullmatch(cell) is not None


def as_number(cell: Cell, places: int) -> str:
    """As 1500 or 0.5, without noughts at the end. Raises BadCell."""
    must_be_whole(cell)
    if cell is None:
        return ""
    remedy = "Write a number in figures, such as 1500."
    try:
        match cell:
            case bool() | dict():
                raise BadCell(shown(cell), remedy)
            case int() | float():
                amount = Decimal(str(cell))
            case _:
                match = MONEY.fullmatch(cell)
                if match is None:
                    raise BadCell(shown(cell), remedy)
                amount = Decimal(match[1].replace(",", "").replace(" ", ""))
    except InvalidOperation as error:
        raise BadCell(shown(cell), remedy) from error
    exponent = amount.normalize().as_tuple().exponent
    if not isinstance(exponent, int):  # no number, or one without end
        raise BadCell(shown(cell), remedy)
    if exponent < -places:
        raise BadCell(shown(cell), f"Give at most {places} places after the point.")
    return plain_number(amount)


def plain_number(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_choice(cell: Cell, choices: Mapping[str, str]) -> str:
    """The word of ours that is meant. `choices` leads from each way of saying it to that word."""
    text = as_text(cell)
    if not text:
        return ""
    if (found := choices.get(spoken(text))) is not None:
        return found
    offered = list(dict.fromkeys(word for word in choices.values() if word))
    some = ", ".join(offered[:8]) + (" and others" if len(offered) > 8 else "")
    raise BadCell(
        shown(cell), f"Write one of these: {some}." if offered else "Leave it empty: there is none."
    )


def spoken(text: str) -> str:
    """Without what does not matter in a name: capitals, spaces."""
    return " ".join(text.casefold().split())


def choices_of(words: Iterable[str], also: Mapping[str, str] | None = None) -> dict[str, str]:
    return {spoken(word): word for word in words} | {spoken(key): word for key, word in (also or {}).items()}


# What we hold, written the same way


def iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def day(text: str) -> date:
    return date.fromisoformat(text)


def figures(amount: Decimal | None) -> str:
    return "" if amount is None else plain_number(amount)
