"""Teams brought in from a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission, roles_with
from drystane.audit import trail
from drystane.partners.importing.permitted import Permitted, refused
from drystane.partners.models import Group, Organisation, Service
from drystane.sheets.cells import choices_of, day, iso
from drystane.sheets.kinds import Change, Fault, Kind, Record, Values, restored
from drystane.sheets.tables import Field
from drystane.training.models import Staff, Team
from drystane.training.operations.teams import add_team, describe_team

EXPOSURES = {exposure.label: exposure.value for exposure in Team.Exposure}
TEXTS = {"code": "code", "title": "name", "site": "site"}
NUMBERS = {"release": "release_a_week", "headcount": "headcount"}


def desks_of(person: User | None) -> dict[str, Group]:
    """The desks for which this person keeps training records, by name."""
    desks = Group.objects.filter(kind=Group.Kind.DESK)
    if person is not None:
        desks = desks.where_role(person, roles_with(Permission.RECORD_TRAINING))
    return {group.name: group for group in desks.order_by("name")}


class OfTraining(Kind):
    """What lists of this room have in common: only whoever keeps a desk's records brings one in."""

    def __init__(self, person: User | None, at: datetime) -> None:
        super().__init__(person, at)
        self.permitted = Permitted(person)

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        return bool(desks_of(person))

    @cached_property
    def desks(self) -> dict[str, Group]:
        return desks_of(self.person)

    def refusal(self, thing: Any, *, is_new: bool) -> str:  # noqa: ARG002  # the same for both
        group, permission = thing.governing_group, Permission.RECORD_TRAINING
        return "" if self.permitted.may(permission, group, group) else refused(group, permission)

    def fault(self, key: str, found: str, mend: str) -> Fault:
        return Fault(f"“{self.field(key).heading}”", found, mend)


class Teams(OfTraining):
    name = "teams"
    title = "Teams to be trained"
    model = Team
    governed_by = ("group",)
    keys = (("ref",), ("desk", "code"), ("desk", "title"))
    fields = (
        Field("ref", "Reference", also=("ref", "drystane reference")),
        Field("desk", "Training desk", "choice", ("desk", "kept by"), needed=True, for_all=True),
        Field("code", "Code", also=("team code", "short name"), needed=True, most=60, pattern=r"[\w-]+"),
        Field("title", "Team", also=("team name", "name"), needed=True, most=160),
        Field("body", "Partner", "choice", ("organisation", "body", "employer"), needed=True),
        Field("service", "Service", "choice", ("department",)),
        Field("site", "Site", also=("location", "base"), most=80),
        Field("exposure", "Work", "choice", ("exposure", "contact")),
        Field("release", "Can spare a week", "number", ("release", "release a week")),
        Field("headcount", "People, where none are listed", "number", ("headcount", "people")),
        Field("whole", "Register whole on", "day", ("register whole", "register confirmed")),
    )

    @cached_property
    def bodies(self) -> dict[str, Organisation]:
        return {body.name: body for body in Organisation.objects.order_by("name")}

    @cached_property
    def services(self) -> dict[str, Service]:
        return {service.name: service for service in Service.objects.order_by("name")}

    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {
            "desk": choices_of(self.desks, {one.code: name for name, one in self.desks.items()}),
            "body": choices_of(self.bodies, {one.code: name for name, one in self.bodies.items()}),
            "service": choices_of(self.services, {one.code: name for name, one in self.services.items()}),
            "exposure": choices_of(EXPOSURES),
        }

    def records(self) -> Iterator[Record]:
        teams = Team.objects.filter(group__in=self.desks.values())
        for team in teams.select_related("group", "organisation", "service").order_by("ref"):
            said = {
                "ref": team.ref,
                "desk": team.group.name,
                "code": team.code,
                "title": team.name,
                "body": team.organisation.name,
                "service": team.service.name if team.service else "",
                "site": team.site,
                "exposure": team.get_exposure_display(),
                "release": figure(team.release_a_week),
                "headcount": figure(team.headcount),
                "whole": iso(team.register_whole_on),
            }
            yield Record(team.ref, said, team)

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        now = {**(record.values if record else {}), **values}
        group = self.desks[now["desk"]]
        if reason := self.refusal(group, is_new=record is None):
            yield Fault("", group.name, reason)
        changed = {one.key for one in changes}
        if record is not None and "desk" in changed:
            yield self.fault("desk", values["desk"], "A team stays with its desk.")
        for key in ("code", "title"):
            taken = {one.values[key] for one in self.records() if one.values["desk"] == now["desk"]}
            if key in changed and values[key] in taken:
                yield self.fault(key, values[key], "Another team has that. Choose another.")
        service = self.services.get(now.get("service", ""))
        if service is not None and service.organisation_id != self.bodies[now["body"]].pk:
            yield self.fault("service", now["service"], f"That is a service of {service.organisation}.")
        if now.get("whole", "") > self.at.date().isoformat():
            yield self.fault("whole", now["whole"], "Give a day that has come.")

    def columns(self, said: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {name: said[key] for key, name in TEXTS.items() if key in said}
        found |= {name: int(said[key]) for key, name in NUMBERS.items() if key in said}
        if "body" in said:
            found["organisation"] = self.bodies[said["body"]]
        if "service" in said:
            found["service"] = self.services[said["service"]]
        if "exposure" in said:
            found["exposure"] = EXPOSURES[said["exposure"]]
        if "whole" in said:
            found["register_whole_on"] = day(said["whole"])
        return found

    def add_all(self, rows: Sequence[Values]) -> list[Team]:
        return [
            add_team(self.desks[said["desk"]], fields=self.columns(said), by=self.person, at=self.at)
            for said in rows
        ]

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Team:  # noqa: ARG002  # says none
        team: Team = record.thing
        describe_team(team, fields=self.columns(changes), seen=team.version, by=self.person, at=self.at)
        return team

    def restore(self, thing: Team, before: Mapping[str, Any], why: str) -> None:  # noqa: ARG002  # says none
        describe_team(thing, fields=restored(Team, before), seen=thing.version, by=self.person, at=self.at)

    def remove_all(self, things: Sequence[Team]) -> None:
        if Staff.objects.filter(team__in=things).exists():
            raise NotAllowed("Somebody is listed in one of these teams by now.")
        for thing in things:
            trail.record("team.taken_back", thing, by=self.person, at=self.at)
            thing.delete()


def figure(number: int | None) -> str:
    return "" if number is None else str(number)
