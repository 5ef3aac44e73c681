"""One calendar for all strands, by week, with what gets in each other's way."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.comms.clashes import Clash, all_clashes
from drystane.comms.forms.calendar import CalendarFilters
from drystane.comms.handling import marking_of
from drystane.comms.on_at_once import seen_slots, uses_between
from drystane.comms.weeks import beside, month_of, weeks_of


@page(methods={"GET"}, needs="sign-in")
def calendar(request: Request) -> HttpResponse:
    month = month_of(request.GET.get("month", ""), otherwise=clock.today())
    frame = weeks_of(month, [])
    first, last = frame[0].starts_on, frame[-1].ends_on
    filters = CalendarFilters(request.GET)
    slots = list(filters.narrow(seen_slots(request.user, first, last))) if filters.is_valid() else []
    shown = {slot.ref: slot for slot in slots}
    uses = uses_between(request.user, first, last)
    clashes = [one for one in all_clashes(uses) if one.use.ref in shown or one.other.ref in shown]
    weeks = weeks_of(month, [use for use in uses if use.ref in shown])
    return render(
        request,
        "comms/calendar.html",
        {
            "month": named(month),
            "before": key(beside(month, -1)),
            "after": key(beside(month, 1)),
            "this": key(month),
            "filters": filters,
            "weeks": [
                (week, [(shown[use.ref], of(clashes, use.ref)) for use in week.uses]) for week in weeks
            ],
            "clashes": clashes,
            "count": len(slots),
            "page_marking": marking_of(slot.campaign for slot in slots),
        },
    )


def of(clashes: list[Clash], ref: str) -> list[Clash]:
    return [one for one in clashes if ref in {one.use.ref, one.other.ref}]


def key(month: date) -> str:
    return f"{month:%Y-%m}"


def named(month: date) -> str:
    return f"{month:%B %Y}"
