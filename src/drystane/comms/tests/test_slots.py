"""Putting messages into the calendar: what is in the way is said before anything is kept."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.comms.models import CampaignState, Channel, Slot, SlotMove
from drystane.comms.operations.campaigns import edit_campaign, move_campaign
from drystane.comms.operations.slots import Clashing, cancel_slot, redate_slot, tell_slot
from drystane.comms.tests.conftest import Enter, Plan
from tests.cast import NOW, Partnership

SECRET = {"marking": "sensitive", "descriptor": "commercial"}
DAY = date(2015, 9, 2)


def test_a_clash_is_said_and_nothing_is_kept(cast: Partnership, plan: Plan, enter: Enter) -> None:
    enter(plan(cast.board, cast.morag, "The board's"), cast.morag, DAY)

    with pytest.raises(Clashing) as refused:
        enter(plan(cast.board, cast.morag, "Another"), cast.morag, DAY)

    assert [clash.other.title for clash in refused.value.found] == ["The board's"]
    assert Slot.objects.count() == 1


def test_a_person_decides_to_go_ahead_for_a_reason(cast: Partnership, plan: Plan, enter: Enter) -> None:
    enter(plan(cast.board, cast.morag), cast.morag, DAY)

    slot = enter(plan(cast.board, cast.morag), cast.morag, DAY, despite="They support each other.")

    move = SlotMove.objects.get(slot=slot)
    assert (move.despite_clash, move.why, move.by) == (True, "They support each other.", cast.morag)


def test_another_groups_use_is_a_hint_without_its_words(cast: Partnership, plan: Plan, enter: Enter) -> None:
    enter(plan(cast.integrity, cast.iain, "Know your carrier"), cast.iain, DAY)

    with pytest.raises(Clashing) as refused:
        enter(plan(cast.prevent, cast.shona), cast.shona, DAY)

    (clash,) = refused.value.found
    assert clash.sentence == "Another group has something for communities then: ask Integrity Group."
    assert "Know your carrier" not in repr(clash)
    assert "Local radio" not in repr(clash.other)


@pytest.mark.parametrize("purpose", ["", "Planning"])
def test_what_is_sensitive_elsewhere_hints_at_nothing(
    cast: Partnership, plan: Plan, enter: Enter, purpose: str
) -> None:
    cast.iain.purpose = "Planning"
    enter(plan(cast.integrity, cast.iain, **SECRET), cast.iain, DAY)
    cast.shona.purpose = purpose

    slot = enter(plan(cast.prevent, cast.shona), cast.shona, DAY)

    assert not SlotMove.objects.get(slot=slot).despite_clash


def test_cancelled_and_stopped_uses_free_their_days(cast: Partnership, plan: Plan, enter: Enter) -> None:
    first, second = (plan(cast.board, cast.morag, title) for title in ("First", "Second"))
    slot = enter(first, cast.morag, DAY)
    cancel_slot(slot, why="No film yet", seen=1, by=cast.morag, at=NOW)
    enter(second, cast.morag, DAY)
    move_campaign(second, CampaignState.STOPPED, why="No money", by=cast.morag, at=NOW)

    enter(plan(cast.board, cast.morag, "Third"), cast.morag, DAY)


def test_a_use_is_not_in_its_own_way(cast: Partnership, plan: Plan, enter: Enter) -> None:
    slot = enter(plan(cast.board, cast.morag), cast.morag, DAY)

    redate_slot(slot, starts_on=DAY, ends_on=date(2015, 9, 4), seen=1, by=cast.morag, at=NOW)

    assert slot.ends_on == date(2015, 9, 4)


def test_other_days_are_looked_at_for_clashes_too(cast: Partnership, plan: Plan, enter: Enter) -> None:
    enter(plan(cast.board, cast.morag), cast.morag, DAY)
    slot = enter(plan(cast.board, cast.morag), cast.morag, date(2015, 9, 20))

    with pytest.raises(Clashing):
        redate_slot(slot, starts_on=DAY, ends_on=DAY, seen=1, by=cast.morag, at=NOW)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2015, 8, 31), date(2015, 9, 2), "starts_on"),
        (date(2015, 10, 31), date(2015, 11, 1), "ends_on"),
        (date(2015, 9, 4), date(2015, 9, 3), "ends_on"),
    ],
)
def test_days_lie_within_the_campaign(  # noqa: PLR0917  # a row of a table
    cast: Partnership, plan: Plan, enter: Enter, first: date, last: date, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        enter(plan(cast.board, cast.morag), cast.morag, first, last)
    assert list(refused.value.message_dict) == [field]


def test_a_message_is_told_on_its_day_and_not_before(cast: Partnership, plan: Plan, enter: Enter) -> None:
    campaign = plan(cast.board, cast.morag)
    today, later = enter(campaign, cast.morag, DAY), enter(campaign, cast.morag, date(2015, 9, 3))

    tell_slot(today, seen=1, by=cast.morag, at=NOW)
    with pytest.raises(NotAllowed, match="still to come"):
        tell_slot(later, seen=1, by=cast.morag, at=NOW)

    assert today.state == "told"


@pytest.mark.parametrize(
    "act",
    [
        lambda slot, by: tell_slot(slot, seen=1, by=by, at=NOW),
        lambda slot, by: cancel_slot(slot, why="Late", seen=1, by=by, at=NOW),
        lambda slot, by: redate_slot(slot, starts_on=DAY, ends_on=DAY, seen=1, by=by, at=NOW),
    ],
)
def test_the_second_of_two_is_told(
    cast: Partnership, plan: Plan, enter: Enter, act: Callable[..., None]
) -> None:
    slot = enter(plan(cast.board, cast.morag), cast.morag, DAY)
    stale = Slot.objects.get(pk=slot.pk)
    redate_slot(slot, starts_on=DAY, ends_on=DAY, seen=1, by=cast.morag, at=NOW)

    with pytest.raises(NotAllowed, match="Somebody else"):
        act(stale, cast.morag)


def test_the_second_edit_of_a_campaign_is_told(cast: Partnership, plan: Plan) -> None:
    campaign = plan(cast.board, cast.morag)
    edit_campaign(campaign, fields={"title": "Renamed"}, seen=1, by=cast.morag, at=NOW)

    with pytest.raises(NotAllowed, match="Somebody else"):
        edit_campaign(campaign, fields={"title": "Again"}, seen=1, by=cast.gordon, at=NOW)


def test_a_stopped_campaign_takes_no_days(cast: Partnership, plan: Plan, enter: Enter, site: Channel) -> None:
    campaign = plan(cast.board, cast.morag)
    with pytest.raises(ValidationError):
        move_campaign(campaign, CampaignState.STOPPED, why=" ", by=cast.morag, at=NOW)
    move_campaign(campaign, CampaignState.STOPPED, why="No money", by=cast.morag, at=NOW)

    with pytest.raises(NotAllowed, match="takes no new dates"):
        enter(campaign, cast.morag, DAY, channel=site)


def test_a_campaign_does_not_shrink_beneath_its_days(cast: Partnership, plan: Plan, enter: Enter) -> None:
    campaign = plan(cast.board, cast.morag)
    slot = enter(campaign, cast.morag, date(2015, 9, 20))
    shorter = {"ends_on": date(2015, 9, 19)}
    with pytest.raises(ValidationError, match="outside these"):
        edit_campaign(campaign, fields=shorter, seen=1, by=cast.morag, at=NOW)

    cancel_slot(slot, why="Too late", seen=1, by=cast.morag, at=NOW)
    edit_campaign(campaign, fields=shorter, seen=1, by=cast.morag, at=NOW)
