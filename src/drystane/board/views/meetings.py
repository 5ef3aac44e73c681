"""The board's meetings: planning one, its agenda, closing it, the rolling action log."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.board import forms
from drystane.board.action_log import gather_log
from drystane.board.agenda import Agenda, agenda
from drystane.board.lists import (
    MEETING_COLUMNS,
    log_columns,
    may_take_log,
    may_take_meetings,
    seen_meetings,
)
from drystane.board.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Paper,
    SpotlightOutcome,
    StoredPack,
)
from drystane.board.models.meetings import MeetingQuerySet
from drystane.board.operations import meeting as operations
from drystane.board.operations.closing import close_meeting, still_missing
from drystane.board.quorum import Quorum
from drystane.board.training import training_lines
from drystane.board.views.taskings import boards_run_by
from drystane.documents.packs import spoken
from drystane.marking.models import Marked, highest, label
from drystane.partners.sight import doable, require
from drystane.plans.models import Action
from drystane.sheets.listing import Listing

RUN = Permission.RUN_BOARD
MOST = 20  # outcomes left lying: whoever has more reads the spotlights themselves


def seen(user: User) -> MeetingQuerySet:
    return Meeting.objects.visible_to(user).select_related("group__overseen_by", "closed_by")


@page(methods={"GET"}, needs="sign-in")
def meetings(request: Request) -> HttpResponse:
    listing = Listing(
        request,
        seen_meetings(request.user),
        columns=MEETING_COLUMNS,
        filters=forms.MeetingFilters,
        default_sort="-on",
        may_export=may_take_meetings,
    )
    if listing.wants_export:
        return listing.export("meetings", title="Meetings", marking="OFFICIAL", at=clock.now())
    left_lying = list(
        SpotlightOutcome.objects.visible_to(request.user)
        .not_followed_up(clock.today())
        .select_related("spotlight__item__meeting", "message", "action")
        .order_by("at", "ref")[:MOST]
    )
    return render(
        request,
        "board/meetings.html",
        {
            "listing": listing,
            "next": seen_meetings(request.user).next_after(clock.today()),
            "may_plan": boards_run_by(request.user).exists(),
            "left_lying": left_lying,
            "training": training_lines(request.user, clock.today()),
            "page_marking": label(
                highest(one.spotlight.item.marking for one in left_lying),
                [one.spotlight.item.descriptor for one in left_lying],
            ),
        },
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def new_meeting(request: Request) -> HttpResponse:
    boards = boards_run_by(request.user)
    if not boards.exists():
        raise PermissionDenied("Only the chair or lead officer of a board plans its meetings.")
    form = forms.MeetingForm(request.POST or None, boards=boards)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            meeting = operations.plan_meeting(
                group=given["board"],
                on=given["on"],
                starts_at=given["starts_at"],
                venue=given["venue"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "The meeting is planned. Now put its agenda together.")
            return redirect(meeting)
    return render(request, "board/new_meeting.html", {"form": form})


@dataclass(frozen=True)
class Step:
    """One step of a meeting, and how far it has come."""

    title: str
    status: str
    colour: str
    url: str
    is_done: bool


@page(methods={"GET"}, needs="sign-in")
def meeting(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    laid = agenda(found, user=request.user)
    can = doable(request.user, found)
    attendance = list(
        Attendance.objects.visible_to(request.user)
        .filter(meeting=found)
        .select_related("person", "body", "instead_of")
        .order_by("person__name", "post", "ref")
    )
    return render(
        request,
        "board/meeting.html",
        {
            "meeting": found,
            "agenda": laid,
            "steps": steps(found, laid),
            "may_run": RUN in can and not found.is_closed,
            "attendance": attendance,
            "quorum": Quorum.of(found, attendance),
            "today": clock.today(),
            **marked(laid),
        },
    )


def marked(laid: Agenda) -> dict[str, str]:
    shown: list[Marked] = [*(line.item for line in laid.lines), *laid.actions]
    return {"page_marking": label(highest(one.marking for one in shown), [one.descriptor for one in shown])}


def steps(meeting: Meeting, laid: Agenda) -> list[Step]:
    """Agenda, papers, outcomes, close: where each stands, counted from what this person sees."""
    address = meeting.get_absolute_url()
    papers, approved = laid.papers, [paper for paper in laid.papers if paper.state == Paper.State.APPROVED]
    wanted = len(papers) + len(laid.unwritten)
    decided = len(laid.asked) - len(laid.undecided)
    return [
        step(
            "Agenda",
            f"{len(laid.lines)} item{'' if len(laid.lines) == 1 else 's'}",
            is_done=bool(laid.lines),
            url=f"{address}#agenda",
        ),
        step(
            "Papers",
            f"{len(approved)} of {wanted} approved" if wanted else "None asked for",
            is_done=len(approved) == wanted,
            url=f"{address}#agenda",
        ),
        step(
            "Outcomes",
            f"{decided} of {len(laid.asked)} decided" if laid.asked else "None to decide",
            is_done=not laid.undecided and not laid.waiting,
            url=f"{address}#outcomes" if laid.asked else f"{address}#agenda",
        ),
        step(
            "Close",
            "Closed" if meeting.is_closed else "Still open",
            is_done=meeting.is_closed,
            url=address if meeting.is_closed else reverse("board:close", args=[meeting.ref]),
        ),
    ]


def step(title: str, status: str, *, is_done: bool, url: str) -> Step:
    return Step(title, status, "green" if is_done else "grey", url, is_done)


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def edit_meeting(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, RUN, found)
    now = {"on": found.on, "starts_at": found.starts_at, "venue": found.venue, "seen": found.version}
    form = forms.EditMeetingForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.edit_meeting(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, "The meeting is changed.")
            return redirect(found)
    return render(request, "board/edit_meeting.html", {"meeting": found, "form": form})


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def add_item(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, RUN, found)
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=found).order_by("order", "ref")
    form = forms.ItemForm(request.POST or None, items=items, is_late=bool(found.agenda_published_at))
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        before = fields.pop("before")
        with refusals_on(form):
            item = operations.add_item(found, fields=fields, before=before, by=request.user, at=clock.now())
            messages.success(request, said_of(item, request.user))
            return redirect(found)
    # Each may be named as the one to stand before.
    shown = label(highest(item.marking for item in items), [item.descriptor for item in items])
    return render(request, "board/add_item.html", {"meeting": found, "form": form, "page_marking": shown})


def said_of(item: AgendaItem, user: User) -> str:
    if item.is_sensitive and not user.purpose:
        return "The item is on the agenda. State your purpose to see it: it is OFFICIAL-SENSITIVE."
    return f"“{item.title}” is on the agenda."


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def drop_item(request: Request, ref: str) -> HttpResponse:
    item = get_object_or_404(
        AgendaItem.objects.visible_to(request.user).select_related("meeting__group"), ref=ref
    )
    require(request.user, RUN, item)
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.drop_item(item, by=request.user, at=clock.now())
            messages.success(request, f"“{item.title}” is off the agenda.")
            return redirect(item.meeting)
    return render(
        request,
        "board/drop_item.html",
        {"item": item, "meeting": item.meeting, "form": form, "page_marking": item.marking_label},
    )


@page(methods={"GET", "POST"}, needs=Permission.RUN_BOARD)
def close(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    require(request.user, RUN, found)
    form = forms.SeenForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            packs = close_meeting(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, what_was_frozen(found, packs, request.user))
            return redirect(found)
    laid = agenda(found, user=request.user)
    return render(
        request,
        "board/close.html",
        {
            "meeting": found,
            "agenda": laid,
            "drafts": [paper for paper in laid.papers if paper.state == Paper.State.DRAFT],
            "missing": "" if found.is_closed else still_missing(found, by=request.user),
            "following": Meeting.objects.filter(group=found.group).exclude(pk=found.pk).next_after(found.on),
            "form": form,
            **marked(laid),
        },
    )


def what_was_frozen(meeting: Meeting, packs: list[StoredPack], user: User) -> str:
    """Counted as this person sees it."""
    seen_by_them = StoredPack.objects.visible_to(user).filter(pk__in=[pack.pk for pack in packs]).count()
    papers = "1 paper kept as it was" if seen_by_them == 1 else f"{seen_by_them} papers kept as they were"
    following = Meeting.objects.filter(group=meeting.group).next_after(meeting.on)
    log = f" The rolling action log is on the agenda of {spoken(following.on)}." if following else ""
    return f"The meeting is closed: {papers}.{log}"


@page(methods={"GET"}, needs="sign-in")
def action_log(request: Request, ref: str) -> HttpResponse:
    found = get_object_or_404(seen(request.user), ref=ref)
    today = clock.today()
    sensitive = bool(request.user.purpose) and Permission.SEE_SENSITIVE in doable(request.user, found)
    entries = gather_log(found.group, before=found, on=today, sensitive=sensitive)
    raised = {entry.action.pk: entry.raised_on for entry in entries}
    listing = Listing(
        request,
        Action.objects.visible_to(request.user)
        .filter(pk__in=raised)
        .select_related("lead_person", "lead_body", "plan"),
        columns=log_columns(raised, today),
        filters=forms.LogFilters,
        default_sort="due",
        may_export=may_take_log,
    )
    shown = label(
        highest(entry.action.marking for entry in entries), [entry.action.descriptor for entry in entries]
    )
    if listing.wants_export:
        return listing.export(
            "action-log", title=f"Rolling action log, {found}", marking=shown, at=clock.now()
        )
    return render(
        request,
        "board/action_log.html",
        {"meeting": found, "listing": listing, "page_marking": shown},
    )
