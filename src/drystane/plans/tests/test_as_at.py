"""Actions as they stood before what happened since."""

from datetime import date, timedelta

import pytest

from drystane.plans.as_at import as_at
from drystane.plans.models import Action, Progress
from drystane.plans.operations import (
    agree_action,
    edit_action,
    override_brag,
    propose_action,
    redate_action,
    update_action,
)
from tests.cast import NOW, Partnership

pytestmark = pytest.mark.django_db

WHAT = ("status", "due", "lead", "updated", "progress", "judged", "marking")
DAY = timedelta(days=1)


def then(days: int) -> list[object]:
    found = as_at(Action.objects.all(), NOW + days * DAY).values_list(*(f"{name}_then" for name in WHAT))
    return list(found[0])


def test_every_moment_has_what_stood_at_it(cast: Partnership) -> None:
    first, second = date(2015, 10, 1), date(2015, 11, 1)
    fields = {"title": "Check", "due_on": first, "lead_person": cast.aileen}
    action = propose_action(cast.prevent_plan, fields=fields, by=cast.shona, at=NOW)
    agree_action(action, seen=action.version, by=cast.shona, at=NOW + DAY)
    redate_action(action, to=second, seen=action.version, by=cast.shona, at=NOW + 2 * DAY, why="Slow")
    edit_action(
        action,
        fields={"lead_person": None},
        supporting_bodies=[],
        seen=action.version,
        by=cast.shona,
        at=NOW + 3 * DAY,
    )
    reported = (NOW + 4 * DAY).date()
    for days, progress in ((4, Progress.AT_RISK), (5, Progress.ON_TRACK)):
        update_action(action, progress=progress, text="x", on=reported, by=cast.shona, at=NOW + days * DAY)
    override_brag(action, colour="red", seen=action.version, by=cast.shona, at=NOW + 6 * DAY, why="I know")

    assert not as_at(Action.objects.all(), NOW - DAY).exists()
    assert then(0) == ["proposed", first, "Aileen", None, "", "", "official"]
    assert then(1) == ["agreed", first, "Aileen", None, "", "", "official"]
    assert then(2) == ["agreed", second, "Aileen", None, "", "", "official"]
    assert then(3) == ["agreed", second, None, None, "", "", "official"]
    assert then(4) == ["agreed", second, None, reported, "at_risk", "", "official"]
    assert then(5) == ["agreed", second, None, reported, "on_track", "", "official"]
    assert then(6) == ["agreed", second, None, reported, "on_track", "red", "official"]


def test_without_history_it_is_as_it_is_now(cast: Partnership) -> None:
    Action.objects.create(plan=cast.prevent_plan, title="Check", status="agreed", last_progress="at_risk")

    assert then(-9) == ["agreed", None, None, None, "at_risk", "", "official"]
