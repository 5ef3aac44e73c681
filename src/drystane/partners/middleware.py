"""One event for each refusal and for each page that showed sensitive records."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from drystane.access import clock
from drystane.access.models import User
from drystane.audit import trail
from drystane.marking.models import noting_sensitive_reads
from drystane.partners.sight import keep_seats

PURPOSE = "purpose"  # the session's key
PURPOSE_LASTS = timedelta(hours=1)
REFUSED = {403: "access.refused", 404: "access.not_found"}


class RecordRefusalsAndSensitiveReads:
    """Written after the view, in a transaction of its own: a refusal's rollback cannot take it along."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return self.get_response(request)
        now = clock.now()
        request.user.purpose = purpose_in_force(request.session, now)
        keep_seats(request.user)
        with noting_sensitive_reads() as seen:
            response = self.get_response(request)
        address = request.resolver_match.view_name if request.resolver_match else ""
        if response.status_code in REFUSED and address:
            trail.record_look_up(
                REFUSED[response.status_code], by=request.user, at=now, address=address, asked=request.path
            )
        elif seen:
            trail.record_reads(seen, by=request.user, at=now, purpose=request.user.purpose, address=address)
        return response


def purpose_in_force(session: SessionBase, now: datetime) -> str:
    """The purpose given in this sign-in, while it lasts."""
    given = session.get(PURPOSE)
    return given["words"] if given and datetime.fromisoformat(given["until"]) > now else ""
