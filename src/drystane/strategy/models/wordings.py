"""The same message in other words: in Gaelic, and easy to read. Beside the only table of message text."""

from typing import Self

from django.db import models
from django.db.models import Q

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.partners.models import Group
from drystane.partners.sight import groups_open_to
from drystane.strategy.models.claims import Message


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    GAELIC = "gd", "Gaelic"


class WordingQuerySet(models.QuerySet["Wording"]):
    def visible_to(self, user: User) -> Self:
        """Seen by those who see the OFFICIAL records of the group that wrote it."""
        if not user.is_active:
            return self.none()
        return self.filter(group__in=groups_open_to(user))

    def checked(self) -> Self:
        return self.filter(checked_at__isnull=False)


class Wording(Referenced):
    """A message in a group's translation or easy-read words. A draft until somebody else has checked it."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="wordings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language.choices)
    is_easy = models.BooleanField("easy to read", default=False)
    text = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [
            all_or_none("checked_by", "checked_at", name="wording_checked_by_and_when"),
            models.CheckConstraint(
                name="wording_is_not_the_message_itself",
                condition=~Q(language=Language.ENGLISH, is_easy=False),
                violation_error_message="That is the message itself. Choose easy to read, or Gaelic.",
            ),
            models.CheckConstraint(
                name="wording_is_checked_by_another",
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("written_by")),
                violation_error_message="Somebody else has to check these words.",
            ),
            models.UniqueConstraint(
                fields=["message", "group", "language", "is_easy"],
                name="one_wording_of_a_kind_a_group",
                violation_error_message="Your group has these words already. Change them instead.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def governing_group(self) -> Group:
        return self.group

    @property
    def is_checked(self) -> bool:
        return self.checked_at is not None

    @property
    def kind(self) -> str:
        """Gaelic; easy English; easy Gaelic. With "draft" until it is checked."""
        name = f"Easy {self.get_language_display()}" if self.is_easy else self.get_language_display()
        return name if self.is_checked else f"{name} (draft)"
