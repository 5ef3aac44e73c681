"""Groups themselves: founded, described anew, and taken back where that was a mistake."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction

from drystane.access.models import User
from drystane.audit import trail
from drystane.partners.models import Group, Membership


@transaction.atomic
def found_group(*, fields: Mapping[str, Any], by: User | None, at: datetime) -> Group:
    """Raises ValidationError where the fields contradict one another."""
    group = Group(**fields)
    group.full_clean()
    group.save()
    trail.record("group.founded", group, by=by, at=at, details={"group_kind": group.kind})
    return group


@transaction.atomic
def describe_group(group: Group, *, fields: Mapping[str, Any], by: User | None, at: datetime) -> None:
    revised = copy(group)
    for name, value in fields.items():
        setattr(revised, name, value)
    revised.full_clean()
    Group.objects.filter(pk=group.pk).update(**fields)
    group.refresh_from_db()
    trail.record("group.described", group, by=by, at=at, details={"fields": ",".join(sorted(fields))})


@transaction.atomic
def take_back_group(group: Group, *, by: User | None, at: datetime) -> None:
    """As if it had never been founded. Raises ProtectedError once anything belongs to it."""
    trail.record("group.taken_back", group, by=by, at=at)
    group.delete()


@transaction.atomic
def take_back_membership(membership: Membership, *, by: User | None, at: datetime) -> None:
    """As if the role had never been given: for what was brought in by mistake and is as it was."""
    details = {"group": membership.group.ref}
    trail.record("membership.taken_back", membership, by=by, at=at, details=details)
    membership.delete()
