"""The ways to reach people, and the campaigns that use them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.audit.refs import Referenced
from drystane.marking.models import Marked
from drystane.partners.models import Group, Organisation
from drystane.partners.sight import groups_where, seen_through


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, user: User) -> Self:
        """The list of channels is the whole partnership's."""
        return self if user.is_active else self.none()


class Channel(Referenced):
    """A way to reach people that the partners share: a website, a leaflet, a school bag."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    holds_many = models.BooleanField(
        default=False, help_text="Several messages can stand in it on one day, as on a website."
    )

    objects = ChannelQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Strand(models.TextChoices):
    """Which of the partnership's works a campaign belongs to. One calendar holds them all."""

    SOC = "soc", "Serious organised crime"
    PREVENT = "prevent", "Prevent"
    SCAMS = "scams", "Scams and doorstep crime"
    PROTECTION = "protection", "Public protection"


class CampaignState(models.TextChoices):
    PLANNED = "planned", "Planned"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    STOPPED = "stopped", "Stopped"


CAMPAIGN_MOVES = {
    CampaignState.PLANNED: {CampaignState.RUNNING, CampaignState.STOPPED},
    CampaignState.RUNNING: {CampaignState.FINISHED, CampaignState.STOPPED},
    CampaignState.FINISHED: set[CampaignState](),
    CampaignState.STOPPED: {CampaignState.PLANNED},
}
STANDING = frozenset({CampaignState.PLANNED, CampaignState.RUNNING})  # only these take new dates


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("group", user))

    def exportable_by(self, user: User) -> Self:
        """Of the rows one may see, those one may take away as a file."""
        official, sensitive = Permission.EXPORT_OFFICIAL, Permission.EXPORT_SENSITIVE
        return self.filter(
            Q(marking="official", group__in=groups_where(user, official))
            | Q(marking="sensitive", group__in=groups_where(user, sensitive))
        )


class Campaign(Referenced, Marked):
    """Messages told over some weeks, by somebody, so that something changes."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    strand = models.CharField(max_length=12, choices=Strand.choices)
    lead_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    to_change = models.TextField(blank=True, help_text="What should be different afterwards.")
    measure = models.CharField(max_length=200, blank=True, help_text="The figure that would show it.")
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.PLANNED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    is_invented = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            *Marked.Meta.constraints,
            models.CheckConstraint(
                name="campaign_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="A campaign cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("comms:campaign", args=[self.ref])

    @property
    def governing_group(self) -> Group:
        return self.group

    def may_become(self) -> set[CampaignState]:
        return CAMPAIGN_MOVES[CampaignState(self.state)]


class CampaignMoveQuerySet(models.QuerySet["CampaignMove"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(seen_through("campaign__group", user, marking="campaign__marking"))


class CampaignMove(Referenced):
    """The campaign was planned, begun, finished or stopped. Added, never edited."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="moves")
    to = models.CharField(max_length=10, choices=CampaignState.choices)
    why = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = CampaignMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.campaign}: {self.get_to_display()}"

    @property
    def governing_group(self) -> Group:
        return self.campaign.group
