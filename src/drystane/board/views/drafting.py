"""While a paper is drafted: its earlier versions, what people say of it, what of it is exempt."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board.citations import cited_codes
from drystane.board.comparing import Names, Part, compared
from drystane.board.forms.drafting import WHOLE, CommentForm, ExemptForm, ReplyForm
from drystane.board.forms_of_paper import PaperForm, all_forms, known_forms, paper_form
from drystane.board.gather import whole_marking
from drystane.board.models import ExemptTable, PaperComment, PaperVersion
from drystane.board.notes import said
from drystane.board.operations.commenting import comment_on, resolve_comment
from drystane.board.operations.exempting import say_exempt
from drystane.board.operations.restoring import restore_version
from drystane.board.paper_text import from_json
from drystane.board.views.papers import found_paper, page_of
from drystane.partners.sight import doable, require
from drystane.strategy.models import Figure

RUN, PROPOSE = Permission.RUN_BOARD, Permission.PROPOSE
MOST = 200  # versions on one page; a paper that is changed oftener has older ones at their addresses


@dataclass(frozen=True)
class Past:
    """A version as the list tells of it."""

    version: PaperVersion
    words: str


def titles_of(form: PaperForm) -> dict[str, str]:
    titles = {heading.key: form.called(heading) for heading in form.headings}
    return {**titles, **{key: line.label for key, line in form.asked}}


def titles_in(*forms: str) -> dict[str, str]:
    """Of more than one form where the form has changed."""
    return {key: title for form in forms for key, title in titles_of(paper_form(form)).items()}


def told(version: PaperVersion, titles: dict[str, str]) -> str:
    what = version.get_what_display()
    return f"{what} {titles.get(version.section, version.section)}" if version.section else what


@page(methods={"GET"}, needs=Permission.RUN_BOARD)
def versions(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    titles = titles_of(paper_form(found.form))
    rows = PaperVersion.objects.visible_to(request.user).filter(paper=found).defer("body")
    past = [Past(row, told(row, titles)) for row in rows.select_related("by").order_by("-number")[:MOST]]
    return render(
        request,
        "board/paper_versions.html",
        {"paper": found, "meeting": found.meeting, "past": past, "page_marking": whole_marking(found)},
    )


def found_version(request: Request, ref: str) -> PaperVersion:
    found = get_object_or_404(
        PaperVersion.objects.visible_to(request.user).select_related(
            "paper__item__meeting__group__overseen_by", "by"
        ),
        ref=ref,
    )
    require(request.user, RUN, found)
    return found


def difference(earlier: PaperVersion | None, later: PaperVersion) -> list[Part]:
    """What changed between the two; nothing where there is no earlier one."""
    if earlier is None:
        return []
    before, after = from_json(earlier.body), from_json(later.body)
    forms = [text.form for text in (before, after) if text.form in known_forms()]
    names = Names(
        sections={
            k: v for form in (later.paper.form, *forms) for k, v in titles_of(paper_form(form)).items()
        },
        tables=dict(ExemptTable.Which.choices),
        forms={form.code: form.name for form in all_forms()},
        figures=figures_in(earlier.body + later.body),
    )
    return compared(before, after, names)


def figures_in(text: str) -> dict[str, str]:
    """The words of each figure that is cited, by its code."""
    return {figure.code: said(figure) for figure in Figure.objects.filter(code__in=cited_codes(text))}


@page(methods={"GET"}, needs=Permission.RUN_BOARD)
def version(request: Request, ref: str) -> HttpResponse:
    """What this change did; or, given `since`, all that changed after that one."""
    found = found_version(request, ref)
    theirs = PaperVersion.objects.visible_to(request.user).filter(paper=found.paper).select_related("by")
    since = request.GET.get("since")
    before = (
        get_object_or_404(theirs, ref=since)
        if since
        else theirs.filter(number__lt=found.number).order_by("-number").first()
    )
    titles = titles_of(paper_form(found.paper.form))
    return render(
        request,
        "board/paper_version.html",
        {
            "paper": found.paper,
            "meeting": found.paper.meeting,
            "version": found,
            "words": told(found, titles),
            "before": before,
            "before_words": told(before, titles) if before is not None else "",
            "parts": difference(before, found),
            "is_now": found.number == found.paper.version,
            "page_marking": found.marking_label if found.is_sensitive else whole_marking(found.paper),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def restore(request: Request, ref: str) -> HttpResponse:
    found = found_version(request, ref)
    paper = found.paper
    form = SeenForm(request.POST or None, initial={"seen": paper.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            restore_version(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(
                request, "The paper says again what it said then. What it said until now is kept."
            )
            return redirect(paper)
    now = PaperVersion.objects.visible_to(request.user).filter(paper=paper).order_by("-number").first()
    return page_of(
        request, paper, "board/paper_restore.html", form, version=found, parts=difference(now, found)
    )


@page(methods={"GET", "POST"}, needs=Permission.PROPOSE)
def comments(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref, PROPOSE)
    form_of_paper = paper_form(found.form)
    form = CommentForm(
        request.POST or None, form_of_paper=form_of_paper, initial={"section": request.GET.get("section", "")}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            comment_on(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "Your comment is with the paper. It is printed nowhere.")
            return redirect("board:paper_comments", found.ref)
    rows = PaperComment.objects.visible_to(request.user).filter(paper=found)
    titles = {**titles_of(form_of_paper), "": WHOLE}
    said = [
        (titles.get(one.section, one.section), one)
        for one in rows.select_related("by", "resolved_by").order_by("at", "ref")
    ]
    return render(
        request,
        "board/paper_comments.html",
        {
            "paper": found,
            "meeting": found.meeting,
            "form": form,
            "waiting": [row for row in said if row[1].resolved_at is None],
            "resolved": [row for row in said if row[1].resolved_at is not None],
            "may_answer": RUN in doable(request.user, found) and not found.meeting.is_closed,
            "page_marking": whole_marking(found, *(row for _, row in said)),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def resolve(request: Request, ref: str) -> HttpResponse:
    comment = get_object_or_404(
        PaperComment.objects.visible_to(request.user).select_related(
            "paper__item__meeting__group__overseen_by", "by"
        ),
        ref=ref,
    )
    require(request.user, RUN, comment)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            resolve_comment(comment, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The comment is answered.")
            return redirect("board:paper_comments", comment.paper.ref)
    return render(
        request,
        "board/paper_resolve.html",
        {
            "paper": comment.paper,
            "meeting": comment.paper.meeting,
            "comment": comment,
            "form": form,
            "page_marking": whole_marking(comment.paper, comment),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def exempt(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    form = ExemptForm(
        request.POST or None,
        paper=found,
        form_of_paper=paper_form(found.form),
        initial={"seen": found.version},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            say_exempt(found, form.exempt(), seen=form.cleaned_data["seen"], by=request.user, at=clock.now())
            messages.success(
                request, "What is exempt is kept from the public version, and named in its place."
            )
            return redirect(found)
    return page_of(request, found, "board/paper_exempt.html", form)
