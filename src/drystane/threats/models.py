"""What the partnership is worried about, which way it goes and how sure anybody is."""

from typing import Self

from django.db import models

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.documents.models import Cited


class ThreatQuerySet(models.QuerySet["Threat"]):
    def visible_to(self, user: User) -> Self:
        """Threats are published facts: anybody signed in may read them."""
        return self if user.is_active else self.none()


class Threat(Referenced):
    """A kind of organised crime, or a theme of it, under a name that lasts over the years."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", "Directly profitable"
        SECONDARY = "secondary", "Supports other crime"
        CHANNEL = "channel", "New channel"
        THEME = "theme", "Theme"

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)

    objects = ThreatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ThreatViewQuerySet(models.QuerySet["ThreatView"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


class ThreatView(Referenced, Cited):
    """What a source said of a threat over a period: its direction, and how sure it was."""

    class Direction(models.TextChoices):
        UP = "up", "Up"
        DOWN = "down", "Down"
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        UNKNOWN = "unknown", "Not known"

    class Confidence(models.TextChoices):
        FIRM = "firm", "Firm"
        REPORTED = "reported", "Reported"
        UNCERTAIN = "uncertain", "Uncertain"

    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, related_name="views")
    period = models.CharField(max_length=60)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    text = models.TextField(blank=True)

    objects = ThreatViewQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["threat", "period", "source"], name="one_view_a_source_and_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.threat}: {self.get_direction_display().lower()}, {self.period}"
