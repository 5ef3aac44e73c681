"""Write a paper: its text, the figures it cites, what it recommends and what that rests on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.citations import cited_codes
from drystane.board.exemptions import known_ground
from drystane.board.forms_of_paper import known_forms, paper_form
from drystane.board.models import (
    AgendaItem,
    Appendix,
    Citation,
    FormOfBoard,
    Paper,
    PaperRecommendation,
    Paragraph,
    Rest,
)
from drystane.board.operations.changing import What, changing, keep_version
from drystane.board.operations.meeting import hold_open
from drystane.board.operations.publishing import withdraw_where_sensitive
from drystane.board.written import BadMark, exempt
from drystane.marking.models import Marking
from drystane.partners.models import Group
from drystane.plans.models import Action
from drystane.strategy.models import Edition, Figure

FIRST_FORM = "renfrewshire"


@transaction.atomic
def write_paper(item: AgendaItem, *, fields: dict[str, Any], by: User | None, at: datetime) -> Paper:
    """Begin a paper for an item. The two carry one marking: the item's, unless the fields say."""
    hold_open(item.meeting)
    if Paper.objects.filter(item=item).exists():
        raise NotAllowed("There is a paper for this item already.")
    paper = Paper(
        item=item,
        written_by=by,
        marked_by=by,
        **{
            "marking": item.marking,
            "descriptor": item.descriptor,
            "form": default_form(item.meeting.group),
            **fields,
        },
    )
    paper.full_clean()
    paper.save()
    mark_item_like(paper)
    keep_version(paper, What.BEGUN, by=by, at=at)
    trail.record("paper.begun", paper, by=by, at=at)
    return paper


def default_form(group: Group) -> str:
    """The form in which this board's papers begin: the one it chose, or our first."""
    chosen = FormOfBoard.objects.filter(group=group).values_list("form", flat=True).first()
    return chosen if chosen in known_forms() else FIRST_FORM


@transaction.atomic
def edit_front(paper: Paper, *, fields: dict[str, Any], seen: int, by: User, at: datetime) -> None:
    """Change to whom, by whom and under what heading. Its marking has a verb of its own."""
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.full_clean()
    with changing(paper, What.FRONT, seen=seen, by=by, at=at, **fields):
        pass  # the fields are all of it
    trail.record("paper.edited", paper, by=by, at=at)


@transaction.atomic
def mark_paper(
    paper: Paper, *, marking: Marking, descriptor: str, why: str, seen: int, by: User, at: datetime
) -> None:
    """Mark the paper and its item. Only whoever raised the marking may lower it, with a reason."""
    lowers = paper.is_sensitive and marking == Marking.OFFICIAL
    if lowers and paper.marked_by_id != by.pk:
        raise NotAllowed("Only the person who marked this paper may lower its marking.")
    if lowers and not why.strip():
        raise ValidationError({"why": "Give your reason for lowering the marking."})
    # Another group's sensitive action is not printed in either case, and this answer must not tell of it.
    own = Action.objects.for_audience(paper.meeting.group, sensitive=True).filter(marking=Marking.SENSITIVE)
    if lowers and Rest.objects.filter(recommendation__paper=paper, action__in=own.values("pk")).exists():
        raise NotAllowed("The paper rests on an action that is OFFICIAL-SENSITIVE, so it stays so too.")
    if lowers and paper.appendices.filter(file__marking=Marking.SENSITIVE).exists():
        raise NotAllowed("A file behind the paper is OFFICIAL-SENSITIVE, so the paper stays so too.")
    fields: dict[str, Any] = {"marking": marking, "descriptor": descriptor, "marked_by": by}
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.full_clean()
    with changing(paper, What.MARKED, seen=seen, by=by, at=at, **fields):
        mark_item_like(paper)
    withdraw_where_sensitive(paper, by=by, at=at)
    trail.record(
        "paper.marked", paper, by=by, at=at, details={"marking": marking.value, "descriptor": descriptor}
    )


