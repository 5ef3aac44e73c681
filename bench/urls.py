"""The site's addresses, and two pages that do nothing, to see what a page costs before it does anything."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from drystane.access.pages import Request, page

FRAME = '{% extends "base.html" %}'


@page(methods={"GET"}, needs="sign-in")
def nothing(request: Request) -> HttpResponse:  # noqa: ARG001  # a view's form
    return HttpResponse()


@page(methods={"GET"}, needs="sign-in")
def frame(request: Request) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(FRAME).render({}, request))


urlpatterns = [
    path("nothing/", nothing, name="nothing"),
    path("frame/", frame, name="frame"),
    path("", include("drystane.site.urls")),
]
