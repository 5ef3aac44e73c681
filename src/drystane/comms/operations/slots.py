"""Put a message into the calendar, give it other days, tell it or cancel it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.comms.clashes import Clash
from drystane.comms.models import STANDING, Campaign, Channel, Slot, SlotMove, SlotState
from drystane.comms.on_at_once import in_the_way
from drystane.strategy.models import Message

CHANGED = "Somebody else has just changed these days. Look at them again first."


class Clashing(NotAllowed):
    """Something is on already. A person decides: other days, or these for a reason."""

    def __init__(self, found: list[Clash]) -> None:
        self.found = found
        super().__init__(
            "Something else is on then, so nothing is kept yet. Give other days, or say why it goes ahead."
        )


@transaction.atomic
def plan_slot(
    campaign: Campaign,
    *,
    message: Message,
    channel: Channel,
    starts_on: date,
    ends_on: date,
    despite: str = "",
    by: User,
    at: datetime,
) -> Slot:
    """Use a message on a channel. Raises Clashing, unless `despite` says why it goes ahead."""
    campaign = hold_standing(campaign)
    must_be_within(campaign, starts_on, ends_on)
    slot = Slot(campaign=campaign, message=message, channel=channel, starts_on=starts_on, ends_on=ends_on)
    slot.full_clean()
    found = in_the_way(by, slot)
    if found and not despite.strip():
        raise Clashing(found)
    slot.save()
    keep_move(slot, SlotState.PLANNED, clashed=bool(found), why=despite.strip(), by=by, at=at)
    trail.record("slot.planned", slot, by=by, at=at, details={"campaign": campaign.ref})
    return slot


@transaction.atomic
def redate_slot(
    slot: Slot, *, starts_on: date, ends_on: date, despite: str = "", seen: int, by: User, at: datetime
) -> None:
    """Give it other days. Raises Clashing as when it was entered."""
    campaign = hold_standing(slot.campaign)
    if slot.state != SlotState.PLANNED:
        raise NotAllowed("Only what is still planned is given other days.")
    must_be_within(campaign, starts_on, ends_on)
    slot.starts_on, slot.ends_on = starts_on, ends_on
    slot.full_clean()
    found = in_the_way(by, slot)
    if found and not despite.strip():
        raise Clashing(found)
    change(slot, seen=seen, starts_on=starts_on, ends_on=ends_on)
    keep_move(slot, SlotState.PLANNED, clashed=bool(found), why=despite.strip(), by=by, at=at)
    trail.record("slot.redated", slot, by=by, at=at)


@transaction.atomic
def tell_slot(slot: Slot, *, seen: int, by: User | None, at: datetime) -> None:
    """It went out. Only then does the message count as told."""
    if slot.starts_on > timezone.localdate(at):
        raise NotAllowed("Its first day is still to come. Give it other days if it went out earlier.")
    settle(slot, SlotState.TOLD, seen=seen, by=by, at=at)


@transaction.atomic
def cancel_slot(slot: Slot, *, why: str, seen: int, by: User, at: datetime) -> None:
    """It will not go out. The days are free for others."""
    if not why.strip():
        raise ValidationError({"why": "Say why it will not go out."})
    settle(slot, SlotState.CANCELLED, seen=seen, by=by, at=at, why=why.strip())


def settle(slot: Slot, to: SlotState, *, seen: int, by: User | None, at: datetime, why: str = "") -> None:
    if slot.state != SlotState.PLANNED:
        raise NotAllowed(f"This is “{SlotState(slot.state).label.lower()}” already.")
    change(slot, seen=seen, state=to)
    keep_move(slot, to, clashed=False, why=why, by=by, at=at)
    trail.record(f"slot.{to.value}", slot, by=by, at=at)


def change(slot: Slot, *, seen: int, **fields: object) -> None:
    still = Slot.objects.filter(pk=slot.pk, version=seen, state=SlotState.PLANNED)
    if not still.update(version=F("version") + 1, **fields):
        raise NotAllowed(CHANGED)
    slot.refresh_from_db()


def keep_move(slot: Slot, to: SlotState, *, clashed: bool, why: str, by: User | None, at: datetime) -> None:
    SlotMove.objects.create(
        slot=slot,
        to=to,
        starts_on=slot.starts_on,
        ends_on=slot.ends_on,
        despite_clash=clashed,
        why=why,
        by=by,
        at=at,
    )


def hold_standing(campaign: Campaign) -> Campaign:
    """The campaign as it is now, kept so until the end. Raises NotAllowed where it takes no new dates."""
    held = Campaign.objects.select_for_update(of=("self",)).select_related("group").get(pk=campaign.pk)
    if held.state not in STANDING:
        raise NotAllowed(f"The campaign is {held.get_state_display().lower()}, so it takes no new dates.")
    return held


def must_be_within(campaign: Campaign, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise ValidationError({"ends_on": "The last day cannot come before the first."})
    if starts_on < campaign.starts_on:
        raise ValidationError({"starts_on": "The campaign has not begun by then. Give a later day."})
    if ends_on > campaign.ends_on:
        raise ValidationError({"ends_on": "The campaign is over by then. Give an earlier day."})
