"""Who gets which seats: the program suggests, a person decides with a reason, and bookings are made."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.training.models import (
    ON_IT,
    Booking,
    BookingState,
    Course,
    SeatPlan,
    SeatPlanState,
    ServiceFirst,
    Session,
    Staff,
    Team,
)
from drystane.training.operations.sessions import book
from drystane.training.priority import Priority, people_in_order, queue
from drystane.training.register import Register
from drystane.training.seats import Allocation, CannotBeMet, Minimum, Need, Question, Sitting, allocate

ANY_DAY = "any-day"  # the one session of a question that asks about seats alone


class Asking:
    """One course of one group on one day: who is due, in which order, and what may be kept to."""

    def __init__(self, group: Group, course: Course, today: date) -> None:
        self.group, self.course, self.today = group, course, today
        self.register = Register(Team.objects.filter(group=group))
        standing = ServiceFirst.objects.standing().filter(group=group, course=course)
        self.first = standing.select_related("service", "action__plan__group", "by").first()
        seated = Booking.objects.filter(
            session__group=group,
            session__course_versions__in=self.register.counting_as(course),
            state__in=(BookingState.BOOKED, BookingState.WAITING),
        )
        self.seated = frozenset(seated.values_list("staff", flat=True))
        self.teams = self.register.due(course, today, but=self.seated)

    def queue(self) -> list[Priority]:
        return queue(self.teams, today=self.today, first=self.first.service.code if self.first else "")

    def question(self, sittings: Sequence[Sitting]) -> Question:
        """In the order of the queue, so that equals are settled as people read them."""
        needs = tuple(
            Need(
                one.team.code,
                people=len(one.team.due),
                weight=one.weight,
                service=one.team.service,
                site=one.team.site,
                release=one.team.release,
            )
            for one in self.queue()
        )
        return Question(
            needs,
            tuple(sittings),
            first=self.first.service.code if self.first else "",
            minimums=self.minimums(),
            before=self.before(sittings),
        )

    def minimums(self) -> tuple[Minimum, ...]:
        codes = {team.pk: team.code for team in self.register.teams}
        return tuple(
            Minimum(
                rule.title,
                frozenset(codes[team] for one, team in self.register.ruled if one == rule),
                rule.least_seats,
            )
            for rule in self.register.rules
            if rule.course_id == self.course.pk and rule.least_seats
        )

    def before(self, sittings: Sequence[Sitting]) -> tuple[tuple[str, str, int], ...]:
        """The last plan that was not set aside, as far as its sessions are asked about again."""
        plans = SeatPlan.objects.filter(group=self.group, course=self.course)
        last = plans.exclude(state=SeatPlanState.SET_ASIDE).order_by("-suggested_at", "-pk").first()
        asked = {sitting.session for sitting in sittings}
        seats = last.answer["seats"] if last and last.state == SeatPlanState.SUGGESTED else []
        return tuple((one["team"], one["session"], one["people"]) for one in seats if one["session"] in asked)


def sittings_of(sessions: Sequence[Session]) -> list[Sitting]:
    """What each has free, in the order of their days."""
    taken = Count("bookings", filter=Q(bookings__state__in=ON_IT))
    rows = Session.objects.filter(pk__in=[one.pk for one in sessions]).annotate(taken=taken)
    booked = dict(rows.values_list("pk", "taken"))
    return [
        Sitting(one.ref, places=max(0, one.places - booked[one.pk]), week=one.week, site=one.site)
        for one in sorted(sessions, key=lambda one: (one.on, one.venue, one.ref))
    ]


def seats_alone(places: int) -> list[Sitting]:
    """So many seats on any day: no week is known, so no release limit holds."""
    return [Sitting(ANY_DAY, places)]


@transaction.atomic
def suggest_seats(
    group: Group, course: Course, sessions: Sequence[Session], *, by: User | None, at: datetime, today: date
) -> SeatPlan:
    """Raises NotAllowed, naming the rule, where a mandatory minimum cannot be kept."""
    if not sessions:
        raise NotAllowed("Choose at least one session.")
    question = Asking(group, course, today).question(sittings_of(sessions))
    plan = SeatPlan.objects.create(
        group=group,
        course=course,
        asked=as_json(question),
        fingerprint=question.fingerprint,
        answer=answered(question),
        suggested_for=by,
        suggested_at=at,
    )
    trail.record("seats.suggested", plan, by=by, at=at, details={"fingerprint": question.fingerprint})
    return plan


def answered(question: Question) -> dict[str, Any]:
    try:
        return told(allocate(question))
    except CannotBeMet as error:
        raise NotAllowed(str(error)) from error


def told(found: Allocation) -> dict[str, Any]:
    """The answer in a form that JSON can hold."""
    return {
        "seats": [asdict(one) for one in found.seats],
        "stages": [asdict(stage) for stage in found.stages],
        "benefit_without_priority": found.benefit_without_priority,
        "price": found.price,
        "price_in_percent": found.price_in_percent,
    }


def as_json(question: Question) -> dict[str, Any]:
    asked = asdict(question)
    for rule in asked["minimums"]:
        rule["teams"] = sorted(rule["teams"])
    kept: dict[str, Any] = json.loads(json.dumps(asked))
    return kept


def sessions_asked(plan: SeatPlan) -> list[Session]:
    refs = [sitting["session"] for sitting in plan.asked["sittings"]]
    return list(Session.objects.filter(ref__in=refs).order_by("on", "venue", "ref"))


@transaction.atomic
def decide_seats(plan: SeatPlan, *, by: User, at: datetime, today: date, why: str) -> list[Booking]:
    """Give the seats to those of each team who are next.

    Raises NotAllowed if anything it rests on has changed since, or if it has been decided.
    """
    changed = SeatPlan.objects.filter(pk=plan.pk, state=SeatPlanState.SUGGESTED)
    asking, sessions = Asking(plan.group, plan.course, today), sessions_asked(plan)
    now = {sitting.session: sitting for sitting in sittings_of(sessions)}
    question = asking.question(list(now.values()))
    if has_changed(question, plan):
        raise NotAllowed(
            "Something this rests on has changed since: who is due, a rule, or the places. Suggest again."
        )
    decided = {"state": SeatPlanState.DECIDED, "decided_by": by, "decided_at": at, "reason": why}
    if not changed.update(**decided):
        raise NotAllowed("Somebody else has decided on this already.")
    made = []
    for session, people in seated(plan, asking, sessions).items():
        made += book(session, people, by=by, at=at, seat_plan=plan)
    plan.refresh_from_db()
    trail.record("seats.decided", plan, by=by, at=at, details={"bookings": len(made)})
    return made


def has_changed(question: Question, plan: SeatPlan) -> bool:
    """Whether anything but the plan of last time is other than it was."""
    now = as_json(question)
    return any(now[key] != plan.asked[key] for key in now if key != "before")


def seated(plan: SeatPlan, asking: Asking, sessions: Sequence[Session]) -> dict[Session, list[Staff]]:
    """Of each team whoever is next in order, the earliest session first."""
    by_ref = {session.ref: session for session in sessions}
    next_in = {team.code: iter(people_in_order(team.due, asking.today)) for team in asking.teams}
    staff = {
        (one.team.code, one.reference): one
        for one in Staff.objects.current().filter(team__group=plan.group).select_related("team")
    }
    order = {ref: number for number, ref in enumerate(by_ref)}
    found: dict[Session, list[Staff]] = {session: [] for session in sessions}
    for one in sorted(plan.answer["seats"], key=lambda one: order[one["session"]]):
        for _ in range(one["people"]):
            person = next(next_in[one["team"]])
            found[by_ref[one["session"]]].append(staff[one["team"], person.reference])
    return {session: people for session, people in found.items() if people}


@transaction.atomic
def set_seats_aside(plan: SeatPlan, *, by: User, at: datetime, why: str) -> None:
    """No booking is made of it. It stays on record with the reason."""
    decided = {"state": SeatPlanState.SET_ASIDE, "decided_by": by, "decided_at": at, "reason": why}
    if not SeatPlan.objects.filter(pk=plan.pk, state=SeatPlanState.SUGGESTED).update(**decided):
        raise NotAllowed("Somebody else has decided on this already.")
    plan.refresh_from_db()
    trail.record("seats.set_aside", plan, by=by, at=at)
