"""The staff of teams brought in from a spreadsheet: references and posts, no names."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from drystane.sheets.cells import choices_of, day, iso
from drystane.sheets.kinds import Change, Fault, Record, Values, restored
from drystane.sheets.tables import Field
from drystane.training.importing.teams import OfTraining
from drystane.training.models import Staff, Team, bare_reference
from drystane.training.operations.people import NewStaff, add_staff, describe_staff, take_back_staff

DAYS = {"started": "started_on", "left": "left_on"}
TEXTS = ("reference", "also", "role")


class StaffList(OfTraining):
    name = "staff"
    title = "Staff to be trained"
    model = Staff
    governed_by = ("team__group",)
    keys = (("ref",), ("team", "reference"))
    fields = (
        Field("ref", "Drystane reference", also=("ref",)),
        Field(
            "reference",
            "Payroll or volunteer reference",
            also=(
                "reference",
                "payroll reference",
                "payroll number",
                "employee number",
                "volunteer reference",
            ),
            needed=True,
            most=40,
        ),
        Field("also", "Another reference of theirs", also=("other reference", "also known as"), most=40),
        Field("team", "Team", "choice", ("team name", "team code"), needed=True, for_all=True),
        Field("role", "Post", also=("role", "job", "job title", "post title"), most=120),
        Field("started", "Started", "day", ("start date", "started on", "from")),
        Field("left", "Left", "day", ("left on", "leaving date", "until")),
    )

    @cached_property
    def teams(self) -> dict[str, Team]:
        teams = Team.objects.filter(group__in=self.desks.values()).select_related("group")
        return {team.name: team for team in teams.order_by("name", "ref")}

    @cached_property
    def people(self) -> list[Staff]:
        found = Staff.objects.filter(team__in=self.teams.values())
        return list(found.select_related("team__group").order_by("ref"))

    @cached_property
    def known(self) -> Mapping[tuple[int, str], list[Staff]]:
        """By desk and bare reference, whichever of their two it is."""
        found = defaultdict(list)
        for one in self.people:
            for bare in filter(None, (one.bare, one.bare_also)):
                found[one.team.group_id, bare].append(one)
        return found

    @cached_property
    def said(self) -> dict[tuple[int, str], str]:
        """The references that rows before this one gave to somebody new."""
        return {}

    def in_own_words(self, values: Values) -> Values:
        """Within a team the same reference may be typed in several ways."""
        team, bare = self.teams.get(values.get("team", "")), bare_reference(values.get("reference", ""))
        if team is None or "ref" in values:
            return values
        same = [one for one in self.known.get((team.group_id, bare), ()) if one.team_id == team.pk]
        found = next((one.reference for one in same if one.bare == bare), values.get("reference", ""))
        return {**values, "reference": found} if found else values

    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {"team": choices_of(self.teams, {team.code: name for name, team in self.teams.items()})}

    def records(self) -> Iterator[Record]:
        for one in self.people:
            said = {
                "ref": one.ref,
                "reference": one.reference,
                "also": one.also,
                "team": one.team.name,
                "role": one.role,
                "started": iso(one.started_on),
                "left": iso(one.left_on),
            }
            yield Record(one.ref, said, one)

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        now = {**(record.values if record else {}), **values}
        team = self.teams[now["team"]]
        if reason := self.refusal(team, is_new=record is None):
            yield Fault("", team.name, reason)
        if now.get("started") and now.get("left") and now["left"] < now["started"]:
            yield self.fault("left", now["left"], "Somebody cannot leave before they start.")
        changed = {one.key for one in changes}
        for key in ("reference", "also"):
            if key in changed:
                yield from self.doubled(key, values[key], team, record)

    def doubled(self, key: str, reference: str, team: Team, record: Record | None) -> Iterator[Fault]:
        """One person under two references, or two people under one."""
        bare = bare_reference(reference)
        if not bare:
            yield self.fault(key, reference, "Give a reference with letters or figures in it.")
            return
        for other in self.known[team.group_id, bare]:
            if record is None or other.pk != record.thing.pk:
                yield self.fault(key, reference, one_of_two(other, reference))
                return
        earlier = self.said.setdefault((team.group_id, bare), reference + team.name)
        if earlier != reference + team.name:
            remedy = "A row above looks like the same person. Keep one, with the reference that payroll uses."
            yield self.fault(key, reference, remedy)

    def columns(self, said: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {key: said[key] for key in TEXTS if key in said}
        found |= {name: day(said[key]) for key, name in DAYS.items() if key in said}
        if "team" in said:
            found["team"] = self.teams[said["team"]]
        return found

    def add_all(self, rows: Sequence[Values]) -> list[Staff]:
        new = []
        for said in rows:
            fields = self.columns(said)
            new.append(NewStaff(fields.pop("team"), fields))
        return add_staff(new, by=self.person, at=self.at)

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Staff:  # noqa: ARG002  # says none
        staff: Staff = record.thing
        describe_staff(staff, fields=self.columns(changes), seen=staff.version, by=self.person, at=self.at)
        return staff

    def restore(self, thing: Staff, before: Mapping[str, Any], why: str) -> None:  # noqa: ARG002  # says none
        describe_staff(thing, fields=restored(Staff, before), seen=thing.version, by=self.person, at=self.at)

    def remove_all(self, things: Sequence[Staff]) -> None:
        take_back_staff(things, by=self.person, at=self.at)


def one_of_two(other: Staff, reference: str) -> str:
    if other.reference == reference:
        return (
            f"This reference stands in {other.team}. If they have moved, change the team on their page; if "
            "it is somebody else, give them a reference of their own."
        )
    return (
        f"This looks like {other.reference} in {other.team}. If it is the same person, write that reference; "
        "if not, give this one a reference of their own."
    )
