"""Who was at a meeting, who declared an interest, and how many have to be there."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board.forms.attendance import DeclareForm, GuestForm, QuorumForm, RegisterForm
from drystane.board.models import AgendaItem, Attendance, Declaration, Meeting
from drystane.board.operations import attending as operations
from drystane.board.quorum import Quorum
from drystane.board.views.meetings import seen
from drystane.marking.models import highest, label
from drystane.partners.operations import set_quorum
from drystane.partners.sight import require

RUN = Permission.RUN_BOARD


def run_meeting(request: Request, ref: str) -> Meeting:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, RUN, found)
    return found


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def attendance(request: Request, ref: str) -> HttpResponse:
    found = run_meeting(request, ref)
    seats = list(operations.seats(found.group).values())
    rows = list(
        found.attendance.select_related("person", "body", "instead_of").order_by(
            "person__name", "post", "ref"
        )
    )
    now = {row.person.ref: row.presence for row in rows if row.person}
    form = RegisterForm(request.POST or None, seats=seats, initial={**now, "seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.call_register(
                found, form.presences(), seen=form.cleaned_data["seen"], by=request.user, at=clock.now()
            )
            messages.success(request, "The list of who was there is kept.")
            return redirect(found)
    return render(
        request,
        "board/attendance.html",
        {
            "meeting": found,
            "form": form,
            "recorded": [row for row in rows if row.person is not None],
            "guests": [row for row in rows if row.person is None],
            "quorum": Quorum.of(found, rows),
        },
    )


def members(meeting: Meeting) -> QuerySet[User]:
    seated = operations.seats(meeting.group)
    return User.objects.filter(pk__in=seated).order_by("name")


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def add_guest(request: Request, ref: str) -> HttpResponse:
    found = run_meeting(request, ref)
    form = GuestForm(request.POST or None, members=members(found))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            guest = operations.add_guest(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, f"{guest.post} is on the list.")
            return redirect("board:attendance", ref=found.ref)
    return render(request, "board/add_guest.html", {"meeting": found, "form": form})


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def take_off(request: Request, ref: str) -> HttpResponse:
    row = get_object_or_404(
        Attendance.objects.visible_to(request.user).select_related(
            "meeting__group", "person", "body", "instead_of"
        ),
        ref=ref,
    )
    require(request.user, RUN, row)
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.take_off(row, by=request.user, at=clock.now())
            messages.success(request, f"{row.who} is off the list.")
            return redirect("board:attendance", ref=row.meeting.ref)
    return render(request, "board/take_off.html", {"row": row, "meeting": row.meeting, "form": form})


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def declare(request: Request, ref: str) -> HttpResponse:
    found = run_meeting(request, ref)
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=found).order_by("order", "ref")
    form = DeclareForm(request.POST or None, items=items, members=members(found))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        item, left = given.pop("item"), given.pop("left_the_room") == "left"
        with refusals_on(form):
            operations.declare_interest(item, **given, left_the_room=left, by=request.user, at=clock.now())
            messages.success(request, "The declaration is kept with its item.")
            return redirect(item)
    shown = label(highest(item.marking for item in items), [item.descriptor for item in items])
    return render(request, "board/declare.html", {"meeting": found, "form": form, "page_marking": shown})


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def take_back_declaration(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(
        Declaration.objects.visible_to(request.user).select_related("item__meeting__group", "person"),
        ref=ref,
    )
    require(request.user, RUN, found)
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.take_back_declaration(found, by=request.user, at=clock.now())
            messages.success(request, "The declaration is taken back.")
            return redirect(found.item)
    return render(
        request,
        "board/take_back_declaration.html",
        {
            "declaration": found,
            "meeting": found.item.meeting,
            "form": form,
            "page_marking": found.item.marking_label,
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def quorum(request: Request, ref: str) -> HttpResponse:
    found = run_meeting(request, ref)
    form = QuorumForm(request.POST or None, initial={"quorum": found.group.quorum})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_quorum(found.group, form.cleaned_data["quorum"], by=request.user, at=clock.now())
            messages.success(request, f"The quorum of the {found.group} is kept.")
            return redirect(found)
    return render(request, "board/quorum.html", {"meeting": found, "form": form})
