"""The pieces that pages are built from."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import Client

from drystane.site.templatetags import furniture

pytestmark = pytest.mark.usefixtures("sample_site")
PAGE_OF_THE_ROOM = Path(__file__).resolve().parents[4] / "docs" / "rooms" / "site.md"


def drawn(source: str, **context: Any) -> str:
    return str(engines["django"].from_string("{% load furniture %}" + source).render(context))


@pytest.mark.django_db
def test_every_component_is_drawn(aileens: Client) -> None:
    page = aileens.get("/").content.decode()
    for words in (
        "2 September 2015",
        "Amber: due in 5 days",
        "Morag agreed this",
        "“The board asked for it”",
    ):
        assert words in page
    assert "&lt;span" not in page, "a piece inside a piece was escaped"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ value|day }}", "2 September 2015"),
        ("{{ value|moment }}", "2 September 2015 at 12.05 am"),
        ("{{ value|clock }}", "12.05 am"),
    ],
)
def test_moments_are_told_by_the_clock_on_the_wall(source: str, expected: str) -> None:
    late_in_utc = datetime(2015, 9, 1, 23, 5, tzinfo=UTC)
    assert drawn(source, value=late_in_utc) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2015, 9, 2), "2 September 2015"),
        (datetime(2015, 12, 2, 14, 5, tzinfo=UTC), "2 December 2015 at 2.05 pm"),
        (True, "Yes"),
        (False, "No"),
        (0, "0"),
        (12_345, "12,345"),
        (None, "–"),
        ("", "–"),
        ("Burns Cabs", "Burns Cabs"),
    ],
)
def test_values_are_shown_as_a_person_reads_them(value: object, expected: str) -> None:
    assert furniture.shown(value) == expected


@pytest.mark.parametrize("source", ["{{ value|day }}", "{{ value|moment }}"])
def test_no_date_is_shown_as_nothing(source: str) -> None:
    assert drawn(source, value=None) == ""


def test_a_colour_is_never_said_by_colour_alone() -> None:
    for status in furniture.BRAG:
        assert status.capitalize() in drawn("{% brag status %}", status=status)
    assert "Blue: complete" in drawn('{% brag "blue" "two days late" %}')
    assert "Red: two days late" in drawn('{% brag "red" "two days late" %}')


def test_a_sensitive_marking_looks_different() -> None:
    assert drawn('{% marking_tag "OFFICIAL" %}') != drawn('{% marking_tag "OFFICIAL-SENSITIVE PERSONAL" %}')


@pytest.mark.parametrize(
    "source",
    [
        "{% tag evil %}",
        "{% button evil %}",
        "{% link_button evil evil %}",
        "{% figure evil evil evil evil %}",
        "{% summary_card evil url=evil %}{% endsummary_card %}",
        "{% summary_row evil %}{{ evil }}{% endsummary_row %}",
        "{% table_region evil %}{{ evil }}{% endtable_region %}",
        "{% empty_state evil %}{{ evil }}{% endempty_state %}",
        "{% notification 'info' evil %}{{ evil }}{% endnotification %}",
        "{% details evil %}{{ evil }}{% enddetails %}",
        "{% accordion_item evil %}{{ evil }}{% endaccordion_item %}",
        "{% crumb evil evil %}",
    ],
)
def test_what_people_typed_never_becomes_markup(source: str) -> None:
    page = drawn(source, evil='" onclick="x"><script>alert(1)</script>')
    assert "alert(1)" in page
    assert "<script" not in page
    assert '" onclick="' not in page


def test_an_empty_row_says_so() -> None:
    assert ">–</dd>" in drawn('{% summary_row "Partner" %}   {% endsummary_row %}')


def test_every_piece_has_a_line_in_the_docs() -> None:
    page = PAGE_OF_THE_ROOM.read_text("utf-8")
    for name in [*furniture.register.tags, *furniture.register.filters]:
        assert f"{{% {name} " in page or f"{{% {name} %}}" in page or f"|{name} " in page, (
            f"{name} is not in the docs"
        )
