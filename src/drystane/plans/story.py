"""What happened to an action, told as sentences, newest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from drystane.access.models import User
from drystane.documents.packs import spoken
from drystane.marking.models import Marking, label
from drystane.plans.models import (
    Action,
    Assignment,
    BragOverride,
    MarkingMove,
    Merge,
    Move,
    Progress,
    Redating,
    Repointing,
    Status,
    Update,
)

THE_OPERATOR = "The operator"  # whoever brought it in by the command line, naming nobody


@dataclass(frozen=True)
class Entry:
    """A row of any of the histories. What `before` and `to` hold depends on its kind."""

    kind: str
    at: datetime
    by: str | None
    before: str
    to: str
    why: str

    @property
    def who(self) -> str:
        return self.by or THE_OPERATOR

    @property
    def day(self) -> str:
        return spoken(timezone.localdate(self.at))


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str
    why: str


def story_of(action: Action, reader: User) -> list[Event]:
    return told_by(entries(action, reader))


def told_by(history: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, SENTENCES[entry.kind](entry), entry.why) for entry in history]


def entries(action: Action, reader: User) -> list[Entry]:
    """Read by one query over the tables of its history, so that the page costs the same whatever happened."""
    first, *others = (
        model._default_manager.filter(action=action)
        .order_by()
        .values_list(
            Value(model.__name__, output_field=CharField()),
            "at",
            "by__name",
            Coalesce(Cast(before, CharField()), Value("")),
            Coalesce(Cast(to, CharField()), Value("")),
            why,
            "pk",
        )
        for model, (before, to, why) in SAID_BY.items()
    )
    rows = first.union(*others, *what_it_took_in(action, reader), all=True)
    # Of one moment, a move comes before what it brought with it; of one table, the row written first.
    order = [*(model.__name__ for model in SAID_BY), TOOK_IN, GAVE_BACK]
    newest_first = sorted(rows, key=lambda row: (row[1], order.index(row[0]), row[6]), reverse=True)
    return [Entry(*row[:6]) for row in newest_first]


TOOK_IN, GAVE_BACK = "took in", "gave back"


def what_it_took_in(action: Action, reader: User) -> Iterator[QuerySet[Any, Any]]:
    """Merges of other actions into this one, and merges undone: of OFFICIAL actions that the reader sees."""
    official = Merge.objects.visible_to(reader).filter(kept=action, merged__marking=Marking.OFFICIAL)
    for kind, at, by, why in (
        (TOOK_IN, "at", "by__name", NOTHING),
        (GAVE_BACK, "undone_at", "undone_by__name", F("undone_because")),
    ):
        rows = official.filter(**{f"{at}__isnull": False}).order_by()
        said = Value(kind, output_field=CharField())
        yield rows.values_list(said, at, by, NOTHING, F("merged__title"), why, "pk")


# For each history: what stood before, what stands now, and the words given for it.
NOTHING = Value("", output_field=CharField())
SAID_BY: dict[type[Any], tuple[Any, Any, Any]] = {
    Move: (F("before"), F("to"), F("why")),
    Update: (F("on"), F("progress"), F("text")),
    Redating: (F("before"), F("to"), F("why")),
    Repointing: (F("before__code"), F("to__code"), F("why")),
    BragOverride: (NOTHING, F("colour"), F("why")),
    Assignment: (F("before__name"), F("to__name"), NOTHING),
    MarkingMove: (
        Concat("before", Value(" "), "before_descriptor", output_field=CharField()),
        Concat("to", Value(" "), "to_descriptor", output_field=CharField()),
        F("why"),
    ),
}


def of_move(entry: Entry) -> str:
    deed = DEEDS[Status(entry.to)]
    if entry.to == Status.UNDER_WAY and entry.before == Status.DONE:
        deed = "began this again"
    if entry.before == Status.MERGED:
        deed = "undid the merge of this"
    return f"{entry.who} {deed} on {entry.day}."


DEEDS = {
    Status.PROPOSED: "put this forward",
    Status.AGREED: "agreed this",
    Status.UNDER_WAY: "started this",
    Status.DONE: "marked this done",
    Status.MAINSTREAMED: "passed this on as everyday work",
    Status.DROPPED: "dropped this",
    Status.MERGED: "merged this into another action",
}


def of_update(entry: Entry) -> str:
    progress = Progress(entry.to).label.lower()
    of_day = spoken(date.fromisoformat(entry.before))
    how = progress if of_day == entry.day else f"{progress} as of {of_day}"
    return f"{entry.who} reported this {how} on {entry.day}."


def of_redating(entry: Entry) -> str:
    to = spoken(date.fromisoformat(entry.to))
    if not entry.before:
        return f"{entry.who} set the due date to {to} on {entry.day}."
    before = spoken(date.fromisoformat(entry.before))
    return f"{entry.who} moved the due date from {before} to {to} on {entry.day}."


def of_repointing(entry: Entry) -> str:
    if not entry.to:
        return f"{entry.who} let this rest on {entry.before} no longer, on {entry.day}."
    instead = f" in place of {entry.before}" if entry.before else ""
    return f"{entry.who} let this rest on {entry.to}{instead} on {entry.day}."


def of_override(entry: Entry) -> str:
    if entry.to:
        return f"{entry.who} judged this to be {entry.to} on {entry.day}."
    return f"{entry.who} let the rule set the colour again on {entry.day}."


def of_assignment(entry: Entry) -> str:
    if not entry.to:
        return f"{entry.who} took the lead from {entry.before} on {entry.day}; nobody has it since."
    if not entry.before:
        return f"{entry.who} gave the lead to {entry.to} on {entry.day}."
    return f"{entry.who} passed the lead from {entry.before} to {entry.to} on {entry.day}."


def of_marking(entry: Entry) -> str:
    before, to = marked(entry.before), marked(entry.to)
    return f"{entry.who} changed the marking from {before} to {to} on {entry.day}."


def of_taking_in(entry: Entry) -> str:
    return f"{entry.who} merged “{entry.to}” into this on {entry.day}."


def of_giving_back(entry: Entry) -> str:
    return f"{entry.who} undid the merge of “{entry.to}” into this on {entry.day}."


SENTENCES: dict[str, Callable[[Entry], str]] = {
    TOOK_IN: of_taking_in,
    GAVE_BACK: of_giving_back,
    Move.__name__: of_move,
    Update.__name__: of_update,
    Redating.__name__: of_redating,
    Repointing.__name__: of_repointing,
    BragOverride.__name__: of_override,
    Assignment.__name__: of_assignment,
    MarkingMove.__name__: of_marking,
}


def marked(codes: str) -> str:
    marking, _, descriptor = codes.partition(" ")
    return label(marking, [descriptor])
