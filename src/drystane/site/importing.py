"""The pages of a list that somebody brings in. Only for whoever brought it."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.sheets.child import NotRead
from drystane.sheets.columns import TYPES
from drystane.sheets.kinds import Judged, Kind, Verdict
from drystane.sheets.listing import as_file
from drystane.sheets.models import ImportJob
from drystane.site import bringing
from drystane.site.bringing import book_in, columns_suggested, kind_of, kinds_open_to, marking_of
from drystane.site.import_forms import BringForm, ColumnsForm

MOST_SHOWN = 100  # rows of each verdict; the rejected ones can all be fetched as a file


@page(methods={"GET", "POST"}, needs="sign-in")
def imports(request: Request) -> HttpResponse:
    if not kinds_open_to(request.user):
        raise PermissionDenied("None of your roles lets you add anything that a list could bring in.")
    form = BringForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            job = brought(form.cleaned_data["file"], form.cleaned_data["kind"], request.user)
        except NotRead as error:
            form.add_error("file", str(error))
        else:
            return redirect("import_columns", job.ref)
    mine = ImportJob.objects.visible_to(request.user).order_by("-asked_at", "ref")[:20]
    for job in mine:
        job.give_up_if_cut_off(clock.now())
    return render(request, "site/imports.html", {"form": form, "jobs": mine})


def brought(file: File[bytes], kind: str, by: User) -> ImportJob:
    """On the disk only while it is read, and readable by nobody else."""
    with tempfile.NamedTemporaryFile() as kept:
        for part in file.chunks():
            kept.write(part)
        kept.flush()
        return bringing.bring(
            Path(kept.name),
            kind=kind,
            file_name=file.name or "",
            by=by,
            at=clock.now(),
            purpose=by.purpose,
        )


def found(request: Request, ref: str) -> ImportJob:
    job = get_object_or_404(ImportJob.objects.visible_to(request.user), ref=ref)
    job.give_up_if_cut_off(clock.now())
    if job.purpose and not request.user.purpose:
        raise PermissionDenied(
            "You saw sensitive records when you brought this. Say again why you need them."
        )
    return job


def waiting(request: Request, ref: str) -> ImportJob:
    job = found(request, ref)
    if not job.is_waiting or not job.table.is_file():
        raise Http404
    return job


@page(methods={"GET", "POST"}, needs="sign-in")
def columns(request: Request, ref: str) -> HttpResponse:
    job = waiting(request, ref)
    book = book_in(job)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        kind=kind_of(job, request.user),
        book=book,
        columns=job.choices.get("columns") or columns_suggested(job, book),
        chosen=job.choices,
    )
    if request.method == "POST" and form.is_valid():
        try:
            bringing.choose(job, book, columns=form.columns, order=form.order, for_all=form.for_all)
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            return redirect("import", job.ref)
    return render(
        request,
        "site/import_columns.html",
        {
            "job": job,
            "form": form,
            "book": book,
            "unknown": not any(table.known for table in book.tables),
            "lines": book.lines[:5],
            "page_marking": marking_of(job),
        },
    )


@dataclass(frozen=True)
class Shown:
    """The rows of one verdict, as many of them as a page takes."""

    verdict: str
    title: str
    rows: Sequence[Judged]
    count: int


TITLES = {
    Verdict.REJECTED: "Not taken",
    Verdict.CHANGED: "To change",
    Verdict.ADDED: "To add",
}


@page(methods={"GET"}, needs="sign-in")
def one_import(request: Request, ref: str) -> HttpResponse:
    job = found(request, ref)
    context = {"job": job, "page_marking": marking_of(job), "title": bringing.KINDS[job.kind].title}
    if not job.is_waiting:
        return render(request, "site/import.html", {**context, "has_rejects": job.rejects.is_file()})
    if "columns" not in job.choices or not job.table.is_file():
        return redirect("import_columns", job.ref)
    kind = kind_of(job, request.user)
    rows = bringing.look(job, request.user)
    by_verdict = {verdict: [row for row in rows if row.verdict is verdict] for verdict in Verdict}
    shown = [
        Shown(verdict.value, title, by_verdict[verdict][:MOST_SHOWN], len(by_verdict[verdict]))
        for verdict, title in TITLES.items()
    ]
    return render(
        request,
        "site/import_preview.html",
        {
            **context,
            "shown": shown,
            "counts": {verdict.value: len(found) for verdict, found in by_verdict.items()},
            "rows_in": len(rows),
            "headings": headings(kind),
            "notes": job.read()["notes"],
        },
    )


def headings(kind: Kind) -> dict[str, str]:
    return {one.key: one.heading for one in kind.fields}


@page(methods={"POST"}, needs="sign-in")
def verb(request: Request, ref: str, verb: str) -> HttpResponse:
    job = found(request, ref)
    try:
        match verb:
            case "confirm":
                seen = request.POST.get("seen", "")
                bringing.decide(job, seen=seen, at=clock.now())
                bringing.begin(job, request.user)
            case "discard":
                bringing.discard(job)
            case "undo":
                bringing.undo_or_hand_over(job, by=request.user, at=clock.now())
            case _:
                raise Http404
    except NotAllowed as error:
        messages.warning(request, str(error))
    return redirect("import", job.ref)


@page(methods={"GET"}, needs="sign-in")
def rejects(request: Request, ref: str) -> HttpResponse:
    job = found(request, ref)
    kind = request.GET.get("as", "xlsx")
    if kind not in TYPES or not (job.rejects.is_file() or (job.is_waiting and "columns" in job.choices)):
        raise Http404
    content = bringing.rejects_file(job, request.user, kind)
    return as_file(content, f"not-taken-{job.asked_at:%Y-%m-%d}", kind)
