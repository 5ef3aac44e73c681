"""One group's assessment in one year: open, submitted, open again."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.assessment.models.crosswalks import Crosswalk
from drystane.assessment.models.instruments import Instrument
from drystane.audit.refs import Referenced
from drystane.marking.models import Descriptor, Marked, Marking
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class State(models.TextChoices):
    OPEN = "open", "Open"
    SUBMITTED = "submitted", "Submitted"
    REOPENED = "reopened", "Open again"


MOVES = {
    State.OPEN: {State.SUBMITTED},
    State.SUBMITTED: {State.REOPENED},
    State.REOPENED: {State.SUBMITTED},
}
ANSWERABLE = frozenset({State.OPEN, State.REOPENED})

# Where the defences are weak is nobody's business until the group stands by it.
WORKING = {"marking": Marking.SENSITIVE, "descriptor": Descriptor.LOCSEN}
PUBLISHED = {"marking": Marking.OFFICIAL, "descriptor": ""}


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> Self:
        """While it is open it is OFFICIAL-SENSITIVE, and its very existence is the group's own."""
        return self.filter(seen_through("group", user))

    def submitted(self) -> Self:
        return self.filter(state=State.SUBMITTED)

    def before(self, assessment: "Assessment") -> "Assessment | None":
        """What the group submitted last before this one, by any version of the same instrument."""
        return (
            self.submitted()
            .filter(
                group=assessment.group, instrument__code=assessment.instrument.code, year__lt=assessment.year
            )
            .order_by("-year", "-pk")
            .first()
        )

    def beside(self, assessment: "Assessment") -> Self:
        """The submitted ones of other groups in the same year, by an instrument that a crosswalk ties to
        this one: with whom a position can be agreed. That they exist is OFFICIAL, what they say is not."""
        own = assessment.instrument_id
        ties = Q(first=own, second=OuterRef("instrument")) | Q(second=own, first=OuterRef("instrument"))
        return (
            self.submitted()
            .filter(Exists(Crosswalk.objects.filter(ties)), year=assessment.year)
            .exclude(group=assessment.group_id)
        )


class Assessment(Referenced, Marked):
    """What one group says of itself in one year."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_invented = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            models.UniqueConstraint(
                fields=["group", "instrument", "year"],
                name="assessed_once_a_year",
                violation_error_message="This group has begun that assessment for that year already.",
            ),
            models.CheckConstraint(
                name="only_submitted_answers_are_official",
                condition=Q(state=State.SUBMITTED, marking=Marking.OFFICIAL, submitted_at__isnull=False)
                | (~Q(state=State.SUBMITTED) & Q(marking=Marking.SENSITIVE)),
                violation_error_message="An open assessment is OFFICIAL-SENSITIVE, a submitted one OFFICIAL.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.title}, {self.group}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:assessment", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group

    @property
    def is_open(self) -> bool:
        return self.state in ANSWERABLE

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today


class AssessmentMoveQuerySet(models.QuerySet["AssessmentMove"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("assessment__group", user, marking="assessment__marking"))


class AssessmentMove(Referenced):
    """The assessment was opened, submitted or opened again."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=State.choices, blank=True)
    to = models.CharField(max_length=10, choices=State.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    objects = AssessmentMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_to_display()}"

    @property
    def governing_group(self) -> Group:
        return self.assessment.group
