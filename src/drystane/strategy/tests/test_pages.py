"""What the pages of the strategy room show, to whom, and at what cost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.strategy.models import Adoption, CaseStudy, Edition, Figure, Message, Recommendation
from drystane.strategy.tests.packs_in_hand import CITE, EDITION, Loader, edition, later_edition, with_entry
from tests.cast import NOW, TODAY, Partnership, make_partnership

PARTS = ("edition", "recommendations", "figures", "messages", "case_studies")
Look = Callable[..., str]


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()


@pytest.fixture
def look(client: Client) -> Look:
    """The text of a page as somebody sees it, spaces evened out."""

    def see(user: User, name: str, *args: str, query: str = "") -> str:
        client.force_login(user)
        answer = client.get(reverse(f"strategy:{name}", args=args) + query)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return see


def words(html: str) -> str:
    """Without the tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def of(load: Loader, pack: dict[str, Any] = EDITION) -> Edition:
    load(pack)
    return Edition.objects.get(code=pack["edition"]["code"])


# Editions


def test_the_editions_say_what_replaced_what_and_who_works_to_which(
    cast: Partnership, load: Loader, look: Look
) -> None:
    earlier = of(load)
    later = of(load, later_edition())
    for found, on in ((earlier, "2015-07-01"), (later, "2022-03-01")):
        Adoption.objects.create(edition=found, group=cast.board, adopted_on=on, by=None, at=NOW)
    seen = words(look(cast.stranger, "index"))
    assert seen.index("The strategy (2022)") < seen.index("The strategy (2015)")
    assert "Replaces The strategy (2015)" in seen
    assert "Replaced by The strategy (2022)" in seen
    assert "Safer Board, 1 March 2022 In force" in seen
    assert "Safer Board, 1 July 2015 Works to a later one" in seen


def test_without_an_edition_the_page_says_how_to_bring_one_in(cast: Partnership, look: Look) -> None:
    assert "drystane strategy import FILE" in look(cast.stranger, "index")


def test_an_edition_that_comes_after_today_says_so(
    cast: Partnership, load: Loader, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drystane.access.clock.today", lambda: TODAY)
    of(load)
    later = of(load, later_edition())
    assert "23 February 2022 After today" in words(look(cast.stranger, "edition", later.ref))
    assert "After today" in words(look(cast.stranger, "edition", Edition.objects.get(code="2015").ref))


def test_an_edition_counts_what_it_asks_of_whom(cast: Partnership, load: Loader, look: Look) -> None:
    found = of(load)
    html = look(cast.stranger, "edition", found.ref)
    assert "Businesses 1 1" in words(html)
    assert "Together 2 2" in words(html)
    asked = reverse("strategy:recommendations", args=[found.ref])
    assert f'href="{asked}?audience=businesses&amp;objective=DETER"' in html


# Recommendations


def test_a_recommendation_says_whose_the_objective_is_and_what_the_source_is_worth(
    cast: Partnership, load: Loader, look: Look
) -> None:
    note = {**CITE, "status": "partial", "note": "Only its successor was seen."}
    found = of(load, with_entry("recommendations", 0, cite=note))
    seen = words(look(cast.stranger, "recommendations", found.ref))
    assert "2015-LA-1 Check who holds your licences. Source seen in part Only its successor was seen." in seen
    assert seen.count("Deter draft") == 1, "one of the two is our own assignment"


@pytest.mark.parametrize(
    ("query", "headings"),
    [("", []), ("?sort=audience", ["Businesses", "Local authorities"]), ("?sort=objective", ["Deter"])],
)
def test_recommendations_are_read_in_groups(
    cast: Partnership, load: Loader, look: Look, query: str, headings: list[str]
) -> None:
    html = look(cast.stranger, "recommendations", of(load).ref, query=query)
    found = re.findall(r'<th colspan="4" scope="colgroup">([^<]*)</th>', html)
    assert [heading.removesuffix(" and public bodies") for heading in found] == headings


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?audience=businesses", {"2015-BUS-1"}),
        ("?objective=DETER", {"2015-BUS-1", "2015-LA-1"}),
        ("?words=check+licences", {"2015-LA-1"}),
        ("?words=bus-1", {"2015-BUS-1"}),
        ("?checked=draft", set()),
        ("?audience=bakers", set()),
    ],
)
def test_recommendations_are_narrowed(
    cast: Partnership, load: Loader, look: Look, query: str, codes: set[str]
) -> None:
    html = look(cast.stranger, "recommendations", of(load).ref, query=query)
    assert set(re.findall(r">(2015-(?:LA|BUS)-1)</a>", html)) == codes


