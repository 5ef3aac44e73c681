"""Bringing a list in: read, look, decide, do, undo. Nothing is written before somebody has looked."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from django_tasks import task

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.assessment.importing import Answers
from drystane.audit import trail
from drystane.board.importing import Taskings
from drystane.partners.importing.groups import Groups
from drystane.partners.importing.members import Members
from drystane.partners.importing.people import People
from drystane.plans.importing.actions import Actions
from drystane.plans.importing.plans import Plans
from drystane.sheets.cells import DayOrder, is_slashed, orders_possible
from drystane.sheets.child import in_child
from drystane.sheets.columns import About, Column, written
from drystane.sheets.kinds import Choices, Judged, Kind, Verdict, counted, digest, judged, snapshot
from drystane.sheets.models import ColumnMap, ImportedRow, ImportJob
from drystane.sheets.reading import read_book
from drystane.sheets.tables import Book, book_of, first_line_of_words, suggested, top_of
from drystane.strategy.importing import Recommendations
from drystane.training.importing import TRAINING

KINDS: Mapping[str, type[Kind]] = {
    kind.name: kind
    for kind in (
        Actions,
        Plans,
        Taskings,
        Answers,
        People,
        Members,
        Groups,
        Recommendations,
        *TRAINING,
    )
}
MOST_BYTES = 20 * 1024 * 1024
MOST_AT_ONCE = 500  # rows written while somebody waits; more are written by the worker
REPORT_EVERY = 250  # rows

CHANGED_MEANWHILE = (
    "Something that this file touches has changed since you looked. Nothing was brought in: look again first."
)
RESTED_ON = "Something else rests on these rows by now, so they cannot be taken away. Nothing was undone."
NO_COLUMNS = "Say which column holds what, at least for one of them."


def kinds_open_to(person: User | None) -> list[type[Kind]]:
    return [kind for kind in KINDS.values() if kind.open_to(person)]


def kind_of(job: ImportJob, person: User | None) -> Kind:
    return KINDS[job.kind](person, clock.now())


# Reading


def bring(
    path: Path, *, kind: str, file_name: str, by: User | None, at: datetime, purpose: str = ""
) -> ImportJob:
    """Read a file in the capped process and keep what it says until somebody decides. Raises NotRead."""
    read = in_child(read_book, path)
    job = ImportJob(
        owner=by.ref if by else trail.OPERATOR,
        kind=kind,
        file_name=file_name[:200],
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        asked_at=at,
        purpose=purpose,
    )
    job.upload.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    job.table.touch(mode=0o600)
    job.table.write_text(json.dumps(read), "utf-8")
    if not book_of(top_of(read), KINDS[kind].fields).headings:
        job.choices = {"header": first_line_of_words(read)}
    job.save()
    return job


def book_in(job: ImportJob) -> Book:
    return book_of(job.read(), KINDS[job.kind].fields, job.choices.get("header", 0))


def columns_suggested(job: ImportJob, book: Book) -> dict[str, str]:
    kept = ColumnMap.objects.filter(owner=job.owner, kind=job.kind, signature=book.signature).first()
    return suggested(book.headings, KINDS[job.kind].fields, kept.columns if kept else {})


def day_orders(book: Book) -> frozenset[DayOrder] | None:
    """How the dates of the file may be meant; None where none of them could be mistaken."""
    cells = [cell for line in book.lines for cell in line.cells if is_slashed(cell)]
    return orders_possible(cells) if cells else None


# Choosing and looking


@transaction.atomic
def choose(
    job: ImportJob, book: Book, *, columns: Mapping[str, str], order: DayOrder, for_all: Mapping[str, str]
) -> None:
    """Keep what somebody decided of the file, and for the next one with the same headings."""
    if not any(columns.values()):
        raise NotAllowed(NO_COLUMNS)
    job.choices = {**job.choices, "columns": dict(columns), "order": order, "for_all": dict(for_all)}
    job.save(update_fields=["choices"])
    ColumnMap.objects.update_or_create(
        owner=job.owner,
        kind=job.kind,
        signature=book.signature,
        defaults={"columns": dict(columns), "saved_at": job.asked_at},
    )


def chosen(job: ImportJob) -> Choices:
    kept = job.choices
    return Choices(kept["columns"], DayOrder(kept["order"]), kept["for_all"])


def look(job: ImportJob, person: User | None) -> list[Judged]:
    """What would be done with each row, and a note of what was shown."""
    rows = judged(kind_of(job, person), book_in(job), chosen(job))
    job.counts, job.previewed = counted(rows), digest(rows)
    job.save(update_fields=["counts", "previewed"])
    return rows


# Deciding


def decide(job: ImportJob, *, seen: str, at: datetime) -> None:
    """Let what was looked at be brought in. Raises NotAllowed."""
    if not seen or seen != job.previewed:
        raise NotAllowed(CHANGED_MEANWHILE)
    if not to_write(job):
        raise NotAllowed("There is nothing to bring in.")
    if not job.move_to(ImportJob.State.WORKING, decided_at=at):
        raise NotAllowed("This has been decided already.")


def to_write(job: ImportJob) -> int:
    return job.count(Verdict.ADDED) + job.count(Verdict.CHANGED)


def begin(job: ImportJob, by: User) -> None:
    """At once, or by the worker where it takes long."""
    if to_write(job) > MOST_AT_ONCE:
        bring_in.enqueue(job.ref)
    else:
        carry_out(job, by)


@task()
def bring_in(ref: str) -> None:
    job = ImportJob.objects.get(ref=ref)
    if job.state != ImportJob.State.WORKING:  # it waited for so long that it was given up
        return
    person = User.objects.filter(ref=job.owner, is_active=True).first()
    if person is None:
        job.move_to(ImportJob.State.FAILED, why="The account that asked for this is no longer in use.")
        return
    person.purpose = job.purpose
    carry_out(job, person)


def carry_out(job: ImportJob, person: User | None) -> None:
    """All of it or none of it; what went wrong is said on the import's page."""
    try:
        with transaction.atomic():
            write(job, person)
            must_go_on(job, ImportJob.State.DONE)
    except (NotAllowed, ValidationError, PermissionDenied) as error:
        job.move_to(ImportJob.State.FAILED, why=in_words(error))
    except IntegrityError:
        job.move_to(ImportJob.State.FAILED, why=CHANGED_MEANWHILE)
    except Exception:
        job.move_to(ImportJob.State.FAILED, why="Something went wrong in Drystane. Nothing was brought in.")
        raise
    job.forget_file()


