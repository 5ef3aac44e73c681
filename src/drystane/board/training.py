"""What the board is told of training: coverage by service, as its members may see it."""

from dataclasses import dataclass
from datetime import date

from drystane.access.models import User
from drystane.training.coverage import Count, Told
from drystane.training.models import Course, ServiceFirst, Team
from drystane.training.models.people import kept_by
from drystane.training.register import Register


@dataclass(frozen=True)
class Stands:
    """One course in a line: how many are in date, and how the service that goes first stands."""

    course: Course
    count: Count
    first: str = ""
    first_count: Count | None = None


def training_lines(user: User, today: date) -> list[Stands]:
    """For the board's page: what this reader sees of each course."""
    told = Register(Team.objects.visible_to(user)).told(today, own=kept_by(user))
    if not told:
        return []
    standing = ServiceFirst.objects.visible_to(user).standing().select_related("service")
    first = {one.course_id: one.service.name for one in standing}
    return [
        stands(course, one, one.total.count, first.get(course.pk, ""))
        for course, one in told.items()
        if one.total.count
    ]


def stands(course: Course, told: Told, count: Count, first: str) -> Stands:
    of_service = next((line.count for line in told.services if line.name == first), None)
    return Stands(course, count, first if of_service else "", of_service)