def test_another_editions_recommendations_are_not_among_them(
    cast: Partnership, load: Loader, look: Look
) -> None:
    first, second = of(load), of(load, later_edition())
    assert "2015-LA-1" in look(cast.stranger, "recommendations", first.ref)
    assert "2015-LA-1" not in look(cast.stranger, "recommendations", second.ref)


@pytest.mark.parametrize(
    ("part", "line"),
    [
        ("recommendations", "2015-BUS-1,Check whom you employ.,Businesses,Deter,As the source gives it,"),
        ("figures", "paper,Groups using businesses,60,per cent,,,2015-09-02,"),
        ("messages", "2015-MSG-1,You need not be sure.,Communities,"),
        ("case_studies", "A school,DETER,Cyber crime,"),
    ],
)
def test_each_list_is_taken_along_as_a_file_by_anybody(
    cast: Partnership, load: Loader, client: Client, part: str, line: str
) -> None:
    found = of(load)
    client.force_login(cast.stranger)
    answer = client.get(reverse(f"strategy:{part}", args=[found.ref]) + "?export=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert line in answer.content.decode()
    assert "The strategy, Nobody, June 2015" in answer.content.decode()


def test_a_file_of_figures_says_what_disputes_each(cast: Partnership, load: Loader, client: Client) -> None:
    found = of(load)
    client.force_login(cast.stranger)
    file = client.get(reverse("strategy:figures", args=[found.ref]) + "?export=csv").content.decode()
    assert "about 65 per cent, June 2015 (The strategy, Nobody, June 2015): The paper says 60." in file


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("gordon", True),  # chair of the board
        ("morag", True),  # its lead officer
        ("wallace", False),  # its member
        ("priya", False),  # its observer
        ("iain", False),  # chair of a group that is no board
        ("shona", False),  # lead officer of such a group
        ("stranger", False),
    ],
)
def test_only_who_runs_a_board_is_offered_to_task_a_group(
    cast: Partnership, load: Loader, look: Look, who: str, *, offered: bool
) -> None:
    of(load)
    asked = Recommendation.objects.get(code="2015-BUS-1")
    html = look(getattr(cast, who), "recommendation", asked.ref)
    assert (f"{reverse('board:give_tasking')}?recommendation={asked.ref}" in html) is offered


def test_a_recommendation_says_why_it_exists(cast: Partnership, load: Loader, look: Look) -> None:
    of(load)
    seen = words(look(cast.stranger, "recommendation", Recommendation.objects.get(code="2015-LA-1").ref))
    assert "Why it exists Edition The strategy (2015)" in seen
    assert "Given by us: the source names only the audience." in seen
    assert "Nothing has come of it that you can see." in seen


# Figures


def dispute_in(html: str) -> list[str]:
    return [words(found) for found in re.findall(r'<article class="dispute".*?</article>', html)]


def test_two_figures_that_contradict_each_other_stand_side_by_side_once(
    cast: Partnership, load: Loader, look: Look
) -> None:
    (dispute,) = dispute_in(look(cast.stranger, "figures", of(load).ref))
    assert dispute.strip().startswith("Disputed Groups using businesses about 65 per cent 150 of 232 groups")
    assert "is contradicted by 60 per cent" in dispute
    assert dispute.index("June 2015") < dispute.index("2 September 2015")
    assert "The strategy, Nobody" in dispute
    assert "The board paper, Nobody, 1.2" in dispute
    assert dispute.count("The paper says 60.") == 1, "the same reason from both sides is said once"


