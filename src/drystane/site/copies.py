"""No browser and no server on the way keeps a copy of a page: the next person there may not see it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeepNoCopies:
    """Said of every answer that says nothing of it itself. Page assets are served before this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
