"""Roles in groups given and ended by a spreadsheet: by whoever may do so by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.utils import timezone

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission, Role, roles_with
from drystane.partners.founding import take_back_leaving, take_back_membership
from drystane.partners.importing.permitted import Permitted, named_apart, refused
from drystane.partners.models import Group, Membership, Organisation
from drystane.partners.operations import join_group, keep_somebody_in_charge, leave_group
from drystane.sheets.cells import choices_of, day, iso
from drystane.sheets.kinds import Change, Fault, Kind, Record, Values, ways
from drystane.sheets.tables import Field

ROLES = {role.label: role for role in Role}
NONE_TO_END = "They hold no role there that could end. Look at the group's page."
BY_HAND = "Change it on the group's page, where the old role ends with a reason."


class Members(Kind):
    name = "members"
    title = "Members of groups"
    model = Membership
    governed_by = ("group",)
    keys = (("ref",), ("group", "person", "left"), ("group", "person"))
    fields = (
        Field("ref", "Reference", also=("ref", "drystane reference")),
        Field("group", "Group", "choice", ("group name", "board"), needed=True, for_all=True),
        Field("person", "Person", "choice", ("name", "user name", "username", "member", "who"), needed=True),
        Field("role", "Role", "choice", ("role in the group",), needed=True),
        Field("body", "Organisation", "choice", ("body", "agency", "partner", "for")),
        Field("left", "Left on", "day", ("left", "leaving date", "end date", "until", "role ended")),
    )

    def __init__(self, person: User | None, at: datetime) -> None:
        super().__init__(person, at)
        self.permitted = Permitted(person)

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        mine = roles_with(Permission.MANAGE_MEMBERS)
        return person is None or Group.objects.where_role(person, mine).exists()

    @cached_property
    def groups(self) -> dict[str, Group]:
        return {group.name: group for group in Group.objects.all()}

    @cached_property
    def people(self) -> dict[str, User]:
        everybody = User.objects.filter(is_active=True)
        return named_apart((person.name, person.username, person) for person in everybody)

    @cached_property
    def bodies(self) -> dict[str, Organisation]:
        return {body.name: body for body in Organisation.objects.all()}

    def words(self) -> Mapping[str, Mapping[str, str]]:
        users = {person.username: name for name, person in self.people.items()}
        return {
            "group": choices_of(self.groups, {group.code: name for name, group in self.groups.items()}),
            "person": choices_of(self.people, users),
            "role": choices_of(ROLES),
            "body": choices_of(self.bodies, {body.code: name for name, body in self.bodies.items()}),
        }

    def records(self) -> Iterator[Record]:
        names = {person.pk: name for name, person in self.people.items()}
        known = Membership.objects.filter(user__is_active=True)
        for row in known.select_related("user", "group", "body").order_by("ref"):
            said = {
                "ref": row.ref,
                "group": row.group.name,
                "person": names[row.user_id],
                "role": Role(row.role).label,
                "body": row.body.name if row.body else "",
                "left": iso(timezone.localdate(row.left_at)) if row.left_at else "",
            }
            yield Record(row.ref, said, row)

    def ways_to(self, record: Record) -> Iterable[tuple[str, ...]]:
        """A role that has ended is not the one that somebody holds, or is given, now."""
        every = ways(self, record.values)
        return every if record.thing.left_at is None else (way for way in every if way[0] != "group+person")

    def refusal(self, thing: Membership | Group, *, is_new: bool) -> str:  # noqa: ARG002  # the same for both
        group, permission = thing.governing_group, Permission.MANAGE_MEMBERS
        return "" if self.permitted.may(permission, group, thing) else refused(group, permission)

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        group = self.groups[values["group"]] if record is None else record.thing.group
        if reason := self.refusal(group, is_new=record is None):
            yield Fault("", group.name, reason)
        elif record is not None:
            for one in changes:
                heading = f"“{self.field(one.key).heading}”"
                if one.key != "left" or record.thing.left_at is not None:
                    yield Fault(heading, one.new, BY_HAND)
                elif reason := self.why_not_left(record.thing, day(one.new)):
                    yield Fault(heading, one.new, reason)
        elif left := values.get("left"):
            yield Fault("“Left on”", left, NONE_TO_END)

    def why_not_left(self, membership: Membership, on: date) -> str:
        if on > timezone.localdate(self.at):
            return "Bring this in once the day has come: until then they hold the role."
        if on < timezone.localdate(membership.joined_at):
            return "They joined only after that day."
        try:
            keep_somebody_in_charge(membership)
        except NotAllowed as error:
            return str(error)
        return ""

    def add_all(self, rows: Sequence[Values]) -> list[Membership]:
        return [
            join_group(
                self.groups[said["group"]],
                self.people[said["person"]],
                role=ROLES[said["role"]],
                body=self.bodies.get(said.get("body", "")),
                by=self.person,
                at=self.at,
            )
            for said in rows
        ]

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Membership:
        membership: Membership = record.thing
        ended_at = self.end_of(day(changes["left"]), membership)
        leave_group(membership, by=self.person, at=self.at, why=why, ended_at=ended_at)
        return membership

    def end_of(self, on: date, membership: Membership) -> datetime:
        """Its last moment, so that whoever joined and left on one day left later; never one to come."""
        last = timezone.make_aware(datetime.combine(on, time(23, 59)))
        return max(membership.joined_at, min(last, self.at))

    def restore(self, thing: Membership, before: Mapping[str, Any], why: str) -> None:  # noqa: ARG002  # its end goes
        take_back_leaving(thing, by=self.person, at=self.at)

    def remove_all(self, things: Sequence[Membership]) -> None:
        for thing in things:
            take_back_membership(thing, by=self.person, at=self.at)