def mark_item_like(paper: Paper) -> None:
    """An agenda that named a sensitive paper would tell that there is one."""
    AgendaItem.objects.filter(pk=paper.item_id).update(marking=paper.marking, descriptor=paper.descriptor)


@transaction.atomic
def write_section(
    paper: Paper, section: str, paragraphs: Sequence[str], *, seen: int, by: User | None, at: datetime
) -> list[Figure]:
    """Replace the text under one heading. Returns the figures it cites that are disputed.

    A paragraph that begins with [[exempt:14]] is kept from the public under paragraph 14 of Schedule 7A.
    Raises ValidationError naming a figure that nobody knows, or a mark that cannot be read.
    """
    if section not in {heading.key for heading in paper_form(paper.form).written}:
        raise ValidationError("This form of paper has no such section.")
    written = [said for text in paragraphs if (said := marked_words(text))[0]]
    with changing(paper, What.SECTION, seen=seen, by=by, at=at, section=section):
        paper.paragraphs.filter(section=section).delete()
        Paragraph.objects.bulk_create(
            Paragraph(paper=paper, section=section, order=order, text=text, exempt_under=exempt_under)
            for order, (text, exempt_under) in enumerate(written, start=1)
        )
        disputed = renew_citations(paper)
    trail.record("paper.section_written", paper, by=by, at=at, details={"section": section})
    return disputed


def marked_words(text: str) -> tuple[str, str]:
    """A paragraph as it was typed: its words, and what keeps them from the public."""
    try:
        words, exempt_under = exempt(text.strip())
    except BadMark as error:
        raise ValidationError(str(error)) from error
    return words.strip(), known_ground(exempt_under)


def open_words(text: str) -> str:
    """What stands in a place that takes no mark in its text: a mark there would exempt nothing."""
    if marked_words(text)[1]:
        raise ValidationError("Leave the mark out here, and say on the page “What is exempt” that this is.")
    return text


def renew_citations(paper: Paper) -> list[Figure]:
    """Keep the paper's list of figures in step with its text. Returns those that another contradicts."""
    texts = [
        *paper.paragraphs.values_list("text", flat=True),
        *paper.recommendations.values_list("text", flat=True),
    ]
    codes = {code for text in texts for code in cited_codes(text)}
    figures = {figure.code: figure for figure in Figure.objects.filter(code__in=codes)}
    if unknown := sorted(codes - figures.keys()):
        raise ValidationError(
            f"There is no figure called {unknown[0]}. Pick one from the list, or leave the mark out."
        )
    paper.citations.exclude(figure__code__in=codes).delete()
    have = set(paper.citations.values_list("figure__code", flat=True))
    Citation.objects.bulk_create(
        Citation(paper=paper, figure=figure) for code, figure in figures.items() if code not in have
    )
    return list(
        Figure.objects.filter(code__in=codes, contradictions__isnull=False).distinct().order_by("code")
    )


@transaction.atomic
def recommend(
    paper: Paper,
    *,
    verb: str,
    text: str,
    rests_on: Sequence[Mapping[str, Any]] = (),
    seen: int,
    by: User | None,
    at: datetime,
) -> PaperRecommendation:
    """Add a recommendation, with the rows it rests on (each: tasking, action, asked_by or message)."""
    with changing(paper, What.RECOMMENDED, seen=seen, by=by, at=at):
        order = paper.recommendations.count() + 1
        recommendation = PaperRecommendation(paper=paper, order=order, verb=verb, text=open_words(text))
        recommendation.full_clean()
        recommendation.save()
        rest_on(recommendation, rests_on)
        renew_citations(paper)
    trail.record("paper.recommendation_added", recommendation, by=by, at=at)
    return recommendation


