"""An action: somebody's promise, its dates, its resources and where it stands."""

from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Aggregate, Case, Count, Exists, F, Min, OuterRef, Q, Sum, When
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import COLUMNS, Permission, Reach, reach
from drystane.assessment.models import Gap
from drystane.audit.refs import Referenced
from drystane.documents.models import Cited
from drystane.marking.models import Marked, Marking
from drystane.partners.models import Group, Membership, Organisation, Service
from drystane.partners.sight import groups_where, seen_by_audience, seen_through
from drystane.plans.brag import Colour, Rating, brag
from drystane.plans.models.colours import JUDGED, colour_of, urgency_of
from drystane.plans.models.plans import Plan
from drystane.plans.stones import Standing
from drystane.strategy.models import Message, Recommendation
from drystane.threats.models import Threat


class Status(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    MAINSTREAMED = "mainstreamed", "Mainstreamed"
    DROPPED = "dropped", "Dropped"
    MERGED = "merged", "Merged into another"


MOVES = {
    Status.PROPOSED: {Status.AGREED, Status.DROPPED, Status.MERGED},
    Status.AGREED: {Status.UNDER_WAY, Status.DROPPED, Status.MERGED},
    Status.UNDER_WAY: {Status.DONE, Status.DROPPED, Status.MERGED},
    Status.DONE: {Status.MAINSTREAMED, Status.UNDER_WAY},
    Status.MAINSTREAMED: set[Status](),
    Status.DROPPED: set[Status](),
    Status.MERGED: set[Status](),  # undoing a merge is no move: it puts back what stood before
}
OPEN = frozenset({Status.PROPOSED, Status.AGREED, Status.UNDER_WAY})  # only these can be overdue
LIVE = OPEN | {Status.DONE}  # still in the plan
SET_ASIDE = frozenset({Status.DROPPED, Status.MERGED})  # nobody works on it, here at least


class PreventionLevel(models.TextChoices):
    PRIMARY = "primary", "Primary: before anything has happened"
    SECONDARY = "secondary", "Secondary: where the risk is higher"
    TERTIARY = "tertiary", "Tertiary: after harm, so that it does not return"


class CommunityInvolvement(models.TextChoices):
    NONE = "none", "None"
    INFORMED = "informed", "Informed"
    CONSULTED = "consulted", "Consulted"
    INVOLVED = "involved", "Involved"
    LED = "led", "Led by the community"


@dataclass(frozen=True)
class Tally:
    """How the actions of one plan stand."""

    open: int = 0
    late: int = 0
    unowned: int = 0
    done: int = 0
    mainstreamed: int = 0


@dataclass(frozen=True)
class Total:
    """What some of the actions take, and how many of them say so: a sum without its gaps misleads."""

    actions: int = 0
    money: Decimal = Decimal(0)
    with_money: int = 0
    staff_days: Decimal = Decimal(0)
    with_staff_days: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @classmethod
    def of(
        cls, actions: int, money: Decimal | None, with_money: int, days: Decimal | None, with_days: int
    ) -> "Total":
        """What `amounts` found."""
        return cls(actions, money or Decimal(0), with_money, days or Decimal(0), with_days)


def amounts(action: str = "", only: Q | None = None) -> dict[str, Aggregate]:
    """What a query sums for a Total. `action` is the path to the actions from elsewhere."""
    money, days = (f"{action}__{name}" if action else name for name in ("money", "staff_days"))
    return {
        "actions": Count(action or "pk", filter=only),
        "sum_of_money": Sum(money, filter=only),
        "with_money": Count(money, filter=only),
        "sum_of_days": Sum(days, filter=only),
        "with_days": Count(days, filter=only),
    }


def exportable_by(user: User) -> Q:
    """Of the rows one may see, those one may take away as a file. Where the table of rights says "their
    own", the rows of one's own body."""
    official = Q(marking=Marking.OFFICIAL)
    mine = groups_where(user, Permission.EXPORT_OFFICIAL)
    sensitive = groups_where(user, Permission.EXPORT_SENSITIVE)
    own = [role for role in COLUMNS if reach([role], Permission.EXPORT_OFFICIAL) is Reach.OWN]
    of_own_body = Membership.objects.current().filter(
        user=user, role__in=own, group=OuterRef("plan__group"), body=OuterRef("lead_body")
    )
    return (
        (official & Q(plan__group__in=mine))
        | (Q(marking=Marking.SENSITIVE) & Q(plan__group__in=sensitive))
        | (official & Q(Exists(of_own_body)))
    )


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("plan__group", user))

    def for_audience(self, group: Group, *, sensitive: bool = False) -> Self:
        """What a paper written for this group's members may hold."""
        return self.filter(seen_by_audience("plan__group", group, sensitive=sensitive))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def overdue(self, on: date) -> Self:
        return self.filter(due_on__lt=on, status__in=OPEN)

    def unowned(self) -> Self:
        return self.filter(lead_person=None, status__in=OPEN)

    def led_by(self, user: User) -> Self:
        return self.filter(lead_person=user)

    def exportable_by(self, user: User) -> Self:
        return self.filter(exportable_by(user))

    def coloured(self, colour: str, today: date) -> Self:
        """The actions of one colour: as somebody judged it, else by the rule."""
        return self.alias(shown=colour_of(today)).filter(shown=colour)

    def with_urgency(self, today: date) -> Self:
        """Each with its place from red to blue, to sort by."""
        return self.annotate(urgency=urgency_of(today))

    def tallied(self, by: str, on: date) -> dict[int, Tally]:
        """How the actions stand, for each plan or each recommendation. One query."""
        still = Q(status__in=OPEN)
        rows = (
            self.filter(**{f"{by}__isnull": False})
            .order_by()
            .values(by)
            .annotate(
                open=Count("pk", filter=still),
                late=Count("pk", filter=still & Q(due_on__lt=on)),
                unowned=Count("pk", filter=still & Q(lead_person=None)),
                done=Count("pk", filter=Q(status=Status.DONE)),
                mainstreamed=Count("pk", filter=Q(status=Status.MAINSTREAMED)),
            )
            .values_list(by, "open", "late", "unowned", "done", "mainstreamed")
        )
        return {pk: Tally(*counts) for pk, *counts in rows}

    def standing_by_recommendation(self, on: date, *, doubled: Q) -> dict[int, Standing]:
        """For each recommendation, the least standing of its actions: what the wall is drawn from. `doubled`
        finds those that may be done twice.

        A merged action stands as the one that took it in, where that is among these; else as work in hand.
        """
        kept = Q(status=Status.MERGED, merged_into__in=self.order_by().values("pk"))
        late = Q(due_on__lt=on) | Q(lead_person=None)
        kept_late = Q(merged_into__due_on__lt=on) | Q(merged_into__lead_person=None)
        standing = Case(
            When(late, status__in=OPEN, then=Standing.LATE_OR_UNOWNED),
            When(kept & kept_late, merged_into__status__in=OPEN, then=Standing.LATE_OR_UNOWNED),
            When(doubled, status__in=OPEN, then=Standing.OVERLAP_UNDECIDED),
            When(kept, merged_into__status=Status.MAINSTREAMED, then=Standing.EVERYDAY_WORK),
            When(kept, merged_into__status=Status.DONE, then=Standing.DONE),
            When(status__in=OPEN | {Status.MERGED}, then=Standing.OPEN),
            When(status=Status.MAINSTREAMED, then=Standing.EVERYDAY_WORK),
            default=Standing.DONE,
        )
        rows = (
            self.filter(recommendation__isnull=False)
            .exclude(status=Status.DROPPED)
            .exclude(kept, merged_into__status=Status.DROPPED)
            .order_by()
            .values("recommendation")
            .annotate(least=Min(standing, output_field=models.IntegerField()))
            .values_list("recommendation", "least")
        )
        return {pk: Standing(least) for pk, least in rows}

    def totals(self, by: str) -> dict[str, Total]:
        """Money and staff days promised, for each level of prevention or each status. One query."""
        rows = self.order_by().values(by).annotate(**amounts()).values_list(by, *amounts())
        return {key: Total.of(*found) for key, *found in rows}

    def not_set_aside(self) -> Self:
        """Without those dropped or merged into another: nothing is spent on them."""
        return self.exclude(status__in=SET_ASIDE)

    def totals_by_prevention_level(self) -> dict[str, Total]:
        return self.not_set_aside().totals("prevention_level")


