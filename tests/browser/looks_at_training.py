"""Who looks at the pages of the training room, with records that the example holds or that are made here."""

from drystane.access import clock
from drystane.access.models import User
from drystane.partners.models import Group
from drystane.training.models import Booking, Completion, Course, RoleRule, SeatPlan, Session, Staff, Team
from drystane.training.operations.seats import suggest_seats
from drystane.training.operations.sessions import book
from tests.browser.look import Look


def lorna() -> User:
    return User.objects.get(username="lorna")


def desk() -> str:
    return Group.objects.get(code="training-desk").ref


def course() -> str:
    return Course.objects.get(code="wrap").ref


def of_course() -> dict[str, str]:
    return {"ref": desk(), "course": course()}


def team() -> str:
    return Team.objects.get(code="housing-officers").ref


def small_team() -> str:
    return Team.objects.get(code="licensing-standards").ref


def rule() -> str:
    return RoleRule.objects.get(title="The third sector has its share").ref


def person() -> str:
    return Staff.objects.get(reference="RC-5001").ref


def completion() -> str:
    return Completion.objects.filter(staff__reference="RC-5001").order_by("on")[0].ref


def session() -> str:
    return Session.objects.order_by("on")[0].ref


def booking() -> str:
    """Somebody whom Lorna has just booked."""
    held = Session.objects.order_by("on")[0]
    found = Booking.objects.filter(session=held).first()
    people = [Staff.objects.get(reference="RC-2010")]
    return (found or book(held, people, by=lorna(), at=clock.now())[0]).ref


def booked_session() -> str:
    booking()
    return session()


def seats() -> str:
    """A suggestion that Lorna has just asked for."""
    group, wrap = Group.objects.get(code="training-desk"), Course.objects.get(code="wrap")
    sessions = list(Session.objects.filter(course_versions__course=wrap).order_by("on"))
    found = SeatPlan.objects.filter(group=group).first()
    return (
        found or suggest_seats(group, wrap, sessions, by=lorna(), at=clock.now(), today=clock.today())
    ).ref


TRAINING_LOOKS: dict[str, list[Look]] = {
    "training:index": [
        Look("lorna"),
        Look("morag", called="training-board"),
        Look("ewan", called="training-none"),
    ],
    "training:coverage": [Look("morag", query=lambda: f"?course={course()}&by=team")],
    "training:courses": [Look("ewan")],
    "training:course": [Look("ewan", course)],
    "training:due": [Look("lorna")],
    "training:teams": [Look("lorna")],
    "training:team": [Look("lorna", team), Look("morag", small_team, called="training-small-team")],
    "training:new_team": [Look("lorna", desk, asks=True)],
    "training:edit_team": [Look("lorna", team)],
    "training:new_rule": [Look("lorna", desk, asks=True)],
    "training:edit_rule": [Look("lorna", rule)],
    "training:staff": [Look("struan")],
    "training:person": [Look("struan", person)],
    "training:edit_person": [Look("struan", person)],
    "training:record": [Look("struan", person, asks=True)],
    "training:withdraw": [Look("struan", completion, asks=True)],
    "training:sessions": [Look("struan")],
    "training:session": [Look("struan", booked_session)],
    "training:new_session": [Look("lorna", desk, asks=True)],
    "training:edit_session": [Look("lorna", session)],
    "training:cancel": [Look("lorna", session, asks=True)],
    "training:book": [Look("lorna", session)],
    "training:attendance": [Look("struan", booked_session)],
    "training:booking": [Look("struan", booking, {"verb": "cancelled"}, asks=True)],
    "training:first": [
        Look("lorna", args=of_course, query=lambda: "?seats=20"),
        Look("morag", args=of_course, called="training-first-board"),
    ],
    "training:put_first": [Look("lorna", args=of_course, asks=True)],
    "training:suggest": [Look("lorna", args=of_course)],
    "training:seat_plan": [Look("lorna", seats)],
    "training:decide": [
        Look("lorna", seats, {"verb": "decide"}, asks=True),
        Look("lorna", seats, {"verb": "set-aside"}, called="training-set-aside"),
    ],
}
