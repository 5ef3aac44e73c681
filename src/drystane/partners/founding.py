"""Groups themselves: founded, described anew, and taken back where that was a mistake."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Role
from drystane.audit import trail
from drystane.partners.models import Group, Membership, Organisation
from drystane.partners.operations import join_group

CHANGED_MEANWHILE = (
    "Somebody else has just changed this group. Look at what is saved now; what you typed is below."
)


@transaction.atomic
def found_group(*, fields: Mapping[str, Any], by: User | None, at: datetime) -> Group:
    """Raises ValidationError where the fields contradict one another."""
    group = Group(**fields)
    group.full_clean()
    group.save()
    trail.record("group.founded", group, by=by, at=at, details={"group_kind": group.kind})
    return group


@transaction.atomic
def open_group(
    *, fields: Mapping[str, Any], chair: User, body: Organisation | None, by: User, at: datetime
) -> Group:
    """Found a group and seat its first chair, who alone can then let others in.

    Raises NotAllowed if they name themselves: an administrator opens no content, not even by a new group.
    """
    if chair == by:
        raise NotAllowed("Name somebody else: whoever keeps the accounts does not let themselves in.")
    group = found_group(fields=fields, by=by, at=at)
    join_group(group, chair, role=Role.CHAIR, body=body, by=by, at=at)
    return group


@transaction.atomic
def describe_group(
    group: Group, *, fields: Mapping[str, Any], seen: int, by: User | None, at: datetime
) -> None:
    """Change what a group says of itself. Raises NotAllowed if somebody did so since it was seen."""
    revised = copy(group)
    for name, value in fields.items():
        setattr(revised, name, value)
    revised.full_clean()
    if not Group.objects.filter(pk=group.pk, version=seen).update(version=F("version") + 1, **fields):
        raise NotAllowed(CHANGED_MEANWHILE)
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


@transaction.atomic
def take_back_leaving(membership: Membership, *, by: User | None, at: datetime) -> None:
    """As if the role had never ended. Raises NotAllowed where they hold another in the group by now."""
    ended = Membership.objects.filter(pk=membership.pk, user__is_active=True, handed_to=None)
    try:
        with transaction.atomic():
            is_back = ended.exclude(left_at=None).update(left_at=None, left_by=None, left_because="")
    except IntegrityError as error:
        raise NotAllowed(f"{membership.user.name} holds another role in this group by now.") from error
    if not is_back:
        raise NotAllowed(f"The role of {membership.user.name} cannot be given back. Add them anew.")
    membership.refresh_from_db()
    trail.record(
        "membership.left_taken_back", membership, by=by, at=at, details={"group": membership.group.ref}
    )
