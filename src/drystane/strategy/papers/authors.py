"""Who wrote a paper, where no label at its head says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drystane.strategy.papers.blocks import Block, Layout
from drystane.strategy.papers.dates import MONTH, ONLY_MONTH, full_date
from drystane.strategy.papers.found import Found, Kind
from drystane.strategy.papers.pairs import found_at
from drystane.strategy.papers.titles import whole

BY = re.compile(
    r"(?i)(?:report|paper|note|briefing|submitted|prepared)?\s*by\s+(?:the\s+)?(?=[A-Z])(?P<who>.+?)"
    r"(?:\s+for (?:the )?(?:meeting|board|panel|committee)\b.*)?$"
)
UPDATE = re.compile(r"(?P<who>[A-Z][\w’' &-]+?)\s+(?:Update|Paper|Note|Briefing|Report)\s*:")
ORG = re.compile(
    r"(?i)\b(?:office|department|group|authority|division|team|unit|directorate|agency|network|association"
    r"|service)\b"
)
ORG_LINE = re.compile(
    r"(?:(?:Ministry|Department|Office) (?:of|for) [A-Z][\w ,]+|(?:Home|Cabinet|Scotland) Office|HM [A-Z]\w+"
    r"|(?:[A-Z][\w&]+ ){1,4}(?:Division|Directorate|Agency|Unit|Association|Secretariat))$"
)
ORG_DATED = re.compile(rf"(?P<who>[A-Z][\w&’' ]{{2,50}}?),?\s+(?:{MONTH})\s+\d{{4}}\.?$")
BODY = re.compile(r"(?i)\b(?:panel|board|committee|group|forum|partnership)\b")
POST = re.compile(r"\b(?:DIRECTOR|HEAD OF|CHIEF|OFFICER|MANAGER)\b")


def author_of(layout: Layout, kind: Kind, until: int) -> Found | None:
    """By a line of the head, by who signed at the end, or by the body whose name stands alone in the head."""
    head = layout.blocks[:until]
    signed = signed_off(layout)
    for found in named_in(layout, head):
        return found
    if signed:
        return whole(layout, signed[0])
    if kind == "report":
        for found in alone_in(layout, head[1:]):
            return found
        for block in layout.blocks[-6:]:
            if block.text.isupper() and POST.search(block.text):
                return well_cased(layout, whole(layout, block))
    return None


def named_in(layout: Layout, head: Sequence[Block]) -> Iterator[Found]:
    """ "Paper by the Rail Division", "Cabinet Office Update:"."""
    for block in head:
        by = BY.match(block.text)
        if by and len(by["who"].split()) <= 16:
            yield found_at(layout, block.start + by.start("who"), block.start + by.end("who"))
        update = UPDATE.fullmatch(block.text)
        if update and ORG.search(update["who"]):
            yield found_at(layout, block.start, block.start + update.end("who"))


def alone_in(layout: Layout, head: Sequence[Block]) -> Iterator[Found]:
    """ "Ministry of Law" in a line of its own, "DCLG, February 2012"."""
    for block in head:
        dated = ORG_DATED.match(block.text)
        if dated and not block.label and not BODY.search(dated["who"]):
            yield found_at(layout, block.start, block.start + dated.end("who"))
        if ORG_LINE.match(block.text) and not block.label:
            yield whole(layout, block)


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
    for number in range(max(5, end - 3), end):
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


def whole_post(layout: Layout, author: Found) -> Found:
    """A post that a column was too narrow for goes on in the next line, behind its comma."""
    after = next((one for one in layout.blocks if one.begin > author.span.end), None)
    cut_off = layout.text[author.span.end : author.span.end + 1] == ","
    if not cut_off or after is None or after.label or after.cells or not after.text[0].isupper():
        return author
    return replace(author, text=f"{author.text}, {after.text}", sure=False)


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
