"""A common position: where two groups say a subject stands, proposed by one and confirmed by the other."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.assessment.models.answers import RESULTS
from drystane.assessment.models.assessments import Assessment
from drystane.assessment.models.crosswalks import Subject
from drystane.assessment.rating import TARGET
from drystane.audit.refs import Referenced
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class AgreementState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    CONFIRMED = "confirmed", "Agreed by both"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Replaced by a later position"


AGREEMENT_MOVES = {
    AgreementState.PROPOSED: {
        AgreementState.CONFIRMED,
        AgreementState.DECLINED,
        AgreementState.WITHDRAWN,
    },
    AgreementState.CONFIRMED: {AgreementState.SUPERSEDED},
    AgreementState.DECLINED: set[AgreementState](),
    AgreementState.WITHDRAWN: set[AgreementState](),
    AgreementState.SUPERSEDED: set[AgreementState](),
}
BY_BOTH = (AgreementState.CONFIRMED, AgreementState.SUPERSEDED)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> Self:
        """OFFICIAL to both groups and to whoever oversees either."""
        either = seen_through("first__group", user, marked=False)
        return self.filter(either | seen_through("second__group", user, marked=False))

    def confirmed(self) -> Self:
        """The only ones that are a result."""
        return self.filter(state=AgreementState.CONFIRMED)

    def proposed(self) -> Self:
        return self.filter(state=AgreementState.PROPOSED)


class Agreement(Referenced):
    """One subject, two submitted assessments, the position proposed for both and what became of it.

    Neither group sees the other's answers, so each side's own level is written down by the act that makes
    it known: the proposer's when it is proposed, the other's when it is confirmed.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(choices=RESULTS)
    reason = models.TextField()
    lead_group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="+", help_text="Which of the two takes the rest on."
    )
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_for = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    proposer_level = models.PositiveSmallIntegerField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_for = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmer_level = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_position_is_on_the_scale",
                condition=Q(position__gte=0, position__lte=TARGET),
                violation_error_message="A position is a result from 0 to 4.",
            ),
            models.CheckConstraint(
                name="a_position_is_between_two",
                condition=~Q(first=F("second")),
                violation_error_message="A position is agreed between two assessments.",
            ),
            models.CheckConstraint(
                name="nothing_is_agreed_by_one_side_alone",
                condition=Q(
                    state__in=BY_BOTH,
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    confirmed_for__isnull=False,
                )
                | (
                    ~Q(state__in=BY_BOTH)
                    & Q(confirmed_by=None, confirmed_at=None, confirmed_for=None, confirmer_level=None)
                ),
                violation_error_message="A position is agreed when both groups have said so.",
            ),
            models.CheckConstraint(
                name="two_people_agree_for_two_groups",
                condition=Q(confirmed_by=None)
                | (~Q(confirmed_by=F("proposed_by")) & ~Q(confirmed_for=F("proposed_for"))),
                violation_error_message="Somebody else has to agree, for the other group.",
            ),
            models.UniqueConstraint(
                fields=["subject", "first", "second"],
                condition=Q(state=AgreementState.PROPOSED),
                name="one_proposal_at_a_time",
                violation_error_message="A position on this subject is proposed already.",
            ),
            models.UniqueConstraint(
                fields=["subject", "first", "second"],
                condition=Q(state=AgreementState.CONFIRMED),
                name="one_agreed_position_on_a_subject",
                violation_error_message="A position on this subject is agreed already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_position_display()}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:agreement", args=[self.ref])

    @property
    def groups(self) -> tuple[Group, Group]:
        return self.first.group, self.second.group

    @property
    def other_group(self) -> Group:
        """Whose answer is awaited, or was: the group that did not propose."""
        first, second = self.groups
        return second if self.proposed_for == first else first


class AgreementMoveQuerySet(models.QuerySet["AgreementMove"]):
    def visible_to(self, user: User) -> Self:
        either = seen_through("agreement__first__group", user, marked=False)
        return self.filter(either | seen_through("agreement__second__group", user, marked=False))


class AgreementMove(Referenced):
    """Somebody proposed, confirmed, declined or withdrew it, and for which group they acted."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=AgreementState.choices, blank=True)
    to = models.CharField(max_length=10, choices=AgreementState.choices)
    acting_for = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    objects = AgreementMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_to_display()}"
