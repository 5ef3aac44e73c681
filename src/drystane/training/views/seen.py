"""What one may see of this room, for its pages."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from drystane.access.choosing import SeenForm
from drystane.access.models import User
from drystane.access.pages import Request
from drystane.access.policy import Permission
from drystane.partners.models import Group
from drystane.partners.sight import seats_of
from drystane.training.models import Staff, Team
from drystane.training.models.people import kept_by

RECORD = Permission.RECORD_TRAINING


def must_keep_records(user: User) -> None:
    if not kept_by(user):
        raise PermissionDenied("Only those who keep a desk's training records see staff by reference.")


def desks_kept(user: User) -> QuerySet[Group]:
    return Group.objects.filter(kind=Group.Kind.DESK, pk__in=kept_by(user)).order_by("name")


def desks_seen(user: User) -> QuerySet[Group]:
    return Group.objects.filter(kind=Group.Kind.DESK, pk__in=seats_of(user).seen).order_by("name")


def seen_desk(user: User, ref: str) -> Group:
    return get_object_or_404(desks_seen(user), ref=ref)


def seen_team(user: User, ref: str) -> Team:
    teams = Team.objects.visible_to(user).select_related("group", "organisation", "service")
    return get_object_or_404(teams, ref=ref)


def seen_person(user: User, ref: str) -> Staff:
    return get_object_or_404(Staff.objects.visible_to(user).select_related("team__group"), ref=ref)


def values_of(record: Any, names: Collection[str]) -> dict[str, Any]:
    """What a form about the record begins with."""
    return {**{name: getattr(record, name) for name in names}, "seen": record.version}


def looked_again(form: SeenForm, record: Any) -> bool:
    """After a refusal: whether the record had changed since it was seen. What is sent next is for it."""
    record.refresh_from_db()
    changed: bool = form.version_seen != record.version
    if changed:
        form.look_again(record.version)
    return changed


def asked(
    request: Request, form: Any, *, heading: str, purpose: str, words: str, back: str, **more: Any
) -> HttpResponse:
    """A page that asks one thing: what will happen, the form, a button in words, and the way back."""
    context = {"form": form, "heading": heading, "purpose": purpose, "words": words, "back": back, **more}
    return render(request, "training/ask.html", context)
