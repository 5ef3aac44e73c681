"""Files behind a paper: one is put there, and given out again as nothing but a file."""

from typing import Protocol

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.audit import trail
from drystane.board import cabinet
from drystane.board.files import export_permission
from drystane.board.forms.drafting import UploadForm
from drystane.board.models import Appendix, Paper, StoredFile
from drystane.board.operations.attaching import attach_file
from drystane.board.views.papers import found_paper, page_of
from drystane.marking.models import Marking
from drystane.partners.sight import require


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def upload(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref)
    now = {"seen": found.version, "marking": found.marking, "descriptor": found.descriptor}
    form = UploadForm(request.POST or None, request.FILES or None, initial=now)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        file: UploadedFile[bytes] = given.pop("file")
        marking = Marking(given.pop("marking"))
        with refusals_on(form):
            appendix = attach_file(
                found,
                name=file.name or "",
                content=file.read(cabinet.LARGEST + 1),  # one more is too many
                marking=marking,
                **given,
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, f"{appendix} stands behind the paper.")
            return redirect(f"{found.get_absolute_url()}#appendices")
    return page_of(request, found, "board/paper_upload.html", form)


@page(methods={"GET"}, needs=Permission.EXPORT_OFFICIAL)
def take(request: Request, ref: str, order: int) -> HttpResponse:
    # One question for both, so that a paper without such a file costs no more than no paper.
    files = StoredFile.objects.visible_to(request.user).filter(
        paper__in=Paper.objects.visible_to(request.user)
    )
    appendix = get_object_or_404(
        Appendix.objects.filter(file__in=files).select_related(
            "file", "paper__item__meeting__group__overseen_by"
        ),
        paper__ref=ref,
        order=order,
    )
    found = appendix.paper
    require(request.user, export_permission(found), found)
    assert appendix.file is not None  # noqa: S101  filtered above
    return inert(request, found, appendix, appendix.file)


@transaction.atomic
def inert(request: Request, paper: Paper, appendix: Appendix, file: StoredFile) -> HttpResponse:
    name = file.name
    if paper.is_sensitive or file.is_sensitive:
        ending = name.rpartition(".")[2]
        name = f"{paper.meeting.on.isoformat()}-official-sensitive-appendix-{appendix.order}.{ending}"
    response = as_attachment(file, name=name)
    purpose = request.user.purpose if paper.is_sensitive else ""
    trail.record("paper.file_taken", file, by=request.user, at=clock.now(), purpose=purpose)
    return response


class Kept(Protocol):
    """What the cabinet holds a file of."""

    name: str
    kept_as: str
    digest: str


def as_attachment(file: Kept, *, name: str) -> HttpResponse:
    """The file as it was taken in, to be saved and never shown: whatever is in it runs nowhere."""
    response = HttpResponse(cabinet.fetch(file.kept_as, file.digest), content_type=cabinet.type_of(file.name))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
