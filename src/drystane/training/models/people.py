"""Teams of any partner, the people in them by reference alone, and what they have completed."""

import re
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.audit.refs import Referenced
from drystane.partners.models import Group, Organisation, Service
from drystane.partners.sight import groups_where, seats_of, seen_through
from drystane.training.models.courses import CourseVersion


def kept_by(user: User) -> frozenset[int]:
    """The groups whose training records this person keeps."""
    return seats_of(user).where(Permission.RECORD_TRAINING) if user.is_active else frozenset()


def kept_through(path: str, user: User) -> Q:
    """Rows about single people: for those who keep the training records of the group, and nobody else."""
    if not user.is_active:
        return Q(pk__in=[])
    return Q(**{f"{path}__in": groups_where(user, Permission.RECORD_TRAINING)})


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user, marked=False))


class Team(Referenced):
    """People who do the same work for a partner, the third sector included; a desk keeps its records."""

    class Exposure(models.IntegerChoices):
        VISITS = 3, "They go into homes and businesses"
        PUBLIC = 2, "They deal with the public"
        OFFICE = 1, "Their work is in the office"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    site = models.CharField(
        max_length=80, blank=True, help_text="Where alone its people can be trained. Empty: anywhere."
    )
    exposure = models.PositiveSmallIntegerField(choices=Exposure.choices, default=Exposure.PUBLIC)
    release_a_week = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many it can spare in one week. Empty: any number."
    )
    headcount = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many people it has, where no list of them is held."
    )
    register_whole_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day on which somebody said that the register holds all that its people have done.",
    )
    version = models.PositiveIntegerField(default=1)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "code"],
                name="team_code_once_in_its_group",
                violation_error_message="Another team has that short name.",
            ),
            models.UniqueConstraint(
                fields=["group", "name"],
                name="team_named_once_in_its_group",
                violation_error_message="Another team is called that.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:team", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group


def bare_reference(reference: str) -> str:
    """What is left of a reference when how it was typed does not matter: P-00123 and p 123 are one person."""
    letters = re.sub(r"[^0-9a-z]", "", reference.casefold())
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", letters)


class StaffQuerySet(models.QuerySet["Staff"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(kept_through("team__group", user))

    def current(self) -> Self:
        return self.filter(left_on=None)


class Staff(Referenced):
    """Somebody in a team, by a payroll or volunteer reference. No name is kept."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="staff")
    reference = models.CharField(max_length=40)
    bare = models.CharField(max_length=40, editable=False)
    also = models.CharField("another reference of theirs", max_length=40, blank=True)
    bare_also = models.CharField(max_length=40, blank=True, editable=False)
    role = models.CharField("post", max_length=120, blank=True)
    started_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StaffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "bare"],
                name="reference_once_in_a_team",
                violation_error_message="Somebody of the team has that reference.",
            ),
            models.CheckConstraint(
                name="staff_leave_after_they_start",
                condition=Q(left_on=None) | Q(started_on=None) | Q(left_on__gte=F("started_on")),
                violation_error_message="Somebody cannot leave before they start.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, **kwargs: object) -> None:
        self.bare, self.bare_also = bare_reference(self.reference), bare_reference(self.also)
        super().save(**kwargs)  # type: ignore[arg-type]  # Django's own arguments, handed on

    def get_absolute_url(self) -> str:
        return reverse("training:person", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.team.group


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(kept_through("staff__team__group", user))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Completion(Referenced):
    """Somebody finished a version of a course. It counts until it expires; it is withdrawn, never changed."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="completions")
    course_version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True, help_text="A certificate's number, a register.")
    booking = models.ForeignKey(
        "training.Booking", on_delete=models.PROTECT, null=True, blank=True, related_name="completions"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "course_version", "on"],
                condition=Q(withdrawn_at=None),
                name="completion_recorded_once",
                violation_error_message="That is on record already.",
            ),
            models.CheckConstraint(
                name="completion_expires_after_it_is_done",
                condition=Q(expires_on=None) | Q(expires_on__gt=F("on")),
                violation_error_message="It cannot expire before it is done.",
            ),
            models.CheckConstraint(
                name="withdrawing_a_completion_says_why",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                violation_error_message="Say why it is withdrawn.",
            ),
        ]
        indexes = [models.Index(fields=["staff", "course_version", "on"], name="completion_by_person")]

    def __str__(self) -> str:
        return f"{self.staff}: {self.course_version}"

    @property
    def governing_group(self) -> Group:
        return self.staff.team.group
