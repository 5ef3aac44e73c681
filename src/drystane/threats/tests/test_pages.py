"""The threat picture: direction and confidence, with not known as an answer of its own."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.documents.models import CiteStatus, Source
from drystane.threats.models import CountSeries, Threat, ThreatView

Look = Callable[..., str]


@pytest.fixture
def aileen(db: None) -> User:
    return User.objects.create(username="aileen", name="Aileen", password="!")


@pytest.fixture
def look(client: Client, aileen: User) -> Look:
    client.force_login(aileen)

    def see(query: str = "") -> str:
        answer = client.get(reverse("threats:index") + query)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return see


@pytest.fixture
def picture(db: None) -> None:
    source = Source.objects.create(code="S1", title="The launch", address="https://example.org/launch")
    make("cyber-crime", "Cyber crime", "primary", "up", "firm", source)
    make("waste", "The waste sector", "channel", "new", "reported", source)
    make("drugs", "New drugs", "primary", "unknown", "uncertain", None)
    Threat.objects.create(code="fraud", name="Fraud", kind="primary")


def make(  # noqa: PLR0917  # a row of a table, read across
    code: str, name: str, kind: str, direction: str, confidence: str, source: Source | None
) -> ThreatView:
    return ThreatView.objects.create(
        threat=Threat.objects.create(code=code, name=name, kind=kind),
        period="2009 to 2015",
        direction=direction,
        confidence=confidence,
        text=f"What is said of {name}.",
        source=source,
        cite_status=CiteStatus.SOURCED if source else CiteStatus.UNVERIFIED,
    )


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def shown(html: str) -> list[str]:
    """The threats in the list, in its order."""
    return re.findall(r'<tr id="\w+"> <td>([^<]*)</td>', html)


def test_each_view_says_which_way_how_sure_and_who_says_so(picture: None, look: Look) -> None:
    seen = words(look())
    assert "Cyber crime Directly profitable 2009 to 2015 ▲ Up Firm What is said of Cyber crime." in seen
    assert 'href="https://example.org/launch"' in look()
    assert "? Not known Uncertain What is said of New drugs. No source Not checked" in seen


def test_what_is_not_known_is_told_apart_from_what_nobody_spoke_of(picture: None, look: Look) -> None:
    html = look()
    assert "Fraud" not in shown(html)
    silent = words(html[html.index("nothing said of them yet") :])
    assert "Fraud (directly profitable)" in silent
    assert "Cyber crime" not in silent
    assert "New drugs" not in silent


def test_how_many_go_which_way_leads_to_them(picture: None, look: Look) -> None:
    html = look()
    assert '<a href="?direction=unknown">Not known</a>' in html
    assert "?direction=down" not in html[: html.index("Filter")], "what there is none of is left out"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Cyber crime", "New drugs", "The waste sector"]),
        ("?kind=channel", ["The waste sector"]),
        ("?direction=unknown", ["New drugs"]),
        ("?direction=up&direction=new", ["Cyber crime", "The waste sector"]),
        ("?confidence=firm", ["Cyber crime"]),
        ("?words=SAID+waste", ["The waste sector"]),
        ("?direction=sideways", []),
        ("?threat=000000000000", []),
        ("?sort=-threat", ["The waste sector", "New drugs", "Cyber crime"]),
    ],
)
def test_the_picture_is_narrowed_and_sorted(picture: None, look: Look, query: str, names: list[str]) -> None:
    assert shown(look(query)) == names


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("?kind=primary", True),
        ("?kind=channel", False),
        ("?direction=unknown", False),
        ("?confidence=uncertain", False),
        ("?words=fraud", True),
        ("?words=drugs", False),
        ("?direction=sideways", False),
    ],
)
def test_what_nobody_spoke_of_is_narrowed_alike(
    picture: None, look: Look, query: str, *, is_there: bool
) -> None:
    assert ("Fraud (directly profitable)" in words(look(query))) is is_there


def test_one_threat_has_an_address_whether_anybody_spoke_of_it_or_not(picture: None, look: Look) -> None:
    cyber, fraud = Threat.objects.get(code="cyber-crime"), Threat.objects.get(code="fraud")
    assert shown(look(f"?threat={cyber.ref}")) == ["Cyber crime"]
    assert "Fraud (directly profitable)" in words(look(f"?threat={fraud.ref}"))


def test_the_picture_is_taken_along_as_a_file(picture: None, client: Client, aileen: User) -> None:
    client.force_login(aileen)
    file = client.get(reverse("threats:index") + "?export=csv&direction=unknown").content.decode()
    heading, *rows = file.splitlines()
    assert heading.endswith("Source,Place,Checked,Note on the source")
    assert rows == [
        "New drugs,Directly profitable,2009 to 2015,Not known,Uncertain,"
        "What is said of New drugs.,,,Not checked,"
    ]


def test_an_empty_picture_says_what_to_do_first(look: Look) -> None:
    assert "drystane strategy import FILE" in look()


def test_the_page_is_for_reading_and_for_those_who_signed_in(client: Client, aileen: User) -> None:
    assert client.get(reverse("threats:index")).status_code == 302
    client.force_login(aileen)
    assert client.post(reverse("threats:index")).status_code == 405


@pytest.mark.parametrize("size", [1, 40])
def test_the_page_asks_the_same_number_of_questions_at_any_size(
    client: Client, aileen: User, django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    source = Source.objects.create(code="S1", title="The launch")
    for number in range(size):
        make(f"threat-{number}", f"Threat {number}", "primary", "up", "firm", source)
        other = Threat.objects.create(code=f"other-{number}", name=f"Other {number}", kind="theme")
        CountSeries.objects.create(
            code=f"series-{number}", name=f"Series {number}", threat=other, course="not known", source=source
        )
    client.force_login(aileen)
    with django_assert_num_queries(8):
        client.get(reverse("threats:index"))
