"""Planning a meeting, its agenda, and what it decides."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from drystane.access.errors import NotAllowed
from drystane.board.models import ActionReason, AgendaItem, Decision, Meeting, Outcome, Paper, Tasking
from drystane.board.operations import meeting as operations
from drystane.board.operations.paper import write_paper
from drystane.partners.models import Group
from drystane.plans.models import Action
from drystane.strategy.models import Adoption
from tests.cast import NOW, Partnership, make_action, make_edition, make_plan

NOVEMBER = date(2015, 11, 25)


def decide(
    cast: Partnership, item: AgendaItem, outcome: Outcome = Outcome.NOTED, **changes: object
) -> Decision:
    given: dict[str, object] = {"outcome": outcome, "words": "", "by": cast.morag, "at": NOW, **changes}
    return operations.decide(item, **given)  # type: ignore[arg-type]  # a table of what the tests vary


def test_only_a_board_meets(cast: Partnership) -> None:
    with pytest.raises(NotAllowed, match="is not a board"):
        operations.plan_meeting(
            group=cast.integrity, on=NOVEMBER, starts_at=None, venue="", by=cast.iain, at=NOW
        )


def test_a_board_meets_once_a_day(cast: Partnership, meeting: Meeting) -> None:
    with pytest.raises(ValidationError, match="meets on that day already"):
        operations.plan_meeting(
            group=cast.board, on=meeting.on, starts_at=time(18), venue="", by=cast.morag, at=NOW
        )


def test_items_follow_one_another_or_stand_before_one(cast: Partnership, meeting: Meeting) -> None:
    def add(title: str, before: AgendaItem | None = None) -> AgendaItem:
        fields = {"title": title, "kind": "discussion"}
        return operations.add_item(meeting, fields=fields, before=before, by=cast.morag, at=NOW)

    first, _ = add("Declarations"), add("Any other business")
    second = add("Spotlight", before=AgendaItem.objects.get(title="Any other business"))

    in_order = [item.title for item in meeting.items.order_by("order")]
    assert in_order == ["Declarations", "Spotlight", "Any other business"]
    assert (first.order, second.order) == (1, 2)


def test_an_item_of_another_agenda_is_no_place(cast: Partnership, item: AgendaItem) -> None:
    other = operations.plan_meeting(
        group=cast.board, on=NOVEMBER, starts_at=None, venue="", by=cast.morag, at=NOW
    )

    with pytest.raises(ValidationError, match="another agenda"):
        operations.add_item(other, fields={"title": "AOB", "kind": "aob"}, before=item, by=cast.morag, at=NOW)


def test_an_item_is_dropped_only_while_nothing_hangs_on_it(cast: Partnership, item: AgendaItem) -> None:
    decision = decide(cast, item)
    with pytest.raises(NotAllowed, match="a paper, a spotlight or an outcome"):
        operations.drop_item(item, by=cast.morag, at=NOW)

    operations.take_back_decision(decision, by=cast.morag, at=NOW)
    operations.drop_item(item, by=cast.morag, at=NOW)
    assert not AgendaItem.objects.exists()


def test_an_item_with_a_paper_stays(cast: Partnership, paper: Paper) -> None:
    with pytest.raises(NotAllowed, match="a paper, a spotlight or an outcome"):
        operations.drop_item(AgendaItem.objects.get(pk=paper.item_id), by=cast.morag, at=NOW)


def test_the_second_to_move_a_meeting_is_told(cast: Partnership, meeting: Meeting) -> None:
    def move(venue: str) -> None:
        operations.edit_meeting(
            Meeting.objects.get(pk=meeting.pk),
            on=meeting.on,
            starts_at=None,
            venue=venue,
            seen=1,
            by=cast.morag,
            at=NOW,
        )

    move("Town hall")
    with pytest.raises(NotAllowed, match="Somebody else has just changed this meeting"):
        move("Library")
    meeting.refresh_from_db()
    assert meeting.venue == "Town hall"


def test_what_an_outcome_needs(cast: Partnership, item: AgendaItem) -> None:
    with pytest.raises(ValidationError, match="Say how the board amended it"):
        decide(cast, item, Outcome.AMENDED)
    with pytest.raises(ValidationError, match="to which group"):
        decide(cast, item, Outcome.REMITTED)
    with pytest.raises(ValidationError, match="to which group"):
        decide(cast, item, Outcome.NOTED, remitted_to=cast.prevent)

    assert decide(cast, item, Outcome.NOTED).words == ""
    assert decide(cast, item, Outcome.AGREED).outcome == "agreed"
    assert decide(cast, item, Outcome.AMENDED, words="With a date").words == "With a date"
    assert decide(cast, item, Outcome.REMITTED, remitted_to=cast.prevent).remitted_to == cast.prevent


@pytest.mark.parametrize("remitted", [True, False])
def test_the_database_keeps_a_remit_whole(cast: Partnership, item: AgendaItem, remitted: bool) -> None:
    outcome, group = ("remitted", None) if remitted else ("noted", cast.prevent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(item=item, outcome=outcome, remitted_to=group, at=NOW)


def test_a_recommendation_is_decided_once(cast: Partnership, paper: Paper) -> None:
    recommendation = paper.recommendations.get()
    decide(cast, paper.item, recommendation=recommendation)

    with pytest.raises(ValidationError, match="decided this recommendation already"):
        decide(cast, paper.item, Outcome.AGREED, recommendation=recommendation)


def test_a_recommendation_of_another_item_is_not_decided_here(
    cast: Partnership, meeting: Meeting, paper: Paper
) -> None:
    other = operations.add_item(meeting, fields={"title": "AOB", "kind": "aob"}, by=cast.morag, at=NOW)

    with pytest.raises(ValidationError, match="another item"):
        decide(cast, other, recommendation=paper.recommendations.get())


def test_a_decision_becomes_an_action_of_an_overseen_group(cast: Partnership, item: AgendaItem) -> None:
    decision = decide(cast, item, Outcome.ACTION)
    assert Decision.objects.without_follow_up(Action.objects.all()).get() == decision

    action = operations.decide_action(
        decision, cast.prevent_plan, fields={"title": "Ask the charities"}, by=cast.morag, at=NOW
    )

    assert ActionReason.objects.get(action=action).decision == decision
    assert not Decision.objects.without_follow_up(Action.objects.all()).exists()


def test_a_decision_becomes_a_tasking(cast: Partnership, item: AgendaItem) -> None:
    decision = decide(cast, item, Outcome.ACTION)

    tasking = operations.decide_tasking(
        decision, to_group=cast.prevent, asked="Ask them", report_back_on=NOVEMBER, by=cast.morag, at=NOW
    )

    assert (tasking.decision, tasking.board) == (decision, cast.board)
    assert not Decision.objects.without_follow_up(Action.objects.all()).exists()


def test_the_plan_of_a_group_elsewhere_takes_no_action(cast: Partnership, item: AgendaItem) -> None:
    elsewhere = Group.objects.create(code="elsewhere", name="Another town's group")

    with pytest.raises(NotAllowed, match="does not oversee"):
        operations.decide_action(
            decide(cast, item),
            make_plan(elsewhere, "elsewhere", "Elsewhere"),
            fields={"title": "Ask"},
            by=cast.morag,
            at=NOW,
        )


def test_what_a_sensitive_item_asks_for_is_sensitive_and_stays_with_the_board(
    cast: Partnership, item: AgendaItem
) -> None:
    AgendaItem.objects.update(marking="sensitive", descriptor="commercial")
    decision = decide(cast, AgendaItem.objects.get())

    action = operations.decide_action(
        decision, cast.board_plan, fields={"title": "Look into it"}, by=cast.morag, at=NOW
    )
    assert action.marking_label == "OFFICIAL-SENSITIVE COMMERCIAL"
    with pytest.raises(NotAllowed, match="could not follow a sensitive action"):
        operations.decide_action(
            decision, cast.prevent_plan, fields={"title": "Look into it"}, by=cast.morag, at=NOW
        )
    operations.decide_action(
        decision,
        cast.prevent_plan,
        fields={"title": "Train the teams", "marking": "official", "descriptor": ""},
        by=cast.morag,
        at=NOW,
    )


def test_the_board_adopts_an_edition_by_a_decision(cast: Partnership, item: AgendaItem) -> None:
    decision, edition = decide(cast, item, Outcome.AGREED), make_edition()
    operations.decide_adoption(decision, edition, by=cast.morag, at=NOW)

    adoption = Adoption.objects.in_force(cast.board)
    assert adoption is not None
    assert (adoption.edition, adoption.adopted_on) == (edition, item.meeting.on)
    with pytest.raises(NotAllowed, match="adopted an edition already"):
        operations.decide_adoption(decision, make_edition("2016"), by=cast.morag, at=NOW)


def test_an_outcome_is_taken_back_only_while_nothing_came_of_it(cast: Partnership, item: AgendaItem) -> None:
    decision = decide(cast, item, Outcome.ACTION)
    operations.decide_tasking(
        decision, to_group=cast.prevent, asked="Ask them", report_back_on=NOVEMBER, by=cast.morag, at=NOW
    )

    with pytest.raises(NotAllowed, match="has come of this decision already"):
        operations.take_back_decision(decision, by=cast.morag, at=NOW)
    assert Tasking.objects.get().decision == decision


Change = Callable[[Partnership, Meeting, Decision], object]

CHANGES: dict[str, Change] = {
    "edit": lambda cast, meeting, _: operations.edit_meeting(
        meeting, on=NOVEMBER, starts_at=None, venue="", seen=meeting.version, by=cast.morag, at=NOW
    ),
    "add an item": lambda cast, meeting, _: operations.add_item(
        meeting, fields={"title": "AOB", "kind": "aob"}, by=cast.morag, at=NOW
    ),
    "drop an item": lambda cast, meeting, _: operations.drop_item(meeting.items.get(), by=cast.morag, at=NOW),
    "decide": lambda cast, meeting, _: decide(cast, meeting.items.get()),
    "take back": lambda cast, _, decision: operations.take_back_decision(decision, by=cast.morag, at=NOW),
    "action": lambda cast, _, decision: operations.decide_action(
        decision, cast.board_plan, fields={"title": "Ask"}, by=cast.morag, at=NOW
    ),
    "tasking": lambda cast, _, decision: operations.decide_tasking(
        decision, to_group=cast.prevent, asked="Ask", report_back_on=NOVEMBER, by=cast.morag, at=NOW
    ),
    "adopt": lambda cast, _, decision: operations.decide_adoption(
        decision, make_edition(), by=cast.morag, at=NOW
    ),
    "write a paper": lambda cast, meeting, _: write_paper(
        meeting.items.get(), fields={"to": "B", "report_by": "D", "heading": "H"}, by=cast.morag, at=NOW
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_closed_meeting_refuses_every_change(
    cast: Partnership, meeting: Meeting, item: AgendaItem, change: str
) -> None:
    decision = decide(cast, item)
    Meeting.objects.update(state="closed", closed_at=NOW)
    meeting.refresh_from_db()

    with pytest.raises(NotAllowed, match="This meeting is closed"):
        CHANGES[change](cast, meeting, Decision.objects.get(pk=decision.pk))


def test_a_sensitive_item_and_its_decision_are_seen_only_with_a_right_and_a_purpose(
    cast: Partnership, item: AgendaItem
) -> None:
    decide(cast, item)
    AgendaItem.objects.update(marking="sensitive", descriptor="commercial")
    for user in (cast.wallace, cast.priya, cast.iain, cast.stranger):
        assert not AgendaItem.objects.visible_to(user).exists()
        assert not Decision.objects.visible_to(user).exists()

    cast.wallace.purpose = cast.priya.purpose = cast.iain.purpose = "The meeting"
    assert AgendaItem.objects.visible_to(cast.wallace).exists()
    assert Decision.objects.visible_to(cast.wallace).exists()
    for user in (cast.priya, cast.iain):  # an observer, and somebody whose group the board oversees
        assert not Decision.objects.visible_to(user).exists()


def test_a_reason_of_a_decision_is_seen_only_with_the_decision(cast: Partnership, item: AgendaItem) -> None:
    action = make_action(cast.prevent_plan)
    ActionReason.objects.create(action=action, decision=decide(cast, item))

    assert ActionReason.objects.visible_to(cast.wallace).exists()
    assert not ActionReason.objects.visible_to(cast.shona).exists()  # sees the action, not the meeting
