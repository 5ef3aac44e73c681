"""What a message is used for: channels, campaigns, slots in the calendar, what was reached, public pages."""

from drystane.comms.models.campaigns import (
    CAMPAIGN_MOVES,
    STANDING,
    Campaign,
    CampaignMove,
    CampaignState,
    Channel,
    Strand,
)
from drystane.comms.models.pages import AudiencePage, PagePoint, Publication
from drystane.comms.models.readings import Reading
from drystane.comms.models.slots import SLOT_MOVES, Slot, SlotMove, SlotState

__all__ = [
    "CAMPAIGN_MOVES",
    "SLOT_MOVES",
    "STANDING",
    "AudiencePage",
    "Campaign",
    "CampaignMove",
    "CampaignState",
    "Channel",
    "PagePoint",
    "Publication",
    "Reading",
    "Slot",
    "SlotMove",
    "SlotState",
    "Strand",
]
