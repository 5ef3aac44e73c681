"""Joining a group, leaving it, handing a role over. What was stays on record."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Role
from drystane.audit import trail
from drystane.partners.models import Group, Membership, Organisation


@transaction.atomic
def join_group(
    group: Group, user: User, *, role: Role, body: Organisation | None, by: User | None, at: datetime
) -> Membership:
    """Give somebody a role in a group. Raises NotAllowed if they hold one there already."""
    if not user.is_active:
        raise NotAllowed(f"{user.name}'s account is closed. Open it again first.")
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                group=group, user=user, role=role, body=body, joined_at=at, joined_by=by
            )
    except IntegrityError as error:
        raise NotAllowed(f"{user.name} already holds a role in this group.") from error
    trail.record(
        "membership.joined", membership, by=by, at=at, details={"group": group.ref, "role": role.value}
    )
    return membership


@transaction.atomic
def leave_group(
    membership: Membership, *, by: User | None, at: datetime, why: str, ended_at: datetime | None = None
) -> None:
    """End somebody's role, perhaps from an earlier day than the one on which this is recorded.

    Raises NotAllowed if it has ended already, or if nobody would be left to lead.
    """
    keep_somebody_in_charge(membership)
    end(membership, by=by, at=ended_at or at, why=why)
    trail.record("membership.left", membership, by=by, at=at, details={"group": membership.group.ref})


@transaction.atomic
def hand_over(membership: Membership, to: User, *, by: User, at: datetime, why: str) -> Membership:
    """End one person's role and give it to another in the same moment. Both rows stay."""
    end(membership, by=by, at=at, why=why)
    if current := Membership.objects.current().filter(group=membership.group, user=to).first():
        end(current, by=by, at=at, why=f"Took over as {Role(membership.role).label.lower()}")
    successor = join_group(
        membership.group, to, role=Role(membership.role), body=membership.body, by=by, at=at
    )
    membership.handed_to = successor
    membership.save(update_fields=["handed_to"])
    trail.record("membership.handed_over", membership, by=by, at=at, details={"to": successor.ref})
    return successor


@transaction.atomic
def change_role(membership: Membership, *, role: Role, by: User, at: datetime, why: str) -> Membership:
    """Give somebody another role in the same group: the old one ends, a new one begins."""
    if role == membership.role:
        raise NotAllowed(f"{membership.user.name} holds that role already.")
    if role not in IN_CHARGE:
        keep_somebody_in_charge(membership)
    end(membership, by=by, at=at, why=why)
    return join_group(membership.group, membership.user, role=role, body=membership.body, by=by, at=at)


IN_CHARGE = {Role.CHAIR, Role.LEAD_OFFICER}


def keep_somebody_in_charge(membership: Membership) -> None:
    """Refuse to leave a group with neither chair nor lead officer: nobody could then let anyone in."""
    if membership.role not in IN_CHARGE:
        return
    others = (
        Membership.objects.current()
        .filter(group=membership.group, role__in=IN_CHARGE)
        .exclude(pk=membership.pk)
        .exists()
    )
    if not others:
        raise NotAllowed("The group would have neither chair nor lead officer. Hand the role over instead.")


def end(membership: Membership, *, by: User | None, at: datetime, why: str) -> None:
    ended = Membership.objects.filter(pk=membership.pk, left_at=None).update(
        left_at=at, left_by=by, left_because=why
    )
    if not ended:
        raise NotAllowed("That role has ended already.")
    membership.refresh_from_db()


@transaction.atomic
def state_purpose(words: str, *, by: User, at: datetime) -> None:
    """Somebody said why they need sensitive records. The words are kept beside the trail, not in it."""
    trail.record("access.purpose_given", by, by=by, at=at, purpose=words)


@transaction.atomic
def set_quorum(group: Group, quorum: int | None, *, by: User, at: datetime) -> None:
    """Say how many of those who decide have to be there. None asks for nothing."""
    group.quorum = quorum
    group.full_clean()
    Group.objects.filter(pk=group.pk).update(quorum=quorum, version=F("version") + 1)
    trail.record("group.quorum_set", group, by=by, at=at, details={"quorum": quorum or 0})
