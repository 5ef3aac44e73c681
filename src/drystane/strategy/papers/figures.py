"""Numbers with what they count: shares, sums of money, counts, averages. Not dates, references or thresholds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from drystane.strategy.papers.blocks import Layout
from drystane.strategy.papers.dates import MONTH, dates
from drystane.strategy.papers.found import Statistic
from drystane.strategy.papers.sentences import cut, sentences

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
WORD = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(SMALL[1:10])}))?|{'|'.join(sorted(SMALL[1:], key=len, reverse=True))})"
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"(?:\s?(?:k|m|bn|K|M|thousand|million|billion|Million|Billion|Thousand)\b)"
PARTS = {
    "half": Decimal(50),
    "third": Decimal(100) / 3,
    "thirds": Decimal(200) / 3,
    "quarter": Decimal(25),
    "quarters": Decimal(75),
    "fifth": Decimal(20),
}

MONEY = re.compile(
    rf"(?P<number>)£\s?(?P<money>{DIGITS})(?P<scale>{SCALE})?\+?|£\d+s of (?:thousands|millions|billions)"
)
PERCENT = re.compile(rf"(?i)\b(?P<number>{DIGITS}|{WORD})\s?(?:%|per\s?cent\b|percentage points?\b)")
RATIO = re.compile(
    rf"(?i)\b(?P<number>{DIGITS}|{WORD})\s+(?:out\s+of|of|in)\s+(?:every\s+|the\s+|our\s+|these\s+|those\s+)?(?P<base>{DIGITS}|{WORD})\b(?!\s*(?:{MONTH}))"
)
OF_FIRST = re.compile(
    rf"\b[Oo]f\s+(?:the\s+)?(?P<base>{DIGITS})\s+[a-z]+(?:\s+[a-z]+){{0,6}}?(?:\s+(?:by|in|to)\s+[\w\s]{{3,20}}?)?,\s+(?P<number>{DIGITS}|{WORD})\b"
)
SHARE = re.compile(
    r"(?i)\b(?:a|one|two|three)[- ](?P<part>thirds?|quarters?|fifth)\b|\b(?P<half>half)\s+of\b"
)
AVERAGE = re.compile(
    rf"(?i)\b(?:average|mean|median)\b[^.;]{{0,90}}?\b(?:was|is|were|of|at|to|stood at|makes|takes)\s+(?:about\s+|around\s+)?(?P<number>{DIGITS})\b"
)
COUNT = re.compile(
    rf"(?<![\w.,/£:&#@+-])(?P<number>{DIGITS})(?P<scale>{SCALE})?(?:\s+(?:of\s+(?:the|our|these)\s+)?(?P<noun>[A-Za-z][\w’'-]*)|(?=\s*[,.;]|$))"
)
WORDED = re.compile(rf"(?P<number>{WORD})\s+(?:of\s+(?:the|them)\s+)?(?P<noun>[a-z][\w’'-]+)", re.I)
CHANGE = re.compile(
    rf"(?i)\b(?:rose|fell|risen|fallen|rise|fall|increased?|decreased?|grew|grown|dropped|up|down|reached|went)\b[^.;]{{0,40}}?\b(?:to|from|by|at)\s+(?P<number>{DIGITS})(?P<scale>{SCALE})?(?!\s*(?:{MONTH})|\w|[./]\d)"
)

REFERRING = re.compile(
    r"(?i)\b(?:paragraphs?|paras?|sections?|schedules?|appendix|appendices|annex|items?|actions?|papers?|pages?|pp?|rooms?|regulations?"
    r"|articles?|chapters?|tables?|figures?|clauses?|parts?|phases?|levels?|tiers?|stages?|versions?|v|units?|units|no|nos|number|act|report|ext"
    r"|extension|tel|telephone|objectives?|priority|priorities|outcomes?|recommendations?|questions?|annexe|tb|wards?|article|issue|volume"
    r"|vol|step|option|category|grade|floor|flat|street|suite|call|day|aged?|under|over the age of|box|licence|form|purpose|remit|rule"
    r"|block|area|zone|bundle|case no|licence no|junction|route|flight|channel|band|class|code|iso|windows|web|http\S*)\s*(?:no\.?\s*|number\s*)?$"
)
TIME_NOUN = re.compile(
    r"(?i)^(?:days?|weeks?|months?|monthly|weekly|yearly|years?|hours?|minutes?|working|calendar|am|pm|a|p|o’clock|st|nd|rd|th|noon|seconds?|x|year|stage|point|stars?"
    rf"|clock|month|week|and|or|to|of|in|at|for|by|on|is|was|were|are|as|with|which|who|that|from|the|has|had|have|will|but|if|{MONTH})$"
)
DULL = re.compile(
    r"(?i)^(?:areas?|issues?|points?|options?|themes?|items?|things?|members?|meetings?|papers?|ways?|reasons?|questions?|actions?"
    r"|workstreams?|strands?|stages?|principles?|criteria|parts?|kinds?|types?|sources?|different|main|key|new|further|objectives?|aims?"
    r"|elements?|steps?|sections?|chapters?|priorities|examples?|groups? of|day|week|month|year|hour|weeks|months|years|days|hours|minutes"
    r"|broad|specific|strategic|particular|short|guides?|practitioner|recommendations?|annexe?s|copies|working|other|more|such|star|the|and|to|or|in"
    r"|at|for|by|on|is|was|will|as|with|which|who|that|from|side|hand|could|would|should|can|may|must)$"
)
LIMIT = re.compile(
    r"(?i)\b(?:contracts?|tenders?|tender documentation|documents?|grants?|spend(?:ing)?|spending data|spend data|expenditure|payments?|transactions?|items?|procurements?|gifts?"
    r"|purchases?|salaries|salary|invoices?|the value|a value|value|values|limit|threshold|thresholds|data|orders?|anything|everything|sums?|claims?|donations?|fines?|capped|cap|lines?)\s*\(?\s*(?:of|worth|at|is|set at|(?:are |is |be )?(?:over|above|below|under|exceeding|up to|more than|less than|greater than|"
    r"of more than|down to|in excess of|>|<|≥)(?: the value of)?)\s*\(?$|[><≥≤]\s*$|\b(?:down to|threshold of|limit of|upper limit|at least|no more than|not exceeding|fee of|fine of|up to|capped at)\s*$"
)
COMPLETED = re.compile(
    r"(?i)\b(?:should|must|need not|shall|needs? to|have to|is to be|are to be|to be published|be left out|exclude)\b"
)
QUALIFIER = re.compile(
    r"(?i)\b(about|around|over|nearly|almost|at least|more than|less than|under|some|approximately|up to|fewer than|roughly|c\.)\s+(?:an?\s+|the\s+)?(?:estimated\s+)?£?\s*$"
)
AS_OF = re.compile(
    rf"(?i)\b(?:(?:as\s+(?:at|of)|at\s+the\s+end\s+of|end\s+of|at|by|to|in|since|during|until|on)\s+)?(?:the\s+year\s+(?:to\s+)?)?(?:end\s+(?:of\s+)?)?(?:\d{{1,2}}\s+)?(?:(?:{MONTH})\s+)?(?:20|19)\d\d(?:\s?[-/–]\s?\d{{2,4}})?\b"
)
CLAUSE = re.compile(
    r";\s+|\s[–—-]\s|\(|\)|,\s+(?=(?:and|but|which|so|while|although|though|whereas|as|of\s+(?:which|whom)|where|who|whose|then|yet|or|representing"
    r"|covering|noting|meaning|leaving|making|giving|including|bringing|with|against|up|down|a\s+(?:rise|fall|drop|increase|decrease)|compared"
    r"|nearly|almost|mostly|from|not|\d|one|two|three|four|only)\b)|\s+(?=and\s+(?:that\s+)?(?:\d|£|nearly|about|over|more than))|\s+(?=while\b|whereas\b|although\b)"
)
REPORTED = re.compile(
    r"(?i)^(?:and\s+|but\s+|while\s+|whereas\s+|so\s+|which\s+|although\s+|also\s+)+"
    r"|^[^.;]{0,110}?\b(?:said|reported|stated|noted|noting|noting\s+also|explained|told|advised|heard|shows?|showed|revealed|highlighted|confirmed|means|estimated|indicated|found)\s+(?:also\s+)?(?:members\s+|us\s+)?that\s+"
    r"|^(?:it\s+(?:is|was)\s+(?:noted|reported|estimated|said|understood|suggested|clear)\s+that|in\s+discussion\s+it\s+was\s+said\s+that)\s+"
)
JOINS = re.compile(
    r"(?i)^,?\s*(?:with|against|up|down|compared|from|of\s+(?:which|whom)|then|representing a|a\s+(?:rise|fall|drop|increase)\b(?!.*\d))"
)


@dataclass(frozen=True)
class Number:
    start: int
    end: int
    value: Decimal
    unit: str
    counts: str = ""
    weak: bool = False  # counts only where nothing speaks against it


def statistics(layout: Layout, stretches: Sequence[tuple[int, int]]) -> Iterator[Statistic]:
    for begin, finish in stretches:
        for start, end in sentences(layout.text, begin, finish):
            yield from in_sentence(layout, start, end)


def in_sentence(layout: Layout, start: int, end: int) -> Iterator[Statistic]:
    text = layout.text[start:end]
    found = numbers(text)
    if not found:
        return
    spent = -1
    for first, last in clauses(text, found):
        here = [number for number in found if first <= number.start < last]
        if not here or first < spent:
            continue
        spent = last
        first += lead_in(text[first:last], here[0].start - first)
        what = cut(layout, start + first, start + last, strip=".,:", sure=not here[0].weak)
        if len(what.text.split()) < 2:
            continue
        main = here[0]
        as_of = AS_OF.search(text, first, last) or AS_OF.search(text)
        before = QUALIFIER.search(text[max(0, main.start - 30) : main.start])
        said = as_of[0].strip() if as_of else ""
        full = next((one.on for one in dates(said) if one.on), None) if said else None
        yield Statistic(
            what, main.value, main.unit, main.counts or counted(text, main), said, full,
            before[1].lower() if before else "",
        )  # fmt: skip


def lead_in(words: str, number: int) -> int:
    """How much of the clause only says who said so."""
    at = 0
    while found := REPORTED.match(words[at:]):
        if not found.end() or at + found.end() > number:
            break
        at += found.end()
    return at


def clauses(text: str, found: Sequence[Number]) -> list[tuple[int, int]]:
    """The parts of a sentence that hold a number, joined where the second only adds to the first."""
    marks: list[tuple[int, int, str]] = []
    depth_start: int | None = None
    for mark in CLAUSE.finditer(text):
        if any(number.start < mark.end() and mark.start() < number.end for number in found):
            continue
        marks.append((mark.start(), mark.end(), mark[0]))
    del depth_start
    brackets = inside_brackets(text, found)
    if brackets:
        return brackets
    edges = [0]
    parts: list[tuple[int, int]] = []
    for begin, finish, sign in marks:
        if sign in "()":
            continue
        if within_brackets(text, begin):
            continue
        parts.append((edges[-1], begin))
        edges.append(finish)
    parts.append((edges[-1], len(text)))
    joined: list[tuple[int, int]] = []
    for first, last in parts:
        has = any(first <= number.start < last for number in found)
        if joined and has:
            before = joined[-1]
            had = any(before[0] <= number.start < before[1] for number in found)
            if had and JOINS.match(text[before[1] : last].lstrip(", ")):
                joined[-1] = (before[0], last)
                continue
        if joined and not has and needs_more(text[slice(*joined[-1])], text[first:last]):
            joined[-1] = (joined[-1][0], last)
            continue
        if joined and has and introduces(text[slice(*joined[-1])]):
            joined[-1] = (joined[-1][0], last)
            continue
        joined.append((first, last))
    return joined


def needs_more(before: str, after: str) -> bool:
    """The clause before ends without having said anything."""
    del after
    return len(before.split()) < 4


def introduces(before: str) -> bool:
    """ "In 2015", "At the higher end of the scale": no sentence by itself."""
    return len(before.split()) < 4


def inside_brackets(text: str, found: Sequence[Number]) -> list[tuple[int, int]]:
    """A sentence in brackets that holds all the numbers there are."""
    for begin in (place for place, letter in enumerate(text) if letter == "("):
        finish = text.find(")", begin)
        finish = finish if finish > 0 else len(text)
        if len(text[begin:finish].split()) < 6 or any(not begin < number.start < finish for number in found):
            continue
        stop = re.search(r",\s+(?:and|but|while)\b", text[begin:finish])
        return [(begin + 1, begin + stop.start() if stop else finish)]
    return []


def within_brackets(text: str, place: int) -> bool:
    return text.count("(", 0, place) > text.count(")", 0, place)


def numbers(text: str) -> list[Number]:
    """The numbers that count something, in order, none inside another."""
    found: list[Number] = []
    days = [(day.start, day.end) for day in dates(text)]
    for form, unit in (
        (MONEY, "pounds"),
        (PERCENT, "percent"),
        (OF_FIRST, "count"),
        (RATIO, "count"),
        (AVERAGE, "average"),
        (SHARE, "percent"),
        (CHANGE, "count"),
        (COUNT, "count"),
        (WORDED, "word"),
    ):
        for match in form.finditer(text):
            place = number_place(match)
            if any(one.start < match.end() and place < one.end for one in found) or any(
                a <= place < b for a, b in days
            ):
                continue
            one = number_of(text, match, unit, place)
            if one:
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def number_place(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return match.start("number") if groups.get("number") else match.start()


def number_of(text: str, match: re.Match[str], unit: str, place: int) -> Number | None:
    groups = match.groupdict()
    before = text[:place]
    end = match.end("noun") if groups.get("noun") else match.end()
    if unit == "pounds":
        return (
            None
            if LIMIT.search(before) or limits_after(text, match.end())
            else Number(
                match.start(), match.end(), scaled(groups.get("money"), groups.get("scale")), "pounds"
            )
        )
    if "half" in groups:
        return Number(
            match.start(),
            match.end(),
            PARTS[(groups["part"] or groups["half"]).lower()].quantize(Decimal("0.01")),
            "percent",
        )
    value = scaled(groups.get("number"), groups.get("scale"))
    if unit == "percent":
        return Number(match.start(), match.end(), value, "percent")
    if groups.get("base"):
        return ratio(text, match, value, before)
    if unit == "average":
        years = bool(re.search(r"(?i)\bage", match[0]))
        return Number(place, match.end(), value, "years" if years else "count")
    return counted_number(text, groups, unit, value, place, end, before)


def limits_after(text: str, end: int) -> bool:
    return bool(re.match(r"\s*(?:or (?:more|less|over|above)|and (?:over|above|below))\b", text[end:]))


def ratio(text: str, match: re.Match[str], value: Decimal, before: str) -> Number | None:
    base = scaled(match["base"], None)
    said = match["number"]
    year = match["base"].isdigit() and 1900 <= int(match["base"]) <= 2100 and " in " in match[0]
    if (
        year
        or REFERRING.search(before)
        or base < value
        or base == 0
        or (said.isdigit() and 1900 <= int(said) <= 2100 and len(said) == 4)
    ):
        return None
    return Number(
        match.start("number"), match.end(), value, "count", counts=text[match.start("base") : match.end()]
    )


def counted_number(
    text: str, groups: dict[str, str | None], unit: str, value: Decimal, place: int, end: int, before: str
) -> Number | None:
    said, noun = groups["number"] or "", groups.get("noun") or ""
    if unit == "word":
        return worded_number(text, value, noun, place, end, before)
    if REFERRING.search(before) or looks_like_reference(text, place, said):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", said) and not groups.get("scale") and not counts_despite(before, noun):
        return None
    whole = value == value.to_integral_value()
    if SUBJECT.match(noun) and whole and value >= 10:
        return Number(place, place + len(said), value, "count")
    if FUNCTION.match(noun):
        noun, end = "", place + len(said)
    if groups.get("scale") and noun:
        return Number(place, end, value, unit_of(noun), noun)
    if noun:
        dull = TIME_NOUN.match(noun) or (value < 10 and DULL.match(noun)) or not whole
        return None if dull else Number(place, end, value, unit_of(noun), noun)
    # A bare figure counts only as what something reached, or of a whole said before it.
    if value < 10 or not REACHED.search(before) or not MEASURED.search(text):
        return None
    return Number(place, end, value, "count")


def worded_number(text: str, value: Decimal, noun: str, place: int, end: int, before: str) -> Number | None:
    """ "Nine requests were received": only as the subject, since prose is full of two of this and three of that."""
    starts = not before.strip(" “\"'(") or re.search(
        r"(?:,|;)\s(?:and\s|of whom\s|of which\s)?$|\band\s$|\bhas\s$", before
    )
    told = re.search(r"(?i)\b(?:were|was|been|have|has|had|are|of)\b", text)
    if not starts or DULL.match(noun) or (value < 20 and not told):
        return None
    return Number(place, end, value, unit_of(noun), noun, weak=value < 10)


SUBJECT = re.compile(r"(?i)(?:were|was|are|have|had|of)$")
FUNCTION = re.compile(r"(?i)(?:in|by|at|to|for|on|with|and|or|from|against|as|but|which|while)$")
REACHED = re.compile(
    r"(?i)\b(?:total(?:led|ling)?|reached|stood at|numbered|was|were|against|to|compared with|from)\s+(?:\w+\s+)?$"
)
MEASURED = re.compile(r"(?i)\b(?:rose|risen|fell|fallen|number|total|average|against|compared|reached|stood)\b")


def counts_despite(before: str, noun: str) -> bool:
    """It looks like a year and counts all the same."""
    return bool(before.rstrip().endswith("of") and re.match(r"[a-z]+s$", noun)) or starts_line(before, noun)


def starts_line(before: str, noun: str) -> bool:
    return not before.strip() and bool(noun) and noun.islower() and not TIME_NOUN.match(noun)


def looks_like_reference(text: str, place: int, said: str) -> bool:
    """Part of a telephone number, a reference like 12/034, a clock time, a numbered paragraph."""
    after = text[place + len(said) :]
    long = bool(re.match(r"\s+\d{3,}", after)) or bool(re.search(r"\d{3,}\s+$", text[:place]))
    return (
        long
        or bool(re.match(r"[/:]\d|\.\d|[-–]\d|[A-Z]|(?:st|nd|rd|th)\b|\s*(?:am|pm|a\.m|p\.m|noon)\b", after))
        or (said.startswith("0") and not said.startswith("0."))
    )


def scaled(said: str | None, scale: str | None) -> Decimal:
    words = (said or "0").lower().replace(",", "")
    by = {"k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
    times = by.get((scale or "").strip().lower(), 1)
    try:
        return Decimal(words) * times
    except InvalidOperation:
        return Decimal(worded(words)) * times


def worded(words: str) -> int:
    """ "seventy-two" is 72."""
    return sum(
        TENS.get(part) or (SMALL.index(part) if part in SMALL else 0) for part in re.split(r"[- ]", words)
    )


def unit_of(noun: str) -> str:
    word = noun.lower()
    if word in {"groups", "gangs"}:
        return "groups"
    if word in {
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
    }:
        return "people"
    return "count"


def counted(text: str, number: Number) -> str:
    """The words after the number: "of SOC groups"."""
    found = re.match(r"\s*(?:of\s+)?((?:[\w’'-]+\s?){1,5})", text[number.end :])
    return found[1].strip() if found else ""
