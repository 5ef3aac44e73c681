"""What a paper asks its body to do, and what a minute says was decided."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drystane.strategy.papers.blocks import Block, Layout
from drystane.strategy.papers.found import Check, Found, Kind
from drystane.strategy.papers.sentences import cut, sentences

HEADED = re.compile(r"(?i)^(?:summary of |key )?recommendations?(?:\(s\))?(?: to (?:the )?\w+)?[:.]?$")
HEADED_INLINE = re.compile(r"^(?:Recommendations?|RECOMMENDATIONS?)(?:\(s\)|\(S\))?\s*\d*\s*[:–-]\s*(?=\S)")
WHO = (
    r"(?:the\s+|this\s+)?(?:[\w’'&,-]+\s+){0,6}?(?:committee|board|panel|council|cabinet|members?|group"
    r"|sub-?group|forum|partnership"
    r"|authority|meeting|executive|commission|network)"
)
STEM = re.compile(
    rf"""(?xi)(?:
    it\s+is\s+(?:therefore\s+|also\s+)?(?:recommended|requested|proposed)\s+that\b(?:\s+{WHO}\b)?
    | {WHO}\s+(?:is|are)\s+(?:therefore\s+|also\s+)?(?:asked|invited|requested|recommended)\s*(?:to\b)?
    | (?:the\s+)?(?:report|paper)\s+(?:recommended|recommends|asked|invited)\b
        (?:\s*[:-]+)?(?:\s*that\b)?(?:\s+{WHO}\b)?
    | (?:we|officers?|i)\s+recommend\s+that\b(?:\s+{WHO}\b)?
    | that\s+{WHO}\b(?=\s*[:–-]|\s*$)
    )\s*(?:to\s*)?(?P<colon>[:–-]*)"""
)
NUMBERED = re.compile(r"(?i)^recommendation\s+\d+\s*[:.–-]\s*")
VERBS = (
    r"note|approve|agree|endorse|remit|request|instruct|scrutini[sz]e|welcome|consider|comment|acknowledge"
    r"|support|add|prioriti[sz]e"
    r"|invite|ask|authori[sz]e|delegate|nominate|appoint|accept|adopt|recommend|review|discuss|confirm"
    r"|commend|recogni[sz]e|advise"
    r"|determine|decide|refer|receive|provide|submit|take|identify|continue|ensure|encourage|seek|commit"
    r"|direct|grant|homologate"
    r"|otherwise|further|also|write|extend|develop|establish|publish|promote|thank|reaffirm|bring|give"
    r"|work|share|use|set|make"
    r"|include|keep|begin|start|raise|train|report|monitor|permit|ratify|sign|express|offer|propose"
    r"|require|consult|amend|hold|pass"
)
ASKS = re.compile(
    rf"(?i)^(?:to\s+|that\s+)?(?:jointly\s+|formally\s+|otherwise\s+|further\s+|also\s+"
    rf"|hereby\s+)?(?:{VERBS})(?:s|es|d|ed|ing)?\b"
)
THAT = re.compile(
    r"(?i)^that\b|\b(?:is|are|be) (?:to be )?(?:noted|approved|agreed|endorsed|considered|adopted)\b"
)
INNER = re.compile(
    r"(?:(?<=\s)|(?<=^))\((?P<inside>[a-z]|[ivx]{1,5}|\d)\)\s+|(?<=[:;,]\s)(?P<bare>[a-h]|[ivx]{1,5})[.)]\s+"
)
DECIDED = re.compile(
    rf"(?i)^(?:decided|decision|resolved|agreed)\s*[:–-]+\s*|^(?:it was )?(?:decided|resolved)\s+(?=to\b"
    rf"|that\b)|^(?:the\s+)?{WHO}\s+(?:then\s+|unanimously\s+)?(?:resolved|agreed|decided|noted"
    rf"|approved)\s*(?:to\s*|that\s*)?[:–-]+\s*|^(?:the\s+)?{WHO}\s*[:–-]+\s*$"
)
RESOLVED = re.compile(rf"(?i)^(?:the\s+)?{WHO}\s+(?:unanimously\s+)?resolved\s+(?=to\b|that\b)")


@dataclass
class Asked:
    recommendations: list[Found] = field(default_factory=list)
    decisions: list[Found] = field(default_factory=list)
    please_check: list[Check] = field(default_factory=list)
    spent: set[int] = field(default_factory=set)  # numbers of blocks that hold one


@dataclass(frozen=True)
class Numbered:
    number: int
    block: Block


def asked(layout: Layout, kind: Kind, start: int) -> Asked:
    found = Asked()
    if kind != "action_log":
        in_section(layout, found)
    if not found.recommendations and kind != "action_log":
        outside(layout, found, start)
    if kind == "minute":
        decided(layout, found, start)
    return found


def in_section(layout: Layout, found: Asked) -> None:
    """What stands under a heading "Recommendations", or behind that word and a colon."""
    inside, depth, stem = False, "", False
    for number, block in enumerate(layout.blocks):
        words = layout.words(block) if not block.label else block.text
        inline = HEADED_INLINE.match(words)
        if inline and not NUMBERED.match(words) and len(words) > inline.end() + 8:
            take(layout, found, number, block, block.start + inline.end(), stem=False)
            inside, depth, stem = True, block.label, STEM.search(words) is not None
            continue
        if HEADED.match(words) and len(words.split()) <= 6:
            inside, depth, stem = True, block.label, False
            continue
        after_list = bool(number - 1 in found.spent and layout.blocks[number - 1].label)
        if inside and (
            ends_section(block, depth, stem=stem) or (after_list and block.apart and not block.label)
        ):
            inside = False
        if inside:
            stem = take(layout, found, number, block, block.start, stem=stem)


def ends_section(block: Block, depth: str, *, stem: bool) -> bool:
    asks = ASKS.match(block.text) and (
        block.label or block.text[0].islower() or (stem and len(block.text.split()) > 3)
    )
    if block.heading and not STEM.match(block.text) and not asks:
        return True
    top = re.fullmatch(r"(\d+)(?:\.\d+)*", block.label)
    own = re.fullmatch(r"(\d+)(?:\.\d+)*", depth)
    # A paragraph of the next section, where the heading between was not known as one.
    return bool(top and own and "." in block.label and top[1] != own[1])


def take(layout: Layout, found: Asked, number: int, block: Block, start: int, *, stem: bool) -> bool:
    """Take what this block asks; says whether items of a list are still to come."""
    text = layout.text
    words = text[start : block.end]
    lead = STEM.match(words)
    rest = words[lead.end() :].strip() if lead else ""
    if lead and (not rest.strip(" :-–") or (rest.endswith((":", ":-", "–")) and len(rest.split()) < 5)):
        found.spent.add(number)
        return True
    parts = inner_parts(text, start, block.end)
    if lead and lead["colon"] and not parts:
        parts = [(start + lead.end(), block.end)]
    if parts:
        for begin, end in parts:
            add(layout, found, number, begin, end)
        return True
    if lead:
        for begin, end in sentences(text, start, block.end):
            if STEM.match(text[begin:end]) or ASKS.match(text[begin:end]):
                add(layout, found, number, begin, end)
        return stem
    if ASKS.match(words) or THAT.search(words) or (stem and (block.label or words[:1].islower())):
        if (block.label or block.apart or stem or words.startswith("That")) and (
            stem or block.label or THAT.match(words) or STEM.search(words)
        ):
            add(layout, found, number, start, block.end)
            return stem
        begin, end = next(sentences(text, start, block.end))
        add(layout, found, number, begin, end)
        return stem
    inner = next(
        ((begin, end) for begin, end in sentences(text, start, block.end) if STEM.search(text[begin:end])),
        None,
    )
    if inner:
        add(layout, found, number, *inner)
    elif block.label and len(words.split()) > 3:
        found.please_check.append(
            Check(
                "recommendations",
                "This stands under Recommendations but does not begin like one.",
                layout.span(start, block.end),
            )
        )
    return stem


def add(layout: Layout, found: Asked, number: int, start: int, end: int) -> None:
    one = cut(layout, start, end)
    if len(one.text.split()) > 1 and one not in found.recommendations:
        found.recommendations.append(one)
        found.spent.add(number)


def inner_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of (a) ..., (b) ... inside one paragraph; none where there are not two."""
    marks = list(INNER.finditer(text, start, end))
    firsts = [mark for mark in marks if (mark["inside"] or mark["bare"]) in {"a", "i", "1"}]
    if len(marks) < 2 or not firsts:
        return []
    marks = marks[marks.index(firsts[0]) :]
    return [
        (mark.end(), after.start() if after else end)
        for mark, after in zip(marks, [*marks[1:], None], strict=True)
    ]


