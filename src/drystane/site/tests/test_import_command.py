"""A list brought in from the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core.exceptions import PermissionDenied
from pytest_django import Settings

from drystane.access import clock
from drystane.audit.models import Event
from drystane.plans.models import Action
from drystane.sheets.models import ImportJob
from drystane.site.commands.bring import command, undo_command
from drystane.site.commands.plans import command as plans
from tests.cast import Partnership, make_partnership

pytestmark = pytest.mark.django_db
LIST = "No.,Action,Plan,Due\nA1,Check the carriers,Integrity Plan,31/3/2016\nA2,Another,No such plan,\n"


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def test_a_preview_says_what_a_file_would_do_and_does_nothing(cast: Partnership, file: Path) -> None:
    said = run("actions", file, "--preview").output
    assert "1  added" in said
    assert "row 2: Plan Integrity Plan; No. A1; Action Check the carriers; Due 2016-03-31" in said
    assert "row 3: Column C, “Plan”: “No such plan”: Write one of these: " in said
    assert "Nothing was written." in said
    assert not Action.objects.exists()
    assert ImportJob.objects.get().state == ImportJob.State.DISCARDED


def test_a_list_is_brought_in_twice_and_undone_once(cast: Partnership, file: Path) -> None:
    said = run("actions", file, "--by", "iain").output
    assert "Brought in. To undo it: drystane undo " in said
    assert Action.objects.get().proposed_by == cast.iain
    again = run("actions", file, "--by", "iain").output
    assert "1  same" in again
    assert "Nothing was written." in again
    ref = said.split()[-1]
    assert "everything is as it was" in CliRunner().invoke(undo_command, [ref, "--by", "iain"]).output
    assert not Action.objects.exists()


def test_what_is_not_taken_is_written_where_asked_with_its_reason(cast: Partnership, file: Path) -> None:
    rejects = file.with_name("rejects.csv")
    run("actions", file, "--rejects", rejects)
    lines = rejects.read_text("utf-8-sig").splitlines()
    assert lines[0] == "No.,Action,Plan,Due,Sheet,Row,Why it was not taken"
    assert lines[1].startswith("A2,Another,No such plan,,,3,")


def test_only_a_person_with_some_right_brings_a_list_in(cast: Partnership, file: Path) -> None:
    result = run("actions", file, "--by", "stranger")
    assert isinstance(result.exception, PermissionDenied)
    assert Event.objects.get().verb == "access.refused"
    assert not ImportJob.objects.exists()


def test_another_persons_import_is_not_there_to_undo(cast: Partnership, file: Path) -> None:
    ref = run("actions", file, "--by", "iain").output.split()[-1]
    theirs = CliRunner().invoke(undo_command, [ref, "--by", "tam"])
    absent = CliRunner().invoke(undo_command, ["0" * 12, "--by", "tam"])
    assert theirs.output.replace(ref, "") == absent.output.replace("0" * 12, "")
    assert Action.objects.exists()


def test_dates_with_the_month_first_have_to_be_said(cast: Partnership, file: Path) -> None:
    file.write_text(LIST.replace("31/3/2016", "3/31/2016"), "utf-8")
    assert "Say so: --days mdy" in run("actions", file).output
    run("actions", file, "--days", "mdy")
    assert str(Action.objects.get().due_on) == "2016-03-31"


def test_a_guess_at_the_dates_is_said(cast: Partnership, file: Path) -> None:
    file.write_text(LIST.replace("31/3/2016", "3/4/2016"), "utf-8")
    assert "read with the day first" in run("actions", file).output
    assert str(Action.objects.get().due_on) == "2016-04-03"


def test_columns_and_what_holds_for_all_can_be_said(cast: Partnership, file: Path) -> None:
    file.write_text("Wos,Ding\nCheck,x\n", "utf-8")
    run("actions", file, "--column", "Wos=title", "--all", "plan=integrity")
    assert Action.objects.get().title == "Check"
    assert "“Plan” of every row: “elsewhere”" in run("actions", file, "--all", "plan=elsewhere").output
    assert "has to be said of each row" in run("actions", file, "--all", "title=x").output
    assert "There is no field" in run("actions", file, "--column", "Wos=nothing").output
    assert "No column is headed" in run("actions", file, "--column", "Who=title").output


def test_a_file_that_cannot_be_read_says_why(cast: Partnership, file: Path) -> None:
    file.write_bytes(b"PK\x03\x04broken")
    result = run("actions", file)
    assert (result.exit_code, "damaged" in result.output) == (2, True)


def test_what_plans_export_writes_plans_import_takes_unchanged(cast: Partnership, file: Path) -> None:
    run("actions", file)
    out = file.with_name("out.xlsx")
    assert CliRunner().invoke(plans, ["export", "--out", str(out)]).exit_code == 0
    assert "1  same" in CliRunner().invoke(plans, ["import", str(out)]).output
