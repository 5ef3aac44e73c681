"""The board of the large partnership: meetings, what they decided, whom they tasked, their papers."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from drystane.board.models import (
    AgendaItem,
    Appendix,
    Citation,
    Decision,
    Meeting,
    Paper,
    PaperRecommendation,
    Paragraph,
    Rest,
    Tasking,
    TaskingMove,
)
from drystane.board.operations.closing import store_pack
from drystane.plans.models import Action
from tests.big.basis import SENSITIVE, Calendar, around, moment, pick, ref_of
from tests.big.library import Library
from tests.cast import Partnership

AGENDA = (
    ("minute", "noting"),
    ("action_log", "noting"),
    ("paper", "decision"),
    ("discussion", "discussion"),
    ("aob", "noting"),
)
SECTIONS = ("summary", "background", "resources")
RECOMMENDED = 6  # in each paper

TASKING_STEPS = (
    ("given",),
    ("given", "accepted"),
    ("given", "accepted", "reported"),
    ("given", "returned"),
    ("given", "withdrawn"),
    ("given", "accepted"),
    ("given", "returned", "given"),
)


@dataclass(frozen=True)
class Diary:
    """The meetings a month apart, oldest first, with their items; the past ones have decided."""

    past: list[Meeting]
    planned: list[Meeting]
    items: list[AgendaItem]
    decisions: list[Decision]


def make_meetings(cast: Partnership, calendar: Calendar, *, meetings: int, hidden: int) -> Diary:
    past = -(-meetings * 2 // 3)
    every = Meeting.objects.bulk_create(
        Meeting(
            ref=ref_of("meeting", number),
            group=cast.board,
            on=calendar.day((number - past) * 30 + 7),
            venue="Committee room",
        )
        for number in range(meetings)
    )
    visible = [
        AgendaItem(
            ref=ref_of("item", f"{number} {order}"),
            meeting=meeting,
            order=order,
            title=f"Item {order} of meeting {number}",
            kind=kind,
            purpose=purpose,
        )
        for number, meeting in enumerate(every)
        for order, (kind, purpose) in enumerate(AGENDA, start=1)
    ]
    unseen = [
        AgendaItem(
            ref=ref_of("hidden item", number),
            meeting=pick(every, number * 7),
            order=number % 6,
            title=f"Hidden item {number}",
            kind="paper",
            purpose="decision",
            **SENSITIVE,
        )
        for number in range(hidden)
    ]
    items = AgendaItem.objects.bulk_create(around(unseen, visible))
    asked = [item for item in items if item.kind == "discussion" and item.meeting in every[:past]]
    decisions = Decision.objects.bulk_create(
        Decision(
            ref=ref_of("decision", item.ref),
            item=item,
            outcome="action",
            words="Two things are to be done about it.",
            by=cast.morag,
            at=moment(item.meeting.on, 15),
        )
        for item in asked
    )
    return Diary(every[:past], every[past:], items, decisions)


def make_taskings(cast: Partnership, calendar: Calendar, library: Library, many: int) -> list[Tasking]:
    """In every state, some of them late, each for a recommendation of its own as long as there are any."""
    groups = [cast.prevent, cast.integrity, cast.board]
    asked = library.recommendations
    apart = max(1, len(asked) // many)
    taskings = Tasking.objects.bulk_create(
        Tasking(
            ref=ref_of("tasking", number),
            board=cast.board,
            to_group=pick(groups, number),
            recommendation=asked[number * apart] if number < len(asked) else None,
            asked=f"Say by when thing {number} can be done, and what it takes.",
            report_back_on=calendar.day(-20 + number % 90),
            state=pick(TASKING_STEPS, number)[-1],
            given_by=cast.morag,
            given_at=calendar.moment(-60),
        )
        for number in range(many)
    )
    supporting = Tasking.supporting_groups.through
    supporting.objects.bulk_create(
        supporting(tasking=tasking, group=pick(groups, number + 1)) for number, tasking in enumerate(taskings)
    )
    TaskingMove.objects.bulk_create(
        TaskingMove(
            ref=ref_of("tasking move", f"{number} {step}"),
            tasking=tasking,
            before=before,
            to=to,
            why="No staff for it before the winter." if to == "returned" else "",
            by=cast.morag,
            at=calendar.moment(step - 60),
        )
        for number, tasking in enumerate(taskings)
        for step, (before, to) in enumerate(pairwise(("", *pick(TASKING_STEPS, number))))
    )
    return taskings


def make_papers(
    cast: Partnership, diary: Diary, library: Library, actions: list[Action], taskings: list[Tasking]
) -> list[Paper]:
    """A paper for each item that takes one, the hidden ones among the others, and the past ones decided."""
    papers = Paper.objects.bulk_create(
        Paper(
            ref=ref_of("paper", item.ref),
            item=item,
            to="Safer Board",
            report_by="Community safety lead",
            heading=f"Serious organised crime: {item.title}",
            written_by=cast.morag,
            marked_by=cast.morag,
            marking=item.marking,
            descriptor=item.descriptor,
        )
        for item in diary.items
        if item.kind == "paper"
    )
    figures = library.figures
    Paragraph.objects.bulk_create(
        Paragraph(
            paper=paper,
            section=section,
            order=order,
            text=f"{order} groups were known [[figure:{pick(figures, number + order).code}]] in the year.",
        )
        for number, paper in enumerate(papers)
        for section in SECTIONS
        for order in range(1, 5)
    )
    Citation.objects.bulk_create(
        Citation(paper=paper, figure=pick(figures, number + order))
        for number, paper in enumerate(papers)
        for order in range(1, 5)
    )
    Appendix.objects.bulk_create(
        Appendix(paper=paper, order=1, title="The strategy", edition=library.edition) for paper in papers
    )
    recommendations = PaperRecommendation.objects.bulk_create(
        PaperRecommendation(
            ref=ref_of("paper recommendation", f"{paper.ref} {order}"),
            paper=paper,
            order=order,
            verb="agree",
            text=f"what is proposed under {order}",
        )
        for paper in papers
        for order in range(1, RECOMMENDED + 1)
    )
    sources: list[tuple[str, list[Any]]] = [
        ("action", actions),
        ("tasking", taskings),
        ("asked_by", library.recommendations),
        ("message", library.messages),
    ]
    Rest.objects.bulk_create(
        Rest(recommendation=recommendation, **{kind: pick(rows, order)})
        for order, recommendation in enumerate(recommendations)
        for kind, rows in sources[: 1 + order % 4]
    )
    Decision.objects.bulk_create(
        Decision(
            ref=ref_of("decision", recommendation.ref),
            item=recommendation.paper.item,
            recommendation=recommendation,
            outcome="agreed",
            by=cast.morag,
            at=moment(recommendation.paper.meeting.on, 15),
        )
        for recommendation in recommendations
        if recommendation.paper.meeting in diary.past
    )
    return papers


def close_meetings(cast: Partnership, diary: Diary, papers: list[Paper]) -> None:
    """Freeze the past ones as closing does. Only the newest keeps its packs: gathering each takes a while."""
    for meeting in diary.past:
        meeting.state, meeting.closed_at, meeting.closed_by = "closed", moment(meeting.on, 17), cast.morag
    Meeting.objects.bulk_update(diary.past, ["state", "closed_at", "closed_by"])
    for paper in papers:
        if paper.meeting == diary.past[-1]:
            store_pack(paper, by=cast.morag, at=moment(paper.meeting.on, 17))
