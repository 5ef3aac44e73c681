"""A paper before the board: as it will be printed, what it still lacks, its approval and its files."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board import forms
from drystane.board.files import TYPES, export_permission, file_name, pack_of, record_export, rendered
from drystane.board.forms_of_paper import paper_form
from drystane.board.gather import Which, whole_marking
from drystane.board.models import AgendaItem, Paper, PaperComment, PaperVersion
from drystane.board.models.papers import PaperQuerySet
from drystane.board.operations import paper as operations
from drystane.documents import html
from drystane.documents.packs import NotRendered, Pack
from drystane.marking.models import Marking
from drystane.partners.sight import doable, require

RUN, PUBLISH, PROPOSE = Permission.RUN_BOARD, Permission.PUBLISH_PAPER, Permission.PROPOSE


def seen(user: User) -> PaperQuerySet:
    return Paper.objects.visible_to(user).select_related(
        "item__meeting__group__overseen_by", "approved_by", "written_by"
    )


def found_paper(request: Request, ref: str, permission: Permission = RUN) -> Paper:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, permission, found)
    return found


@dataclass(frozen=True)
class Lack:
    """Something the paper still needs, and where to put it."""

    sentence: str
    url: str


def lacks(paper: Paper, pack: Pack) -> list[Lack]:
    form = paper_form(paper.form)
    texts = {section.key: section.paragraphs for section in pack.sections}
    found = [
        Lack(f"Nothing is written under {form.called(heading)}.", section_url(paper, heading.key))
        for heading in form.written
        if not texts.get(heading.key)
    ]
    found += lacking_lines(paper)
    recommend = reverse("board:paper_recommend", args=[paper.ref])
    if not pack.recommendations:
        found.append(Lack("It asks the board for nothing yet.", recommend))
    found += [
        Lack(f"Recommendation {one.number} rests on no row that the board can see.", recommend)
        for one in pack.recommendations
        if not one.rests_on
    ]
    if paper.state == Paper.State.DRAFT:
        found.append(Lack("The chair has not approved it.", reverse("board:paper_approve", args=[paper.ref])))
    return found


def lacking_lines(paper: Paper) -> list[Lack]:
    """The lines of the form that nobody has filled in, in one sentence."""
    asked = paper_form(paper.form).asked
    if not asked:
        return []
    said = set(paper.paragraphs.order_by().values_list("section", flat=True).distinct())
    empty = [line.label.removesuffix(":") for key, line in asked if key not in said]
    address = reverse("board:paper_lines", args=[paper.ref])
    return [Lack(f"Not filled in: {', '.join(empty)}.", address)] if empty else []


def section_url(paper: Paper, key: str) -> str:
    return reverse("board:paper_section", args=[paper.ref, key])


@page(methods={"GET"}, needs="sign-in")
def paper(request: Request, ref: str) -> HttpResponse:
    user = request.user
    beside = {"comments_waiting": waiting_comments(user), **approval_lost(user)}
    found: Any = get_object_or_404(seen(user).annotate(**beside), ref=ref)  # with what goes on beside it
    can, pack = doable(request.user, found), pack_of(found, today=clock.today())
    form = paper_form(found.form)
    may_write = RUN in can and not found.meeting.is_closed
    return render(
        request,
        "board/paper.html",
        {
            "paper": found,
            "meeting": found.meeting,
            "lacks": lacks(found, pack) if may_write else [],
            "sections": [(form.called(heading), section_url(found, heading.key)) for heading in form.written],
            "may_write": may_write,
            "may_see_versions": RUN in can,
            "may_comment": PROPOSE in can,
            "says_taken_back": RUN in can and found.state == Paper.State.DRAFT and found.lost_in,
            "asks_for_lines": bool(form.asked),
            "may_approve": PUBLISH in can
            and not found.meeting.is_closed
            and found.state == Paper.State.DRAFT,
            "may_export": export_permission(found) in can,
            "page_marking": pack.marking,
            **html.context(pack, links=True, rows=rows_pages(found, pack)),
        },
    )


def rows_pages(paper: Paper, pack: Pack) -> dict[str, str]:
    """For the caption of each table that is counted, the page of its rows."""
    tables = (*pack.tables, *([pack.wall.table] if pack.wall else []))
    return {
        table.caption: reverse("board:paper_rows", args=[paper.ref, which.value])
        for table in tables
        for which in Which
        if table.caption.startswith(which.label)
    }


def waiting_comments(user: User) -> Coalesce:
    """How many wait on each paper, as far as this person sees them; counted with the paper itself."""
    waiting = PaperComment.objects.visible_to(user).unresolved().filter(paper=OuterRef("pk"))
    counted = waiting.order_by().values("paper").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)


def approval_lost(user: User) -> dict[str, Subquery]:
    """The last change that took the chair's approval back: where it is read, when, and whose it was."""
    lost = PaperVersion.objects.visible_to(user).filter(paper=OuterRef("pk"), took_approval_back=True)
    last = lost.order_by("-number")
    return {
        "lost_in": Subquery(last.values("ref")[:1]),
        "lost_at": Subquery(last.values("at")[:1]),
        "lost_by": Subquery(last.values("by__name")[:1]),
    }


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def write_paper(request: Request, ref: str) -> HttpResponse:
    item = get_object_or_404(
        AgendaItem.objects.visible_to(request.user).select_related("meeting__group"), ref=ref
    )
    require(request.user, RUN, item)
    board = item.meeting.group
    form = forms.BeginPaperForm(
        request.POST or None,
        initial={"to": board.name, "heading": item.title, "report_by": request.user.post},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            begun = operations.write_paper(item, fields=form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The paper is begun. It shows below as it will be printed.")
            return redirect(begun)
    return render(
        request,
        "board/write_paper.html",
        {"item": item, "meeting": item.meeting, "form": form, "page_marking": item.marking_label},
    )


def page_of(
    request: Request, paper: Paper, template: str, form: forms.SeenForm, **also: object
) -> HttpResponse:
    """A page on which a paper is written. Whoever was told of another's change may then send theirs again."""
    paper.refresh_from_db(fields=["version", "state", "heading"])
    changed_meanwhile = form.is_bound and form.data.get("seen") != str(paper.version)
    if changed_meanwhile:
        form.look_again(paper.version)
    return render(
        request,
        template,
        {
            "paper": paper,
            "meeting": paper.meeting,
            "form": form,
            "page_marking": whole_marking(paper),
            "takes_approval_back": paper.state == Paper.State.APPROVED,
            "changed_meanwhile": changed_meanwhile,
            **also,
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def front(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    now = {name: getattr(found, name) for name in ("to", "report_by", "heading")}
    form = forms.FrontForm(request.POST or None, initial={**now, "seen": found.version})
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        version = fields.pop("seen")
        with refusals_on(form):
            operations.edit_front(found, fields=fields, seen=version, by=request.user, at=clock.now())
            messages.success(request, "The front of the paper is changed.")
            return redirect(found)
    return page_of(request, found, "board/paper_front.html", form)


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def mark(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    now = {"marking": found.marking, "descriptor": found.descriptor, "seen": found.version}
    form = forms.MarkPaperForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        marking = Marking(given.pop("marking"))
        with refusals_on(form):
            operations.mark_paper(found, marking=marking, **given, by=request.user, at=clock.now())
            messages.success(request, f"The paper and its line on the agenda are now {found.marking_label}.")
            hidden = found.is_sensitive and not request.user.purpose
            return redirect(found.meeting if hidden else found)
    return page_of(request, found, "board/paper_mark.html", form)


@page(methods={"GET", "POST"}, needs=Permission.PUBLISH_PAPER)
def approve(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref, PUBLISH)
    form = forms.SeenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.approve_paper(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "Approved: the paper may go before the board.")
            return redirect(found)
    pack = pack_of(found, today=clock.today())
    return page_of(
        request,
        found,
        "board/paper_approve.html",
        form,
        lacks=[lack for lack in lacks(found, pack) if "approved" not in lack.sentence],
        warnings=pack.warnings,
    )


@page(methods={"GET"}, needs=Permission.EXPORT_OFFICIAL)
def as_file(request: Request, ref: str, kind: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, export_permission(found), found)
    try:
        content = rendered(pack_of(found, today=clock.today()), kind)
    except NotRendered as error:
        messages.error(request, str(error))
        return redirect(found)
    record_export(found, kind, by=request.user, at=clock.now(), purpose=request.user.purpose)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{file_name(found)}.{kind}"'
    response["Cache-Control"] = "no-store, private"
    return response
