"""What happened to a campaign and its days, as sentences, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from drystane.access.models import User
from drystane.comms.clashes import days
from drystane.comms.models import Campaign, CampaignMove, CampaignState, SlotMove, SlotState
from drystane.documents.packs import spoken

CAMPAIGN = {
    CampaignState.PLANNED: "{who} planned this on {day}",
    CampaignState.RUNNING: "{who} recorded on {day} that it had begun",
    CampaignState.FINISHED: "{who} recorded on {day} that it was finished",
    CampaignState.STOPPED: "{who} stopped it on {day}",
}
SLOT = {
    SlotState.PLANNED: "{who} put {channel} into the calendar {when}, on {day}",
    SlotState.TOLD: "{who} recorded on {day} that {channel} went out",
    SlotState.CANCELLED: "{who} cancelled {channel} on {day}",
}


@dataclass(frozen=True)
class Happening:
    at: datetime
    sentence: str
    why: str


def happened(campaign: Campaign) -> list[Happening]:
    moves = campaign.moves.select_related("by").order_by("-at", "-pk")
    slot_moves = SlotMove.objects.filter(slot__campaign=campaign).select_related("by", "slot__channel")
    told = [*map(of_campaign, moves), *map(of_slot, slot_moves.order_by("-at", "-pk"))]
    return sorted(told, key=lambda one: one.at, reverse=True)


def of_campaign(move: CampaignMove) -> Happening:
    words = CAMPAIGN[CampaignState(move.to)]
    return Happening(move.at, words.format(who=name(move.by), day=day(move.at)), move.why)


def of_slot(move: SlotMove) -> Happening:
    sentence = SLOT[SlotState(move.to)].format(
        who=name(move.by),
        channel=f"“{move.slot.channel}”",
        when=days(move.starts_on, move.ends_on),
        day=day(move.at),
    )
    return Happening(
        move.at, f"{sentence}, although it clashes" if move.despite_clash else sentence, move.why
    )


def name(by: User | None) -> str:
    return by.name if by else "Drystane"


def day(at: datetime) -> str:
    return spoken(timezone.localdate(at))
