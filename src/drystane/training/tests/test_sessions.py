"""Booking, waiting, attendance and what is recorded with it."""

from datetime import date

import pytest

from drystane.access.errors import NotAllowed
from drystane.training.models import Booking, BookingMove, BookingState, Completion, SessionState
from drystane.training.operations.sessions import (
    book,
    cancel_session,
    describe_session,
    move_booking,
    take_attendance,
)
from drystane.training.tests.conftest import TODAY, Desk
from tests.cast import NOW


def states(desk: Desk) -> dict[str, str]:
    return dict(Booking.objects.values_list("staff__reference", "state"))


def test_whoever_is_beyond_the_places_waits_and_is_let_in_when_one_comes_free(desk: Desk) -> None:
    session = desk.session(places=2)
    people = [desk.person(f"I-0{number}") for number in (1, 2, 3, 4)]
    first, *_ = book(session, people, by=desk.lorna, at=NOW)
    assert list(states(desk).values()) == ["booked", "booked", "waiting", "waiting"]

    move_booking(first, BookingState.CANCELLED, by=desk.lorna, at=NOW, why="Ill")

    assert states(desk) == {"I-01": "cancelled", "I-02": "booked", "I-03": "booked", "I-04": "waiting"}
    moved = BookingMove.objects.filter(booking__staff__reference="I-03").order_by("pk")
    assert [(move.to, move.why) for move in moved] == [("waiting", ""), ("booked", "A place came free.")]


def test_nobody_is_booked_twice_and_nobody_who_has_left(desk: Desk) -> None:
    session, person, left = desk.session(), desk.person("I-01"), desk.person("I-02")
    left.left_on = TODAY
    left.save()
    book(session, [person], by=desk.lorna, at=NOW)
    with pytest.raises(NotAllowed, match="I-01 is booked on that training session already"):
        book(session, [person], by=desk.lorna, at=NOW)
    with pytest.raises(NotAllowed, match="I-02 has left"):
        book(session, [left], by=desk.lorna, at=NOW)


def test_one_booking_counts_for_both_courses_that_are_given(desk: Desk) -> None:
    session = desk.session()
    session.course_versions.add(desk.signs)
    there, absent = book(session, [desk.person("I-01"), desk.person("I-02")], by=desk.lorna, at=NOW)

    take_attendance(session, there=[there], seen=session.version, by=desk.lorna, at=NOW)

    assert session.state == SessionState.HELD
    assert states(desk) == {"I-01": "attended", "I-02": "absent"}
    found = Completion.objects.order_by("course_version__name")
    assert [(one.staff.reference, str(one.course_version), one.expires_on) for one in found] == [
        ("I-01", "Workshop to Raise Awareness of Prevent (WRAP) (facilitated)", date(2017, 9, 2)),
        ("I-01", "Signs of organised crime (module)", date(2018, 9, 2)),
    ]
    absent.refresh_from_db()
    with pytest.raises(NotAllowed, match="cannot become"):
        move_booking(absent, BookingState.BOOKED, by=desk.lorna, at=NOW)


def test_attendance_taken_wrongly_is_put_right_and_what_was_recorded_no_longer_counts(desk: Desk) -> None:
    session = desk.session()
    (one,) = book(session, [desk.person("I-01")], by=desk.lorna, at=NOW)
    take_attendance(session, there=[one], seen=session.version, by=desk.lorna, at=NOW)
    one.refresh_from_db()

    move_booking(one, BookingState.ABSENT, by=desk.lorna, at=NOW, why="It was I-02")
    assert Completion.objects.standing().count() == 0
    assert Completion.objects.get().withdrawn_because == "It was I-02"

    move_booking(one, BookingState.ATTENDED, by=desk.lorna, at=NOW, why="It was I-01 after all")
    assert Completion.objects.standing().count() == 1


def test_attendance_waits_for_the_day_and_is_taken_once(desk: Desk) -> None:
    later = desk.session(on=date(2015, 9, 3))
    with pytest.raises(NotAllowed, match="not been held yet"):
        take_attendance(later, there=[], seen=later.version, by=desk.lorna, at=NOW)
    session, again = desk.session(), None
    again = type(session).objects.get(pk=session.pk)
    take_attendance(session, there=[], seen=session.version, by=desk.lorna, at=NOW)
    with pytest.raises(NotAllowed, match="Somebody else has just changed this"):
        take_attendance(again, there=[], seen=again.version, by=desk.lorna, at=NOW)


def test_a_cancelled_session_leaves_everybody_without_a_place(desk: Desk) -> None:
    session = desk.session(places=1)
    book(session, [desk.person("I-01"), desk.person("I-02")], by=desk.lorna, at=NOW)

    cancel_session(session, seen=session.version, by=desk.lorna, at=NOW, why="The trainer is ill")

    assert set(states(desk).values()) == {"cancelled"}
    with pytest.raises(NotAllowed, match="The training session is cancelled"):
        book(session, [desk.person("I-03")], by=desk.lorna, at=NOW)


def test_places_are_not_taken_from_whoever_is_booked(desk: Desk) -> None:
    session = desk.session(places=2)
    book(session, [desk.person("I-01"), desk.person("I-02")], by=desk.lorna, at=NOW)
    with pytest.raises(NotAllowed, match="2 are booked already"):
        describe_session(
            session,
            fields={"places": 1},
            course_versions=[desk.version],
            seen=session.version,
            by=desk.lorna,
            at=NOW,
        )
