"""Plans brought in from a spreadsheet: what its rows mean, and who may do what they ask."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from drystane.access.models import User
from drystane.access.policy import Permission, roles_with
from drystane.partners.importing.permitted import Permitted, named_apart, refused
from drystane.partners.models import Group
from drystane.plans.models import Plan
from drystane.plans.planning import begin_plan, describe_plan, take_back_plan
from drystane.sheets.cells import choices_of, day, iso
from drystane.sheets.kinds import Change, Fault, Kind, Record, Values, restored
from drystane.sheets.tables import Field


class Plans(Kind):
    name = "plans"
    title = "Plans"
    model = Plan
    governed_by = ("group",)
    keys = (("ref",), ("code",), ("group", "title"))
    fields = (
        Field("ref", "Reference", also=("ref", "drystane reference")),
        Field("code", "Code", also=("plan code", "short name"), needed=True, most=60, pattern=r"[\w-]+"),
        Field("title", "Plan", also=("title", "plan title", "name"), needed=True, most=200),
        Field("group", "Group", "choice", ("owner", "owning group", "whose"), needed=True, for_all=True),
        Field("about", "About", also=("description", "purpose")),
        Field("parent", "Serves the plan", "choice", ("parent", "parent plan", "part of")),
        Field("starts", "Starts", "day", ("start", "start date", "from"), needed=True),
        Field("ends", "Ends", "day", ("end", "end date", "until", "to"), needed=True),
    )

    def __init__(self, person: User | None, at: datetime) -> None:
        super().__init__(person, at)
        self.permitted = Permitted(person)

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        mine = roles_with(Permission.DIRECT_ACTION)
        return person is None or Group.objects.where_role(person, mine).exists()

    @cached_property
    def groups(self) -> dict[str, Group]:
        return {group.name: group for group in Group.objects.all()}

    @cached_property
    def plans(self) -> dict[str, Plan]:
        seen = Plan.objects.visible_to(self.person) if self.person else Plan.objects.all()
        return named_apart((plan.title, plan.code, plan) for plan in seen.select_related("group", "parent"))

    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {
            "group": choices_of(self.groups, {group.code: name for name, group in self.groups.items()}),
            "parent": choices_of(self.plans, {plan.code: title for title, plan in self.plans.items()}),
        }

    def records(self) -> Iterator[Record]:
        titles = {plan.pk: title for title, plan in self.plans.items()}
        for plan in self.plans.values():
            said = {
                "ref": plan.ref,
                "code": plan.code,
                "title": plan.title,
                "group": plan.group.name,
                "about": plan.about,
                "parent": titles.get(plan.parent_id or 0, ""),
                "starts": iso(plan.starts_on),
                "ends": iso(plan.ends_on),
            }
            yield Record(plan.ref, said, plan)

    def refusal(self, thing: Plan | Group, *, is_new: bool) -> str:  # noqa: ARG002  # the same for both
        group = thing.group if isinstance(thing, Plan) else thing
        permission = Permission.DIRECT_ACTION
        return "" if self.permitted.may(permission, group, thing) else refused(group, permission)

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        group = self.groups[values["group"]] if record is None else record.thing.group
        if reason := self.refusal(record.thing if record else group, is_new=record is None):
            yield Fault("", group.name, reason)
        now = {**(record.values if record else {}), **values}
        if now["ends"] < now["starts"]:
            yield Fault("“Ends”", now["ends"], "A plan cannot end before it starts.")
        if record is not None and "group" in {one.key for one in changes}:
            yield Fault("“Group”", values["group"], "A plan stays with its group.")
        if record is not None and now.get("parent") == now["title"]:
            yield Fault("“Serves the plan”", now["title"], "A plan cannot be its own parent.")
        if any(one.key == "code" for one in changes) and Plan.objects.filter(code=values["code"]).exists():
            yield Fault("“Code”", values["code"], "Choose another: this one cannot be used.")

    def columns(self, said: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {key: said[key] for key in ("code", "title", "about") if key in said}
        found |= {f"{key}_on": day(said[key]) for key in ("starts", "ends") if key in said}
        if "parent" in said:
            found["parent"] = self.plans[said["parent"]]
        return found

    def add_all(self, rows: Sequence[Values]) -> list[Plan]:
        return [
            begin_plan(self.groups[said["group"]], fields=self.columns(said), by=self.person, at=self.at)
            for said in rows
        ]

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Plan:  # noqa: ARG002  # says none
        plan: Plan = record.thing
        describe_plan(plan, fields=self.columns(changes), seen=plan.version, by=self.person, at=self.at)
        return plan

    def restore(self, thing: Plan, before: Mapping[str, Any], why: str) -> None:  # noqa: ARG002  # says none
        describe_plan(thing, fields=restored(Plan, before), seen=thing.version, by=self.person, at=self.at)

    def remove_all(self, things: Sequence[Plan]) -> None:
        for thing in things:
            take_back_plan(thing, by=self.person, at=self.at)
