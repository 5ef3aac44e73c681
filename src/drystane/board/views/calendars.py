"""One's dates in a calendar program: the page where the address is made, and what the address answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.forms import PlainForm
from drystane.access.pages import Request, page
from drystane.access.refusals import refusals_on
from drystane.board.calendar import gather_calendar
from drystane.board.ical import calendar
from drystane.board.models import CalendarAddress
from drystane.board.operations import calendars as operations


@page(methods={"GET", "POST"}, needs="sign-in")
def my_calendar(request: Request) -> HttpResponse:
    form = PlainForm(request.POST if request.method == "POST" else None)
    made = ""
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            token = operations.make_address(by=request.user, at=clock.now())
            made = request.build_absolute_uri(reverse("board:calendar_feed", args=[token]))
    address = CalendarAddress.objects.visible_to(request.user).in_force().first()
    return render(request, "board/my_calendar.html", {"form": form, "made": made, "address": address})


@page(methods={"GET", "POST"}, needs="sign-in")
def revoke_calendar(request: Request) -> HttpResponse:
    """There is one at most, so its page needs no name of it."""
    address = CalendarAddress.objects.visible_to(request.user).in_force().first()
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if address is not None:
            with refusals_on(form):
                operations.revoke_address(address, by=request.user, at=clock.now())
        if form.is_valid():
            messages.success(request, "Nobody reads your dates by that address any more.")
            return redirect("board:my_calendar")
    return render(request, "board/revoke_calendar.html", {"form": form, "address": address})


@page(methods={"GET"}, needs="nothing")
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Read by a program that holds no session: the token says whose sight it has, at each read anew.

    A purpose is stated in a session, so nothing OFFICIAL-SENSITIVE can come here. A token that was taken
    back, or whose owner's account is closed, answers like one that never was.
    """
    address = CalendarAddress.objects.opened_by(token)
    if address is None:
        raise Http404
    site = request.build_absolute_uri("/").rstrip("/")
    entries = gather_calendar(address.owner, today=clock.today(), site=site)
    return HttpResponse(calendar(entries, name="Drystane"), content_type="text/calendar; charset=utf-8")
