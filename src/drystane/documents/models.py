"""Where a fact comes from, and how far that was checked."""

from typing import Protocol, Self

from django.db import models
from django.db.models import Q


class Reader(Protocol):
    """Anybody with an account. Documents lie below access, so they cannot name its User."""

    is_active: bool


class CiteStatus(models.TextChoices):
    """How far a fact was checked against its source."""

    SOURCED = "sourced", "Sourced"
    PARTIAL = "partial", "Source seen in part"
    UNVERIFIED = "unverified", "Not checked"
    DRAFT = "draft", "Our own draft"
    INVENTED = "invented", "Invented"


# What a reader is told when the source does not carry the whole weight.
CAUTIONS = {
    CiteStatus.SOURCED: "",
    CiteStatus.PARTIAL: "Only part of the source was seen.",
    CiteStatus.UNVERIFIED: "Not checked against a source.",
    CiteStatus.DRAFT: "Our own draft.",
    CiteStatus.INVENTED: "Invented for the worked example.",
}
NEEDS_SOURCE = (CiteStatus.SOURCED, CiteStatus.PARTIAL)


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: Reader) -> Self:
        """Sources are public: anybody with an account may see them."""
        return self if user.is_active else self.none()


class Source(models.Model):
    """A published thing that facts are taken from: a strategy, a report, a web page."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    published_text = models.CharField("published", max_length=80, blank=True, help_text="As far as known.")
    address = models.URLField(max_length=600, blank=True)

    objects = SourceQuerySet.as_manager()

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.publisher, self.published_text) if part)

    @property
    def ref(self) -> str:
        """Sources are public and come from packs, so the short code is the public id."""
        return self.code


class Cited(models.Model):
    """A fact that says where it comes from. Give a subclass's Meta `Cited.Meta.constraints` too."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True, help_text="The page or section of the source.")
    cite_status = models.CharField(
        "checked", max_length=12, choices=CiteStatus.choices, default=CiteStatus.DRAFT
    )
    cite_note = models.TextField("note on the source", blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_sourced_has_source",
                condition=~Q(cite_status__in=NEEDS_SOURCE) | Q(source__isnull=False),
                violation_error_message="Name the source, or say that this was not checked.",
            )
        ]

    @property
    def citation(self) -> str:
        """Source, place and caution in one line, as pages and papers print it."""
        return citation(self.source, place=self.place, status=self.cite_status, note=self.cite_note)


def citation(source: Source | None, *, place: str, status: str, note: str) -> str:
    where = ", ".join(part for part in (str(source or ""), place) if part)
    sentences = (where and f"{where}.", CAUTIONS[CiteStatus(status)], note)
    return " ".join(sentence for sentence in sentences if sentence)
