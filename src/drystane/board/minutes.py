"""The minute of a meeting: drafted from what was recorded, and printed from how somebody put it right.

A minute is OFFICIAL and is read by every member of the board, so it is drafted with what all of them may
see and never with its writer's sight. Of sensitive items it holds nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q

from drystane.board.agenda import numbered
from drystane.board.citations import without_marks
from drystane.board.models import (
    Attendance,
    Decision,
    Declaration,
    Meeting,
    Minute,
    SpotlightOutcome,
)
from drystane.board.quorum import Quorum
from drystane.documents.packs import Pack, Paragraph, Run, Section, spoken
from drystane.marking.models import Marking

HEADING = "# "
FORM = "renfrewshire"


def draft_minute(meeting: Meeting) -> str:
    """A first text, heading by heading, of what was recorded."""
    attendance = list(
        meeting.attendance.select_related("person", "body", "instead_of").order_by(
            "person__name", "post", "ref"
        )
    )
    parts = [*who_was_there(attendance), str(Quorum.of(meeting, attendance))]
    told = what_was_told(meeting)
    items = meeting.items.filter(marking=Marking.OFFICIAL).order_by("order", "ref")
    for number, item in enumerate(items, start=1):
        parts.append(f"{HEADING}{number}. {item.title}")
        if item.late_because:
            parts.append(f"Late item: {item.late_because}")
        parts += told[item.pk] or ["Nothing was recorded under this item."]
    return "\n\n".join(parts)


def who_was_there(attendance: Iterable[Attendance]) -> Iterator[str]:
    rows = list(attendance)
    for heading, presence in (
        ("Present", Attendance.Presence.PRESENT),
        ("Apologies", Attendance.Presence.APOLOGIES),
    ):
        named = [row.in_words for row in rows if row.presence == presence]
        yield HEADING + heading
        yield "; ".join(named) + "." if named else "None recorded."


def what_was_told(meeting: Meeting) -> dict[int, list[str]]:
    """For each item the interests declared in it, the outcomes of its spotlight and what was decided."""
    told: dict[int, list[str]] = defaultdict(list)
    of_this: dict[str, Any] = {"item__meeting": meeting, "item__marking": Marking.OFFICIAL}
    for declaration in Declaration.objects.filter(**of_this).select_related("person").order_by("at", "ref"):
        told[declaration.item_id].append(f"{declaration.in_words}.")
    for outcome in outcomes_for_all(meeting):
        spotlight = outcome.spotlight
        opening = f"{spotlight.post}, {spotlight.body}, told the meeting about {spotlight.topic}."
        if opening not in told[spotlight.item_id]:
            told[spotlight.item_id].append(opening)
        told[spotlight.item_id].append(f"OUTCOME: {outcome.get_kind_display()}: {outcome_words(outcome)}")
    for decision in (
        Decision.objects.filter(**of_this)
        .select_related("recommendation__paper", "remitted_to")
        .order_by("recommendation__order", "at", "ref")
    ):
        told[decision.item_id].append(decided(decision))
    return told


def outcomes_for_all(meeting: Meeting) -> list[SpotlightOutcome]:
    """Those that every member of the board may see."""
    rows = SpotlightOutcome.objects.filter(
        Q(action=None) | Q(action__marking=Marking.OFFICIAL),
        spotlight__item__meeting=meeting,
        spotlight__item__marking=Marking.OFFICIAL,
    )
    return list(
        rows.select_related("spotlight__body", "message__group", "action__plan", "owner").order_by(
            "spotlight__item__order", "at", "ref"
        )
    )


def outcome_words(outcome: SpotlightOutcome) -> str:
    if outcome.message is not None:
        return f"{outcome.message.group}: {outcome.message.text}"
    if outcome.action is not None:
        return f"{outcome.action.plan}: {outcome.action.title}"
    return f"{outcome.owner}: {outcome.words}" if outcome.owner else outcome.words


def decided(decision: Decision) -> str:
    asked = decision.recommendation
    words = f"DECIDED: {decision.get_outcome_display()}"
    if decision.remitted_to is not None:
        words += f" to the {decision.remitted_to}"
    if asked is not None:
        words += f" ({numbered(asked.paper, asked)}, {asked.get_verb_display()} {without_marks(asked.text)})"
    words = words.rstrip(".")
    return f"{words}: {decision.words}" if decision.words else f"{words}."


def minute_pack(minute: Minute) -> Pack:
    """The minute as it is printed."""
    meeting = minute.meeting
    state = "Approved" if minute.is_approved else "Draft, not approved"
    if minute.approved_at_meeting is not None:
        state += f" at the meeting of {spoken(minute.approved_at_meeting.on)}"
    return Pack(
        form=FORM,
        marking=Marking.OFFICIAL.label,
        partnership=settings.PARTNERSHIP_NAME,
        front=(("Board:", meeting.group.name), ("On:", spoken(meeting.on)), ("Minute:", state)),
        title=f"Minute of the meeting of {spoken(meeting.on)}",
        author=meeting.group.name,
        sections=sections_of(minute.text),
        recommendations=(),
        audience=f"Members of the {meeting.group.name}",
        counted_on=meeting.on,
        warnings=() if minute.is_approved else ("This minute has not been approved yet.",),
        invented=meeting.is_invented,
    )


def sections_of(text: str) -> tuple[Section, ...]:
    """A line that begins with # is a heading; a blank line begins a new paragraph."""
    sections: list[Section] = []
    heading, paragraphs = "", list[str]()
    for part in [*(part.strip() for part in text.replace("\r\n", "\n").split("\n\n")), HEADING]:
        if not part.startswith(HEADING.strip()):
            paragraphs += [part] if part else []
            continue
        if heading or paragraphs:
            sections.append(section(len(sections) + 1, heading or "The meeting", paragraphs))
        heading, _, rest = part.lstrip("# ").partition("\n")
        paragraphs = [rest] if rest else []
    return tuple(sections)


def section(number: int, heading: str, paragraphs: Iterable[str]) -> Section:
    return Section(
        key=f"part-{number}",
        number="",
        heading=heading,
        paragraphs=tuple(Paragraph(number="", runs=(Run(text=text),)) for text in paragraphs),
    )
