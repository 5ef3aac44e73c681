"""What the board is told of training: coverage by service, as its members may see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from drystane.access.models import User
from drystane.documents.packs import Table
from drystane.partners.models import Group
from drystane.partners.sight import seen_by_audience
from drystane.training.coverage import Count, Line, Told
from drystane.training.models import Course, ServiceFirst, Team
from drystane.training.models.people import kept_by
from drystane.training.register import Register

KEPT_BACK = "Kept back"


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


def training_table(group: Group, *, on: date) -> Table | None:
    """For a paper: what every member of the board may see. None where nobody has to be trained."""
    teams = Team.objects.filter(seen_by_audience("group", group, marked=False))
    told = Register(teams).told(on)
    if not told:
        return None
    return Table(
        caption="Training: who is in date",
        columns=("Course", "Service", "Must have it", "In date", "Not known", "In date, of all"),
        rows=tuple(row for course, one in told.items() for row in rows_of(course, one)),
        empty="Nobody has to be trained.",
    )


def rows_of(course: Course, told: Told) -> Iterator[tuple[str, ...]]:
    for line in (*told.services, told.total):
        yield (course.title, line.name, *figures(line))


def figures(line: Line) -> tuple[str, str, str, str]:
    if line.count is None:
        return (KEPT_BACK,) * 4
    count = line.count
    share = "–" if count.percent is None else f"{count.percent} %"
    return (str(count.required), str(count.in_date), str(count.not_known), share)
