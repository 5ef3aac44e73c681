"""Counts come in from a file, with a clear word for what is wrong; and go out as they came."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.audit.models import Event
from drystane.sheets.reading import read_book
from drystane.threats import operations
from drystane.threats.models import CountSeries, YearCount
from drystane.threats.operations import bring_in, import_series
from drystane.threats.series_file import BadSeriesFile, series_in
from drystane.threats.tests.making import RISING, row, save, threat_and_source
from drystane.threats.trend import Count, Course, Method, Trend

NOW = datetime(2015, 9, 1, 9, tzinfo=UTC)
FITTED = Trend(Course.UP, "Up, says the test.", 0.2, 0.1, 0.3, Method.QUASI_POISSON)
FEW = RISING[:3]


@pytest.fixture(autouse=True)
def known(db: None) -> None:
    threat_and_source()


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(User.objects.create(username="aileen", name="Aileen", password="!"))
    return client


def bring(path: Path) -> operations.Brought:
    return bring_in(series_in(read_book(path)), by=None, at=NOW)


def test_a_series_comes_in_with_its_course_and_a_line_in_the_trail(tmp_path: Path) -> None:
    brought = import_series(save(tmp_path, [row(*one) for one in FEW]), by=None, at=NOW)
    series = CountSeries.objects.get()
    assert brought.added == ["reports"]
    assert (series.course, series.change) == (Course.NOT_KNOWN, None)
    assert series.why == "Only 3 years are counted; a course needs 5."
    assert list(series.counts.order_by("year").values_list("year", "count")) == FEW
    assert Event.objects.filter(verb="series.imported", object_ref=series.ref).count() == 1


def test_the_fit_has_the_years_that_were_counted_the_changes_and_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def fitted(counts: list[Count], **told: object) -> Trend:
        asked.update(told, counts=counts)
        return FITTED

    monkeypatch.setattr(operations, "trend", fitted)
    rows = [row(2013, 4), row(2014, ""), row(2015, 6, counted_otherwise="by telephone too")]
    bring(save(tmp_path, rows))
    assert [one.year for one in asked["counts"]] == [2013, 2015]
    assert [(one.year, one.what) for one in asked["changes"]] == [(2015, "by telephone too")]
    assert asked["source"] == "The launch."
    series = CountSeries.objects.get()
    assert (series.course, series.low, series.high, series.method) == ("up", 0.1, 0.3, "quasi-Poisson")


@pytest.mark.parametrize("checked", ["Our own draft", "Not checked"])
def test_counts_without_a_source_have_no_course(tmp_path: Path, checked: str) -> None:
    bring(save(tmp_path, [row(*one, source="", checked=checked) for one in RISING]))
    assert CountSeries.objects.get().why == "No source is given for these counts."


def test_the_same_file_again_changes_nothing_and_another_count_changes_the_series(tmp_path: Path) -> None:
    path = save(tmp_path, [row(*one) for one in FEW])
    bring(path)
    events = Event.objects.count()
    assert bring(path).same == ["reports"]
    assert Event.objects.count() == events
    assert bring(save(tmp_path, [row(*FEW[0])])).changed == ["reports"]
    assert YearCount.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row(2013, -4)], "Row 2, E, “Count”: -4. A count cannot be below nothing."),
        ([row(2013, "many")], "Row 2, E, “Count”: “many”. Write a number in figures"),
        ([row(2013, 2.5)], "Row 2, E, “Count”: “2.5”. Give at most 0 places"),
        ([row("", 4)], "Row 2, D, “Year”: nothing. Fill in “Year”."),
        ([row(15, 4)], "Row 2, D, “Year”: 15. Write a year between 1900 and 2100."),
        ([row(2013, 4, among=0)], "Row 2, F, “Counted among”: 0. Give a population above nothing"),
        ([row(2013, 4), row(2016, 5)], "Row 3, D, “Year”: 2014 to 2015 is missing before 2016."),
        ([row(2013, 4), row(2013, 5)], "Row 3, D, “Year”: 2013 stands in row 2 already."),
        (
            [row(2013, 4), row(2014, 5, name="Calls")],
            "Row 3, B, “What is counted”: Calls, but row 2 says Reports.",
        ),
        (
            [row(2013, 4, among=9), row(2014, 5)],
            "Row 3, F, “Counted among”: Give the population for every year",
        ),
        ([row(2013, 4, checked="Perhaps")], "Row 2, J, “Checked”: “Perhaps”. Write one of these: Sourced"),
        ([row(2013, 4, threat="dragons")], "Row 2, “Threat”: there is no threat with the code dragons."),
        ([row(2013, 4, source="S9")], "Row 2, “Source code”: there is no source with the code S9."),
        ([row(2013, 4, source="")], "Row 2, “Checked”: name the source, or say that this was not checked."),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    tmp_path: Path, rows: list[list[object]], words: str
) -> None:
    with pytest.raises(BadSeriesFile, match=re.escape(words)):
        bring(save(tmp_path, rows))
    assert not CountSeries.objects.exists()


def test_every_fault_is_told_at_once_and_a_missing_column_by_its_heading(tmp_path: Path) -> None:
    with pytest.raises(BadSeriesFile) as told:
        bring(save(tmp_path, [row(2013, -4), row("soon", 5)]))
    assert [words[:5] for words in str(told.value).splitlines()] == ["Row 2", "Row 3"]
    path = tmp_path / "short.csv"
    path.write_text("Series,What is counted,Year,Count\nreports,Reports,2013,4\n")
    with pytest.raises(BadSeriesFile, match="No column is headed “Threat”"):
        bring(path)
    with pytest.raises(BadSeriesFile, match="There is no count in it"):
        bring(save(tmp_path, []))


def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "counts.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(BadSeriesFile, match="damaged"):
        import_series(path, by=None, at=NOW)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_series_taken_along_comes_in_again_unchanged(tmp_path: Path, reader: Client, kind: str) -> None:
    rows = [
        row(2013, 4, among=5_300_000, note="=not a sum", place="page 3"),
        row(2014, "", note="=not a sum", place="page 3"),
        row(2015, 0, among=5_400_000.5, note="=not a sum", place="page 3", counted_otherwise="anew"),
    ]
    bring(save(tmp_path, rows))
    address = CountSeries.objects.get().get_absolute_url()
    path = tmp_path / f"again.{kind}"
    path.write_bytes(reader.get(f"{address}?export={kind}").content)
    assert bring(path).same == ["reports"]


def test_the_page_draws_gaps_and_changes_and_says_what_is_invented(tmp_path: Path, reader: Client) -> None:
    rows = [
        row(2013, 4, source="", checked="Invented"),
        row(2014, "", source="", checked="Invented"),
        row(2015, 6, source="", checked="Invented", counted_otherwise="by telephone too"),
    ]
    bring(save(tmp_path, rows))
    html = reader.get(CountSeries.objects.get().get_absolute_url()).content.decode()
    drawn = html[html.index("<svg viewBox") : html.index("counts__key")]
    assert "2013: 4; 2014: not counted; 2015: 6, counted otherwise from here (by telephone too)." in drawn
    assert drawn.count("<rect") == 2
    assert drawn.count(">?</text>") == 1
    assert drawn.count("stroke-dasharray") == 1
    assert "Reports (invented)" in drawn
    assert "? Not known" in html


def test_counts_stand_apart_from_judgements_and_follow_the_threat(tmp_path: Path, reader: Client) -> None:
    bring(save(tmp_path, [row(*one) for one in FEW]))
    series = CountSeries.objects.get()
    page = reverse("threats:index")
    html = reader.get(page).content.decode()
    assert html.index('id="counts"') < html.index(series.get_absolute_url())
    assert series.get_absolute_url() in reader.get(f"{page}?threat={series.threat.ref}").content.decode()
    for asked in ("kind=theme", "threat=000000000000"):
        assert series.get_absolute_url() not in reader.get(f"{page}?{asked}").content.decode()


@pytest.mark.parametrize("size", [1, 40])
def test_the_page_asks_the_same_number_of_questions_at_any_size(
    tmp_path: Path, reader: Client, django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    bring(save(tmp_path, [row(1950 + year, "") for year in range(size)]))
    address = CountSeries.objects.get().get_absolute_url()
    with django_assert_num_queries(6):
        reader.get(address)


@pytest.mark.parametrize("said", [{"change": 0.1, "low": 0.0, "high": 0.2}, {"course": "up"}, {"low": 0.1}])
def test_the_database_keeps_course_and_change_together(tmp_path: Path, said: dict[str, object]) -> None:
    bring(save(tmp_path, [row(*one) for one in FEW]))
    with pytest.raises(IntegrityError), transaction.atomic():
        CountSeries.objects.update(**said)
