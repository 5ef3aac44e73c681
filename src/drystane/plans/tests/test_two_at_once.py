"""Two people at the same moment, in two threads, on a database that is a file."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from drystane.access.errors import NotAllowed
from drystane.plans.models import Action, Move, Progress, Status, Update
from drystane.plans.operations import drop_action, edit_action, start_action, update_action
from tests.cast import NOW, TODAY, make_action, make_partnership

Deed = Callable[[Action], object]


def at_once(*deeds: Deed) -> list[str]:
    """Each deed in a thread of its own, on the action as it is before any of them. What each was told."""
    together = Barrier(len(deeds))

    def work(deed: Deed) -> str:
        try:
            action = Action.objects.get()
            together.wait(timeout=10)
            deed(action)
        except NotAllowed as error:
            return str(error)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(work, deeds))


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_one_is_made_and_one_is_told() -> None:
    cast = make_partnership()
    make_action(cast.prevent_plan, status=Status.AGREED)

    first, second = at_once(
        lambda action: start_action(action, seen=1, by=cast.shona, at=NOW),
        lambda action: drop_action(action, seen=1, by=cast.shona, at=NOW, why="No longer needed"),
    )

    assert first == ""
    assert "Somebody else has just changed this action" in second
    action, move = Action.objects.get(), Move.objects.get()
    assert (action.status, action.version) == (move.to, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_is_kept_whole() -> None:
    cast = make_partnership()
    make_action(cast.prevent_plan)

    def write(words: str) -> Deed:
        return lambda action: edit_action(
            action,
            fields={"title": words, "detail": words},
            supporting_bodies=[],
            seen=1,
            by=cast.shona,
            at=NOW,
        )

    told = at_once(*(write(f"Wording {number}") for number in range(4)))

    action = Action.objects.get()
    assert told.count("") == 1
    assert action.title == action.detail
    assert action.version == 2


@pytest.mark.django_db(transaction=True)
def test_reports_at_once_are_all_kept_and_the_latest_day_counts() -> None:
    cast = make_partnership()
    make_action(cast.prevent_plan, status=Status.UNDER_WAY)

    def report(days_ago: int) -> Deed:
        progress = Progress.OFF_TRACK if days_ago else Progress.ON_TRACK
        on = TODAY - timedelta(days=days_ago)
        return lambda action: update_action(
            action, progress=progress, text="Checked", on=on, by=cast.aileen, at=NOW
        )

    told = at_once(*(report(days_ago) for days_ago in (3, 0, 2, 1)))

    action = Action.objects.get()
    assert told == ["", "", "", ""]
    assert Update.objects.count() == 4
    assert (action.last_update_on, action.last_progress, action.version) == (TODAY, "on_track", 5)
