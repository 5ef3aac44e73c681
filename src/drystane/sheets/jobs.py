"""Long exports: asked for on a page, made by the worker, fetched by whoever asked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import get_resolver
from django_tasks import task

from drystane.sheets.columns import About, Column, written
from drystane.sheets.models import KEPT_FOR, ExportJob, Owner
from drystane.sheets.write import DoesNotFit

# A job cannot carry a list of rows, so it asks for them again by name, as the person who
# wants them: what they may see and take away is decided when the file is made.
Found = tuple[Sequence[Column], Iterable[Any]]
Find = Callable[[Any, QueryDict], Found]
LISTINGS: dict[str, Find] = {}

# What stands round the reading of rows: the site notes there which sensitive ones were read.
# (The trail and the marking lie beside this room, not below it.)
Watch = Callable[[Any, str], AbstractContextManager[None]]
WATCHES: list[Watch] = []

REPORT_EVERY = 500  # rows
BROKEN = "Something went wrong in Drystane. Ask again; if it goes on, tell your administrator."


def exports(name: str) -> Callable[[Find], Find]:
    """Register how a listing finds its rows for a person and a query. PermissionDenied refuses."""

    def register(find: Find) -> Find:
        LISTINGS[name] = find
        return find

    return register


def start_export(
    name: str, *, kind: str, query: str, about: About, rows_total: int, by: Owner, purpose: str
) -> ExportJob:
    finder(name)
    remove_expired(about.at)
    job = ExportJob.objects.create(
        owner=by.ref,
        listing=name,
        kind=kind,
        query=query,
        purpose=purpose,
        title=about.title,
        marking=about.marking,
        note=about.note,
        asked_at=about.at,
        rows_total=rows_total,
    )
    make_export.enqueue(job.ref)
    return job


@task()
def make_export(ref: str) -> None:
    job = ExportJob.objects.get(ref=ref)
    if not job.move_to(ExportJob.State.WORKING):
        return
    try:
        content = content_of(job)
    except (PermissionDenied, DoesNotFit) as error:
        job.move_to(ExportJob.State.FAILED, why=str(error)[:300])
        return
    except Exception:
        job.move_to(ExportJob.State.FAILED, why=BROKEN)
        raise
    job.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = job.path.with_suffix(".part")
    part.write_bytes(content)
    part.chmod(0o600)
    part.replace(job.path)
    job.move_to(ExportJob.State.DONE, rows_done=job.rows_total)


def content_of(job: ExportJob) -> bytes:
    user = get_user_model().objects.filter(ref=job.owner, is_active=True).first()
    if user is None:
        raise PermissionDenied("The account that asked for this is no longer in use.")
    user.purpose = job.purpose
    about = About(title=job.title, marking=job.marking, at=job.asked_at, note=job.note)
    with ExitStack() as watches:
        for watch in WATCHES:
            watches.enter_context(watch(user, job.listing))
        columns, rows = finder(job.listing)(user, QueryDict(job.query))
        return written(job.kind, columns, counted(rows, job), about)


def finder(name: str) -> Find:
    """What finds the rows of the listing of that name."""
    list(get_resolver().url_patterns)  # loads every room's pages, and with them what they register
    if name not in LISTINGS:
        raise LookupError(f"No listing is registered as {name!r}: decorate its finder with @exports.")
    return LISTINGS[name]


def counted(rows: Iterable[Any], job: ExportJob) -> Iterator[Any]:
    """Pass the rows on, and say from time to time how many there have been."""
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % REPORT_EVERY == 0:
            ExportJob.objects.filter(pk=job.pk).update(rows_done=done)
        yield row
    job.rows_total = done


def remove_expired(at: datetime) -> int:
    """Delete what has been kept for long enough, files first."""
    expired = ExportJob.objects.filter(asked_at__lte=at - KEPT_FOR)
    for job in expired:
        job.path.unlink(missing_ok=True)
    return expired.delete()[0]
