"""A board's pages for its audiences: written, measured, published by the chair and taken down."""

from django.conf import settings
from django.contrib import messages as said
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission, roles_with
from drystane.access.refusals import refusals_on
from drystane.comms import leaflet as leaflets
from drystane.comms.forms.pages import EditPageForm, NewPageForm, PublishForm, TakeDownForm
from drystane.comms.models import AudiencePage, Publication
from drystane.comms.operations import pages as operations
from drystane.comms.plain_page import ENGLISH, digest, to_json
from drystane.comms.plainness import AIM, plainness
from drystane.comms.words_of_page import gather, messages_to_choose, missing_in_gaelic, seen_pages
from drystane.documents.packs import NotRendered
from drystane.partners.models import Group
from drystane.partners.sight import doable, require
from drystane.strategy.models import Audience

RUN, PUBLISH = Permission.RUN_BOARD, Permission.PUBLISH_PAPER
WORDS = ("title", "intro", "help_line", "title_gd", "intro_gd", "help_line_gd")


def boards_run(user: User) -> QuerySet[Group]:
    return Group.objects.where_role(user, roles_with(RUN)).filter(kind=Group.Kind.BOARD).order_by("name")


@page(methods={"GET"}, needs="sign-in")
def pages(request: Request) -> HttpResponse:
    standing = Publication.objects.standing().filter(page=OuterRef("pk"))
    rows = seen_pages(request.user).annotate(is_published=Exists(standing)).order_by("audience", "ref")
    shown = list(rows)
    written = {one.audience for one in shown}
    return render(
        request,
        "comms/pages.html",
        {
            "pages": shown,
            "without": [one.label for one in Audience if one.value not in written],
            "may_write": boards_run(request.user).exists(),
        },
    )


@page(methods={"GET", "POST"}, needs=RUN)
def new_page(request: Request) -> HttpResponse:
    boards = boards_run(request.user)
    if not boards.exists():
        raise PermissionDenied("Only those who run a board write its pages.")
    form = NewPageForm(request.POST or None, boards=boards)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        board, audience = fields.pop("group"), fields.pop("audience")
        with refusals_on(form):
            made = operations.write_page(
                board, audience=audience, fields=fields, by=request.user, at=clock.now()
            )
            said.success(request, "Begun. Now choose what it says people can do.")
            return redirect("comms:edit_page", made.ref)
    return render(request, "comms/new_page.html", {"form": form})


def found_page(request: Request, ref: str, permission: Permission | None = None) -> AudiencePage:
    found = get_object_or_404(seen_pages(request.user), ref=ref)
    if permission is not None:
        require(request.user, permission, found)
    return found


@page(methods={"GET"}, needs="sign-in")
def one_page(request: Request, ref: str) -> HttpResponse:
    found = found_page(request, ref)
    words = gather(found)
    may = doable(request.user, found)
    decisions = found.publications.select_related("published_by", "withdrawn_by").order_by(
        "-published_at", "ref"
    )
    standing = next((one for one in decisions if one.withdrawn_at is None), None)
    return render(
        request,
        "comms/page.html",
        {
            "page": found,
            "words": words.values(),
            "plainness": plainness(words[ENGLISH].words),
            "aim": AIM,
            "missing": missing_in_gaelic(found),
            "decisions": decisions,
            "standing": standing,
            "may_write": RUN in may,
            "may_publish": PUBLISH in may and not (standing and standing.body == to_json(words)),
            "may_take_down": PUBLISH in may and standing is not None,
        },
    )


@page(methods={"GET", "POST"}, needs=RUN)
def edit_page(request: Request, ref: str) -> HttpResponse:
    found = found_page(request, ref, RUN)
    first: dict[str, object] = {name: getattr(found, name) for name in WORDS}
    first |= {
        "seen": found.version,
        "points": [one.message.ref for one in found.points.select_related("message")],
    }
    choices = messages_to_choose(found.group, found.audience)
    form = EditPageForm(request.POST or None, choices=choices, initial=first)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        seen, points = fields.pop("seen"), list(fields.pop("points"))
        with refusals_on(form):
            operations.edit_page(
                found, fields=fields, points=points, seen=seen, by=request.user, at=clock.now()
            )
            said.success(request, "Kept. The page is not published by this: the chair decides that.")
            return redirect(found)
    return asked(request, form, found, "Write the page", "Keep it")


@page(methods={"GET", "POST"}, needs=PUBLISH)
def publish(request: Request, ref: str) -> HttpResponse:
    found = found_page(request, ref, PUBLISH)
    words = gather(found)
    form = PublishForm(request.POST or None, initial={"seen": digest(words)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.publish(found, **form.cleaned_data, by=request.user, at=clock.now())
            said.success(request, "Published: anybody may read it.")
            return redirect(found)
    heading = "Let anybody read this"
    measured = plainness(words[ENGLISH].words)
    return asked(
        request, form, found, heading, "Publish it", texts=words.values(), plainness=measured, aim=AIM
    )


@page(methods={"GET", "POST"}, needs=PUBLISH)
def take_down(request: Request, ref: str) -> HttpResponse:
    found = found_page(request, ref, PUBLISH)
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.take_down(found, **form.cleaned_data, by=request.user, at=clock.now())
            said.success(request, "Taken down: its address answers as if it had never been.")
            return redirect(found)
    return asked(request, form, found, "Take the page down", "Take it down")


@page(methods={"GET"}, needs="sign-in")
def page_leaflet(request: Request, ref: str) -> HttpResponse:
    """How the leaflet would be. One that does not fit says so on the page."""
    found = found_page(request, ref)
    try:
        made = leaflets.leaflet(
            gather(found)[ENGLISH],
            partnership=settings.PARTNERSHIP_NAME,
            on=clock.today(),
            is_invented=found.is_invented,
        )
    except NotRendered as error:
        said.error(request, str(error))
        return redirect(found)
    return as_pdf(made, f"{found.audience}-draft")


def as_pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def asked(  # a page's parts, read across
    request: Request, form: PlainForm, found: AudiencePage, heading: str, button: str, **more: object
) -> HttpResponse:
    context = {"form": form, "page": found, "heading": heading, "button": button, **more}
    return render(request, "comms/of_page.html", context)
