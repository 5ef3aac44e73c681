"""What is in the calendar on some days: what one may read, and of the rest only whom to ask."""

from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from drystane.access.models import User
from drystane.comms.clashes import Clash, Use, clashes
from drystane.comms.models import Slot


def seen_slots(user: User, first: date, last: date) -> QuerySet[Slot]:
    """What this person may read of what is on between two days."""
    return read(Slot.objects.visible_to(user).standing().between(first, last))


def uses_between(user: User, first: date, last: date) -> list[Use]:
    """What this person may read, and what is OFFICIAL in other groups without its words.

    What is OFFICIAL-SENSITIVE in another group, or to somebody without a purpose, is not read at all.
    """
    seen = list(seen_slots(user, first, last))
    others = read(Slot.objects.official().standing().between(first, last))
    hinted = others.exclude(pk__in=[slot.pk for slot in seen])
    return [*map(use_of, seen), *map(hint_of, hinted)]


def in_the_way(user: User, slot: Slot) -> list[Clash]:
    """What a slot, kept or not kept yet, clashes with, as this person may be told it."""
    return clashes(use_of(slot), uses_between(user, slot.starts_on, slot.ends_on))


def read(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    rows = slots.select_related("campaign__group", "message", "channel")
    return rows.order_by("starts_on", "ends_on", "ref")


def use_of(slot: Slot) -> Use:
    return Use(
        ref=slot.ref,
        campaign=slot.campaign.ref,
        title=slot.campaign.title,
        group=slot.campaign.group.name,
        audience=slot.message.audience,
        audience_words=slot.message.get_audience_display(),
        channel=slot.channel.code,
        channel_words=slot.channel.name,
        channel_holds_many=slot.channel.holds_many,
        starts_on=slot.starts_on,
        ends_on=slot.ends_on,
    )


def hint_of(slot: Slot) -> Use:
    return replace(use_of(slot), title="", channel="", channel_words="", may_be_read=False)
