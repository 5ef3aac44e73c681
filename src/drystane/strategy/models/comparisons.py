"""Two editions held against each other: what is proposed of each recommendation, and what people decided."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.partners.models import Group
from drystane.strategy.comparing import found
from drystane.strategy.models.editions import Edition, Recommendation


class Kind(models.TextChoices):
    """`found.Kind`, as a column keeps it."""

    KEPT = found.Kind.KEPT.value, found.Kind.KEPT.label
    REWORDED = found.Kind.REWORDED.value, found.Kind.REWORDED.label
    MOVED = found.Kind.MOVED.value, found.Kind.MOVED.label
    SPLIT = found.Kind.SPLIT.value, found.Kind.SPLIT.label
    MERGED = found.Kind.MERGED.value, found.Kind.MERGED.label
    NEW = found.Kind.NEW.value, found.Kind.NEW.label
    DROPPED = found.Kind.DROPPED.value, found.Kind.DROPPED.label


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def visible_to(self, user: User) -> Self:
        """Editions are published, and so is what a board makes of them, as its adoption is."""
        return self if user.is_active else self.none()

    def of(self, earlier: Edition, later: Edition) -> "Comparison | None":
        return self.filter(earlier=earlier, later=later).select_related("kept_by__overseen_by").first()


class Comparison(Referenced):
    """An edition and a later one, compared. Its board decides; a new run only proposes."""

    earlier = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    kept_by = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="+", help_text="The board that decides."
    )
    # What the last run was: proposals of two runs differ only where one of these does.
    run_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    run_at = models.DateTimeField()
    method = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64, help_text="Of all the texts compared.")
    messages = models.TextField(blank=True, help_text="What became of each message, as the last run saw it.")
    version = models.PositiveIntegerField(default=1)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="two_editions_compared_once"),
            models.CheckConstraint(
                name="an_edition_is_compared_with_another",
                condition=~Q(earlier=F("later")),
                violation_error_message="Choose two different editions.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier.code} and {self.later.code} compared"

    def get_absolute_url(self) -> str:
        return reverse("strategy:compare", args=[self.earlier.ref, self.later.ref])

    @property
    def governing_group(self) -> Group:
        return self.kept_by


class CorrespondenceQuerySet(models.QuerySet["Correspondence"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()

    def undecided(self) -> Self:
        return self.filter(decided_at=None)

    def decided(self) -> Self:
        return self.filter(decided_at__isnull=False)


class Correspondence(Referenced):
    """What became of some recommendations: proposed by a run, or decided by somebody."""

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="correspondences")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    order = models.PositiveIntegerField(default=0, help_text="As a reader of the later edition meets it.")
    proposed = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    score = models.FloatField(null=True, help_text="How sure the proposal is, from 0 to 1.")
    reasons = models.TextField(blank=True, help_text="Why it was proposed, a line each.")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    recommendations = models.ManyToManyField(Recommendation, through="Counterpart", related_name="+")

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_correspondence_is_as_sure_as_a_share",
                condition=Q(score=None) | Q(score__gte=0, score__lte=1),
                violation_error_message="How sure it is lies between 0 and 1.",
            ),
            models.CheckConstraint(
                name="what_somebody_decided_says_when",
                condition=Q(decided_by=None) | Q(decided_at__isnull=False),
                violation_error_message="A decision says when it was made.",
            ),
        ]
        indexes = [models.Index(fields=["comparison", "order"], name="correspondence_in_order")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.comparison}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:correspondence", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.comparison.governing_group

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def sureness(self) -> str:
        return found.confidence(self.score) if self.score is not None else ""

    @property
    def said(self) -> list[str]:
        return self.reasons.splitlines()

    def side(self, edition_id: int) -> list[Recommendation]:
        """Its recommendations of one edition. Reads what was prefetched."""
        rows = [one.recommendation for one in self.counterparts.all() if one.edition_id == edition_id]
        return sorted(rows, key=lambda asked: (asked.order, asked.code))

    @property
    def before(self) -> list[Recommendation]:
        return self.side(self.comparison.earlier_id)

    @property
    def after(self) -> list[Recommendation]:
        return self.side(self.comparison.later_id)


class Counterpart(models.Model):
    """A recommendation stands in one correspondence of a comparison: none is lost, none doubled."""

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="counterparts")
    correspondence = models.ForeignKey(Correspondence, on_delete=models.CASCADE, related_name="counterparts")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    # Kept with it, so that a page needs no join to know the side.
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "recommendation"], name="a_recommendation_corresponds_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.code} in {self.correspondence}"


class RulingQuerySet(models.QuerySet["Ruling"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class Ruling(Referenced):
    """Somebody decided what became of some recommendations, or took that back. Added, never edited.

    It names them by their codes, since what it decided may later stand otherwise.
    """

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    is_taken_back = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    objects = RulingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.before} to {self.after}: {self.get_kind_display()}"

    @property
    def governing_group(self) -> Group:
        return self.comparison.governing_group
