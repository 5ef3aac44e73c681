"""What stands at the head of a paper: which body, when, where, by whom, called what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drystane.strategy.papers.authors import author_of, signed_off, well_cased, whole_post
from drystane.strategy.papers.blocks import Layout
from drystane.strategy.papers.dates import ONLY_MONTH, Dated, full_date
from drystane.strategy.papers.found import Check, Found, Kind
from drystane.strategy.papers.kinds import kind_of
from drystane.strategy.papers.pairs import LABELS, Pair, body_starts, first, found_at, pairs_of
from drystane.strategy.papers.people import PRESENT
from drystane.strategy.papers.titles import MARKING, title_of, whole

BODY_WORD = re.compile(
    r"(?i)\b(?:panel|board|committee|sub-?committee|(?:sub|working|task|steering|strategy|project|user"
    r"|liaison)?[- ]?group"
    r"|forum|partnership|cabinet|authority|network|task ?force|commission|executive|assembly|council)\b"
)
MINUTES_OF = re.compile(
    r"(?i)^(?:draft\s+)?(?:minutes?|notes?|record|action points?)\b\s*(?:of|from|for)?\s*(?:an?\s+|the\s+)*"
    r"(?:meeting|telecon(?:ference)?)?\s*(?:of|with)?\s*(?:the\s+)?"
)
PAPER_FOR = re.compile(
    r"(?i)^(?:an? )?(?:\w+ )?(?:paper|report|note|briefing) (?:to|for) (?:the )?(?:(?:meeting"
    r"|members) of (?:the )?)?"
)
ON_WHAT = re.compile(r"\s+(?:on|for)\s+(?:the\s+)?[A-Z][\w-]*(?:\s+(?:[A-Z][\w-]*|and|of|the))*$")
CONTACT = re.compile(
    r"(?i)(?:for )?(?:further|more) information(?: on this (?:report|paper))?,? (?:please )?(?:contact"
    r"|may be (?:had|obtained) from|is available from)"
    r"\s*:?\s*(?:the\s+)?|(?:please )?contact\s*:\s*"
)


@dataclass(frozen=True)
class Front:
    kind: Kind
    until: int  # the number of the first block of the body
    committee: Found | None = None
    date: Found | None = None
    dated: Dated | None = None
    place: Found | None = None
    author: Found | None = None
    title: Found | None = None
    report_number: Found | None = None
    marking: Found | None = None
    contact: Found | None = None
    used: frozenset[int] = frozenset()  # blocks that are spent
    please_check: tuple[Check, ...] = ()


def front_of(layout: Layout) -> Front:
    blocks = layout.blocks
    kind = kind_of(layout)
    pairs = list(pairs_of(layout))
    until = body_starts(blocks, pairs)
    found = {name: first(layout, pairs, name) for name in LABELS}
    used = frozenset(pair.block for pair in pairs)
    edges = [*blocks[:6], *blocks[-3:]]
    front = Front(
        kind, until, place=found["place"], author=found["author"], title=found["title"], used=used,
        report_number=found["report_number"], contact=found["contact"],
        marking=next((whole(layout, one) for one in edges if MARKING.match(one.text)), None),
    )  # fmt: skip
    front = with_date(layout, front, pairs)
    front = with_committee(layout, front, found["committee"])
    author = front.author and well_cased(layout, whole_post(layout, front.author))
    front = replace(front, author=author or author_of(layout, kind, until))
    head = [block for number, block in enumerate(layout.blocks[:until]) if number not in used]
    first_heading = layout.blocks[until : until + 1]
    head += [block for block in first_heading if not block.label and block.heading]
    spent = [one.span for one in (front.committee, front.date, front.author, front.marking) if one]
    title = front.title or title_of(layout, kind, head or list(layout.blocks[:1]), front.committee, spent)
    front = replace(front, title=title)
    front = with_contact(layout, front)
    return replace(front, please_check=tuple(doubts(layout, front)))


def with_date(layout: Layout, front: Front, pairs: Sequence[Pair]) -> Front:
    labelled = [pair for pair in pairs if pair.name == "date" and not pair.label.startswith("report date")]
    places = [(pair.start, pair.end) for pair in labelled]
    places += [
        (block.begin, block.end) for block in layout.blocks[: min(front.until, 14)] if not later(block.text)
    ]
    if front.kind == "minute" and front.until < len(layout.blocks):
        places += [(block.begin, block.end) for block in layout.blocks[:3] if not later(block.text)]
    if not labelled or front.kind == "minute":
        signed = signed_off(layout)
        places += [(signed[1].begin, signed[1].end)] if signed else []
    for start, end in places:
        found = full_date(layout.text[start:end])
        if found:
            return replace(front, date=found_at(layout, start + found.start, start + found.end), dated=found)
    return front


def later(words: str) -> bool:
    return bool(re.search(r"(?i)\bnext meeting|previous|last meeting|attached|published|since", words))


def with_committee(layout: Layout, front: Front, labelled: Found | None) -> Front:
    if labelled and not full_date(labelled.text) and len(labelled.text.split()) <= 14:
        return replace(front, committee=well_cased(layout, shortened(layout, labelled)))
    head = [
        (number, block)
        for number, block in enumerate(layout.blocks[: max(3, min(front.until + 1, 12))])
        if number not in front.used and not block.label
    ]
    named = [
        (number, found)
        for number, block in head
        for start, end in (block.cells or ((block.start, block.end),))
        for found in [body_in(layout, start, end)]
        if found
    ]
    if not named:
        return front
    number, chosen = next(
        (
            (number, found)
            for number, found in named
            if not re.search(r"(?i)\b(?:council|scottish police authority|authority)$", found.text)
        ),
        (named[0][0], None),
    )
    if chosen is None:
        return front
    after = layout.blocks[number + 1] if number + 1 < len(layout.blocks) else None
    block = layout.blocks[number]
    if after and chosen.span.end == block.end and re.fullmatch(r"(?i)[\w ,&-]*sub-?\s?group", after.text):
        joined = Found(layout.text[chosen.span.start : after.end], layout.span(chosen.span.start, after.end))
        name = well_cased(layout, chosen).text
        return replace(front, committee=replace(joined, text=f"{name} {after.text}"))
    return replace(front, committee=well_cased(layout, chosen))


def shortened(layout: Layout, found: Found) -> Found:
    """Without "Meeting" or a date behind the name."""
    cut = re.search(r"(?i)\s+(?:meeting\b|[-–]\s*\d|,\s*\d|on \d).*$", found.text)
    return (
        found_at(layout, found.span.start, found.span.start + cut.start())
        if cut and cut.start() > 3
        else found
    )


def body_in(layout: Layout, first: int, last: int) -> Found | None:
    """The name of a body that the line begins with, or that its minutes are of."""
    words = layout.text[first:last]
    if len(words.split()) > 40 or PRESENT.match(words):
        return None
    start = 0
    lead = MINUTES_OF.match(words) or PAPER_FOR.match(words)
    if lead and lead.end() > 0:
        start = lead.end()
    dated = re.search(r"(?i)minutes? of (?:the )?meeting of (?:the )?", words)
    if dated:
        start = dated.end()
    for found in BODY_WORD.finditer(words, start):
        if ON_WHAT.match(words, found.end()) and plausible(words[start : found.end()]):
            return found_at(layout, first + start, last)
        name = words[start : found.end()]
        rest = words[found.end() :]
        if re.match(r"(?i)\s+(?:group|panel|board|committee|forum|network|partnership)\b", rest):
            continue
        if plausible(name) and re.match(
            r"(?i)\s*(?:$|[-–—:,.(|]|(?:sixth|seventh|eighth|\w+th|first|second|third)?\s*(?:meeting"
            r"|minutes?|papers?|agenda|action|held|on|at|in|by|room|note)\b|\s\d)",
            rest,
        ):
            return found_at(layout, first + start, first + found.end())
    return None


def plausible(name: str) -> bool:
    parts = name.split()
    small = {"of", "and", "the", "for", "on", "in", "&", "to", "sub", "sub-group", "working", "group"}
    return (
        0 < len(parts) <= 10
        and parts[0][0].isupper()
        and all(part[0].isupper() or part in small or part[0] == "(" for part in parts)
    )


def with_contact(layout: Layout, front: Front) -> Front:
    if front.contact:
        return front
    blocks = layout.blocks
    for number, block in enumerate(blocks):
        found = CONTACT.search(block.text)
        if found and number >= front.until and block.text[found.end() :].strip():
            stop = next(iter(re.finditer(r"\.\s+[A-Z]|\.$", block.text[found.end() :])), None)
            end = block.start + found.end() + (stop.start() if stop else len(block.text))
            return replace(front, contact=found_at(layout, block.start + found.end(), min(end, block.end)))
        if (
            block.heading
            and re.search(r"(?i)\bcontact(?: details| officer)?$", block.text.rstrip(":"))
            and number + 1 < len(blocks)
        ):
            return replace(front, contact=whole(layout, blocks[number + 1]))
    for number in range(max(0, len(blocks) - 4), len(blocks)):
        found = re.match(r"(?i)author\s*:\s*(?=.*(?:\bext\b|\btel\b|@|\d{5}))", blocks[number].text)
        if found:
            return replace(
                front, contact=found_at(layout, blocks[number].start + found.end(), blocks[number].end)
            )
    author = front.author
    if author and re.search(r"(?i)\bext\b|\btel\b|@|\d{5}", author.text):
        return replace(front, contact=author)
    return front


def doubts(layout: Layout, front: Front) -> Iterator[Check]:
    if front.committee is None:
        yield Check("committee", "The paper does not say at its head which body it is of or for.")
    if front.date is None:
        month = next(
            (
                one
                for block in [*layout.blocks[:10], *layout.blocks[-6:]]
                if (one := ONLY_MONTH.search(block.text))
            ),
            None,
        )
        why = (
            f"It gives a month only: {month[0]}." if month else "No full date stands at its head or its end."
        )
        yield Check("date", f"The date was not found. {why}")
    if front.title is None:
        yield Check("title", "No title was found.")
    if front.author is None and front.kind == "report":
        yield Check("author", "The paper does not say who wrote it.")
