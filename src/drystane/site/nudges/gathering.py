"""How much waits for one person, of what: what the home page lists, counted. Never a title or a name."""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from drystane.access.models import User
from drystane.site.home import MOST, Waiting, waits_for


@dataclass(frozen=True)
class Heap:
    """Things of one sort: how one and how several are called, and the page that lists them."""

    one: str
    several: str
    address: str
    query: str = ""


ACTIONS = ("plans:actions", "?mine=on")
OVERDUE = Heap("action you lead is overdue", "actions you lead are overdue", *ACTIONS)
SILENT = Heap(
    "action you lead has had no update for 60 days",
    "actions you lead have had no update for 60 days",
    *ACTIONS,
)
DUE = Heap("action you lead is due soon or at risk", "actions you lead are due soon or at risk", *ACTIONS)
BY_KIND = {
    "Tasking": Heap("tasking to accept or return", "taskings to accept or return", "board:taskings"),
    "Tasking returned": Heap("tasking was returned", "taskings were returned", "board:taskings"),
    "Ask overdue": Heap("ask is overdue", "asks are overdue", "board:forward_plan"),
    "Meeting": Heap("meeting to close", "meetings to close", "board:meetings"),
    "Spotlight outcome": Heap(
        "spotlight outcome is not followed up", "spotlight outcomes are not followed up", "board:meetings"
    ),
    "Paper": Heap("paper is still a draft", "papers are still drafts", "board:meetings"),
    "Paper read in": Heap(
        "paper read in has findings to decide", "papers read in have findings to decide", "board:drafts"
    ),
    "Self-assessment": Heap(
        "part of a self-assessment to do", "parts of self-assessments to do", "assessment:index"
    ),
    "To agree": Heap("plan has proposals to decide", "plans have proposals to decide", "plans:index"),
    "Overlap": Heap("pair of actions may be one job", "pairs of actions may be one job", "plans:overlaps"),
    "Training": Heap("matter of training to see to", "matters of training to see to", "training:index"),
}
REPORT_LATE = Heap(
    "tasking is past its report-back date", "taskings are past their report-back date", "board:taskings"
)
REPORT_SOON = Heap("tasking to report back on soon", "taskings to report back on soon", "board:taskings")
OTHER = Heap("other thing waits for you", "other things wait for you", "home")
ALL = (OVERDUE, REPORT_LATE, SILENT, DUE, REPORT_SOON, *BY_KIND.values(), OTHER)  # in the order of the e-mail


@dataclass(frozen=True)
class Line:
    count: int
    words: str
    url: str

    def __str__(self) -> str:
        return f"{self.count} {self.words}"


def heap_of(waiting: Waiting, today: date) -> Heap:
    late = waiting.due_on < today
    if waiting.kind == "Your action":
        return OVERDUE if late else SILENT if waiting.is_silent else DUE
    if waiting.kind == "Report back":
        return REPORT_LATE if late else REPORT_SOON
    return BY_KIND.get(waiting.kind, OTHER)


@dataclass(frozen=True)
class Gathered:
    """What waits for one person, as lines that say how much. `may_be_more` where the home page stops too."""

    lines: tuple[Line, ...]
    report_on: str = ""  # the public id of the action that is most urgent to report on

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def may_be_more(self) -> bool:
        return any(line.count >= MOST for line in self.lines)


def gather(person: User, *, today: date) -> Gathered:
    """With this person's own sight, and no purpose: nothing OFFICIAL-SENSITIVE is counted."""
    unpurposed = copy(person)
    unpurposed.purpose = ""
    return as_lines(waits_for(unpurposed, today=today), today)


def as_lines(waiting: Sequence[Waiting], today: date) -> Gathered:
    """Of what waits, most urgent first."""
    counts = Counter(heap_of(one, today) for one in waiting)
    return Gathered(
        tuple(
            Line(
                count=counts[heap],
                words=heap.one if counts[heap] == 1 else heap.several,
                url=f"{settings.SITE_ADDRESS}{reverse(heap.address)}{heap.query}",
            )
            for heap in ALL
            if counts[heap]
        ),
        report_on=next((one.action for one in waiting if one.action), ""),
    )