def outside(layout: Layout, found: Asked, first: int) -> None:
    """Stems in running text, and lines "Recommendation 3: ...", of a paper without such a section."""
    text, stem = layout.text, False
    for number, block in enumerate(layout.blocks[first:], start=first):
        words = block.text
        numbered = NUMBERED.match(words)
        if numbered:
            add(layout, found, number, block.start + numbered.end(), block.end)
            continue
        if stem:
            bare_stem = re.fullmatch(rf"(?i)(?:that\s+)?{WHO}\s*[:–-]*", words)
            if bare_stem:
                continue
            if block.label or (ASKS.match(words) and not block.heading):
                add(layout, found, number, block.start, block.end)
                continue
            stem = False
        for begin, end in sentences(text, block.start, block.end):
            lead = STEM.match(text[begin:end])
            if not lead or re.match(r"(?i)that\b|it is (?:proposed|requested)", lead[0]):
                continue
            rest = text[begin + lead.end() : end].strip(" :-–")
            parts = inner_parts(text, begin, end)
            if parts:
                for one in parts:
                    add(layout, found, number, *one)
            elif not rest:
                stem = end == block.end
            elif re.search(r"(?i)(?:asked|invited|requested)\s*(?:to\b)?\W*$", lead[0]) and not ASKS.match(
                rest
            ):
                continue
            else:
                add(layout, found, number, begin, end)


def decided(layout: Layout, found: Asked, first: int) -> None:
    stem = False
    for number, block in enumerate(layout.blocks[first:], start=first):
        words = block.text
        lead = DECIDED.match(words) or RESOLVED.match(words)
        if lead:
            parts = inner_parts(layout.text, block.start, block.end)
            for begin, end in parts or [(block.start + lead.end(), block.end)]:
                decide(layout, found, number, begin, end)
            stem = True
        elif stem and ((block.label and not block.heading) or re.match(r"(?:to|that|That|To)\b", words)):
            decide(layout, found, number, block.start, block.end)
        else:
            stem = False


def decide(layout: Layout, found: Asked, number: int, start: int, end: int) -> None:
    one = cut(layout, start, end)
    if len(one.text.split()) > 1:
        found.decisions.append(one)
        found.spent.add(number)


def places(found: Sequence[Found]) -> Iterator[tuple[int, int]]:
    for one in found:
        yield one.span.start, one.span.end