def must_go_on(job: ImportJob, state: ImportJob.State) -> None:
    """Write nothing after all, if it was given up meanwhile as cut off."""
    if not job.move_to(state):
        raise NotAllowed(job.why)


def in_words(error: Exception) -> str:
    words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return words[:300]


def write(job: ImportJob, person: User | None) -> None:
    kind, book = kind_of(job, person), book_in(job)
    rows = judged(kind, book, chosen(job))
    if digest(rows) != job.previewed:
        raise NotAllowed(CHANGED_MEANWHILE)
    keep_rejects(job, book, rows)
    why = f"As in the spreadsheet {job.file_name}."
    for part in parts(changed_in(kind, rows, why), added_in(kind, rows)):
        ImportedRow.objects.bulk_create(ImportedRow(job=job, **row) for row in part)
        job.note_progress(len(part))
    details: dict[str, trail.Detail] = {
        "kind": job.kind,
        "import": job.ref,
        "sha256": job.sha256,
        **{verdict.value: job.count(verdict) for verdict in Verdict},
    }
    trail.record("sheet.brought_in", None, by=person, at=kind.at, details=details)
    kind.afterwards()


Done = dict[str, Any]


def changed_in(kind: Kind, rows: Iterable[Judged], why: str) -> Iterator[Done]:
    for row in rows:
        if row.verdict is Verdict.CHANGED and row.record is not None:
            before = snapshot(kind, row.record.thing)
            thing = kind.change(row.record, {one.key: one.new for one in row.changes}, why)
            thing.refresh_from_db()
            yield {"ref": row.record.ref, "before": before, "after": snapshot(kind, thing)}


def added_in(kind: Kind, rows: Iterable[Judged]) -> Iterator[Done]:
    new = iter([row.values for row in rows if row.verdict is Verdict.ADDED])
    while part := list(islice(new, REPORT_EVERY)):
        refs = [thing.ref for thing in kind.add_all(part)]
        for ref, thing in fetched(kind, refs).items():  # as the database holds them
            yield {"ref": ref, "before": None, "after": snapshot(kind, thing)}


def fetched(kind: Kind, refs: Iterable[str]) -> dict[str, Any]:
    rows: QuerySet[Any] = kind.model._default_manager.filter(ref__in=list(refs))
    rows = rows.select_related(*kind.governed_by) if kind.governed_by else rows
    return {thing.ref: thing for thing in rows}


def parts(*found: Iterator[Done]) -> Iterator[list[Done]]:
    every = chain(*found)
    while part := list(islice(every, REPORT_EVERY)):
        yield part


# What was not taken


def rejects_of(book: Book, rows: Iterable[Judged]) -> Iterator[list[Any]]:
    """Each row as it stood in the file, with where it stood and why it was not taken."""
    tables = {table.sheet: table for table in book.tables}
    for row in rows:
        if row.verdict is not Verdict.REJECTED:
            continue
        held = {heading.words: heading.column for heading in tables[row.line.sheet].headings}
        cells = [
            row.line.cells[held[words]]
            if held.get(words, len(row.line.cells)) < len(row.line.cells)
            else None
            for words in book.headings
        ]
        yield [*cells, row.line.sheet, row.line.number, " ".join(map(fault_in_words, row.faults))]


