"""A group is opened by an administrator with its first chair, and described by its own chair."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.audit.models import Event
from drystane.partners.founding import describe_group, open_group
from drystane.partners.models import Group, Membership
from drystane.partners.operations import set_quorum
from drystane.partners.sight import may
from tests.cast import NOW, Partnership, make_partnership, make_user
from tests.clients import signed_in

OPEN = "/partners/groups/open/"


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()


@pytest.fixture
def keeper(db: None) -> User:
    return make_user("keeper", partnership_role="administrator")


def asked(cast: Partnership, **changes: str) -> dict[str, str]:
    return {
        "name": "Harm desk",
        "code": "harm-desk",
        "kind": "desk",
        "overseen_by": cast.board.ref,
        "about": "Keeps the register of harm",
        "chair": cast.stranger.ref,
        "body": cast.council.ref,
        **changes,
    }


def edit_page(group: Group) -> str:
    return reverse("partners:edit_group", args=[group.ref])


def test_an_opened_group_has_its_chair_who_lets_others_in(cast: Partnership, keeper: User) -> None:
    answer = signed_in(keeper).post(OPEN, asked(cast), follow=True)
    group = Group.objects.get(code="harm-desk")
    assert "Stranger chairs it" in answer.text
    assert (group.kind, group.overseen_by, group.about) == ("desk", cast.board, "Keeps the register of harm")
    assert may(cast.stranger, Permission.MANAGE_MEMBERS, group)
    assert list(Event.objects.order_by("seq").values_list("verb", "actor_ref"))[-2:] == [
        ("group.founded", keeper.ref),
        ("membership.joined", keeper.ref),
    ]


def test_an_administrator_sees_nothing_of_the_group_they_opened(cast: Partnership, keeper: User) -> None:
    signed_in(keeper).post(OPEN, asked(cast))
    assert not may(keeper, Permission.SEE_OFFICIAL, Group.objects.get(code="harm-desk"))


def test_an_administrator_cannot_make_themselves_its_chair(cast: Partnership, keeper: User) -> None:
    answer = signed_in(keeper).post(OPEN, asked(cast, chair=keeper.ref))
    assert "Choose one of the answers offered" in answer.text
    with pytest.raises(NotAllowed, match="Name somebody else"):
        open_group(fields={"name": "Mine", "code": "mine"}, chair=keeper, body=None, by=keeper, at=NOW)
    assert Group.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "Prevent Group"}, "Another group is called that"),
        ({"code": "prevent"}, "Another group has that short name"),
        ({"chair": ""}, "Choose an answer for “First chair”"),
        ({"kind": "committee"}, "Choose one of the answers offered"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(
    cast: Partnership, keeper: User, changes: dict[str, str], sentence: str
) -> None:
    answer = signed_in(keeper).post(OPEN, asked(cast, **changes))
    assert sentence in answer.text
    assert "Keeps the register of harm" in answer.text
    assert Group.objects.count() == 3


def test_only_a_board_can_be_said_to_oversee(cast: Partnership, keeper: User) -> None:
    answer = signed_in(keeper).post(OPEN, asked(cast, overseen_by=cast.prevent.ref))
    assert "Choose one of the answers offered" in answer.text


def test_the_button_is_the_administrators(cast: Partnership, keeper: User) -> None:
    assert OPEN in signed_in(keeper).get(reverse("partners:index")).text
    assert OPEN not in signed_in(cast.iain).get(reverse("partners:index")).text


def test_its_chair_changes_what_is_said_of_it(cast: Partnership) -> None:
    given = {"name": "Integrity and Audit", "about": "Our own dealings", "quorum": "4", "seen": "1"}
    answer = signed_in(cast.iain).post(edit_page(cast.integrity), given, follow=True)
    assert "Integrity and Audit" in answer.text
    cast.integrity.refresh_from_db()
    assert (cast.integrity.about, cast.integrity.quorum, cast.integrity.version) == ("Our own dealings", 4, 2)
    assert Event.objects.latest("seq").details == {"fields": "about,name,quorum"}


def test_a_name_that_another_group_has_is_refused(cast: Partnership) -> None:
    given = {"name": "Prevent Group", "about": "", "quorum": "", "seen": "1"}
    answer = signed_in(cast.iain).post(edit_page(cast.integrity), given)
    assert "Another group is called that" in answer.text


def test_the_second_of_two_is_told_sees_what_is_saved_and_keeps_what_they_typed(cast: Partnership) -> None:
    set_quorum(cast.integrity, 3, by=cast.iain, at=NOW)
    given = {"name": "Integrity", "about": "Typed with care", "quorum": "5", "seen": "1"}
    answer = signed_in(cast.iain).post(edit_page(cast.integrity), given)
    assert "Somebody else has just changed this group" in answer.text
    assert "<dt>Quorum</dt><dd>3</dd>" in answer.text
    assert "Typed with care" in answer.text
    cast.integrity.refresh_from_db()
    assert (cast.integrity.about, cast.integrity.quorum) == ("", 3)
    signed_in(cast.iain).post(
        edit_page(cast.integrity), {**given, "seen": answer.context["form"]["seen"].value()}
    )
    cast.integrity.refresh_from_db()
    assert cast.integrity.about == "Typed with care"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_kept_whole() -> None:
    cast = make_partnership()
    together = Barrier(2)

    def describe(words: str) -> str:
        try:
            group = Group.objects.get(code="integrity")
            together.wait(timeout=10)
            describe_group(group, fields={"name": words, "about": words}, seen=1, by=cast.iain, at=NOW)
        except NotAllowed as error:
            return str(error)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(describe, ["One", "Two"]))
    assert told[0] == ""
    assert "Somebody else has just changed this group" in told[1]
    kept = Group.objects.get(code="integrity")
    assert kept.name == kept.about
    assert Membership.objects.count() == 9
