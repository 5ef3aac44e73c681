"""Who is newly given what to do. A wrong task is worse than a missing one, so what is carried forward is left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from drystane.strategy.papers.blocks import Block, Layout
from drystane.strategy.papers.dates import MONTH, dates, next_on
from drystane.strategy.papers.found import Check, Found, Kind, Span, Task
from drystane.strategy.papers.people import TITLES, People
from drystane.strategy.papers.sentences import cut, sentences

MARK = r"(?:ACTION|Action)(?:S|s)?(?:\s+(?:point|POINT|item|agreed)s?)?(?:\s+(?:No\.?\s*)?(?:\d+(?:[./]\d+)*|[A-Z]{1,3}\d+))?"
LABEL = re.compile(
    rf"^[\[(]?\s*(?:{MARK}|AP\s?\d+)\s*(?P<to>\([^)]*\)|for\s+[A-Z][\w ]+|on\s+[A-Z][\w ]+)?\s*[:–—-]+\s*|^[\[(]?\s*(?:ACTION|Action)\s+\d+\.?\s+(?=[A-Z(])"
)
INSIDE = re.compile(rf"(?<=[.;:)\]”\"'])\s+[\[(]?(?:{MARK})\s*[:–—-]\s*(?=\S)")
PARTS = re.compile(r"(?:(?<=\s)|(?<=^))\((?P<letter>[a-h]|[ivx]{1,4}|\d)\)\s+")
CARRIED = re.compile(
    r"(?i)matters arising|(?:minutes?|notes?|actions?|review|update)\b.{0,40}\b(?:previous|last)\b.{0,20}\b(?:meeting|minutes?)|update on (?:the )?actions|review of (?:the )?actions"
    r"|outstanding actions|carried forward|actions? (?:from|arising from|update|log|tracker)\b|action log|progress (?:on|against) actions|minutes and (?:update|actions from|matters)|^actions (?:points )?from"
    r"|minutes?,? (?:and )?matters arising"
)
STATUS = re.compile(
    r"(?i)(?:^|[.:;–-]\s*)\(?(?:not |partially |partly |now |all )?(?:complete[d]?|done|closed|discharged|ongoing|on-going|in progress|outstanding|carried forward|under way|superseded|no longer needed)\b"
)
CLOSED = re.compile(r"(?i)^(?:complete[d]?|done|closed|discharged|withdrawn|superseded|removed|achieved)\b")

POST = (
    r"(?:Head|Director|Manager|Officer|Lead|Leader|Chair|Chairs|Convener|Secretary|Secretariat|Group|Sub-?[Gg]roup|Team|Board|Panel|Forum|Partnership|Service|Services"
    r"|Auditor|Audit|Inspector|Superintendent|Constable|Sergeant|Executive|Treasurer|Solicitor|Adviser|Coordinator|Co-ordinator|Administrator|Clerk|Authority"
    r"|Department|Office|Council|Police|Committee|Unit|Division|Directorate|Agency|Rescue|Procurement|Legal|Finance|Communications|Commander|Minister|Analyst|Champion|Registrar|Network|Association|Licensing|Housing|Scotland)"
)
WORD = r"(?:[A-Z][\w’'-]*\.?|\([^)]{1,60}\))"
SMALL = r"(?:of|and|the|for|&|-|–|on|with|von|van|de)"
ACTOR = rf"(?:(?:{TITLES})\.?\s+)*[A-Z][\w’'&-]*\.?(?:(?:\s+|\s*/\s*|,\s+)(?:{SMALL}\s+){{0,2}}{WORD})*"
OPENS = re.compile(
    rf"^(?!Also\b|In addition\b)(?:[Tt]hen,?\s+|[Tt]hat\s+|for\s+|[Aa]sk\s+|and\s+)*(?:the\s+|The\s+|All\s+)?(?P<who>{ACTOR})(?:\s+\([^)]*\))?\s+"
    r"(?P<verb>to|will|would|shall|should|must|is\s+to|are\s+to|was\s+to|agreed\s+to|undertook\s+to|offered\s+to|volunteered\s+to|was\s+asked\s+to|were\s+asked\s+to"
    r"|is\s+asked\s+to|will\s+be\s+asked\s+to|is\s+requested\s+to|has\s+agreed\s+to|have\s+agreed\s+to|took\s+an\s+action\s+to|is\s+tasked\s+to|was\s+tasked\s+to)\s+(?!be\b)(?P<do>[a-z][\w-]*)"
)
PASSIVE = re.compile(rf"\bby\s+(?:the\s+)?(?P<who>{ACTOR})")
BRACKETED = re.compile(
    r"\((?P<who>[A-Z][^()]{1,50})\)\W*$|\[(?P<square>[A-Z][^\[\]]{1,50})\]\W*$|\s[-–—]\s(?P<dash>[A-Z][\w .’'&/]{1,40})\W*$"
)
COLON = re.compile(rf"^(?P<who>{ACTOR})\s*[:–—]\s*(?P<rest>[A-Za-z].{{8,}})", re.S)
ALONE = re.compile(rf"^(?:the\s+|The\s+|All\s+)?(?P<who>{ACTOR})\s*[.\])]*$")
INSTRUCT = re.compile(
    rf"(?P<all>\b(?i:(?:to\s+)?(?:instruct|request|ask|authorise|invite|remit|task|direct)(?:s|ed|ing)?(?:\s+to)?|delegates?\s+(?:authority\s+)?to)\s+(?:that\s+)?(?:the\s+)?(?P<who>{ACTOR})(?:,\s[^,]*consultation[^,]*,)?,?\s+(?:to|with)\s+(?!be\b)\w+)"
)
SUBJUNCTIVE = re.compile(
    rf"^(?:[Tt]hat\s+|AGREED\s+that\s+|agreed\s+that\s+)(?:the\s+)?(?P<who>{ACTOR})\s+(?:to\s+|would\s+|will\s+|should\s+|shall\s+)?(?P<do>[a-z]+)\b"
)
TASKED = re.compile(
    rf"(?:\bthe\s+)?(?P<who>{ACTOR})\s+(?:is|are|has been|have been|was|were)\s+(?:being\s+|now\s+|also\s+)?tasked\s+(?:with|to)\b"
)
USED_BY = re.compile(
    r"\bby\s+(?:the\s+)?(?:Council’s\s+|Council's\s+|Board’s\s+)?(?P<who>[A-Z][\w’'-]*(?:\s+[A-Za-z][\w’'-]*){0,4}?\s+[Gg]roup)\s+to\s+(?P<do>[a-z]+)"
)
LISTED = re.compile(
    r"(?i)\b(?:agreed|would|will|should|need(?:ed)?|action|work on|find out|look at|identify\w*)\b.*:\s*$"
)
NOT_DOING = re.compile(
    r"(?i)^(?:be|have|see|like|continue|feel|need|want|know|remain|become|benefit|include|apply|last|expect|note|seek to know|welcome|thank|wait|go|chair|meet|also be|not|now be|then be|never|only|all|soon|still|always)$"
)
DOING = re.compile(
    r"(?i)^(?:bring|report|submit|circulate|provide|prepare|write|draft|send|produce|arrange|contact|check|share|update|meet|ask|draw|present|review|publish|add|set|organise|complete"
    r"|follow|invite|speak|talk|consider|develop|investigate|look|raise|take|lead|liaise|discuss|collate|confirm|distribute|email|issue|forward|obtain|identify|seek|explore|make|get|give|work|agree|put|train|visit|establish)$"
)
WHEN = re.compile(
    rf"""(?x)\b(?:(?:by|before|no\ later\ than|in\ advance\ of|ahead\ of|in\ time\ for|for|at|to|until|on|within|in)\s+(?:the\s+)?
    (?:(?:end\s+(?:of\s+)?|mid[\s-]|early\s+|late\s+|beginning\s+of\s+)?(?:the\s+)?(?:\w+day,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})(?:\s+(?:19|20)\d\d)?
    |(?:[A-Za-z]+\s+)?next\s+(?:meeting|Board|Panel|week|month|year)(?:\s+on\s+\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTH})(?:\s+(?:19|20)\d\d)?)?
    |(?:{MONTH})\s+meeting|Christmas|Easter|the\s+end\s+of\s+the\s+(?:week|month|year|financial\s+year)|end\s+of\s+the\s+(?:month|year)|(?:spring|summer|autumn|winter)(?:\s+(?:19|20)\d\d)?
    |(?:one|two|three|four|six|nine|twelve|\d+)\s+(?:days|weeks|months)|a\s+year’?'?s?\s+time|(?:19|20)\d\d)|next\s+week|end\s+(?:of\s+)?(?:{MONTH})(?:\s+(?:19|20)\d\d)?)""",
    re.I,
)
AFTERTHOUGHT = re.compile(
    r"(?:,\s*|\s[–—-]\s|\s)with a view to\b|\s[–—-]\s(?:ahead|draft|a draft|by|to be|this|for discussion|the)\b"
)
HEADERS = {
    "action": r"actions?(?: point| agreed| required| item)?|task|what|agreed action|description",
    "owner": r"owner|lead|who|responsib\w+|by whom|action by|lead officer|assigned to|officer|named lead|owner\(s\)|responsible officer|lead body",
    "when": r"due|by when|date|deadline|when|target date|timescale|due date|target|completion date|original date|revised date",
    "status": r"status|progress|update|rag|position|complete\??|comments?",
}


