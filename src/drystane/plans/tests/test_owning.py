"""Which group should own what two of them do: suggested with its reason before it is decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.plans import likeness
from drystane.plans.models import Action, Overlap, Status
from drystane.plans.tests.conftest import main_of
from tests.cast import Partnership, make_action, make_overlap, seat
from tests.clients import signed_in

ADVICE = "Which group should own it?"


@pytest.fixture(autouse=True)
def _own_shelf(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path
    likeness.forget()
    yield
    likeness.forget()


@pytest.fixture
def pair(cast: Partnership) -> Overlap:
    seat(cast.iain, cast.board, Role.OBSERVER)
    ours = make_action(cast.integrity_plan, "Install call blockers in homes", status=Status.AGREED)
    theirs = make_action(cast.prevent_plan, "Give out call blockers", status=Status.AGREED)
    return make_overlap(ours, theirs)


def page_of(user: User, pair: Overlap, verb: str = "lead") -> str:
    url = reverse("plans:judge", args=[pair.ref, verb])
    return main_of(signed_in(user).get(url).content.decode())


def earlier(cast: Partnership) -> Action:
    return make_action(cast.prevent_plan, "Supply call blockers to residents", status=Status.AGREED)


@pytest.mark.parametrize("verb", ["merge", "lead"])
def test_the_group_that_does_such_work_is_suggested(cast: Partnership, pair: Overlap, verb: str) -> None:
    earlier(cast)
    said = page_of(cast.iain, pair, verb)
    assert ADVICE in said
    assert "Prevent Group. It already has an action like this one. A person decides." in said


def test_nothing_is_said_where_nothing_speaks_for_either(cast: Partnership, pair: Overlap) -> None:
    assert ADVICE not in page_of(cast.iain, pair)


def test_keeping_apart_asks_for_no_owner(cast: Partnership, pair: Overlap) -> None:
    earlier(cast)
    assert ADVICE not in page_of(cast.iain, pair, "apart")


def test_a_sensitive_action_speaks_for_nobody(cast: Partnership, pair: Overlap) -> None:
    action = earlier(cast)
    Action.objects.filter(pk=action.pk).update(marking="sensitive", descriptor="personal")
    assert ADVICE not in page_of(cast.iain, pair)
