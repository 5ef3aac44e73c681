"""Writing a paper: its sections, what it recommends and on what that rests, its appendices."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board import forms
from drystane.board.agenda import numbered
from drystane.board.citations import cited_codes
from drystane.board.forms_of_paper import paper_form
from drystane.board.models import Appendix, Paper, PaperRecommendation, Tasking
from drystane.board.notes import said
from drystane.board.operations import paper as operations
from drystane.board.views.papers import found_paper, page_of
from drystane.board.written import as_typed, cite, paragraphs, with_mark
from drystane.partners.models import Group
from drystane.partners.sight import require
from drystane.plans.models import Action
from drystane.strategy.models import Edition, Figure, Message, Recommendation

MOST = 12  # rows of a kind offered at once; words narrow them


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def section(request: Request, ref: str, key: str) -> HttpResponse:
    found = found_paper(request, ref)
    heading = paper_form(found.form).heading(key)
    if heading is None or heading not in paper_form(found.form).written:
        raise Http404
    written = [
        with_mark(*row)
        for row in found.paragraphs.filter(section=key).order_by("order").values_list("text", "exempt_under")
    ]
    form = forms.SectionForm(request.POST or None, initial={"text": as_typed(written), "seen": found.version})
    put_in: Figure | None = None
    if request.method == "POST" and form.is_valid():
        if "cite" in request.POST:
            form, put_in = with_figure(form)
        else:
            with refusals_on(form):
                disputed = operations.write_section(
                    found,
                    key,
                    paragraphs(form.cleaned_data["text"]),
                    seen=form.cleaned_data["seen"],
                    by=request.user,
                    at=clock.now(),
                )
                messages.success(request, f"{heading.title} is saved.")
                warn_of(
                    request, [one for one in disputed if one.code in cited_codes(form.cleaned_data["text"])]
                )
                return redirect(f"{found.get_absolute_url()}#section-{key}")
    return page_of(
        request,
        found,
        "board/paper_section.html",
        form,
        heading=paper_form(found.form).called(heading),
        saved_now=as_typed(written),
        put_in=put_in,
        disputes=disputes_of(put_in) if put_in else [],
        figures=Figure.objects.prefetch_related("contradictions").order_by("-as_of", "label", "code"),
    )


def with_figure(form: forms.SectionForm) -> tuple[forms.SectionForm, Figure | None]:
    """The same form with the chosen figure in its text, not saved yet; or with what is wrong."""
    given = form.cleaned_data
    figure: Figure | None = given["figure"]
    if figure is None:
        form.add_error("figure", "Choose the figure to put in.")
        return form, None
    try:
        text = cite(given["text"], figure.code, at=given["paragraph"])
    except IndexError:
        form.add_error("paragraph", "There is no such paragraph: write it first, or give another number.")
        return form, None
    return forms.SectionForm(initial={"text": text, "seen": given["seen"]}), figure


def disputes_of(figure: Figure) -> list[str]:
    """What contradicts it, in words."""
    return [
        f"{said(row.other)}. {row.why}"
        for row in figure.contradictions.select_related("other").order_by("pk")
    ]


def warn_of(request: Request, disputed: list[Figure]) -> None:
    for figure in disputed:
        others = " ".join(disputes_of(figure))
        messages.warning(request, f"You cite a disputed figure. “{said(figure)}”, but elsewhere: {others}")


class Basis:
    """The rows a recommendation may rest on: those the board's members may see, and this person too."""

    def __init__(self, paper: Paper, user: User) -> None:
        board: Group = paper.meeting.group
        groups = forms.groups_of(Group.objects.filter(pk=board.pk))
        self.rows: dict[str, QuerySet[Any]] = {
            "taskings": Tasking.objects.visible_to(user).for_audience(board).order_by("-given_at", "ref"),
            "actions": Action.objects.visible_to(user)
            .for_audience(board, sensitive=paper.is_sensitive)
            .order_by("title", "ref"),
            "asked_by": Recommendation.objects.filter(
                edition__in=Edition.objects.published_by(paper.meeting.on)
            ).order_by("-edition__published_on", "order"),
            "messages": Message.objects.filter(Q(group=None) | Q(group__in=groups)).order_by("code"),
        }

    words = {"taskings": "asked", "actions": "title", "asked_by": "text", "messages": "text"}
    singular = {"taskings": "tasking", "actions": "action", "asked_by": "asked_by", "messages": "message"}

    def fill(self, form: forms.RecommendForm, *, find: str, chosen: dict[str, list[str]]) -> None:
        """Offer those that hold the words, and keep what is chosen already; accept any of them."""
        for name, rows in self.rows.items():
            field = form.fields[name]
            assert isinstance(field, ModelMultipleChoiceField)  # noqa: S101
            field.queryset = rows
            fitting = rows.filter(**{f"{self.words[name]}__icontains": find})[:MOST]
            kept = rows.filter(ref__in=chosen.get(name, []))
            offered = {row.ref: str(row) for row in (*kept, *fitting)}
            field.widget.choices = list(offered.items())

    def chosen_in(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        return [{self.singular[name]: row} for name in self.rows for row in given[name]]


def rests_of(recommendation: PaperRecommendation, basis: Basis) -> dict[str, list[str]]:
    """What it rests on now, as the form names it, as far as this person is offered it."""
    offered = [
        Q(**{one: None}) | Q(**{f"{one}__in": basis.rows[name].order_by().values("pk")})
        for name, one in Basis.singular.items()
    ]
    chosen: dict[str, list[str]] = {}
    for row in recommendation.rests_on.filter(*offered).select_related(*Basis.singular.values()):
        for name, one in Basis.singular.items():
            if target := getattr(row, one):
                chosen.setdefault(name, []).append(target.ref)
    return chosen


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def recommend(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    form, is_looking = recommendation_form(request, found, initial={"seen": found.version})
    if request.method == "POST" and not is_looking and form.is_valid():
        given, basis = form.cleaned_data, Basis(found, request.user)
        with refusals_on(form):
            operations.recommend(
                found,
                verb=given["verb"],
                text=given["text"],
                rests_on=basis.chosen_in(given),
                seen=given["seen"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "The recommendation is in the paper.")
            return redirect(f"{found.get_absolute_url()}#section-recommendations")
    return page_of(
        request,
        found,
        "board/paper_recommend.html",
        form,
        standing=[(numbered(found, one), one) for one in found.recommendations.order_by("order")],
    )


def recommendation_form(
    request: Request, paper: Paper, *, initial: dict[str, Any]
) -> tuple[forms.RecommendForm, bool]:
    """The form, and whether somebody only looks for more rows: nothing is saved then, or lost."""
    basis = Basis(paper, request.user)
    is_looking = "look" in request.POST
    if not is_looking:
        form = forms.RecommendForm(request.POST or None, initial=initial)
        chosen = (
            {name: request.POST.getlist(name) for name in basis.rows}
            if request.POST
            else initial.get("chosen", {})
        )
    else:
        kept = {name: request.POST.getlist(name) for name in basis.rows}
        typed = {name: request.POST.get(name, "") for name in ("verb", "text", "find", "seen")}
        form = forms.RecommendForm(initial={**typed, **kept})
        chosen = kept
    basis.fill(form, find=request.POST.get("find", ""), chosen=chosen)
    return form, is_looking


def found_recommendation(request: Request, ref: str) -> PaperRecommendation:
    found = get_object_or_404(
        PaperRecommendation.objects.visible_to(request.user).select_related("paper__item__meeting__group"),
        ref=ref,
    )
    require(request.user, Permission.RUN_BOARD, found)
    return found


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def reword(request: Request, ref: str) -> HttpResponse:
    found = found_recommendation(request, ref)
    chosen = rests_of(found, Basis(found.paper, request.user))
    now = {"verb": found.verb, "text": found.text, "seen": found.paper.version, "chosen": chosen, **chosen}
    form, is_looking = recommendation_form(request, found.paper, initial=now)
    if request.method == "POST" and not is_looking and form.is_valid():
        given, basis = form.cleaned_data, Basis(found.paper, request.user)
        with refusals_on(form):
            operations.reword_recommendation(
                found,
                verb=given["verb"],
                text=given["text"],
                rests_on=basis.chosen_in(given),
                seen=given["seen"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "The recommendation is changed.")
            return redirect(f"{found.paper.get_absolute_url()}#section-recommendations")
    return page_of(
        request,
        found.paper,
        "board/paper_reword.html",
        form,
        recommendation=found,
        number=numbered(found.paper, found),
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def unrecommend(request: Request, ref: str) -> HttpResponse:
    found = found_recommendation(request, ref)
    form = forms.SeenForm(request.POST or None, initial={"seen": found.paper.version})
    number = numbered(found.paper, found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.withdraw_recommendation(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, f"Recommendation {number} is out of the paper.")
            return redirect(found.paper)
    return page_of(
        request, found.paper, "board/paper_unrecommend.html", form, recommendation=found, number=number
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def append(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    form = forms.AppendixForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["title"] = given["title"] or str(given["edition"])
        with refusals_on(form):
            appendix = operations.append(found, **given, by=request.user, at=clock.now())
            messages.success(request, f"{appendix} stands behind the paper.")
            return redirect(f"{found.get_absolute_url()}#appendices")
    return page_of(
        request,
        found,
        "board/paper_append.html",
        form,
        standing=found.appendices.order_by("order"),
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def take_out(request: Request, ref: str, order: int) -> HttpResponse:
    found = found_paper(request, ref)
    appendix = get_object_or_404(Appendix, paper=found, order=order)
    form = forms.SeenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.take_out_appendix(appendix, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The appendix is out of the paper.")
            return redirect(found)
    return page_of(request, found, "board/paper_take_out.html", form, appendix=appendix)
