"""Numbers with what they count: shares, sums of money, counts, averages. No dates, references, thresholds."""

import re
from collections.abc import Iterator, Sequence

from drystane.strategy.papers.blocks import Layout
from drystane.strategy.papers.counting import Number, numbers
from drystane.strategy.papers.dates import dates
from drystane.strategy.papers.found import Statistic
from drystane.strategy.papers.numbers import AS_OF, QUALIFIER
from drystane.strategy.papers.sentences import cut, sentences

CLAUSE = re.compile(
    r";\s+|\s[–—-]\s|\(|\)|,\s+(?=(?:and|but|which|so|while|although|though|whereas|as|of\s+(?:which|whom)"
    r"|where|who|whose|then|yet|representing"
    r"|covering|noting|meaning|leaving|making|giving|including|bringing|with|against|up|down|an?\s+(?:rise"
    r"|fall|drop|increase|decrease|reduction)|compared"
    r"|nearly|almost|mostly|from|not|\d|one|two|three|four|only)\b)|\s+(?=and\s+(?:that\s+)?(?:\d|£|nearly"
    r"|about|over|more than))|\s+(?=while\b|whereas\b|although\b)"
)
REPORTED = re.compile(
    r"(?i)^(?:and\s+|but\s+|while\s+|whereas\s+|(?-i:so)\s+|which\s+|although\s+|also\s+)+"
    r"|^[^.;]{0,110}?\b(?:said|reported|stated|noted|noting|noting\s+also|explained|told|advised|heard"
    r"|shows?|showed|revealed|highlighted|confirmed|means|estimated|indicated"
    r"|found)\s+(?:also\s+)?(?:members\s+|us\s+)?that\s+"
    r"|^(?:it\s+(?:is|was)\s+(?:noted|reported|estimated|said|understood|suggested|clear)\s+that"
    r"|in\s+discussion\s+it\s+was\s+said\s+that)\s+"
)
JOINS = re.compile(
    r"(?i)^,?\s*(?:with|against|up|down|compared|from|of\s+(?:which|whom)|then|representing a|a\s+(?:rise"
    r"|fall|drop|increase)\b(?!.*\d))"
)


NO_SENTENCE = 4_000  # characters: a list of thousands of numbers says nothing that a person would quote
VERB = re.compile(
    r"(?i)\b(?:is|are|was|were|be|been|has|have|had|does|do|did|will|would|can|could|went|came|made|took"
    r"|gave|got|fell|rose|said"
    r"|told|knew|kept|held|sent|paid|\w{3,}ed|cost|costs|hold|holds|need|needs|use|uses|give|gives)\b"
)


def statistics(layout: Layout, stretches: Sequence[tuple[int, int]]) -> Iterator[Statistic]:
    for begin, finish in stretches:
        for start, end in sentences(layout.text, begin, finish):
            if end - start < NO_SENTENCE:
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
        begin = first + lead_in(text[first:last], here[0].start - first)
        what = cut(layout, start + begin, start + last, strip=".,:", sure=not here[0].weak)
        if len(what.text.split()) < 2:
            continue
        # Of "the top 5 suppliers account for 60 per cent" the share is what is told.
        main = next((one for one in here if one.unit == "percent" and here[0].value < 10), here[0])
        as_of = AS_OF.search(text, begin, last) or AS_OF.search(text)
        before = QUALIFIER.search(text[max(0, main.start - 30) : main.start])
        said = as_of[0].strip() if as_of else ""
        full = next((one.on for one in dates(said) if one.on), None) if said else None
        qualifier = before[1].lower() if before else ""
        yield Statistic(what, main.value, main.unit, counted(text, main), said, full, qualifier)


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
        if sign in "()" or (text[finish:].startswith("and ") and not VERB.search(text, finish)):
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


def counted(text: str, number: Number) -> str:
    """What the number is of: the words after it up to a verb or a preposition. Money is of nothing more."""
    if number.unit == "pounds":
        return ""
    start = number.end - len(number.counts)
    said: list[str] = []
    for found in re.finditer(r"[^\s]+", text[start:]):
        word = found[0].strip("()“”\"'")
        if not said and word in {"of", "the", "our", "these", "them"}:
            continue
        if NO_NOUN.match(word) or len(said) == MOST_WORDS:
            break
        said.append(word.rstrip(".,;:"))
        # The first plural ends the name of what is counted: "police forces", "low value opportunities".
        if word[-1:] in ".,;:)" or re.search(r"[^s]s$", word):
            break
    return " ".join(said)


MOST_WORDS = 5
NO_NOUN = re.compile(
    r"(?i)(?:is|are|was|were|be|been|has|have|had|will|would|can|could|in|on|at|by|from|to|for|with|and|or"
    r"|who|which|that|of|a|an"
    r"|since|during|as|than|per|did|does|do|said|took|went|came|publish|support|may|must|not|so)$|[(\d£%]|$"
)
