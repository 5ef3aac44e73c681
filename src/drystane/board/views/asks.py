"""The forward plan: the meetings to come, and what others are asked to bring to them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission, roles_with
from drystane.access.refusals import refusals_on
from drystane.board.forms.asks import AskForm, DeclineForm, PromiseForm, ReceiveForm
from drystane.board.lists import ask_columns, ask_filters, may_take_asks, seen_asks
from drystane.board.models import AgendaItem, Ask, AskMove, AskState, Meeting
from drystane.board.operations import asking as operations
from drystane.board.views.taskings import Happening
from drystane.documents.packs import spoken
from drystane.marking.models import highest, label
from drystane.partners.models import Group
from drystane.partners.sight import doable
from drystane.sheets.listing import Listing

RUN, ANSWER, PROPOSE = Permission.RUN_BOARD, Permission.ANSWER_TASKING, Permission.PROPOSE
MOST = 12  # meetings ahead: a board plans a year or so


@page(methods={"GET"}, needs="sign-in")
def forward_plan(request: Request) -> HttpResponse:
    today = clock.today()
    listing = Listing(
        request,
        seen_asks(request.user),
        columns=ask_columns(today),
        filters=ask_filters(today),
        default_sort="due",
        may_export=may_take_asks,
    )
    if listing.wants_export:
        return listing.export("asks", title="What is asked for", marking="OFFICIAL", at=clock.now())
    meetings = list(to_come(request.user)[:MOST])
    items = list(
        AgendaItem.objects.visible_to(request.user).filter(meeting__in=meetings).order_by("order", "ref")
    )
    on_agenda: dict[int, list[AgendaItem]] = defaultdict(list)
    for item in items:
        on_agenda[item.meeting_id].append(item)
    return render(
        request,
        "board/forward_plan.html",
        {
            "listing": listing,
            "ahead": [(meeting, on_agenda[meeting.pk]) for meeting in meetings],
            "may_ask": boards_asked_for(request.user).exists(),
            "page_marking": label(
                highest(item.marking for item in items), [item.descriptor for item in items]
            ),
        },
    )


def to_come(user: User) -> QuerySet[Meeting]:
    ahead = Meeting.objects.visible_to(user).filter(state=Meeting.State.PLANNED, on__gte=clock.today())
    return ahead.select_related("group").order_by("on", "ref")


def boards_asked_for(user: User) -> QuerySet[Group]:
    """The boards in whose name this person may ask."""
    return Group.objects.where_role(user, roles_with(PROPOSE)).filter(kind=Group.Kind.BOARD)


@page(methods={"GET", "POST"}, needs=Permission.PROPOSE)
def new_ask(request: Request) -> HttpResponse:
    boards = boards_asked_for(request.user)
    if not boards.exists():
        raise PermissionDenied("Only those who sit on a board ask for something in its name.")
    form = AskForm(
        request.POST or None,
        boards=boards,
        meetings=to_come(request.user).filter(group__in=boards),
        initial={"meeting": request.GET.get("meeting", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        meeting = given.pop("meeting")
        with refusals_on(form):
            made = operations.ask_for(meeting, **given, by=request.user, at=clock.now())
            messages.success(request, f"{made.of_whom} is asked. Keep the answer here when it comes.")
            return redirect(made)
    return render(request, "board/new_ask.html", {"form": form})


def found_ask(request: Request, ref: str) -> Ask:
    rows = seen_asks(request.user).select_related("meeting__group__overseen_by", "of_group__overseen_by")
    return get_object_or_404(rows, ref=ref)


def may_answer(user: User, ask: Ask) -> bool:
    """The board keeps every answer; a group that was asked gives its own."""
    own = ask.of_group is not None and ANSWER in doable(user, ask.of_group)
    return own or RUN in doable(user, ask)


@page(methods={"GET"}, needs="sign-in")
def ask(request: Request, ref: str) -> HttpResponse:
    found = found_ask(request, ref)
    may = may_answer(request.user, found) and not found.meeting.is_closed
    return render(
        request,
        "board/ask_page.html",
        {
            "ask": found,
            "is_overdue": found.is_overdue(clock.today()),
            "sees_meeting": Meeting.objects.visible_to(request.user).filter(pk=found.meeting_id).exists(),
            "happened": [happening(move, found) for move in moves_of(found)],
            "verbs": [
                (name, verb.button) for name, verb in VERBS.items() if may and verb.to in found.may_become()
            ],
        },
    )


def moves_of(ask: Ask) -> QuerySet[AskMove]:
    return ask.moves.select_related("by", "carried_to").order_by("-at", "-pk")


SENTENCES = {
    AskState.ASKED: "{who} asked {whom} on {day}",
    AskState.PROMISED: "{who} recorded the promise on {day}",
    AskState.RECEIVED: "{who} recorded that it had come on {day}",
    AskState.DECLINED: "{who} recorded on {day} that it will not come",
}
CARRIED = "Carried over to the meeting of {to} on {day}"


def happening(move: AskMove, ask: Ask) -> Happening:
    if move.carried_to is not None:
        on = move.carried_to.on
        return Happening(
            move.at, CARRIED.format(to=spoken(on), day=spoken(timezone.localdate(move.at))), move.why
        )
    who = move.by.name if move.by else "Drystane"
    words = SENTENCES[AskState(move.to)].format(
        who=who, whom=ask.of_whom, day=spoken(timezone.localdate(move.at))
    )
    return Happening(move.at, words, move.why)


@dataclass(frozen=True)
class Verb:
    """One way to answer an ask."""

    button: str
    purpose: str
    said: str
    to: AskState
    form: type[PlainForm]
    act: Callable[..., None]


VERBS = {
    "promise": Verb(
        button="It is promised",
        purpose="It will come by the day asked. It stays on the list until it has come.",
        said="Kept as promised.",
        to=AskState.PROMISED,
        form=PromiseForm,
        act=operations.promise,
    ),
    "receive": Verb(
        button="It has come",
        purpose="Nothing more is waited for.",
        said="Kept as received.",
        to=AskState.RECEIVED,
        form=ReceiveForm,
        act=operations.receive,
    ),
    "decline": Verb(
        button="It will not come",
        purpose="The board reads why, and can ask somebody else.",
        said="Kept as declined, with the reason.",
        to=AskState.DECLINED,
        form=DeclineForm,
        act=operations.decline,
    ),
}


@page(methods={"GET", "POST"}, needs=Permission.ANSWER_TASKING)
def answer_ask(request: Request, ref: str, verb: str) -> HttpResponse:
    found, way = found_ask(request, ref), VERBS[verb]
    if not may_answer(request.user, found):
        raise PermissionDenied("Your role does not let you answer this.")
    form = way.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            way.act(found, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, way.said)
            return redirect(found)
    return render(request, "board/ask_verb.html", {"ask": found, "form": form, "verb": way})
