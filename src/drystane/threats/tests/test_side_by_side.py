"""Three years side by side: what was said, what was said to be not known, and what nobody spoke of."""

import pytest
from django.test import Client
from django.urls import reverse

from drystane.access.models import User
from drystane.threats.models import Threat, ThreatView
from drystane.threats.side_by_side import NOTHING, Said, side_by_side, told_by


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2004 to 2009", 2009),
        ("2009 to 2015", 2015),
        ("2015 to 2016", 2022),
        ("2015 to 2022", 2022),
        ("2014 to 2023", 2022),
        ("lately", None),
    ],
)
def test_a_view_stands_under_the_strategy_by_which_its_period_had_ended(
    period: str, year: int | None
) -> None:
    assert told_by(period) == year


def test_not_known_is_drawn_and_told_apart_from_nothing() -> None:
    picture = side_by_side([Said("Drugs", "2009 to 2015", "unknown", "Not known", "Uncertain")])
    (row,) = picture.rows
    assert [cell.drawn for cell in row.cells] == ["", "? Not known", ""]
    assert [cell.words for cell in row.cells] == [
        NOTHING,
        "? Not known, uncertain (2009 to 2015)",
        NOTHING,
    ]
    assert picture.description == "Drugs: by 2009 nothing read; by 2015 ? Not known; by 2022 nothing read."


def test_two_sources_that_differ_both_stand() -> None:
    said = [
        Said("Trafficking", "2017 to 2019", "up", "Up", "Reported"),
        Said("Trafficking", "2015 to 2022", "unknown", "Not known", "Reported"),
    ]
    (row,) = side_by_side(said).rows
    assert (row.cells[2].drawn, row.cells[2].sure) == ("▲ Up, ? Not known", "Reported")


@pytest.mark.django_db
def test_the_page_has_a_drawing_and_the_same_in_a_table(client: Client) -> None:
    client.force_login(User.objects.create(username="aileen", name="Aileen", password="!"))
    page = reverse("threats:side_by_side")
    assert "drystane strategy import FILE" in client.get(page).content.decode()
    threat = Threat.objects.create(code="robbery", name="Armed robbery", kind="primary")
    ThreatView.objects.create(threat=threat, period="2009 to 2015", direction="down", confidence="firm")
    html = client.get(page).content.decode()
    assert "Armed robbery: by 2009 nothing read; by 2015 ▼ Down; by 2022 nothing read." in html
    assert "<td>▼ Down, firm (2009 to 2015)</td>" in html
    assert page in client.get(reverse("threats:index")).content.decode()
