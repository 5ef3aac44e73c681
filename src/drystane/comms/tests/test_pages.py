"""The bank, a message, the calendar and a campaign as people meet them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.comms.models import Campaign, Channel, Reading, Slot
from drystane.comms.operations.slots import tell_slot
from drystane.comms.tests.conftest import Enter, Plan
from drystane.plans.tests.conftest import main_of
from drystane.strategy.models import Message, Wording
from drystane.strategy.operations import write_message
from tests.cast import NOW, Partnership

Visit = Callable[..., str]
DAY = date(2015, 9, 2)


@pytest.fixture
def visit(client: Client) -> Visit:
    def go(by: User, name: str, *args: str, query: str = "", **data: object) -> str:
        client.force_login(by)
        url = reverse(f"comms:{name}", args=args) + query
        answer = client.post(url, data, follow=True) if data else client.get(url)
        assert answer.status_code == 200
        return main_of(answer.content.decode())

    return go


def test_the_bank_says_what_was_never_told(
    cast: Partnership, visit: Visit, plan: Plan, enter: Enter, message: Message
) -> None:
    write_message(cast.board, audience="businesses", text="Know your carrier.", by=cast.morag, at=NOW)
    slot = enter(plan(cast.board, cast.morag), cast.morag, DAY)
    before = visit(cast.morag, "index")
    tell_slot(slot, seen=1, by=cast.morag, at=NOW)
    after = visit(cast.morag, "index")

    assert "2 never told" in before
    assert "Never told Planned for 2 September 2015" in before
    assert "0 past their last day" in before
    assert "1 never told" in after
    assert "Told, last on 2 September 2015" in after
    assert "Know your carrier." in visit(cast.morag, "index", query="?use=never")
    assert message.text not in visit(cast.morag, "index", query="?use=never")


def test_the_bank_names_audiences_without_a_message(
    cast: Partnership, visit: Visit, message: Message
) -> None:
    page = visit(cast.morag, "index")
    assert "Banks and financial services" in page.partition("Nobody has a message")[2].partition(".")[0]
    assert "Communities;" not in page.partition("Nobody has a message")[2].partition(".")[0]


def test_anothers_use_does_not_count_as_told_to_those_who_cannot_see_it(
    cast: Partnership, visit: Visit, plan: Plan, enter: Enter
) -> None:
    slot = enter(plan(cast.integrity, cast.iain), cast.iain, DAY)
    tell_slot(slot, seen=1, by=cast.iain, at=NOW)

    assert "Told, last on" in visit(cast.iain, "index")
    assert "Told, last on" not in visit(cast.shona, "index")


def test_what_clashes_is_shown_while_a_use_is_entered(  # noqa: PLR0917  # all that is at hand
    cast: Partnership, visit: Visit, plan: Plan, enter: Enter, message: Message, radio: Channel
) -> None:
    enter(plan(cast.integrity, cast.iain, "Know your carrier"), cast.iain, DAY)
    mine = plan(cast.prevent, cast.shona)
    typed = {"message": message.ref, "channel": radio.ref, "starts_on": "2/9/2015", "ends_on": "4/9/2015"}

    refused = visit(cast.shona, "new_slot", mine.ref, **typed)
    assert "Another group has something for communities then: ask Integrity Group." in refused
    assert "Know your carrier" not in refused
    assert not mine.slots.exists()

    visit(cast.shona, "new_slot", mine.ref, **typed, despite="Agreed by telephone.")
    assert mine.slots.get().moves.get().why == "Agreed by telephone."


def test_the_calendar_shows_both_sides_of_a_clash(
    cast: Partnership, visit: Visit, plan: Plan, enter: Enter
) -> None:
    enter(plan(cast.integrity, cast.iain, "Know your carrier"), cast.iain, DAY)
    enter(plan(cast.prevent, cast.shona, "Doorsteps"), cast.shona, DAY, despite="Agreed.")

    seen = visit(cast.morag, "calendar", query="?month=2015-09")
    assert "“Doorsteps” of the Prevent Group tells communities something else by local radio" in seen or (
        "“Know your carrier” of the Integrity Group tells communities something else" in seen
    )
    hinted = visit(cast.shona, "calendar", query="?month=2015-09")
    assert "“Doorsteps” of the Prevent Group: Another group has something for communities then" in hinted
    assert "Know your carrier" not in hinted
    assert "Nothing that you can see." in visit(cast.stranger, "calendar", query="?month=2015-09")
    assert "Agreed" not in visit(cast.morag, "calendar", query="?month=2015-10")


@pytest.mark.parametrize("query", ["?month=nonsense", "?month=2015-13", "?month=0001-01", "?strand=nonsense"])
def test_a_calendar_of_nonsense_is_a_calendar(cast: Partnership, visit: Visit, query: str) -> None:
    assert "Calendar of messages" in visit(cast.morag, "calendar", query=query)


def test_what_is_not_known_of_a_campaign_is_said(cast: Partnership, visit: Visit, plan: Plan) -> None:
    campaign = plan(cast.board, cast.morag)
    page = visit(cast.morag, "campaign", campaign.ref)
    assert "Nobody has counted whom it reached." in page
    assert "Whether it changed anything is not known" in page

    for kind, value in (("reach", "400"), ("before", "9"), ("after", "4.5")):
        figure = {"kind": kind, "value": value, "what": "Calls", "source": "The desk", "on": "1/9/2015"}
        page = visit(cast.morag, "add_reading", campaign.ref, **figure)
    assert "The measure afterwards: 4.5" in page
    assert "not known" not in page

    visit(cast.morag, "take_back_reading", Reading.objects.get(kind="reach").ref, sure="yes")
    assert "Nobody has counted" in visit(cast.morag, "campaign", campaign.ref)


def test_a_figure_cannot_come_from_a_day_to_come(cast: Partnership, visit: Visit, plan: Plan) -> None:
    campaign = plan(cast.board, cast.morag)
    figure = {"kind": "reach", "value": "4", "what": "Calls", "source": "Desk", "on": "1/10/2015"}
    assert "cannot be still to come" in visit(cast.morag, "add_reading", campaign.ref, **figure)


def test_words_are_checked_by_another_person(cast: Partnership, visit: Visit, message: Message) -> None:
    visit(
        cast.morag, "new_wording", message.ref, group=cast.board.ref, kind="gd", text="Faighnich cò tha ann."
    )
    words = Wording.objects.get()

    assert "you wrote them" in visit(cast.morag, "check_wording", words.ref, seen=1)
    assert "checked by" in visit(cast.gordon, "check_wording", words.ref, seen=1)
    visit(cast.morag, "edit_wording", words.ref, seen=2, text="Cò tha ann?")
    words.refresh_from_db()
    assert (words.is_checked, words.text) == (False, "Cò tha ann?")
    assert "Somebody else" in visit(cast.morag, "edit_wording", words.ref, seen=2, text="Again")


def test_a_campaign_is_planned_and_moved_on(cast: Partnership, visit: Visit) -> None:
    typed = {"title": "Doorsteps", "strand": "scams", "starts_on": "1/9/2015", "ends_on": "30/9/2015"}
    visit(cast.aileen, "new_campaign", group=cast.prevent.ref, marking="official", **typed)
    campaign = Campaign.objects.get()

    assert "Fill in “Why it is stopped”" in visit(cast.shona, "campaign_verb", campaign.ref, "stop", why="")
    page = visit(cast.shona, "campaign_verb", campaign.ref, "begin", why="")
    assert "Shona recorded on 2 September 2015 that it had begun" in page


def test_pages_take_the_same_reads_at_every_size(
    cast: Partnership,
    client: Client,
    plan: Plan,
    enter: Enter,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        enter(plan(cast.board, cast.morag, f"No {number}"), cast.morag, DAY, despite="Yes")
        write_message(cast.board, audience="banks", text=f"No {number}", by=cast.morag, at=NOW)
    client.force_login(cast.morag)
    slot = Slot.objects.select_related("campaign", "message").first()
    assert slot is not None
    for name, *args in (
        ("index",),
        ("calendar",),
        ("campaigns",),
        ("campaign", slot.campaign.ref),
        ("message", slot.message.ref),
        ("channels",),
    ):
        with django_assert_max_num_queries(15):
            assert client.get(reverse(f"comms:{name}", args=args)).status_code == 200


def test_days_that_passed_without_a_word_are_named(
    cast: Partnership, visit: Visit, plan: Plan, enter: Enter
) -> None:
    campaign = plan(cast.board, cast.morag, "Doorsteps")
    slot = enter(campaign, cast.morag, date(2015, 9, 1))
    assert "1 past their last day" in visit(cast.morag, "index")
    assert "Local radio, until 1 September 2015" in visit(cast.morag, "index")
    tell_slot(slot, seen=1, by=cast.morag, at=NOW)
    assert "0 past their last day" in visit(cast.morag, "index")
