"""Files made in the background: how far they have come, and fetching them. Only for whoever asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.audit import trail
from drystane.marking.models import noting_sensitive_reads
from drystane.sheets.listing import as_file
from drystane.sheets.models import ExportJob


@contextmanager
def noting_reads(user: User, listing: str) -> Iterator[None]:
    """The worker's reads of sensitive rows go into the trail as a page's do, before the file is there."""
    with noting_sensitive_reads() as seen:
        yield
    if seen:
        trail.record_reads(seen, by=user, at=clock.now(), purpose=user.purpose, address=f"export:{listing}")


def found(request: Request, ref: str) -> ExportJob:
    jobs = ExportJob.objects.visible_to(request.user).unexpired(clock.now())
    return get_object_or_404(jobs, ref=ref)


@page(methods={"GET"}, needs="sign-in")
def progress(request: Request, ref: str) -> HttpResponse:
    return render(request, "site/export.html", {"job": found(request, ref)})


@page(methods={"GET"}, needs="sign-in")
def fetch(request: Request, ref: str) -> HttpResponse:
    job = found(request, ref)
    if not job.is_ready or not job.path.is_file():
        raise Http404
    return as_file(job.path.read_bytes(), job.file_name, job.kind)
