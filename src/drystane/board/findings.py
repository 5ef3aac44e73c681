"""What the machine found in a paper, as things that a person can accept one by one. No Django in here.

The machine only proposes: each finding says what it would become and with which values, and keeps its place.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drystane.strategy.papers.found import Found, Paper, Span, Statistic, Task

Values = dict[str, Any]  # what a field of the form would hold, as JSON can keep it

LONGEST_TITLE = 200
# Far enough for "It is recommended that the members of the thematic board", and no further.
VERB_WITHIN = 14
FREE_PLACE = Span(None, 0, 0)


@dataclass(frozen=True)
class Finding:
    """One thing found: its kind, its words, where they stand, and the values proposed for it."""

    kind: str  # check, paper, group, recommendation, tasking, action, figure
    text: str
    span: Span
    paragraph: str = ""
    doubt: str = ""
    values: Values = field(default_factory=dict)


def findings(paper: Paper, *, groups: Sequence[str], verbs: Sequence[str]) -> list[Finding]:
    """All that was found, what needs a person's eye first, the rest in the order of kinds and of the paper.

    `groups` are the names of the groups that can be tasked, `verbs` what a board can be asked to do.
    """
    found = [
        *checks(paper),
        heading_of(paper),
        *(of_group(one, groups) for one in paper.groups),
        *(of_recommendation(one, verbs) for one in paper.recommendations),
        *(finding for one in paper.tasks for finding in of_task(one, groups)),
        *(of_statistic(one, paper) for one in paper.statistics),
    ]
    return sorted((with_number(one, paper) for one in found), key=lambda one: not one.doubt)


def checks(paper: Paper) -> Iterator[Finding]:
    for check in paper.please_check:
        span = check.span or FREE_PLACE
        yield Finding("check", paper.text[span.start : span.end], span, doubt=check.sentence)


def heading_of(paper: Paper) -> Finding:
    """The meeting and the paper in one: neither is much without the other."""
    at = paper.title or paper.committee or paper.date
    return Finding(
        "paper",
        at.text if at else "",
        at.span if at else FREE_PLACE,
        doubt="" if paper.title else "The machine found no title. Say what the paper is called.",
        values={
            "heading": text_of(paper.title)[:240],
            "to": text_of(paper.committee)[:200],
            "report_by": text_of(paper.author)[:200],
            "on": paper.date_on.isoformat() if paper.date_on else "",
        },
    )


def text_of(found: Found | None) -> str:
    return found.text if found else ""


def doubt_of(found: Found) -> str:
    return "" if found.sure else "The machine is not sure of this. Read it in its place."


def of_group(found: Found, groups: Sequence[str]) -> Finding:
    return Finding(
        "group", found.text, found.span, doubt=doubt_of(found), values={"group": named(found.text, groups)}
    )


def of_recommendation(found: Found, verbs: Sequence[str]) -> Finding:
    return Finding(
        "recommendation",
        found.text,
        found.span,
        doubt=doubt_of(found),
        values=asked_of_board(found.text, verbs),
    )


def of_task(task: Task, groups: Sequence[str]) -> Iterator[Finding]:
    """A tasking of each of the board's groups that is given it; where it is nobody's of these, an action."""
    who, by_on = text_of(task.who), task.by_on.isoformat() if task.by_on else ""
    words, span, doubt = task.what.text, task.what.span, doubt_of(task.what)
    asked = without_doer(words, who)
    for group in all_named(who, groups):
        values = {"to_group": group, "asked": asked, "report_back_on": by_on}
        yield Finding("tasking", words, span, doubt=doubt, values=values)
    if not all_named(who, groups):
        yield Finding("action", words, span, doubt=doubt, values={**to_do(asked, who), "due_on": by_on})


def without_doer(words: str, who: str) -> str:
    """What is to be done, where the words begin with who will do it."""
    if not who:
        return words
    return re.sub(rf"^(the )?{re.escape(who)} (will|shall|to|is to|are to) ", "", words, flags=re.IGNORECASE)


def all_named(who: str, groups: Sequence[str]) -> list[str]:
    """The groups that the words name, if each part of them is one."""
    if one := named(who, groups):
        return [one]
    found = [named(part, groups) for part in re.split(r",| and ", who)]
    return found if all(found) else []


def of_statistic(statistic: Statistic, paper: Paper) -> Finding:
    """As of the paper's own day where it gives none: that is when it was said."""
    on = statistic.as_of_on or (None if statistic.as_of else paper.date_on)
    said = statistic.as_of or (text_of(paper.date) if on else "")
    return Finding(
        "figure",
        statistic.what.text,
        statistic.what.span,
        doubt=doubt_of(statistic.what),
        values={
            "label": label_of(statistic.what.text),
            "value": f"{statistic.value:f}",
            "unit": statistic.unit,
            "qualifier": statistic.qualifier,
            "as_of": on.isoformat() if on else "",
            "as_of_text": said[:60],
        },
    )


