"""Who goes first and why, and who gets which seats: suggested here, decided by a person."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.partners.sight import may, require
from drystane.plans.models import Action
from drystane.training import forms
from drystane.training.models import Course, SeatPlan, SeatPlanState, Session, Team
from drystane.training.models.people import kept_by
from drystane.training.operations import seats as operations
from drystane.training.operations.seats import Asking, answered, seats_alone, sessions_asked
from drystane.training.operations.teams import put_first as put_service_first
from drystane.training.priority import Priority
from drystane.training.views.seen import RECORD, asked, seen_desk

MOST_SEATS = 1000
STAGES = {
    "cover": "Seats for the service that goes first",
    "benefit": "Weighted good of all seats together",
    "pieces": "Pieces: a team on one session",
    "changes": "Seats that moved since the last suggestion",
}


def seen_course(user: User, ref: str) -> Course:
    return get_object_or_404(Course.objects.visible_to(user), ref=ref)


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def first(request: Request, ref: str, course: str) -> HttpResponse:
    """The queue. A small team stands in it without its figures for those who do not keep the records."""
    group, found = seen_desk(request.user, ref), seen_course(request.user, course)
    asking = Asking(group, found, clock.today())
    keeps = may(request.user, RECORD, group)
    told = asking.register.told(asking.today, own=kept_by(request.user)).get(found)
    kept_back = {line.name for line in told.teams if line.count is None} if told else set()
    lines = [(one, one.team.name not in kept_back) for one in asking.queue()]
    if kept_back:  # where a hidden team stands would tell of its points
        shown = [replace(one, place=place) for place, (one, _) in enumerate(filter(is_told, lines), 1)]
        hidden = sorted((one for one, told in lines if not told), key=lambda one: one.team.name)
        lines = [*((one, True) for one in shown), *((one, False) for one in hidden)]
    return render(
        request,
        "training/first.html",
        {
            "group": group,
            "course": found,
            "first": asking.first,
            "action": seen_action(request.user, asking),
            "lines": lines,
            "has_gaps": bool(kept_back),
            "keeps": keeps,
            "price": price(asking, request.GET.get("seats", "")) if keeps else None,
            "plans": SeatPlan.objects.visible_to(request.user)
            .filter(group=group, course=found)
            .select_related("decided_by")
            .order_by("-suggested_at", "ref")[:10],
        },
    )


def is_told(line: tuple[Priority, bool]) -> bool:
    return line[1]


def seen_action(user: User, asking: Asking) -> Action | None:
    """The action behind the priority, for whoever may see it."""
    if asking.first is None or asking.first.action_id is None:
        return None
    return Action.objects.visible_to(user).filter(pk=asking.first.action_id).first()


def price(asking: Asking, seats: str) -> Mapping[str, Any] | None:
    """What the priority costs if there were so many seats on any day."""
    if not seats.isdecimal() or not 1 <= int(seats) <= MOST_SEATS:
        return None
    question = asking.question(seats_alone(int(seats)))
    try:
        answer = answered(question)
    except NotAllowed as error:
        return {"seats": seats, "refused": str(error)}
    names = {team.code: team.name for team in asking.teams}
    given = [(names[one["team"]], one["people"]) for one in answer["seats"]]
    return {"seats": seats, "answer": answer, "given": given}


@page(methods={"GET", "POST"}, needs=RECORD)
def put_first(request: Request, ref: str, course: str) -> HttpResponse:
    group, found = seen_desk(request.user, ref), seen_course(request.user, course)
    require(request.user, RECORD, group)
    actions = Action.objects.visible_to(request.user).order_by("title", "ref")
    form = forms.FirstForm(request.POST or None, actions=actions)
    back = reverse("training:first", args=[group.ref, found.ref])
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            service = given.pop("service")
            put_service_first(group, found, service, **given, by=request.user, at=clock.now())
            messages.success(request, f"{service} goes first.")
            return redirect(back)
    return asked(
        request,
        form,
        heading=f"Put a service first in {found}",
        purpose="Its staff have the first seats, whatever the points say, and what that costs is shown. "
        "Another service can be put first later; the reason of each stays on record.",
        words="Put it first",
        back=back,
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def suggest(request: Request, ref: str, course: str) -> HttpResponse:
    group, found = seen_desk(request.user, ref), seen_course(request.user, course)
    require(request.user, RECORD, group)
    today = clock.today()
    sessions = Session.objects.planned().filter(group=group, on__gte=today, course_versions__course=found)
    sessions = sessions.distinct().order_by("on", "venue", "ref")
    begins = {"sessions": list(sessions)}
    form = forms.SuggestForm(request.POST or None, sessions=sessions, initial=begins)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            plan = operations.suggest_seats(
                group,
                found,
                list(form.cleaned_data["sessions"]),
                by=request.user,
                at=clock.now(),
                today=today,
            )
            return redirect(plan)
    return asked(
        request,
        form,
        heading=f"Share out the seats of {found}",
        purpose="The program suggests who gets which seats. Nothing is booked before you have decided.",
        words="Suggest",
        back=reverse("training:first", args=[group.ref, found.ref]),
    )


def seen_plan(user: User, ref: str) -> SeatPlan:
    plans = SeatPlan.objects.visible_to(user).select_related("group", "course", "decided_by", "suggested_for")
    return get_object_or_404(plans, ref=ref)


@page(methods={"GET"}, needs=RECORD)
def seat_plan(request: Request, ref: str) -> HttpResponse:
    found = seen_plan(request.user, ref)
    sessions = sessions_asked(found)
    names = dict(Team.objects.filter(group=found.group).values_list("code", "name"))
    seats = {(one["team"], one["session"]): one["people"] for one in found.answer["seats"]}
    codes = [need["team"] for need in found.asked["needs"]]
    rows = [
        (
            names.get(code, code),
            need["people"],
            [seats.get((code, one.ref), 0) for one in sessions],
            sum(seats.get((code, one.ref), 0) for one in sessions),
        )
        for code, need in zip(codes, found.asked["needs"], strict=True)
    ]
    return render(
        request,
        "training/seat_plan.html",
        {
            "plan": found,
            "sessions": sessions,
            "rows": rows,
            "stages": [(STAGES[one["name"]], one) for one in found.answer["stages"]],
            "people": sum(seats.values()),
            "is_open": found.state == SeatPlanState.SUGGESTED,
            "bookings": found.bookings.count(),
        },
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def decide(request: Request, ref: str, verb: str) -> HttpResponse:
    found = seen_plan(request.user, ref)
    is_yes = verb == "decide"
    form = forms.DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        with refusals_on(form):
            if is_yes:
                made = operations.decide_seats(
                    found, by=request.user, at=clock.now(), today=clock.today(), why=why
                )
                messages.success(request, f"{len(made)} people are booked.")
            else:
                operations.set_seats_aside(found, by=request.user, at=clock.now(), why=why)
                messages.success(request, "The suggestion is set aside.")
            return redirect(found)
    people = sum(one["people"] for one in found.answer["seats"])
    return asked(
        request,
        form,
        heading="Book these seats" if is_yes else "Set the suggestion aside",
        purpose=f"{people} people are booked, those of each team who are next. Bookings can be changed after."
        if is_yes
        else "Nobody is booked. The suggestion stays on record with your reason.",
        words="Book these seats" if is_yes else "Set it aside",
        back=found.get_absolute_url(),
    )