@dataclass
class Given:
    tasks: list[Task] = field(default_factory=list)
    please_check: list[Check] = field(default_factory=list)
    spent: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Reading:
    layout: Layout
    people: People
    kind: Kind
    on: date | None
    given: Given

    def add(self, start: int, end: int, who: Found | None, *, trim: bool = True, sure: bool = True) -> None:
        text = self.layout.text
        late = AFTERTHOUGHT.search(text, start, end) if trim else None
        what = cut(
            self.layout,
            start,
            late.start() if late else end,
            strip=")]" if text[start:end].count("(") < text[start:end].count(")") else "",
            sure=sure,
        )
        if len(what.text.split()) < 3 or any(
            a < what.span.end and what.span.start < b for a, b in self.given.spent
        ):
            return
        said = next(iter(WHEN.finditer(text, start, end)), None)
        self.given.spent.append((what.span.start, what.span.end))
        self.given.tasks.append(Task(who, what, said[0] if said else "", self.day(said[0]) if said else None))
        if who is None:
            self.doubt("It is not said who is to do this.", what.span)

    def doubt(self, sentence: str, span: Span) -> None:
        self.given.please_check.append(Check("tasked", sentence, span))

    def day(self, said: str) -> date | None:
        found = next(dates(said), None)
        return next_on(found, self.on) if found else None

    def who(self, start: int, end: int) -> Found | None:
        """Each of the names between, in full where the minute says them in full, joined by commas."""
        words = self.layout.text[start:end]
        begin = start + len(words) - len(words.lstrip())
        words = words.strip(" .,:;")
        span = self.layout.span(begin, begin + len(words))
        bare = re.sub(r"\s*\([^)]*\)", "", words)
        whole = self.people.full(bare)
        if whole:
            return Found(
                words if "(" in words and bare == whole.name and "with" not in words else whole.name, span
            )
        parts = [part for part in re.split(r"\s*(?:/|,|&|\band\b)\s*", bare) if part]
        known = [self.people.full(part) for part in parts]
        if len(parts) > 1 and any(known):
            return Found(
                ", ".join(one.name if one else part for one, part in zip(known, parts, strict=True)), span
            )
        named = re.sub(r"^[Tt]he\s+", "", bare)
        both = re.fullmatch(
            r"(.+?\b(?:Group|Board|Panel|Team|Forum)) and (?:the )?(.+?\b(?:Group|Board|Panel|Team|Forum))",
            named,
        )
        if both:
            named = f"{both[1]}, {both[2]}"
        sure = bool(re.search(POST, named)) or len(parts) > 1 or len(named.split()) > 1
        return Found(named, span, sure)


