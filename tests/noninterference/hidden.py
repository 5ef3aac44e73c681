"""OFFICIAL-SENSITIVE records that hang on everything visible, so that what counts, sorts or names them shows.

They share the recommendations, people, plans, bodies, taskings, decisions and papers of the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from drystane.access.models import User
from drystane.assessment.models import Agreement, Answer, Assessment, Evidence, Gap
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Appendix,
    Decision,
    Declaration,
    Draft,
    DraftItem,
    Meeting,
    Paper,
    PaperComment,
    PaperRecommendation,
    PaperVersion,
    Paragraph,
    Rest,
    Spotlight,
    SpotlightOutcome,
    StoredPack,
    Tasking,
)
from drystane.board.paper_text import PaperText, Words, to_json
from drystane.comms.models import Campaign, Reading, Slot
from drystane.marking.models import Descriptor, Marking
from drystane.partners.models import Organisation
from drystane.plans.models import (
    Action,
    Assignment,
    BragOverride,
    MarkingMove,
    Move,
    Overlap,
    Plan,
    PreventionLevel,
    Progress,
    Redating,
    Status,
    Update,
)
from drystane.sheets.models import ColumnMap, ExportJob, ImportJob
from drystane.strategy.models import Message, Recommendation
from tests.big.basis import pick, ref_of
from tests.cast import NOW, TODAY

WORD = "heron"  # in all that is hidden and in nothing else
TITLES = ("Check the carriers", "An early check", "Check 07 of licences", "Zones to check")
PURPOSES = list(AgendaItem.Purpose)
KINDS = list(AgendaItem.Kind)
STATUSES = [status for status in Status if status != Status.MERGED]  # a merge takes two: hidden_overlaps


@dataclass
class Hidden:
    """What was made so far, in the order of making."""

    actions: list[Action] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    asked: list[PaperRecommendation] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    spotlights: list[Spotlight] = field(default_factory=list)
    outcomes: list[SpotlightOutcome] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    comments: list[PaperComment] = field(default_factory=list)
    versions: list[PaperVersion] = field(default_factory=list)
    jobs: list[ExportJob] = field(default_factory=list)
    imports: list[ImportJob] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    findings: list[DraftItem] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(map(len, vars(self).values()))


def secret(number: int) -> dict[str, Any]:
    return {"marking": Marking.SENSITIVE, "descriptor": pick(list(Descriptor), number)}


def hide_actions(
    hidden: Hidden, plan: Plan, many: int, *, leaders: Sequence[User], bodies: Sequence[Organisation]
) -> None:
    """In every status and colour, led by each of these, with all that can happen to an action."""
    first = len(hidden.actions)
    actions = Action.objects.bulk_create(
        Action(
            ref=ref_of("hidden action", number),
            plan=plan,
            code=f"H{number}" if number % 2 else "",
            title=f"{pick(TITLES, number)} {WORD if number % 3 else ''}".strip(),
            detail=f"Ask the {WORD} about it.",
            objective=pick(("DIVERT", "DETER", ""), number),
            lead_person=pick((*leaders, None), number),
            lead_body=pick((*bodies, None), number),
            money=number * 100 if number % 2 else None,
            staff_days=number if number % 3 else None,
            prevention_level=pick((*PreventionLevel.values, ""), number),
            starts_on=TODAY - timedelta(days=300),
            due_on=TODAY + timedelta(days=number * 5 - 60) if number % 7 else None,
            status=pick(STATUSES, number),
            mainstreamed_on=TODAY if pick(STATUSES, number) == Status.MAINSTREAMED else None,
            mainstreamed_to="Licensing" if pick(STATUSES, number) == Status.MAINSTREAMED else "",
            last_update_on=TODAY - timedelta(days=number) if number % 4 else None,
            last_progress=pick(list(Progress), number) if number % 4 else "",
            brag_override="red" if pick(STATUSES, number) == Status.UNDER_WAY else "",
            **secret(number),
        )
        for number in range(first, first + many)
    )
    supported = Action.supporting_bodies.through
    supported.objects.bulk_create(
        supported(action=action, organisation=pick(bodies, number)) for number, action in enumerate(actions)
    )
    add_history(actions, by=leaders[0])
    hidden.actions += actions


def add_history(actions: Sequence[Action], *, by: User) -> None:
    entries: dict[type[Any], list[Any]] = {}
    for action in actions:
        for entry in history_of(action, by):
            entries.setdefault(type(entry), []).append(entry)
    for kind, rows in entries.items():
        kind._default_manager.bulk_create(rows)


def history_of(action: Action, by: User) -> Iterator[Any]:
    told: dict[str, Any] = {"action": action, "by": by, "at": NOW}

    def ref(kind: str) -> dict[str, Any]:
        return {**told, "ref": ref_of(kind, action.ref)}

    yield Move(**ref("move"), to=action.status, why=WORD)
    yield Update(**ref("update"), on=TODAY, progress=Progress.AT_RISK, text=WORD)
    yield Assignment(**ref("assignment"), to=action.lead_person)
    yield Redating(**ref("redating"), to=TODAY, why=WORD)
    yield BragOverride(**ref("override"), colour="red", why=WORD)
    yield MarkingMove(**ref("marking"), before=Marking.OFFICIAL, to=action.marking, why=WORD)


def hide_items(hidden: Hidden, meetings: Sequence[Meeting], many: int, *, by: User) -> None:
    """Agenda items of every kind, each with a paper that asks for something and, mostly, an outcome."""
    first = len(hidden.items)
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            ref=ref_of("hidden item", number),
            meeting=pick(meetings, number),
            order=number % 4,
            title=f"The {WORD} {number}",
            kind=pick(KINDS, number),
            purpose=pick(PURPOSES, number),
            **secret(number),
        )
        for number in range(first, first + many)
    )
    papers = Paper.objects.bulk_create(
        Paper(
            ref=ref_of("hidden paper", item.ref),
            item=item,
            to="Board",
            report_by="Director",
            heading=f"Paper of the {WORD}",
            state=pick(list(Paper.State), number // 4),
            approved_by=by if pick(list(Paper.State), number // 4) == Paper.State.APPROVED else None,
            approved_at=NOW if pick(list(Paper.State), number // 4) == Paper.State.APPROVED else None,
            marking=item.marking,
            descriptor=item.descriptor,
        )
        for number, item in enumerate(items, start=first)
    )
    Paragraph.objects.bulk_create(
        Paragraph(paper=paper, section="summary", order=1, text=f"60 per cent of {WORD}s check.")
        for paper in papers
    )
    Appendix.objects.bulk_create(Appendix(paper=paper, order=1, title=WORD, text=WORD) for paper in papers)
    asked = PaperRecommendation.objects.bulk_create(
        PaperRecommendation(
            ref=ref_of("hidden request", paper.ref), paper=paper, order=1, verb="note", text=f"the {WORD}"
        )
        for paper in papers
    )
    decisions = Decision.objects.bulk_create(
        Decision(
            ref=ref_of("hidden decision", one.ref),
            item=one.paper.item,
            recommendation=one,
            outcome=pick(("noted", "action", "agreed"), number),
            words=WORD,
            by=by,
            at=NOW,
        )
        for number, one in enumerate(asked, start=first)
        if number // 4 % 3
    )
    StoredPack.objects.bulk_create(
        StoredPack(
            ref=ref_of("hidden pack", paper.ref),
            meeting=paper.meeting,
            paper=paper,
            body="{}",
            digest="0" * 64,
            stored_at=NOW,
            marking=paper.marking,
            descriptor=paper.descriptor,
        )
        for paper in papers
        if paper.meeting.is_closed
    )
    hidden.items += items
    hidden.papers += papers
    hidden.asked += asked
    hidden.decisions += decisions


def hide_sessions(hidden: Hidden, *, body: Organisation, by: User) -> None:
    """On each hidden item a spotlight with an outcome that nobody followed up, and an interest declared."""
    items = hidden.items[len(hidden.spotlights) :]
    spotlights = Spotlight.objects.bulk_create(
        Spotlight(
            ref=ref_of("hidden spotlight", item.ref), item=item, topic=WORD, body=body, post=WORD, at=NOW
        )
        for item in items
    )
    hidden.outcomes += SpotlightOutcome.objects.bulk_create(
        SpotlightOutcome(
            ref=ref_of("hidden outcome", one.ref), spotlight=one, kind="practice", words=WORD, at=NOW
        )
        for one in spotlights
    )
    hidden.declarations += Declaration.objects.bulk_create(
        Declaration(
            ref=ref_of("hidden declaration", item.ref),
            item=item,
            person=by,
            nature=WORD,
            left_the_room=True,
            at=NOW,
        )
        for item in items
    )
    hidden.spotlights += spotlights


def hide_jobs(hidden: Hidden, owners: Sequence[User], many: int) -> None:
    """Files that other people asked for, lists that they bring in and how they read such lists."""
    first = len(hidden.jobs)
    whose = [(number, pick(owners, number).ref) for number in range(first, first + many)]
    hidden.imports += ImportJob.objects.bulk_create(
        ImportJob(
            ref=ref_of("hidden import", number),
            owner=owner,
            kind="actions",
            file_name=f"{WORD}.xlsx",
            sha256=f"{number:064}",
            asked_at=NOW,
            purpose=WORD,
            state=pick(list(ImportJob.State), number),
        )
        for number, owner in whose
    )
    ColumnMap.objects.bulk_create(
        ColumnMap(
            owner=owner, kind="actions", signature=f"{number:064}", columns={WORD: "title"}, saved_at=NOW
        )
        for number, owner in whose
    )
    hidden.jobs += ExportJob.objects.bulk_create(
        ExportJob(
            ref=ref_of("hidden job", number),
            owner=owner,
            listing="actions",
            kind="csv",
            title=f"Actions of the {WORD}",
            marking="OFFICIAL-SENSITIVE COMMERCIAL",
            purpose=WORD,
            asked_at=NOW,
        )
        for number, owner in whose
    )


def tie(
    hidden: Hidden,
    *,
    recommendations: Sequence[Recommendation],
    messages: Sequence[Message],
    taskings: Sequence[Tasking],
    decisions: Sequence[Decision],
    asked: Sequence[PaperRecommendation],
    actions: Sequence[Action],
) -> None:
    """Hang what is hidden on everything that is visible, by every link there is."""
    for number, action in enumerate(hidden.actions):
        action.recommendation = pick(recommendations, number)
        action.message = pick(messages, number)
    Action.objects.bulk_update(hidden.actions, ["recommendation", "message"])
    ActionReason.objects.bulk_create(
        ActionReason(
            ref=ref_of(f"hidden {kind} reason", action.ref), action=action, **{kind: pick(rows, number)}
        )
        for kind, rows in (("tasking", taskings), ("decision", decisions))
        for number, action in enumerate(hidden.actions)
    )
    Rest.objects.bulk_create(
        Rest(recommendation=pick(asked, number), action=action)
        for number, action in enumerate(hidden.actions[:12])
    )
    # What the board asked for under a hidden item, and what a hidden paper rests on, may be open to all.
    for tasking, decision in zip(taskings, hidden.decisions, strict=False):
        if tasking.decision is None:
            Tasking.objects.filter(pk=tasking.pk).update(decision=decision)
    ActionReason.objects.bulk_create(
        ActionReason(
            ref=ref_of("reason above", f"{action.ref} {decision.ref}"), action=action, decision=decision
        )
        for action in actions
        for decision in hidden.decisions[:6]
    )
    ends: list[tuple[str, Sequence[Any]]] = [
        ("action", actions),
        ("tasking", taskings),
        ("asked_by", recommendations),
        ("message", messages),
    ]
    Rest.objects.bulk_create(
        Rest(recommendation=one, **{kind: pick(rows, number)})
        for number, one in enumerate(hidden.asked)
        for kind, rows in ends
    )
    if hidden.items:  # what the board hides, it hides on its papers too
        hide_drafting(hidden, [*hidden.papers[:1], *(one.paper for one in asked)])


def hide_drafting(hidden: Hidden, papers: Sequence[Paper]) -> None:
    """What a paper said, and what was said of it, while it was sensitive. Some have been lowered since."""
    by = User.objects.order_by("pk")[0]
    body = to_json(PaperText(WORD, WORD, WORD, {"summary": (Words(WORD),)}, (), (), {}))
    for paper in papers:
        for number in range(3):
            name = f"{paper.ref} {number}"
            told: dict[str, Any] = {"paper": paper, "by": by, "at": NOW, **secret(number)}
            version = PaperVersion.objects.create(
                ref=ref_of("hidden version", name),
                number=100 + number,
                what=PaperVersion.What.SECTION,
                section="summary",
                body=body,
                took_approval_back=True,
                **told,
            )
            comment = PaperComment.objects.create(ref=ref_of("hidden comment", name), text=WORD, **told)
            hidden.versions.append(version)
            hidden.comments.append(comment)
