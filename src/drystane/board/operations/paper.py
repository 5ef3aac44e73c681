"""Write a paper: its text, the figures it cites, what it recommends and what that rests on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.citations import cited_codes
from drystane.board.forms_of_paper import paper_form
from drystane.board.models import (
    AgendaItem,
    Appendix,
    Citation,
    Paper,
    PaperRecommendation,
    Paragraph,
    Rest,
)
from drystane.board.operations.meeting import hold_open
from drystane.marking.models import Marking
from drystane.plans.models import Action
from drystane.strategy.models import Edition, Figure


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
        **{"marking": item.marking, "descriptor": item.descriptor, **fields},
    )
    paper.full_clean()
    paper.save()
    mark_item_like(paper)
    trail.record("paper.begun", paper, by=by, at=at)
    return paper


@transaction.atomic
def edit_front(paper: Paper, *, fields: dict[str, Any], seen: int, by: User, at: datetime) -> None:
    """Change to whom, by whom and under what heading. Its marking has a verb of its own."""
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.full_clean()
    change(paper, seen=seen, **fields)
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
    fields = {"marking": marking, "descriptor": descriptor, "marked_by": by}
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.full_clean()
    change(paper, seen=seen, **fields)
    mark_item_like(paper)
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

    Raises ValidationError naming a figure that nobody knows.
    """
    if section not in {heading.key for heading in paper_form(paper.form).written}:
        raise ValidationError("This form of paper has no such section.")
    change(paper, seen=seen)
    paper.paragraphs.filter(section=section).delete()
    written = [text.strip() for text in paragraphs if text.strip()]
    Paragraph.objects.bulk_create(
        Paragraph(paper=paper, section=section, order=order, text=text)
        for order, text in enumerate(written, start=1)
    )
    disputed = renew_citations(paper)
    trail.record("paper.section_written", paper, by=by, at=at, details={"section": section})
    return disputed


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
    change(paper, seen=seen)
    order = paper.recommendations.count() + 1
    recommendation = PaperRecommendation(paper=paper, order=order, verb=verb, text=text)
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
    change(recommendation.paper, seen=seen)
    must_be_undecided(recommendation)
    recommendation.verb, recommendation.text = verb, text
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
    paper = recommendation.paper
    change(paper, seen=seen)
    must_be_undecided(recommendation)
    gone, ref = recommendation.order, recommendation.ref
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
    change(paper, seen=seen)
    if edition is None and not text.strip():
        raise ValidationError("Choose the edition to append, or write the appendix.")
    appendix = Appendix.objects.create(
        paper=paper, order=paper.appendices.count() + 1, title=title, edition=edition, text=text
    )
    trail.record("paper.appendix_added", paper, by=by, at=at)
    return appendix


@transaction.atomic
def take_out_appendix(appendix: Appendix, *, seen: int, by: User, at: datetime) -> None:
    """Take an appendix away; those behind it move up."""
    paper = appendix.paper
    change(paper, seen=seen)
    gone = appendix.order
    appendix.delete()
    for later in paper.appendices.filter(order__gt=gone).order_by("order"):
        later.order -= 1
        later.save(update_fields=["order"])
    trail.record("paper.appendix_taken_out", paper, by=by, at=at, details={"order": gone})


@transaction.atomic
def approve_paper(paper: Paper, *, seen: int, by: User, at: datetime) -> None:
    """The chair lets the paper go before the board. A later edit takes the approval back."""
    if not paper.recommendations.exists():
        raise NotAllowed("A paper needs at least one recommendation before it is approved.")
    change(paper, seen=seen, state=Paper.State.APPROVED, approved_by=by, approved_at=at)
    trail.record("paper.approved", paper, by=by, at=at)


def change(paper: Paper, *, seen: int, **fields: Any) -> None:
    """Write only if the meeting is open and nobody has changed the paper since it was seen."""
    hold_open(paper.meeting)
    back_to_draft = {"state": Paper.State.DRAFT, "approved_by": None, "approved_at": None}
    changed = Paper.objects.filter(pk=paper.pk, version=seen).update(
        version=F("version") + 1, **{**back_to_draft, **fields}
    )
    if not changed:
        raise NotAllowed(
            "Somebody else has just changed this paper. Nothing of yours was saved: look at it again first."
        )
    paper.refresh_from_db()
