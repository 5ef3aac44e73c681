"""A gap: what is missing between a submitted answer, or an agreed position, and the target."""

from collections.abc import Sequence
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.assessment.models.agreements import Agreement
from drystane.assessment.models.answers import Answer
from drystane.assessment.rating import DUTY, HARMS, NO_DUTY, TARGET, Shortfall
from drystane.audit.refs import Referenced
from drystane.marking.models import Marked
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class GapState(models.TextChoices):
    OPEN = "open", "Open"
    TAKEN_UP = "taken_up", "Has an action"
    ACCEPTED = "accepted", "Accepted"
    CLOSED = "closed", "Closed"


GAP_MOVES = {
    GapState.OPEN: {GapState.TAKEN_UP, GapState.ACCEPTED, GapState.CLOSED},
    GapState.TAKEN_UP: {GapState.OPEN, GapState.CLOSED},
    GapState.ACCEPTED: {GapState.OPEN, GapState.CLOSED},
    GapState.CLOSED: {GapState.OPEN},
}


class GapQuerySet(models.QuerySet["Gap"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user))

    def open(self) -> Self:
        return self.filter(state=GapState.OPEN)

    def to_review(self, on: date) -> Self:
        """Accepted, and the day has come to look again."""
        return self.filter(state=GapState.ACCEPTED, review_on__lte=on)

    def heaviest_first(self) -> Self:
        """As `rating.rank` orders them."""
        return self.annotate(weight=F("size") * F("harm_weight") * F("duty_weight")).order_by(
            "-weight", "-duty_weight", "-size", "code", "title", "ref"
        )

    def with_origin(self) -> Self:
        return self.select_related(
            "group", "answer__question", "answer__assessment__instrument", "agreement__subject"
        )


class Gap(Referenced, Marked):
    """Something short of the target, and what is done about it.

    Its weights are those of its question, until its group gives it others for a reason.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="gap")
    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="gap"
    )
    # Kept with it, so that a list of thousands is sorted and searched without a join.
    code = models.CharField(max_length=20)
    title = models.TextField()
    size = models.PositiveSmallIntegerField()
    harm_weight = models.PositiveSmallIntegerField()
    duty_weight = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=GapState.choices, default=GapState.OPEN)
    accepted_why = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = GapQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            models.CheckConstraint(
                name="a_gap_is_of_an_answer_or_of_an_agreement",
                condition=Q(answer=None) ^ Q(agreement=None),
                violation_error_message="A gap belongs to an answer or to an agreed position.",
            ),
            models.CheckConstraint(
                name="a_gap_has_a_size",
                condition=Q(size__gte=1, size__lte=TARGET),
                violation_error_message="A gap is from one to four steps wide.",
            ),
            models.CheckConstraint(
                name="a_gap_has_weights_of_ours",
                condition=Q(harm_weight__in=HARMS, duty_weight__in=(NO_DUTY, DUTY)),
                violation_error_message="Harm is 1, 2 or 3, and duty 1 or 2.",
            ),
            models.CheckConstraint(
                name="an_accepted_gap_says_why_and_until_when",
                condition=Q(state=GapState.ACCEPTED, review_on__isnull=False) & ~Q(accepted_why="")
                | (~Q(state=GapState.ACCEPTED) & Q(accepted_why="", review_on=None)),
                violation_error_message="Say why the gap is accepted, and when to look again.",
            ),
        ]
        indexes = [models.Index(fields=["group", "state"], name="gap_by_group_and_state")]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:gap", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group

    @property
    def can_be_acted_on(self) -> bool:
        return not self.is_sensitive and self.state in {GapState.OPEN, GapState.TAKEN_UP}

    @property
    def shortfall(self) -> Shortfall:
        """As the calculations know it, with the arithmetic of its rank."""
        return Shortfall(self.code, self.title, self.size, self.harm_weight, self.duty_weight)

    def as_opened(self, weighings: Sequence["GapWeighing"]) -> Shortfall:
        """With the weights it began with, out of those it was given since, the oldest first."""
        if not weighings:
            return self.shortfall
        first = weighings[0]
        return Shortfall(self.code, self.title, self.size, first.harm_before, first.duty_before)


class GapWeighingQuerySet(models.QuerySet["GapWeighing"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("gap__group", user, marking="gap__marking"))


class GapWeighing(Referenced):
    """The group gave a gap other weights than it had. The first of them tells what it was opened with."""

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="weighings")
    harm_before = models.PositiveSmallIntegerField()
    duty_before = models.PositiveSmallIntegerField()
    harm = models.PositiveSmallIntegerField()
    duty = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField()

    objects = GapWeighingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.gap}: harm {self.harm}, duty {self.duty}"

    @property
    def governing_group(self) -> Group:
        return self.gap.group


class GapMoveQuerySet(models.QuerySet["GapMove"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("gap__group", user, marking="gap__marking"))


class GapMove(Referenced):
    """The gap opened, got an action, was accepted, closed or opened again."""

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=GapState.choices, blank=True)
    to = models.CharField(max_length=10, choices=GapState.choices)
    review_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    objects = GapMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.gap}: {self.get_to_display()}"

    @property
    def governing_group(self) -> Group:
        return self.gap.group
