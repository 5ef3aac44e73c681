"""What htmx needs to be told that a browser knows by itself."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode


class SendWholePageToSignIn:
    """When a session has ended, a part of a page cannot become the sign-in page: the whole page goes there.

    htmx follows a redirect unseen, finds nothing to put in, and empties the part. It is told where to
    go instead, and comes back to the page it was on, since the address it sent to may take no GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(request, "htmx", False) or response.status_code != 302:
            return response
        asked = urlsplit(response["Location"]).path
        if asked not in {resolve_url(settings.LOGIN_URL), resolve_url("access:change_password")}:
            return response
        page = request.htmx.current_url_abs_path  # type: ignore[attr-defined]  # None if it is another host's
        told = HttpResponse(status=200)
        told["HX-Redirect"] = f"{asked}?{urlencode({'next': page})}" if page else asked
        return told
