"""A message on a channel on some days: what the calendar holds."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.comms.models.campaigns import STANDING, Campaign, Channel
from drystane.marking.models import Marking
from drystane.partners.models import Group
from drystane.partners.sight import groups_open_to, seen_through
from drystane.strategy.models import Message


class SlotState(models.TextChoices):
    PLANNED = "planned", "Planned"
    TOLD = "told", "Told"
    CANCELLED = "cancelled", "Cancelled"


SLOT_MOVES = {
    SlotState.PLANNED: {SlotState.TOLD, SlotState.CANCELLED},
    SlotState.TOLD: set[SlotState](),
    SlotState.CANCELLED: set[SlotState](),
}


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, user: User) -> Self:
        """A slot has the marking of its campaign."""
        return self.filter(seen_through("campaign__group", user, marking="campaign__marking"))

    def open_to(self, user: User) -> Self:
        """The OFFICIAL ones of the groups whose records this person may see, whatever purpose they gave."""
        return self.official().filter(campaign__group__in=groups_open_to(user))

    def official(self) -> Self:
        return self.filter(campaign__marking=Marking.OFFICIAL)

    def standing(self) -> Self:
        """Not cancelled, and not of a campaign that was stopped before it was told."""
        waits = Q(state=SlotState.PLANNED, campaign__state__in=STANDING)
        return self.filter(waits | Q(state=SlotState.TOLD))

    def unreported(self, on: date) -> Self:
        """Planned, their last day is over, and nobody has said whether they went out."""
        return self.standing().filter(state=SlotState.PLANNED, ends_on__lt=on)

    def between(self, first: date, last: date) -> Self:
        """On any of these days."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Slot(Referenced):
    """A use of a message: on this channel, from this day to that."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="slots")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="slots")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=SlotState.choices, default=SlotState.PLANNED)
    version = models.PositiveIntegerField(default=1)

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slot_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day cannot come before the first.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.message}"

    @property
    def governing_group(self) -> Group:
        return self.campaign.group


class SlotMoveQuerySet(models.QuerySet["SlotMove"]):
    def visible_to(self, user: User) -> Self:
        path = "slot__campaign__group"
        return self.filter(seen_through(path, user, marking="slot__campaign__marking"))


class SlotMove(Referenced):
    """The slot was entered, given other days, told or cancelled; and why, where it clashed. Never edited."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="moves")
    to = models.CharField(max_length=10, choices=SlotState.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    despite_clash = models.BooleanField(default=False)
    why = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = SlotMoveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slot_goes_ahead_for_a_reason",
                condition=Q(despite_clash=False) | ~Q(why=""),
                violation_error_message="Say why it goes ahead although it clashes.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.get_to_display()}"

    @property
    def governing_group(self) -> Group:
        return self.slot.governing_group
