"""A merge undone leaves every row as it was, whatever had happened to the two actions before."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal as Number
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drystane.access.errors import NotAllowed
from drystane.access.policy import Role
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Decision,
    Rest,
    Spotlight,
    SpotlightOutcome,
    Tasking,
)
from drystane.board.models import Paper as PaperRow
from drystane.plans import judging, operations
from drystane.plans.merging import undo_merge
from drystane.plans.models import Action, Merge, Progress, Status
from drystane.plans.models import Decision as Judged
from drystane.plans.substance import prints_of
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition, make_overlap, seat

# What a merge and its undoing add. Nothing of these is taken away or changed by it.
ADDED = {
    "plans.move",
    "plans.bragoverride",
    "plans.judgement",
    "plans.merge",
    "plans.merge_bodies_added",
    "audit.event",
}
# A count of changes goes on counting: whoever has an older page open is told that something happened.
COUNTERS = {("plans.action", "version"), ("plans.overlap", "version")}


def every_row() -> dict[str, dict[Any, dict[str, Any]]]:
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("drystane.")
    ]
    return {
        model._meta.label_lower: {
            row["pk"]: {
                name: value for name, value in row.items() if (model._meta.label_lower, name) not in COUNTERS
            }
            for row in model._default_manager.order_by().values(
                "pk", *(f.attname for f in model._meta.concrete_fields)
            )
        }
        for model in models
    }


Happening = Callable[[Partnership, Action, int], object]


def report(cast: Partnership, action: Action, number: int) -> None:
    progress = list(Progress)[number % len(Progress)]
    operations.update_action(
        action, progress=progress, text=f"Report {number}", on=TODAY, by=cast.shona, at=NOW
    )


def move_on(cast: Partnership, action: Action, number: int) -> None:
    to = {Status.PROPOSED: Status.AGREED, Status.AGREED: Status.UNDER_WAY}.get(Status(action.status))
    if to:
        operations.move(action, to, seen=action.version, by=cast.shona, at=NOW)


def redate(cast: Partnership, action: Action, number: int) -> None:
    to = date(2016, 1, 1 + number)
    if action.due_on != to:
        operations.redate_action(action, to=to, seen=action.version, by=cast.shona, at=NOW, why="Late")


def judge_colour(cast: Partnership, action: Action, number: int) -> None:
    colour = ("red", "amber", "green", "")[number % 4]
    if colour != action.brag_override:
        operations.override_brag(action, colour=colour, seen=action.version, by=cast.shona, at=NOW, why="So")


def assign(cast: Partnership, action: Action, number: int) -> None:
    bodies = [[], [cast.fire], [cast.charity, cast.fire], [cast.council]][number % 4]
    lead = [cast.aileen, None, cast.tam][number % 3]
    fields = {"lead_person": lead, "lead_body": [cast.council, None, cast.fire][number % 3]}
    operations.edit_action(
        action, fields=fields, supporting_bodies=bodies, seen=action.version, by=cast.shona, at=NOW
    )


def price(cast: Partnership, action: Action, number: int) -> None:
    fields = {"money": Number(number * 100), "staff_days": Number(number)}
    operations.edit_action(
        action,
        fields=fields,
        supporting_bodies=action.supporting_bodies.all(),
        seen=action.version,
        by=cast.shona,
        at=NOW,
    )


def give_reason(cast: Partnership, action: Action, number: int) -> None:
    """What rooms above point at it by: a tasking, a decision, a spotlight, a paper's recommendation."""
    kind = number % 4
    if kind == 0:
        ActionReason.objects.get_or_create(action=action, tasking=Tasking.objects.get())
    elif kind == 1:
        ActionReason.objects.get_or_create(action=action, decision=Decision.objects.get())
    elif kind == 2:
        outcome = {"kind": "action", "words": "Do it", "at": NOW}
        SpotlightOutcome.objects.create(spotlight=Spotlight.objects.get(), action=action, **outcome)
    else:
        asked = PaperRow.objects.get().recommendations.get()
        Rest.objects.create(recommendation=asked, action=action)


