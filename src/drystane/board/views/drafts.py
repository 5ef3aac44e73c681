"""Papers read in: the list, the upload, a draft with all that was found in it, its text and its file."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.audit import trail
from drystane.board import cabinet
from drystane.board.forms.drafts import DraftFilters, ReadInForm
from drystane.board.lists import DRAFT_COLUMNS, seen_drafts
from drystane.board.models import Draft, DraftItem
from drystane.board.models.drafts import DraftQuerySet
from drystane.board.operations import reading_in as operations
from drystane.board.readings import HEADINGS, Kind, Result, marking_with, progress, results_of, whole_text
from drystane.board.views.appendix_files import as_attachment
from drystane.board.views.taskings import boards_run_by
from drystane.documents.packs import spoken
from drystane.marking.models import Marking, highest, label
from drystane.partners.sight import doable, require
from drystane.sheets.listing import Listing

RUN = Permission.RUN_BOARD


@page(methods={"GET"}, needs="sign-in")
def drafts(request: Request) -> HttpResponse:
    listing = Listing(
        request,
        seen_drafts(request.user),
        columns=DRAFT_COLUMNS,
        filters=DraftFilters,
        default_sort="-read",
    )
    shown = list(listing.page)
    return render(
        request,
        "board/drafts.html",
        {
            "listing": listing,
            "may_read_in": boards_run_by(request.user).exists(),
            "page_marking": label(highest(one.marking for one in shown), [one.descriptor for one in shown]),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def read_in(request: Request) -> HttpResponse:
    boards = boards_run_by(request.user)
    if not boards.exists():
        raise PermissionDenied("Only the chair or lead officer of a board reads papers in for it.")
    form = ReadInForm(request.POST or None, request.FILES or None, boards=boards)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        name, content = sent(given["file"], given["words"])
        if known := read_before(request.user, content):
            form.add_error(
                "file",
                f"That was read in already, on {spoken(timezone.localdate(known.read_at))}: see “{known}”.",
            )
        else:
            with refusals_on(form):
                draft = operations.read_in(
                    given["board"],
                    name=name,
                    content=content,
                    marking=Marking(given["marking"]),
                    descriptor=given["descriptor"],
                    by=request.user,
                    at=clock.now(),
                )
                return redirect_to_read(request, draft)
    return render(request, "board/read_in.html", {"form": form})


def sent(file: UploadedFile[bytes] | None, words: str) -> tuple[str, bytes]:
    """The file as it came, or the words that were pasted, kept as a file too."""
    if file is not None:
        return file.name or "", file.read(cabinet.LARGEST + 1)  # one more is too many
    return "pasted.txt", words.encode()


def read_before(user: User, content: bytes) -> Draft | None:
    """Of those that this person sees: of another nobody may learn."""
    return seen(user).open().filter(digest=cabinet.digest_of(content)).order_by("read_at").first()


def redirect_to_read(request: Request, draft: Draft) -> HttpResponse:
    if draft.is_sensitive and not request.user.purpose:
        messages.success(
            request, "The paper is read in. State your purpose to see it: it is OFFICIAL-SENSITIVE."
        )
        return redirect("board:drafts")
    messages.success(request, "The paper is read. Nothing of it counts before you have accepted it.")
    return redirect(draft)


def seen(user: User) -> DraftQuerySet:
    return Draft.objects.visible_to(user).select_related("group__overseen_by", "read_by")


def items_of(draft: Draft) -> list[DraftItem]:
    return list(draft.items.select_related("by").order_by("order"))


@page(methods={"GET"}, needs="sign-in")
def draft(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user).defer("text", "layout"), ref=ref)
    can, items = doable(request.user, found), items_of(found)
    results = results_of(found, request.user)
    export = Permission.EXPORT_SENSITIVE if found.is_sensitive else Permission.EXPORT_OFFICIAL
    return render(
        request,
        "board/draft.html",
        {
            "draft": found,
            "kinds": in_kinds(items, results),
            "progress": progress(items),
            "next": next((item for item in items if item.is_waiting), None),
            "may_run": RUN in can,
            "may_take_file": export in can and bool(found.kept_as),
            "page_marking": marking_with(found, results.values()),
        },
    )


def in_kinds(
    items: Sequence[DraftItem], results: Mapping[str, Result]
) -> list[tuple[str, list[tuple[DraftItem, Result | None]]]]:
    """Under the heading of each kind, with what came of it. What carries a doubt stands with the checks,
    above the rest, until it is decided."""

    def heading(item: DraftItem) -> Kind:
        return Kind.CHECK if item.doubt and item.is_waiting else Kind(item.kind)

    places = list(HEADINGS)
    ordered = sorted(items, key=lambda item: (places.index(heading(item)), item.order))
    return [
        (HEADINGS[kind], [(item, results.get(item.ref)) for item in rows])
        for kind, rows in groupby(ordered, key=heading)
    ]


@page(methods={"GET"}, needs="sign-in")
def draft_text(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    return render(
        request,
        "board/draft_text.html",
        {"draft": found, "lines": whole_text(found, items_of(found)), "page_marking": found.marking_label},
    )


@page(methods={"GET"}, needs=Permission.EXPORT_OFFICIAL)
def draft_file(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user).defer("text", "layout"), ref=ref)
    require(
        request.user,
        Permission.EXPORT_SENSITIVE if found.is_sensitive else Permission.EXPORT_OFFICIAL,
        found,
    )
    if not found.kept_as:
        raise Http404
    return inert(request, found)


@transaction.atomic
def inert(request: Request, draft: Draft) -> HttpResponse:
    ending = draft.name.rpartition(".")[2]
    name = f"official-sensitive-paper.{ending}" if draft.is_sensitive else draft.name
    response = as_attachment(draft, name=name)
    purpose = request.user.purpose if draft.is_sensitive else ""
    trail.record("draft.file_taken", draft, by=request.user, at=clock.now(), purpose=purpose)
    return response


VERBS = {
    "put-away": (operations.put_away, "Put the draft away", "The draft is put away."),
    "take-out": (operations.take_out, "Take the draft out again", "The draft is open again."),
}


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def draft_verb(request: Request, ref: str, verb: str) -> HttpResponse:
    rows = seen(request.user).defer("text", "layout").with_progress()
    found = get_object_or_404(rows, ref=ref)
    require(request.user, RUN, found)
    operation, title, done = VERBS[verb]
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operation(found, by=request.user, at=clock.now())
            messages.success(request, done)
            return redirect(found)
    return render(
        request,
        "board/draft_verb.html",
        {"draft": found, "verb": verb, "title": title, "form": form, "page_marking": found.marking_label},
    )