@transaction.atomic
def reword_recommendation(
    recommendation: PaperRecommendation,
    *,
    verb: str,
    text: str,
    rests_on: Sequence[Mapping[str, Any]] = (),
    seen: int,
    by: User,
    at: datetime,
) -> None:
    """Say a recommendation differently, in its place, and name anew what it rests on.

    An action that this person may not see was not theirs to name: the recommendation rests on it still.
    """
    with changing(recommendation.paper, What.REWORDED, seen=seen, by=by, at=at):
        must_be_undecided(recommendation)
        recommendation.verb, recommendation.text = verb, open_words(text)
        recommendation.full_clean()
        recommendation.save(update_fields=["verb", "text"])
        theirs = Q(action=None) | Q(action__in=Action.objects.visible_to(by).values("pk"))
        recommendation.rests_on.filter(theirs).delete()
        rest_on(recommendation, rests_on)
        renew_citations(recommendation.paper)
    trail.record("paper.recommendation_reworded", recommendation, by=by, at=at)


def rest_on(recommendation: PaperRecommendation, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        rest = Rest(recommendation=recommendation, **row)
        if rest.action is not None and rest.action.is_sensitive and not recommendation.paper.is_sensitive:
            raise ValidationError(
                "That action is OFFICIAL-SENSITIVE: mark the paper so first, or leave it out."
            )
        rest.full_clean()
        rest.save()


def must_be_undecided(recommendation: PaperRecommendation) -> None:
    if recommendation.decisions.exists():
        raise NotAllowed("The board has decided this recommendation already.")


@transaction.atomic
def withdraw_recommendation(
    recommendation: PaperRecommendation, *, seen: int, by: User, at: datetime
) -> None:
    """Take a recommendation out of a draft; those behind it move up."""
    paper, gone, ref = recommendation.paper, recommendation.order, recommendation.ref
    with changing(paper, What.WITHDRAWN, seen=seen, by=by, at=at):
        must_be_undecided(recommendation)
        recommendation.delete()
        for later in paper.recommendations.filter(order__gt=gone).order_by("order"):
            later.order -= 1
            later.save(update_fields=["order"])
        renew_citations(paper)
    trail.record("paper.recommendation_withdrawn", paper, by=by, at=at, details={"recommendation": ref})


@transaction.atomic
def append(
    paper: Paper,
    *,
    title: str,
    edition: Edition | None,
    text: str = "",
    seen: int,
    by: User | None,
    at: datetime,
) -> Appendix:
    """Put something behind the paper: an edition of the strategy, or a text."""
    if edition is None and not text.strip():
        raise ValidationError("Choose the edition to append, or write the appendix.")
    with changing(paper, What.APPENDED, seen=seen, by=by, at=at):
        appendix = Appendix.objects.create(
            paper=paper,
            order=paper.appendices.count() + 1,
            title=open_words(title),
            edition=edition,
            text=open_words(text),
        )
    trail.record("paper.appendix_added", paper, by=by, at=at)
    return appendix


@transaction.atomic
def take_out_appendix(appendix: Appendix, *, seen: int, by: User, at: datetime) -> None:
    """Take an appendix away; those behind it move up."""
    paper, gone = appendix.paper, appendix.order
    with changing(paper, What.TAKEN_OUT, seen=seen, by=by, at=at):
        appendix.delete()
        for later in paper.appendices.filter(order__gt=gone).order_by("order"):
            later.order -= 1
            later.save(update_fields=["order"])
    trail.record("paper.appendix_taken_out", paper, by=by, at=at, details={"order": gone})


@transaction.atomic
def approve_paper(paper: Paper, *, seen: int, by: User, at: datetime) -> None:
    """The chair lets exactly the version seen go before the board. A later edit takes the approval back."""
    if not paper.recommendations.exists():
        raise NotAllowed("A paper needs at least one recommendation before it is approved.")
    approved: dict[str, Any] = {"state": Paper.State.APPROVED, "approved_by": by, "approved_at": at}
    with changing(paper, What.APPROVED, seen=seen, by=by, at=at, **approved):
        pass  # the text stays as it was seen
    trail.record("paper.approved", paper, by=by, at=at)
