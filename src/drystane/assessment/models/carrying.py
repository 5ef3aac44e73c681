"""What a group does with its answers once a newer edition asks otherwise."""

from typing import Self

from django.db import models
from django.db.models import Q

from drystane.access.models import User
from drystane.assessment import fates
from drystane.assessment.models.answers import Answer
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.partners.models import Group
from drystane.partners.sight import seen_through
from drystane.strategy.models import Comparison


class Fate(models.TextChoices):
    """`fates.Fate`, as a column keeps it."""

    KEPT = fates.Fate.KEPT.value, fates.Fate.KEPT.label
    CARRIED = fates.Fate.CARRIED.value, fates.Fate.CARRIED.label
    AGAIN = fates.Fate.AGAIN.value, fates.Fate.AGAIN.label
    PARKED = fates.Fate.PARKED.value, fates.Fate.PARKED.label


class SettlementQuerySet(models.QuerySet["Settlement"]):
    def visible_to(self, user: User) -> Self:
        """Seen by whoever sees the answer."""
        return self.filter(
            seen_through("answer__assessment__group", user, marking="answer__assessment__marking")
        )

    def standing(self) -> Self:
        return self.exclude(fate="")


class Settlement(Referenced):
    """What somebody decided of one answer in the light of a newer edition. The answer never changes by it."""

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="settlements")
    fate = models.CharField(max_length=8, choices=Fate.choices, blank=True)
    why = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comparison", "answer"], name="an_answer_is_settled_once"),
            models.CheckConstraint(
                name="a_parked_answer_says_why",
                condition=~Q(fate=Fate.PARKED) | ~Q(why=""),
                violation_error_message="Say why the answer is parked.",
            ),
            all_or_none("decided_by", "decided_at", name="settled_by_and_at"),
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.get_fate_display() or 'nothing decided'}"

    @property
    def governing_group(self) -> Group:
        return self.answer.assessment.group


class SettlementMoveQuerySet(models.QuerySet["SettlementMove"]):
    def visible_to(self, user: User) -> Self:
        path = "settlement__answer__assessment"
        return self.filter(seen_through(f"{path}__group", user, marking=f"{path}__marking"))


class SettlementMove(Referenced):
    """An answer was kept, carried over, asked again or parked, or that was taken back."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=8, choices=Fate.choices, blank=True)
    to = models.CharField(max_length=8, choices=Fate.choices, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    objects = SettlementMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.settlement}: {self.get_to_display()}"

    @property
    def governing_group(self) -> Group:
        return self.settlement.governing_group
