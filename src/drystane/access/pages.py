"""Every page of ours is a function under one decorator, which the policy test reads."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from drystane.access.models import User
from drystane.access.policy import Permission

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

# What a page needs beyond a sign-in. A Permission is decided on the object's own group, in the view.
Need = Permission | Literal["sign-in", "nothing", "administrator", "auditor"]
View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """Our request: whoever makes it is signed in, so `user` is always a real User."""

    user: User
    htmx: "HtmxDetails"


def require_administrator(user: User) -> None:
    if not user.is_administrator:
        raise PermissionDenied("Only an administrator of the partnership may do that.")


def require_auditor(user: User) -> None:
    if not user.is_auditor:
        raise PermissionDenied("Only an auditor of the partnership may see that.")


# What the decorator asks by itself, since it is about the person and no object.
ASKED: dict[Need, Callable[[User], None]] = {
    "administrator": require_administrator,
    "auditor": require_auditor,
}


def page(*, methods: Collection[str], needs: Need) -> Callable[[View], View]:
    """Answer only these methods (HEAD goes with GET), and stamp on the view what it needs.

    An administrator's and an auditor's pages are closed to others here; a Permission is for the view to ask.
    """
    allowed = sorted({*methods, *(["HEAD"] if "GET" in methods else [])})

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if needs in ASKED:
                ASKED[needs](request.user)
            return view(request, *args, **kwargs)

        answer.methods = frozenset(allowed)  # type: ignore[attr-defined]  # read by the policy test
        answer.needs = needs  # type: ignore[attr-defined]
        return login_not_required(answer) if needs == "nothing" else answer

    return decorate
