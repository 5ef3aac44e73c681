"""Actions brought in from a spreadsheet: what its rows mean, and who may do what they ask."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.db import transaction

from drystane.access.models import User
from drystane.access.policy import Permission, roles_with
from drystane.audit import trail
from drystane.marking.models import Descriptor, Marking, label
from drystane.partners.importing.permitted import Permitted, named_apart, refused
from drystane.partners.models import Group, Organisation
from drystane.plans.finding import start_search
from drystane.plans.forms.action import edition_for, may_lead, may_see_sensitive
from drystane.plans.forms.choices import objectives, short
from drystane.plans.importing.action_rows import FIELDS, TEXTS, said_of
from drystane.plans.lists import NOBODY
from drystane.plans.models import (
    MOVES,
    Action,
    Assignment,
    CommunityInvolvement,
    Move,
    Plan,
    PreventionLevel,
    Redating,
    Status,
)
from drystane.plans.operations import (
    change,
    edit_action,
    mainstream_action,
    move,
    redate_action,
)
from drystane.plans.planning import Proposal, propose_actions, take_back_actions
from drystane.sheets.cells import choices_of, day, spoken
from drystane.sheets.kinds import Change, Fault, Kind, Record, Values, restored
from drystane.strategy.models import Recommendation

OFFICIAL = label(Marking.OFFICIAL)
MARKINGS = {
    OFFICIAL: (Marking.OFFICIAL, ""),
    **{label(Marking.SENSITIVE, [one]): (Marking.SENSITIVE, one.value) for one in Descriptor},
}
NUMBERS = ("money", "staff_days")


class Actions(Kind):
    name = "actions"
    title = "Actions"
    model = Action
    governed_by = ("plan__group",)
    keys = (("ref",), ("plan", "code"), ("plan", "title"))
    fields = FIELDS

    def __init__(self, person: User | None, at: datetime) -> None:
        super().__init__(person, at)
        self.permitted = Permitted(person)
        self.leads: dict[int, set[int]] = {}
        self.editions: dict[int, int | None] = {}

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        return person is None or Group.objects.where_role(person, roles_with(Permission.PROPOSE)).exists()

    # What names mean

    @cached_property
    def plans(self) -> dict[str, Plan]:
        seen = Plan.objects.visible_to(self.person) if self.person else Plan.objects.all()
        return named_apart((plan.title, plan.code, plan) for plan in seen.select_related("group"))

    @cached_property
    def people(self) -> dict[str, User]:
        everybody = User.objects.filter(is_active=True)
        return named_apart((person.name, person.username, person) for person in everybody)

    @cached_property
    def bodies(self) -> dict[str, Organisation]:
        return {body.name: body for body in Organisation.objects.all()}

    @cached_property
    def recommendations(self) -> dict[str, Recommendation]:
        return {asked.code: asked for asked in Recommendation.objects.all()}

    @cached_property
    def objectives(self) -> dict[str, str]:
        return {code.capitalize(): code for code, _ in objectives()}

    def words(self) -> Mapping[str, Mapping[str, str]]:
        levels = {level.label: short(level) for level in PreventionLevel}
        titles = {title: code.capitalize() for code, title in objectives()}
        users = {person.username: name for name, person in self.people.items()}
        return {
            "plan": choices_of(self.plans, {plan.code: title for title, plan in self.plans.items()}),
            "lead": choices_of(self.people, users) | {spoken(NOBODY): ""},
            "body": choices_of(self.bodies, {body.code: name for name, body in self.bodies.items()}),
            "status": choices_of(Status.labels, STATUS_WORDS),
            "objective": choices_of(self.objectives, titles),
            "level": choices_of(levels.values(), levels),
            "recommendation": choices_of(self.recommendations),
            "community": choices_of(COMMUNITY),
            "marking": choices_of(MARKINGS),
        }

    def records(self) -> Iterator[Record]:
        seen = Action.objects.visible_to(self.person) if self.person else Action.objects.all()
        titles = {plan.pk: title for title, plan in self.plans.items()}
        people = {person.pk: name for name, person in self.people.items()}
        rows = seen.select_related("lead_person", "lead_body", "recommendation", "plan__group").order_by(
            "ref"
        )
        for action in rows.iterator(chunk_size=500):
            yield Record(action.ref, said_of(action, titles[action.plan_id], people), action)

    # What speaks against a row

    def refusal(self, thing: Plan | Action, *, is_new: bool) -> str:
        plan = thing.plan if isinstance(thing, Action) else thing
        permission = Permission.PROPOSE if is_new else Permission.DIRECT_ACTION
        return "" if self.permitted.may(permission, plan.group, thing) else refused(plan.group, permission)

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        plan = self.plans[values["plan"]] if record is None else record.thing.plan
        if reason := self.refusal(record.thing if record else plan, is_new=record is None):
            yield Fault("", plan.title, reason)
        now = {**(record.values if record else {}), **values}
        changed = {one.key: one for one in changes}
        yield from faults_of_dates(now)
        yield from self.faults_of_status(values, record, plan)
        yield from self.faults_of_marking(values, record, plan, changed)
        yield from self.faults_of_names(now, plan, changed)
        for key in NUMBERS:
            if key in changed and Decimal(values[key]) < 0:
                yield self.fault(key, values[key], "Resources cannot be less than nothing.")
            elif key in changed and Decimal(values[key]) >= LARGEST[key]:
                yield self.fault(key, values[key], f"Give less than {LARGEST[key]:,}.")

    def fault(self, key: str, found: str, mend: str) -> Fault:
        return Fault(f"“{self.field(key).heading}”", found, mend)

    def faults_of_status(self, values: Values, record: Record | None, plan: Plan) -> Iterator[Fault]:
        asked = status_called(values.get("status", ""))
        before = Status(record.thing.status) if record else Status.PROPOSED
        if asked is not None and asked != before:
            if not self.permitted.may(Permission.DIRECT_ACTION, plan.group, plan):
                yield self.fault("status", asked.label, refused(plan.group, Permission.DIRECT_ACTION))
            if steps(before, asked) is None:
                words = f"An action that is {before.label.lower()} cannot become {asked.label.lower()}."
                yield self.fault("status", asked.label, words)
        ends = (values.get("mainstreamed_on"), values.get("mainstreamed_to"))
        if asked is Status.MAINSTREAMED and before is not Status.MAINSTREAMED:
            if not all(ends):
                yield self.fault("status", asked.label, "Say since when it is everyday work, and whose.")
            elif str(ends[0]) > self.at.date().isoformat():
                yield self.fault("mainstreamed_on", str(ends[0]), "Give a day that has come.")
        elif before is not Status.MAINSTREAMED and any(ends):
            remedy = "Only a mainstreamed action says this: give it that status, or leave it empty."
            yield self.fault("mainstreamed_on", " ".join(filter(None, ends)), remedy)

    def faults_of_marking(
        self, values: Values, record: Record | None, plan: Plan, changed: Mapping[str, Change]
    ) -> Iterator[Fault]:
        if record is not None:
            for key, remedy in CHANGED_ELSEWHERE.items():
                if key in changed:
                    yield self.fault(key, values[key], remedy)
        elif values.get("marking", OFFICIAL) != OFFICIAL:
            may_see = self.permitted.may(Permission.SEE_SENSITIVE, plan.group, plan)
            if not may_see or (self.person is not None and not self.person.purpose):
                remedy = (
                    "You could not see it afterwards. Say first why you need sensitive records, or leave it."
                )
                yield self.fault("marking", values["marking"], remedy)

    def faults_of_names(self, now: Values, plan: Plan, changed: Mapping[str, Change]) -> Iterator[Fault]:
        if "lead" in changed:
            lead = self.people[now["lead"]]
            if lead.pk not in self.leads_of(plan.group):
                yield self.fault(
                    "lead", now["lead"], f"They hold no role in {plan.group} in which to lead it."
                )
            elif now.get("marking", "").startswith("OFFICIAL-") and not may_see_sensitive(plan.group, lead):
                yield self.fault("lead", now["lead"], "They may not see OFFICIAL-SENSITIVE records here.")
        if "recommendation" in changed:
            asked = self.recommendations[now["recommendation"]]
            if asked.edition_id != self.edition_of(plan.group):
                remedy = "It is not of the edition to which this group's board works."
                yield self.fault("recommendation", asked.code, remedy)

    def leads_of(self, group: Group) -> set[int]:
        if group.pk not in self.leads:
            self.leads[group.pk] = set(may_lead(group).values_list("pk", flat=True))
        return self.leads[group.pk]

    def edition_of(self, group: Group) -> int | None:
        if group.pk not in self.editions:
            edition = edition_for(group)
            self.editions[group.pk] = edition.pk if edition else None
        return self.editions[group.pk]

    # Doing it

    def columns(self, said: Mapping[str, str]) -> dict[str, Any]:
        """What an operation takes for these values."""
        found: dict[str, Any] = {key: said[key] for key in TEXTS if key in said}
        found |= {key: Decimal(said[key]) for key in NUMBERS if key in said}
        made: Mapping[str, tuple[str, Mapping[str, Any]]] = {
            "lead": ("lead_person", self.people),
            "body": ("lead_body", self.bodies),
            "recommendation": ("recommendation", self.recommendations),
            "objective": ("objective", self.objectives),
            "level": ("prevention_level", LEVELS),
            "community": ("community", COMMUNITY),
        }
        found |= {name: meant[said[key]] for key, (name, meant) in made.items() if key in said}
        if "starts" in said:
            found["starts_on"] = day(said["starts"])
        if "due" in said:
            found["due_on"] = day(said["due"])
        if "marking" in said:
            found["marking"], found["descriptor"] = MARKINGS[said["marking"]]
        return found

    def add_all(self, rows: Sequence[Values]) -> list[Action]:
        return propose_actions(map(self.proposal, rows), by=self.person, at=self.at, why=FROM_SHEET)

    def proposal(self, values: Values) -> Proposal:
        fields = self.columns(values)
        if values.get("mainstreamed_to"):
            fields |= {
                "mainstreamed_on": day(values["mainstreamed_on"]),
                "mainstreamed_to": values["mainstreamed_to"],
            }
        asked = status_called(values.get("status", "")) or Status.PROPOSED
        return Proposal(self.plans[values["plan"]], fields, steps(Status.PROPOSED, asked) or ())

    @transaction.atomic
    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Action:
        action: Action = record.thing
        fields = self.columns({key: said for key, said in changes.items() if key not in {"marking", "plan"}})
        to = fields.pop("due_on") if "due_on" in fields and action.status != Status.PROPOSED else None
        if fields:
            edit_action(
                action,
                fields=fields,
                supporting_bodies=action.supporting_bodies.all(),
                seen=action.version,
                by=self.person,
                at=self.at,
            )
        if to is not None:
            redate_action(action, to=to, seen=action.version, by=self.person, at=self.at, why=why)
        self.follow(action, changes, why)
        return action

    def follow(self, action: Action, said: Mapping[str, str], why: str) -> None:
        """Take the steps that lead to the status asked for."""
        asked = status_called(said.get("status", ""))
        if asked is None or asked == action.status:
            return
        for step in steps(Status(action.status), asked) or ():
            if step is Status.MAINSTREAMED:
                mainstream_action(
                    action,
                    seen=action.version,
                    to_whom=said["mainstreamed_to"],
                    on=day(said["mainstreamed_on"]),
                    by=self.person,
                    at=self.at,
                    why=why,
                )
            else:
                move(action, step, seen=action.version, by=self.person, at=self.at, why=why)

    @transaction.atomic
    def restore(self, thing: Action, before: Mapping[str, Any], why: str) -> None:
        """History stays, and says that it was put back."""
        status, lead, due = thing.status, thing.lead_person, thing.due_on
        change(thing, seen=thing.version, **restored(Action, before))
        entry = {"action": thing, "by": self.person, "at": self.at}
        if thing.status != status:
            Move.objects.create(**entry, before=status, to=thing.status, why=why)
        if thing.lead_person != lead:
            Assignment.objects.create(**entry, before=lead, to=thing.lead_person)
        if thing.due_on is not None and thing.due_on != due and thing.status != Status.PROPOSED:
            Redating.objects.create(**entry, before=due, to=thing.due_on, why=why)
        trail.record("action.restored", thing, by=self.person, at=self.at)

    def afterwards(self) -> None:
        start_search(by=self.person, at=self.at)

    def remove_all(self, things: Sequence[Action]) -> None:
        take_back_actions(things, by=self.person, at=self.at)


STATUSES: dict[str, Status] = {status.label: status for status in Status}
FROM_SHEET = "It stood so in the spreadsheet."
STATUS_WORDS = {
    "not started": Status.AGREED.label,
    "in progress": Status.UNDER_WAY.label,
    "ongoing": Status.UNDER_WAY.label,
    "underway": Status.UNDER_WAY.label,
    "complete": Status.DONE.label,
    "completed": Status.DONE.label,
    "closed": Status.DONE.label,
}
LEVELS = {short(level): level.value for level in PreventionLevel}
COMMUNITY = {one.label: one.value for one in CommunityInvolvement}
LARGEST = {"money": Decimal(10**10), "staff_days": Decimal(10**7)}
CHANGED_ELSEWHERE = {
    "plan": "An action stays in its plan. Drop it there, and propose it here.",
    "marking": "Change the marking on the action's own page, where it asks why.",
}


def faults_of_dates(now: Mapping[str, str], starts: str = "starts", due: str = "due") -> Iterator[Fault]:
    if now.get(starts) and now.get(due) and now[due] < now[starts]:
        yield Fault("", f"{now[starts]} to {now[due]}", "It cannot end before it starts.")


def status_called(words: str) -> Status | None:
    return STATUSES.get(words)


@cache
def steps(before: Status, to: Status) -> tuple[Status, ...] | None:
    """The shortest way from one status to another, or None if none leads there. None leads into a merge: that
    takes the other action, and both groups."""
    ways: list[tuple[Status, ...]] = [()]
    reached = {before}
    while ways:
        way = ways.pop(0)
        here = way[-1] if way else before
        if here == to:
            return way
        for after in Status:
            if after in MOVES[here] and after not in reached and after is not Status.MERGED:
                reached.add(after)
                ways.append((*way, after))
    return None
