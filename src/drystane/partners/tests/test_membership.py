"""Joining, leaving, changing and handing over a role. What was stays on record."""

import pytest

from drystane.access.errors import NotAllowed
from drystane.access.policy import Permission, Role
from drystane.audit.models import Event
from drystane.partners.models import Membership
from drystane.partners.operations import change_role, hand_over, join_group, leave_group
from drystane.partners.sight import may
from tests.cast import NOW, Partnership, make_partnership, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


def current(cast: Partnership, name: str) -> Membership:
    return Membership.objects.current().get(user__username=name)


def test_joining_gives_the_role_from_that_moment(cast: Partnership) -> None:
    join_group(cast.integrity, cast.stranger, role=Role.MEMBER, body=cast.council, by=cast.iain, at=NOW)
    assert may(cast.stranger, Permission.SEE_OFFICIAL, cast.integrity)
    assert Event.objects.latest("seq").verb == "membership.joined"


def test_nobody_holds_two_roles_in_a_group(cast: Partnership) -> None:
    with pytest.raises(NotAllowed, match="Tam already holds a role"):
        join_group(cast.integrity, cast.tam, role=Role.OBSERVER, body=None, by=cast.iain, at=NOW)


def test_a_closed_account_joins_nothing(cast: Partnership) -> None:
    cast.stranger.is_active = False
    with pytest.raises(NotAllowed, match="account is closed"):
        join_group(cast.integrity, cast.stranger, role=Role.MEMBER, body=None, by=cast.iain, at=NOW)


def test_leaving_keeps_who_when_and_why(cast: Partnership) -> None:
    leave_group(current(cast, "tam"), by=cast.iain, at=NOW, why="Moved to Housing")
    left = Membership.objects.get(user=cast.tam)
    assert (left.left_by, left.left_at, left.left_because) == (cast.iain, NOW, "Moved to Housing")


def test_the_last_one_in_charge_hands_over_instead_of_leaving(cast: Partnership) -> None:
    with pytest.raises(NotAllowed, match="Hand the role over instead"):
        leave_group(current(cast, "iain"), by=cast.iain, at=NOW, why="Retired")
    assert may(cast.iain, Permission.MANAGE_MEMBERS, cast.integrity)


def test_the_last_one_in_charge_cannot_step_down_to_member(cast: Partnership) -> None:
    with pytest.raises(NotAllowed, match="neither chair nor lead officer"):
        change_role(current(cast, "iain"), role=Role.MEMBER, by=cast.iain, at=NOW, why="Tired")


def test_handing_over_moves_the_role_and_keeps_both_rows(cast: Partnership) -> None:
    successor = hand_over(current(cast, "iain"), cast.tam, by=cast.iain, at=NOW, why="New audit manager")
    assert may(cast.tam, Permission.DIRECT_ACTION, cast.integrity)
    assert not may(cast.iain, Permission.SEE_OFFICIAL, cast.integrity)
    assert successor.taken_over_from.user == cast.iain
    rows = Membership.objects.filter(group=cast.integrity).order_by("pk")
    assert list(rows.values_list("user__username", "role")) == [
        ("iain", "chair"),
        ("tam", "member"),
        ("tam", "chair"),
    ]


def test_a_role_ends_only_once(cast: Partnership) -> None:
    seen_by_both = current(cast, "tam")
    leave_group(seen_by_both, by=cast.iain, at=NOW, why="Moved")
    with pytest.raises(NotAllowed, match="ended already"):
        leave_group(Membership.objects.get(pk=seen_by_both.pk), by=cast.iain, at=NOW, why="Again")
    assert Membership.objects.get(pk=seen_by_both.pk).left_because == "Moved"


def test_a_handover_that_fails_changes_nothing(cast: Partnership) -> None:
    cast.stranger.is_active = False
    with pytest.raises(NotAllowed, match="account is closed"):
        hand_over(current(cast, "iain"), cast.stranger, by=cast.iain, at=NOW, why="Retired")
    assert current(cast, "iain").left_at is None


def test_changing_a_role_begins_a_new_row(cast: Partnership) -> None:
    seat(cast.stranger, cast.integrity, Role.OBSERVER)
    change_role(current(cast, "stranger"), role=Role.MEMBER, by=cast.iain, at=NOW, why="Joined the service")
    roles = Membership.objects.filter(user=cast.stranger).order_by("pk").values_list("role", flat=True)
    assert list(roles) == ["observer", "member"]
