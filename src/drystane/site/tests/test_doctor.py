"""What the doctor finds, and how it says to mend it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from drystane.audit import trail, triggers
from drystane.closeness import sentences
from drystane.site import doctor, preparing
from drystane.site.backup.keeping import MADE
from drystane.site.commands.doctor import command
from drystane.site.doctor import Finding, State

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Usage(NamedTuple):
    free: int


def test_a_home_that_is_sound_is_good(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    assert doctor.home() == Finding("Home", State.GOOD, str(tmp_path))


def test_a_signing_key_that_others_can_read_must_be_mended(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    key = tmp_path / "secret.key"
    key.write_text("k")
    key.chmod(0o644)
    finding = doctor.home()
    assert finding.state is State.MEND
    assert finding.remedy == f"chmod 600 {key}"


@pytest.mark.parametrize(("megabytes", "state"), [(50, State.MEND), (500, State.LOOK), (5_000, State.GOOD)])
def test_a_disk_that_fills_up_is_told_in_time(
    monkeypatch: pytest.MonkeyPatch, megabytes: int, state: State
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(megabytes * 1_000_000))
    assert doctor.disk().state is state


def test_a_time_zone_that_is_not_installed_is_told(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Renfrew"
    finding = doctor.time_zone(NOW)
    assert (finding.state, finding.remedy) == (State.MEND, "Install the tzdata package.")


def test_page_assets_that_are_not_built_are_told(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    assert doctor.page_assets().found == "not built"
    assert doctor.page_assets().remedy == "drystane prepare"


def test_a_sentence_model_that_is_not_ours_must_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentences, "is_installed", lambda: True)
    monkeypatch.setattr(sentences, "model", lambda: sentences.load(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    finding = doctor.sentence_model()
    assert finding.state is State.MEND
    assert "Install it anew, or take it away" in finding.remedy


def test_a_place_may_lack_the_sentence_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "is_installed", lambda: False)
    finding = doctor.sentence_model()
    assert (finding.state, finding.remedy) == (State.GOOD, "")
    assert "by their words alone" in finding.found


@pytest.mark.django_db
def test_a_prepared_database_needs_nothing() -> None:
    findings = [doctor.database(), doctor.tables(), doctor.database_file(), doctor.trail()]
    findings += [doctor.clock(NOW), doctor.background_work(NOW)]
    assert [finding for finding in findings if finding.state is not State.GOOD] == []


@pytest.mark.django_db
def test_changes_that_are_not_applied_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "unapplied", lambda: ["plans 0002_x", "board 0003_y"])
    finding = doctor.tables()
    assert (finding.state, finding.found) == (State.MEND, "2 changes are not applied")


@pytest.mark.django_db
def test_what_needs_the_tables_waits_until_they_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "unapplied", lambda: ["plans 0002_x"])
    assert doctor.examine(NOW)[-1].what == "Tables"


@pytest.mark.django_db
def test_a_trail_without_its_guards_is_told() -> None:
    triggers.drop()
    finding = doctor.trail()
    assert finding.state is State.MEND
    assert "audit_event" in finding.found


@pytest.mark.django_db
def test_a_clock_behind_the_records_is_told() -> None:
    trail.record("example.done", None, by=None, at=NOW + timedelta(days=2))
    finding = doctor.clock(NOW)
    assert finding.state is State.MEND
    assert "2 days" in finding.found


@pytest.mark.django_db
def test_work_that_nobody_does_is_told() -> None:
    waiting = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="drystane.example",
        backend_name="default",
        run_after=NOW - timedelta(hours=1),
    )
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=NOW - timedelta(hours=1))
    assert doctor.background_work(NOW).state is State.MEND
    assert doctor.background_work(NOW - timedelta(minutes=58)).state is State.GOOD
    DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=NOW - timedelta(minutes=1))
    assert doctor.background_work(NOW).state is State.GOOD


@pytest.mark.django_db
def test_the_exit_code_says_whether_something_must_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    for state, code in [(State.GOOD, 0), (State.LOOK, 0), (State.MEND, 1)]:
        monkeypatch.setattr(doctor, "examine", lambda _, state=state: [Finding("Disk", state, "x", "y")])
        result = CliRunner().invoke(command)
        assert result.exit_code == code
        assert f"{state:<5} Disk  x" in result.output


def test_the_table_puts_the_remedy_under_what_it_mends() -> None:
    findings = [
        Finding("Home", State.GOOD, "/srv/drystane"),
        Finding("Page assets", State.MEND, "not built", "drystane prepare"),
    ]
    assert doctor.as_table(findings).splitlines() == [
        "good  Home         /srv/drystane",
        "mend  Page assets  not built",
        "                   -> drystane prepare",
    ]


@pytest.mark.django_db
def test_only_sqlite_is_asked_whether_its_file_is_whole() -> None:
    expected = "whole" if connection.vendor == "sqlite" else "kept by PostgreSQL"
    assert doctor.database_file().found == expected


@pytest.mark.parametrize(
    ("hosts", "debug", "https", "state"),
    [
        ([], False, False, State.GOOD),
        (["dyke.gov.example"], False, True, State.GOOD),
        (["dyke.gov.example"], False, False, State.MEND),
        (["dyke.gov.example"], True, True, State.MEND),
        ([], True, False, State.GOOD),
    ],
)
def test_a_place_that_others_reach_needs_https_and_no_debugging(
    settings: Settings, hosts: list[str], *, debug: bool, https: bool, state: State
) -> None:
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT, hosts=[*hosts, "127.0.0.1", "localhost"], debug=debug, https=https
    )
    assert doctor.network().state is state


@pytest.mark.django_db
def test_a_backup_that_was_never_made_or_is_old_is_told() -> None:
    assert doctor.last_backup(NOW).found == "nothing here needs one yet"
    with transaction.atomic():
        trail.record("access.refused", None, by=None, at=NOW)
    assert doctor.last_backup(NOW).found == "none was ever made"
    with transaction.atomic():
        trail.record(MADE, None, by=None, at=NOW)
    assert doctor.last_backup(NOW) == Finding("Backup", State.GOOD, "last made on 2 March 2026, 09:00")
    assert doctor.last_backup(NOW + timedelta(days=3)).state is State.LOOK
