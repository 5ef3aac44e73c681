"""Files made in the background, because they hold too many rows to wait for."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

KEPT_FOR = timedelta(days=7)


class Owner(Protocol):
    """Anybody with a public id. This room lies below the one that knows people."""

    @property
    def ref(self) -> str: ...


def new_ref() -> str:
    return secrets.token_hex(6)


class ExportJobQuerySet(models.QuerySet["ExportJob"]):
    def visible_to(self, user: Owner) -> Self:
        """A file belongs to whoever asked for it, and to nobody else."""
        return self.filter(owner=user.ref)

    def unexpired(self, at: datetime) -> Self:
        return self.filter(asked_at__gt=at - KEPT_FOR)


class ExportJob(models.Model):
    """A file that somebody asked for, and how far it has come."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        WORKING = "working", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Could not be made"

    MOVES = {
        State.WAITING: {State.WORKING},
        State.WORKING: {State.DONE, State.FAILED},
        State.DONE: set[State](),
        State.FAILED: set[State](),
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    owner = models.CharField(max_length=12, db_index=True)  # a person's public id
    listing = models.CharField(max_length=60)
    kind = models.CharField(max_length=4)
    query = models.TextField(blank=True)
    # Why the owner needed sensitive rows when asking. Gone with the file.
    purpose = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=160)
    marking = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=300, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)

    objects = ExportJobQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("export", args=[self.ref])

    @property
    def path(self) -> Path:
        return Path(settings.HOME) / "exports" / f"{self.ref}.{self.kind}"

    @property
    def file_name(self) -> str:
        return f"{self.listing}-{self.asked_at:%Y-%m-%d}"

    @property
    def is_over(self) -> bool:
        return not self.MOVES[self.State(self.state)]

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.DONE

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + KEPT_FOR

    def move_to(self, state: State, **fields: object) -> bool:
        """Take the step, if nobody has taken it before."""
        before = self.State(self.state)
        if state not in self.MOVES[before]:
            return False
        moved = ExportJob.objects.filter(pk=self.pk, state=before).update(state=state, **fields)
        self.refresh_from_db()
        return bool(moved)
