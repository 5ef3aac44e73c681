"""OFFICIAL-SENSITIVE campaigns that use the messages, channels and days of the visible ones."""

from datetime import timedelta

from drystane.comms.models import Campaign, Channel, Reading, Slot
from drystane.partners.models import Group
from drystane.strategy.models import Message
from tests.big.basis import pick, ref_of
from tests.cast import NOW, TODAY
from tests.noninterference.hidden import WORD, Hidden, secret


def hide_campaigns(hidden: Hidden, group: Group, many: int) -> None:
    """Each tells a visible message on the days on which the visible ones are told, and counts its reach."""
    first = len(hidden.campaigns)
    messages = list(Message.objects.order_by("code"))
    channels = list(Channel.objects.order_by("code"))
    campaigns = Campaign.objects.bulk_create(
        Campaign(
            ref=ref_of("hidden campaign", number),
            group=group,
            title=f"Look for the {WORD}",
            strand="soc",
            starts_on=TODAY - timedelta(days=30),
            ends_on=TODAY + timedelta(days=60),
            made_at=NOW,
            **secret(number),
        )
        for number in range(first, first + many)
    )
    hidden.slots += Slot.objects.bulk_create(
        Slot(
            ref=ref_of("hidden slot", f"{campaign.ref} {number}"),
            campaign=campaign,
            message=message,
            channel=pick(channels, number),
            starts_on=TODAY - timedelta(days=3),
            ends_on=TODAY + timedelta(days=number),
            state=pick(("told", "planned"), number),
        )
        for campaign in campaigns
        for number, message in enumerate(messages)
    )
    hidden.readings += Reading.objects.bulk_create(
        Reading(
            ref=ref_of("hidden reading", campaign.ref),
            campaign=campaign,
            kind="reach",
            value=7,
            what=WORD,
            source=WORD,
            on=TODAY,
            at=NOW,
        )
        for campaign in campaigns
    )
    hidden.campaigns += campaigns
