"""Finding the numbers in a sentence that count something, each by the first form that fits it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from drystane.strategy.papers.dates import dates
from drystane.strategy.papers.numbers import (
    AVERAGE,
    CHANGE,
    COUNT,
    DULL,
    LIMIT,
    MONEY,
    OF_FIRST,
    PARTS,
    PERCENT,
    RATIO,
    REFERRING,
    SHARE,
    SMALL,
    TENS,
    TIME_NOUN,
    WORDED,
)

SUBJECT = re.compile(r"(?i)(?:were|was|are|have|had|of)$")
FUNCTION = re.compile(r"(?i)(?:in|by|at|to|for|on|with|and|or|from|against|as|but|which|while)$")
REACHED = re.compile(
    r"(?i)\b(?:total(?:led|ling)?|reached|stood at|numbered|was|were|against|to|compared with"
    r"|from)\s+(?:\w+\s+)?$"
)
MEASURED = re.compile(
    r"(?i)\b(?:rose|risen|fell|fallen|number|total|average|against|compared|reached|stood)\b"
)
PUBLISHED = re.compile(r"(?i)\b(?:publish|disclos|advertis)")
LIMIT_BEFORE = re.compile(r"(?i)\b(?:over|above|below|under|exceeding|more than|less than)\s+£")
LEADS = re.compile(
    r"(?:^|[,;(:–]|\b(?:and|but|that|only|of|some|just))\s*[“\"'(]*$", re.I
)  # a few count only there
LOOK_BACK = 120  # characters before a number that may speak against it
YEAR = re.compile(r"(?:19|20)\d\d")
PEOPLE = {
    "people",
    "persons",
    "residents",
    "officers",
    "members",
    "men",
    "women",
    "staff",
    "victims",
    "children",
    "adults",
}


@dataclass(frozen=True)
class Number:
    start: int
    end: int
    value: Decimal
    unit: str
    counts: str = ""  # the noun, where it is known; the number then ends with it
    weak: bool = False  # counts only where nothing speaks against it


@dataclass(frozen=True)
class Written:
    """A number as it stands in its sentence, with what is written around it."""

    text: str
    match: re.Match[str]

    def group(self, name: str) -> str:
        return self.match.groupdict().get(name) or ""

    @property
    def said(self) -> str:
        return self.group("number")

    @property
    def place(self) -> int:
        return self.match.start("number") if self.said else self.match.start()

    @property
    def end(self) -> int:
        return self.match.end("noun") if self.group("noun") else self.match.end()

    @property
    def before(self) -> str:
        return self.text[max(0, self.place - LOOK_BACK) : self.place]

    @property
    def after(self) -> str:
        return self.text[self.place + len(self.said) :]

    @property
    def value(self) -> Decimal:
        return scaled(self.said, self.group("scale"))

    def counts(self) -> Number:
        noun = self.group("noun")
        return Number(self.place, self.end, self.value, unit_of(noun), noun, weak=not self.said[0].isdigit())

    def bare(self) -> Number:
        """The number without what stands behind it."""
        return Number(self.place, self.place + len(self.said), self.value, "count")


def numbers(text: str) -> list[Number]:
    """The numbers that count something, in order, none inside another."""
    found: list[Number] = []
    days = [(day.start, day.end) for day in dates(text)]
    for form, judge in FORMS:
        for match in form.finditer(text):
            written = Written(text, match)
            if any(one.start < match.end() and written.place < one.end for one in found):
                continue
            if any(start <= written.place < end for start, end in days):
                continue
            one = judge(written)
            if one:
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def money(written: Written) -> Number | None:
    """A sum, unless it is the limit from which a rule applies."""
    limit = LIMIT.search(written.before) or re.match(
        r"\s*(?:or (?:more|less|over|above)|and (?:over|above|below))\b", written.text[written.match.end() :]
    )
    rule = PUBLISHED.search(written.text) and LIMIT_BEFORE.search(written.text[: written.place])
    if limit or rule:
        return None
    value = scaled(written.group("money"), written.group("scale"))
    return Number(written.match.start(), written.match.end(), value, "pounds")


def percentage(written: Written) -> Number | None:
    return Number(written.match.start(), written.match.end(), written.value, "percent")


def share(written: Written) -> Number | None:
    """ "Two thirds", "half of"."""
    value = PARTS[(written.group("part") or written.group("half")).lower()].quantize(Decimal("0.01"))
    return Number(written.match.start(), written.match.end(), value, "percent")


def ratio(written: Written) -> Number | None:
    """ "41 of 96", not "2 of 2012" and not "paragraphs 4 of 5"."""
    base = scaled(written.group("base"), "")
    years = any(YEAR.fullmatch(written.group(name)) for name in ("number", "base"))
    if years or REFERRING.search(written.before) or base < written.value or not base:
        return None
    return Number(written.place, written.match.end(), written.value, "count")


def average(written: Written) -> Number | None:
    unit = "years" if re.search(r"(?i)\bage", written.match[0]) else "count"
    return Number(written.place, written.match.end(), written.value, unit)


def worded(written: Written) -> Number | None:
    """ "Nine requests were received": only as the subject, since prose is full of two of this."""
    before, noun = written.before, written.group("noun")
    starts = not before.strip(" “\"'(") or re.search(
        r"(?:,|;)\s(?:and\s|of whom\s|of which\s)?$|\band\s$|\bhas\s$", before
    )
    told = re.search(r"(?i)\b(?:were|was|been|have|has|had|are|of)\b", written.text)
    if not starts or DULL.match(noun) or (written.value < 10 and not told):
        return None
    return written.counts()


def count(written: Written) -> Number | None:
    noun, scale, value = written.group("noun"), written.group("scale"), written.value
    if REFERRING.search(written.before) or looks_like_reference(written):
        return None
    year = YEAR.fullmatch(written.said) and not scale and not counts_despite(written)
    if not year and SUBJECT.match(noun) and value >= 10 and value == value.to_integral_value():
        return written.bare()
    metres = scale.strip() in {"k", "m"} and not noun.endswith("s")
    if year or metres or (value < 10 and not scale and not (LEADS.search(written.before) and noun.islower())):
        return None
    if noun and not FUNCTION.match(noun):
        return written.counts() if scale or not dull(noun, value) else None
    # A bare figure counts only as what something reached, or of a whole said before it.
    reached = value >= 10 and REACHED.search(written.before) and MEASURED.search(written.text)
    return Number(written.place, written.match.end("number"), value, "count") if reached else None


def dull(noun: str, value: Decimal) -> bool:
    """Days and hours, a few points or areas, 3.5 of anything."""
    few = value < 10 and DULL.match(noun)
    return bool(TIME_NOUN.match(noun) or few) or value != value.to_integral_value()


FORMS: tuple[tuple[re.Pattern[str], Callable[[Written], Number | None]], ...] = (
    (MONEY, money),
    (PERCENT, percentage),
    (OF_FIRST, ratio),
    (RATIO, ratio),
    (AVERAGE, average),
    (SHARE, share),
    (CHANGE, count),
    (COUNT, count),
    (WORDED, worded),
)


def counts_despite(written: Written) -> bool:
    """It looks like a year and counts all the same."""
    noun = written.group("noun")
    starts = not written.before.strip() and noun.islower() and not TIME_NOUN.match(noun)
    return starts or bool(written.before.rstrip().endswith("of") and re.match(r"[a-z]+s$", noun))


def looks_like_reference(written: Written) -> bool:
    """Part of a telephone number, a reference like 12/034, a clock time, a numbered paragraph."""
    beside = re.match(r"\s+\d{2,}", written.after) or re.search(r"\d{2,}\s+$", written.before)
    inside = re.match(
        r"[/:]\d|\.\d|[-–]\d|[A-Z]|(?:st|nd|rd|th)\b|\s*(?:am|pm|a\.m|p\.m|noon)\b", written.after
    )
    return bool(beside or inside) or (written.said.startswith("0") and not written.said.startswith("0."))


def scaled(said: str, scale: str) -> Decimal:
    words = said.lower().replace(",", "") or "0"
    by = {"k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
    times = by.get(scale.strip().lower(), 1)
    try:
        return Decimal(words) * times
    except InvalidOperation:
        return Decimal(in_figures(words)) * times


def in_figures(words: str) -> int:
    """ "seventy-two" is 72."""
    parts = re.split(r"[- ]", words)
    return sum(TENS.get(part) or (SMALL.index(part) if part in SMALL else 0) for part in parts)


def unit_of(noun: str) -> str:
    word = noun.lower()
    if word in {"groups", "gangs"}:
        return "groups"
    return "people" if word in PEOPLE else "count"
