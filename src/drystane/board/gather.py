"""A paper gathered for its readers: everything it will show, frozen into a Pack.

It is gathered with the sight of its audience, the members of the board, and never with its author's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, TextField, Value
from django.urls import reverse

from drystane.board import layout
from drystane.board.action_log import day, gather_log, log_table
from drystane.board.dyke import courses
from drystane.board.exemptions import in_place_of, marked
from drystane.board.forms_of_paper import PaperForm, paper_form
from drystane.board.models import Appendix as AppendixRow
from drystane.board.models import ExemptTable, Paper, Rest, Tasking
from drystane.board.models.papers import Verb
from drystane.board.models.taskings import TaskingQuerySet
from drystane.board.notes import Notes
from drystane.board.refreshing import Sight, refresh_table
from drystane.board.written import EXEMPT, with_mark
from drystane.documents.packs import (
    Appendix,
    Pack,
    Picture,
    Recommendation,
    Reference,
    Run,
    Table,
)
from drystane.marking.models import Marked, Marking, label
from drystane.partners.models import Group
from drystane.plans.effort import DECIDED_AS, Pairs, Tally, tally
from drystane.plans.models import Action, Overlap, PreventionLevel
from drystane.plans.models.actions import ActionQuerySet
from drystane.plans.models.overlaps import OverlapQuerySet
from drystane.plans.wall import draw, survey
from drystane.strategy.models import Adoption, Edition, Message

SIGHT = "that the board can see"
Which = ExemptTable.Which
PAPER = 720  # the drawing's width: its numbers then print at eight points


def gather_paper(paper: Paper, *, on: date) -> Pack:
    """The paper as its readers will have it, with everything counted as on that day."""
    form = paper_form(paper.form)
    texts = Texts.of(paper, behind=paper.is_sensitive)
    notes = Notes(texts.as_printed(form))
    appendices = tuple(gather_appendix(appendix) for appendix in appendices_of(paper))
    edition = edition_for(paper.meeting.group, on=on)
    wall = gather_wall(paper.meeting.group, edition, on=on, sensitive=paper.is_sensitive)
    return Pack(
        **said_of(paper, form, texts, notes, appendices),
        marking=label(paper.marking, [paper.descriptor, *texts.descriptors]),
        recommendations=gather_recommendations(texts, form, notes, gather_rests(paper)),
        audience=f"Members of the {paper.meeting.group.name}",
        counted_on=on,
        tables=(
            *layout.tables(form, texts.paragraphs, notes_with_marks(notes)),
            *(
                marked_table(table, texts.exempt.get(which, ""))
                for which, table in gather_tables(paper, edition, on=on, sensitive=paper.is_sensitive)
            ),
        ),
        wall=wall and replace(wall, table=marked_table(wall.table, texts.exempt.get(Which.WALL, ""))),
        notes=notes.all(),
        appendices=appendices,
        warnings=notes.warnings(),
    )


def said_of(
    paper: Paper, form: PaperForm, texts: "Texts", notes: Notes, appendices: Sequence[Appendix]
) -> dict[str, Any]:
    """What the paper says of itself and in its sections, as far as these texts hold it."""
    known = {
        "to": paper.to,
        "on": day(paper.meeting.on),
        "report_by": paper.report_by,
        "subject": paper.heading,
        "venue": paper.meeting.venue or layout.NOT_SAID,
        "board": paper.meeting.group.name,
        "appendices": "Yes" if appendices else "No",
    }
    in_words = {key: [flat(text) for text in rows] for key, rows in texts.paragraphs.items()}
    return {
        "form": paper.form,
        "partnership": settings.PARTNERSHIP_NAME,
        "front": layout.front(form, in_words, known),
        "title": paper.heading.upper() if form.heading_case == "upper" else paper.heading,
        "author": paper.report_by,
        "sections": layout.sections(
            form, texts.paragraphs, notes_with_marks(notes), recommends=bool(texts.recommendations)
        ),
        "invented": paper.is_invented,
    }


def gather_tables(
    paper: Paper, edition: Edition | None, *, on: date, sensitive: bool
) -> Iterator[tuple[str, Table]]:
    group = paper.meeting.group
    counted = tally(*counted_for(group, sensitive=sensitive))
    yield Which.RESOURCES, resources_table(counted)
    if counted.pairs:
        yield Which.OVERLAPS, overlaps_table(counted)
    yield Which.LOG, log_table(gather_log(group, before=paper.meeting, on=on, sensitive=sensitive))
    changes = refresh_table(edition, group, Sight.of_audience(group, sensitive=sensitive))
    if changes is not None:
        yield Which.REFRESH, changes


def marked_table(table: Table, exempt_under: str) -> Table:
    """The board sees what the public will not, and that it will not."""
    return replace(table, caption=f"{table.caption} {marked(exempt_under)}") if exempt_under else table


def whole_marking(paper: Paper, *said: Marked) -> str:
    """The paper's own marking, with the descriptor of every sensitive action or file in or behind it, and
    of what is said of it."""
    if not paper.is_sensitive:
        return paper.marking_label
    actions, files = sensitive_behind(paper)
    descriptors = actions.values_list("descriptor").union(files.values_list("file__descriptor"))
    found = [descriptor for (descriptor,) in descriptors]
    return label(paper.marking, [paper.descriptor, *found, *(one.descriptor for one in said)])


def sensitive_behind(paper: Paper) -> tuple[QuerySet[Action], QuerySet[AppendixRow]]:
    """The sensitive actions that a sensitive paper counts, and its sensitive files."""
    actions = Action.objects.for_audience(paper.meeting.group, sensitive=True)
    files = paper.appendices.filter(file__marking=Marking.SENSITIVE)
    return actions.filter(marking=Marking.SENSITIVE).order_by(), files.order_by()


@dataclass(frozen=True)
class Request:
    """A recommendation as one kind of reader has it."""

    pk: int
    order: int
    text: str


@dataclass(frozen=True)
class Texts:
    """What the paper says, read once. What is exempt begins with its mark, and may be no more than that."""

    paragraphs: dict[str, list[str]]
    recommendations: list[Request]
    exempt: dict[str, str]  # tables
    descriptors: set[str]  # of what is sensitive behind it

    @classmethod
    def of(cls, paper: Paper, read: Callable[[str], Any] = F, *, behind: bool = False) -> "Texts":
        """`read` says what is read of a column: for the public, nothing of what is exempt. `behind` reads
        the descriptors too. One query."""
        text, verb, nothing = read("text"), read("verb"), Value("", output_field=TextField())
        rows = paper.paragraphs.values_list(
            Value("paragraph"), "section", "order", nothing, text, "exempt_under", "pk"
        ).union(
            paper.recommendations.values_list(
                Value("asked"), nothing, "order", verb, text, "exempt_under", "pk"
            ),
            paper.exempt_tables.values_list(
                Value("table"), "which", Value(0), nothing, nothing, "exempt_under", "pk"
            ),
            *(marks_behind(paper, nothing) if behind else ()),
            all=True,
        )
        found = cls({}, [], {}, set())
        verbs = dict(Verb.choices)
        for kind, key, order, said, words, number, pk in sorted(rows, key=lambda row: row[:3]):
            if kind == "paragraph":
                found.paragraphs.setdefault(key, []).append(with_mark(words, number))
            elif kind == "asked":
                asked = f"{verbs.get(said, '').capitalize()} {words}".strip()
                found.recommendations.append(Request(pk, order, with_mark(asked, number)))
            elif kind == "mark":
                found.descriptors.add(key)
            else:
                found.exempt[key] = number
        return found

    def as_printed(self, form: PaperForm) -> Iterator[str]:
        """Heading by heading, the recommendations under theirs."""
        yield from layout.printed(form, self.paragraphs, [found.text for found in self.recommendations])


def marks_behind(paper: Paper, nothing: Value) -> Iterator[QuerySet[Any, Any]]:
    """The descriptors, in columns like those of what the paper says."""
    for rows, descriptor in zip(sensitive_behind(paper), ("descriptor", "file__descriptor"), strict=True):
        yield rows.values_list(
            Value("mark"), descriptor, Value(0), nothing, nothing, nothing, Value(0)
        ).distinct()


def in_pieces(text: str) -> Iterator[tuple[str, str]]:
    """What is open, then each mark in words with what follows it: nothing, where the reader has nothing."""
    first, *marks = EXEMPT.split(text)
    if first or not marks:
        yield "", first
    for number, words in zip(marks[::2], marks[1::2], strict=True):
        yield (f"{marked(number)} ", words) if words.strip() else (in_place_of(number), "")


def flat(text: str) -> str:
    return "".join(label + words for label, words in in_pieces(text))


def notes_with_marks(notes: Notes) -> Callable[[str], tuple[Run, ...]]:
    """The words with their notes, and what is exempt with the law that makes it so."""

    def cited(text: str) -> tuple[Run, ...]:
        return tuple(
            run
            for label, words in in_pieces(text)
            for run in ((Run(label),) if label else ()) + (notes.runs(words) if words or not label else ())
        )

    return cited


def gather_recommendations(
    texts: Texts, form: PaperForm, notes: Notes, rests: Mapping[int, Sequence[Reference]]
) -> tuple[Recommendation, ...]:
    """Numbered, each beginning with its verb, with the rows it rests on."""
    cited = notes_with_marks(notes)
    return tuple(
        Recommendation(
            number=form.recommendation_number(found.order),
            runs=cited(found.text),
            rests_on=tuple(rests.get(found.pk, ())),
        )
        for found in texts.recommendations
    )


def gather_rests(paper: Paper) -> dict[int, list[Reference]]:
    """For each recommendation the rows it rests on. What the board may not see is not read."""
    group = paper.meeting.group
    actions = Action.objects.for_audience(group, sensitive=paper.is_sensitive).order_by()
    taskings = Tasking.objects.for_audience(group).order_by()
    rows = (
        Rest.objects.filter(recommendation__paper=paper)
        .filter(Q(action=None) | Q(action__in=actions.values("pk")))
        .filter(Q(tasking=None) | Q(tasking__in=taskings.values("pk")))
        .select_related("asked_by", "message__group", "action__plan", "tasking__to_group")
    )
    rests: dict[int, list[Reference]] = {}
    for row in rows.order_by("pk"):
        if reference := rest(row, group):
            rests.setdefault(row.recommendation_id, []).append(reference)
    return rests


def rest(row: Rest, board: Group) -> Reference | None:
    """The row as a reader is told of it; None for a message of a group that the board does not oversee."""
    if action := row.action:
        return Reference(f"Action in the {action.plan.title}", action.title, action.get_absolute_url())
    if tasking := row.tasking:
        return Reference(f"Tasking of the {tasking.to_group.name}", tasking.asked, tasking.get_absolute_url())
    if asked := row.asked_by:
        return Reference(
            "Recommendation of the strategy", f"{asked.code}, {asked.text}", asked.get_absolute_url()
        )
    if row.message and is_told_to(row.message, board):
        return Reference("Message", row.message.text)
    return None


def is_told_to(message: Message, board: Group) -> bool:
    """An edition's message, or that of the board or of a group it oversees."""
    group = message.group
    return group is None or board.pk in {group.pk, group.overseen_by_id}


