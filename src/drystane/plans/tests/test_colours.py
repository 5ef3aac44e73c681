"""The database and the written rule give the same colour to the same action."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drystane.plans.brag import PROGRESS, RULES, Colour
from drystane.plans.models import JUDGED, OPEN, Action, Plan, Status
from drystane.plans.models.colours import CONDITIONS, colour_of
from tests.cast import TODAY, Partnership, make_action


def days(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


def an_action(
    status: Status,
    starts: int | None,
    due: int | None,
    updated: int | None,
    progress: str,
    *,
    judged: str = "",
) -> Action:
    """One as it stands today, its dates counted in days from today."""
    everyday = status == Status.MAINSTREAMED
    return Action(
        title="Check",
        status=status,
        starts_on=days(starts),
        due_on=days(due),
        last_update_on=days(updated),
        last_progress=progress,
        brag_override=judged if status in OPEN else "",
        mainstreamed_on=TODAY if everyday else None,
        mainstreamed_to="Licensing" if everyday else "",
    )


def assert_same_colours(plan: Plan, made: list[Action]) -> None:
    Action.objects.filter(status=Status.MERGED).delete()
    Action.objects.all().delete()
    kept = make_action(plan, status=Status.UNDER_WAY)
    for action in made:
        action.plan = plan
        action.merged_into = kept if action.status == Status.MERGED else None
    Action.objects.bulk_create(made)
    made = [kept, *made]
    found = dict(Action.objects.annotate(shown=colour_of(TODAY)).values_list("ref", "shown"))
    assert found == {action.ref: action.shown_colour(TODAY) for action in made}
    for colour in Colour:
        listed = set(Action.objects.coloured(colour, TODAY).values_list("ref", flat=True))
        assert listed == {action.ref for action in made if action.shown_colour(TODAY) == colour}


def test_the_database_colours_an_action_as_the_rule_does_on_every_day_at_which_a_rule_turns(
    cast: Partnership,
) -> None:
    # Seen from today: 90 days of silence are borne, a due date is soon within 30.
    starts, due, updated = (None, -91, -90, 0, 1), (None, -1, 0, 30, 31), (None, -91, -90, 0)
    combinations = product(Status, starts, due, updated, sorted(PROGRESS))

    made = [
        an_action(status, start, end, update, progress)
        for status, start, end, update, progress in combinations
        if start is None or end is None or start <= end
    ]

    assert len(made) > 2_000
    assert_same_colours(cast.prevent_plan, made)


offsets = st.one_of(st.none(), st.integers(-200, 200))
any_action = st.builds(
    an_action,
    st.sampled_from(Status),
    st.one_of(st.none(), st.integers(-200, 0)),
    offsets.map(lambda offset: offset and abs(offset)),
    offsets,
    st.sampled_from(sorted(PROGRESS)),
    judged=st.sampled_from(["", *JUDGED]),
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(any_action, min_size=20, max_size=60))
def test_the_database_colours_any_action_as_the_rule_does(cast: Partnership, made: list[Action]) -> None:
    assert_same_colours(cast.prevent_plan, made)


def test_every_rule_is_known_to_the_database() -> None:
    assert list(CONDITIONS) == [rule for rule, _ in RULES]


def test_the_most_urgent_come_first(cast: Partnership) -> None:
    plan, soon, late = cast.prevent_plan, TODAY + timedelta(days=9), TODAY - timedelta(days=1)
    made = {
        "blue": make_action(plan, status=Status.DONE),
        "grey": make_action(plan, status=Status.AGREED),
        "green": make_action(plan, status=Status.UNDER_WAY, starts_on=TODAY),
        "amber": make_action(plan, status=Status.AGREED, due_on=soon),
        "red": make_action(plan, status=Status.AGREED, due_on=late),
    }

    listed = Action.objects.with_urgency(TODAY).order_by(F("urgency").asc())

    assert [action.ref for action in listed] == [
        made[c].ref for c in ("red", "amber", "green", "grey", "blue")
    ]
