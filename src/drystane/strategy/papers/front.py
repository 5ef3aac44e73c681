"""What stands at the head of a paper: which body, when, where, by whom, called what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drystane.strategy.papers.blocks import Block, Layout
from drystane.strategy.papers.dates import ONLY_MONTH, Dated, full_date
from drystane.strategy.papers.found import Check, Found, Kind
from drystane.strategy.papers.people import PRESENT, TITLES, is_person

LABELS = {
    "committee": r"report\ to|to|committee|meeting\ of|name\ of\ (?:committee|meeting)|meeting|board|body",
    "date": r"date\ of\ meeting|meeting\ date|date|on|dated|held\ on",
    "author": r"report\ author|author(?:\(s\))?|report\ by|paper\ by|report\ from|prepared\ by|submitted\ by"
    r"|presented\ by|lead\ officer|from|by",
    "place": r"venue|location|place|held\ (?:at|in)",
    "title": r"report\ title|title\ of\ (?:paper|report)|paper\ title|title|subject|heading|report\ on|re",
    "report_number": r"report\ (?:no|number|ref(?:erence)?)|tn\ number|paper\ (?:no|number|ref)|ref(?:erence)?(?:\ no)?",
    "contact": r"contact\ officer|report\ contact|contact\ (?:name|details)|for\ further\ information|contact|enquiries\ to",
    "officer": r"chief\ officer|responsible\ officer|executive\ director|director|designation",
    "more": r"contact\ (?:no|number|tel)|telephone|tel|e-?mail|exempt|confidential|agenda\ item(?:\ no)?|item\ (?:no|number)"
    r"|terms\ of\ reference|appendix\ attached|recommendation\ to\ members|wards?\ affected|time|purpose|classification"
    r"|recommendations?|status|report\ date|document\ type|background\ papers|appendices|author’s\ name|present|apologies"
    r"|members|participants|attendees|panel|secretariat|ex\ officio|chair",
}
LABELLED = re.compile(
    "(?i)(?:(?<=^)|(?<=\\s))(?:"
    + "|".join(f"(?P<{name}>{words.replace(chr(92) + ' ', ' ')})" for name, words in LABELS.items())
    + r")\.?\s*:(?!//)\s*"
)
AS_CELL = {
    name: re.compile(rf"(?i)(?:{words.replace(chr(92) + ' ', ' ')})\.?\s*:?")
    for name, words in LABELS.items()
}
BODY_WORD = re.compile(
    r"(?i)\b(?:panel|board|committee|sub-?committee|(?:sub|working|task|steering|strategy|project|user|liaison)?[- ]?group"
    r"|forum|partnership|cabinet|authority|network|task ?force|commission|executive|assembly|council)\b"
)
MINUTES_OF = re.compile(
    r"(?i)^(?:draft\s+)?(?:minutes?|notes?|record|action points?)\b\s*(?:of|from|for)?\s*(?:an?\s+|the\s+)*"
    r"(?:meeting|telecon(?:ference)?)?\s*(?:of|with)?\s*(?:the\s+)?"
)
MEETING_LINE = re.compile(r"(?i)^(?:\w+(?:-\w+)?\s+)?meeting(?:\s+(?:no\.?\s*)?\d+)?$")
HEAD = 30  # blocks in which the head of a paper ends
MARKING = re.compile(
    r"(?i)^(?:not protectively marked|official(?:[-–— :]+sensitive)?(?:\s*[:–—-].*)?|restricted|protect|confidential|unclassified"
    r"|secret)$"
)
CONTACT = re.compile(
    r"(?i)(?:for )?(?:further|more) information(?: on this (?:report|paper))?,? (?:please )?(?:contact|may be (?:had|obtained) from|is available from)"
    r"\s*:?\s*(?:the\s+)?|(?:please )?contact\s*:\s*"
)
ORG = re.compile(
    r"(?i)\b(?:office|department|group|authority|division|team|unit|directorate|agency|network|association|service)\b"
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


@dataclass(frozen=True)
class Pair:
    name: str
    label: str
    start: int
    end: int
    block: int


def front_of(layout: Layout) -> Front:
    blocks = layout.blocks
    kind = kind_of(layout)
    pairs = list(pairs_of(layout))
    until = body_starts(blocks, pairs)
    found = {name: first(layout, pairs, name) for name in LABELS}
    used = frozenset(pair.block for pair in pairs)
    front = Front(
        kind, until, place=found["place"], author=found["author"], title=found["title"], used=used,
        report_number=found["report_number"], contact=found["contact"],
        marking=next((whole(layout, block) for block in [*blocks[:6], *blocks[-3:]] if MARKING.match(block.text)), None),
    )  # fmt: skip
    front = with_date(layout, front, pairs)
    front = with_committee(layout, front, found["committee"])
    front = with_author(layout, front)
    front = with_title(layout, front)
    front = with_contact(layout, front)
    return replace(front, please_check=tuple(doubts(layout, front)))


def whole(layout: Layout, block: Block, *, sure: bool = True) -> Found:
    return found_at(layout, block.start, block.end, sure=sure)


def found_at(layout: Layout, start: int, end: int, *, sure: bool = True) -> Found:
    words = layout.text[start:end]
    start += len(words) - len(words.lstrip(" :-–|"))
    words = words.strip(" :-–|;,")
    return Found(words, layout.span(start, start + len(words)), sure)


def kind_of(layout: Layout) -> Kind:
    head = " \n ".join(block.text for block in layout.blocks[:14])
    if re.search(
        r"(?i)\b(?:rolling )?action (?:log|list|tracker|plan log)\b|^actions (?:from|arising)|: actions from",
        head,
    ):
        return "action_log"
    if re.search(
        r"(?im)^(?:\W*\w+\W+){0,8}?(?:minutes?|notes?) (?:of|and|from)\b|\bminutes?\b(?!\s+silence)|^\s*present\s*[:-]",
        head,
    ):
        return "minute"
    if re.search(r"(?im)^\s*(?:attendees|present|participants|in attendance)\b", head):
        return "minute"
    if any(re.fullmatch(r"(?i)actions?(?: points?)?:?", block.text) for block in layout.blocks[:5]):
        return "action_log"
    if re.search(r"(?i)\bstrategy\b[^.]{0,40}\d{4}|\bchapter \d", head) and not LABELLED.search(head):
        return "strategy"
    return "report"


def pairs_of(layout: Layout) -> Iterator[Pair]:
    """ "To: ...", "Date | ...", and a label alone with its value on the next line."""
    blocks = layout.blocks
    for number, block in enumerate(blocks[:HEAD]):
        if block.bullet:
            continue
        words = layout.words(block)
        if block.cells and (cells := list(in_cells(layout, number, block))):
            yield from cells
            continue
        labels = [one for one in LABELLED.finditer(words) if one.start() == 0 or wide_before(words, one)]
        if not labels or labels[0].start():
            continue
        for one, after in zip(labels, [*labels[1:], None], strict=True):
            start, end = block.begin + one.end(), block.begin + after.start() if after else block.end
            name, label = str(one.lastgroup), one[0].rstrip(" :").lower()
            if layout.text[start:end].strip():
                yield Pair(name, label, start, end, number)
            elif not after and number + 1 < len(blocks) and not LABELLED.match(blocks[number + 1].text):
                follower = blocks[number + 1]
                yield Pair(name, label, follower.start, follower.end, number + 1)
    for number in range(max(HEAD, len(blocks) - 8), len(blocks)):
        found = LABELLED.match(blocks[number].text)
        if found and found.lastgroup in {"author", "contact"}:
            yield Pair(
                str(found.lastgroup),
                found[0].rstrip(" :").lower() + "*",
                blocks[number].start + found.end(),
                blocks[number].end,
                number,
            )


def wide_before(words: str, found: re.Match[str]) -> bool:
    """A second label in one line begins with a capital and is no single short word inside a sentence."""
    label = found[0].rstrip(" :.")
    return label[0].isupper() and label.lower() not in {
        "to",
        "on",
        "by",
        "from",
        "re",
        "board",
        "panel",
        "meeting",
        "committee",
        "time",
    }


def in_cells(layout: Layout, number: int, block: Block) -> Iterator[Pair]:
    cells = block.cells
    at = 0
    while at < len(cells) - 1:
        words = layout.text[slice(*cells[at])]
        name = next((name for name, form in AS_CELL.items() if form.fullmatch(words)), None)
        if name is None or (name == "committee" and words.islower()):
            at += 1
            continue
        yield Pair(name, words.rstrip(" :").lower(), *cells[at + 1], number)
        at += 2


ORDER = ("report author", "author", "paper by", "report by")


def first(layout: Layout, pairs: Sequence[Pair], name: str) -> Found | None:
    mine = [pair for pair in pairs if pair.name == name]
    if name == "author":
        mine.sort(
            key=lambda pair: ORDER.index(pair.label) if pair.label in ORDER else 9 + pair.label.endswith("*")
        )
    if name == "title":
        mine.sort(key=lambda pair: pair.label == "heading")
    return found_at(layout, mine[0].start, mine[0].end) if mine else None


def body_starts(blocks: Sequence[Block], pairs: Sequence[Pair]) -> int:
    """After the pairs and the lines of the head: at the first numbered paragraph, known heading or long paragraph."""
    last = max((pair.block for pair in pairs if pair.block < HEAD), default=-1)
    for number, block in enumerate(blocks[:HEAD]):
        if number > last and (block.label or PRESENT.match(block.text) or len(block.text.split()) > 30):
            return number
        if number > last and block.heading and block.text.rstrip(":").lower() in BEGINS:
            return number
    return min(len(blocks), HEAD)


BEGINS = {
    "purpose", "summary", "executive summary", "background", "introduction", "recommendations", "recommendation",
    "purpose of report", "purpose of the report", "issue", "apologies", "present", "attendees", "actions", "recommendation(s)",
}  # fmt: skip


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


def signed_off(layout: Layout) -> tuple[Block, Block] | None:
    """A short line with a date below it, at the very end or before the first annex."""
    blocks = layout.blocks
    end = next(
        (
            number
            for number, block in enumerate(blocks)
            if number > 3
            and re.match(r"(?i)(?:annex|appendix)\b.{0,80}$", block.text)
            and block.heading | (len(block.text) < 80)
        ),
        len(blocks),
    )
    for number in range(max(1, end - 3), end):
        name, dated = blocks[number - 1], blocks[number]
        month = ONLY_MONTH.match(dated.text)
        when = full_date(dated.text)
        if (
            (month or (when and when.start == 0))
            and len(dated.text.split()) <= 4
            and len(name.text.split()) <= 9
            and not name.label
            and name.text[0].isupper()
            and not name.text.rstrip().endswith((".", ":"))
            and not re.search(r"(?i)meeting", name.text)
            and not full_date(name.text)
        ):
            return name, dated
    return None


def with_committee(layout: Layout, front: Front, labelled: Found | None) -> Front:
    if labelled and not full_date(labelled.text) and len(labelled.text.split()) <= 14:
        return replace(front, committee=well_cased(layout, shortened(layout, labelled)))
    head = [
        (number, block)
        for number, block in enumerate(layout.blocks[: max(3, min(front.until + 1, 12))])
        if number not in front.used and not block.label
    ]
    named = [(number, found) for number, block in head for found in [body_in(layout, block)] if found]
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


def body_in(layout: Layout, block: Block) -> Found | None:
    """The name of a body that the line begins with, or that its minutes are of."""
    words = block.text
    if len(words.split()) > 40 or PRESENT.match(words):
        return None
    start = 0
    lead = MINUTES_OF.match(words) or re.match(r"(?i)^(?:paper|report) (?:to|for) (?:the )?", words)
    if lead and lead.end() > 0:
        start = lead.end()
    dated = re.search(r"(?i)minutes? of (?:the )?meeting of (?:the )?", words)
    if dated:
        start = dated.end()
    for found in BODY_WORD.finditer(words, start):
        name = words[start : found.end()]
        rest = words[found.end() :]
        if re.match(r"(?i)\s+(?:group|panel|board|committee|forum|network|partnership)\b", rest):
            continue
        if plausible(name) and re.match(
            r"(?i)\s*(?:$|[-–—:,.(|]|(?:sixth|seventh|eighth|\w+th|first|second|third)?\s*(?:meeting|minutes?|papers?|agenda|action|held|on|at|in|by|room|note)\b|\s\d)",
            rest,
        ):
            return found_at(layout, block.start + start, block.start + found.end())
    return None


def plausible(name: str) -> bool:
    parts = name.split()
    small = {"of", "and", "the", "for", "on", "in", "&", "to", "sub", "sub-group", "working", "group"}
    return (
        0 < len(parts) <= 10
        and parts[0][0].isupper()
        and all(part[0].isupper() or part in small or part[0] == "(" for part in parts)
    )


def well_cased(layout: Layout, found: Found) -> Found:
    """A name in capitals as the paper writes it elsewhere, or in the usual case."""
    if not found.text.isupper():
        return found
    for other in re.finditer(re.escape(found.text), layout.text, re.I):
        if not other[0].isupper() and other[0][0].isupper():
            return replace(found, text=other[0])
    small = {"and", "of", "the", "for", "on", "in", "to"}
    words = [word.lower() if word.lower() in small else word.capitalize() for word in found.text.split()]
    return replace(found, text=" ".join(words))


def with_author(layout: Layout, front: Front) -> Front:
    if front.author:
        return replace(front, author=well_cased(layout, front.author))
    for block in layout.blocks[: front.until]:
        by = re.match(
            r"(?i)(?:report|paper|note|briefing|submitted|prepared)?\s*by\s+(?:the\s+)?(?=[A-Z])(.+)$",
            block.text,
        )
        if by and len(by[1].split()) <= 16:
            end = re.search(r"\s+for (?:the )?(?:meeting|board|panel|committee)\b", by[1])
            start = block.start + by.start(1)
            return replace(
                front, author=found_at(layout, start, start + (end.start() if end else len(by[1])))
            )
        update = re.fullmatch(
            r"(?P<who>[A-Z][\w’' &-]+?)\s+(?:Update|Paper|Note|Briefing|Report)\s*:?", block.text
        )
        if update and block.text.rstrip().endswith(":") and ORG.search(update["who"]):
            return replace(front, author=found_at(layout, block.start, block.start + update.end("who")))
    signed = signed_off(layout)
    if signed:
        return replace(front, author=whole(layout, signed[0]))
    if front.kind == "report":
        for block in layout.blocks[-6:]:
            if block.text.isupper() and re.search(
                r"\b(?:DIRECTOR|HEAD OF|CHIEF|OFFICER|MANAGER)\b", block.text
            ):
                return replace(front, author=well_cased(layout, whole(layout, block)))
    return front


def with_title(layout: Layout, front: Front) -> Front:
    if front.title:
        return front
    blocks = layout.blocks
    head = [block for number, block in enumerate(blocks[: max(front.until, 1)]) if number not in front.used]
    if front.kind == "minute":
        return replace(front, title=title_of_minutes(layout, front, head))
    spent = [found.span for found in (front.committee, front.date, front.author, front.marking) if found]
    for block in head + [
        block for block in blocks[front.until : front.until + 1] if not block.label and block.heading
    ]:
        words = block.text
        if any(span.start < block.end and block.start < span.end for span in spent) and not named_after(
            layout, front, block
        ):
            continue
        if MARKING.match(words) or full_date(words) and len(words.split()) <= 6 or LABELLED.match(words):
            continue
        if re.match(
            r"(?i)(?:agenda )?item\b|paper\s+\w*\d|report$|agenda$|appendix|technical note$|[\w ]+ council$|scottish police authority|report no",
            words,
        ):
            continue
        if front.kind != "action_log" and re.fullmatch(
            r"(?i)(?:the )?[\w’' &]+ (?:council|service|department)’?'?s?", words
        ):
            continue
        if re.search(r"(?i)^comhairle|^chief executive.s$|^\w+ services$", words) or len(words) < 4:
            continue
        if (
            front.kind == "strategy"
            and not re.match(r"(?i)chapter|section", words)
            and any(re.match(r"(?i)chapter", one.text) for one in blocks[:6])
        ):
            continue
        return replace(front, title=whole(layout, block))
    if front.committee and front.kind == "action_log":
        return replace(front, title=front.committee)
    return front


def named_after(layout: Layout, front: Front, block: Block) -> bool:
    """The line names the body and says more than that."""
    return bool(front.kind == "action_log" and re.search(r"(?i)\bactions?\b", block.text))


def title_of_minutes(layout: Layout, front: Front, head: Sequence[Block]) -> Found | None:
    for block in head:
        words = block.text
        if re.match(r"(?i)(?:draft )?(?:minutes?|notes?|record) (?:of|from)\b", words) and not re.fullmatch(
            r"(?i)minutes? (?:of|and) (?:the )?(?:previous|last).*", words
        ):
            begin, end = block.start, block.end
            if re.fullmatch(r"(?i)minutes? of (?:the )?meeting", words):
                after = next((one for one in head if one.begin > block.end), None)
                if after and front.committee and after.start <= front.committee.span.start < after.end:
                    end = front.committee.span.end
            return found_at(layout, begin, end)
    for before, block in zip(head, head[1:], strict=False):
        if (
            MEETING_LINE.match(block.text)
            and front.committee
            and before.start <= front.committee.span.start < before.end
        ):
            return found_at(layout, before.start, block.end)
    inside = next(
        (
            one
            for block in head
            for one in [re.search(r"(?i)minutes? of (?:the )?meeting", block.text)]
            if one
        ),
        None,
    )
    for block in head:
        if (
            front.committee
            and block.start <= front.committee.span.start < block.end
            and re.search(r"(?i)minutes|meeting|notes?\b", block.text)
            and not inside
        ):
            return whole(layout, block)
    for block in head:
        one = re.search(r"(?i)minutes? of (?:the )?meeting(?: of (?:the )?[A-Z][A-Z &,]+)?", block.text)
        if one:
            return found_at(layout, block.start + one.start(), block.start + one.end())
    return front.committee


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
