"""A plan of a group, its parent plan, and the messages it carries beside its actions."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.partners.models import Group
from drystane.partners.sight import seen_through
from drystane.strategy.models import Message


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user, marked=False))


class Plan(Referenced):
    """What a group has promised over a period. It may serve a parent plan."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="A plan cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="plan_is_not_its_own_parent",
                condition=~Q(parent=F("pk")),
                violation_error_message="A plan cannot be its own parent.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group


class PlanMessageQuerySet(models.QuerySet["PlanMessage"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("plan__group", user, marked=False))


class PlanMessage(Referenced):
    """A message this plan will see told, beside its actions."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="messages")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    objects = PlanMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "message"],
                name="message_once_in_a_plan",
                violation_error_message="This plan carries that message already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.message}"

    @property
    def governing_group(self) -> Group:
        return self.plan.group
