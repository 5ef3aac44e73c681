"""Sessions: planned, booked, held or cancelled."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.training.models import (
    BOOKING_MOVES,
    ON_IT,
    Booking,
    BookingMove,
    BookingState,
    Completion,
    CourseVersion,
    SeatPlan,
    Session,
    SessionState,
    Staff,
)
from drystane.training.operations.people import NewCompletion, record_completions
from drystane.training.operations.revising import CHANGED_MEANWHILE, revise
from drystane.training.operations.teams import must_be_a_desk


@transaction.atomic
def plan_session(
    group: Group,
    *,
    fields: Mapping[str, Any],
    course_versions: Collection[CourseVersion],
    by: User | None,
    at: datetime,
) -> Session:
    must_be_a_desk(group)
    session = Session(group=group, **fields)
    session.full_clean()
    session.save()
    session.course_versions.set(course_versions)
    trail.record("session.planned", session, by=by, at=at, details={"places": session.places})
    return session


@transaction.atomic
def describe_session(
    session: Session,
    *,
    fields: Mapping[str, Any],
    course_versions: Collection[CourseVersion],
    seen: int,
    by: User | None,
    at: datetime,
) -> None:
    """Raises NotAllowed once it is held or cancelled, and where more are booked than it would have places."""
    must_be_planned(session)
    booked = session.bookings.filter(state__in=ON_IT).count()
    if fields["places"] < booked:
        raise NotAllowed(f"{booked} are booked already. Cancel some bookings first, or keep the places.")
    revise(session, fields=fields, seen=seen, verb="session.described", by=by, at=at)
    session.course_versions.set(course_versions)


def must_be_planned(session: Session) -> None:
    if session.state != SessionState.PLANNED:
        raise NotAllowed(f"The training session is {session.get_state_display().lower()}.")


def close(session: Session, to: SessionState, seen: int) -> None:
    """Change state only from the state that was seen."""
    must_be_planned(session)
    changed = Session.objects.filter(pk=session.pk, state=SessionState.PLANNED, version=seen)
    if not changed.update(state=to, version=seen + 1):
        raise NotAllowed(CHANGED_MEANWHILE)
    session.refresh_from_db()


@transaction.atomic
def cancel_session(session: Session, *, seen: int, by: User, at: datetime, why: str) -> None:
    """Everybody booked on it or waiting for it is without a place again, and due as before."""
    close(session, SessionState.CANCELLED, seen)
    open_ones = session.bookings.filter(state__in=(BookingState.BOOKED, BookingState.WAITING))
    for booking in open_ones.order_by("ref"):
        move_booking(booking, BookingState.CANCELLED, by=by, at=at, why=why)
    trail.record("session.cancelled", session, by=by, at=at)


def free_places(session: Session) -> int:
    return session.places - session.bookings.filter(state__in=ON_IT).count()


@transaction.atomic
def book(
    session: Session,
    people: Sequence[Staff],
    *,
    by: User,
    at: datetime,
    seat_plan: SeatPlan | None = None,
) -> list[Booking]:
    """Give them places while there are any; the others wait, in this order."""
    must_be_planned(session)
    # Whoever books at the same moment waits here, so that a place is given once.
    Session.objects.select_for_update().get(pk=session.pk)
    if taken := session.bookings.exclude(state=BookingState.CANCELLED).filter(staff__in=people).first():
        raise NotAllowed(f"{taken.staff} is booked on that training session already.")
    if left := next((one for one in people if one.left_on), None):
        raise NotAllowed(f"{left} has left.")
    free = free_places(session)
    bookings = [
        Booking(
            session=session,
            staff=staff,
            state=BookingState.BOOKED if number < free else BookingState.WAITING,
            seat_plan=seat_plan,
            asked_at=at,
        )
        for number, staff in enumerate(people)
    ]
    Booking.objects.bulk_create(bookings)
    BookingMove.objects.bulk_create(BookingMove(booking=one, to=one.state, by=by, at=at) for one in bookings)
    for one in bookings:
        trail.record("booking.made", one, by=by, at=at, details={"state": one.state, "session": session.ref})
    return bookings


@transaction.atomic
def move_booking(booking: Booking, to: BookingState, *, by: User, at: datetime, why: str = "") -> None:
    """Raises NotAllowed for a step that does not follow, or where somebody has just taken one."""
    before = BookingState(booking.state)
    if to not in BOOKING_MOVES[before]:
        raise NotAllowed(f"A booking that is “{before.label.lower()}” cannot become “{to.label.lower()}”.")
    if before is BookingState.WAITING and to is BookingState.BOOKED and free_places(booking.session) < 1:
        raise NotAllowed("There is no free place. Cancel a booking first.")
    if not Booking.objects.filter(pk=booking.pk, state=before).update(state=to):
        raise NotAllowed("Somebody else has just changed this booking.")
    booking.state = to
    BookingMove.objects.create(booking=booking, before=before, to=to, by=by, at=at, why=why)
    if to is BookingState.ATTENDED:
        complete(booking, by=by, at=at)
    elif before is BookingState.ATTENDED:
        Completion.objects.standing().filter(booking=booking).update(
            withdrawn_by=by, withdrawn_at=at, withdrawn_because=why or NOT_THERE
        )
    elif before is BookingState.BOOKED and to is BookingState.CANCELLED:
        let_the_next_in(booking.session, by=by, at=at)
    trail.record("booking.moved", booking, by=by, at=at, details={"before": before, "to": to})


NOT_THERE = "They were not there after all."


def complete(booking: Booking, *, by: User, at: datetime) -> None:
    """One booking counts for every course that the session gave."""
    versions = booking.session.course_versions.all()
    there = Completion.objects.standing().filter(staff=booking.staff, on=booking.session.on)
    done = set(there.values_list("course_version", flat=True))
    record_completions(
        [
            NewCompletion(booking.staff, version, booking.session.on, "Attendance taken", booking)
            for version in versions
            if version.pk not in done
        ],
        by=by,
        at=at,
    )


def let_the_next_in(session: Session, *, by: User, at: datetime) -> None:
    """Whoever has waited longest gets the place that has come free."""
    if session.state != SessionState.PLANNED:
        return
    waiting = session.bookings.filter(state=BookingState.WAITING)
    if first := waiting.select_related("session", "staff").order_by("asked_at", "pk").first():
        move_booking(first, BookingState.BOOKED, by=by, at=at, why="A place came free.")


@transaction.atomic
def take_attendance(
    session: Session, *, there: Collection[Booking], seen: int, by: User, at: datetime
) -> None:
    """Who was there has completed what was given; the others who were booked did not attend."""
    if session.on > at.date():
        raise NotAllowed("The training session has not been held yet.")
    close(session, SessionState.HELD, seen)
    came = {one.pk for one in there}
    for booking in session.bookings.exclude(state=BookingState.CANCELLED).select_related("session", "staff"):
        if booking.state == BookingState.WAITING:
            move_booking(booking, BookingState.CANCELLED, by=by, at=at, why="No place came free.")
        elif booking.state == BookingState.BOOKED:
            to = BookingState.ATTENDED if booking.pk in came else BookingState.ABSENT
            move_booking(booking, to, by=by, at=at)
    trail.record("session.held", session, by=by, at=at, details={"attended": len(came)})
