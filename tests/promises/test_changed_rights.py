"""A change of right holds from the next request on, in every sign-in and every worker."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from drystane.access import clock
from drystane.access.models import User
from drystane.access.operations import deactivate_account
from drystane.access.policy import Role
from drystane.partners.middleware import PURPOSE_LASTS
from drystane.partners.models import Membership
from drystane.partners.operations import change_role, hand_over, leave_group
from drystane.plans.models import Action
from tests.cast import NOW, Partnership, make_action, make_partnership, make_user, seat
from tests.noninterference.looking import browser_of

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


@pytest.fixture
def cast() -> Partnership:
    cast = make_partnership()
    seat(cast.stranger, cast.integrity, Role.LEAD_OFFICER)  # so that the group is never without
    return cast


@pytest.fixture
def action(cast: Partnership) -> Action:
    return make_action(cast.integrity_plan, "Kestrel", marking="sensitive", descriptor="commercial")


def elsewhere(do: Callable[[], T]) -> T:
    """In another worker: another thread with a connection of its own."""

    def work() -> T:
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(work).result()


def iains_place(cast: Partnership) -> Membership:
    return Membership.objects.current().get(user=cast.iain, group=cast.integrity)


def leave(cast: Partnership) -> None:
    leave_group(iains_place(cast), by=cast.stranger, at=NOW, why="Another post")


def pass_on(cast: Partnership) -> None:
    hand_over(iains_place(cast), make_user("next"), by=cast.stranger, at=NOW, why="Another post")


def lose_the_right(cast: Partnership) -> None:
    change_role(iains_place(cast), role=Role.CONTRIBUTOR, by=cast.stranger, at=NOW, why="Another part")


def lose_the_account(cast: Partnership) -> None:
    administrators = [make_user(name, partnership_role="administrator") for name in ("one", "two")]
    deactivate_account(User.objects.get(pk=cast.iain.pk), by=administrators[0], at=NOW)


# What changes; what then answers at the sensitive action, and at its group's OFFICIAL plan.
CHANGES: dict[Callable[[Partnership], None], tuple[int, int]] = {
    leave: (404, 404),
    pass_on: (404, 404),
    lose_the_right: (404, 200),
    lose_the_account: (302, 302),
}


@pytest.mark.parametrize(
    ("change", "after"), CHANGES.items(), ids=lambda given: getattr(given, "__name__", "")
)
def test_it_holds_in_every_sign_in_and_every_worker(
    cast: Partnership, action: Action, change: Callable[[Partnership], None], after: tuple[int, int]
) -> None:
    addresses = (reverse("plans:action", args=[action.ref]), reverse("plans:plan", args=[action.plan.ref]))
    office, phone = (browser_of(cast.iain, purpose=True) for _ in range(2))

    def answers(browser: Client) -> tuple[int, ...]:
        return tuple(browser.get(address).status_code for address in addresses)

    def asked_again() -> list[tuple[int, ...]]:
        return [answers(office), elsewhere(lambda: answers(phone))]

    assert asked_again() == [(200, 200)] * 2
    elsewhere(lambda: change(cast))
    assert asked_again() == [after] * 2


def test_a_purpose_lasts_its_hour_and_no_longer(
    cast: Partnership, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("plans:action", args=[action.ref])
    browser, started = browser_of(cast.iain, purpose=True), clock.now()

    answers = []
    for later in (timedelta(0), PURPOSE_LASTS - timedelta(seconds=1), PURPOSE_LASTS):
        monkeypatch.setattr(clock, "now", lambda later=later: started + later)
        answers.append(elsewhere(lambda: browser.get(address).status_code))

    assert answers == [200, 200, 404]


def test_a_purpose_is_of_one_sign_in(cast: Partnership, action: Action) -> None:
    address = reverse("plans:action", args=[action.ref])
    stated, other = browser_of(cast.iain, purpose=True), browser_of(cast.iain, purpose=False)
    assert (stated.get(address).status_code, other.get(address).status_code) == (200, 404)

    stated.post(reverse("partners:purpose"), {"end": "yes"})

    assert stated.get(address).status_code == 404


def test_an_auditor_or_administrator_no_longer_is_one_at_once(cast: Partnership) -> None:
    for role, address in (("auditor", reverse("trail")), ("administrator", reverse("access:accounts"))):
        User.objects.filter(pk=cast.tam.pk).update(partnership_role=role)
        browser = browser_of(User.objects.get(pk=cast.tam.pk), purpose=False)
        assert browser.get(address).status_code == 200
        elsewhere(lambda: User.objects.filter(pk=cast.tam.pk).update(partnership_role=""))
        assert browser.get(address).status_code == 403