def label_of(words: str) -> str:
    """What is counted, without the number that it begins with."""
    return capitalised(cut(re.sub(r"^£?[\d,.]*\d\s*(%|per cent)?( of)?\s+", "", words)))


def with_number(finding: Finding, paper: Paper) -> Finding:
    """With the number of the paragraph it stands in, as one would tell another where to look."""
    starts = [one.span.start for one in paper.paragraphs]
    at = bisect_right(starts, finding.span.start) - 1
    if finding.span == FREE_PLACE or at < 0 or finding.span.start >= paper.paragraphs[at].span.end:
        return finding
    number = paper.paragraphs[at].number
    return Finding(
        finding.kind, finding.text, finding.span, number[:20], finding.doubt, values=finding.values
    )


# The same words taken as something else than the machine took them for.


def proposed(kind: str, text: str, *, verbs: Sequence[str]) -> Values:
    """What a finding would say if a person took it as that kind."""
    takes: Mapping[str, Values] = {
        "recommendation": asked_of_board(text, verbs),
        "tasking": {"asked": text},
        "action": to_do(text),
        "figure": counted(text),
        "message": {"text": text},
        "paper": {"heading": text[:240]},
    }
    return takes.get(kind, {})


def asked_of_board(text: str, verbs: Sequence[str]) -> Values:
    """The verb by which the board is asked, and what follows it; no verb where none is near the front."""
    for place in list(re.finditer(r"[A-Za-z]+", text))[:VERB_WITHIN]:
        word = place[0].lower()
        verb = next((verb for verb in verbs if word in {verb, f"{verb}s", f"{verb}es"}), "")
        if verb:
            return {"verb": verb, "text": text[place.end() :].strip()}
    return {"verb": "", "text": text}


def to_do(text: str, who: str = "") -> Values:
    title = capitalised(cut(text))
    detail = [text] if len(text) > LONGEST_TITLE else []
    return {"title": title, "detail": "\n".join([*detail, *([f"Given to: {who}"] if who else [])])}


def counted(text: str) -> Values:
    """The first number of the words, and what it is a number of as far as its sign says."""
    found = re.search(r"(£)?\s?(\d[\d,]*(?:\.\d+)?)\s*(%|per cent)?", text)
    if not found:
        return {"label": label_of(text)}
    unit = "pounds" if found[1] else "percent" if found[3] else "count"
    return {"label": label_of(text), "value": found[2].replace(",", ""), "unit": unit}


def cut(text: str) -> str:
    """Short enough for a title, and ending with a word."""
    if len(text) <= LONGEST_TITLE:
        return text
    return text[: LONGEST_TITLE - 1].rpartition(" ")[0] + "…"


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def named(words: str, groups: Sequence[str]) -> str:
    """Which of the groups the words mean, if they mean just one."""
    said = plain(words)
    found = [name for name in groups if plain(name) == said] or [
        name for name in groups if said and (plain(name) in said or said in plain(name))
    ]
    return found[0] if len(found) == 1 else ""


def plain(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(re.findall(r"[a-z0-9]+", name.lower())))
