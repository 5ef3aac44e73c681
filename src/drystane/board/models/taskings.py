"""What the board asked a group to do, and what the group answered."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Permission, roles_with
from drystane.audit.refs import Referenced
from drystane.board.models.meetings import Decision
from drystane.partners.models import Group
from drystane.partners.sight import groups_open_to, seen_through
from drystane.plans.models import Action
from drystane.strategy.models import Recommendation


class TaskingState(models.TextChoices):
    GIVEN = "given", "Waiting for the group"
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned"
    REPORTED = "reported", "Reported back"
    WITHDRAWN = "withdrawn", "Withdrawn"


TASKING_MOVES = {
    TaskingState.GIVEN: {TaskingState.ACCEPTED, TaskingState.RETURNED, TaskingState.WITHDRAWN},
    TaskingState.ACCEPTED: {TaskingState.REPORTED, TaskingState.WITHDRAWN},
    TaskingState.RETURNED: {TaskingState.GIVEN, TaskingState.WITHDRAWN},
    TaskingState.REPORTED: set[TaskingState](),
    TaskingState.WITHDRAWN: set[TaskingState](),
}
STANDING = frozenset({TaskingState.GIVEN, TaskingState.ACCEPTED, TaskingState.REPORTED})

AWAITED = frozenset({TaskingState.GIVEN, TaskingState.ACCEPTED})  # only these can be late


class TaskingQuerySet(models.QuerySet["Tasking"]):
    def visible_to(self, user: User) -> Self:
        """Seen from every end: by the board that asked, the group it asked and those asked to support it."""
        if not user.is_active:
            return self.none()
        supported = Tasking.supporting_groups.through.objects.filter(group__in=groups_open_to(user))
        return self.filter(
            seen_through("to_group", user, marked=False)
            | seen_through("board", user, marked=False)
            | Q(pk__in=supported.values("tasking"))
        )

    def for_audience(self, group: Group) -> Self:
        return self.filter(Q(board=group) | Q(to_group=group))

    def standing(self) -> Self:
        """Neither returned nor withdrawn: what counts as tasked."""
        return self.filter(state__in=STANDING)

    def waiting_for(self, groups: "models.QuerySet[Group]") -> Self:
        return self.filter(state=TaskingState.GIVEN, to_group__in=groups)

    def due_back(self, on: date) -> Self:
        return self.filter(state=TaskingState.ACCEPTED, report_back_on__lte=on)

    def exportable_by(self, user: User) -> Self:
        """Of the rows one may see, those one may take away as a file."""
        mine = Group.objects.where_role(user, roles_with(Permission.EXPORT_OFFICIAL))
        return self.filter(Q(board__in=mine) | Q(to_group__in=mine))

    def counted(self, on: date) -> dict[str, int]:
        """How many wait for an answer, are being worked on, have come back, and are late."""
        return self.aggregate(
            given=Count("pk", filter=Q(state=TaskingState.GIVEN)),
            accepted=Count("pk", filter=Q(state=TaskingState.ACCEPTED)),
            returned=Count("pk", filter=Q(state=TaskingState.RETURNED)),
            late=Count("pk", filter=Q(state__in=AWAITED, report_back_on__lt=on)),
        )

    def late(self, on: date) -> Self:
        """Not reported back, and the day for it has passed."""
        return self.filter(state__in=AWAITED, report_back_on__lt=on)


class Tasking(Referenced):
    """The board asks one group for something by a date. Others may support."""

    board = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    supporting_groups = models.ManyToManyField(Group, blank=True, related_name="+")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="taskings"
    )
    asked = models.TextField()
    report_back_on = models.DateField()
    state = models.CharField(max_length=10, choices=TaskingState.choices, default=TaskingState.GIVEN)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    is_invented = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = TaskingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "to_group", "recommendation"],
                condition=Q(state__in=["given", "accepted"], recommendation__isnull=False),
                name="recommendation_tasked_once_to_a_group",
                violation_error_message="This group has been asked for that already.",
            )
        ]
        indexes = [models.Index(fields=["recommendation", "state"], name="tasking_by_recommendation")]

    def __str__(self) -> str:
        return self.asked

    def get_absolute_url(self) -> str:
        return reverse("board:tasking", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        """The group that answers it. What the board may do is asked of `board`."""
        return self.to_group

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    def may_become(self) -> set[TaskingState]:
        return TASKING_MOVES[TaskingState(self.state)]

    def is_late(self, today: date) -> bool:
        return self.state in AWAITED and self.report_back_on < today


class TaskingMoveQuerySet(models.QuerySet["TaskingMove"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(tasking__in=Tasking.objects.visible_to(user).values("pk"))


class TaskingMove(Referenced):
    """The tasking passed from one state to another; or it stayed given and was asked otherwise."""

    tasking = models.ForeignKey(Tasking, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=TaskingState.choices, blank=True)
    to = models.CharField(max_length=10, choices=TaskingState.choices)
    why = models.TextField(blank=True)
    asked_before = models.TextField(blank=True)  # what was asked, and by when, until it was changed
    report_back_before = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = TaskingMoveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tasking_change_keeps_words_and_day",
                condition=Q(asked_before="", report_back_before=None)
                | (~Q(asked_before="") & Q(report_back_before__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.tasking}: {self.get_to_display()}"

    @property
    def governing_group(self) -> Group:
        return self.tasking.to_group

    @property
    def is_change(self) -> bool:
        """Whether the words or the day changed, and not the state."""
        return self.report_back_before is not None


class ActionReasonQuerySet(models.QuerySet["ActionReason"]):
    def visible_to(self, user: User) -> Self:
        """Both ends must be seen: the action, and the tasking or decision it came of."""
        taskings = Q(tasking__in=Tasking.objects.visible_to(user).values("pk"))
        decisions = seen_through("decision__item__meeting__group", user, marking="decision__item__marking")
        return self.filter(
            taskings | decisions, seen_through("action__plan__group", user, marking="action__marking")
        )


class ActionReason(Referenced):
    """An action exists because of this tasking or this decision. Reasons point down at the action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    tasking = models.ForeignKey(
        Tasking, on_delete=models.PROTECT, null=True, blank=True, related_name="action_reasons"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="action_reasons"
    )

    objects = ActionReasonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_reason_is_a_tasking_or_a_decision",
                condition=Q(tasking=None) ^ Q(decision=None),
                violation_error_message="Name the tasking or the decision.",
            ),
            models.UniqueConstraint(fields=["action", "tasking"], name="action_reason_tasking_once"),
            models.UniqueConstraint(fields=["action", "decision"], name="action_reason_decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action} because of {self.tasking or self.decision}"
