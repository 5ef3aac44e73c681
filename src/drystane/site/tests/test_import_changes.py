"""Taskings asked otherwise and roles ended by a list, and taken back."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from drystane.access import clock
from drystane.access.policy import Role
from drystane.audit.models import Event
from drystane.board.models import Tasking
from drystane.board.operations.tasking import accept_tasking, give_tasking
from drystane.partners.models import Membership
from drystane.partners.operations import join_group
from drystane.sheets.models import ImportJob
from drystane.site.tests.import_hands import as_csv, brought_in, confirmed, counts, previewed, undone
from drystane.site.tests.test_import_rights import faults
from tests.cast import NOW, Partnership, make_partnership
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
State = ImportJob.State
JUNE = datetime(2015, 6, 1, tzinfo=UTC)
NOVEMBER = date(2015, 11, 4)


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


def give(cast: Partnership, asked: str) -> Tasking:
    return give_tasking(
        board=cast.board,
        to_group=cast.integrity,
        recommendation=None,
        asked=asked,
        report_back_on=NOVEMBER,
        by=cast.morag,
        at=NOW,
    )


def test_a_list_changes_what_is_asked_until_it_is_answered(cast: Partnership) -> None:
    waiting, taken = give(cast, "Wait"), give(cast, "Taken")
    accept_tasking(taken, by=cast.iain, at=NOW)
    rows = [["Reference", "What is asked", "Asked of", "Report back by"]]
    rows += [[waiting.ref, "Wait a little", "Integrity Group", "2015-12-02"]]
    rows += [[taken.ref, "Taken otherwise", "Integrity Group", "2015-11-04"]]
    client = signed_in(cast.morag)

    page = previewed(client, as_csv(rows), kind="taskings")
    assert counts(page) == {"added": 0, "changed": 1, "same": 0, "rejected": 1}
    assert "The group has answered this by now" in faults(page)[0]
    job = confirmed(client)
    waiting.refresh_from_db()
    assert (waiting.asked, waiting.report_back_on) == ("Wait a little", date(2015, 12, 2))
    assert waiting.moves.latest("pk").why == "As in the spreadsheet list.csv."
    assert counts(previewed(client, as_csv(rows), kind="taskings"))["same"] == 1

    assert undone(client, job).state == State.UNDONE, job.why
    waiting.refresh_from_db()
    assert (waiting.asked, waiting.report_back_on) == ("Wait", NOVEMBER)


@pytest.mark.parametrize(
    ("group", "due", "told"),
    [
        ("Prevent Group", "2015-11-04", "This stays as it was given."),
        ("Integrity Group", "2015-08-04", "Give a day that is still to come."),
    ],
)
def test_a_list_cannot_pass_a_tasking_to_another_group_or_ask_for_yesterday(
    cast: Partnership, group: str, due: str, told: str
) -> None:
    tasking = give(cast, "Wait")
    rows = [["Reference", "What is asked", "Asked of", "Report back by"], [tasking.ref, "Wait", group, due]]
    assert told in faults(previewed(cast.morag, as_csv(rows), kind="taskings"))[0]


def left(person: str, on: str, group: str = "Integrity Group") -> list[str]:
    return [group, person, "Member", on]


HEADINGS = ["Group", "Person", "Role", "Left on"]


def test_a_list_ends_a_role_on_its_day_and_gives_it_back(cast: Partnership) -> None:
    rows = [HEADINGS, left("tam", "2015-09-01")]
    Membership.objects.filter(user=cast.tam).update(role=Role.MEMBER, joined_at=JUNE)
    client = signed_in(cast.iain)

    job = brought_in(client, as_csv(rows), kind="members")
    tam = Membership.objects.get(user=cast.tam, group=cast.integrity)
    assert (tam.left_at and tam.left_at.date(), tam.left_by) == (date(2015, 9, 1), cast.iain)
    assert tam.left_because == "As in the spreadsheet list.csv."
    assert Event.objects.filter(verb="membership.left", object_ref=tam.ref).exists()
    assert counts(previewed(client, as_csv(rows), kind="members"))["same"] == 1

    assert undone(client, job).state == State.UNDONE, job.why
    tam.refresh_from_db()
    assert (tam.left_at, tam.left_by, tam.left_because) == (None, None, "")


def test_whoever_left_may_join_again_by_a_list_and_then_the_end_stands(cast: Partnership) -> None:
    Membership.objects.update(joined_at=JUNE)
    client = signed_in(cast.iain)
    job = brought_in(client, as_csv([HEADINGS, left("tam", "2015-09-01")]), kind="members")
    again = brought_in(client, as_csv([HEADINGS, left("tam", "")]), kind="members")
    assert dict(again.counts)["added"] == 1
    assert Membership.objects.current().filter(user=cast.tam, group=cast.integrity).count() == 1
    assert undone(client, job).state == State.DONE
    assert "holds another role in this group by now" in job.why


def test_a_role_ends_by_a_list_only_as_it_could_by_hand(cast: Partnership) -> None:
    Membership.objects.update(joined_at=JUNE)
    Membership.objects.filter(user=cast.tam).update(role=Role.MEMBER)
    join_group(cast.integrity, cast.stranger, role=Role.OBSERVER, body=None, by=cast.iain, at=NOW)
    rows = [
        HEADINGS,
        left("tam", "2015-12-01"),
        left("stranger", "2015-01-01"),
        left("gordon", "2015-09-01"),
        left("shona", "2015-09-01", "Prevent Group"),
    ]
    rows.append(["Integrity Group", "iain", "", "2015-09-01"])
    page = previewed(cast.iain, as_csv(rows), kind="members")
    told = " ".join(faults(page))
    assert counts(page)["rejected"] == 5
    for words in (
        "Bring this in once the day has come",
        "Change it on the group's page",  # the stranger observes and is called a member
        "They hold no role there that could end",
        "Your role in Prevent Group does not let you",
        "Hand the role over instead",
    ):
        assert words in told, words