def counted_for(group: Group, *, sensitive: bool) -> tuple[ActionQuerySet, OverlapQuerySet]:
    """The actions of the board's plan and of the plans below it, and the pairs of two of them."""
    return (
        Action.objects.for_audience(group, sensitive=sensitive),
        Overlap.objects.for_audience(group, sensitive=sensitive),
    )


def resources_table(counted: Tally) -> Table:
    """What the actions take, by level of prevention."""
    totals = counted.levels
    levels = {**{level.value: level.label for level in PreventionLevel}, "": "Not said"}
    return Table(
        caption="Resources by level of prevention",
        columns=("Level of prevention", "Actions", "Money", "Staff days"),
        rows=tuple(
            (
                words,
                str(totals[level].actions),
                f"£{totals[level].money:,.0f}",
                f"{totals[level].staff_days:,.0f}",
            )
            for level, words in levels.items()
            if level in totals
        ),
        section="prevention",
        empty="No action says yet what it takes.",
    )


def overlaps_table(counted: Tally) -> Table:
    """What was decided about actions that may be one piece of work, what that saved, and what waits."""
    return Table(
        caption=Which.OVERLAPS.label,
        columns=("What was decided of two actions", "Pairs", "Money saved", "Staff days saved"),
        rows=tuple(
            (words, str(found.number), *saved(found))
            for decision, words in DECIDED_AS.items()
            if (found := counted.pairs.get(decision))
        ),
    )