def test_each_of_the_two_says_in_its_row_that_it_is_disputed(
    cast: Partnership, load: Loader, look: Look
) -> None:
    html = look(cast.stranger, "figures", of(load).ref)
    rows = [words(row) for row in re.findall(r"<tr id=.*?</tr>", html)]
    assert len(rows) == 2
    assert "Disputed 60 per cent, 2 September 2015" in rows[0]
    assert "Disputed about 65 per cent, June 2015" in rows[1]


def test_a_figure_alone_is_never_shown_without_the_other(cast: Partnership, load: Loader, look: Look) -> None:
    found = of(load)
    html = look(cast.stranger, "figures", found.ref, query="?words=150")
    assert len(re.findall(r"<tr id=", html)) == 1
    assert "60 per cent" in dispute_in(html)[0]
    for figure in Figure.objects.all():
        (dispute,) = dispute_in(look(cast.stranger, "figure", figure.ref))
        assert "65 per cent" in dispute
        assert "60 per cent" in dispute


def test_both_reasons_are_given_where_they_differ(cast: Partnership, load: Loader, look: Look) -> None:
    pack = with_entry("figures", 1, contradicts=["launch"], contradiction="The launch says 65.")
    (dispute,) = dispute_in(look(cast.stranger, "figures", of(load, pack).ref))
    assert "The paper says 60." in dispute
    assert "The launch says 65." in dispute


def test_an_undisputed_figure_has_no_such_box(cast: Partnership, load: Loader, look: Look) -> None:
    pack = with_entry("figures", 0, contradicts=[], contradiction="")
    found = of(load, pack)
    assert dispute_in(look(cast.stranger, "figures", found.ref)) == []
    assert "Disputed" not in words(look(cast.stranger, "figures", found.ref, query="")).replace(
        "Disputed only", ""
    )


def test_disputed_figures_are_found_by_a_filter(cast: Partnership, load: Loader, look: Look) -> None:
    pack = edition()
    pack["figures"].append({**pack["figures"][1], "code": "firm", "label": "Something firm"})
    html = look(cast.stranger, "figures", of(load, pack).ref, query="?disputed=on")
    assert len(re.findall(r"<tr id=", html)) == 2
    assert "Something firm" not in html


def series_of_four(load: Loader) -> None:
    pack = edition()
    firm = {**pack["figures"][1], "contradicts": [], "contradiction": ""}
    for code, on, value in (("next", "2016-11-01", 66), ("last", "2023-03-01", 72)):
        pack["figures"].append({**firm, "code": code, "as_of": on, "as_of_text": on[:4], "value": value})
    load(pack)


def test_a_figure_is_shown_over_the_years_as_a_table_and_a_line(
    cast: Partnership, load: Loader, look: Look
) -> None:
    series_of_four(load)
    html = look(cast.stranger, "figure", Figure.objects.get(code="last").ref)
    table = words(html[html.index("<caption>") : html.index("</table>")])
    values = ["about 65 per cent Disputed", "60 per cent Disputed", "66 per cent", "72 per cent"]
    places = [table.index(value) for value in values]
    assert places == sorted(places)
    svg = html[html.index("<svg viewBox") : html.index("</desc>")]
    assert 'role="img"' in svg
    assert "June 2015: about 65 per cent, disputed." in svg
    assert len(re.findall("<polygon ", html)) == 2
    assert len(re.findall("<circle ", html)) == 2


def test_figures_of_another_unit_stay_out_of_the_line_and_in_the_table(
    cast: Partnership, load: Loader, look: Look
) -> None:
    series_of_four(load)
    Figure.objects.filter(code="next").update(unit="groups")
    html = look(cast.stranger, "figure", Figure.objects.get(code="last").ref)
    assert "66 groups" in html
    assert "<polygon " not in html, "one firm point makes no line"


