"""Lists brought in: the file until somebody has decided, and what was done, so that it can be undone."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from drystane.sheets.kinds import Verdict
from drystane.sheets.models.exports import Owner, new_ref

UPLOAD_KEPT_FOR = timedelta(hours=24)
UNDO_KEPT_FOR = timedelta(days=30)
CUT_OFF_AFTER = timedelta(hours=1)  # far longer than the largest list takes


class ColumnMapQuerySet(models.QuerySet["ColumnMap"]):
    def visible_to(self, user: Owner) -> Self:
        """What somebody chose for their own files. A heading may say more than one thinks."""
        return self.filter(owner=user.ref)


class ColumnMap(models.Model):
    """Which heading holds what, as somebody chose it for files with just these headings."""

    owner = models.CharField(max_length=12)  # a person's public id
    kind = models.CharField(max_length=30)
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    saved_at = models.DateTimeField()

    objects = ColumnMapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "signature"], name="one_map_for_the_same_headings"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {', '.join(self.columns)}"


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, user: Owner) -> Self:
        """An import belongs to whoever brought the file, and to nobody else."""
        return self.filter(owner=user.ref)


class ImportJob(models.Model):
    """A file that somebody brought, what they chose for it, and what came of it."""

    class State(models.TextChoices):
        READ = "read", "Waiting for you to decide"
        WORKING = "working", "Being brought in"
        DONE = "done", "Brought in"
        UNDOING = "undoing", "Being undone"
        FAILED = "failed", "Not brought in"
        UNDONE = "undone", "Undone"
        DISCARDED = "discarded", "Discarded"

    MOVES = {
        State.READ: {State.WORKING, State.DISCARDED},
        State.WORKING: {State.DONE, State.FAILED},
        State.DONE: {State.UNDOING},
        State.UNDOING: {State.UNDONE, State.DONE},
        State.FAILED: set[State](),
        State.UNDONE: set[State](),
        State.DISCARDED: set[State](),
    }

    # What an import or an undoing that never came to its end has to say. It is one transaction, so nothing is
    # half done.
    CUT_OFF = {
        State.WORKING: (
            State.FAILED,
            "It was cut off before its end. Nothing was brought in: bring it again.",
        ),
        State.UNDOING: (State.DONE, "The undoing was cut off before its end. Nothing was undone: try again."),
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    owner = models.CharField(max_length=12, db_index=True)  # a person's public id
    kind = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    purpose = models.CharField(max_length=300, blank=True)  # gone with the row
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    # What somebody chose: columns, the order of day and month, what holds for every row, the row of headings.
    choices = models.JSONField(default=dict)
    previewed = models.CharField(max_length=64, blank=True)  # the digest of what they were shown
    counts = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = ImportJobQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.ref])

    @property
    def upload(self) -> Path:
        return Path(settings.HOME) / "imports" / self.ref

    @property
    def table(self) -> Path:
        """What the capped process read of it."""
        return self.upload.with_suffix(".json")

    @property
    def rejects(self) -> Path:
        """The rows that were not taken, each with its reason."""
        return self.upload.with_suffix(".rejects.json")

    @property
    def progress(self) -> Path:
        """How many rows are written. A file, since nobody else sees what a transaction has not finished."""
        return self.upload.with_suffix(".progress")

    def note_progress(self, more: int) -> None:
        self.progress.write_text(str(self.rows_done + more), "utf-8")

    @property
    def rows_done(self) -> int:
        return int(self.progress.read_text("utf-8")) if self.progress.exists() else 0

    def read(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.table.read_text("utf-8"))
        return found

    def forget_file(self) -> None:
        self.upload.unlink(missing_ok=True)
        self.table.unlink(missing_ok=True)
        self.progress.unlink(missing_ok=True)

    def forget(self) -> None:
        self.forget_file()
        self.rejects.unlink(missing_ok=True)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.READ

    @property
    def is_working(self) -> bool:
        return self.state in {self.State.WORKING, self.State.UNDOING}

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    def count(self, verdict: Verdict) -> int:
        return int(self.counts.get(verdict, 0))

    @property
    def rows_total(self) -> int:
        return sum(self.counts.values())

    def move_to(self, state: State, **fields: object) -> bool:
        """Take the step, if nobody has taken it before."""
        before = self.State(self.state)
        if state not in self.MOVES[before]:
            return False
        moved = ImportJob.objects.filter(pk=self.pk, state=before).update(state=state, **fields)
        self.refresh_from_db()
        return bool(moved)

    def give_up_if_cut_off(self, at: datetime) -> None:
        """Say so of one whose process has died. If it lives after all, it finds this and writes nothing."""
        if self.is_working and self.decided_at is not None and self.decided_at <= at - CUT_OFF_AFTER:
            state, why = self.CUT_OFF[self.State(self.state)]
            self.move_to(state, why=why)
            self.forget_file()


class ImportedRowQuerySet(models.QuerySet["ImportedRow"]):
    def visible_to(self, user: Owner) -> Self:
        return self.filter(job__owner=user.ref)


class ImportedRow(models.Model):
    """One record that an import added or changed, as it was before and as the import left it."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    ref = models.CharField(max_length=12)  # the record's public id
    before = models.JSONField(null=True)  # None: it was added
    after = models.JSONField()

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "ref"], name="a_record_once_in_an_import")]

    def __str__(self) -> str:
        return self.ref


def remove_old_imports(at: datetime) -> int:
    """Files after a day, decided about or not; imports, with what would undo them, after thirty."""
    for job in ImportJob.objects.filter(state__in=ImportJob.CUT_OFF):
        job.give_up_if_cut_off(at)
    jobs = ImportJob.objects.filter(asked_at__lte=at - UPLOAD_KEPT_FOR)
    for job in jobs:
        job.forget()
        job.move_to(ImportJob.State.DISCARDED)
    return ImportJob.objects.filter(asked_at__lte=at - UNDO_KEPT_FOR).delete()[0]
