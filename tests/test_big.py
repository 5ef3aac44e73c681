"""The large partnership is what the tests and measurements that lean on it take it to be."""

from typing import Any

import pytest
from django.db import transaction

from drystane.board.models import AgendaItem
from drystane.marking.models import Marking
from drystane.plans.brag import Colour
from drystane.plans.models import Action, Status
from tests.big import make_big
from tests.big.plans import SHAPES
from tests.cast import TODAY


def make_small(hidden: int = 0) -> None:
    make_big(actions=39, hidden=hidden, recommendations=20, taskings=10, meetings=3)


def visible_rows() -> list[list[dict[str, Any]]]:
    """What the visible actions and items say, but for their row numbers."""
    return [
        [
            {name: value for name, value in row.items() if not name.endswith("id")}
            for row in model._default_manager.filter(marking=Marking.OFFICIAL).order_by("ref").values()
        ]
        for model in (Action, AgendaItem)
    ]


def markings_in_order() -> list[str]:
    return [marking for pk, marking in Action.objects.order_by("pk").values_list("pk", "marking")]


@pytest.mark.django_db
def test_every_status_and_colour_is_there() -> None:
    make_small()

    actions = list(Action.objects.order_by("pk"))
    assert {action.status for action in actions} == set(Status) - {Status.MERGED}  # that takes a pair
    assert {action.shown_colour(TODAY) for action in actions} == set(Colour)
    for action, shape in zip(actions, SHAPES, strict=False):
        assert action.shown_colour(TODAY) == shape.colour


@pytest.mark.django_db
def test_hidden_records_lie_among_the_others_and_leave_them_as_they_are() -> None:
    with transaction.atomic():
        make_small()
        alone = visible_rows()
        transaction.set_rollback(True)

    make_small(hidden=6)

    assert visible_rows() == alone
    markings = markings_in_order()
    assert markings[:2] == markings[-2:] == [Marking.SENSITIVE] * 2
    assert Marking.SENSITIVE in markings[2:-2]
    assert markings.count(Marking.SENSITIVE) == 6
