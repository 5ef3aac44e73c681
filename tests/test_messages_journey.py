"""From a spotlight to a page that anybody reads: message, calendar, clash, decision."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from drystane.access.clock import ExampleClock
from drystane.access.models import User
from drystane.board.models import SpotlightOutcome
from drystane.board.operations.meeting import add_item, plan_meeting
from drystane.board.operations.spotlight import give_spotlight
from drystane.comms.models import AudiencePage, Campaign, Slot
from drystane.comms.operations.campaigns import plan_campaign
from drystane.comms.operations.channels import add_channel
from drystane.comms.operations.slots import plan_slot
from drystane.strategy.models import Message
from tests.cast import JOINED, NOW, TODAY, Partnership, make_partnership

pytestmark = pytest.mark.django_db

TEXT = "Ask who sent them."


@pytest.fixture
def cast(settings: Settings) -> Partnership:
    settings.EXAMPLE_CLOCK = ExampleClock(JOINED)
    return make_partnership()


def send(client: Client, by: User, name: str, *args: str, **typed: object) -> str:
    client.force_login(by)
    answer = client.post(reverse(name, args=args), typed, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_spotlight_to_a_public_page(client: Client, cast: Partnership) -> None:
    # A spotlight gives the Prevent Group something to tell.
    meeting = plan_meeting(group=cast.board, on=TODAY, starts_at=None, venue="", by=cast.morag, at=NOW)
    about = {"title": "Doorstep crime", "kind": "discussion", "purpose": "decision"}
    item = add_item(meeting, fields=about, by=cast.morag, at=NOW)
    shown = {"topic": "Doorstep crime", "body": cast.fire, "post": "Inspector"}
    spotlight = give_spotlight(item, fields=shown, by=cast.morag, at=NOW)
    send(
        client,
        cast.morag,
        "board:spotlight_outcome",
        spotlight.ref,
        "message",
        group=cast.prevent.ref,
        audience="communities",
        text=TEXT,
    )
    message = Message.objects.get(text=TEXT)
    assert SpotlightOutcome.objects.get().message == message

    # Integrity has the radio on that day already, with a message of its own.
    radio = add_channel("Local radio", holds_many=False, by=cast.iain, at=NOW)
    days = {"starts_on": TODAY, "ends_on": TODAY}
    theirs = plan_campaign(
        cast.integrity, fields={"title": "Know your carrier", "strand": "scams", **days}, by=cast.iain, at=NOW
    )
    heard = Message.objects.create(group=cast.integrity, code="C", audience="communities", text="Know them.")
    plan_slot(theirs, message=heard, channel=radio, by=cast.iain, at=NOW, starts_on=TODAY, ends_on=TODAY)

    # Prevent plans its own: it is told whom to ask, and nothing else, and goes ahead for a reason.
    typed = {"starts_on": "2/9/2015", "ends_on": "2/9/2015"}
    send(
        client,
        cast.shona,
        "comms:new_campaign",
        group=cast.prevent.ref,
        title="Who sent them?",
        strand="prevent",
        marking="official",
        **typed,
    )
    ours = Campaign.objects.get(title="Who sent them?")
    typed |= {"message": message.ref, "channel": radio.ref}
    refused = send(client, cast.shona, "comms:new_slot", ours.ref, **typed)
    assert "Another group has something for communities then: ask Integrity Group." in refused
    assert "Know your carrier" not in refused
    send(client, cast.shona, "comms:new_slot", ours.ref, **typed, despite="Iain agreed.")
    slot = Slot.objects.get(campaign=ours)

    # The board sees both in one calendar, and one day later the message has been told.
    client.force_login(cast.morag)
    calendar = client.get(reverse("comms:calendar") + "?month=2015-09").content.decode()
    assert "Know your carrier" in calendar
    assert "tells communities something else by local radio on 2 September 2015" in calendar
    send(client, cast.shona, "comms:tell_slot", slot.ref, seen=slot.version)
    client.force_login(cast.morag)
    assert TEXT not in client.get(reverse("comms:index") + "?use=never").content.decode()

    # The board's lead officer writes a page with it; the chair decides that anybody may read it.
    words = {"title": "Safe at home", "intro": "Most callers are honest.", "help_line": "Ring 101."}
    send(client, cast.morag, "comms:new_page", group=cast.board.ref, audience="communities", **words)
    page = AudiencePage.objects.get()
    send(client, cast.morag, "comms:edit_page", page.ref, **words, seen=1, points=[message.ref])
    public = reverse("comms:public_page", args=["communities"])
    client.force_login(cast.gordon)
    form = client.get(reverse("comms:publish_page", args=[page.ref])).context["form"]
    client.logout()
    assert client.get(public).status_code == 404
    send(client, cast.gordon, "comms:publish_page", page.ref, why="Agreed today.", seen=form.initial["seen"])
    client.logout()
    assert TEXT in client.get(public).content.decode()
