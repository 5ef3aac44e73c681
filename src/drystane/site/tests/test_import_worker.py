"""A large list is brought in and undone by the worker; one that is cut off does not wait for ever."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from drystane.access import clock
from drystane.plans.models import Action
from drystane.sheets.models import ImportJob, remove_old_imports
from drystane.sheets.models.imports import CUT_OFF_AFTER
from drystane.site import bringing
from drystane.site.bringing import MOST_AT_ONCE
from drystane.site.tests.import_hands import (
    as_csv,
    brought_in,
    confirmed,
    newest,
    previewed,
    undone,
    words_of,
)
from tests.cast import Partnership, make_partnership
from tests.clients import signed_in

State = ImportJob.State
HEADINGS = ["No.", "Action", "Plan"]
ROW = ["A1", "Check the carriers", "Integrity Plan"]


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


def work() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_large_list_is_brought_in_and_undone_by_the_worker(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    rows = [HEADINGS, *([f"B{n}", f"Thing {n}", "Integrity Plan"] for n in range(MOST_AT_ONCE + 1))]
    job = brought_in(client, as_csv(rows))
    assert job.state == State.WORKING
    assert not Action.objects.exists()
    work()
    job.refresh_from_db()
    assert (job.state, job.why, Action.objects.count()) == (State.DONE, "", MOST_AT_ONCE + 1)
    assert undone(client, job).state == State.UNDOING
    assert Action.objects.count() == MOST_AT_ONCE + 1
    work()
    job.refresh_from_db()
    assert (job.state, job.why, Action.objects.count()) == (State.UNDONE, "", 0)


def cut_off(client: Client) -> ImportJob:
    """As a process leaves it that dies in the middle: decided, and nothing of it written."""
    previewed(client, as_csv([HEADINGS, ROW]))
    job = newest()
    bringing.decide(job, seen=job.previewed, at=clock.now())
    return job


def later(job: ImportJob, by: timedelta) -> None:
    assert job.decided_at is not None
    ImportJob.objects.filter(pk=job.pk).update(decided_at=job.decided_at - by)


@pytest.mark.django_db
def test_an_import_that_was_cut_off_is_said_to_have_failed_when_next_looked_at(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    job = cut_off(client)
    later(job, CUT_OFF_AFTER - timedelta(minutes=5))
    assert "rows are written" in words_of(client.get(f"/imports/{job.ref}/"))
    later(job, CUT_OFF_AFTER)
    assert "It was cut off before its end. Nothing was brought in" in words_of(
        client.get(f"/imports/{job.ref}/")
    )
    assert newest().state == State.FAILED
    assert not job.table.exists()


@pytest.mark.django_db
def test_an_import_that_was_cut_off_is_given_up_by_tidying_too(cast: Partnership) -> None:
    job = cut_off(signed_in(cast.iain))
    assert job.decided_at is not None
    remove_old_imports(job.decided_at + CUT_OFF_AFTER - timedelta(seconds=1))
    assert newest().state == State.WORKING
    remove_old_imports(job.decided_at + CUT_OFF_AFTER)
    assert newest().state == State.FAILED


@pytest.mark.django_db
def test_an_import_given_up_writes_nothing_if_its_worker_lives_after_all(cast: Partnership) -> None:
    job = cut_off(signed_in(cast.iain))
    held = ImportJob.objects.get(pk=job.pk)
    job.read()  # what the worker has begun with
    table = job.table.read_bytes()
    later(job, CUT_OFF_AFTER)
    newest().give_up_if_cut_off(clock.now())
    job.table.write_bytes(table)
    bringing.carry_out(held, cast.iain)
    assert newest().state == State.FAILED
    assert not Action.objects.exists()
    bringing.bring_in.call(job.ref)
    assert not Action.objects.exists()


@pytest.mark.django_db
def test_an_undoing_that_was_cut_off_can_be_asked_for_again(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    job = brought_in(client, as_csv([HEADINGS, ROW]))
    bringing.begin_undoing(job, clock.now())
    later(job, CUT_OFF_AFTER)
    assert "The undoing was cut off" in words_of(client.get(f"/imports/{job.ref}/"))
    job.refresh_from_db()
    assert undone(client, job).state == State.UNDONE
    assert confirmed(client, job).state == State.UNDONE
    assert not Action.objects.exists()
