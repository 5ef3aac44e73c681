"""Which time a text speaks of: an identical line for another month or meeting is another job."""

import re

MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
SHORT = {month[:3]: month for month in MONTHS if month != "may"} | {"sept": "september"}
MONTH = rf"(?P<month>{'|'.join(MONTHS)}|{'|'.join(SHORT)})"
DAY = r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
DATE = re.compile(rf"\b{DAY}{MONTH}\b\.?(?:\s+(?P<year>(?:19|20)\d\d))?", re.I)
YEAR = re.compile(r"\b((?:19|20)\d\d)(?:[/-]\d\d)?\b")
ORDINAL = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|\d+(?:st|nd|rd|th)"
)
COUNTED = "meeting|issue|draft|quarter|half-year|half|phase|version|round|session|edition|number|term"
COUNTER = re.compile(
    rf"\b(?P<what>{COUNTED})\s+(?P<which>\d+)\b|\b(?P<nth>{ORDINAL})\s+(?P<of>{COUNTED})\b", re.I
)
QUARTER = re.compile(r"\bQ(?P<which>[1-4])\b")
SEASON = re.compile(r"\b(spring|summer|autumn|winter|christmas|easter)\b", re.I)

# A date after one of these is a deadline; it may move and the job stays the same.
DEADLINE = re.compile(
    r"\b(?:by|due|due in|due by|before|until|end of|mid|now|expected(?: in| by)?|revised date|moved to"
    r"|slipped from|was due|no later than|deadline|in time for|next meeting on|meeting on|start of|timescale)"
    r"\W+(?:the\s+)?(?:end of\s+|mid-?\s*)?$",
    re.I,
)
# Words of an action that was carried over: whatever dates it holds are deadlines, old and new.
CARRIED = re.compile(
    r"carried (?:forward|over)|still to|not yet|slipped|revised date|remains? open|outstanding|ongoing"
    r"|in progress|awaiting|now (?:due|expected)|moved to",
    re.I,
)


def read_occasions(text: str) -> frozenset[str]:
    """The occasions in a text, each as `kind:which`; deadlines are left out."""
    if CARRIED.search(text):
        return frozenset(f"year:{match[1]}" for match in YEAR.finditer(text))
    found = set()
    rest = text
    for match in DATE.finditer(text):
        if match["month"] == "may" or bracketed(text, match):  # the verb; or a date put behind the line
            continue
        if DEADLINE.search(text[: match.start()]):
            rest = rest.replace(match[0], " ")
            continue
        month = match["month"].lower()
        found.add(f"month:{SHORT.get(month, month)}")
        if match["day"]:
            found.add(f"day:{int(match['day'])}")
    found |= {
        f"year:{match[1]}" for match in YEAR.finditer(rest) if not DEADLINE.search(rest[: match.start()])
    }
    for match in COUNTER.finditer(text):
        what, which = (match["what"] or match["of"]).lower(), (match["which"] or match["nth"]).lower()
        found.add(f"{what}:{which}")
    found |= {f"quarter:{match['which']}" for match in QUARTER.finditer(text)}
    found |= {
        f"season:{match[1].lower()}"
        for match in SEASON.finditer(text)
        if not DEADLINE.search(text[: match.start()])
    }
    return frozenset(found)


def bracketed(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].rstrip().endswith("(") and text[match.end() :].lstrip().startswith(")")


def at_odds(a: frozenset[str], b: frozenset[str]) -> tuple[str, str] | None:
    """The two occasions that cannot be the same one, as people write them; None where they could be."""
    ours, theirs = by_kind(a), by_kind(b)
    for kind in sorted(ours.keys() & theirs.keys()):
        if not ours[kind] & theirs[kind]:
            return written(kind, ours[kind]), written(kind, theirs[kind])
    return None


def by_kind(occasions: frozenset[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for occasion in occasions:
        kind, _, which = occasion.partition(":")
        found.setdefault(kind, set()).add(which)
    return found


def written(kind: str, which: set[str]) -> str:
    words = ", ".join(sorted(which))
    if kind == "month":
        return words.title()
    if kind in {"year", "season"}:
        return words
    return f"the {words} {kind}" if not words.isdigit() else f"{kind} {words}"
