"""What a campaign reached, and what it was to change, as figures with a source and a date."""

from typing import Self

from django.db import models

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.comms.models.campaigns import Campaign
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("campaign__group", user, marking="campaign__marking"))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Reading(Referenced):
    """A figure somebody counted for a campaign. Taken back if wrong, never edited."""

    class Kind(models.TextChoices):
        REACH = "reach", "People reached"
        BEFORE = "before", "The measure before"
        AFTER = "after", "The measure afterwards"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="readings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    what = models.CharField(max_length=160, help_text="What was counted: leaflets handed out, calls a month.")
    source = models.CharField(max_length=200, help_text="Who counted it, or where it is written.")
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reading_is_not_negative",
                condition=models.Q(value__gte=0),
                violation_error_message="A count cannot be less than nothing.",
            ),
            all_or_none("withdrawn_by", "withdrawn_at", name="reading_withdrawn_by_and_when"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.shown}"

    @property
    def governing_group(self) -> Group:
        return self.campaign.group

    @property
    def shown(self) -> str:
        whole = self.value == self.value.to_integral_value()
        return f"{int(self.value):,}" if whole else f"{self.value:,}"
