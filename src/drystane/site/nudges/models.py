"""What somebody chose to be sent, and what was sent."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.plans.models import Action

CRASHED_AFTER = timedelta(minutes=15)  # a claim that is older belongs to a process that is no more


class HowOften(models.TextChoices):
    DAILY = "daily", "Every day on which something waits"
    WEEKLY = "weekly", "Once a week, from Monday"
    NONE = "none", "Never"


class DigestChoiceQuerySet(models.QuerySet["DigestChoice"]):
    def visible_to(self, user: User) -> Self:
        """Somebody's own; nobody else's, whatever their role."""
        return self.filter(user=user) if user.is_active else self.none()


class DigestChoice(models.Model):
    """How often somebody wants the e-mail. Who has not chosen gets it daily."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    how_often = models.CharField(max_length=10, choices=HowOften.choices, default=HowOften.DAILY)

    objects = DigestChoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.get_how_often_display()


class Trouble(models.TextChoices):
    NONE = "", "None"
    UNREACHABLE = "unreachable", "The mail server could not be used"
    REFUSED = "refused", "The mail server refused this one"


class DigestQuerySet(models.QuerySet["Digest"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user) if user.is_active else self.none()

    def unsent(self) -> Self:
        return self.filter(sent_at=None)

    def to_retry(self, at: datetime) -> Self:
        """Failed and due again, or claimed by a process that crashed: the latter once, since it may have
        been sent."""
        failed = ~Q(trouble=Trouble.NONE) & Q(again_at__lte=at)
        crashed = Q(trouble=Trouble.NONE, was_taken_over=False, claimed_at__lte=at - CRASHED_AFTER)
        return self.unsent().filter(failed | crashed)


class Digest(Referenced):
    """One person's e-mail of one day: claimed before it is sent, so that no two processes send it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    claimed_at = models.DateTimeField()
    was_taken_over = models.BooleanField(default=False, help_text="From a process that crashed.")
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True, default=Trouble.NONE)
    again_at = models.DateTimeField(null=True, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "on"],
                name="digest_once_a_day",
                violation_error_message="This person has a digest of that day.",
            ),
            models.CheckConstraint(
                name="digest_sent_without_trouble",
                condition=Q(sent_at=None) | Q(trouble=""),
                violation_error_message="A digest that was sent has no trouble.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} on {self.on}"


class NudgeLinkQuerySet(models.QuerySet["NudgeLink"]):
    def visible_to(self, user: User) -> Self:
        """Whom it was sent to, and nobody else, whoever holds it."""
        return self.filter(user=user) if user.is_active else self.none()

    def usable(self, at: datetime) -> Self:
        return self.filter(used_at=None, expires_at__gt=at)


class NudgeLink(Referenced):
    """A link in one person's e-mail that opens, once, the form in which they report on an action."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = NudgeLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"for {self.user}"
