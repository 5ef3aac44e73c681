"""Pages that list, by way of the administrator's accounts."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from drystane.access.forms import AccountFilters
from drystane.access.models import User
from drystane.access.views import ACCOUNTS
from drystane.sheets.columns import Column
from drystane.sheets.listing import Listing

AT = datetime(2015, 9, 2, 14, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_site")]


@pytest.fixture(autouse=True)
def _administrator(aileen: User) -> None:
    User.objects.filter(pk=aileen.pk).update(partnership_role="administrator")


def make_people(count: int, **fields: Any) -> None:
    User.objects.bulk_create(
        User(username=f"user{number:03}", name=f"Person {number:03}", password="!", **fields)
        for number in range(count)
    )


def names(listing: Listing) -> list[str]:
    return [person.name for person in listing.page]


def listing_of(query: str, user: User, **options: Any) -> Listing:
    request = RequestFactory().get(f"/accounts/?{query}")
    request.user = user
    everything = {"columns": ACCOUNTS, "filters": AccountFilters, "default_sort": "name", **options}
    return Listing(request, User.objects.all(), **everything)


def test_the_page_is_sorted_and_cut(aileen: User) -> None:
    make_people(60)
    assert names(listing_of("", aileen))[:2] == ["Aileen", "Person 000"]
    assert names(listing_of("sort=-name", aileen))[:2] == ["Person 059", "Person 058"]
    assert len(names(listing_of("per=50", aileen))) == 50
    assert len(names(listing_of("page=3", aileen))) == 11


@pytest.mark.parametrize(
    "query", ["sort=password", "sort=role", "sort=--name", "page=x", "page=-3", "per=10000", "per=x"]
)
def test_a_query_that_makes_no_sense_gives_the_usual_page(aileen: User, query: str) -> None:
    make_people(30)
    listing = listing_of(query, aileen)
    assert (listing.sort, listing.per_page) == ("name", 25)
    assert len(names(listing)) in {25, 6}


def test_empty_values_come_last_either_way(aileen: User) -> None:
    User.objects.create(username="b", name="B", post="", last_login=None)
    columns = (*ACCOUNTS, Column("seen", "Seen", lambda person: person.last_login, sort=("last_login",)))
    User.objects.filter(pk=aileen.pk).update(last_login="2015-09-02T14:00Z")
    for sort in ("seen", "-seen"):
        assert names(listing_of(f"sort={sort}", aileen, columns=columns)) == ["Aileen", "B"]


def test_ties_do_not_tell_row_numbers(aileen: User) -> None:
    for ref in ("zzz", "aaa", "mmm"):
        User.objects.create(username=ref, name="Same", ref=ref)
    found = [person.ref for person in listing_of("words=same", aileen).page]
    assert found == ["aaa", "mmm", "zzz"]


def test_filters_narrow_and_are_shown_with_a_way_to_lift_them(aileen: User) -> None:
    make_people(3)
    gone = User.objects.create(username="gone", name="Person gone", is_active=False)
    listing = listing_of("words=person&state=closed&sort=-name&page=1", aileen)
    assert list(listing.page) == [gone]
    assert [(active.label, active.value) for active in listing.active] == [
        ("Name or post", "person"),
        ("Account", "Closed"),
    ]
    assert listing.active[0].without == "?state=closed&sort=-name"


def test_a_filter_that_makes_no_sense_finds_nothing(aileen: User) -> None:
    make_people(3)
    listing = listing_of("state=everything", aileen)
    assert names(listing) == []
    assert listing.active == []


def test_a_heading_sorts_and_then_turns(aileen: User) -> None:
    headings = {heading.words: heading for heading in listing_of("words=a&page=2", aileen).headings}
    assert (headings["Name"].direction, headings["Name"].query) == ("ascending", "?words=a&sort=-name")
    assert (headings["Post"].direction, headings["Post"].query) == ("", "?words=a&sort=post")
    assert headings["Role in the partnership"].query == ""


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(aileens: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert aileens.get("/accounts/?per=100").status_code == 200
        return len(captured)

    few = queries()
    make_people(90)
    assert queries() == few == 4, "the session, the person, the count, the page"


def test_the_page_draws_it_all(aileens: Client) -> None:
    make_people(60)
    page = aileens.get("/accounts/?words=person&sort=-username&page=2").content.decode()
    assert 'aria-sort="descending"' in page
    assert "<strong>60</strong> accounts, shown 26 to 50" in page
    assert 'href="?words=person&amp;sort=-username&amp;page=3"' in page
    assert '<input type="hidden" name="sort" value="-username">' in page
    assert 'role="region" aria-label="accounts" tabindex="0"' in page


def test_an_empty_list_says_what_to_do(aileens: Client) -> None:
    page = aileens.get("/accounts/?words=nobodyatall").content.decode()
    assert "Nothing fits these filters" in page
    page = aileens.get("/accounts/?state=bogus").content.decode()
    assert "Nothing is shown while a filter has an error" in page
    assert "Choose one of the answers offered for “Account”." in page


def test_all_the_rows_asked_for_come_as_a_file(aileens: Client) -> None:
    make_people(60)
    response = aileens.get("/accounts/?words=person&sort=-name&per=25&page=2&export=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,User name,Post,Role in the partnership,Account"
    assert (len(lines), lines[1]) == (61, "Person 059,user059,,None,Open")


def test_a_sheet_of_the_same_rows(aileens: Client) -> None:
    response = aileens.get("/accounts/?export=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == ["Aileen", "aileen"]
    assert sheet.oddHeader.center.text == "OFFICIAL"


def test_another_kind_of_file_is_not_to_be_had(aileens: Client) -> None:
    assert aileens.get("/accounts/?export=exe").status_code == 404


def test_without_the_right_no_file_is_offered_or_given(aileen: User) -> None:
    make_people(3)
    for may_export in (None, lambda _user, _rows: False):
        listing = listing_of("export=csv", aileen, may_export=may_export)
        assert listing.exports == []
        with pytest.raises(PermissionDenied):
            listing.export("accounts", title="Accounts", marking="OFFICIAL", at=AT)


def test_the_room_decides_by_the_rows_that_would_be_taken(aileen: User) -> None:
    make_people(3)
    few = {"may_export": lambda _user, rows: rows.count() < 4}
    assert [kind for kind, _ in listing_of("words=person", aileen, **few).exports] == ["CSV", "XLSX"]
    assert listing_of("", aileen, **few).exports == []