def link(cast: Partnership, action: Action, number: int) -> None:
    """To a third action, in an order."""
    other = make_action(cast.prevent_plan, f"A third {number}", status=Status.AGREED)
    pair = make_overlap(action, other)
    decision, lead = [(Judged.LEAD, action), (Judged.SEQUENCE, other), (Judged.LINK, None)][number % 3]
    look = judging.look_of(*prints_of(pair))
    judging.judge(pair, decision, lead=lead, why="", seen=1, looked_at=look, by=cast.shona, at=NOW)


HAPPENINGS: list[Happening] = [report, move_on, redate, judge_colour, assign, price, give_reason, link]
STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(HAPPENINGS), st.integers(min_value=0, max_value=11)), max_size=12
)


@pytest.fixture
def stage(cast: Partnership, paper: PaperRow, decision: Decision) -> Partnership:
    seat(cast.shona, cast.integrity, Role.LEAD_OFFICER)  # answers for both groups
    edition = make_edition()
    Tasking.objects.create(
        board=cast.board,
        to_group=cast.prevent,
        recommendation=edition.recommendations.all()[0],
        asked="Show it",
        report_back_on=date(2015, 11, 25),
        given_at=NOW,
    )
    Spotlight.objects.create(
        item=AgendaItem.objects.all()[0], topic="Doors", body=cast.fire, post="Watch Commander", at=NOW
    )
    return cast


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, keeps_first=st.booleans())
def test_a_merge_undone_restores_every_row(
    stage: Partnership, steps: list[tuple[bool, Happening, int]], keeps_first: bool
) -> None:
    before = transaction.savepoint()
    try:
        merge_and_undo(stage, steps, keeps_first=keeps_first)
    finally:
        transaction.savepoint_rollback(before)


def merge_and_undo(cast: Partnership, steps: list[tuple[bool, Happening, int]], *, keeps_first: bool) -> None:
    actions = [
        make_action(cast.prevent_plan, "Carry the duty", starts_on=TODAY, due_on=date(2015, 12, 1)),
        make_action(cast.integrity_plan, "Write a clause", lead_body=cast.council),
    ]
    for which, happen, number in steps:
        happen(cast, actions[which], number)
        actions[which].refresh_from_db()
    pair = make_overlap(*actions)
    there = every_row()

    kept, merged = actions if keeps_first else reversed(actions)
    look = judging.look_of(*prints_of(pair))
    asked: dict[str, Any] = {"looked_at": look, "by": cast.shona, "at": NOW}
    judging.propose_merge(pair, kept=kept, why="One job", seen=pair.version, **asked)
    judging.confirm_merge(pair, why="", seen=pair.version, **asked)
    assert Action.objects.get(pk=merged.pk).merged_into == kept
    assert every_row()["plans.action"] != there["plans.action"]
    judging.take_back(pair, why="Two jobs after all", seen=pair.version, **asked)

    after = every_row()
    for table, rows in there.items():
        now = after[table]
        assert {pk: now.get(pk) for pk in rows} == rows, table
        assert now.keys() == rows.keys() or table in ADDED, table


def test_a_merge_is_undone_once(stage: Partnership) -> None:
    kept, merged = (make_action(stage.prevent_plan, status=Status.AGREED) for _ in range(2))
    pair = make_overlap(kept, merged)
    asked: dict[str, Any] = {"looked_at": judging.look_of(*prints_of(pair)), "by": stage.shona, "at": NOW}
    judging.propose_merge(pair, kept=kept, why="", seen=1, **asked)
    judging.take_back(pair, why="No", seen=pair.version, **asked)
    with pytest.raises(NotAllowed, match="undone this merge already"):
        undo_merge(Merge.objects.get(), by=stage.shona, at=NOW, why="Again")
