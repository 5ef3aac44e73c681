"""Courses and rules, teams and their people, sessions and their seats."""

from drystane.training.models.courses import Course, CourseVersion, RoleRule, ServiceFirst
from drystane.training.models.people import Completion, Staff, Team, bare_reference
from drystane.training.models.sessions import (
    BOOKING_MOVES,
    ON_IT,
    SEAT_MOVES,
    SESSION_MOVES,
    Booking,
    BookingMove,
    BookingState,
    SeatPlan,
    SeatPlanState,
    Session,
    SessionState,
)

__all__ = [
    "BOOKING_MOVES",
    "ON_IT",
    "SEAT_MOVES",
    "SESSION_MOVES",
    "Booking",
    "BookingMove",
    "BookingState",
    "Completion",
    "Course",
    "CourseVersion",
    "RoleRule",
    "SeatPlan",
    "SeatPlanState",
    "ServiceFirst",
    "Session",
    "SessionState",
    "Staff",
    "Team",
    "bare_reference",
]
