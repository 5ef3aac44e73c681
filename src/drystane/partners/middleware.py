"""One event for each refusal and for each page that showed sensitive records."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from drystane.access.models import User
from drystane.audit import trail
from drystane.marking.models import noting_sensitive_reads

PURPOSE = "purpose"  # the session's key
REFUSED = {403: "access.refused", 404: "access.not_found"}


class RecordRefusalsAndSensitiveReads:
    """Written after the view, in a transaction of its own: a refusal's rollback cannot take it along."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return self.get_response(request)
        request.user.purpose = request.session.get(PURPOSE, "")
        with noting_sensitive_reads() as seen:
            response = self.get_response(request)
        address = request.resolver_match.view_name if request.resolver_match else ""
        if response.status_code in REFUSED and address:
            trail.record_look_up(
                REFUSED[response.status_code],
                by=request.user,
                at=datetime.now(UTC),
                address=address,
                asked=request.path,
            )
        elif seen:
            trail.record_reads(
                seen, by=request.user, at=datetime.now(UTC), purpose=request.user.purpose, address=address
            )
        return response
