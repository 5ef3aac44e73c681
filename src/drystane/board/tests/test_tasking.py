"""The board asks a group for something; the group answers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.audit.models import Event
from drystane.board.models import (
    TASKING_MOVES,
    ActionReason,
    AgendaItem,
    Decision,
    Meeting,
    Tasking,
    TaskingState,
)
from drystane.board.operations import tasking as operations
from drystane.partners.models import Group
from drystane.strategy.models import Recommendation
from tests.cast import NOW, Partnership, make_action, make_edition

pytestmark = pytest.mark.django_db

NOVEMBER = date(2015, 11, 4)


@pytest.fixture
def recommendation() -> Recommendation:
    return make_edition(recommendations=1).recommendations.get()


def give(cast: Partnership, recommendation: Recommendation | None = None, **changes: object) -> Tasking:
    asked: dict[str, object] = {
        "board": cast.board,
        "to_group": cast.integrity,
        "recommendation": recommendation,
        "asked": "Say how we check those who buy from us",
        "report_back_on": NOVEMBER,
        "by": cast.morag,
        "at": NOW,
    }
    return operations.give_tasking(**{**asked, **changes})  # type: ignore[arg-type]  # a table of what the tests vary


def in_state(cast: Partnership, state: TaskingState) -> Tasking:
    tasking = give(cast)
    Tasking.objects.filter(pk=tasking.pk).update(state=state)
    tasking.refresh_from_db()
    return tasking


def test_every_state_says_where_it_may_lead() -> None:
    assert set(TASKING_MOVES) == set(TaskingState)


def test_a_tasking_is_given_and_waits_for_the_group(
    cast: Partnership, recommendation: Recommendation
) -> None:
    tasking = give(cast, recommendation, supporting_groups=[cast.prevent, cast.integrity])

    assert tasking.state == TaskingState.GIVEN
    assert list(tasking.supporting_groups.all()) == [cast.prevent]  # not the group that is asked itself
    assert [(move.to, move.by) for move in tasking.moves.all()] == [(TaskingState.GIVEN, cast.morag)]
    event = Event.objects.get(verb="tasking.given")
    assert (event.object_ref, event.actor_ref) == (tasking.ref, cast.morag.ref)


def test_the_board_tasks_only_groups_that_it_oversees(cast: Partnership) -> None:
    elsewhere = Group.objects.create(code="elsewhere", name="Another town's group")

    with pytest.raises(ValidationError, match="does not oversee Another town's group"):
        give(cast, to_group=elsewhere)
    with pytest.raises(ValidationError, match="does not oversee Another town's group"):
        give(cast, supporting_groups=[elsewhere])
    assert not Tasking.objects.exists()


def test_a_tasking_does_not_come_of_another_boards_decision(cast: Partnership) -> None:
    north = Group.objects.create(code="north", name="North Board", kind=Group.Kind.BOARD)
    meeting = Meeting.objects.create(group=north, on=NOVEMBER)
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Theirs", kind="paper")
    theirs = Decision.objects.create(item=item, outcome="agreed", at=NOW)

    with pytest.raises(ValidationError, match="another board's"):
        give(cast, decision=theirs)


def test_the_date_to_report_back_is_still_to_come(cast: Partnership) -> None:
    with pytest.raises(ValidationError, match="still to come"):
        give(cast, report_back_on=NOW.date() - timedelta(days=1))


def test_the_same_thing_is_not_asked_of_a_group_twice(
    cast: Partnership, recommendation: Recommendation
) -> None:
    give(cast, recommendation)

    with pytest.raises(ValidationError, match="asked for that already"):
        give(cast, recommendation)
    give(cast, recommendation, to_group=cast.prevent)
    assert Tasking.objects.count() == 2  # another group may be asked for it too


@pytest.mark.parametrize("state", TaskingState)
def test_each_verb_is_refused_outside_its_states(cast: Partnership, state: TaskingState) -> None:
    verbs = {
        TaskingState.ACCEPTED: operations.accept_tasking,
        TaskingState.RETURNED: operations.return_tasking,
        TaskingState.REPORTED: operations.report_back,
        TaskingState.WITHDRAWN: operations.withdraw_tasking,
    }
    for to, verb in verbs.items():
        tasking = in_state(cast, state)
        if to in TASKING_MOVES[state]:
            verb(tasking, by=cast.iain, at=NOW, why="Because")
            assert tasking.state == to
        else:
            with pytest.raises(NotAllowed, match="cannot be done"):
                verb(tasking, by=cast.iain, at=NOW, why="Because")


def test_a_whole_life_is_kept_move_by_move(cast: Partnership, recommendation: Recommendation) -> None:
    tasking = give(cast, recommendation)

    operations.return_tasking(tasking, by=cast.iain, at=NOW, why="Procurement leads on this")
    operations.give_again(
        tasking, report_back_on=date(2015, 12, 2), by=cast.morag, at=NOW, why="They support you"
    )
    operations.accept_tasking(tasking, by=cast.iain, at=NOW)
    operations.report_back(tasking, by=cast.iain, at=NOW, why="Checks are in place")

    told = [(move.before, move.to, move.why) for move in tasking.moves.order_by("pk")]
    assert told == [
        ("", "given", ""),
        ("given", "returned", "Procurement leads on this"),
        ("returned", "given", "They support you"),
        ("given", "accepted", ""),
        ("accepted", "reported", "Checks are in place"),
    ]
    assert tasking.report_back_on == date(2015, 12, 2)


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (TaskingState.GIVEN, operations.return_tasking),
        (TaskingState.ACCEPTED, operations.report_back),
        (TaskingState.ACCEPTED, operations.withdraw_tasking),
    ],
)
def test_a_reason_is_more_than_blanks(cast: Partnership, state: TaskingState, verb: object) -> None:
    tasking = in_state(cast, state)

    with pytest.raises(ValidationError, match="Say w"):
        verb(tasking, by=cast.iain, at=NOW, why="  ")  # type: ignore[operator]
    tasking.refresh_from_db()
    assert tasking.state == state


def test_the_second_of_two_people_is_told(cast: Partnership) -> None:
    tasking = give(cast)
    seen_by_the_second = Tasking.objects.get(pk=tasking.pk)
    operations.accept_tasking(tasking, by=cast.iain, at=NOW)

    with pytest.raises(NotAllowed, match="Somebody else has just changed"):
        operations.return_tasking(seen_by_the_second, by=cast.iain, at=NOW, why="Not ours")
    assert tasking.moves.count() == 2


def test_what_was_asked_anew_meanwhile_is_not_given_again(
    cast: Partnership, recommendation: Recommendation
) -> None:
    returned = give(cast, recommendation)
    operations.return_tasking(returned, by=cast.iain, at=NOW, why="Not ours")
    give(cast, recommendation)

    with pytest.raises(NotAllowed, match="asked for that already"):
        operations.give_again(returned, report_back_on=NOVEMBER, by=cast.morag, at=NOW, why="Please")
    returned.refresh_from_db()
    assert returned.state == TaskingState.RETURNED


def test_giving_again_asks_for_a_day_to_come(cast: Partnership) -> None:
    tasking = in_state(cast, TaskingState.RETURNED)

    with pytest.raises(ValidationError, match="still to come"):
        operations.give_again(tasking, report_back_on=date(2015, 9, 1), by=cast.morag, at=NOW, why="Please")


def test_an_accepted_tasking_becomes_an_action_of_the_groups_plan(
    cast: Partnership, recommendation: Recommendation
) -> None:
    tasking = give(cast, recommendation)
    operations.accept_tasking(tasking, by=cast.iain, at=NOW)

    action = operations.propose_action_for(
        tasking, cast.integrity_plan, fields={"title": "Check the buyers"}, by=cast.iain, at=NOW
    )

    assert action.recommendation == recommendation
    assert ActionReason.objects.get().tasking == tasking


def test_nothing_is_planned_for_a_tasking_withdrawn_meanwhile(cast: Partnership) -> None:
    tasking = in_state(cast, TaskingState.ACCEPTED)
    operations.withdraw_tasking(Tasking.objects.get(pk=tasking.pk), by=cast.morag, at=NOW, why="Not now")

    with pytest.raises(NotAllowed, match="Only what the group has accepted"):
        operations.propose_action_for(
            tasking, cast.integrity_plan, fields={"title": "Check"}, by=cast.iain, at=NOW
        )


def test_another_groups_plan_is_not_planned_in(cast: Partnership) -> None:
    tasking = in_state(cast, TaskingState.ACCEPTED)

    with pytest.raises(NotAllowed, match="another group"):
        operations.propose_action_for(
            tasking, cast.prevent_plan, fields={"title": "Check"}, by=cast.iain, at=NOW
        )
    with pytest.raises(NotAllowed, match="another group"):
        operations.link_action(tasking, make_action(cast.prevent_plan), by=cast.iain, at=NOW)


def test_an_action_answers_a_tasking_once(cast: Partnership) -> None:
    tasking = in_state(cast, TaskingState.ACCEPTED)
    action = make_action(cast.integrity_plan)
    operations.link_action(tasking, action, by=cast.iain, at=NOW)

    with pytest.raises(NotAllowed, match="already"):
        operations.link_action(tasking, action, by=cast.iain, at=NOW)


def test_a_tasking_is_seen_from_every_end_and_by_nobody_else(cast: Partnership) -> None:
    tasking = give(cast)
    sees = [cast.gordon, cast.wallace, cast.priya, cast.iain, cast.tam]
    does_not = [cast.shona, cast.aileen, cast.stranger]

    assert all(tasking in Tasking.objects.visible_to(user) for user in sees)
    assert not any(tasking in Tasking.objects.visible_to(user) for user in does_not)

    tasking.supporting_groups.add(cast.prevent)
    assert tasking in Tasking.objects.visible_to(cast.shona)
    assert Tasking.objects.visible_to(cast.morag).count() == 1  # once, by however many ends


def test_a_reason_is_seen_only_with_its_action(cast: Partnership) -> None:
    tasking = in_state(cast, TaskingState.ACCEPTED)
    action = make_action(cast.integrity_plan, marking="sensitive", descriptor="commercial")
    operations.link_action(tasking, action, by=cast.iain, at=NOW)

    assert not ActionReason.objects.visible_to(cast.gordon).exists()
    cast.iain.purpose = "Reviewing the plan"
    assert ActionReason.objects.visible_to(cast.iain).exists()
