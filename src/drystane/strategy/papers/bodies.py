"""Groups, boards and other bodies, known by the word their name ends with."""

import re
from collections.abc import Iterable

from drystane.strategy.papers.blocks import Layout
from drystane.strategy.papers.found import Found

KINDS = (
    r"Sub-?\s?[Gg]roup|Sub-?\s?Committee|Working\ Group|Task\ ?[Ff]orce|Group|Board|Panel|Committee|Forum"
    r"|Partnership"
    r"|Network|Authority|Council|Cabinet|Team|Alliance|Commission|Executive|Assembly|Trust"
)
NAMED = r"(?:[A-Z][\w’'&/-]*|of|and|the|for|in|on|&)"
BODY = re.compile(
    rf"\b(?P<name>(?:[A-Z][\w’'&/-]*)(?:\s+{NAMED}){{0,8}}?\s+(?:{KINDS.replace(chr(92) + ' ', ' ')}))\b"
)
LEADING = re.compile(
    r"^(?:(?:The|This|That|At|In|By|To|From|For|Of|Each|A|An|Our|Its|And|Minutes?|Notes?|Meeting|Report|of"
    r"|the|Council’s|Council's)\s+)+"
)


def bodies(layout: Layout, blocks: Iterable[tuple[int, int]]) -> list[Found]:
    """Each body once, where it is first named in full."""
    found: dict[str, Found] = {}
    for start, end in blocks:
        for match in BODY.finditer(layout.text, start, end):
            words = match["name"]
            lead = LEADING.match(words)
            begin = match.start() + (lead.end() if lead else 0)
            name = layout.text[begin : match.end()]
            if len(name.split()) > 1 and len(name.split()) <= 9:
                found.setdefault(name.lower(), Found(name, layout.span(begin, match.end())))
    return list(found.values())
