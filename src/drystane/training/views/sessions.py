"""Sessions: planned, booked, held or cancelled."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.access.policy import Permission
from drystane.access.refusals import refusals_on
from drystane.partners.sight import may, require
from drystane.sheets.columns import Column
from drystane.sheets.jobs import Found, exports
from drystane.sheets.listing import Listing, listed
from drystane.training import forms
from drystane.training.models import (
    BOOKING_MOVES,
    ON_IT,
    Booking,
    BookingState,
    Session,
    SessionState,
    Staff,
    Team,
)
from drystane.training.models.people import kept_by
from drystane.training.operations import sessions as operations
from drystane.training.priority import people_in_order, queue
from drystane.training.register import Register
from drystane.training.views.seen import (
    RECORD,
    asked,
    desks_kept,
    looked_again,
    seen_desk,
    values_of,
)

MOST_OFFERED = 100  # people to book by hand: those who are most due


def given(session: Session) -> str:
    return "; ".join(sorted(str(version) for version in session.course_versions.all()))


NEWEST_FIRST = "-on"
COLUMNS = (
    Column("on", "Day", lambda one: one.on, sort=("on",), links=True),
    Column("what", "What is given", given),
    Column("venue", "Where", lambda one: one.venue, sort=("venue",)),
    Column("places", "Places", lambda one: one.places, sort=("places",)),
    Column("taken", "Taken", lambda one: one.taken),
    Column("state", "State", lambda one: one.get_state_display(), sort=("state",)),
)


def seen_sessions(user: User) -> QuerySet[Session]:
    taken = Count("bookings", filter=Q(bookings__state__in=ON_IT), distinct=True)
    found = Session.objects.visible_to(user).annotate(taken=taken)
    return found.select_related("group").prefetch_related("course_versions__course")


def may_take(user: User, rows: QuerySet[Session]) -> bool:  # noqa: ARG001  # days and numbers, no people
    return bool(kept_by(user))


@exports("sessions")
def find_sessions(user: User, query: QueryDict) -> Found:
    rows = seen_sessions(user)
    found = listed(rows, query, columns=COLUMNS, filters=forms.SessionFilters, default_sort=NEWEST_FIRST)
    return COLUMNS, found.iterator(chunk_size=500)


@page(methods={"GET"}, needs="sign-in")
def sessions(request: Request) -> HttpResponse:
    listing = Listing(
        request,
        seen_sessions(request.user),
        columns=COLUMNS,
        filters=forms.SessionFilters,
        default_sort=NEWEST_FIRST,
        may_export=may_take,
    )
    if listing.wants_export:
        return listing.export("sessions", title="Training sessions", marking="OFFICIAL", at=clock.now())
    kept = list(desks_kept(request.user))
    return render(request, "training/sessions.html", {"listing": listing, "kept": kept})


def seen_session(user: User, ref: str) -> Session:
    return get_object_or_404(Session.objects.visible_to(user).select_related("group"), ref=ref)


@page(methods={"GET"}, needs=Permission.SEE_OFFICIAL)
def session(request: Request, ref: str) -> HttpResponse:
    found = seen_session(request.user, ref)
    keeps = may(request.user, RECORD, found)
    rows = list(
        found.bookings.select_related("staff__team").order_by("state", "asked_at", "staff__reference")
    )
    return render(
        request,
        "training/session.html",
        {
            "session": found,
            "versions": found.course_versions.select_related("course").order_by("course__title"),
            "taken": sum(1 for one in rows if one.state in ON_IT),
            "waiting": sum(1 for one in rows if one.state == BookingState.WAITING),
            "bookings": [(one, steps(one)) for one in rows] if keeps else None,
            "keeps": keeps,
            "is_planned": found.state == SessionState.PLANNED,
            "may_be_held": found.state == SessionState.PLANNED and found.on <= clock.today(),
        },
    )


WORDS: Mapping[BookingState, str] = {
    BookingState.BOOKED: "Give a place",
    BookingState.ATTENDED: "They were there",
    BookingState.ABSENT: "They were not there",
    BookingState.CANCELLED: "Cancel",
}


def steps(booking: Booking) -> list[tuple[str, str]]:
    """What may follow, each as its verb and its words: no attendance before the day."""
    later = booking.session.on > clock.today()
    return [
        (state.value, WORDS[state])
        for state in BookingState
        if state in BOOKING_MOVES[BookingState(booking.state)]
        and not (later and state in {BookingState.ATTENDED, BookingState.ABSENT})
    ]


@page(methods={"GET", "POST"}, needs=RECORD)
def new_session(request: Request, ref: str) -> HttpResponse:
    group = seen_desk(request.user, ref)
    require(request.user, RECORD, group)
    form = forms.SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = operations.plan_session(
                group,
                fields=form.fields_given(),
                course_versions=form.cleaned_data["course_versions"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "The session is planned. Now share out its seats, or book people.")
            return redirect(made)
    return asked(
        request,
        form,
        heading="Plan a session",
        purpose="A day on which one course is given, or several to the same people.",
        words="Plan the session",
        back=reverse("training:sessions"),
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def edit_session(request: Request, ref: str) -> HttpResponse:
    found = seen_session(request.user, ref)
    require(request.user, RECORD, found)
    begins = values_of(found, set(forms.SessionForm.base_fields) - {"course_versions"})
    begins["course_versions"] = list(found.course_versions.all())
    form = forms.EditSessionForm(request.POST or None, initial=begins)
    changed = False
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.describe_session(
                found,
                fields=form.fields_given(),
                course_versions=form.cleaned_data["course_versions"],
                seen=form.version_seen,
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, "Your changes are saved.")
            return redirect(found)
        changed = looked_again(form, found)
    return asked(
        request,
        form,
        heading="Change the session",
        purpose="Whoever is booked stays booked: tell them of another day or place.",
        words="Save the changes",
        back=found.get_absolute_url(),
        changed=changed,
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def cancel(request: Request, ref: str) -> HttpResponse:
    found = seen_session(request.user, ref)
    require(request.user, RECORD, found)
    form = forms.CancelForm(request.POST or None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.cancel_session(
                found, seen=form.version_seen, by=request.user, at=clock.now(), why=form.cleaned_data["why"]
            )
            messages.success(request, "The session is cancelled.")
            return redirect(found)
        looked_again(form, found)
    return asked(
        request,
        form,
        heading="Cancel the session",
        purpose="Everybody booked on it is without a place again, and due as before. This is not taken back.",
        words="Cancel the session",
        back=found.get_absolute_url(),
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def book(request: Request, ref: str) -> HttpResponse:
    found = seen_session(request.user, ref)
    require(request.user, RECORD, found)
    form = forms.BookForm(request.POST or None, people=to_book(found, clock.today()))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            people = list(form.cleaned_data["people"])
            made = operations.book(found, people, by=request.user, at=clock.now())
            waiting = sum(1 for one in made if one.state == BookingState.WAITING)
            said = f"{len(made) - waiting} booked."
            messages.success(request, f"{said} {waiting} on the waiting list." if waiting else said)
            return redirect(found)
    free = operations.free_places(found)
    return asked(
        request,
        form,
        heading=f"Book people on {found}",
        purpose=f"{free} places are free. Whoever is beyond them waits, and is let in when one comes free. "
        f"Those who are most due are offered, up to {MOST_OFFERED}.",
        words="Book them",
        back=found.get_absolute_url(),
    )


def to_book(session: Session, today: date) -> QuerySet[Staff]:
    """Whoever is due one of the courses given, and is not on the session."""
    register = Register(Team.objects.filter(group=session.group))
    courses = {version.course for version in session.course_versions.select_related("course")}
    found: list[tuple[str, str]] = []
    for course in sorted(courses, key=lambda one: one.title):
        for one in queue(register.due(course, today), today=today):
            found += [(one.team.code, person.reference) for person in people_in_order(one.team.due, today)]
    wanted = set(list(dict.fromkeys(found))[:MOST_OFFERED])
    there = session.bookings.exclude(state=BookingState.CANCELLED).values("staff")
    staff = Staff.objects.current().filter(team__group=session.group).exclude(pk__in=there)
    rows = staff.values_list("pk", "team__code", "reference")
    due = [pk for pk, code, reference in rows if (code, reference) in wanted]
    return Staff.objects.filter(pk__in=due).select_related("team").order_by("team__name", "reference", "ref")


@page(methods={"GET", "POST"}, needs=RECORD)
def attendance(request: Request, ref: str) -> HttpResponse:
    found = seen_session(request.user, ref)
    require(request.user, RECORD, found)
    booked = found.bookings.filter(state=BookingState.BOOKED)
    people = Staff.objects.filter(pk__in=booked.values("staff")).select_related("team")
    people = people.order_by("team__name", "reference", "ref")
    begins = {"seen": found.version, "there": list(people)}
    form = forms.AttendanceForm(request.POST or None, people=people, initial=begins)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            there = booked.filter(staff__in=form.cleaned_data["there"])
            operations.take_attendance(
                found, there=list(there), seen=form.version_seen, by=request.user, at=clock.now()
            )
            messages.success(request, "Attendance is taken. Whoever was there is in date.")
            return redirect(found)
        looked_again(form, found)
    return asked(
        request,
        form,
        heading=f"Take attendance: {found}",
        purpose="Whoever is ticked has completed what was given; the others did not attend, and are due. "
        "A mistake can be put right afterwards, person by person.",
        words="Take attendance",
        back=found.get_absolute_url(),
    )


@page(methods={"GET", "POST"}, needs=RECORD)
def booking(request: Request, ref: str, verb: str) -> HttpResponse:
    bookings = Booking.objects.visible_to(request.user).select_related("session__group", "staff__team")
    found = get_object_or_404(bookings, ref=ref)
    if verb not in WORDS:
        raise Http404
    to = BookingState(verb)
    form = forms.WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            operations.move_booking(found, to, by=request.user, at=clock.now(), why=form.cleaned_data["why"])
            messages.success(request, f"{found.staff.reference}: {to.label.lower()}.")
            return redirect(found.session)
    return asked(
        request,
        form,
        heading=f"{WORDS[to]}: {found.staff.reference}",
        purpose=f"{found.session}. They are “{found.get_state_display().lower()}” now. "
        "What has been recorded with it follows.",
        words=WORDS[to],
        back=found.session.get_absolute_url(),
    )
