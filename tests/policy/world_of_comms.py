"""Campaigns of the world: one that is OFFICIAL and its sensitive twin, each with its days and a figure."""

from datetime import date
from typing import TYPE_CHECKING

from drystane.comms.models import AudiencePage, Campaign, Channel, Reading, Slot
from drystane.strategy.models import Message, Wording
from tests.cast import NOW

if TYPE_CHECKING:
    from tests.policy.world import World


def add_campaigns(world: "World", message: Message) -> None:
    cast, refs = world.cast, world.refs
    radio = Channel.objects.create(code="radio", name="Local radio")
    secret = {"marking": "sensitive", "descriptor": "commercial"}
    for name, marking in (("", {}), ("!", secret)):
        days = {"starts_on": date(2015, 9, 1), "ends_on": date(2015, 9, 30)}
        campaign = Campaign.objects.create(
            group=cast.integrity, title="Look twice", strand="soc", made_at=NOW, **days, **marking
        )
        slot = Slot.objects.create(campaign=campaign, message=message, channel=radio, **days)
        reading = Reading.objects.create(
            campaign=campaign,
            kind="reach",
            value=40,
            what="Calls",
            source="Desk",
            on=date(2015, 9, 1),
            at=NOW,
        )
        refs.update({f"campaign{name}": campaign.ref, f"slot{name}": slot.ref, f"reading{name}": reading.ref})
    refs["wording"] = Wording.objects.create(
        message=message, group=cast.integrity, language="gd", text="Thoir sùil", written_at=NOW
    ).ref
    refs["audience page"] = AudiencePage.objects.create(
        group=cast.board, audience="businesses", title="What can you do?", intro="Look.", help_line="Ring us."
    ).ref
