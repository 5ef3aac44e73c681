"""What became of the findings of a draft, as far as somebody may see it, and how far the draft has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from drystane.access.models import User
from drystane.board.findings import Values, proposed
from drystane.board.models import Draft, DraftItem, Paper, PaperRecommendation, Tasking
from drystane.board.models.papers import Verb
from drystane.board.passages import Line, Mark, passage, whole
from drystane.marking.models import Marked, highest, label
from drystane.partners.models import Group
from drystane.plans.models import Action
from drystane.strategy.models import Figure, Message

Kind = DraftItem.Kind

# In which order the kinds stand on the page, what needs a person's eye first.
HEADINGS: Mapping[Kind, str] = {
    Kind.CHECK: "Please check",
    Kind.PAPER: "The meeting and the paper",
    Kind.GROUP: "Groups it names",
    Kind.RECOMMENDATION: "Recommendations",
    Kind.TASKING: "Taskings",
    Kind.ACTION: "Actions",
    Kind.FIGURE: "Figures",
    Kind.MESSAGE: "Messages",
}
# What a person may take a finding for. A check is for looking at, and becomes one of the others or nothing.
TAKES = tuple(kind for kind in HEADINGS if kind != Kind.CHECK)


@dataclass(frozen=True)
class Progress:
    decided: int
    found: int

    @property
    def waiting(self) -> int:
        return self.found - self.decided


def progress(items: Iterable[DraftItem]) -> Progress:
    states = [item.is_waiting for item in items]
    return Progress(states.count(False), len(states))


def records_seen(kind: str, user: User) -> QuerySet[Any]:
    rows: dict[str, QuerySet[Any]] = {
        Kind.PAPER: Paper.objects.visible_to(user),
        Kind.GROUP: Group.objects.visible_to(user),
        Kind.RECOMMENDATION: PaperRecommendation.objects.visible_to(user).select_related("paper"),
        Kind.TASKING: Tasking.objects.visible_to(user),
        Kind.ACTION: Action.objects.visible_to(user),
        Kind.FIGURE: Figure.objects.visible_to(user),
        Kind.MESSAGE: Message.objects.visible_to(user),
    }
    return rows[kind]


@dataclass(frozen=True)
class Result:
    """The record that a finding became."""

    words: str
    url: str
    marked: Marked | None = None  # where it has a marking of its own

    @property
    def marking(self) -> str:
        """Printed beside it where it is not OFFICIAL."""
        return self.marked.marking_label if self.marked and self.marked.is_sensitive else ""


def results_of(draft: Draft, user: User) -> dict[str, Result]:
    """For each finding, by its public id, what it became. A query for each kind, whatever there is."""
    taken = DraftItem.objects.filter(draft=draft)
    found: dict[str, Result] = {}
    records = {
        (kind.value, record.ref): record
        for kind in TAKES
        for record in records_seen(kind, user).filter(ref__in=taken.filter(became=kind).values("became_ref"))
    }
    for item, became, ref in taken.exclude(became="").values_list("ref", "became", "became_ref"):
        if record := records.get((became, ref)):
            found[item] = result_of(record)
    return found


def result_of(record: Any) -> Result:
    if isinstance(record, Group):
        return Result(record.name, reverse("partners:group", args=[record.ref]))
    page = record.paper if isinstance(record, PaperRecommendation) else record
    return Result(str(record), page.get_absolute_url(), page if isinstance(page, Marked) else None)


def marking_with(draft: Draft, results: Iterable[Result]) -> str:
    """As high as the draft and whatever came of it."""
    marked = [draft, *(result.marked for result in results if result.marked)]
    return label(highest(one.marking for one in marked), [one.descriptor for one in marked])


def values_for(item: DraftItem, kind: str) -> Values:
    """What the form begins with: the machine's own values, or its words taken as another kind."""
    if kind == item.kind:
        return dict(item.machine)
    return proposed(kind, item.text, verbs=Verb.values)


def place_of(item: DraftItem) -> list[Line]:
    layout = item.draft.layout
    mark = Mark(item.start, item.end)
    return passage(item.draft.text, layout.get("lines", []), layout.get("pages", []), mark)


def whole_text(draft: Draft, items: Iterable[DraftItem]) -> list[Line]:
    marks = [Mark(item.start, item.end, item.ref) for item in items]
    return whole(draft.text, draft.layout.get("lines", []), draft.layout.get("pages", []), marks)
