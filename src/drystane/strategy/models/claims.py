"""What an edition says that others repeat: figures, messages, case studies."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.documents.models import Cited
from drystane.partners.models import Group
from drystane.partners.sight import groups_open_to
from drystane.strategy.models.editions import Audience, Edition
from drystane.threats.models import Threat


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class Figure(Referenced, Cited):
    """A number somebody published: what it counts, when, and where it was said."""

    class Unit(models.TextChoices):
        PERCENT = "percent", "per cent"
        GROUPS = "groups", "groups"
        PEOPLE = "people", "people"
        POUNDS = "pounds", "pounds"
        YEARS = "years", "years"
        COUNT = "count", ""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="figures")
    code = models.SlugField(max_length=80, unique=True)
    measure = models.SlugField(max_length=80, help_text="The same for every figure of one series.")
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    unit = models.CharField(max_length=10, choices=Unit.choices)
    qualifier = models.CharField(max_length=20, blank=True, help_text="about, over, nearly, at least")
    base = models.CharField(max_length=200, blank=True, help_text="Of what: 150 of 232 groups.")
    as_of = models.DateField(null=True, blank=True)
    as_of_text = models.CharField(max_length=60, blank=True)
    contradicted_by = models.ManyToManyField(
        "self", through="Contradiction", through_fields=("figure", "other"), symmetrical=False
    )

    objects = FigureQuerySet.as_manager()

    class Meta(Cited.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.label}: {self.words}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:figure", args=[self.ref])

    @property
    def words(self) -> str:
        """The value as it is read out: "about 65 per cent", "£2,000,000,000"."""
        return " ".join(filter(None, [self.qualifier, amount(self.value, self.unit)]))


def amount(value: Decimal, unit: str) -> str:
    number = f"{value.normalize():,f}"
    if unit == Figure.Unit.POUNDS:
        return f"£{number}"
    return f"{number} {Figure.Unit(unit).label}".strip()


class Contradiction(models.Model):
    """Two figures that cannot both be right, and why they differ. Kept in both directions."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="contradictions")
    other = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "other"], name="contradiction_said_once"),
            models.CheckConstraint(
                name="figure_does_not_contradict_itself",
                condition=~Q(figure=F("other")),
                violation_error_message="A figure cannot contradict itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure} / {self.other}"


class Aim(models.TextChoices):
    """The objective a message serves, by the name it has had in every edition."""

    DIVERT = "DIVERT", "Divert"
    DETER = "DETER", "Deter"
    DETECT = "DETECT", "Detect"
    DISRUPT = "DISRUPT", "Disrupt"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """An edition's messages are open; a group's own are seen by those who see its OFFICIAL records."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(group=None) | Q(group__in=groups_open_to(user)))


class Message(Referenced, Cited):
    """Something to be told to an audience. The only table of message text."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    audience = models.CharField(max_length=30, choices=Audience.choices)
    text = models.TextField()
    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objective = models.CharField(max_length=10, choices=Aim.choices, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                name="message_is_an_editions_or_a_groups",
                condition=Q(edition=None) ^ Q(group=None),
                violation_error_message="A message belongs to an edition or to a group.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("strategy:message", args=[self.ref])


class CaseStudyQuerySet(models.QuerySet["CaseStudy"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class CaseStudy(Referenced, Cited):
    """What happened somewhere, told so that others may plan for it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="case_studies")
    code = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    objective = models.CharField(max_length=20, blank=True, help_text="DIVERT, DETER, DETECT or DISRUPT.")
    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    who_was_harmed = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    what_was_done = models.TextField(blank=True)
    result = models.TextField(blank=True)
    lesson = models.TextField(blank=True)

    objects = CaseStudyQuerySet.as_manager()

    class Meta(Cited.Meta):
        pass

    def __str__(self) -> str:
        return self.title
