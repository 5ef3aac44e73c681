"""Lists of actions: filters, order, files."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from drystane.plans.models import Action, Status
from drystane.plans.operations import override_brag
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition
from tests.clients import signed_in

AUGUST, YESTERDAY, OCTOBER, MARCH = date(2015, 8, 1), date(2015, 9, 1), date(2015, 10, 1), date(2016, 3, 1)


@pytest.fixture
def actions(cast: Partnership) -> dict[str, Action]:
    make_edition()
    plan = cast.prevent_plan
    return {
        "late": make_action(
            plan, "Check carriers", code="P1", status=Status.AGREED, due_on=YESTERDAY, objective="DETER"
        ),
        "soon": make_action(
            plan, "Train teachers", detail="On grooming", status=Status.UNDER_WAY, due_on=OCTOBER,
            lead_person=cast.shona, lead_body=cast.council, prevention_level="primary", starts_on=TODAY,
        ),
        "later": make_action(
            plan, "Visit traders", status=Status.UNDER_WAY, due_on=MARCH, lead_person=cast.aileen,
            lead_body=cast.fire, prevention_level="secondary", starts_on=TODAY, objective="DIVERT",
        ),
        "done": make_action(plan, "Write to landlords", status=Status.DONE, due_on=AUGUST),
    }  # fmt: skip


def listed(client: Client, query: str, address: str = "") -> list[str]:
    page = client.get(f"{address or reverse('plans:actions')}?{query}").context["listing"].page
    return [action.title for action in page]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Check carriers", "Train teachers", "Visit traders", "Write to landlords"]),
        ("sort=-title", ["Write to landlords", "Visit traders", "Train teachers", "Check carriers"]),
        ("sort=due", ["Write to landlords", "Check carriers", "Train teachers", "Visit traders"]),
        ("text=teach", ["Train teachers"]),
        ("text=GROOMING", ["Train teachers"]),
        ("text=p1", ["Check carriers"]),
        ("status=open", ["Check carriers", "Train teachers", "Visit traders"]),
        ("status=done", ["Write to landlords"]),
        ("brag=red", ["Check carriers"]),
        ("brag=amber", ["Train teachers"]),
        ("brag=green", ["Visit traders"]),
        ("brag=blue", ["Write to landlords"]),
        ("level=primary", ["Train teachers"]),
        ("objective=DIVERT", ["Visit traders"]),
        ("mine=on", ["Train teachers"]),
        ("late=on", ["Check carriers"]),
        ("unowned=on", ["Check carriers"]),
        ("status=open&mine=on&brag=red", []),
        ("status=nonsense", []),
    ],
)
def test_the_list_is_narrowed_and_sorted(
    cast: Partnership, actions: dict[str, Action], query: str, titles: list[str]
) -> None:
    assert listed(signed_in(cast.shona), query) == titles


def test_the_list_of_a_plan_holds_its_own_actions(cast: Partnership, actions: dict[str, Action]) -> None:
    make_action(cast.board_plan, "Call a meeting")
    of_plan = reverse("plans:plan", args=[cast.board_plan.ref])

    assert listed(signed_in(cast.morag), "", of_plan) == ["Call a meeting"]
    assert listed(signed_in(cast.morag), f"plan={cast.board_plan.ref}") == ["Call a meeting"]
    assert len(listed(signed_in(cast.morag), "")) == 5


def test_the_body_that_leads_narrows_the_list(cast: Partnership, actions: dict[str, Action]) -> None:
    assert listed(signed_in(cast.shona), f"body={cast.fire.ref}") == ["Visit traders"]


def test_a_judged_colour_is_the_one_listed(cast: Partnership, actions: dict[str, Action]) -> None:
    override_brag(actions["later"], colour="red", seen=1, by=cast.shona, at=NOW, why="The van is gone")
    client = signed_in(cast.shona)

    assert sorted(listed(client, "brag=red")) == ["Check carriers", "Visit traders"]
    assert listed(client, "brag=green") == []
    assert "Judged" in client.get(reverse("plans:actions")).text


def test_the_colour_is_said_in_words(cast: Partnership, actions: dict[str, Action]) -> None:
    text = signed_in(cast.shona).get(reverse("plans:actions")).text

    for words in (">Red<", ">Amber<", ">Green<", ">Blue: complete<"):
        assert words in text


def as_rows(client: Client, query: str) -> list[dict[str, str]]:
    response = client.get(f"{reverse('plans:actions')}?{query}&export=csv")
    assert response.status_code == 200, response.status_code
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_the_file_holds_the_rows_of_the_list_and_says_more(
    cast: Partnership, actions: dict[str, Action]
) -> None:
    rows = as_rows(signed_in(cast.shona), "brag=amber")

    (row,) = rows
    assert (row["Action"], row["Led by"], row["Lead body"]) == ("Train teachers", "Shona", "Invented Council")
    assert (row["Due"], row["BRAG"], row["Marking"]) == ("2015-10-01", "Amber", "OFFICIAL")
    assert row["Why this colour"].startswith("It is due on 1 October 2015, within 30 days")
    assert (row["In more detail"], row["Level of prevention"]) == ("On grooming", "Primary")


def test_a_plans_file_is_made_where_all_files_are(cast: Partnership, actions: dict[str, Action]) -> None:
    make_action(cast.board_plan, "Call a meeting")
    address = reverse("plans:plan", args=[cast.prevent_plan.ref])

    response = signed_in(cast.shona).get(f"{address}?brag=amber&export=csv", follow=True)

    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Action"] for row in rows] == ["Train teachers"]
    assert signed_in(cast.stranger).get(f"{address}?export=csv").status_code == 404


def test_the_spreadsheet_is_one(cast: Partnership, actions: dict[str, Action]) -> None:
    response = signed_in(cast.shona).get(f"{reverse('plans:actions')}?export=xlsx")

    assert response["Content-Disposition"] == 'attachment; filename="actions-2015-09-02.xlsx"'
    assert response.content[:2] == b"PK"


def may_take(client: Client, query: str = "") -> bool:
    address = f"{reverse('plans:actions')}?{query}"
    offered = bool(client.get(address).context["listing"].exports)
    answer = client.get(f"{address}&export=csv").status_code
    assert answer == (200 if offered else 403)
    return offered


def test_whoever_only_oversees_takes_nothing_away(cast: Partnership, actions: dict[str, Action]) -> None:
    make_action(cast.board_plan, "Call a meeting")
    morag = signed_in(cast.morag)

    assert not may_take(morag)
    assert may_take(morag, f"plan={cast.board_plan.ref}")


def test_a_contributor_takes_the_rows_of_their_own_body(
    cast: Partnership, actions: dict[str, Action]
) -> None:
    make_action(cast.prevent_plan, "Write a leaflet", lead_body=cast.charity)
    priya = signed_in(cast.priya)

    assert not may_take(priya)
    assert may_take(priya, f"body={cast.charity.ref}")


def test_a_member_takes_what_is_official(cast: Partnership, actions: dict[str, Action]) -> None:
    assert may_take(signed_in(cast.aileen))
