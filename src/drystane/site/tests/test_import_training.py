"""Staff and completions brought in from lists: what is taken, what is told, and nothing twice."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from drystane.access import clock
from drystane.site import bringing
from drystane.site.tests.import_hands import as_csv, brought_in, counts, previewed, undone
from drystane.training.models import Completion, Staff
from drystane.training.tests.conftest import Desk, make_desk
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
STAFF = ["Payroll reference", "Team", "Post", "Start date"]
DONE = ["Payroll reference", "Course", "Date", "Certificate"]


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


def faults(page: Any) -> list[str]:
    (part,) = [part for part in page.context["shown"] if part.verdict == "rejected"]
    return [bringing.fault_in_words(fault) for row in part.rows for fault in row.faults]


def test_a_staff_list_comes_in_once_and_can_be_undone(desk: Desk) -> None:
    client = signed_in(desk.lorna)
    rows = as_csv(
        [STAFF, ["P-0100", "Inspectors", "Inspector", "1/4/2010"], ["P-0101", "Wardens", "Warden", ""]]
    )

    job = brought_in(client, rows, kind="staff")

    assert Staff.objects.filter(reference__in=["P-0100", "P-0101"]).count() == 2
    assert counts(previewed(client, rows, kind="staff")) == {
        "added": 0,
        "changed": 0,
        "same": 2,
        "rejected": 0,
    }
    retyped = rows.replace(b"P-0100", b"p100")
    assert counts(previewed(client, retyped, kind="staff"))["same"] == 2
    assert undone(client, job).state == "undone"
    assert not Staff.objects.filter(reference="P-0100").exists()


def test_one_person_under_two_references_is_told_with_the_remedy(desk: Desk) -> None:
    rows = [
        STAFF,
        ["i 1", "Wardens", "", ""],  # I-01 of the inspectors
        ["N-7", "Wardens", "", ""],
        ["n007", "Inspectors", "", ""],  # the row above, typed otherwise
        ["I-02", "Wardens", "", ""],
    ]
    told = faults(previewed(desk.lorna, as_csv(rows), kind="staff"))
    assert len(told) == 3
    assert "This looks like I-01 in Inspectors" in told[0]
    assert "A row above looks like the same person" in told[1]
    assert "This reference stands in Inspectors. If they have moved" in told[2]


def test_a_register_comes_in_once_under_any_way_of_writing_it(desk: Desk) -> None:
    client = signed_in(desk.lorna)
    rows = [DONE, ["I-01", "WRAP", "12/11/2014", "C-1"], ["i2", "wrap", "12/11/2014", ""]]

    brought_in(client, as_csv(rows), kind="completions")

    found = Completion.objects.order_by("staff__reference")
    assert [(one.staff.reference, str(one.expires_on)) for one in found] == [
        ("I-01", "2016-11-12"),
        ("I-02", "2016-11-12"),
    ]
    again = previewed(client, as_csv(rows), kind="completions")
    assert counts(again) == {"added": 0, "changed": 0, "same": 2, "rejected": 0}


def test_what_cannot_be_is_told_with_the_remedy(desk: Desk) -> None:
    rows = [
        DONE,
        ["I-01", "WRAP", "3/9/2015", ""],
        ["I-02", "Workshop to Raise Awarness", "1/9/2015", ""],
        ["X-99", "WRAP", "1/9/2015", ""],
    ]
    told = faults(previewed(desk.lorna, as_csv(rows), kind="completions"))
    assert "That day has not come" in told[0]
    assert "Did you mean “Workshop to Raise Awareness of Prevent (WRAP)”?" in told[1]
    assert "Nobody is listed under this reference" in told[2]


def test_only_those_who_keep_the_records_bring_a_list_in(desk: Desk) -> None:
    for somebody in (desk.ewan, desk.cast.morag, desk.cast.tam):
        page = signed_in(somebody).get("/imports/")
        offered = (
            []
            if page.status_code == 403
            else [value for value, _ in page.context["form"].fields["kind"].choices]
        )
        assert not {"staff", "completions", "teams"} & set(offered)
