"""What the board asks others to bring to a meeting to come, and what they answered."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Permission, roles_with
from drystane.audit.refs import Referenced
from drystane.board.models.meetings import Meeting
from drystane.partners.models import Group, Organisation
from drystane.partners.sight import seen_through


class AskState(models.TextChoices):
    ASKED = "asked", "Asked"
    PROMISED = "promised", "Promised"
    RECEIVED = "received", "Received"
    DECLINED = "declined", "Declined"


ASK_MOVES = {
    AskState.ASKED: {AskState.PROMISED, AskState.RECEIVED, AskState.DECLINED},
    AskState.PROMISED: {AskState.RECEIVED, AskState.DECLINED},
    AskState.RECEIVED: set[AskState](),
    AskState.DECLINED: {AskState.PROMISED, AskState.RECEIVED},
}
UNANSWERED = frozenset({AskState.ASKED, AskState.PROMISED})  # only these can be overdue


class AskQuerySet(models.QuerySet["Ask"]):
    def visible_to(self, user: User) -> Self:
        """Seen from both ends: by the board that asks and by the group it asks."""
        return self.filter(
            seen_through("meeting__group", user, marked=False) | seen_through("of_group", user, marked=False)
        )

    def exportable_by(self, user: User) -> Self:
        """Of the rows one may see, those one may take away as a file."""
        mine = Group.objects.where_role(user, roles_with(Permission.EXPORT_OFFICIAL))
        return self.filter(Q(meeting__group__in=mine) | Q(of_group__in=mine))

    def unanswered(self) -> Self:
        return self.filter(state__in=UNANSWERED)

    def overdue(self, on: date) -> Self:
        """Neither received nor declined, and the day for it has passed."""
        return self.unanswered().filter(due_on__lt=on)


class Ask(Referenced):
    """A body, a group or a post is asked for information, by a day, for a meeting to come."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="asks")
    asked = models.TextField()
    of_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    of_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    of_post = models.CharField(max_length=160, blank=True, help_text="The post, not the person.")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    is_invented = models.BooleanField(default=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ask_is_of_somebody",
                condition=Q(of_group__isnull=False, of_body=None, of_post="")
                | (Q(of_group=None) & (Q(of_body__isnull=False) | ~Q(of_post=""))),
                violation_error_message="Name a group, or a body or post.",
            )
        ]

    def __str__(self) -> str:
        return self.asked

    def get_absolute_url(self) -> str:
        return reverse("board:ask", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        """The board that asks. What the group asked may do is asked of `of_group`."""
        return self.meeting.group

    @property
    def of_whom(self) -> str:
        if self.of_group is not None:
            return self.of_group.name
        return ", ".join(filter(None, [self.of_post, self.of_body.name if self.of_body else ""]))

    def may_become(self) -> set[AskState]:
        return ASK_MOVES[AskState(self.state)]

    def is_overdue(self, today: date) -> bool:
        return self.state in UNANSWERED and self.due_on < today


class AskMoveQuerySet(models.QuerySet["AskMove"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(ask__in=Ask.objects.visible_to(user).values("pk"))


class AskMove(Referenced):
    """The ask was made, answered, or carried over to a later meeting. Added, never edited."""

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=AskState.choices, blank=True)
    to = models.CharField(max_length=10, choices=AskState.choices)
    carried_to = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AskMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.ask}: {self.get_to_display()}"

    @property
    def governing_group(self) -> Group:
        return self.ask.governing_group
