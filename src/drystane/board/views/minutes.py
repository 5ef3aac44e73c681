"""The minute of a meeting: read, written, approved, taken away as a file."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.audit import trail
from drystane.board.files import TYPES, rendered
from drystane.board.forms.minutes import ApproveMinuteForm, MinuteForm
from drystane.board.minutes import draft_minute, minute_pack
from drystane.board.models import Meeting, Minute
from drystane.board.operations import minuting as operations
from drystane.board.views.meetings import seen
from drystane.documents import html
from drystane.partners.sight import doable, require

RUN = Permission.RUN_BOARD


def minute_of(meeting: Meeting) -> Minute | None:
    rows = Minute.objects.filter(meeting=meeting)
    return rows.select_related("meeting__group", "approved_at_meeting", "approved_by", "written_by").first()


@page(methods={"GET"}, needs="sign-in")
def minute(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    kept, can = minute_of(found), doable(request.user, found)
    if kept is None:
        return render(request, "board/no_minute.html", {"meeting": found, "may_write": RUN in can})
    return render(
        request,
        "board/minute.html",
        {
            "meeting": found,
            "minute": kept,
            "may_write": RUN in can and not kept.is_approved,
            "may_export": Permission.EXPORT_OFFICIAL in can,
            **html.context(minute_pack(kept)),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def write_minute(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, RUN, found)
    kept = minute_of(found)
    now = {"text": kept.text, "seen": kept.version} if kept else {"text": draft_minute(found), "seen": 0}
    form = MinuteForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            written = operations.write_minute(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The minute is kept.")
            return redirect(written)
    return render(request, "board/write_minute.html", {"meeting": found, "minute": kept, "form": form})


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def approve_minute(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(
        Minute.objects.visible_to(request.user).select_related("meeting__group"), ref=ref
    )
    require(request.user, RUN, found)
    later = Meeting.objects.visible_to(request.user).filter(
        group=found.meeting.group, on__gt=found.meeting.on, state=Meeting.State.PLANNED
    )
    form = ApproveMinuteForm(
        request.POST or None,
        meetings=later.select_related("group").order_by("on"),
        initial={"seen": found.version},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.approve_minute(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The minute is approved and changes no more.")
            return redirect(found)
    return render(
        request, "board/approve_minute.html", {"meeting": found.meeting, "minute": found, "form": form}
    )


@page(methods={"GET"}, needs=Permission.EXPORT_OFFICIAL)
def minute_file(request: Request, ref: str, kind: str) -> HttpResponse:
    found = get_object_or_404(
        Minute.objects.visible_to(request.user).select_related("meeting__group", "approved_at_meeting"),
        ref=ref,
    )
    require(request.user, Permission.EXPORT_OFFICIAL, found)
    content = rendered(minute_pack(found), kind)
    with transaction.atomic():
        trail.record("minute.exported", found, by=request.user, at=clock.now(), details={"kind": kind})
    response = HttpResponse(content, content_type=TYPES[kind])
    name = f"{found.meeting.on.isoformat()}-minute.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
