"""Judging an action's colour against the rule."""

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.plans.brag import Colour
from drystane.plans.models import Action, BragOverride, Status
from drystane.plans.operations import override_brag
from tests.cast import NOW, TODAY, Partnership, make_action


def judge(action: Action, cast: Partnership, colour: str, why: str = "The van is gone") -> None:
    override_brag(action, colour=colour, seen=action.version, by=cast.shona, at=NOW, why=why)


def test_a_judgement_stands_over_the_rule_and_does_not_silence_it(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY, starts_on=TODAY)

    judge(action, cast, "red")

    assert action.shown_colour(TODAY) == Colour.RED
    assert action.rating(TODAY).colour == Colour.GREEN
    row = BragOverride.objects.get()
    assert (row.colour, row.by, row.at, row.why) == ("red", cast.shona, NOW, "The van is gone")


def test_the_rule_speaks_again_once_the_judgement_is_taken_back(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY, starts_on=TODAY)
    judge(action, cast, "red")

    judge(action, cast, "", "A new van came")

    assert action.shown_colour(TODAY) == Colour.GREEN
    assert BragOverride.objects.count() == 2


@pytest.mark.parametrize(
    ("colour", "why", "field"),
    [("red", "  ", "why"), ("blue", "Looks done", "colour"), ("pink", "?", "colour")],
)
def test_a_judgement_needs_a_reason_and_a_colour(
    cast: Partnership, colour: str, why: str, field: str
) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)

    with pytest.raises(ValidationError) as error:
        judge(action, cast, colour, why)

    assert field in error.value.message_dict
    assert not BragOverride.objects.exists()
    assert Action.objects.get().brag_override == ""


def test_the_same_is_not_judged_twice(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)
    judge(action, cast, "red")

    with pytest.raises(NotAllowed, match="judged red already"):
        judge(action, cast, "red", "Still gone")


def test_finished_work_is_not_judged(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.DONE)

    with pytest.raises(ValidationError, match="Only an open action can be judged"):
        judge(action, cast, "red")
