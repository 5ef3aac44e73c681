"""A meeting of the board, its agenda, and what it decided."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Permission, roles_with
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.documents.packs import spoken
from drystane.marking.models import Marked
from drystane.partners.models import Group
from drystane.partners.sight import seen_through
from drystane.plans.models import Action
from drystane.strategy.models import Adoption


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user, marked=False))

    def exportable_by(self, user: User) -> Self:
        """Of the rows one may see, those one may take away as a file."""
        return self.filter(group__in=Group.objects.where_role(user, roles_with(Permission.EXPORT_OFFICIAL)))

    def next_after(self, on: date) -> "Meeting | None":
        """The first meeting still to come on that day or later."""
        return self.filter(on__gte=on, state=Meeting.State.PLANNED).order_by("on", "ref").first()


class Meeting(Referenced):
    """A sitting of a board. Once closed, nothing about it changes."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        CLOSED = "closed", "Closed"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agenda_published_at = models.DateTimeField(null=True, blank=True)
    agenda_published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quorum_when_closed = models.PositiveSmallIntegerField(null=True, blank=True)
    is_invented = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "on"],
                name="one_meeting_of_a_board_a_day",
                violation_error_message="The board meets on that day already.",
            ),
            models.CheckConstraint(
                name="closed_meetings_say_when",
                condition=Q(state="planned", closed_at=None) | Q(state="closed", closed_at__isnull=False),
                violation_error_message="A closed meeting says when it was closed.",
            ),
            all_or_none("agenda_published_by", "agenda_published_at", name="agenda_published_by_and_at"),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {spoken(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("board:meeting", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def quorum(self) -> int | None:
        """How many have to be there: as the group has it, and once closed as it had it then."""
        return self.quorum_when_closed if self.is_closed else self.group.quorum


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("meeting__group", user))


class AgendaItem(Referenced, Marked):
    """A line of the agenda."""

    class Kind(models.TextChoices):
        DECLARATIONS = "declarations", "Declarations of interest"
        MINUTE = "minute", "Minute of the last meeting"
        ACTION_LOG = "action_log", "Rolling action log"
        PAPER = "paper", "Paper"
        DISCUSSION = "discussion", "Discussion"
        AOB = "aob", "Any other business"

    class Purpose(models.TextChoices):
        DECISION = "decision", "For decision"
        NOTING = "noting", "For noting"
        DISCUSSION = "discussion", "For discussion"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=240)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.NOTING)
    late_because = models.CharField(
        max_length=240, blank=True, help_text="Why it came after the agenda was published."
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta(Marked.Meta):
        pass

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#item-{self.ref}"

    @property
    def governing_group(self) -> Group:
        return self.meeting.group


class Outcome(models.TextChoices):
    NOTED = "noted", "Noted"
    AGREED = "agreed", "Agreed"
    AMENDED = "amended", "Agreed as amended"
    REMITTED = "remitted", "Remitted"
    ACTION = "action", "Action asked for"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> Self:
        """A decision is seen by whoever sees the item."""
        return self.filter(seen_through("item__meeting__group", user, marking="item__marking"))

    def without_follow_up(self, actions: "models.QuerySet[Action]") -> Self:
        """An action was asked for, and neither one of these actions nor a tasking has come of it."""
        waiting = self.filter(outcome=Outcome.ACTION, taskings=None)
        return waiting.exclude(action_reasons__action__in=actions.order_by().values("pk"))


class Decision(Referenced):
    """What the board did with an item, or with one recommendation of its paper."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    # A paper's recommendation lies in the module beside this one.
    recommendation = models.ForeignKey(
        "board.PaperRecommendation", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = models.TextField(blank=True)
    remitted_to = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adoption = models.OneToOneField(
        Adoption, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="remitted_decisions_say_to_whom",
                condition=Q(outcome="remitted", remitted_to__isnull=False)
                | (~Q(outcome="remitted") & Q(remitted_to=None)),
                violation_error_message="Say to which group it was remitted, and only then.",
            ),
            models.CheckConstraint(
                name="amended_decisions_say_how",
                condition=~Q(outcome="amended") | ~Q(words=""),
                violation_error_message="Say how the board amended it.",
            ),
            models.UniqueConstraint(
                fields=["recommendation"],
                name="one_decision_a_recommendation",
                violation_error_message="The board has decided this recommendation already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.words or self.item.title}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    @property
    def governing_group(self) -> Group:
        return self.item.meeting.group