def saved(found: Pairs) -> tuple[str, str]:
    """What the actions merged away were to take, and how many of them say so."""
    total = found.total
    if not total.actions:
        return "", ""
    return (
        f"£{total.money:,.0f} ({total.with_money} of {total.actions} say)",
        f"{total.staff_days:,.0f} ({total.with_staff_days} of {total.actions} say)",
    )


def gather_wall(
    group: Group, edition: Edition | None, *, on: date, sensitive: bool, sight: str = SIGHT
) -> Picture | None:
    """The wall of the edition the board works to, or is asked to take up, as its members see it."""
    if edition is None:
        return None
    stones = courses(
        edition,
        actions=Action.objects.for_audience(group, sensitive=sensitive),
        taskings=Tasking.objects.for_audience(group),
        on=on,
    )
    wall = draw(survey(stones, sight=sight), width=PAPER)
    return Picture(
        svg=wall.svg,
        title=wall.title,
        description=wall.description,
        table=Table(
            caption=f"The wall: {edition.title} ({edition.code})",
            columns=("Stone", "Objective", "What is asked of whom", "How it stands"),
            rows=tuple(
                (
                    str(row.number),
                    row.course.title,
                    f"{row.audience}: {row.text}",
                    f"{row.words} ({row.count} of {row.total})" if row.grouped else row.words,
                )
                for row in wall.rows
            ),
        ),
    )


