"""A strategy, the editions it was published in, and what each asks of whom."""

from datetime import date
from typing import Self

from django.db import models
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.documents.models import Cited
from drystane.partners.models import Group


class Audience(models.TextChoices):
    """Who a recommendation or a message is for."""

    INDIVIDUALS = "individuals", "Individuals"
    COMMUNITIES = "communities", "Communities"
    BUSINESSES = "businesses", "Businesses"
    BANKS = "banks", "Banks and financial services"
    THIRD_SECTOR = "third_sector", "Third sector"
    LOCAL_AUTHORITIES = "local_authorities", "Local authorities and public bodies"
    ELECTED = "elected_representatives", "Elected representatives"
    LAW_ENFORCEMENT = "law_enforcement", "Law enforcement"
    PARTNERSHIP = "partnership", "The partnership"


class StrategyQuerySet(models.QuerySet["Strategy"]):
    def visible_to(self, user: User) -> Self:
        """Published: anybody signed in may read it."""
        return self if user.is_active else self.none()


class Strategy(Referenced):
    """A national strategy under a name that lasts over its editions."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)

    objects = StrategyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()

    def published_by(self, on: date) -> Self:
        """Newest first."""
        return self.filter(published_on__lte=on).order_by("-published_on", "code")


class Edition(Referenced, Cited):
    """One publication of a strategy: the 2015 edition replaces that of 2009."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="editions")
    code = models.SlugField(max_length=20)
    title = models.CharField(max_length=200)
    published_on = models.DateField()
    published_text = models.CharField(
        max_length=40, blank=True, help_text="Where the day is not known: June 2009."
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    vision = models.TextField(blank=True)
    aim = models.TextField(blank=True)
    theory = models.TextField(blank=True)
    changes = models.TextField(blank=True, help_text="What this edition changed.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(fields=["strategy", "code"], name="edition_code_once_in_its_strategy"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"

    def get_absolute_url(self) -> str:
        return reverse("strategy:edition", args=[self.ref])


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class Objective(Referenced, Cited):
    """One of the ends an edition works towards: Divert, Deter, Detect, Disrupt."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="objectives")
    code = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    text = models.TextField(blank=True)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "code"], name="objective_code_once_in_its_edition"),
        ]

    def __str__(self) -> str:
        return self.title


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class Recommendation(Referenced, Cited):
    """One thing an edition asks of one audience."""

    class ObjectiveStatus(models.TextChoices):
        SOURCED = "sourced", "As the source gives it"
        DRAFT = "draft", "Draft: assigned by us"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="recommendations")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="recommendations")
    objective_status = models.CharField(max_length=10, choices=ObjectiveStatus.choices)
    audience = models.CharField(max_length=30, choices=Audience.choices)
    code = models.CharField(max_length=30, unique=True)
    order = models.PositiveIntegerField(default=0)
    text = models.TextField()

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [*Cited.Meta.constraints]
        indexes = [models.Index(fields=["edition", "order"], name="recommendation_in_order")]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:recommendation", args=[self.ref])


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def visible_to(self, user: User) -> Self:
        """Which edition a board works to is public, as the edition is."""
        return self if user.is_active else self.none()

    def in_force(self, group: Group) -> "Adoption | None":
        """The edition this board works to: the one it adopted last."""
        return self.filter(group=group).select_related("edition").order_by("-adopted_on", "-pk").first()


class Adoption(Referenced):
    """A board took an edition as the one it works to."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="adoptions")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "group"],
                name="edition_adopted_once_by_a_board",
                violation_error_message="The board has adopted this edition already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} adopted {self.edition}"

    @property
    def governing_group(self) -> Group:
        return self.group
