"""A crosswalk: the subjects that two instruments have in common, and which questions meet there."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.assessment.models.instruments import Instrument, Question
from drystane.assessment.rating import Tied
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.documents.models import Cited
from drystane.partners.models import Group


class CrosswalkQuerySet(models.QuerySet["Crosswalk"]):
    def visible_to(self, user: User) -> Self:
        """Which questions meet is as public as the questions."""
        return self if user.is_active else self.none()

    def between(self, one: Instrument, other: Instrument) -> Self:
        return self.filter(Q(first=one, second=other) | Q(first=other, second=one))


class Crosswalk(Referenced, Cited):
    """Ties the questions of two instruments. A pack begins it; the group that keeps it may change it."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    first = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    kept_by = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The group whose chair and lead officer may change it: the board of both.",
    )

    objects = CrosswalkQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(fields=["first", "second"], name="crosswalk_once_between_two"),
            models.CheckConstraint(
                name="crosswalk_has_two_sides",
                condition=~Q(first=F("second")),
                violation_error_message="A crosswalk needs two instruments.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessment:crosswalk", args=[self.ref])


class SubjectQuerySet(models.QuerySet["Subject"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()

    def current(self) -> Self:
        return self.filter(removed_at=None)

    def ties(self) -> list[Tied]:
        """Each subject with the codes of its questions on either side, for `rating.compare`. Two queries."""
        rows = self.select_related("crosswalk").prefetch_related("questions").order_by("order", "code")
        return [subject.tied for subject in rows]


class Subject(Referenced, Cited):
    """Something both instruments ask about: how staff raise a concern, who checks a letting."""

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.PROTECT, related_name="subjects")
    code = models.SlugField(max_length=20)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True, help_text="Why these questions meet, and how they differ.")
    questions = models.ManyToManyField(Question, related_name="subjects")
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            all_or_none("removed_by", "removed_at", name="subject_removed_by_and_at"),
            models.UniqueConstraint(
                fields=["crosswalk", "code"],
                name="subject_code_once_in_its_crosswalk",
                violation_error_message="This crosswalk has a subject of that code, perhaps a removed one.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.crosswalk.get_absolute_url()}#{self.code}"

    @property
    def tied(self) -> Tied:
        sides: dict[int, list[str]] = {self.crosswalk.first_id: [], self.crosswalk.second_id: []}
        for question in sorted(self.questions.all(), key=lambda found: found.order):
            sides[question.instrument_id].append(question.code)
        first, second = sides.values()
        return Tied(self.code, self.title, tuple(first), tuple(second))


class SubjectChangeQuerySet(models.QuerySet["SubjectChange"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class SubjectChange(Referenced):
    """What was done to a subject. The codes before and after stand in full, so that it can be put back."""

    class What(models.TextChoices):
        ADDED = "added", "Added"
        TIED = "tied", "Tied to other questions"
        REMOVED = "removed", "Removed"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    before = models.CharField(max_length=400, blank=True)
    after = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    objects = SubjectChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_what_display().lower()}"
