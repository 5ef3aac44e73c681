"""A register of completions brought in from a spreadsheet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from drystane.access.errors import NotAllowed
from drystane.sheets.cells import day, iso, spoken
from drystane.sheets.kinds import Change, Fault, Record, Values
from drystane.sheets.tables import Field
from drystane.training.importing.teams import OfTraining
from drystane.training.models import Completion, Course, CourseVersion, Staff, bare_reference
from drystane.training.operations.people import NewCompletion, record_completions, take_back_completions

BY_HAND = "A completion is not changed. Withdraw it on the person's page, with a reason, and record it anew."


class Completions(OfTraining):
    name = "completions"
    title = "Completed training"
    model = Completion
    governed_by = ("staff__team__group",)
    keys = (("ref",), ("person", "course", "version", "on"))
    fields = (
        Field("ref", "Drystane reference", also=("ref",)),
        Field(
            "person",
            "Payroll or volunteer reference",
            also=("reference", "payroll reference", "payroll number", "employee number", "person"),
            needed=True,
            most=40,
        ),
        Field("course", "Course", also=("course title", "training", "course code"), needed=True, most=200),
        Field("version", "Version", also=("course version", "edition"), most=40),
        Field("on", "Completed on", "day", ("date", "completed", "completion date"), needed=True),
        Field("evidence", "Evidence", also=("certificate", "notes"), most=200),
    )

    @cached_property
    def people(self) -> Mapping[str, list[Staff]]:
        """By bare reference, whichever of their two it is."""
        found = defaultdict(list)
        staff = Staff.objects.filter(team__group__in=self.desks.values())
        for one in staff.select_related("team__group").order_by("ref"):
            for bare in {one.bare, one.bare_also} - {""}:
                found[bare].append(one)
        return found

    @cached_property
    def courses(self) -> dict[str, Course]:
        """By every way of saying one: its title, its code, the word in brackets."""
        found: dict[str, Course] = {}
        for course in Course.objects.order_by("title"):
            short = course.title.rpartition("(")[2].rstrip(")") if course.title.endswith(")") else course.code
            found |= {spoken(words): course for words in (course.title, course.code, short)}
        return found

    @cached_property
    def versions(self) -> Mapping[int, list[CourseVersion]]:
        found = defaultdict(list)
        for version in CourseVersion.objects.select_related("course").order_by("available_from", "name"):
            found[version.course_id].append(version)
        return found

    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {}

    def records(self) -> Iterator[Record]:
        rows = Completion.objects.standing().filter(staff__team__group__in=self.desks.values())
        for row in rows.select_related("staff__team__group", "course_version__course").order_by("ref"):
            said = {
                "ref": row.ref,
                "person": row.staff.reference,
                "course": row.course_version.course.title,
                "version": row.course_version.name,
                "on": iso(row.on),
                "evidence": row.evidence,
            }
            yield Record(row.ref, said, row)

    def in_own_words(self, values: Values) -> Values:
        said = dict(values)
        if course := self.courses.get(spoken(said.get("course", ""))):
            said["course"] = course.title
            if said.get("on") and (version := self.version(course, said)):
                said["version"] = version.name
        if len(found := self.people.get(bare_reference(said.get("person", "")), [])) == 1:
            said["person"] = found[0].reference
        return said

    def version(self, course: Course, said: Mapping[str, str]) -> CourseVersion | None:
        """The one that is named; where none is, the one that was given on that day."""
        versions = self.versions[course.pk]
        if name := said.get("version"):
            return next((one for one in versions if spoken(one.name) == spoken(name)), None)
        on = day(said["on"])
        given = [
            one
            for one in versions
            if (one.available_from is None or one.available_from <= on)
            and (one.retired_on is None or on < one.retired_on)
        ]
        return given[-1] if given else None

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        if record is not None:
            for one in changes:
                yield self.fault(one.key, one.new, BY_HAND)
            return
        people = self.people.get(bare_reference(values["person"]), [])
        if not people:
            remedy = "Nobody is listed under this reference. Bring the staff list in first, or put it right."
            yield self.fault("person", values["person"], remedy)
        elif len(people) > 1:
            teams = ", ".join(sorted(str(one.team) for one in people))
            yield self.fault("person", values["person"], f"Two people look like this, in {teams}.")
        elif reason := self.refusal(people[0], is_new=True):
            yield Fault("", people[0].team.name, reason)
        if values["on"] > self.at.date().isoformat():
            yield self.fault("on", values["on"], "That day has not come. Record it once it has been done.")
        course = self.courses.get(spoken(values["course"]))
        if course is None:
            yield self.fault("course", values["course"], self.did_you_mean(values["course"]))
        elif self.version(course, values) is None:
            names = ", ".join(version.name for version in self.versions[course.pk])
            yield self.fault("version", values.get("version", "nothing"), f"Give one of: {names}.")

    def did_you_mean(self, words: str) -> str:
        close = get_close_matches(spoken(words), self.courses, n=1, cutoff=0.5)
        if close:
            return f"There is no course of that name. Did you mean “{self.courses[close[0]].title}”?"
        titles = sorted({course.title for course in self.courses.values()})
        return f"There is no course of that name. There are: {', '.join(titles)}."

    def add_all(self, rows: Sequence[Values]) -> list[Completion]:
        return record_completions(map(self.new, rows), by=self.person, at=self.at)

    def new(self, values: Values) -> NewCompletion:
        course = self.courses[spoken(values["course"])]
        version = self.version(course, values)
        assert version is not None  # noqa: S101  # `faults` has turned away whatever has none
        (staff,) = self.people[bare_reference(values["person"])]
        return NewCompletion(staff, version, day(values["on"]), values.get("evidence", ""))

    def change(self, *_: object) -> Completion:
        raise NotAllowed(BY_HAND)

    def restore(self, *_: object) -> None:
        raise NotAllowed(BY_HAND)

    def remove_all(self, things: Sequence[Completion]) -> None:
        take_back_completions(things, by=self.person, at=self.at)
