"""Who is newly given what to do. A wrong task is worse than a missing one: what is carried on is left out."""

import re
from collections.abc import Sequence

from drystane.strategy.papers.blocks import Block
from drystane.strategy.papers.dates import MONTH
from drystane.strategy.papers.found import Found, Span
from drystane.strategy.papers.giving import Given, Reading, carried_sections, tables
from drystane.strategy.papers.sentences import sentences
from drystane.strategy.papers.wording import (
    ALONE,
    ASKED,
    BRACKETED,
    COLON,
    DOING,
    FIRM,
    INSIDE,
    INSTRUCT,
    LABEL,
    LISTED,
    NOT_DOING,
    OPENS,
    PARTS,
    PASSIVE,
    POST,
    STATUS,
    SUBJUNCTIVE,
    TASKED,
    TOO_MANY,
    USED_BY,
    WHEN,
)


def given(reading: Reading, start: int, decisions: Sequence[Found], asks: Sequence[Found]) -> Given:
    """`start` is the number of the first block of the body."""
    tables(reading)
    labelled = by_label(reading, start)
    assigned_in_lists(reading, start)
    for one in decisions:
        by_instruction(reading, one.span, decided=True)
    if reading.kind != "minute":
        for one in asks:
            by_instruction(reading, one.span, decided=False)
    by_tasking(reading, start)
    if not labelled:
        in_prose(reading, start)
    reading.given.tasks.sort(key=lambda task: task.what.span.start)
    return reading.given


def by_label(reading: Reading, first: int) -> int:
    """ "ACTION: X to do Y", with what follows it. Says how many labels there were that hold new tasks."""
    layout, blocks, labels, skip = reading.layout, reading.layout.blocks, 0, 0
    plain = reading.kind == "action_log"
    for number, block, carried in list(carried_sections(reading)):
        if number < min(first, number if plain else first) or block.begin < skip:
            continue
        start = whole_start(block)
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


def whole_start(block: Block) -> int:
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
        r"(?i)^(?:members|the committee|committee|board|panel|council|all members|officials|ministers)\b$"
        r"|Ministers$|Government$|Revenue$",
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
    if reading.kind in {"action_log", "strategy"}:
        return
    for number, block, carried in list(carried_sections(reading)):
        if number < first or carried or block.heading or block.ruled:
            continue
        for start, end in sentences(reading.layout.text, block.start, block.end):
            promised(reading, start, end)


def promised(reading: Reading, start: int, end: int) -> None:
    """One sentence: taken where it binds somebody known, left for a person to look at where it only may."""
    text = reading.layout.text
    minute = reading.kind == "minute"
    lead = re.match(r"(?i)it was (?:therefore |also )?agreed that\s+", text[start:end])
    begin = start + lead.end() if lead else start
    opens = OPENS.match(text[begin:end])
    if not opens:
        told = INSTRUCT.search(text[start:end]) if minute else None
        if told and ASKED.match(told["all"]) and is_post(reading, told["who"]):
            reading.add(start, end, reading.who(start + told.start("who"), start + told.end("who")))
        return
    if NOT_DOING.match(opens["do"]):
        return
    verb = " ".join(opens["verb"].split())
    who = reading.who(begin + opens.start("who"), begin + opens.end("who"))
    known = reading.people.full(re.sub(r"\s*\([^)]*\)", "", opens["who"])) or (who and ", " in who.text)
    if not known and not (re.search(rf"(?:{POST})\W*$", opens["who"]) and not TOO_MANY.search(opens["who"])):
        return
    binding = FIRM.search(verb) or verb in {"will", "to", "is to"} or (lead and verb in {"would", "should"})
    planned = not known and verb in {"will", "is to"} and DOING.match(opens["do"])
    if (minute and binding) or (not minute and planned and WHEN.search(text[begin:end])):
        reading.add(begin, end, who)
    elif verb in {"would", "will"} and DOING.match(opens["do"]):
        reading.doubt("This may be something given to somebody.", reading.layout.span(begin, end))