def given(
    layout: Layout,
    kind: Kind,
    people: People,
    on: date | None,
    start: int,
    decisions: Sequence[Found],
    asks: Sequence[Found],
) -> Given:
    reading = Reading(layout, people, kind, on, Given())
    tables(reading)
    labelled = by_label(reading, start)
    assigned_in_lists(reading, start)
    for one in decisions:
        by_instruction(reading, one.span, decided=True)
    if kind != "minute":
        for one in asks:
            by_instruction(reading, one.span, decided=False)
    by_tasking(reading, start)
    if not labelled:
        in_prose(reading, start)
    reading.given.tasks.sort(key=lambda task: task.what.span.start)
    return reading.given


def carried_sections(reading: Reading) -> Iterator[tuple[int, Block, str]]:
    """Each block with "" where its section holds what is new, else how surely it does not."""
    where = ""
    for number, block in enumerate(reading.layout.blocks):
        if block.heading or (
            not block.text.endswith(".") and len(block.text.split()) < 9 and not LABEL.match(block.text)
        ):
            words = reading.layout.words(block)
            if CARRIED.search(words) and not re.search(r"(?i)\bactions from the meeting of", words):
                where = "perhaps" if re.search(r"(?i)matters arising|^minutes? of", block.text) else "surely"
            elif block.heading and (not block.weak or not where):
                where = ""
        elif block.label.lower().startswith("item"):
            where = ""
        yield number, block, where