def fault_in_words(fault: Any) -> str:
    return ": ".join(
        filter(None, (f"Column {fault.column}" if fault.column else "", fault.found, fault.mend))
    )


REASON = ("Sheet", "Row", "Why it was not taken")


def keep_rejects(job: ImportJob, book: Book, rows: Iterable[Judged]) -> None:
    held = {"headings": [*book.headings, *REASON], "rows": list(rejects_of(book, rows))}
    job.rejects.touch(mode=0o600)
    job.rejects.write_text(json.dumps(held), "utf-8")


def rejects_file(job: ImportJob, person: User | None, kind: str) -> bytes:
    """As a list that can be mended and brought in again."""
    if job.is_waiting:
        book = book_in(job)
        keep_rejects(job, book, judged(kind_of(job, person), book, chosen(job)))
    held = json.loads(job.rejects.read_text("utf-8"))
    columns = [
        Column(str(place), words, lambda row, place=place: plain(row[place]))  # type: ignore[misc]  # a default binds it now
        for place, words in enumerate(held["headings"])
    ]
    about = About("Rows not taken", marking_of(job), job.asked_at, note=job.file_name)
    return written(kind, columns, held["rows"], about)


def plain(cell: Any) -> Any:
    return next(iter(cell.values())) if isinstance(cell, dict) and True not in cell.values() else cell


def marking_of(job: ImportJob) -> str:
    """Nobody marks an upload, so that of somebody who sees sensitive records may hold some."""
    return "OFFICIAL-SENSITIVE" if job.purpose else "OFFICIAL"


# Undoing


def undo(job: ImportJob, *, by: User | None, at: datetime) -> None:
    """Put everything back as it was, if nobody has changed any of it since. Raises NotAllowed."""
    begin_undoing(job, at)
    carry_back(job, by, at)
    if job.why:
        raise NotAllowed(job.why)


def undo_or_hand_over(job: ImportJob, *, by: User, at: datetime) -> None:
    """At once, or by the worker where it takes long. Raises NotAllowed."""
    if job.rows.count() <= MOST_AT_ONCE:
        undo(job, by=by, at=at)
    else:
        begin_undoing(job, at)
        take_back.enqueue(job.ref)


def begin_undoing(job: ImportJob, at: datetime) -> None:
    if not job.move_to(ImportJob.State.UNDOING, why="", decided_at=at):
        raise NotAllowed("Only what was brought in can be undone, and only once.")


@task()
def take_back(ref: str) -> None:
    job = ImportJob.objects.get(ref=ref)
    if job.state != ImportJob.State.UNDOING:  # as above
        return
    person = User.objects.filter(ref=job.owner, is_active=True).first()
    if person is None:
        job.move_to(ImportJob.State.DONE, why="The account that asked for this is no longer in use.")
        return
    person.purpose = job.purpose
    carry_back(job, person, clock.now())


def carry_back(job: ImportJob, person: User | None, at: datetime) -> None:
    """All of it or none of it; what stands in the way is said on the import's page."""
    try:
        with transaction.atomic():
            put_all_back(job, KINDS[job.kind](person, at))
            details: dict[str, trail.Detail] = {"kind": job.kind, "import": job.ref}
            trail.record("sheet.undone", None, by=person, at=at, details=details)
            must_go_on(job, ImportJob.State.UNDONE)
    except (NotAllowed, ValidationError, PermissionDenied) as error:
        job.move_to(ImportJob.State.DONE, why=in_words(error))
    except (ProtectedError, IntegrityError):
        job.move_to(ImportJob.State.DONE, why=RESTED_ON)
    except Exception:
        job.move_to(ImportJob.State.DONE, why="Something went wrong in Drystane. Nothing was undone.")
        raise


def put_all_back(job: ImportJob, kind: Kind) -> None:
    rows = list(job.rows.order_by("-pk"))
    while part := rows[:REPORT_EVERY]:
        del rows[:REPORT_EVERY]
        things = fetched(kind, (row.ref for row in part))
        for row in part:
            must_be_untouched(kind, row, things.get(row.ref))
        kind.remove_all([things[row.ref] for row in part if row.before is None])
        for row in part:
            if row.before is not None:
                kind.restore(things[row.ref], row.before, f"The import of {job.file_name} was undone.")


def must_be_untouched(kind: Kind, row: ImportedRow, thing: Any) -> None:
    if thing is None:
        raise NotAllowed("One of these rows is no longer there. Nothing was undone.")
    if snapshot(kind, thing) != row.after:
        raise NotAllowed(f"Somebody has changed “{thing}” since. Nothing was undone: mend the rest by hand.")
    if refused := kind.refusal(thing, is_new=row.before is None):
        raise PermissionDenied(refused)


def discard(job: ImportJob) -> None:
    """Forget the file and all that was read of it."""
    if not job.move_to(ImportJob.State.DISCARDED):
        raise NotAllowed("This has been decided already.")
    job.forget()
