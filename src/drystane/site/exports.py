"""Files made in the background: how far they have come, and fetching them. Only for whoever asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from drystane.access import clock
from drystane.access.models import User
from drystane.access.pages import Request, page
from drystane.audit import trail
from drystane.marking.models import Marking, noting_sensitive_reads
from drystane.partners.models import Membership
from drystane.sheets.jobs import finder
from drystane.sheets.listing import as_file
from drystane.sheets.models import ExportJob


@contextmanager
def noting_reads(user: User, listing: str) -> Iterator[None]:
    """The worker's reads of sensitive rows go into the trail as a page's do, before the file is there; and so
    does its refusal to make one."""
    address = f"export:{listing}"
    with noting_sensitive_reads() as seen:
        try:
            yield
        except PermissionDenied:
            trail.record_look_up("access.refused", by=user, at=clock.now(), address=address, asked=address)
            raise
    if seen:
        trail.record_reads(seen, by=user, at=clock.now(), purpose=user.purpose, address=address)


def found(request: Request, ref: str) -> ExportJob:
    jobs = ExportJob.objects.visible_to(request.user).unexpired(clock.now())
    return get_object_or_404(jobs, ref=ref)


@page(methods={"GET"}, needs="sign-in")
def progress(request: Request, ref: str) -> HttpResponse:
    job = found(request, ref)
    states_purpose = is_sensitive(job) and not request.user.purpose
    return render(request, "site/export.html", {"job": job, "states_purpose": states_purpose})


@page(methods={"GET"}, needs="sign-in")
def fetch(request: Request, ref: str) -> HttpResponse:
    job = found(request, ref)
    if not job.is_ready or not job.path.is_file():
        raise Http404
    must_still_be_open_to(request.user, job)
    if is_sensitive(job):
        with transaction.atomic():
            trail.record("export.fetched", job, by=request.user, at=clock.now(), purpose=request.user.purpose)
    return as_file(job.path.read_bytes(), job.file_name, job.kind)


def must_still_be_open_to(user: User, job: ExportJob) -> None:
    """The file was made with the rights of then. Raise PermissionDenied if those of now would not do."""
    finder(job.listing)(user, QueryDict(job.query))  # refuses as it did when the file was made
    if Membership.objects.filter(user=user, left_at__gte=job.asked_at).exists():
        raise PermissionDenied("Your roles have changed since you asked for this file. Ask for it again.")
    if is_sensitive(job) and not user.purpose:
        raise PermissionDenied("This file is OFFICIAL-SENSITIVE. Say first why you need it, then fetch it.")


def is_sensitive(job: ExportJob) -> bool:
    return job.marking != Marking.OFFICIAL.label