def by_label(reading: Reading, first: int) -> int:
    """ "ACTION: X to do Y", with what follows it. Says how many labels there were that hold new tasks."""
    layout, blocks, labels, skip = reading.layout, reading.layout.blocks, 0, 0
    plain = reading.kind == "action_log"
    for number, block, carried in list(carried_sections(reading)):
        if number < min(first, number if plain else first) or block.begin < skip:
            continue
        start = whole_start(layout, block)
        mark = LABEL.match(layout.text[start : block.end])
        inside = None if mark else INSIDE.search(layout.text, block.start, block.end)
        headed = (
            bool(re.fullmatch(r"(?i)(?:agreed |key )?actions?(?: points?)?(?: agreed)?\s*:?", block.text))
            and not block.label
        )
        if not (mark or inside or headed):
            if plain and block.label and not block.heading and not block.ruled and not carried:
                labels += 1
                content(reading, number, block.start, block.end, needs_who=True)
            continue
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        old = carried == "surely" or (
            carried
            and (
                bool(re.search(r"Action \d", block.text))
                or STATUS.search(block.text)
                or (after is not None and STATUS.match(after.text))
            )
        )
        if old:
            reading.doubt(
                "This action belongs to an earlier meeting, so it was not taken as new.",
                layout.span(start, block.end),
            )
            continue
        labels += 1
        begin = start + mark.end() if mark else inside.end() if inside else block.end
        if mark and mark["to"]:
            name_at = start + mark.start("to")
            who = reading.who(
                name_at + len(mark["to"]) - len(mark["to"].lstrip("(onfr ")),
                start + mark.end("to") - mark["to"].endswith(")"),
            )
            if layout.text[begin : block.end].strip():
                reading.add(begin, block.end, who)
                continue
        if layout.text[begin : block.end].strip():
            content(reading, number, begin, block.end)
        else:
            skip = listed(reading, number)
    return labels


def whole_start(layout: Layout, block: Block) -> int:
    """Where the words begin, with a label like "Action 3:" but without a bullet."""
    return block.start if block.bullet or re.fullmatch(r"[\d.]+|\w{1,4}", block.label) else block.begin


def listed(reading: Reading, number: int) -> int:
    """The items below a bare "Actions:"; gives the place where they end."""
    blocks = reading.layout.blocks
    end = blocks[number].end
    style = None
    for block in blocks[number + 1 :]:
        own = "bullet" if block.bullet else "label" if block.label else "none"
        style = style or own
        if own != style or (block.heading and own == "none") or block.ruled:
            break
        if own == "none" and not (OPENS.match(block.text) or COLON.match(block.text)):
            break
        if STATUS.search(block.text) and not OPENS.match(block.text):
            continue
        content(reading, number, block.start, block.end)
        end = block.end
    return end


def content(reading: Reading, number: int, start: int, end: int, *, needs_who: bool = False) -> None:
    """One or several tasks written behind a label."""
    layout = reading.layout
    alone = ALONE.match(layout.text[start:end].strip())
    if alone and len(alone["who"].split()) <= 6 and not needs_who:
        owner_only(reading, number, start, reading.who(start, end))
        return
    for begin, finish in parts_of(layout.text, start, end):
        first = True
        for one, last in sentences(layout.text, begin, finish):
            words = layout.text[one:last]
            opens = OPENS.match(words)
            if STATUS.match(words) and not opens:
                continue
            if first or opens:
                one_task(reading, one, last, needs_who=needs_who)
            first = False


def parts_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    marks = list(PARTS.finditer(text, start, end))
    if not marks or marks[0]["letter"] not in {"a", "i", "1"}:
        return [(start, end)]
    found = [
        (mark.end(), after.start() if after else end)
        for mark, after in zip(marks, [*marks[1:], None], strict=True)
    ]
    lead = text[start : marks[0].start()].strip(" :")
    return found if len(lead.split()) < 3 else [(start, end)]