def test_a_figure_that_stands_alone_has_no_series(cast: Partnership, load: Loader, look: Look) -> None:
    of(load)
    Figure.objects.filter(code="paper").update(measure="another")
    assert "Over the years" not in look(cast.stranger, "figure", Figure.objects.get(code="paper").ref)


# Messages and case studies


def test_messages_are_grouped_by_audience_and_a_groups_own_stay_out(
    cast: Partnership, load: Loader, look: Look
) -> None:
    found = of(load)
    Message.objects.create(code="OWN", group=cast.prevent, audience="communities", text="Ours alone.")
    html = look(cast.shona, "messages", found.ref)
    assert re.findall(r'scope="colgroup">([^<]*)<', html) == ["Communities"]
    assert "You need not be sure." in html
    assert "Ours alone." not in html
    assert "colgroup" not in look(cast.shona, "messages", found.ref, query="?sort=text")
    assert "Nothing fits these filters" in look(cast.shona, "messages", found.ref, query="?words=zzz")


def test_a_case_study_is_told_with_its_threat_and_lesson(cast: Partnership, load: Loader, look: Look) -> None:
    found = of(load, with_entry("case_studies", 0, lesson="Start early."))
    seen = words(look(cast.stranger, "case_studies", found.ref))
    assert "1 case study" in seen
    assert "A school Objective Deter Threat Cyber crime Lesson Start early. Source Sourced" in seen
    assert "Nothing fits these filters" in look(cast.stranger, "case_studies", found.ref, query="?words=zzz")


@pytest.mark.parametrize("part", PARTS[1:])
def test_an_empty_part_says_what_to_do(cast: Partnership, load: Loader, look: Look, part: str) -> None:
    found = of(load, edition(recommendations=[], figures=[], messages=[], case_studies=[]))
    assert "An operator adds them to" in look(cast.stranger, part, found.ref)


# Every page


@pytest.mark.parametrize("name", [*PARTS, "recommendation", "figure"])
def test_what_is_not_there_is_not_found(cast: Partnership, client: Client, name: str) -> None:
    client.force_login(cast.morag)
    assert client.get(reverse(f"strategy:{name}", args=["000000000000"])).status_code == 404


@pytest.mark.parametrize("name", ["index", *PARTS, "recommendation", "figure"])
def test_the_pages_are_for_reading_and_for_those_who_signed_in(
    cast: Partnership, client: Client, name: str
) -> None:
    address = reverse(f"strategy:{name}", args=[] if name == "index" else ["000000000000"])
    assert client.get(address).status_code == 302
    client.force_login(cast.morag)
    assert client.post(address).status_code == 405


def grow(pack: dict[str, Any], times: int) -> dict[str, Any]:
    """The same edition with many of everything, every figure of them disputed."""
    for where in ("recommendations", "figures", "messages", "case_studies"):
        pack[where] = [
            {**entry, "code": f"{entry['code']}-{number}"} for number in range(times) for entry in pack[where]
        ]
    for figure in pack["figures"]:
        if figure.get("contradicts"):
            figure["contradicts"] = [figure["code"].replace("launch", "paper")]
    return pack


@pytest.mark.parametrize("times", [1, 12])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("index", 4),
        ("edition", 10),
        ("recommendations", 7),
        ("recommendation", 10),
        ("figures", 6),
        ("figure", 9),
        ("messages", 7),
        ("case_studies", 6),
    ],
)
def test_a_page_asks_the_database_the_same_number_of_questions_at_any_size(
    cast: Partnership,
    load: Loader,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    *,
    name: str,
    queries: int,
    times: int,
) -> None:
    found = of(load, grow(edition(), times))
    Adoption.objects.create(edition=found, group=cast.board, adopted_on=TODAY, by=None, at=NOW)
    one = {
        "index": [],
        "recommendation": [Recommendation.objects.order_by("code")[0].ref],
        "figure": [Figure.objects.order_by("code")[0].ref],
    }
    assert CaseStudy.objects.count() == times
    client.force_login(cast.morag)
    with django_assert_num_queries(queries):
        client.get(reverse(f"strategy:{name}", args=one.get(name, [found.ref])))
