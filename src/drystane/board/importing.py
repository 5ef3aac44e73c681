"""Taskings brought in from a spreadsheet: by whoever may give them by hand, on the board that gives them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission, roles_with
from drystane.board.models import Tasking, TaskingState
from drystane.board.operations.taking_back import take_back_tasking
from drystane.board.operations.tasking import (
    ANSWERED,
    ASKED_ALREADY,
    ask_otherwise,
    change_tasking,
    give_tasking,
)
from drystane.partners.importing.permitted import Permitted, refused
from drystane.partners.models import Group
from drystane.sheets.cells import choices_of, day, iso
from drystane.sheets.kinds import Change, Fault, Kind, Record, Values, restored
from drystane.sheets.tables import Field
from drystane.strategy.models import Recommendation

AS_GIVEN = "This stays as it was given. Withdraw the tasking on its page and give it anew."
CHANGEABLE = frozenset({"asked", "due"})


class Taskings(Kind):
    name = "taskings"
    title = "Taskings"
    model = Tasking
    governed_by = (
        "board",
        "to_group",
    )
    keys = (("ref",), ("group", "asked"))
    fields = (
        Field("ref", "Reference", also=("ref", "drystane reference")),
        Field("asked", "What is asked", also=("tasking", "task", "ask", "action"), needed=True),
        Field(
            "group", "Asked of", "choice", ("group", "owner", "tasked to", "who"), needed=True, for_all=True
        ),
        Field("due", "Report back by", "day", ("due", "due date", "report by", "by when"), needed=True),
        Field("recommendation", "Recommendation", "choice", ("recommendation code", "rec")),
        Field("state", "State", also=("status",), said_only=True),
        Field("late", "Late", said_only=True),
    )

    def __init__(self, person: User | None, at: datetime) -> None:
        super().__init__(person, at)
        self.permitted = Permitted(person)

    @classmethod
    def open_to(cls, person: User | None) -> bool:
        if person is None:
            return True
        boards = Group.objects.where_role(person, roles_with(Permission.RUN_BOARD))
        return boards.filter(kind=Group.Kind.BOARD).exists()

    @cached_property
    def groups(self) -> dict[str, Group]:
        return {group.name: group for group in Group.objects.select_related("overseen_by")}

    @cached_property
    def recommendations(self) -> dict[str, Recommendation]:
        return {asked.code: asked for asked in Recommendation.objects.all()}

    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {
            "group": choices_of(self.groups, {group.code: name for name, group in self.groups.items()}),
            "recommendation": choices_of(self.recommendations),
        }

    def records(self) -> Iterator[Record]:
        seen = Tasking.objects.visible_to(self.person) if self.person else Tasking.objects.all()
        for tasking in seen.select_related("to_group", "board", "recommendation").order_by("ref"):
            said = {
                "ref": tasking.ref,
                "asked": tasking.asked,
                "group": tasking.to_group.name,
                "due": iso(tasking.report_back_on),
                "recommendation": tasking.recommendation.code if tasking.recommendation else "",
            }
            yield Record(tasking.ref, said, tasking)

    def refusal(self, thing: Tasking | Group, *, is_new: bool) -> str:  # noqa: ARG002  # the same for both
        board = thing.board if isinstance(thing, Tasking) else thing
        permission = Permission.RUN_BOARD
        return "" if self.permitted.may(permission, board, board) else refused(board, permission)

    def faults(self, values: Values, changes: Sequence[Change], record: Record | None) -> Iterator[Fault]:
        board = record.thing.board if record else board_of(self.groups[values["group"]])
        if board is None:
            yield Fault("“Asked of”", values["group"], "No board oversees this group, so none can task it.")
        elif reason := self.refusal(board, is_new=record is None):
            yield Fault("", board.name, reason)
        elif record is not None:
            yield from self.faults_of(changes, record.thing)
        elif values["due"] < timezone.localdate(self.at).isoformat():
            yield Fault("“Report back by”", values["due"], "Give a day that is still to come.")
        elif (values["group"], values.get("recommendation", "")) in self.asked_already:
            yield Fault("“Recommendation”", values["recommendation"], ASKED_ALREADY)

    def faults_of(self, changes: Sequence[Change], tasking: Tasking) -> Iterator[Fault]:
        """Words and day may change until the group has answered; nothing else does."""
        for one in changes:
            heading = f"“{self.field(one.key).heading}”"
            if one.key not in CHANGEABLE:
                yield Fault(heading, one.new, AS_GIVEN)
            elif tasking.state != TaskingState.GIVEN:
                yield Fault(heading, one.new, ANSWERED)
            elif one.key == "due" and one.new < timezone.localdate(self.at).isoformat():
                yield Fault(heading, one.new, "Give a day that is still to come.")

    @cached_property
    def asked_already(self) -> set[tuple[str, str]]:
        waiting = Tasking.objects.filter(state__in=["given", "accepted"], recommendation__isnull=False)
        return set(waiting.values_list("to_group__name", "recommendation__code"))

    def add_all(self, rows: Sequence[Values]) -> list[Tasking]:
        found = []
        for said in rows:
            group = self.groups[said["group"]]
            board = board_of(group)
            if board is None:
                raise NotAllowed(f"No board oversees {group}.")
            tasking = give_tasking(
                board=board,
                to_group=group,
                recommendation=self.recommendations.get(said.get("recommendation", "")),
                asked=said["asked"],
                report_back_on=day(said["due"]),
                by=self.person,
                at=self.at,
            )
            found.append(tasking)
        return found

    def change(self, record: Record, changes: Mapping[str, str], why: str) -> Tasking:
        tasking: Tasking = record.thing
        change_tasking(
            tasking,
            asked=changes.get("asked", tasking.asked),
            report_back_on=day(changes["due"]) if "due" in changes else tasking.report_back_on,
            by=self.person,
            at=self.at,
            why=why,
        )
        return tasking

    def restore(self, thing: Tasking, before: Mapping[str, Any], why: str) -> None:
        was = restored(Tasking, before)
        asked, due = was["asked"], was["report_back_on"]
        ask_otherwise(thing, asked=asked, report_back_on=due, by=self.person, at=self.at, why=why)

    def remove_all(self, things: Sequence[Tasking]) -> None:
        for thing in things:
            take_back_tasking(thing, by=self.person, at=self.at)


def board_of(group: Group) -> Group | None:
    return group if group.kind == Group.Kind.BOARD else group.overseen_by
