"""The trail: events in a chain, the words of people beside it, and signed checkpoints.

No foreign keys and no personal text: an event that may never be deleted holds public ids and digests.
"""

import json
from typing import Any, Protocol, Self

from django.db import models
from django.db.models import Q

from drystane.audit import chain
from drystane.audit.checkpoints import fingerprint

READS = "sensitive.read"  # one page, and the sensitive records it showed


class Viewer(Protocol):
    """Whoever looks. The trail lies below access, so it cannot name the User."""

    @property
    def is_active(self) -> bool: ...
    @property
    def partnership_role(self) -> str: ...


def is_auditor(viewer: Viewer) -> bool:
    return viewer.is_active and viewer.partnership_role == "auditor"


def moment_in(row: models.Model, field: str) -> str:
    """As it was hashed or signed. SQLite keeps any text as a date, and gives None for what is none."""
    at = row.__dict__[field]
    return chain.moment(at) if at else ""


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Viewer) -> Self:
        return self if is_auditor(user) else self.none()

    def about(self, ref: str) -> Self:
        """What was done to this record, and each page on which it was read, among others or alone."""
        return self.filter(Q(object_ref=ref) | Q(verb=READS, canonical__contains=f':{ref}"'))

    def done_by(self, actor_ref: str) -> Self:
        return self.filter(actor_ref=actor_ref)

    def newest_first(self) -> Self:
        return self.order_by("-seq")


class Event(models.Model):
    """Somebody did something to a record at a moment."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    canonical = models.TextField(
        help_text="What is hashed. Everything below is copied from it, for searching."
    )
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=60)
    actor_ref = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=80, blank=True)
    object_ref = models.CharField(max_length=40, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="events_are_counted_from_one", condition=Q(seq__gte=1)),
        ]
        indexes = [
            models.Index(fields=["object_ref"], name="event_by_object"),
            models.Index(fields=["actor_ref"], name="event_by_actor"),
            models.Index(fields=["verb"], name="event_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    @property
    def body(self) -> dict[str, Any]:
        """What the canonical text says."""
        said: dict[str, Any] = json.loads(self.canonical)
        return said

    @property
    def details(self) -> dict[str, Any]:
        given: dict[str, Any] = self.body["details"]
        return given

    @property
    def columns_agree(self) -> bool:
        """Whether the columns for searching still say what the canonical text says."""
        columns = {
            "at": moment_in(self, "at"),
            "verb": self.verb,
            "by": self.actor_ref,
            "kind": self.object_kind,
            "ref": self.object_ref,
        }
        return columns.items() <= self.body.items()


class PurposeNoteQuerySet(models.QuerySet["PurposeNote"]):
    def visible_to(self, user: Viewer) -> Self:
        return self if is_auditor(user) else self.none()


class PurposeNote(models.Model):
    """Why somebody looked, in their own words. May be erased; the event keeps a digest."""

    event_seq = models.PositiveBigIntegerField(primary_key=True)
    salt = models.CharField(
        max_length=32, help_text="Erased with the words: without it nobody can guess them."
    )
    words = models.TextField()

    objects = PurposeNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words


class CheckpointQuerySet(models.QuerySet["Checkpoint"]):
    def visible_to(self, user: Viewer) -> Self:
        return self if is_auditor(user) else self.none()


class Checkpoint(models.Model):
    """The head of the chain at a moment, signed. A copy kept by another body is the proof."""

    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    objects = CheckpointQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Checkpoint at event {self.seq}"

    @property
    def fingerprint(self) -> str:
        """Of the key that signed it: to be written down by whoever keeps the file."""
        return fingerprint(self.public_key)
