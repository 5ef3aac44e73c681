"""An instrument: the questions that a group puts to itself, in one published version."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from drystane.access.models import User
from drystane.assessment.rating import DUTY, HARMS, NO_DUTY
from drystane.audit.refs import Referenced
from drystane.documents.models import Cited
from drystane.strategy.models import Recommendation


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: User) -> Self:
        """What is asked is public; what is answered is not."""
        return self if user.is_active else self.none()


class Instrument(Referenced, Cited):
    """One version of a set of questions. Once answered it never changes: a new version is a new row."""

    code = models.SlugField(max_length=40, help_text="The same in every version: integrity, prevent.")
    edition = models.SlugField(max_length=20, help_text="Which version of it this is: 2015-1.")
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(fields=["code", "edition"], name="instrument_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"

    def get_absolute_url(self) -> str:
        return reverse("assessment:instrument", args=[self.ref])


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class Question(Referenced, Cited):
    """One question of an instrument, and what a good answer shows."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="questions")
    code = models.SlugField(max_length=20)
    order = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=60)
    text = models.TextField()
    asks_for = models.CharField("evidence to ask for", max_length=200, blank=True)
    objective = models.CharField(max_length=20, blank=True, help_text="DIVERT, DETER, DETECT or DISRUPT.")
    duty = models.CharField(
        "legal duty", max_length=200, blank=True, help_text="The law that asks for it, if one does."
    )
    harm = models.PositiveSmallIntegerField(
        default=1, help_text="How much harm follows where it is missing: 1 some, 2 serious, 3 severe."
    )
    recommendations = models.ManyToManyField(Recommendation, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(fields=["instrument", "code"], name="question_code_once_in_its_version"),
            models.CheckConstraint(
                name="question_harm_is_one_of_three",
                condition=Q(harm__in=HARMS),
                violation_error_message="Harm is 1, 2 or 3.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"

    def get_absolute_url(self) -> str:
        return f"{self.instrument.get_absolute_url()}#{self.code}"

    @property
    def duty_weight(self) -> int:
        return DUTY if self.duty else NO_DUTY
