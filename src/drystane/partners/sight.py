"""Who may see and do what with a record, decided on the record's own group.

`seen_through` is the one place that turns roles and marking into a condition on rows;
`may` is the one place that asks the policy table about one record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import SimpleLazyObject

from drystane.access.models import User
from drystane.access.policy import BOARD_ONLY, DESK_ONLY, OVERSIGHT, Permission, Reach, reach, roles_with
from drystane.marking.models import Marking
from drystane.partners.models import Group, Membership


class Governed(Protocol):
    """Anything that belongs to a group."""

    @property
    def governing_group(self) -> Group: ...


@dataclass(frozen=True)
class Seats:
    """The roles somebody holds now, and the groups whose OFFICIAL records those open: read once a request."""

    roles: tuple[tuple[int, str], ...]  # each a group and a role in it
    seen: frozenset[int]
    kinds: Mapping[int, str]  # of the groups in which a role is held

    def where(self, permission: Permission) -> frozenset[int]:
        """The groups in which a role carries the permission without limit."""
        roles = roles_with(permission)
        return frozenset(
            group
            for group, role in self.roles
            if role in roles and kind_has_to_give(self.kinds[group], permission)
        )


def keep_seats(user: User) -> None:
    """Read this person's seats once, when they are first asked for. For one request, never longer."""
    user.seats = SimpleLazyObject(lambda: read_seats(user))


def seats_of(user: User) -> Seats:
    kept: Seats | None = user.seats
    return read_seats(user) if kept is None else kept


def read_seats(user: User) -> Seats:
    columns = ("group", "role", "group__kind", "group__oversees")
    rows = list(Membership.objects.current().filter(user=user).values_list(*columns))
    kinds = {group: kind for group, _, kind, _ in rows}
    return Seats(
        roles=tuple({(group, role) for group, role, _, _ in rows}),
        seen=frozenset(kinds.keys() | {below for _, _, _, below in rows if below}),
        kinds=kinds,
    )


def groups_open_to(user: User) -> "QuerySet[Group] | frozenset[int]":
    """The groups whose OFFICIAL records this person may see, for a condition."""
    return Group.objects.filter(groups_seen(user)) if user.seats is None else seats_of(user).seen


def groups_where(user: User, permission: Permission) -> "QuerySet[Group] | frozenset[int]":
    """The groups in which this person holds the permission without limit, for a condition."""
    if user.seats is None:
        kinds = [kind for kind in Group.Kind if kind_has_to_give(kind, permission)]
        return Group.objects.where_role(user, roles_with(permission)).filter(kind__in=kinds)
    return seats_of(user).where(permission)


def groups_seen(user: User) -> Q:
    """Groups whose OFFICIAL records this person may see: those with a role, and those overseen by one."""
    mine = Membership.objects.current().filter(user=user).values("group")
    return Q(pk__in=mine) | Q(overseen_by__in=mine)


def seen_through(path: str, user: User, *, marked: bool = True, marking: str = "marking") -> Q:
    """The rows this person may see, where `path` leads from a row to its group and `marking` to its marking.

    Group and marking are one condition: a role that opens OFFICIAL in a group does not open
    OFFICIAL-SENSITIVE there. Sensitive rows come only to somebody who has given a purpose.
    """
    if not user.is_active:
        return Q(pk__in=[])
    official = Q(**{f"{path}__in": groups_open_to(user)})
    if not marked:
        return official
    seen = official & Q(**{marking: Marking.OFFICIAL})
    if user.purpose:
        holding = groups_where(user, Permission.SEE_SENSITIVE)
        seen |= Q(**{f"{path}__in": holding}) & Q(**{marking: Marking.SENSITIVE})
    return seen


def seen_by_audience(
    path: str, group: Group, *, sensitive: bool = False, marked: bool = True, marking: str = "marking"
) -> Q:
    """The rows that every member of the group may see: what a paper written for it may hold."""
    official = Q(**{path: group}) | Q(**{f"{path}__overseen_by": group})
    if not marked:
        return official
    seen = official & Q(**{marking: Marking.OFFICIAL})
    if sensitive:
        seen |= Q(**{path: group}) & Q(**{marking: Marking.SENSITIVE})
    return seen


def permissions_on(user: User, thing: Governed) -> dict[Permission, Reach]:
    """How far each permission reaches for this person on this record."""
    if not user.is_active:
        return dict.fromkeys(Permission, Reach.NONE)
    group = thing.governing_group
    held = seats_of(user).roles
    own = [role for group_id, role in held if group_id == group.pk]
    oversees = any(group_id == group.overseen_by_id for group_id, _ in held)
    found = {}
    for permission in Permission:
        if not kind_has_to_give(group.kind, permission):
            found[permission] = Reach.NONE
        elif oversees and permission in OVERSIGHT:
            found[permission] = Reach.ALL
        else:
            found[permission] = reach(own, permission)
    return found


def kind_has_to_give(kind: str, permission: Permission) -> bool:
    """Some permissions are for boards alone, some for desks."""
    only = ((BOARD_ONLY, Group.Kind.BOARD), (DESK_ONLY, Group.Kind.DESK))
    return all(permission not in some or kind == its for some, its in only)


def may(user: User, permission: Permission, thing: Governed) -> bool:
    """Whether this person may do this to this record.

    Where the table says "their own", the record says whose it is by `belongs_to(user)`.
    """
    return reaches(permissions_on(user, thing)[permission], user, thing)


def reaches(found: Reach, user: User, thing: Governed) -> bool:
    if found is Reach.OWN:
        belongs_to = getattr(thing, "belongs_to", None)
        return bool(belongs_to and belongs_to(user))
    return found is Reach.ALL


def doable(user: User, thing: Governed) -> frozenset[Permission]:
    """Everything this person may do to this record, for the buttons of its page."""
    return frozenset(
        permission for permission, found in permissions_on(user, thing).items() if reaches(found, user, thing)
    )


def require(user: User, permission: Permission, thing: Governed) -> None:
    """Raise PermissionDenied (403) unless this person may. Ask only after `visible_to`."""
    if not may(user, permission, thing):
        raise PermissionDenied(f"Your role in {thing.governing_group} does not let you {permission.value}.")


def may_hold_sensitive(user: User) -> bool:
    """Whether any role this person holds can open OFFICIAL-SENSITIVE records anywhere."""
    return bool(seats_of(user).where(Permission.SEE_SENSITIVE))


def holds_role_in_any(user: User, permission: Permission) -> Exists:
    """For a query over groups: whether this person holds the permission in the group, without limit."""
    return Exists(
        Membership.objects.current().filter(user=user, group=OuterRef("pk"), role__in=roles_with(permission))
    )
