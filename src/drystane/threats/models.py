"""What the partnership is worried about, which way it goes and how sure anybody is."""

from typing import Self

from django.db import models
from django.urls import reverse

from drystane.access.models import User
from drystane.audit.constraints import all_or_none
from drystane.audit.refs import Referenced
from drystane.documents.models import NEEDS_SOURCE, Cited, CiteStatus
from drystane.threats.trend import Course, Method, Trend


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


class CountSeriesQuerySet(models.QuerySet["CountSeries"]):
    def visible_to(self, user: User) -> Self:
        """Counts come from publications, or are invented and say so: anybody signed in may read them."""
        return self if user.is_active else self.none()


class CountSeries(Referenced, Cited):
    """What somebody counted of a threat year by year, and which way it goes: worked out when the counts came
    in, since a page has no time for it."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField("what is counted", max_length=200)
    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, related_name="series")
    course = models.CharField(max_length=10, choices=[(one.value, one.value.capitalize()) for one in Course])
    why = models.TextField(help_text="The sentence that says why the course is what it is.")
    change = models.FloatField(null=True, blank=True, help_text="Each year, as a share.")
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    method = models.CharField(
        max_length=20, choices=[(one.value, one.value.capitalize()) for one in Method], blank=True
    )

    objects = CountSeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            *Cited.Meta.constraints,
            all_or_none("change", "low", "high", name="series_change_has_interval"),
            models.CheckConstraint(
                name="series_not_known_has_no_change",
                condition=models.Q(course=Course.NOT_KNOWN.value, change__isnull=True)
                | ~models.Q(course=Course.NOT_KNOWN.value) & models.Q(change__isnull=False),
                violation_error_message="A course that is not known has no yearly change.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("threats:series", args=[self.ref])

    @property
    def is_invented(self) -> bool:
        return self.cite_status == CiteStatus.INVENTED

    @property
    def stands_on(self) -> str:
        """What the counts rest on; empty where a trend may not be drawn from them."""
        return self.citation if self.cite_status in {*NEEDS_SOURCE, CiteStatus.INVENTED} else ""

    def take(self, found: Trend) -> None:
        """Keep what was worked out. Does not save."""
        self.course, self.why, self.method = found.course.value, found.why, found.method or ""
        self.change, self.low, self.high = found.change, found.low, found.high


class YearCountQuerySet(models.QuerySet["YearCount"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(series__in=CountSeries.objects.visible_to(user))


class YearCount(models.Model):
    """One year of a series. Without a count, nobody is known to have counted that year."""

    series = models.ForeignKey(CountSeries, on_delete=models.CASCADE, related_name="counts")
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(null=True, blank=True)
    among = models.FloatField("counted among", null=True, blank=True, help_text="The population.")
    counted_otherwise = models.CharField(
        max_length=200, blank=True, help_text="What was changed in the counting, from this year on."
    )

    objects = YearCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="one_count_a_series_and_year"),
            models.CheckConstraint(
                name="counted_among_somebody",
                condition=models.Q(among__isnull=True) | models.Q(among__gt=0),
                violation_error_message="Give a population above nothing.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.year}"