def one_task(reading: Reading, start: int, end: int, *, needs_who: bool = False) -> None:
    text = reading.layout.text
    words = text[start:end]
    opens = OPENS.match(words)
    if opens:
        lead = re.match(r"(?:Then,?\s+|and\s+)+", words)
        who = reading.who(start + opens.start("who"), start + opens.end("who"))
        reading.add(start + (lead.end() if lead else 0), end, who)
        return
    bracket = BRACKETED.search(words)
    if bracket and not re.search(rf"(?i)\b(?:{MONTH})\b|\d|^by\b", bracket[bracket.lastgroup or 0]):
        group = bracket.lastgroup or "who"
        reading.add(
            start,
            start + bracket.start(),
            reading.who(start + bracket.start(group), start + bracket.end(group)),
        )
        return
    colon = COLON.match(words)
    if colon and len(colon["who"].split()) <= 7:
        reading.add(
            start + colon.start("rest"),
            end,
            reading.who(start + colon.start("who"), start + colon.end("who")),
        )
        return
    passive = next(
        (
            one
            for one in PASSIVE.finditer(words)
            if not re.match(rf"(?i)(?:{MONTH}|end|mid|early|\w+day|next|christmas)\b", one["who"])
        ),
        None,
    )
    if passive:
        reading.add(start, end, reading.who(start + passive.start("who"), start + passive.end("who")))
    elif not needs_who:
        reading.add(start, end, None, sure=False)


def owner_only(reading: Reading, number: int, before: int, who: Found | None) -> None:
    """ "Action: Steve." behind a paragraph: the sentence of it that says what Steve agreed to."""
    layout, blocks = reading.layout, reading.layout.blocks
    block = blocks[number]
    begin, end = block.start, before
    mark = INSIDE.search(layout.text, block.start, block.end)
    if mark and mark.end() == before:
        end = mark.start() + 1
    elif number:
        begin, end = blocks[number - 1].start, blocks[number - 1].end
    said = list(sentences(layout.text, begin, end))
    for one, last in reversed(said):
        opens = OPENS.match(layout.text[one:last])
        if opens and opens["verb"] not in {"should", "must"}:
            short = re.search(r"\s\((?:which|that|who)\b", layout.text[one:last])
            reading.add(one, one + short.start() if short else last, who)
            return
    if said:
        reading.add(*said[-1], who, sure=False)
        reading.doubt(
            "The paper names who is to act but not what; the sentence before was taken.",
            layout.span(*said[-1]),
        )


def assigned_in_lists(reading: Reading, first: int) -> None:
    """Items of a list with a name in brackets, below "the group agreed to find out:"."""
    stem = False
    for block in reading.layout.blocks[first:]:
        if LISTED.search(block.text):
            stem = True
            continue
        if not (stem and block.label):
            stem = stem and bool(block.label)
            continue
        bracket = re.search(r"\((?P<who>[A-Z][^()]{1,60})\)\W*$", block.text)
        if bracket:
            name = re.split(r"\s+to\s+", bracket["who"])[0]
            who = reading.who(
                block.start + bracket.start("who"), block.start + bracket.start("who") + len(name)
            )
            if who and (reading.people.full(name) or re.search(rf"(?:{POST})$", name) or ", " in who.text):
                reading.add(block.start, block.end, who)


def by_instruction(reading: Reading, span: Span, *, decided: bool) -> None:
    text = reading.layout.text
    words = text[span.start : span.end]
    told = INSTRUCT.search(words)
    if told:
        if is_post(reading, told["who"]):
            reading.add(
                span.start,
                span.end,
                reading.who(span.start + told.start("who"), span.start + told.end("who")),
            )
        return
    said = SUBJUNCTIVE.match(words)
    if decided and said and not NOT_DOING.match(said["do"]) and is_post(reading, said["who"]):
        reading.add(
            span.start, span.end, reading.who(span.start + said.start("who"), span.start + said.end("who"))
        )


def is_post(reading: Reading, who: str) -> bool:
    """A post, a body or somebody who was there: not "Members" or "Scottish Ministers"."""
    if re.search(
        r"(?i)^(?:members|the committee|committee|board|panel|council|all members|officials|ministers)\b$|Ministers$|Government$|Revenue$",
        who,
    ):
        return False
    return bool(re.search(POST, who)) or reading.people.full(re.sub(r"\s*\([^)]*\)", "", who)) is not None