def edition_for(group: Group, *, on: date, standing: TaskingQuerySet | None = None) -> Edition | None:
    """The newest edition published by then that the board has tasked anybody from, or else adopted."""
    standing = Tasking.objects.standing() if standing is None else standing
    tasked = standing.filter(board=group).values("recommendation__edition")
    adopted = Adoption.objects.filter(group=group, adopted_on__lte=on).values("edition")
    return Edition.objects.published_by(on).filter(Q(pk__in=tasked) | Q(pk__in=adopted)).first()


def appendices_of(paper: Paper) -> QuerySet[AppendixRow]:
    return paper.appendices.select_related("edition__source", "file").order_by("order")


def gather_appendix(appendix: AppendixRow) -> Appendix:
    title = f"{appendix.title} {marked(appendix.exempt_under)}" if appendix.exempt_under else appendix.title
    if appendix.file:
        page = reverse("board:paper_appendix", args=[appendix.paper.ref, appendix.order])
        return Appendix(appendix.order, title, what=f"A file: {appendix.file.name}", page=page)
    edition: Edition | None = appendix.edition
    if edition is None:
        return Appendix(appendix.order, title, what=appendix.text)
    source = edition.source
    return Appendix(
        appendix.order,
        title,
        what=f"{edition.title}, published {edition.published_text or day(edition.published_on)}",
        where=source.address if source else "",
    )
