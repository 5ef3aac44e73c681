"""Sessions, who is booked on them and came, and plans of who gets which seats."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.documents.packs import spoken
from drystane.partners.models import Group
from drystane.partners.sight import seen_through
from drystane.training.models.courses import Course, CourseVersion
from drystane.training.models.people import Staff, kept_through


class SessionState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


SESSION_MOVES = {
    SessionState.PLANNED: {SessionState.HELD, SessionState.CANCELLED},
    SessionState.HELD: set[SessionState](),
    SessionState.CANCELLED: set[SessionState](),
}


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user, marked=False))

    def planned(self) -> Self:
        return self.filter(state=SessionState.PLANNED)


class Session(Referenced):
    """A day on which one course is given, or several to the same people."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=160, blank=True)
    site = models.CharField(
        max_length=80, blank=True, help_text="As teams name theirs. Empty: anybody can get there, or online."
    )
    places = models.PositiveSmallIntegerField()
    course_versions = models.ManyToManyField(CourseVersion, related_name="+")
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    version = models.PositiveIntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="session_has_a_place",
                condition=Q(places__gte=1),
                violation_error_message="A session has at least one place.",
            )
        ]

    def __str__(self) -> str:
        return spoken(self.on) + (f", {self.venue}" if self.venue else "")

    def get_absolute_url(self) -> str:
        return reverse("training:session", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group

    @property
    def week(self) -> str:
        """The week in which teams have to spare people, as 2015-W41."""
        year, week, _ = self.on.isocalendar()
        return f"{year}-W{week:02}"


class BookingState(models.TextChoices):
    WAITING = "waiting", "On the waiting list"
    BOOKED = "booked", "Booked"
    ATTENDED = "attended", "Attended"
    ABSENT = "absent", "Did not attend"
    CANCELLED = "cancelled", "Cancelled"


# Attendance taken wrongly is put right: what was recorded with it is withdrawn, or recorded after all.
BOOKING_MOVES = {
    BookingState.WAITING: {BookingState.BOOKED, BookingState.CANCELLED},
    BookingState.BOOKED: {BookingState.ATTENDED, BookingState.ABSENT, BookingState.CANCELLED},
    BookingState.ATTENDED: {BookingState.ABSENT},
    BookingState.ABSENT: {BookingState.ATTENDED},
    BookingState.CANCELLED: set[BookingState](),
}
ON_IT = {BookingState.BOOKED, BookingState.ATTENDED, BookingState.ABSENT}  # these have a place


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(kept_through("session__group", user))


class Booking(Referenced):
    """Somebody has a place on a session, or waits for one."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=10, choices=BookingState.choices)
    seat_plan = models.ForeignKey(
        "training.SeatPlan", on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    asked_at = models.DateTimeField()

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "staff"],
                condition=~Q(state="cancelled"),
                name="booked_once_on_a_session",
                violation_error_message="They are booked on that training session already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.get_state_display().lower()}"

    @property
    def governing_group(self) -> Group:
        return self.session.group


class BookingMoveQuerySet(models.QuerySet["BookingMove"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(kept_through("booking__session__group", user))


class BookingMove(Referenced):
    """A booking passed from one state to another."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=BookingState.choices, blank=True)
    to = models.CharField(max_length=10, choices=BookingState.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)

    objects = BookingMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.booking.staff}: {self.get_to_display().lower()}"

    @property
    def governing_group(self) -> Group:
        return self.booking.session.group


class SeatPlanState(models.TextChoices):
    SUGGESTED = "suggested", "Suggested"
    DECIDED = "decided", "Decided"
    SET_ASIDE = "set_aside", "Set aside"


SEAT_MOVES = {
    SeatPlanState.SUGGESTED: {SeatPlanState.DECIDED, SeatPlanState.SET_ASIDE},
    SeatPlanState.DECIDED: set[SeatPlanState](),
    SeatPlanState.SET_ASIDE: set[SeatPlanState](),
}


class SeatPlanQuerySet(models.QuerySet["SeatPlan"]):
    def visible_to(self, user: User) -> Self:
        """How many people of a small team are due stands in it: for those who keep the records."""
        return self.filter(kept_through("group", user))


class SeatPlan(Referenced):
    """An allocation of seats as the program suggested it, and what a person decided of it, and why."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SeatPlanState.choices, default=SeatPlanState.SUGGESTED)
    asked = models.JSONField(help_text="All that the allocation depended on.")
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(
        help_text="Who gets which seats, how good that is, and what the priority costs."
    )
    suggested_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    suggested_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = SeatPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            all_or_none("decided_by", "decided_at", name="seats_are_decided_by_somebody"),
            models.CheckConstraint(
                name="deciding_on_seats_says_why",
                condition=Q(state="suggested", decided_at=None, reason="")
                | (~Q(state="suggested") & Q(decided_at__isnull=False) & ~Q(reason="")),
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return f"Seats of {self.course}"

    def get_absolute_url(self) -> str:
        return reverse("training:seat_plan", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group
