"""An OFFICIAL-SENSITIVE action is a secret: to whoever may not see it there is no such action anywhere."""

import re
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drystane.access.models import User
from drystane.plans.models import Action, Status
from tests.cast import Partnership, make_action, make_edition
from tests.clients import signed_in

PURPOSE = "preparing the review of September"
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": ")[A-Za-z0-9]{64}')
WHOLE = {"objective": "DETER", "prevention_level": "primary", "money": 100, "staff_days": 3}


def addresses(cast: Partnership) -> list[str]:
    every = reverse("plans:actions")
    plan = reverse("plans:plan", args=[cast.prevent_plan.ref])
    filters = [
        *("text=burns", "status=open", "brag=red", "level=primary", "objective=DETER", "late=on"),
        *("unowned=on", "sort=-title", "per=50&page=2", f"body={cast.fire.ref}", "export=csv"),
    ]
    return [
        reverse("plans:index"),
        every,
        plan,
        reverse("plans:totals", args=[cast.prevent_plan.ref]),
        reverse("plans:totals", args=[cast.board_plan.ref]) + "?beneath=1",
        reverse("plans:new_action", args=[cast.prevent_plan.ref]),
        *(f"{every}?{query}" for query in filters),
    ]


def seen_by(client: Client, asked: Iterable[str]) -> dict[str, tuple[int, bytes, int]]:
    """What each address answers: status, bytes but for the tokens, and the number of queries it took."""
    found = {}
    for address in asked:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            count = len(queries)
        found[address] = (response.status_code, TOKEN.sub(rb"\1", response.content), count)
    return found


def hide(cast: Partnership, number: int) -> Action:
    """An action that would show in every list, count and total, were it not sensitive."""
    return make_action(
        cast.prevent_plan,
        f"Check Burns Cabs {number}",
        code=f"H{number}",
        status=Status.DONE if number == 0 else Status.AGREED,
        due_on="2015-08-01",
        lead_body=cast.fire,
        marking="sensitive",
        descriptor="commercial",
        **WHOLE,
    )


def show(cast: Partnership, number: int) -> Action:
    return make_action(cast.prevent_plan, f"Visit {number}", ref=f"visible{number}0000", **WHOLE)


def world(cast: Partnership, client: Client, *, hidden: Iterable[int]) -> dict[str, tuple[int, bytes, int]]:
    """What is answered where two open actions stand, with hidden ones made before, between and after them."""
    Action.objects.all().delete()
    for place in range(3):
        if place in hidden:
            hide(cast, place)
        if place < 2:
            show(cast, place)
    return seen_by(client, addresses(cast))


@pytest.mark.slow
@pytest.mark.once  # tests.noninterference asks the same lists of both databases
@pytest.mark.parametrize("who", ["morag", "priya", "aileen", "iain"])
def test_no_page_tells_of_it(cast: Partnership, who: str) -> None:
    """Morag oversees, Priya contributes, Iain chairs another group, and Aileen gave no purpose."""
    make_edition()
    client = signed_in(getattr(cast, who))
    client.get(reverse("plans:index"))  # the first page of a session costs more

    without = world(cast, client, hidden=[])
    between = world(cast, client, hidden=[0, 1, 2])

    for address, answer in without.items():
        assert between[address] == answer, address


def test_to_whoever_may_see_it_it_shows_in_lists_figures_and_totals(cast: Partnership) -> None:
    make_edition()
    client = signed_in(cast.aileen, purpose=PURPOSE)

    without, with_it = (world(cast, client, hidden=hidden) for hidden in ([], [0, 1, 2]))

    plan = reverse("plans:plan", args=[cast.prevent_plan.ref])
    assert b"Burns Cabs 1" in with_it[plan][1]
    for address in (reverse("plans:index"), plan, reverse("plans:totals", args=[cast.prevent_plan.ref])):
        assert with_it[address][1] != without[address][1]
        assert b"OFFICIAL-SENSITIVE COMMERCIAL" in with_it[address][1]
        assert b"OFFICIAL-SENSITIVE" not in without[address][1]


@pytest.mark.parametrize("who", ["morag", "priya", "shona", "iain", "stranger"])
def test_its_own_pages_answer_as_if_it_were_not_there(cast: Partnership, who: str) -> None:
    hidden = hide(cast, 1)
    client = signed_in(getattr(cast, who))
    pages = ["", "edit/", "agree/", "drop/", "update/", "mark/", "redate/", "override/"]

    for page in pages:
        there = client.get(f"/plans/actions/{hidden.ref}/{page}")
        absent = client.get(f"/plans/actions/{'0' * 12}/{page}")
        assert there.status_code == absent.status_code == 404
        assert TOKEN.sub(rb"\1", there.content) == TOKEN.sub(rb"\1", absent.content)
        posted = client.post(f"/plans/actions/{hidden.ref}/{page}", {"seen": "1", "why": "x"})
        assert posted.status_code in ({404, 405} if not page else {404})


@pytest.mark.parametrize("who", ["aileen", "shona"])
def test_a_page_that_shows_it_is_marked(cast: Partnership, who: str) -> None:
    hidden = hide(cast, 1)
    client = signed_in(getattr(cast, who), purpose=PURPOSE)

    for address in (
        hidden.get_absolute_url(),
        cast.prevent_plan.get_absolute_url(),
        reverse("plans:actions"),
        reverse("plans:index"),
    ):
        assert client.get(address).context["page_marking"] == "OFFICIAL-SENSITIVE COMMERCIAL"
    assert client.get(cast.board_plan.get_absolute_url()).status_code == 404


def takes(user: User) -> int:
    client = signed_in(user, purpose=PURPOSE)
    return client.get(f"{reverse('plans:actions')}?export=csv").status_code


def test_a_member_sees_it_and_does_not_take_it_away(cast: Partnership) -> None:
    show(cast, 0)
    assert takes(cast.aileen) == 200

    hide(cast, 1)

    assert takes(cast.aileen) == 403
    assert takes(cast.shona) == 200


def test_the_file_that_holds_it_says_so(cast: Partnership) -> None:
    hide(cast, 1)
    client = signed_in(cast.shona, purpose=PURPOSE)

    text = client.get(f"{reverse('plans:actions')}?export=csv").content.decode("utf-8-sig")

    assert "OFFICIAL-SENSITIVE COMMERCIAL" in text
