"""Fills the home folder that the environment names, for `make_place`."""

import sys

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.policy import Role
from drystane.partners.middleware import PURPOSE
from drystane.plans.models import Action, Status
from drystane.site import preparing
from tests.big import make_big
from tests.cast import make_user, seat


def fill(*, actions: int, people: int) -> dict[str, list[str]]:
    preparing.prepare(example=False, say=lambda words: print(words, file=sys.stderr))
    big = make_big(actions=actions, today=clock.today())
    group = big.cast.prevent
    leads = [make_user(f"lead{number}") for number in range(people)]
    for lead in leads:
        seat(lead, group, Role.LEAD_OFFICER, big.cast.council)
    under_way = Action.objects.filter(plan__group=group, status=Status.UNDER_WAY).order_by("code")
    return {
        "sessions": [session_of(lead) for lead in leads],
        "actions": [action.get_absolute_url() for action in under_way[:100]],
        "pages": [
            reverse("home"),
            reverse("plans:index"),
            reverse("plans:actions"),
            big.plan.get_absolute_url(),
            big.action.get_absolute_url(),
            reverse("board:taskings"),
            reverse("strategy:recommendations", args=[big.edition.ref]),
            big.recommendation.get_absolute_url(),
            reverse("partners:group", args=[group.ref]),
            f"{reverse('search')}?q=thing",
        ],
    }


def session_of(user: User, *, purpose: str = "") -> str:
    """As signing in makes it, without the password, whose hash is dear on purpose."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if purpose:
        session[PURPOSE] = {"words": purpose, "until": "2099-01-01T00:00:00+00:00"}
    session.save()
    assert session.session_key
    return session.session_key
