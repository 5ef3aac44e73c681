"""The room's first page, coverage, courses, and whose training lapses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Count as Counted
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.sheets.columns import About, Column, written
from drystane.sheets.listing import as_file
from drystane.training import forms
from drystane.training.chart import Chart, draw
from drystane.training.coverage import Count, Line, Told
from drystane.training.models import ON_IT, Course, CourseVersion, SeatPlan, SeatPlanState, Session, Team
from drystane.training.models.people import kept_by
from drystane.training.over_time import Month, over_time
from drystane.training.priority import Person
from drystane.training.register import Member, Register
from drystane.training.standing import SOON, Standing
from drystane.training.views.seen import RECORD, desks_kept, desks_seen, must_keep_records

MOST_DUE = 200


@dataclass(frozen=True)
class OfCourse:
    """How one course stands, as far as this reader is told."""

    course: Course
    told: Told

    @property
    def total(self) -> Line:
        return self.told.total

    def lines(self, by: str) -> Sequence[Line]:
        return {"team": self.told.teams, "partner": self.told.partners}.get(by, self.told.services)

    def chart(self, by: str) -> Chart:
        return draw(self.lines(by), course=self.course.title)


def coverage_for(user: User, today: date) -> tuple[Register, list[OfCourse]]:
    register = Register(Team.objects.visible_to(user))
    told = register.told(today, own=kept_by(user))
    return register, [OfCourse(course, found) for course, found in told.items()]


def coming(user: User, today: date) -> list[Session]:
    sessions = Session.objects.visible_to(user).planned().filter(on__gte=today)
    taken = Counted("bookings", filter=Q(bookings__state__in=ON_IT), distinct=True)
    found = sessions.annotate(taken=taken).prefetch_related("course_versions__course")
    return list(found.order_by("on", "ref")[:10])


@page(methods={"GET"}, needs="sign-in")
def index(request: Request) -> HttpResponse:
    today = clock.today()
    _, stands = coverage_for(request.user, today)
    waiting = SeatPlan.objects.visible_to(request.user).filter(state=SeatPlanState.SUGGESTED)
    return render(
        request,
        "training/index.html",
        {
            "stands": stands,
            "desks": list(desks_seen(request.user)),
            "kept": list(desks_kept(request.user)),
            "sessions": coming(request.user, today),
            "waiting": waiting.select_related("course").order_by("-suggested_at", "ref"),
            "may_bring": bool(kept_by(request.user)),
        },
    )


COLUMNS: Mapping[str, Callable[[Count], int | None]] = {
    "Must have it": lambda count: count.required,
    "In date": lambda count: count.in_date,
    "Of an older version": lambda count: count.legacy,
    "Lapses within 60 days": lambda count: count.lapsing,
    "Lapsed": lambda count: count.lapsed,
    "Never trained": lambda count: count.never,
    "Not known": lambda count: count.not_known,
    "In date, per cent": lambda count: count.percent,
}
KEPT_BACK = "Kept back"


@page(methods={"GET"}, needs="sign-in")
def coverage(request: Request) -> HttpResponse:
    """What is kept back is settled over all teams first; a filter only leaves lines out."""
    today = clock.today()
    register, stands = coverage_for(request.user, today)
    form = forms.CoverageFilters(request.GET)
    chosen = form.cleaned_data["course"] if form.is_valid() else None
    by = form.cleaned_data.get("by") or "service"
    shown = [one for one in stands if chosen is None or one.course == chosen]
    if request.GET.get("export") in {"csv", "xlsx"}:
        return as_table(shown, by, request.GET["export"])
    return render(
        request,
        "training/coverage.html",
        {
            "form": form,
            "by": by,
            "parts": [(one, one.lines(by), one.chart(by)) for one in shown],
            "months": months_of(register, shown, today),
            "has_gaps": any(one.told.has_gaps for one in shown),
            "query": request.GET.urlencode(),
        },
    )


def months_of(register: Register, shown: Sequence[OfCourse], today: date) -> list[Month]:
    """Of one course, where its total is told."""
    one = shown[0] if len(shown) == 1 else None
    return over_time(register, one.course, today) if one and one.total.count else []


def as_table(shown: Sequence[OfCourse], by: str, kind: str) -> HttpResponse:
    """The counts that the page shows, which whoever sees them may take away."""
    rows = [(one.course.title, line) for one in shown for line in (*one.lines(by), one.total)]
    columns = [
        Column("course", "Course", lambda row: row[0]),
        Column("by", "Counted by", lambda row: row[1].name),
        *(Column(heading, heading, partial(cell, value)) for heading, value in COLUMNS.items()),
    ]
    at = clock.now()
    about = About(title="Training coverage", marking="OFFICIAL", at=at)
    return as_file(written(kind, columns, rows, about), f"training-{at:%Y-%m-%d}", kind)


def cell(value: Callable[[Count], int | None], row: tuple[str, Line]) -> int | str | None:
    count = row[1].count
    return KEPT_BACK if count is None else value(count)


@page(methods={"GET"}, needs="sign-in")
def courses(request: Request) -> HttpResponse:
    found = Course.objects.visible_to(request.user).select_related("source").order_by("title")
    return render(
        request,
        "training/courses.html",
        {"courses": found.prefetch_related("versions"), "today": clock.today()},
    )


@page(methods={"GET"}, needs="sign-in")
def course(request: Request, ref: str) -> HttpResponse:
    seen = Course.objects.visible_to(request.user).select_related("source")
    found = get_object_or_404(seen, ref=ref)
    versions = CourseVersion.objects.filter(course=found).select_related("source", "replaces")
    return render(
        request,
        "training/course.html",
        {
            "course": found,
            "versions": versions.prefetch_related("counts_as").order_by("available_from", "name"),
            "desks": list(desks_seen(request.user)),
            "today": clock.today(),
        },
    )


@dataclass(frozen=True)
class Lapsing:
    """Somebody who is due, or will be soon."""

    member: Member
    team: Team
    course: Course
    standing: Standing
    by_when: date | None
    why: str


@page(methods={"GET"}, needs=RECORD)
def due(request: Request) -> HttpResponse:
    """Whose training lapses within sixty days, and who is without: for those who keep the records."""
    must_keep_records(request.user)
    today = clock.today()
    register = Register(Team.objects.visible_to(request.user).filter(group__in=kept_by(request.user)))
    found = [
        one
        for course in register.courses
        for team in register.required(course)
        for one in lapsing(register, team, course, today)
    ]
    found.sort(key=lambda one: (one.by_when or today, one.course.title, one.team.name, one.member.reference))
    soon = [one for one in found if not one.standing.is_due]
    return render(
        request,
        "training/due.html",
        {
            "soon": soon,
            "due": [one for one in found if one.standing.is_due][:MOST_DUE],
            "total": len(found) - len(soon),
            "most": MOST_DUE,
        },
    )


def lapsing(register: Register, team: Team, course: Course, today: date) -> list[Lapsing]:
    return [
        Lapsing(
            member,
            team,
            course,
            one,
            one.until,
            f"Counts until {one.until}" if not one.is_due else Person(member.reference, one).why(today),
        )
        for member, one in register.standings(team, course, today)
        if one.is_due or one.lapses_by(today + SOON)
    ]
