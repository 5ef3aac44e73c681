"""A list is read, looked at, decided about, done and undone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from drystane.access import clock
from drystane.audit.models import Event
from drystane.plans.models import Action, Move, OverlapSearch, Plan
from drystane.sheets.models import ColumnMap, ImportedRow, ImportJob, remove_old_imports
from drystane.site.bringing import CHANGED_MEANWHILE
from drystane.site.tests.import_hands import (
    as_csv,
    brought_in,
    columns_sent,
    confirmed,
    counts,
    newest,
    previewed,
    sent,
    undone,
    words_of,
)
from tests.cast import Partnership, make_action, make_partnership
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
State = ImportJob.State
HEADINGS = ["No.", "Action", "Plan", "Led by", "Due", "Status"]
ROW = ["A1", "Check the carriers", "Integrity Plan", "Tam", "2016-03-31", "Agreed"]


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


def test_nothing_is_written_before_somebody_has_looked(cast: Partnership) -> None:
    page = previewed(cast.iain, as_csv([HEADINGS, ROW]))
    assert counts(page) == {"added": 1, "changed": 0, "same": 0, "rejected": 0}
    assert not Action.objects.exists()
    assert "Nothing has been written yet" in words_of(page)


def test_what_was_looked_at_is_brought_in(cast: Partnership) -> None:
    job = brought_in(cast.iain, as_csv([HEADINGS, ROW]))
    assert job.state == State.DONE, job.why
    action = Action.objects.get()
    assert (action.code, action.title, action.plan) == ("A1", "Check the carriers", cast.integrity_plan)
    assert (action.lead_person, action.status, str(action.due_on)) == (cast.tam, "agreed", "2016-03-31")
    assert action.original_due_on == action.due_on
    assert [move.to for move in action.moves.order_by("pk")] == ["proposed", "agreed"]
    assert not job.upload.exists()
    assert not job.table.exists()


def test_actions_that_were_brought_in_are_compared_with_all_others(cast: Partnership) -> None:
    brought_in(cast.iain, as_csv([HEADINGS, ROW]))
    assert OverlapSearch.objects.get().asked_by == cast.iain


def test_an_import_and_each_row_of_it_stand_in_the_trail(cast: Partnership) -> None:
    job = brought_in(cast.iain, as_csv([HEADINGS, ROW]))
    verbs = list(Event.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["action.proposed", "sheet.brought_in", "overlaps.asked_for"]
    said = Event.objects.get(verb="sheet.brought_in").canonical
    assert job.sha256 in said
    assert job.ref in said
    assert "carriers" not in said


def test_the_same_file_again_changes_nothing(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    brought_in(client, as_csv([HEADINGS, ROW]))
    before = Event.objects.count()
    page = previewed(client, as_csv([HEADINGS, ROW]))
    assert counts(page) == {"added": 0, "changed": 0, "same": 1, "rejected": 0}
    assert "There is nothing to bring in" in words_of(page)
    assert confirmed(client).state == State.READ
    assert Event.objects.count() == before


def test_a_change_is_shown_field_by_field_and_made_by_the_actions_own_verbs(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    brought_in(client, as_csv([HEADINGS, ROW]))
    changed = ["A1", "Check every carrier", "Integrity Plan", "Iain", "2016-06-30", "Under way"]
    page = previewed(client, as_csv([HEADINGS, changed]))
    words = words_of(page)
    assert "Action of Check the carriers Check the carriers Check every carrier" in words
    assert "Due of Check the carriers 31 March 2016 30 June 2016" in words
    job = confirmed(client)
    assert job.state == State.DONE, job.why
    action = Action.objects.get()
    assert (action.title, action.lead_person, action.status) == (
        "Check every carrier",
        cast.iain,
        "under_way",
    )
    assert (str(action.due_on), str(action.original_due_on)) == ("2016-06-30", "2016-03-31")
    assert action.redatings.get().why == "As in the spreadsheet list.csv."
    assert action.assignments.get().before == cast.tam


def test_undoing_takes_away_what_was_added_and_puts_back_what_was_changed(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    make_action(cast.integrity_plan, "Kept", code="K1", status="agreed", lead_person=cast.tam, money=100)
    before = Action.objects.filter(code="K1").values().get()
    rows: list[list[Any]] = [
        [*HEADINGS, "Pounds"],
        [*ROW, 5],
        ["K1", "Kept anew", "Integrity Plan", "Iain", "2016-01-01", "Under way", 7],
    ]
    job = brought_in(client, as_csv(rows))
    assert job.state == State.DONE, job.why
    assert Action.objects.count() == 2
    assert undone(client, job).state == State.UNDONE, job.why
    after = Action.objects.values().get()
    assert {key: value for key, value in after.items() if key != "version"} == {
        key: value for key, value in before.items() if key != "version"
    }
    assert after["version"] > before["version"]
    assert Move.objects.filter(action__code="A1").count() == 0
    assert Move.objects.latest("pk").why == "The import of list.csv was undone."
    assert Event.objects.latest("seq").verb == "sheet.undone"


def test_what_somebody_has_changed_since_is_not_undone(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    job = brought_in(client, as_csv([HEADINGS, ROW, ["A2", "Another", "Integrity Plan", "", "", ""]]))
    action = Action.objects.get(code="A1")
    client.post(f"/plans/actions/{action.ref}/start/", {"seen": action.version})
    assert Action.objects.get(code="A1").status == "under_way"
    assert undone(client, job).state == State.DONE
    assert job.why.startswith("Somebody has changed “Check the carriers” since.")
    assert Action.objects.count() == 2
    assert job.why in words_of(client.get(f"/imports/{job.ref}/"))


def test_an_import_is_undone_once(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    job = brought_in(client, as_csv([HEADINGS, ROW]))
    undone(client, job)
    answer = client.post(f"/imports/{job.ref}/undo/", follow=True)
    assert "only once" in answer.content.decode()


def test_the_second_of_two_people_is_told(cast: Partnership) -> None:
    """What was previewed rests on what there was; if that has changed, nothing is brought in."""
    client = signed_in(cast.iain)
    make_action(cast.integrity_plan, "Check the carriers", code="A1")
    previewed(client, as_csv([HEADINGS, ROW]))
    Action.objects.update(title="Check them all")
    job = confirmed(client)
    assert (job.state, job.why) == (State.FAILED, CHANGED_MEANWHILE)
    assert Action.objects.get().title == "Check them all"


def test_confirming_without_having_looked_does_nothing(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    sent(client, as_csv([HEADINGS, ROW]))
    columns_sent(client, newest())
    client.post(f"/imports/{newest().ref}/confirm/", {"seen": ""})
    assert newest().state == State.READ
    assert not Action.objects.exists()


def test_a_discarded_file_is_gone(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    previewed(client, as_csv([HEADINGS, ROW]))
    job = newest()
    assert job.table.exists()
    client.post(f"/imports/{job.ref}/discard/")
    assert newest().state == State.DISCARDED
    assert not job.table.exists()
    assert client.get(f"/imports/{job.ref}/columns/").status_code == 404


def test_a_file_nobody_decided_about_is_gone_after_a_day(cast: Partnership) -> None:
    previewed(cast.iain, as_csv([HEADINGS, ROW]))
    job = newest()
    remove_old_imports(job.asked_at + timedelta(hours=23))
    assert job.table.exists()
    remove_old_imports(job.asked_at + timedelta(hours=24))
    assert not job.table.exists()
    assert newest().state == State.DISCARDED
    assert remove_old_imports(job.asked_at + timedelta(days=30)) == 1
    assert not ImportedRow.objects.exists()


def test_columns_are_remembered_for_the_next_file_with_these_headings(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    odd = [["Was", "Plan"], ["Check the carriers", "Integrity Plan"]]
    sent(client, as_csv(odd))
    columns_sent(client, newest(), **{"column-0": "title"})
    assert ColumnMap.objects.get().columns == {"Was": "title", "Plan": "plan"}
    sent(client, as_csv([*odd, ["Another", "Integrity Plan"]]))
    form = client.get(f"/imports/{newest().ref}/columns/").context["form"]
    assert form["column-0"].value() == "title"
    other = signed_in(cast.tam)
    sent(other, as_csv(odd))
    assert other.get(f"/imports/{newest().ref}/columns/").context["form"]["column-0"].value() == ""


def test_an_import_is_seen_by_nobody_else(cast: Partnership) -> None:
    previewed(cast.iain, as_csv([HEADINGS, ROW]))
    other = signed_in(cast.tam)
    for path in ("", "columns/", "rejects/"):
        assert other.get(f"/imports/{newest().ref}/{path}").status_code == 404
        assert other.get(f"/imports/000000000000/{path}").status_code == 404


def test_a_plan_for_every_row_is_asked_for_where_no_column_holds_it(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    sent(client, as_csv([["Action"], ["Check the carriers"]]))
    assert "No column holds this. Choose plan here." in words_of(columns_sent(client, newest()))
    answer = columns_sent(client, newest(), **{"all-plan": "Integrity Plan"})
    assert answer.status_code == 302
    client.get(f"/imports/{newest().ref}/")
    assert confirmed(client).state == State.DONE
    assert Action.objects.get().plan == Plan.objects.get(code="integrity")


def test_pages_cost_the_same_for_one_row_and_for_many(
    cast: Partnership, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast.iain)
    previewed(client, as_csv([HEADINGS, *([f"B{n}", f"Thing {n}", *ROW[2:]] for n in range(300))]))
    with django_assert_max_num_queries(15):  # type: ignore[operator]  # pytest-django's, without a type
        assert client.get(f"/imports/{newest().ref}/").status_code == 200
