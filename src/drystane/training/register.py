"""The register read once: who must have which course, and where they stand, for the calculations."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from drystane.training import coverage, priority
from drystane.training.coverage import Cell, Count
from drystane.training.models import Completion, Course, CourseVersion, RoleRule, Staff, Team
from drystane.training.models.people import TeamQuerySet
from drystane.training.standing import SOON, Done, Standing, State, standing


@dataclass(frozen=True)
class Member:
    """Somebody of a team."""

    pk: int
    team: int
    reference: str
    started_on: date | None
    left_on: date | None

    def is_there(self, today: date) -> bool:
        begun = self.started_on is None or self.started_on <= today
        return begun and (self.left_on is None or today < self.left_on)


class Register:
    """Some teams, their people and all they have completed. Five queries, however many there are."""

    def __init__(self, teams: TeamQuerySet) -> None:
        self.teams = list(teams.select_related("organisation", "service", "group").order_by("name", "ref"))
        self.by_pk = {team.pk: team for team in self.teams}

    @cached_property
    def members(self) -> Mapping[int, Sequence[Member]]:
        """By team, whoever has left among them: they were there once."""
        found = defaultdict(list)
        columns = ("pk", "team_id", "reference", "started_on", "left_on")
        rows = Staff.objects.filter(team__in=self.by_pk).order_by("reference", "ref").values_list(*columns)
        for row in rows:
            found[row[1]].append(Member(*row))
        return found

    @cached_property
    def versions(self) -> list[tuple[int, int, date | None, int | None]]:
        """Each version with its course, when it was retired and what else it counts as: a row for each."""
        columns = ("pk", "course_id", "retired_on", "counts_as")
        return list(CourseVersion.objects.order_by("pk").values_list(*columns))

    @cached_property
    def done(self) -> Mapping[int, Sequence[tuple[int, Done]]]:
        """By person: the version, and when."""
        retired = {version: retired_on for version, _, retired_on, _ in self.versions}
        found = defaultdict(list)
        rows = Completion.objects.standing().filter(staff__team__in=self.by_pk)
        for staff, version, on, expires in rows.values_list("staff", "course_version", "on", "expires_on"):
            found[staff].append((version, Done(on, expires, retired[version])))
        return found

    @cached_property
    def ruled(self) -> list[tuple[RoleRule, int]]:
        """Each rule with each of its teams, the most pressing first."""
        rows = RoleRule.teams.through.objects.filter(team__in=self.by_pk)
        order = ("rolerule__order", "rolerule__title", "rolerule__ref", "team_id")
        found = rows.select_related("rolerule__course").order_by(*order)
        return [(row.rolerule, row.team_id) for row in found]

    @cached_property
    def rules(self) -> list[RoleRule]:
        return list(dict.fromkeys(rule for rule, _ in self.ruled))

    @cached_property
    def courses(self) -> list[Course]:
        """Those that anybody must have, by name."""
        return sorted({rule.course for rule in self.rules}, key=lambda course: course.title)

    def counting_as(self, course: Course) -> frozenset[int]:
        return frozenset(version for version, own, _, also in self.versions if course.pk in {own, also})

    def rules_of(self, course: Course) -> Mapping[int, list[RoleRule]]:
        """By team: why its people must have the course."""
        found = defaultdict(list)
        for rule, team in self.ruled:
            if rule.course_id == course.pk:
                found[team].append(rule)
        return found

    def required(self, course: Course) -> list[Team]:
        rules = self.rules_of(course)
        return [team for team in self.teams if team.pk in rules]

    def standings(self, team: Team, course: Course, today: date) -> list[tuple[Member, Standing]]:
        counts = self.counting_as(course)
        whole = team.register_whole_on is not None and team.register_whole_on <= today
        return [
            (
                member,
                standing(
                    (done for version, done in self.done.get(member.pk, ()) if version in counts),
                    register_is_whole=whole,
                    today=today,
                ),
            )
            for member in self.members.get(team.pk, ())
            if member.is_there(today)
        ]

    def uncounted(self, team: Team) -> int:
        """People of whom no list is held: nobody knows where they stand."""
        return 0 if self.members.get(team.pk) else team.headcount or 0

    def count(self, team: Team, course: Course, today: date) -> Count:
        found = [one for _, one in self.standings(team, course, today)]
        states = [one.state for one in found]
        more = self.uncounted(team)
        return Count(
            required=len(found) + more,
            in_date=states.count(State.IN_DATE),
            legacy=sum(one.is_legacy for one in found),
            lapsing=sum(one.lapses_by(today + SOON) for one in found),
            lapsed=states.count(State.LAPSED),
            never=states.count(State.NEVER),
            not_known=states.count(State.NOT_KNOWN) + more,
        )

    def cells(self, course: Course, today: date, *, own: Collection[int] = ()) -> list[Cell]:
        """`own`: the groups whose records the reader keeps."""
        return [
            Cell(
                team.name,
                team.service.name if team.service else "",
                team.organisation.name,
                self.count(team, course, today),
                team.group_id in own,
            )
            for team in self.required(course)
        ]

    def told(self, today: date, *, own: Collection[int] = ()) -> dict[Course, coverage.Told]:
        """By course, as far as a reader is told who keeps the records of these groups."""
        cells = {course.code: self.cells(course, today, own=own) for course in self.courses}
        told = coverage.tell_all(cells)
        return {course: told[course.code] for course in self.courses}

    def due(self, course: Course, today: date, *, but: Collection[int] = ()) -> list[priority.Team]:
        """The teams with whoever is due in each, but for these people, who have a seat already."""
        rules = self.rules_of(course)
        return [
            priority.Team(
                code=team.code,
                name=team.name,
                service=team.service.code if team.service else "",
                exposure=team.exposure,
                statutory=max(rule.statutory for rule in rules[team.pk]),
                order=min(rule.order for rule in rules[team.pk]),
                required=len(all_of_them) + self.uncounted(team),
                due=tuple(
                    priority.Person(member.reference, one, member.started_on)
                    for member, one in all_of_them
                    if one.is_due and member.pk not in but
                ),
                uncounted=self.uncounted(team),
                site=team.site,
                release=team.release_a_week,
            )
            for team in self.required(course)
            for all_of_them in [self.standings(team, course, today)]
        ]
