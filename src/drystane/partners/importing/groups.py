"""Groups brought in from a spreadsheet: by an administrator, or by the operator."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from drystane.access.models import User
from drystane.partners.founding import describe_group, found_group, take_back_group
from drystane.partners.models import Group
from drystane.sheets.cells import choices_of
from drystane.sheets.kinds import Change, Fault, Kind, Record, Values, restored
from drystane.sheets.tables import Field

KINDS = {kind.label: kind.value for kind in Group.Kind}
ADMINISTRATOR_ONLY = "Only an administrator of the partnership may do that."


class Groups(Kind):
    name = "groups"
    title = "Groups"
    model = Group
    keys = (("ref",), ("code",), ("title",))
    fields = (
        Field("ref", "Reference", also=("ref", "drystane reference")),
        Field("code", "Code", also=("group code", "short name"), needed=True, most=60, pattern=r"[\w-]+"),
        Field("title", "Group", also=("name", "group name"), needed=True, most=160),
        Field("kind", "Kind", "choice", ("type",)),
        Field("about", "About", also=("description", "purpose", "remit")),
        Field("board", "Overseen by", "choice", ("board", "parent", "reports to")),
    )

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        return person is None or person.is_administrator

    @cached_property
    def groups(self) -> dict[str, Group]:
        return {group.name: group for group in Group.objects.select_related("overseen_by").order_by("code")}

    def words(self) -> Mapping[str, Mapping[str, str]]:
        codes = {group.code: name for name, group in self.groups.items()}
        return {"kind": choices_of(KINDS), "board": choices_of(self.groups, codes)}

    def records(self) -> Iterator[Record]:
        for group in self.groups.values():
            said = {
                "ref": group.ref,
                "code": group.code,
                "title": group.name,
                "kind": group.get_kind_display(),
                "about": group.about,
                "board": group.overseen_by.name if group.overseen_by else "",
            }
            yield Record(group.ref, said, group)

    def refusal(self, thing: object, *, is_new: bool) -> str:  # noqa: ARG002  # the same for all
        return "" if self.open_to(self.person) else ADMINISTRATOR_ONLY

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        changed = {one.key for one in changes}
        if refused := self.refusal(record, is_new=record is None):
            yield Fault("", values.get("title", ""), refused)
        if "title" in changed and values["title"] in self.groups:
            yield Fault("“Group”", values["title"], "Another group is called that.")
        if "code" in changed and any(group.code == values["code"] for group in self.groups.values()):
            yield Fault("“Code”", values["code"], "Another group has that code.")
        if record is not None and "kind" in changed:
            yield Fault("“Kind”", values["kind"], "What a group may do hangs on its kind. Found another.")
        if record is not None and values.get("board") == record.thing.name:
            yield Fault("“Overseen by”", values["board"], "A group cannot oversee itself.")

    def columns(self, said: Mapping[str, str]) -> dict[str, Any]:
        names = {"code": "code", "title": "name", "about": "about"}
        found: dict[str, Any] = {name: said[key] for key, name in names.items() if key in said}
        if "kind" in said:
            found["kind"] = KINDS[said["kind"]]
        if "board" in said:
            found["overseen_by"] = self.groups[said["board"]]
        return found

    def add_all(self, rows: Sequence[Values]) -> list[Group]:
        return [found_group(fields=self.columns(said), by=self.person, at=self.at) for said in rows]

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Group:  # noqa: ARG002  # says none
        group: Group = record.thing
        describe_group(group, fields=self.columns(changes), seen=group.version, by=self.person, at=self.at)
        return group

    def restore(self, thing: Group, before: Mapping[str, Any], why: str) -> None:  # noqa: ARG002  # says none
        describe_group(thing, fields=restored(Group, before), seen=thing.version, by=self.person, at=self.at)

    def remove_all(self, things: Sequence[Group]) -> None:
        for thing in things:
            take_back_group(thing, by=self.person, at=self.at)
