"""`drystane training`: courses from packs, and who goes first, for a named person or the operator."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from drystane.access import clock
from drystane.access.models import User
from drystane.audit.models import Event
from drystane.documents.models import Source
from drystane.sheets.write import write_csv
from drystane.site.command_line import drystane_command
from drystane.training.models import Booking, Course, CourseVersion, RoleRule
from drystane.training.tests.conftest import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Desk:
    settings.HOME = tmp_path
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))
    return make_desk()


def run(*words: str) -> Result:
    command: click.Command = drystane_command
    return CliRunner().invoke(command, ["training", *words])


def prioritise(*words: str, by: User | None = None) -> Result:
    named = ["--by", by.username] if by else []
    return run("prioritise", "--course", "wrap", *words, *named)


def test_who_goes_first_as_json_and_nothing_is_booked(desk: Desk) -> None:
    result = prioritise("--seats", "6", "--as", "json", by=desk.lorna)

    answer = json.loads(result.output)
    assert [(one["place"], one["team"], one["sum"]) for one in answer["queue"]] == [
        (1, "inspectors", "30 + 30 + 20 + 0 + 4 = 84"),
        (2, "wardens", "30 + 30 + 20 + 0 + 4 = 84"),
        (3, "volunteers", "20 + 30 + 20 + 0 + 4 = 74"),
    ]
    assert sum(one["people"] for one in answer["seats"]) == 6
    assert answer["price"] == 0
    assert not Booking.objects.exists()
    assert Event.objects.filter(verb="seats.prioritised", actor_ref=desk.lorna.ref).count() == 1
    assert (
        json.loads(prioritise("--seats", "6", "--as", "json").output) == answer
    )  # the operator is told the same


def test_sessions_are_read_from_a_sheet_and_a_spreadsheet_comes_out(desk: Desk, tmp_path: Path) -> None:
    sheet, out = tmp_path / "sessions.csv", tmp_path / "first.xlsx"
    sheet.write_bytes(write_csv(["Session", "Date", "Places"], [["A", "9/9/2015", 2], ["B", "16/9/2015", 3]]))

    told = json.loads(prioritise("--sessions", str(sheet), "--as", "json").output)
    result = prioritise("--sessions", str(sheet), "--as", "xlsx", "--out", str(out))

    assert {one["session"] for one in told["seats"]} == {"A", "B"}
    assert result.exit_code == 0
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Session", "Date"], ["A", "9/9/2015"]], "no column is headed “Places”"),
        ([["Date", "Places"], ["9/9/2015", "many"]], "Write a number in figures"),
        ([["Date", "Places"], ["9/9/2015", 0]], "at least one place"),
        ([["Date", "Places"], ["9/9/2015", 2], ["9/9/2015", 2]], "stands twice"),
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused_with_the_remedy(
    desk: Desk, tmp_path: Path, rows: list[list[object]], words: str
) -> None:
    sheet = tmp_path / "sessions.csv"
    sheet.write_bytes(write_csv(rows[0], rows[1:]))  # type: ignore[arg-type]  # cells of any kind
    assert words in str(prioritise("--sessions", str(sheet), "--as", "json").exception)


def test_a_minimum_that_cannot_be_kept_is_named(desk: Desk) -> None:
    RoleRule.objects.filter(pk=desk.rule.pk).update(least_seats=5)
    refused = str(prioritise("--seats", "4", "--as", "json").exception)
    assert "“Who meets the public” asks for at least 5 seats, and at most 4 can be had" in refused


def test_what_is_asked_wrongly_is_told(desk: Desk) -> None:
    assert (
        "There is no course 'rap'. There are: signs, wrap."
        in run("prioritise", "--course", "rap", "--seats", "2", "--as", "json").output
    )
    assert "either how many seats" in prioritise("--as", "json").output
    assert "Say with --out" in prioritise("--seats", "2", "--as", "xlsx").output


def test_only_those_who_keep_the_records_are_told(desk: Desk) -> None:
    for somebody in (desk.ewan, desk.cast.morag):
        refused = prioritise("--seats", "2", "--as", "json", by=somebody)
        assert "does not let you keep training records" in str(refused.exception)
    assert "no such training desk" in prioritise("--seats", "2", "--as", "json", by=desk.cast.stranger).output


def test_our_own_courses_come_in_and_again_change_nothing() -> None:
    for code in ("S19", "S57", "S131", "S132", "S134"):
        Source.objects.create(code=code, title=code)
    first, again = run("load").output, run("load").output

    assert "prevent.yaml: 11 added, 0 changed." in first
    assert again.count("0 added, 0 changed") == 2
    wrap = CourseVersion.objects.get(course__code="wrap")
    assert (wrap.cite_status, wrap.retired_on and wrap.retired_on.year) == ("unverified", 2023)
    refresher = CourseVersion.objects.get(course__code="prevent-refresher")
    assert list(refresher.counts_as.all()) == [Course.objects.get(code="prevent-awareness")]
