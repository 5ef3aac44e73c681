"""A paper gathered for its readers: everything it will show, frozen into a Pack.

It is gathered with the sight of its audience, the members of the board, and never with its author's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from drystane.board import layout
from drystane.board.action_log import day, gather_log, log_table
from drystane.board.citations import cited_codes, runs
from drystane.board.dyke import courses
from drystane.board.forms_of_paper import PaperForm, paper_form
from drystane.board.models import Paper, PaperRecommendation, Rest, Tasking
from drystane.documents.packs import (
    Appendix,
    Note,
    Pack,
    Picture,
    Recommendation,
    Reference,
    Run,
    Table,
)
from drystane.marking.models import Marking, label
from drystane.partners.models import Group
from drystane.plans.models import Action, PreventionLevel
from drystane.plans.wall import draw, survey
from drystane.strategy.models import Adoption, Contradiction, Edition, Figure, Message

SIGHT = "that the board can see"
PAPER = 720  # the drawing's width: its numbers then print at eight points


def gather_paper(paper: Paper, *, on: date) -> Pack:
    """The paper as its readers will have it, with everything counted as on that day."""
    form = paper_form(paper.form)
    group = paper.meeting.group
    texts = Texts.of(paper)
    notes = Notes(texts.as_printed(form))
    recommendations = gather_recommendations(paper, texts, form, notes)
    sections = layout.sections(form, texts.paragraphs, notes.runs, recommends=bool(recommendations))
    meeting = paper.meeting
    appendices = tuple(gather_appendix(appendix) for appendix in appendices_of(paper))
    known = {
        "to": paper.to,
        "on": day(meeting.on),
        "report_by": paper.report_by,
        "subject": paper.heading,
        "venue": meeting.venue or layout.NOT_SAID,
        "board": group.name,
        "appendices": "Yes" if appendices else "No",
    }
    return Pack(
        form=paper.form,
        marking=whole_marking(paper),
        partnership=settings.PARTNERSHIP_NAME,
        front=layout.front(form, texts.paragraphs, known),
        title=paper.heading.upper() if form.heading_case == "upper" else paper.heading,
        author=paper.report_by,
        sections=sections,
        recommendations=recommendations,
        audience=f"Members of the {group.name}",
        counted_on=on,
        tables=(
            *layout.tables(form, texts.paragraphs, notes.runs),
            resources_table(group, sensitive=paper.is_sensitive),
            log_table(gather_log(group, before=meeting, on=on, sensitive=paper.is_sensitive)),
        ),
        wall=gather_wall(group, on=on, sensitive=paper.is_sensitive),
        notes=notes.all(),
        appendices=appendices,
        warnings=notes.warnings(),
        invented=paper.is_invented,
    )


def whole_marking(paper: Paper) -> str:
    """The paper's own marking, with the descriptor of every sensitive action that it may count or name."""
    if not paper.is_sensitive:
        return paper.marking_label
    counted = Action.objects.for_audience(paper.meeting.group, sensitive=True).filter(
        marking=Marking.SENSITIVE
    )
    descriptors = counted.order_by().values_list("descriptor", flat=True).distinct()
    return label(paper.marking, [paper.descriptor, *descriptors])


@dataclass(frozen=True)
class Texts:
    """What the paper says, read once."""

    paragraphs: dict[str, list[str]]
    recommendations: list[PaperRecommendation]

    @classmethod
    def of(cls, paper: Paper) -> "Texts":
        paragraphs: dict[str, list[str]] = {}
        for section, text in paper.paragraphs.order_by("section", "order").values_list("section", "text"):
            paragraphs.setdefault(section, []).append(text)
        return cls(paragraphs, list(paper.recommendations.order_by("order")))

    def as_printed(self, form: PaperForm) -> Iterator[str]:
        """Heading by heading, the recommendations under theirs."""
        yield from layout.printed(form, self.paragraphs, [found.text for found in self.recommendations])


class Notes:
    """Numbers the figures of a paper in the order in which they are first cited."""

    def __init__(self, texts: Iterable[str]) -> None:
        codes = list(dict.fromkeys(code for text in texts for code in cited_codes(text)))
        self.figures = {
            figure.code: figure for figure in Figure.objects.filter(code__in=codes).select_related("source")
        }
        self.against: dict[int, list[Contradiction]] = {}
        rows = (
            Contradiction.objects.filter(figure__code__in=codes)
            .select_related("other__source")
            .order_by("pk")
        )
        for row in rows:
            self.against.setdefault(row.figure_id, []).append(row)
        self.numbers = {code: number for number, code in enumerate(codes, start=1)}

    def runs(self, text: str) -> tuple[Run, ...]:
        return tuple(Run(words, self.number(code)) for words, code in runs(text))

    def number(self, code: str) -> tuple[int, ...]:
        if not code:
            return ()
        return (self.numbers[code],)

    def all(self) -> tuple[Note, ...]:
        return tuple(self.note(number, self.figures[code]) for code, number in self.numbers.items())

    def note(self, number: int, figure: Figure) -> Note:
        source = figure.source
        return Note(
            number=number,
            figure=said(figure),
            source=str(source.title) if source else "No source",
            publisher=source.publisher if source else "",
            date=source.published_text if source else "",
            address=source.address if source else "",
            status=figure.get_cite_status_display() if source else "No source: not checked",
            disputed_by=" ".join(dispute(row) for row in self.against.get(figure.pk, [])),
        )

    def warnings(self) -> tuple[str, ...]:
        """What whoever writes or reads the paper is told before they trust its figures."""
        found = []
        for code, number in self.numbers.items():
            figure = self.figures[code]
            if against := self.against.get(figure.pk):
                others = "; ".join(said(row.other) for row in against)
                found.append(f"Note {number}: the figure “{said(figure)}” is disputed. Elsewhere: {others}.")
            if figure.source is None:
                found.append(f"Note {number}: the figure “{said(figure)}” has no source.")
        return tuple(found)


