"""Raising and lowering the marking of an action."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.plans.models import Action, MarkingMove
from drystane.plans.operations import change_marking
from tests.cast import NOW, Partnership, make_action


def mark(
    action: Action, by: User, marking: str, descriptor: str = "", why: str = "It names a trader"
) -> None:
    change_marking(
        action, marking=marking, descriptor=descriptor, seen=action.version, by=by, at=NOW, why=why
    )


def raised_by_shona(cast: Partnership) -> Action:
    action = make_action(cast.prevent_plan, marked_by=cast.aileen)
    mark(action, cast.shona, "sensitive", "commercial")
    return action


def test_raising_makes_the_originator_and_stands_in_the_history(cast: Partnership) -> None:
    action = raised_by_shona(cast)

    assert (action.marking, action.descriptor, action.marked_by) == ("sensitive", "commercial", cast.shona)
    row = MarkingMove.objects.get()
    assert (row.before, row.to, row.to_descriptor, row.by) == (
        "official",
        "sensitive",
        "commercial",
        cast.shona,
    )


def test_the_originator_lowers_with_a_reason(cast: Partnership) -> None:
    action = raised_by_shona(cast)

    mark(action, cast.shona, "official", why="The check is over")

    assert (action.marking, action.descriptor) == ("official", "")
    assert MarkingMove.objects.order_by("-pk")[0].why == "The check is over"


def test_nobody_else_lowers(cast: Partnership) -> None:
    action = raised_by_shona(cast)

    with pytest.raises(NotAllowed, match="Only whoever gave this marking may lower it: Shona"):
        mark(action, cast.aileen, "official")

    assert Action.objects.get().marking == "sensitive"


def test_a_marking_given_by_the_operator_is_lowered_by_nobody(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, marking="sensitive", descriptor="personal")

    with pytest.raises(NotAllowed, match="the operator"):
        mark(action, cast.shona, "official")


def test_changing_the_descriptor_is_no_way_to_become_the_originator(cast: Partnership) -> None:
    action = raised_by_shona(cast)

    mark(action, cast.aileen, "sensitive", "personal")

    assert (action.descriptor, action.marked_by) == ("personal", cast.shona)
    with pytest.raises(NotAllowed):
        mark(action, cast.aileen, "official")


def test_lowering_without_a_reason_is_refused(cast: Partnership) -> None:
    action = raised_by_shona(cast)

    with pytest.raises(ValidationError) as error:
        mark(action, cast.shona, "official", why=" ")

    assert "why" in error.value.message_dict


def test_the_database_itself_wants_the_reason(cast: Partnership) -> None:
    action = raised_by_shona(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        MarkingMove.objects.create(action=action, before="sensitive", to="official", by=cast.shona, at=NOW)


def test_sensitive_needs_a_descriptor(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan)

    with pytest.raises(ValidationError, match="Say why it is OFFICIAL-SENSITIVE"):
        mark(action, cast.shona, "sensitive")


def test_marking_as_it_is_marked_already_changes_nothing(cast: Partnership) -> None:
    action = raised_by_shona(cast)

    with pytest.raises(NotAllowed, match="OFFICIAL-SENSITIVE COMMERCIAL already"):
        mark(action, cast.shona, "sensitive", "commercial")

    assert action.version == 2
