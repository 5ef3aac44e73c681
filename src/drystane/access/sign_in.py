"""Signing in: how long one waits after wrong passwords, and passwords that must be changed at once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from axes.helpers import get_client_ip_address
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from drystane.access.models import User

FREE_TRIES = 5
REMEMBERED = timedelta(hours=24)
LONGEST_WAIT = timedelta(minutes=60)
OPEN_TO_TEMPORARY_PASSWORD = {"access:change_password", "access:sign_out", "access:sign_in"}


def username_given(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name that was typed, so written that capitals do not make a fresh start."""
    given = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(given).strip().lower()[:255]


def machine_of(request: HttpRequest) -> str:
    """Whose machine it is. Behind our proxy, the address that the proxy itself saw, which it writes last.

    Without this, everybody would come from the proxy, and a stranger's wrong tries would keep colleagues out.
    What stands further left in the header is the visitor's own word.
    """
    here = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return here
    last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(last))
    except ValueError:
        return here


def failures(request: HttpRequest) -> "QuerySet[AccessFailureLog]":
    """Wrong passwords for this name from this machine, in the last day and since it last went well."""
    name, machine = username_given(request), get_client_ip_address(request)
    went_well = AccessLog.objects.filter(username__iexact=name, ip_address=machine).aggregate(
        at=Max("attempt_time")
    )["at"]
    since = timezone.now() - REMEMBERED
    found: QuerySet[AccessFailureLog] = AccessFailureLog.objects.filter(
        username=name, ip_address=machine, attempt_time__gt=max(since, went_well or since)
    )
    return found


def failure_limit(request: HttpRequest, _credentials: Mapping[str, Any] | None) -> int:
    """Five tries, and then one after each wait."""
    return FREE_TRIES if failures(request).count() < FREE_TRIES else 1


def cool_off(request: HttpRequest) -> timedelta:
    """How long tries are held against somebody: a day at first, then 1, 2, 4 ... minutes, at most an hour."""
    return wait_after(failures(request).count())


def wait_after(count: int) -> timedelta:
    if count < FREE_TRIES:
        return REMEMBERED
    return min(timedelta(minutes=2 ** min(count - FREE_TRIES, 10)), LONGEST_WAIT)


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """The page that says when to try again. It says the same whether there is such an account or not."""
    again_at = last_failure(request) + cool_off(request)
    response = render(request, "access/locked_out.html", {"again_at": again_at}, status=429)
    response["Retry-After"] = str(max(1, int((again_at - timezone.now()).total_seconds())))
    return response


def last_failure(request: HttpRequest) -> datetime:
    found: datetime | None = failures(request).aggregate(at=Max("attempt_time"))["at"]
    return found or timezone.now()


class TemporaryPasswordMustChange:
    """A password that an administrator has seen opens one page: the one on which it is changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or not user.must_change_password:
            return None
        if match and match.view_name in OPEN_TO_TEMPORARY_PASSWORD:
            return None
        return redirect("access:change_password")
