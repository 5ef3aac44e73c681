"""Files made in the background: how far they have come, and fetching them. Only for whoever asked."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from drystane.access import clock
from drystane.access.pages import Request, page
from drystane.sheets.listing import as_file
from drystane.sheets.models import ExportJob


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
