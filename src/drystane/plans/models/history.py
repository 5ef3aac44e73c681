"""What happened to an action: rows that are added and never edited."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.partners.models import Group
from drystane.partners.sight import seen_through
from drystane.plans.brag import Colour
from drystane.plans.models.actions import Action, Status


class Progress(models.TextChoices):
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    DONE = "done", "Done"


class Entry(Referenced):
    """Something that happened to an action, with who and when."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="%(class)ss")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def governing_group(self) -> Group:
        return self.action.plan.group


class MoveQuerySet(models.QuerySet["Move"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(action__in=Action.objects.visible_to(user).values("pk"))


class Move(Entry):
    """The action passed from one status to another."""

    before = models.CharField(max_length=12, choices=Status.choices, blank=True)
    to = models.CharField(max_length=12, choices=Status.choices)
    why = models.TextField(blank=True)

    objects = MoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}: {self.get_to_display()}"


class UpdateQuerySet(models.QuerySet["Update"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(action__in=Action.objects.visible_to(user).values("pk"))


class Update(Entry):
    """What whoever leads the action reported of it."""

    on = models.DateField()
    progress = models.CharField(max_length=10, choices=Progress.choices)
    text = models.TextField()

    objects = UpdateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}: {self.text}"


class RedatingQuerySet(models.QuerySet["Redating"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(action__in=Action.objects.visible_to(user).values("pk"))


class Redating(Entry):
    """The action's due date was moved, and why."""

    before = models.DateField(null=True)
    to = models.DateField()
    why = models.TextField()

    objects = RedatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="redating_changes_the_date",
                condition=Q(before=None) | ~Q(before=F("to")),
                violation_error_message="That is the date it has already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: due {self.to}"


class BragOverrideQuerySet(models.QuerySet["BragOverride"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(action__in=Action.objects.visible_to(user).values("pk"))


class BragOverride(Entry):
    """Somebody judged the colour to be another than the rule gives. An empty colour ends the judgement."""

    colour = models.CharField(max_length=10, choices=[(c.value, c.value.capitalize()) for c in Colour], blank=True)
    why = models.TextField()

    objects = BragOverrideQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}: {self.colour or 'rule again'}"
