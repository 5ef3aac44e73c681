"""Who sees and may do what, decided on the record's own group."""

import pytest
from django.core.exceptions import PermissionDenied

from drystane.access.models import User
from drystane.access.policy import Permission, Reach, Role
from drystane.marking.models import Marking
from drystane.partners.models import Membership
from drystane.partners.sight import doable, may, permissions_on, require
from drystane.plans.models import Action
from tests.cast import NOW, Partnership, make_action, make_partnership, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


def sees(user: User, action: Action) -> bool:
    return Action.objects.visible_to(user).filter(pk=action.pk).exists()


def sensitive(cast: Partnership) -> Action:
    return make_action(cast.integrity_plan, marking=Marking.SENSITIVE, descriptor="commercial")


def test_members_of_the_group_and_of_the_board_above_it_see_official_records(cast: Partnership) -> None:
    action = make_action(cast.integrity_plan)
    assert [user.username for user in User.objects.order_by("username") if sees(user, action)] == [
        "gordon",
        "iain",
        "morag",
        "priya",
        "tam",
        "wallace",
    ]


def test_another_groups_action_cannot_be_seen(cast: Partnership) -> None:
    assert not sees(cast.aileen, make_action(cast.integrity_plan))


def test_a_group_does_not_see_what_the_board_above_it_keeps(cast: Partnership) -> None:
    assert not sees(cast.iain, make_action(cast.board_plan))


def test_sensitive_records_wait_for_a_purpose(cast: Partnership) -> None:
    action = sensitive(cast)
    assert not sees(cast.iain, action)
    cast.iain.purpose = "Preparing the review"
    assert sees(cast.iain, action)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.OBSERVER])
def test_a_purpose_gives_nobody_a_right_they_lack(cast: Partnership, role: Role) -> None:
    seat(cast.stranger, cast.integrity, role)
    cast.stranger.purpose = "Curious about the review"
    assert not sees(cast.stranger, sensitive(cast))


def test_oversight_does_not_open_sensitive_records(cast: Partnership) -> None:
    cast.gordon.purpose = "Preparing the meeting"
    assert not sees(cast.gordon, sensitive(cast))


def test_a_role_in_one_group_says_nothing_about_another(cast: Partnership) -> None:
    """Chairing one group and observing another is not chairing both."""
    seat(cast.iain, cast.prevent, Role.OBSERVER)
    action = make_action(cast.prevent_plan)
    assert sees(cast.iain, action)
    assert not may(cast.iain, Permission.DIRECT_ACTION, action)


def test_leaving_closes_the_door_at_once(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan)
    assert sees(cast.aileen, action)
    Membership.objects.filter(user=cast.aileen).update(left_at=NOW)
    assert not sees(cast.aileen, action)
    assert not may(cast.aileen, Permission.SEE_OFFICIAL, action)


def test_a_closed_account_sees_nothing_though_its_role_goes_on(cast: Partnership) -> None:
    action = make_action(cast.integrity_plan)
    cast.iain.is_active = False
    assert not sees(cast.iain, action)
    assert set(permissions_on(cast.iain, action).values()) == {Reach.NONE}


def test_the_lead_person_may_update_their_own_action_and_no_other(cast: Partnership) -> None:
    mine = make_action(cast.prevent_plan, lead_person=cast.aileen)
    theirs = make_action(cast.prevent_plan, lead_person=cast.shona)
    assert may(cast.aileen, Permission.UPDATE_ACTION, mine)
    assert not may(cast.aileen, Permission.UPDATE_ACTION, theirs)


def test_only_a_board_gives_the_boards_permissions(cast: Partnership) -> None:
    assert Permission.RUN_BOARD in doable(cast.gordon, cast.board)
    assert Permission.RUN_BOARD not in doable(cast.iain, cast.integrity)


def test_require_says_which_role_is_missing(cast: Partnership) -> None:
    action = make_action(cast.integrity_plan)
    with pytest.raises(PermissionDenied, match="Your role in Integrity Group does not let you agree"):
        require(cast.tam, Permission.DIRECT_ACTION, action)


def test_every_button_of_a_page_costs_one_query(cast: Partnership, django_assert_num_queries: object) -> None:
    action = Action.objects.select_related("plan__group").get(pk=make_action(cast.integrity_plan).pk)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture has no type
        doable(cast.iain, action)
