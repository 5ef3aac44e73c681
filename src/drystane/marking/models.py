"""How a record is marked: OFFICIAL, or OFFICIAL-SENSITIVE with a descriptor."""

from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Iterator


class Marking(models.TextChoices):
    OFFICIAL = "official", "OFFICIAL"
    SENSITIVE = "sensitive", "OFFICIAL-SENSITIVE"


class Descriptor(models.TextChoices):
    """Why sensitive: the three descriptors of the Government Security Classifications."""

    COMMERCIAL = "commercial", "COMMERCIAL"
    PERSONAL = "personal", "PERSONAL"
    LOCSEN = "locsen", "LOCSEN"


def highest(markings: Iterable[str]) -> Marking:
    """The marking of a whole is the highest of its parts. Nothing at all is OFFICIAL."""
    return Marking.SENSITIVE if Marking.SENSITIVE in set(markings) else Marking.OFFICIAL


def label(marking: str, descriptors: Iterable[str] = ()) -> str:
    """The words printed on every page: "OFFICIAL-SENSITIVE COMMERCIAL"."""
    words = [Marking(marking).label]
    if marking == Marking.SENSITIVE:
        words += sorted({Descriptor(given).label for given in descriptors if given})
    return " ".join(words)


# The sensitive records read so far for one request or command, by kind and ref.
# Filled where rows become objects, so that no view can forget to say what it showed.
_reading: ContextVar[set[tuple[str, str]] | None] = ContextVar("sensitive_records_read", default=None)


@contextmanager
def noting_sensitive_reads() -> "Iterator[set[tuple[str, str]]]":
    seen: set[tuple[str, str]] = set()
    token = _reading.set(seen)
    try:
        yield seen
    finally:
        _reading.reset(token)


class Marked(models.Model):
    """A record with a marking of its own. Needs `ref`, from `Referenced`."""

    marking = models.CharField(max_length=10, choices=Marking.choices, default=Marking.OFFICIAL)
    descriptor = models.CharField(max_length=12, choices=Descriptor.choices, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_descriptor_with_sensitive",
                condition=(
                    Q(marking=Marking.OFFICIAL, descriptor="")
                    | (Q(marking=Marking.SENSITIVE) & ~Q(descriptor=""))
                ),
                violation_error_message=(
                    "Say why it is OFFICIAL-SENSITIVE (commercial, personal or local), and only then."
                ),
            )
        ]

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:  # type: ignore[override]  # as of Django 5.2; the stubs are a version ahead
        record = super().from_db(db, field_names, values)
        seen = _reading.get()
        if seen is not None and record.__dict__.get("marking") == Marking.SENSITIVE:
            seen.add((cls._meta.label_lower, record.__dict__.get("ref", "")))
        return record

    @property
    def is_sensitive(self) -> bool:
        return self.marking == Marking.SENSITIVE

    @property
    def marking_label(self) -> str:
        return label(self.marking, [self.descriptor])