class Action(Referenced, Marked, Cited):
    """Somebody's promise to do something by a date, and why it was made."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    code = models.CharField(
        max_length=20, blank=True, help_text="The partnership's own number, if it has one."
    )
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    objective = models.CharField(max_length=20, blank=True, help_text="DIVERT, DETER, DETECT or DISRUPT.")

    # Why it exists. Reasons that lie above this room (taskings, decisions) point down at the action.
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    lead_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    supporting_bodies = models.ManyToManyField(Organisation, blank=True, related_name="+")

    resources = models.TextField(blank=True, help_text="What it takes, in words.")
    money = models.DecimalField("pounds", max_digits=12, decimal_places=2, null=True, blank=True)
    staff_days = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    prevention_level = models.CharField(max_length=10, choices=PreventionLevel.choices, blank=True)
    community = models.CharField(
        max_length=10, choices=CommunityInvolvement.choices, default=CommunityInvolvement.NONE
    )
    community_text = models.TextField(blank=True)

    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    original_due_on = models.DateField(null=True, blank=True)
    measure = models.TextField(blank=True, help_text="How anybody will know it made a difference.")
    baseline = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)

    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mainstreamed_on = models.DateField(null=True, blank=True)
    mainstreamed_to = models.CharField(
        max_length=200, blank=True, help_text="Who carries it on as everyday work."
    )
    # Kept with the newest Update, so that a list of thousands needs no join to rate an action.
    last_update_on = models.DateField(null=True, blank=True)
    last_progress = models.CharField(max_length=10, blank=True)
    brag_override = models.CharField(
        max_length=10, choices=[(colour.value, colour.value.capitalize()) for colour in JUDGED], blank=True
    )

    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invented = models.CharField(
        max_length=300, blank=True, help_text="The parts made up for the worked example, in words."
    )
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta(Marked.Meta):
        constraints = [
            *Marked.Meta.constraints,
            *Cited.Meta.constraints,
            models.CheckConstraint(
                name="action_due_after_start",
                condition=Q(due_on__gte=F("starts_on")) | Q(due_on=None) | Q(starts_on=None),
                violation_error_message="An action cannot be due before it starts.",
            ),
            models.CheckConstraint(
                name="mainstreamed_actions_say_when_and_to_whom",
                condition=(
                    ~Q(status=Status.MAINSTREAMED)
                    | (Q(mainstreamed_on__isnull=False) & ~Q(mainstreamed_to=""))
                ),
                violation_error_message="Say when the action became everyday work, and whose.",
            ),
            models.CheckConstraint(
                name="merged_actions_say_into_what",
                condition=(Q(status=Status.MERGED) & Q(merged_into__isnull=False))
                | (~Q(status=Status.MERGED) & Q(merged_into=None)),
                violation_error_message="Say which action took it in.",
            ),
            models.CheckConstraint(
                name="action_is_not_merged_into_itself",
                condition=~Q(merged_into=F("pk")),
                violation_error_message="An action cannot be merged into itself.",
            ),
            models.CheckConstraint(
                name="action_resources_are_not_negative",
                condition=(Q(money=None) | Q(money__gte=0)) & (Q(staff_days=None) | Q(staff_days__gte=0)),
                violation_error_message="Resources cannot be less than nothing.",
            ),
            models.CheckConstraint(
                name="only_open_actions_are_judged",
                condition=Q(brag_override="") | Q(status__in=sorted(OPEN)),
                violation_error_message="Only an open action can be judged to be another colour.",
            ),
        ]
        indexes = [
            # Holds all that counting and colouring look at, so that of ten thousand rows, which are wide,
            # only those shown are read. Without it a page of a long list takes twice the time.
            models.Index(
                fields=[
                    *("plan", "status", "due_on", "marking", "lead_person"),
                    *("brag_override", "last_progress", "starts_on", "last_update_on", "ref"),
                ],
                name="action_by_plan_and_status",
            ),
            models.Index(fields=["lead_person", "status"], name="action_by_lead_person"),
            # All that the wall looks at, for the same reason.
            models.Index(
                fields=[
                    *("recommendation", "status", "due_on", "lead_person", "marking", "plan", "merged_into")
                ],
                name="action_by_recommendation",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:action", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.plan.group

    def belongs_to(self, user: User) -> bool:
        """Its lead person may update it, whatever their role in the group."""
        return self.lead_person_id == user.pk

    @property
    def label(self) -> str:
        """What people call it: its own number, or a short form of its public id."""
        return self.code or f"#{self.ref[:5]}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today

    def rating(self, today: date) -> Rating:
        """Its BRAG colour by the written rule, whatever anybody has said instead."""
        return brag(
            status=self.status,
            starts_on=self.starts_on,
            due_on=self.due_on,
            last_update_on=self.last_update_on,
            last_progress=self.last_progress,
            today=today,
        )

    def shown_colour(self, today: date) -> Colour:
        """What somebody judged its colour to be, else what the rule says."""
        return Colour(self.brag_override) if self.brag_override else self.rating(today).colour

    def may_become(self) -> list[Status]:
        return [status for status in Status if status in MOVES[Status(self.status)]]
