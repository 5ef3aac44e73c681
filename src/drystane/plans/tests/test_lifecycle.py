"""Every status has its moves, and there are no others."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit.models import Event
from drystane.plans.models import LIVE, MOVES, OPEN, Action, BragOverride, Move, Status
from drystane.plans.operations import (
    agree_action,
    drop_action,
    finish_action,
    mainstream_action,
    move,
    override_brag,
    start_action,
)
from tests.cast import NOW, TODAY, Partnership, make_action

EVERYDAY: dict[str, Any] = {"mainstreamed_on": TODAY, "mainstreamed_to": "Licensing"}

# Written by hand: what may follow what.
EXPECTED = {
    ("proposed", "agreed"),
    ("proposed", "dropped"),
    ("proposed", "merged"),
    ("agreed", "under_way"),
    ("agreed", "dropped"),
    ("agreed", "merged"),
    ("under_way", "done"),
    ("under_way", "dropped"),
    ("under_way", "merged"),
    ("done", "mainstreamed"),
    ("done", "under_way"),
}


def at_status(cast: Partnership, status: Status) -> Action:
    return make_action(cast.prevent_plan, status=status, **also_said(cast, status))


def also_said(cast: Partnership, status: Status) -> dict[str, Any]:
    if status == Status.MERGED:
        return {"merged_into": make_action(cast.integrity_plan, "Check all of them")}
    return EVERYDAY if status == Status.MAINSTREAMED else {}


def test_every_status_has_its_moves() -> None:
    assert set(MOVES) == set(Status)
    assert OPEN < LIVE < set(Status)
    assert not MOVES[Status.DROPPED]
    assert not MOVES[Status.MERGED]
    assert not MOVES[Status.MAINSTREAMED]


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("to", Status)
def test_only_the_moves_of_the_table_are_made(cast: Partnership, before: Status, to: Status) -> None:
    action = at_status(cast, before)
    also = also_said(cast, to)

    if (before.value, to.value) in EXPECTED:
        move(action, to, seen=1, by=cast.shona, at=NOW, why="Because", **also)
        assert Action.objects.get(pk=action.pk).status == to
        row = Move.objects.get()
        assert (row.before, row.to, row.by, row.at, row.why) == (before, to, cast.shona, NOW, "Because")
        assert Event.objects.get().verb == f"action.{to.value}"
    else:
        with pytest.raises(NotAllowed, match=before.label.lower()):
            move(action, to, seen=1, by=cast.shona, at=NOW, why="Because", **also)
        assert Action.objects.get(pk=action.pk).status == before
        assert not Move.objects.exists()
        assert not Event.objects.exists()


def agree(action: Action, by: User) -> None:
    agree_action(action, seen=action.version, by=by, at=NOW)


def start(action: Action, by: User) -> None:
    start_action(action, seen=action.version, by=by, at=NOW, why="The work was not finished after all")


def finish(action: Action, by: User) -> None:
    finish_action(action, seen=action.version, by=by, at=NOW, why="All carriers checked")


def drop(action: Action, by: User) -> None:
    drop_action(action, seen=action.version, by=by, at=NOW, why="Done by another group")


def mainstream(action: Action, by: User) -> None:
    mainstream_action(action, seen=action.version, to_whom="Licensing", on=TODAY, by=by, at=NOW)


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        (Status.PROPOSED, agree, "agreed"),
        (Status.AGREED, start, "under_way"),
        (Status.UNDER_WAY, finish, "done"),
        (Status.DONE, start, "under_way"),
        (Status.DONE, mainstream, "mainstreamed"),
        (Status.PROPOSED, drop, "dropped"),
        (Status.UNDER_WAY, drop, "dropped"),
    ],
)
def test_each_verb_makes_its_move(
    cast: Partnership, before: Status, verb: Callable[[Action, User], None], after: str
) -> None:
    action = at_status(cast, before)

    verb(action, cast.shona)

    assert action.status == after
    assert action.version == 2
    assert Move.objects.get().to == after


@pytest.mark.parametrize(
    ("before", "verb"),
    [
        (Status.DONE, start_action),
        (Status.UNDER_WAY, finish_action),
        (Status.UNDER_WAY, drop_action),
    ],
)
def test_a_move_that_needs_a_reason_is_not_made_without(
    cast: Partnership, before: Status, verb: Callable[..., None]
) -> None:
    action = at_status(cast, before)

    with pytest.raises(ValidationError) as error:
        verb(action, seen=1, by=cast.shona, at=NOW, why=" ")

    assert "why" in error.value.message_dict
    assert Action.objects.get().status == before


def test_everyday_work_is_somebodys(cast: Partnership) -> None:
    action = at_status(cast, Status.DONE)

    with pytest.raises(ValidationError, match="Say when the action became everyday work, and whose"):
        mainstream_action(action, seen=1, to_whom=" ", on=TODAY, by=cast.shona, at=NOW)

    assert Action.objects.get().status == Status.DONE


def test_work_does_not_become_everyday_on_a_day_to_come(cast: Partnership) -> None:
    action = at_status(cast, Status.DONE)

    with pytest.raises(ValidationError) as error:
        mainstream_action(action, seen=1, to_whom="Licensing", on=date(2015, 9, 3), by=cast.shona, at=NOW)

    assert "on" in error.value.message_dict


def test_a_judgement_ends_with_the_work(cast: Partnership) -> None:
    action = at_status(cast, Status.UNDER_WAY)
    override_brag(action, colour="red", seen=1, by=cast.shona, at=NOW, why="The van is gone")

    finish(action, cast.shona)

    assert action.brag_override == ""
    assert list(BragOverride.objects.order_by("pk").values_list("colour", flat=True)) == ["red", ""]


def test_the_database_itself_refuses_a_judgement_on_finished_work(cast: Partnership) -> None:
    action = at_status(cast, Status.DONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(brag_override="red")


def test_the_second_of_two_people_is_told(cast: Partnership) -> None:
    action = at_status(cast, Status.AGREED)
    as_seen_by_the_second = Action.objects.get()
    start_action(action, seen=1, by=cast.shona, at=NOW)

    with pytest.raises(NotAllowed, match="Somebody else has just changed this action"):
        drop_action(as_seen_by_the_second, seen=1, by=cast.shona, at=NOW, why="No longer needed")

    assert Action.objects.get().status == Status.UNDER_WAY
    assert Move.objects.get().to == Status.UNDER_WAY


def test_a_version_nobody_has_seen_yet_is_not_believed(cast: Partnership) -> None:
    action = at_status(cast, Status.AGREED)
    start_action(Action.objects.get(), seen=1, by=cast.shona, at=NOW)

    with pytest.raises(NotAllowed):
        start_action(action, seen=2, by=cast.shona, at=NOW)
