"""The example's training: courses, and an invented register of teams, their people and what they did."""

from datetime import date, time
from typing import Any

from drystane.audit import trail
from drystane.plans.models import Action
from drystane.site.demo.groups import Partnership
from drystane.site.demo.reading import at, read
from drystane.strategy.packs import PACKS
from drystane.training.loading import load_courses, own_packs, put_courses
from drystane.training.models import Completion, Course, CourseVersion, Staff, Team, bare_reference
from drystane.training.operations.people import expiry
from drystane.training.operations.sessions import plan_session
from drystane.training.operations.teams import add_team, make_rule, put_first

LISTED = date(2015, 8, 24)


def load(partnership: Partnership, actions: dict[str, Action]) -> None:
    found = read(PACKS / "example" / "training_2015.yaml")
    for path in own_packs():
        load_courses(path)
    put_courses({"courses": found["courses"]}, PACKS / "example" / "training_2015.yaml")
    TrainingLoader(found, partnership).load(actions)


class TrainingLoader:
    """Holds what the register points to, so that each is looked up once."""

    def __init__(self, found: dict[str, Any], partnership: Partnership) -> None:
        self.found, self.partnership = found, partnership
        self.desk = partnership.groups[found["desk"]]
        self.by = partnership.people[found["first"]["by"]]
        self.courses = {course.code: course for course in Course.objects.all()}
        self.versions = {
            f"{version.course.code}/{version.name}": version
            for version in CourseVersion.objects.select_related("course")
        }
        self.teams: dict[str, Team] = {}

    def load(self, actions: dict[str, Action]) -> None:
        told: dict[str, Any] = {"by": self.by, "at": at(LISTED)}
        for row in self.found["teams"]:
            self.teams[row["code"]] = add_team(self.desk, fields=self.of_team(row), **told)
        self.load_people()
        for row in self.found["rules"]:
            fields = {**row, "course": self.courses[row["course"]]}
            teams = [self.teams[code] for code in fields.pop("teams")]
            make_rule(self.desk, fields=fields, teams=teams, **told)
        for row in self.found["sessions"]:
            fields = {**row, "on": row["day"], "starts_at": time.fromisoformat(row["starts_at"])}
            del fields["day"]
            versions = [self.versions[name] for name in fields.pop("versions")]
            plan_session(self.desk, fields=fields, course_versions=versions, **told)
        first = self.found["first"]
        put_first(
            self.desk,
            self.courses[first["course"]],
            self.partnership.services[first["service"]],
            because=first["because"],
            decided_on=first["decided_on"],
            action=actions[first["action"]],
            **told,
        )

    def of_team(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "code": row["code"],
            "name": row["name"],
            "organisation": self.partnership.organisations[row["organisation"]],
            "service": self.partnership.services[row["service"]] if row["service"] else None,
            "exposure": row["exposure"],
            "site": row["site"],
            "release_a_week": row["release"],
            "headcount": row.get("headcount"),
            "register_whole_on": row["whole"],
        }

    def load_people(self) -> None:
        """All at once, with one line in the trail: two hundred lines would tell nobody more."""
        listed = {row["code"]: self.people_of(row) for row in self.found["teams"] if "people" in row}
        staff = Staff.objects.bulk_create(one for people in listed.values() for one in people)
        completions = Completion.objects.bulk_create(
            self.completed(one, done["version"], done["day"])
            for row in self.found["teams"]
            for done in row.get("done", [])
            for one in listed[row["code"]][: done["people"]]
        )
        details = {"staff": len(staff), "completions": len(completions)}
        trail.record("register.loaded", self.desk, by=self.by, at=at(LISTED), details=details)

    def people_of(self, row: dict[str, Any]) -> list[Staff]:
        return [
            Staff(
                team=self.teams[row["code"]],
                reference=f"{row['prefix']}{number:02}",
                bare=bare_reference(f"{row['prefix']}{number:02}"),
                role=row["post"],
                started_on=row["started"],
            )
            for number in range(1, row["people"] + 1)
        ]

    def completed(self, staff: Staff, version: str, on: date) -> Completion:
        found = self.versions[version]
        return Completion(
            staff=staff,
            course_version=found,
            on=on,
            expires_on=expiry(found, on),
            recorded_by=self.by,
            recorded_at=at(LISTED),
        )
