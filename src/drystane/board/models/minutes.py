"""The minute of a meeting: drafted from what was recorded, put right by hand, approved at the next."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.board.models.meetings import Meeting
from drystane.partners.models import Group
from drystane.partners.sight import seen_through


class MinuteQuerySet(models.QuerySet["Minute"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("meeting__group", user, marked=False))


class Minute(Referenced):
    """What a meeting did, in words. It is OFFICIAL: of sensitive items it holds nothing."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minute")
    text = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    approved_at_meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MinuteQuerySet.as_manager()

    class Meta:
        constraints = [
            all_or_none(
                "approved_at_meeting", "approved_by", "approved_at", name="minute_approved_where_and_by_whom"
            ),
            models.CheckConstraint(
                name="minute_says_something",
                condition=~Q(text=""),
                violation_error_message="A minute says something.",
            ),
        ]

    def __str__(self) -> str:
        return f"Minute of {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("board:minute", args=[self.meeting.ref])

    @property
    def governing_group(self) -> Group:
        return self.meeting.group

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None
