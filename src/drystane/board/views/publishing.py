"""The public version of a paper: how it would be, its release by the chair, and the page open to anybody."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.choosing import SeenForm
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board.files import TYPES, public_pack_of, record_export, rendered
from drystane.board.models import Appendix, Paper, StoredFile, StoredPack
from drystane.board.operations.publishing import release_public, withdraw_public
from drystane.board.views.appendix_files import as_attachment
from drystane.board.views.papers import found_paper, page_of, seen
from drystane.documents import html, packs
from drystane.marking.models import Marking
from drystane.partners.sight import doable, require

PUBLISH = Permission.PUBLISH_PAPER


@dataclass(frozen=True)
class Standing:
    """What anybody may read of a paper now, and whether it is what the paper says now."""

    pack: StoredPack
    url: str
    is_now: bool


def standing_of(paper: Paper) -> Standing | None:
    released = StoredPack.objects.published().filter(paper=paper).select_related("released_by")
    pack = released.defer("body").first()
    if pack is None:
        return None
    return Standing(pack, reverse("board:published", args=[paper.ref]), pack.version == paper.version)


@page(methods={"GET"}, needs="sign-in")
def public(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    pack = public_pack_of(found, today=clock.today())
    standing = standing_of(found)
    is_approved = found.state == Paper.State.APPROVED
    return render(
        request,
        "board/paper_public.html",
        {
            "paper": found,
            "meeting": found.meeting,
            "standing": standing,
            "may_release": PUBLISH in doable(request.user, found)
            and pack is not None
            and is_approved
            and not (standing and standing.is_now),
            "may_withdraw": PUBLISH in doable(request.user, found) and standing is not None,
            "page_marking": found.marking_label,
            **(html.context(pack) if pack else {}),
        },
    )


@page(methods={"GET"}, needs=Permission.EXPORT_OFFICIAL)
def public_file(request: Request, ref: str, kind: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, Permission.EXPORT_OFFICIAL, found)
    pack = public_pack_of(found, today=clock.today())
    if pack is None:
        raise Http404
    try:
        content = rendered(pack, kind)
    except packs.NotRendered as error:
        messages.error(request, str(error))
        return redirect("board:paper_public", found.ref)
    record_export(found, f"public.{kind}", by=request.user, at=clock.now())
    response = HttpResponse(content, content_type=TYPES[kind])
    name = f"{found.meeting.on.isoformat()}-public-version.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@page(methods={"GET", "POST"}, needs=Permission.PUBLISH_PAPER)
def release(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref, PUBLISH)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            release_public(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "Released: anybody may read the public version.")
            return redirect("board:paper_public", found.ref)
    return page_of(request, found, "board/paper_release.html", form, standing=standing_of(found))


@page(methods={"GET", "POST"}, needs=Permission.PUBLISH_PAPER)
def withdraw(request: Request, ref: str) -> HttpResponse:
    found = found_paper(request, ref, PUBLISH)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            withdraw_public(found, by=request.user, at=clock.now())
            messages.success(request, "Withdrawn: the published page answers as if it had never been.")
            return redirect("board:paper_public", found.ref)
    return page_of(request, found, "board/paper_withdraw.html", form, standing=standing_of(found))


@page(methods={"GET"}, needs="nothing")
def published(request: HttpRequest, ref: str) -> HttpResponse:
    """Open to anybody, who learns only what was released: the paper is otherwise not there."""
    kept = get_object_or_404(StoredPack.objects.published(), paper__ref=ref)
    pack = packs.from_json(kept.body)
    files = [one for one in pack.appendices if one.page]
    return render(
        request,
        "board/published.html",
        {"released_at": kept.released_at, "files": files, **html.context(pack)},
    )


@page(methods={"GET"}, needs="nothing")
def published_file(request: HttpRequest, ref: str, file: str) -> HttpResponse:
    """A file that the chair released with the paper. One marked or made exempt since is not there."""
    kept = get_object_or_404(StoredPack.objects.published(), paper__ref=ref)
    released = {appendix.page for appendix in packs.from_json(kept.body).appendices}
    if request.path not in released:
        raise Http404
    exempt = Appendix.objects.filter(paper=kept.paper_id, file__isnull=False).exclude(exempt_under="")
    open_to_all = StoredFile.objects.filter(paper=kept.paper_id, marking=Marking.OFFICIAL)
    found = get_object_or_404(open_to_all.exclude(pk__in=exempt.values("file")), ref=file)
    return as_attachment(found, name=found.name)
