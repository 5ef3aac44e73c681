"""Reports of how an action stands, and the moving of its date."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.plans.models import LIVE, Action, Progress, Redating, Status, Update
from drystane.plans.operations import drop_action, redate_action, update_action
from tests.cast import NOW, TODAY, Partnership, make_action

OCTOBER, NOVEMBER, DECEMBER = date(2015, 10, 1), date(2015, 11, 1), date(2015, 12, 1)


def report(action: Action, cast: Partnership, progress: Progress, on: date = TODAY) -> Update:
    return update_action(action, progress=progress, text="Half are checked", on=on, by=cast.aileen, at=NOW)


def test_the_action_remembers_its_newest_report(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)

    report(action, cast, Progress.AT_RISK)

    assert (action.last_update_on, action.last_progress, action.version) == (TODAY, "at_risk", 2)


def test_an_older_report_that_comes_late_is_kept_and_counts_for_less(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)
    report(action, cast, Progress.ON_TRACK)

    report(action, cast, Progress.OFF_TRACK, on=TODAY - timedelta(days=7))

    assert (action.last_update_on, action.last_progress) == (TODAY, "on_track")
    assert action.updates.count() == 2


def test_of_two_reports_of_one_day_the_later_counts(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)
    report(action, cast, Progress.ON_TRACK)

    report(action, cast, Progress.AT_RISK)

    assert action.last_progress == "at_risk"


def test_nobody_reports_of_a_day_to_come(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)

    with pytest.raises(ValidationError) as error:
        report(action, cast, Progress.ON_TRACK, on=TODAY + timedelta(days=1))

    assert "on" in error.value.message_dict
    assert not Update.objects.exists()


@pytest.mark.parametrize("status", Status)
def test_only_what_is_still_in_the_plan_is_reported_on(cast: Partnership, status: Status) -> None:
    everyday = status == Status.MAINSTREAMED
    action = make_action(
        cast.prevent_plan,
        status=status,
        merged_into=make_action(cast.prevent_plan) if status == Status.MERGED else None,
        mainstreamed_on=TODAY if everyday else None,
        mainstreamed_to="Licensing" if everyday else "",
    )

    if status in LIVE:
        report(action, cast, Progress.ON_TRACK)
        assert Update.objects.count() == 1
    else:
        with pytest.raises(NotAllowed, match="takes no more updates"):
            report(action, cast, Progress.ON_TRACK)
        assert not Update.objects.exists()


def test_an_action_dropped_a_moment_ago_takes_no_report(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)
    drop_action(Action.objects.get(), seen=1, by=cast.shona, at=NOW, why="Done elsewhere")

    with pytest.raises(NotAllowed, match="dropped takes no more updates"):
        report(action, cast, Progress.ON_TRACK)

    assert not Update.objects.exists()


def redate(action: Action, cast: Partnership, to: date, why: str = "The van is off the road") -> None:
    redate_action(action, to=to, seen=action.version, by=cast.shona, at=NOW, why=why)


def test_the_first_date_stays_on_record(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.AGREED, due_on=OCTOBER, original_due_on=OCTOBER)

    redate(action, cast, NOVEMBER)
    redate(action, cast, DECEMBER, "It is still off the road")

    assert (action.original_due_on, action.due_on) == (OCTOBER, DECEMBER)
    assert list(Redating.objects.order_by("pk").values_list("before", "to", "why")) == [
        (OCTOBER, NOVEMBER, "The van is off the road"),
        (NOVEMBER, DECEMBER, "It is still off the road"),
    ]


def test_an_action_without_a_date_gets_its_first(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.AGREED)

    redate(action, cast, OCTOBER)

    assert (action.original_due_on, action.due_on) == (OCTOBER, OCTOBER)


@pytest.mark.parametrize(
    ("to", "why", "sentence"),
    [
        (NOVEMBER, " ", "Say why the date moves."),
        (OCTOBER, "For tidiness", "That is the date it has already."),
        (date(2015, 8, 1), "Sooner", "An action cannot be due before it starts."),
    ],
)
def test_a_date_is_not_moved_without_sense(cast: Partnership, to: date, why: str, sentence: str) -> None:
    action = make_action(cast.prevent_plan, status=Status.AGREED, starts_on=date(2015, 9, 1), due_on=OCTOBER)

    with pytest.raises(ValidationError, match=sentence):
        redate(action, cast, to, why)

    assert Action.objects.get().due_on == OCTOBER
    assert not Redating.objects.exists()


def test_finished_work_has_no_date_to_move(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.DONE, due_on=OCTOBER)

    with pytest.raises(NotAllowed, match="still open"):
        redate(action, cast, NOVEMBER)
