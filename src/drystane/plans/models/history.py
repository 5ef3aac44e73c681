"""What happened to an action: rows that are added and never edited."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.marking.models import Descriptor, Marking
from drystane.partners.models import Group
from drystane.partners.sight import seen_through
from drystane.plans.models.actions import Action, Status
from drystane.plans.models.colours import JUDGED
from drystane.strategy.models import Recommendation

E = TypeVar("E", bound="Entry")


class Progress(models.TextChoices):
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    DONE = "done", "Done"


class EntryQuerySet(models.QuerySet[E]):
    def visible_to(self, user: User) -> Self:
        """An entry is seen by whoever sees its action."""
        return self.filter(seen_through("action__plan__group", user, marking="action__marking"))


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


class Move(Entry):
    """The action passed from one status to another."""

    before = models.CharField(max_length=12, choices=Status.choices, blank=True)
    to = models.CharField(max_length=12, choices=Status.choices)
    why = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}: {self.get_to_display()}"


class Update(Entry):
    """What whoever leads the action reported of it."""

    on = models.DateField()
    progress = models.CharField(max_length=10, choices=Progress.choices)
    text = models.TextField()

    objects = EntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}: {self.text}"


class Assignment(Entry):
    """Somebody else came to lead the action, or nobody."""

    before = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}: led by {self.to or 'nobody'}"


class Redating(Entry):
    """The action's due date was moved, and why."""

    before = models.DateField(null=True)
    to = models.DateField()
    why = models.TextField()

    objects = EntryQuerySet.as_manager()

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


class Repointing(Entry):
    """The action was given another recommendation as its reason: the one it had stays on record."""

    before = models.ForeignKey(Recommendation, on_delete=models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey(Recommendation, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="repointing_changes_the_recommendation",
                condition=Q(before=None) | Q(to=None) | ~Q(before=F("to")),
                violation_error_message="It rests on that recommendation already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: rests on {self.to.code if self.to else 'no recommendation'}"


class BragOverride(Entry):
    """Somebody judged the colour to be another than the rule gives. An empty colour ends the judgement."""

    colour = models.CharField(
        max_length=10, choices=[(colour.value, colour.value.capitalize()) for colour in JUDGED], blank=True
    )
    why = models.TextField()

    objects = EntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.action}: {self.colour or 'rule again'}"


class MarkingMove(Entry):
    """The action's marking was raised or lowered, or is sensitive for another reason than before."""

    before = models.CharField(max_length=10, choices=Marking.choices)
    before_descriptor = models.CharField(max_length=12, choices=Descriptor.choices, blank=True)
    to = models.CharField(max_length=10, choices=Marking.choices)
    to_descriptor = models.CharField(max_length=12, choices=Descriptor.choices, blank=True)
    why = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lowering_a_marking_says_why",
                condition=Q(to=Marking.SENSITIVE) | ~Q(why=""),
                violation_error_message="Say why it is no longer sensitive.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_to_display()}"
