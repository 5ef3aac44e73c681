"""The actions of the large partnership, in every status and colour, and what happened to each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from drystane.board.models import ActionReason, Decision, Tasking, TaskingState
from drystane.plans.models import Action, BragOverride, Move, PlanMessage, Redating, Update
from tests.big.basis import SENSITIVE, Calendar, around, pick, ref_of
from tests.big.library import Library
from tests.cast import Partnership

LONG_HISTORY = 30  # reports on the first action, as after years of work


@dataclass(frozen=True)
class Shape:
    """How an action stands: its status, what was last reported and when, and its due date, in days from
    today; the colour that comes of it."""

    status: str
    colour: str
    progress: str = ""
    heard: int = -20
    due: int = 200
    judged: str = ""


SHAPES = (
    Shape("under_way", "green", "on_track"),
    Shape("proposed", "grey"),
    Shape("agreed", "grey"),
    Shape("under_way", "red", "on_track", due=-12),
    Shape("under_way", "red", "off_track"),
    Shape("under_way", "amber", "at_risk"),
    Shape("under_way", "amber", due=15),
    Shape("under_way", "amber", "on_track", heard=-120),
    Shape("under_way", "green", "done"),
    Shape("under_way", "red", "on_track", judged="red"),
    Shape("done", "blue", "done"),
    Shape("mainstreamed", "blue", "done"),
    Shape("dropped", "grey"),
)
STEPS = {
    "proposed": ("proposed",),
    "agreed": ("proposed", "agreed"),
    "under_way": ("proposed", "agreed", "under_way"),
    "done": ("proposed", "agreed", "under_way", "done"),
    "mainstreamed": ("proposed", "agreed", "under_way", "done", "mainstreamed"),
    "dropped": ("proposed", "dropped"),
}


def shape_of(number: int) -> Shape:
    return pick(SHAPES, number)


def make_actions(
    cast: Partnership, calendar: Calendar, library: Library, *, actions: int, hidden: int
) -> list[Action]:
    """The visible ones, in the order of their numbers."""
    maker = Maker(cast, calendar, library)
    visible = [maker.action("action", number) for number in range(actions)]
    unseen = [maker.action("hidden action", number, **SENSITIVE) for number in range(hidden)]
    every = Action.objects.bulk_create(around(unseen, visible))
    support = Action.supporting_bodies.through.objects
    support.bulk_create(
        Action.supporting_bodies.through(action=action, organisation=pick(maker.bodies, number))
        for number, action in enumerate(every)
        if number % 3
    )
    Move.objects.bulk_create(row for action in every for row in maker.moves(action))
    Update.objects.bulk_create(row for action in every for row in maker.updates(action))
    Redating.objects.bulk_create(row for action in every for row in maker.redatings(action))
    BragOverride.objects.bulk_create(maker.judgement(action) for action in every if action.brag_override)
    PlanMessage.objects.bulk_create(
        PlanMessage(
            ref=ref_of("plan message", message.code),
            plan=pick(maker.plans, number),
            message=message,
            added_by=cast.morag,
            added_at=calendar.moment(-50),
        )
        for number, message in enumerate(library.messages[:9])
    )
    return visible


def give_reasons(actions: list[Action], taskings: list[Tasking], decisions: list[Decision]) -> None:
    """Every tenth action answers a tasking of its group. Each decision that asked for an action got two."""
    accepted: dict[int, list[Tasking]] = {}
    for tasking in taskings:
        if tasking.state == TaskingState.ACCEPTED:
            accepted.setdefault(tasking.to_group_id, []).append(tasking)
    asked = [decision for decision in decisions if decision.outcome == "action"]
    pairs: list[dict[str, Any]] = [
        {"action": action, "tasking": pick(accepted[action.plan.group_id], number)}
        for number, action in enumerate(actions[::10])
        if action.plan.group_id in accepted
    ]
    pairs += [
        {"action": pick(actions, number), "decision": pick(asked, number)} for number in range(2 * len(asked))
    ]
    ActionReason.objects.bulk_create(
        ActionReason(ref=ref_of("reason", number), **pair) for number, pair in enumerate(pairs)
    )


class Maker:
    """Makes an action from its number, and its history from the action."""

    def __init__(self, cast: Partnership, calendar: Calendar, library: Library) -> None:
        self.calendar, self.library = calendar, library
        self.plans = [cast.prevent_plan, cast.integrity_plan, cast.board_plan]
        self.leads = [[cast.shona, cast.aileen], [cast.iain, cast.tam], [cast.morag, cast.gordon]]
        self.bodies = [cast.council, cast.fire, cast.charity]

    def action(self, kind: str, number: int, **marks: str) -> Action:
        shape, day = shape_of(number), self.calendar.day
        due_on = day(shape.due)
        reported = bool(shape.progress)
        leads = pick(self.leads, number)
        return Action(
            ref=ref_of(kind, number),
            plan=pick(self.plans, number),
            code=f"A{number}" if kind == "action" else f"H{number}",
            title=f"{kind.capitalize()} {number}: look again at what is bought and who is paid",
            detail="Ask procurement, then licensing, and compare what they know.",
            objective=("DIVERT", "DETER", "DETECT", "DISRUPT")[number % 4],
            recommendation=pick(self.library.recommendations, number) if number % 4 else None,
            message=None if number % 4 else pick(self.library.messages, number),
            threat=pick(self.library.threats, number) if number % 5 == 0 else None,
            # Every seventh open action has nobody to lead it, and its wall stone is loose.
            lead_person=None if number % 7 == 6 else pick(leads, number // 3),
            lead_body=pick(self.bodies, number),
            money=None if number % 3 else 100 * (number % 50),
            staff_days=None if number % 2 else number % 30,
            prevention_level=("primary", "secondary", "tertiary", "")[number % 4],
            starts_on=None if shape.status == "proposed" else day(-100 if shape.status != "agreed" else 30),
            due_on=due_on,
            original_due_on=day(shape.due - 30) if number % 6 == 3 else due_on,
            measure="Fewer contracts let unseen",
            status=shape.status,
            mainstreamed_on=day(-5) if shape.status == "mainstreamed" else None,
            mainstreamed_to="Procurement" if shape.status == "mainstreamed" else "",
            last_update_on=day(shape.heard) if reported else None,
            last_progress=shape.progress,
            brag_override=shape.judged,
            proposed_by=leads[0],
            marked_by=leads[0],
            cite_status="invented",
            **marks,
        )

    def moves(self, action: Action) -> Iterator[Move]:
        before = ""
        for number, step in enumerate(STEPS[action.status]):
            yield Move(
                ref=ref_of("move", f"{action.ref} {number}"),
                action=action,
                before=before,
                to=step,
                why="It is everyday work now." if step == "mainstreamed" else "",
                by=action.proposed_by,
                at=self.calendar.moment(number - 130),
            )
            before = step

    def updates(self, action: Action) -> Iterator[Update]:
        """Two reports on most actions, the newest as the action says; many on the first."""
        if action.last_update_on is None:
            return
        for number in range(LONG_HISTORY if action.ref == ref_of("action", 0) else 2):
            on = action.last_update_on - timedelta(days=3 * number)
            yield Update(
                ref=ref_of("update", f"{action.ref} {number}"),
                action=action,
                on=on,
                progress="on_track" if number else action.last_progress,
                text=f"Report {number}: asked two services, one has answered.",
                by=action.lead_person or action.proposed_by,
                at=self.calendar.moment(-20 - 3 * number),
            )

    def redatings(self, action: Action) -> Iterator[Redating]:
        if action.original_due_on != action.due_on:
            yield Redating(
                ref=ref_of("redating", action.ref),
                action=action,
                before=action.original_due_on,
                to=action.due_on or self.calendar.today,
                why="The service had no staff for it in summer.",
                by=action.proposed_by,
                at=self.calendar.moment(-40),
            )

    def judgement(self, action: Action) -> BragOverride:
        return BragOverride(
            ref=ref_of("judgement", action.ref),
            action=action,
            colour=action.brag_override,
            why="The rule does not know that the contract has ended.",
            by=action.proposed_by,
            at=self.calendar.moment(-10),
        )
