"""Courses and their versions, who must have which, and which service was put first."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.documents.models import Cited
from drystane.partners.models import Group, Service
from drystane.partners.sight import seen_through
from drystane.plans.models import Action


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user: User) -> Self:
        """Courses are public: anybody signed in may read what they cover."""
        return self if user.is_active else self.none()


class Course(Referenced, Cited):
    """Something that people learn, under a name that lasts while its versions change."""

    class Topic(models.TextChoices):
        PREVENT = "prevent", "Prevent"
        SOC = "soc", "Serious organised crime"
        EXPLOITATION = "exploitation", "Exploitation"
        SCAMS = "scams", "Scams"

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200, unique=True)
    about = models.TextField(blank=True)
    topics = models.JSONField(default=list, help_text="What it covers, as codes of topics.")

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [*Cited.Meta.constraints]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.ref])

    @property
    def covers(self) -> str:
        return ", ".join(Course.Topic(topic).label for topic in self.topics)


class CourseVersionQuerySet(models.QuerySet["CourseVersion"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class CourseVersion(Referenced, Cited):
    """A course as it was given for a time: by whom, and how long it counts.

    What was done stays valid until it expires, whatever follows.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=40)
    provider = models.CharField(max_length=160, blank=True)
    available_from = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: it does not expire."
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    counts_as = models.ManyToManyField(Course, blank=True, related_name="counted_from")

    objects = CourseVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(fields=["course", "name"], name="version_named_once_in_its_course"),
            models.CheckConstraint(
                name="version_retires_after_it_begins",
                condition=Q(retired_on=None) | Q(available_from=None) | Q(retired_on__gt=F("available_from")),
                violation_error_message="A version cannot be retired before it is given.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course.title} ({self.name})"


class RoleRuleQuerySet(models.QuerySet["RoleRule"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user, marked=False))


class RoleRule(Referenced):
    """The people of some teams must have a course, and how pressing that is."""

    class Order(models.IntegerChoices):
        FIRST = 1, "First"
        SECOND = 2, "Second"
        THIRD = 3, "Third"

    class Statutory(models.IntegerChoices):
        NONE = 0, "No duty in law"
        GUIDANCE = 1, "Guidance asks for it"
        DUTY = 2, "A duty in law"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="rules")
    teams = models.ManyToManyField("training.Team", related_name="rules")
    order = models.PositiveSmallIntegerField("how pressing", choices=Order.choices, default=Order.SECOND)
    statutory = models.PositiveSmallIntegerField("in law", choices=Statutory.choices, default=Statutory.NONE)
    within_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long after they begin people have to have it."
    )
    least_seats = models.PositiveSmallIntegerField(
        default=0, help_text="How many seats its teams together must get whenever seats are shared out."
    )
    version = models.PositiveIntegerField(default=1)

    objects = RoleRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "title"],
                name="rule_named_once_in_its_group",
                violation_error_message="This group has a rule of that name.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def governing_group(self) -> Group:
        return self.group


class ServiceFirstQuerySet(models.QuerySet["ServiceFirst"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user, marked=False))

    def standing(self) -> Self:
        return self.filter(ended_at=None)


class ServiceFirst(Referenced):
    """Somebody decided that the staff of a service have the first seats of a course, and why.

    The reason may be an action of a plan, which lies below.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="put_first")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=300)
    decided_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ServiceFirstQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "course"],
                condition=Q(ended_at=None),
                name="one_service_first_for_a_course",
                violation_error_message="Another service stands first already.",
            ),
            all_or_none("ended_at", "ended_by", name="ending_a_priority_says_who_and_when"),
        ]

    def __str__(self) -> str:
        return f"{self.service} first in {self.course}"

    @property
    def governing_group(self) -> Group:
        return self.group
