"""Who was at a meeting, who sent apologies or stood in, and who declared an interest in an item."""

from typing import Self

from django.db import models
from django.db.models import Q

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.board.models.meetings import AgendaItem, Meeting
from drystane.partners.models import Group, Organisation
from drystane.partners.sight import seen_through


def somebody(name: str) -> models.CheckConstraint:
    """Either somebody with an account or a post, never both: a post without an account is still somebody."""
    return models.CheckConstraint(
        name=name,
        condition=Q(person__isnull=False, post="") | (Q(person=None) & ~Q(post="")),
        violation_error_message="Name the person or the post, not both.",
    )


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("meeting__group", user, marked=False))


class Attendance(Referenced):
    """Somebody was there, or sent apologies. A substitute says whom they stand in for."""

    class Presence(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=160, blank=True, help_text="The post, not the person.")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence.choices)
    instead_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decides = models.BooleanField(default=False, help_text="Counts towards the quorum, as it was recorded.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            somebody("attendance_names_a_person_or_a_post"),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="person_attends_a_meeting_once",
                violation_error_message="This person is on the list already.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "instead_of"],
                name="one_substitute_for_a_member",
                violation_error_message="Somebody stands in for that member already.",
            ),
            models.CheckConstraint(
                name="substitutes_are_present",
                condition=Q(instead_of=None) | Q(presence="present"),
                violation_error_message="Whoever stands in for somebody is present.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_presence_display().lower()}"

    @property
    def governing_group(self) -> Group:
        return self.meeting.group

    @property
    def who(self) -> str:
        """As the minute names them: the post where it is known, the name where it is not."""
        return self.person.post or self.person.name if self.person else self.post

    @property
    def in_words(self) -> str:
        """With the body, and whom they stand in for."""
        words = f"{self.who} ({self.body})" if self.body else self.who
        if self.instead_of is None:
            return words
        return f"{words}, in place of {self.instead_of.post or self.instead_of.name}"


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def visible_to(self, user: User) -> Self:
        """A declaration is seen by whoever sees the item."""
        return self.filter(seen_through("item__meeting__group", user, marking="item__marking"))


class Declaration(Referenced):
    """Somebody declared an interest in an item, and left the room for it or stayed."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=160, blank=True, help_text="The post, not the person.")
    nature = models.CharField(max_length=300)
    left_the_room = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        constraints = [somebody("declaration_names_a_person_or_a_post")]

    def __str__(self) -> str:
        return f"{self.who}: {self.nature}"

    @property
    def governing_group(self) -> Group:
        return self.item.meeting.group

    @property
    def who(self) -> str:
        return self.person.post or self.person.name if self.person else self.post

    @property
    def in_words(self) -> str:
        where = "left the room" if self.left_the_room else "stayed in the room"
        return f"{self.who} declared an interest ({self.nature.rstrip('.')}) and {where}"
