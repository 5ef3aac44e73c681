"""What a finding becomes: each kind through the operation by which people make such a record by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.board import cabinet
from drystane.board.models import (
    AgendaItem,
    Draft,
    DraftItem,
    Paper,
    PaperRecommendation,
    Tasking,
)
from drystane.board.operations.attaching import attach_file
from drystane.board.operations.meeting import add_item, plan_meeting, propose_for_item
from drystane.board.operations.paper import append, recommend, withdraw_recommendation, write_paper
from drystane.board.operations.taking_back import take_back_paper, take_back_tasking
from drystane.board.operations.tasking import give_tasking, must_be_overseen
from drystane.documents.models import CiteStatus, Source
from drystane.marking.models import Marking
from drystane.partners.models import Group
from drystane.plans.models import Action
from drystane.plans.planning import take_back_actions
from drystane.strategy.claiming import keep_figure, take_back_figure
from drystane.strategy.models import Figure, Message
from drystane.strategy.operations import take_back_message, write_message

Kind = DraftItem.Kind
Fields = Mapping[str, Any]

AS_READ = "The paper as it was read in"
OPEN_TO_ALL = (
    "A figure and the title of its source are open to everybody with an account, and this paper is "
    "OFFICIAL-SENSITIVE. Reject it here, and keep the figure from a source that is open."
)


@dataclass(frozen=True)
class Maker:
    """How a record of one kind is made of a finding, what of it would show a change, how it is unmade."""

    model: type[models.Model]
    make: Callable[..., Any]
    as_made: Callable[[Any], dict[str, Any]]
    unmake: Callable[..., None]


def paper_of(draft: Draft) -> Paper | None:
    """The paper before a meeting that the draft became, if it did."""
    taken = DraftItem.objects.filter(draft=draft, became=Kind.PAPER).values("became_ref")
    return Paper.objects.filter(ref__in=taken).select_related("item__meeting__group").first()


# Meeting and paper


def make_paper(item: DraftItem, fields: Fields, *, by: User | None, at: datetime) -> Paper:
    """An item on the agenda of a meeting, planned for it where there is none; behind it what was read in."""
    draft = item.draft
    if paper_of(draft) is not None:
        raise NotAllowed("This paper is on an agenda already.")
    meeting = fields["meeting"] or plan_meeting(
        group=draft.group,
        on=fields["on"],
        starts_at=None,
        venue="",
        by=by,
        at=at,
        is_invented=draft.is_invented,
    )
    line = add_item(
        meeting,
        fields={
            "title": fields["heading"],
            "kind": AgendaItem.Kind.PAPER,
            "purpose": AgendaItem.Purpose.DECISION,
            "late_because": fields.get("late_because", ""),
            "marking": draft.marking,
            "descriptor": draft.descriptor,
        },
        by=by,
        at=at,
    )
    front = {name: fields[name] for name in ("to", "report_by", "heading")}
    paper = write_paper(line, fields={**front, "is_invented": draft.is_invented}, by=by, at=at)
    put_behind(paper, draft, by=by, at=at)
    paper.refresh_from_db()
    return paper


def put_behind(paper: Paper, draft: Draft, *, by: User | None, at: datetime) -> None:
    """The file itself where such a file may stand behind a paper, else its words."""
    content = cabinet.fetch(draft.kept_as, draft.digest)
    try:
        cabinet.check(draft.name, content)
    except cabinet.BadFile:
        words = "\n".join(draft.text[start:end] for start, end in draft.layout["lines"])
        append(paper, title=AS_READ, edition=None, text=words, seen=paper.version, by=by, at=at)
        return
    attach_file(
        paper,
        title=AS_READ,
        name=draft.name,
        content=content,
        marking=Marking(draft.marking),
        descriptor=draft.descriptor,
        seen=paper.version,
        by=by,
        at=at,
    )


# Recommendations of the paper


def make_recommendation(
    item: DraftItem, fields: Fields, *, by: User | None, at: datetime
) -> PaperRecommendation:
    paper = paper_of(item.draft)
    if paper is None:
        raise NotAllowed("Accept the meeting and the paper first: a recommendation is one of a paper.")
    return recommend(paper, verb=fields["verb"], text=fields["text"], seen=paper.version, by=by, at=at)


def unmake_recommendation(asked: PaperRecommendation, *, by: User, at: datetime) -> None:
    withdraw_recommendation(asked, seen=asked.paper.version, by=by, at=at)


# Figures


def make_figure(item: DraftItem, fields: Fields, *, by: User | None, at: datetime) -> Figure:
    """A figure with the paper as its source, and its contradiction with those that say otherwise."""
    draft = item.draft
    if draft.is_sensitive:
        raise NotAllowed(OPEN_TO_ALL)
    source, _ = Source.objects.get_or_create(
        code=f"read-{draft.ref}",
        defaults={
            "title": draft.title,
            "publisher": draft.group.name,
            "published_text": fields.get("as_of_text", "")[:80],
        },
    )
    said = {name: value for name, value in fields.items() if name not in {"contradicts", "why_not"}}
    return keep_figure(
        {
            **said,
            "source": source,
            "place": item.place,
            "cite_status": CiteStatus.INVENTED if draft.is_invented else CiteStatus.SOURCED,
        },
        contradicts=dict.fromkeys(fields.get("contradicts", ()), str(fields.get("why_not", ""))),
        by=by,
        at=at,
    )


# Actions, taskings, messages, groups


def make_action(item: DraftItem, fields: Fields, *, by: User | None, at: datetime) -> Action:
    said = {name: fields[name] for name in ("title", "detail", "due_on")}
    invented = {"cite_status": CiteStatus.INVENTED, "invented": "all of it"} if item.draft.is_invented else {}
    return propose_for_item(item.draft, fields["plan"], fields={**said, **invented}, by=by, at=at)


def unmake_action(action: Action, *, by: User, at: datetime) -> None:
    take_back_actions([action], by=by, at=at)


def make_tasking(item: DraftItem, fields: Fields, *, by: User | None, at: datetime) -> Tasking:
    draft = item.draft
    return give_tasking(
        board=draft.group, recommendation=None, **fields, by=by, at=at, is_invented=draft.is_invented
    )


def make_message(item: DraftItem, fields: Fields, *, by: User | None, at: datetime) -> Message:
    must_be_overseen(item.draft.group, fields["group"], field="group")
    return write_message(**fields, by=by, at=at)


def make_group(item: DraftItem, fields: Fields, *, by: User | None, at: datetime) -> Group:  # noqa: ARG001  # nothing is made
    """The group that the paper means is there already: the draft only remembers which it is."""
    found: Group = fields["group"]
    return found


def unmake_group(group: Group, *, by: User, at: datetime) -> None:
    pass  # nothing was made


def kept(*names: str) -> Callable[[Any], dict[str, Any]]:
    return lambda record: {name: str(getattr(record, name)) for name in names}


MAKERS: dict[str, Maker] = {
    Kind.PAPER: Maker(Paper, make_paper, kept("to", "report_by", "heading", "state"), take_back_paper),
    Kind.RECOMMENDATION: Maker(
        PaperRecommendation, make_recommendation, kept("verb", "text"), unmake_recommendation
    ),
    Kind.FIGURE: Maker(
        Figure,
        make_figure,
        kept("measure", "label", "value", "unit", "qualifier", "base", "as_of", "as_of_text", "place"),
        take_back_figure,
    ),
    Kind.ACTION: Maker(Action, make_action, kept("version", "status"), unmake_action),
    Kind.TASKING: Maker(Tasking, make_tasking, kept("state", "asked", "report_back_on"), take_back_tasking),
    Kind.MESSAGE: Maker(Message, make_message, kept("text", "audience"), take_back_message),
    Kind.GROUP: Maker(Group, make_group, kept("ref"), unmake_group),
}