def by_tasking(reading: Reading, first: int) -> None:
    """ "The Integrity Group is being tasked with ...", "will be used by the Prevent Group to ..."."""
    text = reading.layout.text
    for block in reading.layout.blocks[first:]:
        for start, end in sentences(text, block.start, block.end):
            words = text[start:end]
            tasked = TASKED.search(words)
            if tasked and is_post(reading, tasked["who"]):
                begin = start + tasked.start()
                reading.add(
                    begin,
                    end,
                    reading.who(start + tasked.start("who"), start + tasked.end("who")),
                    trim=False,
                )
            if re.search(r"\bwill be (?:used|taken forward|considered)\b", words):
                marks = list(USED_BY.finditer(words))
                for mark, after in zip(marks, [*marks[1:], None], strict=True):
                    finish = re.sub(r"\s+and\s*$", "", words[: after.start()]) if after else words
                    reading.add(
                        start + mark.start("who"),
                        start + len(finish),
                        reading.who(start + mark.start("who"), start + mark.end("who")),
                        trim=False,
                    )


def in_prose(reading: Reading, first: int) -> None:
    """ "JP will draft ...", where no task of the paper carries a label."""
    text = reading.layout.text
    minute = reading.kind == "minute"
    for number, block, carried in list(carried_sections(reading)):
        if (
            number < first
            or carried
            or block.heading
            or block.ruled
            or reading.kind in {"action_log", "strategy"}
        ):
            continue
        for start, end in sentences(text, block.start, block.end):
            lead = re.match(r"(?i)it was (?:therefore |also )?agreed that\s+", text[start:end])
            begin = start + lead.end() if lead else start
            opens = OPENS.match(text[begin:end])
            if not opens or NOT_DOING.match(opens["do"]):
                continue
            verb = " ".join(opens["verb"].split())
            who = reading.who(begin + opens.start("who"), begin + opens.end("who"))
            known = reading.people.full(re.sub(r"\s*\([^)]*\)", "", opens["who"])) or (
                who and ", " in who.text
            )
            post = bool(re.search(rf"(?:{POST})\W*$", opens["who"])) and not re.search(
                r"(?i)\bcommittee$|\bpanel$|\bboard$|council$|services$|police$|scotland$", opens["who"]
            )
            firm = bool(
                re.search(r"agreed|undertook|offered|volunteered|asked|action|tasked|requested", verb)
            )
            if (
                minute
                and (known or post)
                and (
                    firm or verb in {"will", "to", "is to"} or (lead and verb in {"would", "should", "will"})
                )
            ):
                reading.add(begin, end, who)
            elif (
                not minute
                and post
                and verb in {"will", "is to"}
                and DOING.match(opens["do"])
                and WHEN.search(text[begin:end])
            ):
                reading.add(begin, end, who)
            elif (known or post) and verb in {"would", "will"} and DOING.match(opens["do"]):
                reading.doubt("This may be something given to somebody.", reading.layout.span(begin, end))


def tables(reading: Reading) -> None:
    """Tables with a column of actions and one of who is to do them."""
    text = reading.layout.text
    columns: dict[str, int] = {}
    width = 0
    for _number, block, carried in list(carried_sections(reading)):
        cells = block.cells
        if len(cells) < 2:
            columns = {}
            continue
        words = [text[a:b] for a, b in cells]
        named = {
            name: place
            for name, form in HEADERS.items()
            for place, word in reversed(list(enumerate(words)))
            if re.fullmatch(rf"(?i){form}", word.strip(" :"))
        }
        if {"action", "owner"} <= named.keys():
            columns, width = named, len(cells)
            continue
        if (
            not columns
            or len(cells) < max(columns["action"], columns["owner"]) + 1
            or (carried and reading.kind != "action_log")
        ):
            continue
        status = words[columns["status"]] if "status" in columns and columns["status"] < len(words) else ""
        if CLOSED.match(status) or (len(cells) < width and any(CLOSED.match(word) for word in words)):
            continue
        place, owner = cells[columns["action"]], cells[columns["owner"]]
        when = words[columns["when"]] if "when" in columns and columns["when"] < len(words) else ""
        what = cut(reading.layout, *place)
        reading.given.spent.append((what.span.start, what.span.end))
        reading.given.tasks.append(Task(reading.who(*owner), what, when, reading.day(when)))
