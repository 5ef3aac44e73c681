"""What is said when a page cannot be given. Nothing here tells a hidden record from an absent one."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from drystane.access.models import User


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django sends it
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reason is ours when a view gave one: it reads well on a page."""
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    signed_in = isinstance(getattr(request, "user", None), User)
    return render(request, "errors/404.html", {"signed_in": signed_in}, status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Drawn without the database, the session or anybody's name: any of these may be what is broken."""
    return HttpResponseServerError(render_to_string("errors/500.html"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Nearly always a form left open while its sign-in ended."""
    return render(request, "errors/csrf.html", status=403)