def said(figure: Figure) -> str:
    """The figure in full: what it counts, how many, of what, and when."""
    base = f" ({figure.base})" if figure.base else ""
    when = figure.as_of_text or (day(figure.as_of) if figure.as_of else "")
    return f"{figure.label}: {figure.words}{base}" + (f", {when}" if when else "")


def dispute(row: Contradiction) -> str:
    source = f", {row.other.source.title}" if row.other.source else ""
    return f"Disputed by “{said(row.other)}”{source}. {row.why}".strip()


def gather_recommendations(
    paper: Paper, texts: Texts, form: PaperForm, notes: Notes
) -> tuple[Recommendation, ...]:
    """Numbered, each beginning with its verb, with the rows it rests on that the board may see."""
    group = paper.meeting.group
    rests: dict[int, list[Reference]] = {}
    rows = (
        Rest.objects.filter(recommendation__paper=paper)
        .select_related("asked_by", "message__group")
        .order_by("pk")
    )
    actions = {
        action.pk: action
        for action in Action.objects.for_audience(group, sensitive=paper.is_sensitive)
        .filter(pk__in=[row.action_id for row in rows if row.action_id])
        .select_related("plan")
    }
    taskings = {
        tasking.pk: tasking
        for tasking in Tasking.objects.for_audience(group)
        .filter(pk__in=[row.tasking_id for row in rows if row.tasking_id])
        .select_related("to_group")
    }
    for row in rows:
        if reference := rest(row, group, actions, taskings):
            rests.setdefault(row.recommendation_id, []).append(reference)
    return tuple(
        Recommendation(
            number=form.recommendation_number(found.order),
            runs=notes.runs(f"{found.get_verb_display().capitalize()} {found.text}"),
            rests_on=tuple(rests.get(found.pk, [])),
        )
        for found in texts.recommendations
    )


def rest(
    row: Rest, board: Group, actions: dict[int, Action], taskings: dict[int, Tasking]
) -> Reference | None:
    """The row as a reader is told of it; None for what the board's members may not see."""
    if row.action_id in actions:
        action = actions[row.action_id]
        return Reference(f"Action in the {action.plan.title}", action.title, action.get_absolute_url())
    if row.tasking_id in taskings:
        tasking = taskings[row.tasking_id]
        return Reference(f"Tasking of the {tasking.to_group.name}", tasking.asked, tasking.get_absolute_url())
    if row.asked_by:
        asked = row.asked_by
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


def resources_table(group: Group, *, sensitive: bool) -> Table:
    """What the actions of the board's plan and of the plans below it take, by level of prevention."""
    totals = Action.objects.for_audience(group, sensitive=sensitive).totals_by_prevention_level()
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


def gather_wall(group: Group, *, on: date, sensitive: bool) -> Picture | None:
    """The wall of the edition the board works to, or is asked to take up, as its members see it."""
    edition = edition_for(group, on=on)
    if edition is None:
        return None
    stones = courses(
        edition,
        actions=Action.objects.for_audience(group, sensitive=sensitive),
        taskings=Tasking.objects.for_audience(group),
        on=on,
    )
    wall = draw(survey(stones, sight=SIGHT), width=PAPER)
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


def edition_for(group: Group, *, on: date) -> Edition | None:
    """The newest edition published by then that the board has tasked anybody from, or else adopted."""
    tasked = Tasking.objects.standing().filter(board=group).values("recommendation__edition")
    adopted = Adoption.objects.filter(group=group, adopted_on__lte=on).values("edition")
    return Edition.objects.published_by(on).filter(Q(pk__in=tasked) | Q(pk__in=adopted)).first()


def appendices_of(paper: Paper) -> Iterable[Any]:
    return paper.appendices.select_related("edition__source").order_by("order")


def gather_appendix(appendix: Any) -> Appendix:
    edition: Edition | None = appendix.edition
    if edition is None:
        return Appendix(appendix.order, appendix.title, what=appendix.text)
    source = edition.source
    return Appendix(
        appendix.order,
        appendix.title,
        what=f"{edition.title}, published {edition.published_text or day(edition.published_on)}",
        where=source.address if source else "",
    )
