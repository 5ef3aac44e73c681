"""What the board does is neither refused, nor let through, nor undone because of something it may not see."""

from datetime import date

import pytest

from drystane.access.errors import NotAllowed
from drystane.assessment.models import Gap, GapState
from drystane.board.models import ActionReason, AgendaItem, Decision, Meeting, Outcome, Paper, Rest
from drystane.board.operations.closing import close_meeting, still_missing
from drystane.board.operations.meeting import add_item, decide, plan_meeting, take_back_decision
from drystane.board.operations.paper import mark_paper, recommend, reword_recommendation, write_paper
from drystane.marking.models import Marking
from drystane.plans.models import Action
from drystane.plans.operations import change_marking, drop_action, propose_action
from tests.cast import NOW, Partnership, make_action, make_partnership
from tests.noninterference.hidden import Hidden
from tests.noninterference.hidden_assessments import SUBMITTED, assess, make_asked

pytestmark = pytest.mark.django_db

HIDDEN = {"marking": "sensitive", "descriptor": "personal"}


@pytest.fixture
def cast() -> Partnership:
    cast = make_partnership()
    cast.morag.purpose = "Preparing the meeting"
    return cast


@pytest.fixture
def meeting(cast: Partnership) -> Meeting:
    return plan(cast, date(2015, 9, 2))


def plan(cast: Partnership, on: date) -> Meeting:
    return plan_meeting(group=cast.board, on=on, starts_at=None, venue="", by=cast.morag, at=NOW)


def put(cast: Partnership, meeting: Meeting, kind: str, **fields: str) -> AgendaItem:
    return add_item(meeting, fields={"title": "Licences", "kind": kind, **fields}, by=cast.morag, at=NOW)


@pytest.fixture
def decision(cast: Partnership, meeting: Meeting) -> Decision:
    """It asked for an action. One came of it that its group has hidden since."""
    item = put(cast, meeting, "discussion")
    decision = decide(item, outcome=Outcome.ACTION, words="Look at it", by=cast.morag, at=NOW)
    ActionReason.objects.create(action=make_action(cast.integrity_plan, **HIDDEN), decision=decision)
    return decision


@pytest.fixture
def paper(cast: Partnership, meeting: Meeting) -> Paper:
    """Sensitive, and resting on an OFFICIAL action and on one that another group has hidden since."""
    fields = {"to": "Board", "report_by": "Director", "heading": "Licences", **HIDDEN}
    paper = write_paper(put(cast, meeting, "paper"), fields=fields, by=cast.morag, at=NOW)
    actions = [make_action(cast.integrity_plan), make_action(cast.integrity_plan)]
    rests_on = [{"action": action} for action in actions]
    recommend(paper, verb="note", text="it", rests_on=rests_on, seen=paper.version, by=cast.morag, at=NOW)
    Action.objects.filter(pk=actions[1].pk).update(**HIDDEN)
    paper.refresh_from_db()
    return paper


def test_a_hidden_action_is_no_follow_up(cast: Partnership, decision: Decision) -> None:
    assert still_missing(decision.item.meeting, by=cast.morag).startswith("1 decision asks for an action")


def test_a_decision_is_taken_back_whatever_hidden_action_came_of_it(
    cast: Partnership, decision: Decision
) -> None:
    take_back_decision(decision, by=cast.morag, at=NOW)

    assert not Decision.objects.exists()
    assert not ActionReason.objects.exists()
    assert Action.objects.count() == 1


def test_a_decision_stands_if_an_action_that_is_seen_came_of_it(
    cast: Partnership, decision: Decision
) -> None:
    ActionReason.objects.create(action=make_action(cast.integrity_plan), decision=decision)
    with pytest.raises(NotAllowed, match="has come of this decision already"):
        take_back_decision(decision, by=cast.morag, at=NOW)
    assert ActionReason.objects.count() == 2


def test_a_reworded_recommendation_still_rests_on_what_its_writer_does_not_see(
    cast: Partnership, paper: Paper
) -> None:
    reword_recommendation(
        paper.recommendations.get(), verb="note", text="all", seen=paper.version, by=cast.morag, at=NOW
    )
    assert [rest.action.is_sensitive for rest in Rest.objects.all() if rest.action] == [True]


def test_another_groups_hidden_action_does_not_hold_a_papers_marking(cast: Partnership, paper: Paper) -> None:
    mark_paper(
        paper,
        marking=Marking.OFFICIAL,
        descriptor="",
        why="Public",
        seen=paper.version,
        by=cast.morag,
        at=NOW,
    )
    assert Paper.objects.get().marking == Marking.OFFICIAL


def test_a_hidden_log_on_the_next_agenda_does_not_take_the_place_of_the_open_one(
    cast: Partnership, meeting: Meeting
) -> None:
    following = plan(cast, date(2015, 11, 25))
    put(cast, following, "action_log", **HIDDEN)

    close_meeting(meeting, by=cast.morag, at=NOW)

    seen = following.items.filter(marking=Marking.OFFICIAL, kind=AgendaItem.Kind.ACTION_LOG)
    assert [item.title for item in seen] == ["Rolling action log"]


@pytest.fixture
def gap(cast: Partnership) -> Gap:
    """Open, and seen by all of Integrity and of the board."""
    questions = make_asked(cast.board).questions
    hidden = Hidden()
    assess(hidden, cast.integrity, questions, year=2015, people=[cast.tam], **SUBMITTED)
    return hidden.gaps[0]


def act_on(gap: Gap, cast: Partnership, **fields: str) -> Action:
    fields = {"title": "Check the carriers", **fields}
    return propose_action(cast.integrity_plan, fields=fields, gap=gap, by=cast.iain, at=NOW)


def told_of(gap: Gap) -> tuple[str, int]:
    """What everybody who sees the gap is told: its state, and how often that has changed."""
    gap.refresh_from_db()
    return gap.state, gap.moves.count()


def test_a_hidden_action_leaves_its_gap_as_it_was(cast: Partnership, gap: Gap) -> None:
    before = told_of(gap)
    hidden = act_on(gap, cast, **HIDDEN)
    assert told_of(gap) == before
    drop_action(hidden, seen=hidden.version, by=cast.iain, at=NOW, why="Not now")
    assert told_of(gap) == before


def test_a_hidden_action_does_not_hold_a_gap_whose_last_visible_action_is_dropped(
    cast: Partnership, gap: Gap
) -> None:
    act_on(gap, cast, **HIDDEN)
    seen = act_on(gap, cast)
    assert told_of(gap)[0] == GapState.TAKEN_UP
    drop_action(seen, seen=seen.version, by=cast.iain, at=NOW, why="Not now")
    assert told_of(gap)[0] == GapState.OPEN


def test_an_action_that_is_no_longer_hidden_takes_its_gap_up(cast: Partnership, gap: Gap) -> None:
    hidden = act_on(gap, cast, **HIDDEN)
    change_marking(
        hidden, marking="official", descriptor="", seen=hidden.version, by=cast.iain, at=NOW, why="Public"
    )
    assert told_of(gap)[0] == GapState.TAKEN_UP
