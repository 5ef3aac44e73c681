from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from drystane.access import clock
from drystane.access.models import User
from drystane.access.policy import Role
from drystane.partners.models import Group, Service
from drystane.training.models import Course, CourseVersion, RoleRule, Session, Staff, Team
from tests.cast import Partnership, make_partnership, make_user, seat

TODAY = date(2015, 9, 2)


@dataclass
class Desk:
    """A training desk below the board: inspectors and wardens, and a charity of whom nobody has a list."""

    cast: Partnership
    group: Group
    lorna: User  # lead officer of the desk
    ewan: User  # observes it
    wrap: Course
    version: CourseVersion
    signs: CourseVersion  # of another course, for the same inspectors
    inspectors: Team
    wardens: Team
    volunteers: Team
    rule: RoleRule
    regulatory: Service

    def session(self, *, on: date = TODAY, places: int = 3) -> Session:
        made = Session.objects.create(group=self.group, on=on, places=places)
        made.course_versions.set([self.version])
        return made

    def person(self, reference: str) -> Staff:
        return Staff.objects.get(reference=reference)


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def make_desk() -> Desk:
    cast = make_partnership()
    group = Group.objects.create(
        code="desk", name="Training desk", kind=Group.Kind.DESK, overseen_by=cast.board
    )
    lorna, ewan = make_user("lorna"), make_user("ewan")
    seat(lorna, group, Role.LEAD_OFFICER, cast.council)
    seat(ewan, group, Role.OBSERVER, cast.council)
    regulatory = Service.objects.create(
        organisation=cast.council, code="regulatory", name="Regulatory Services"
    )
    safety = Service.objects.create(organisation=cast.council, code="safety", name="Community Safety")
    wrap = Course.objects.create(
        code="wrap", title="Workshop to Raise Awareness of Prevent (WRAP)", topics=["prevent"]
    )
    version = CourseVersion.objects.create(course=wrap, name="facilitated", valid_months=24)
    signs = Course.objects.create(code="signs", title="Signs of organised crime", topics=["soc"])
    module = CourseVersion.objects.create(course=signs, name="module", valid_months=36)
    told = {"group": group, "organisation": cast.council}
    inspectors = Team.objects.create(
        **told, code="inspectors", name="Inspectors", service=regulatory, exposure=3, register_whole_on=TODAY
    )
    wardens = Team.objects.create(**told, code="wardens", name="Wardens", service=safety, exposure=3)
    volunteers = Team.objects.create(
        group=group, organisation=cast.charity, code="volunteers", name="Volunteers", headcount=7
    )
    for team, letter, many in ((inspectors, "I", 6), (wardens, "W", 8)):
        for number in range(1, many + 1):
            Staff.objects.create(team=team, reference=f"{letter}-{number:02}")
    rule = RoleRule.objects.create(group=group, title="Who meets the public", course=wrap)
    rule.teams.set([inspectors, wardens, volunteers])
    return Desk(
        cast, group, lorna, ewan, wrap, version, module, inspectors, wardens, volunteers, rule, regulatory
    )
