"""A file made in the background is given only while the rights that made it hold, and only for a purpose."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.audit.models import READS, Event, PurposeNote
from drystane.partners.models import Membership
from drystane.partners.operations import change_role, leave_group
from drystane.sheets.columns import About
from drystane.sheets.jobs import make_export, start_export
from drystane.sheets.models import ExportJob
from tests.cast import NOW, Partnership, make_action, make_partnership, seat
from tests.noninterference.looking import browser_of

pytestmark = pytest.mark.django_db

SENSITIVE = "OFFICIAL-SENSITIVE COMMERCIAL"


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Partnership:
    settings.HOME = tmp_path
    cast = make_partnership()
    seat(cast.stranger, cast.integrity, Role.LEAD_OFFICER)
    make_action(cast.integrity_plan, "Kestrel", marking="sensitive", descriptor="commercial")
    return cast


def made_for(person: User, listing: str = "actions", marking: str = SENSITIVE) -> ExportJob:
    job = start_export(
        listing,
        kind="csv",
        query="",
        about=About(title="Rows", marking=marking, at=NOW),
        rows_total=1,
        by=person,
        purpose="Preparing the review",
    )
    make_export.call(job.ref)
    job.refresh_from_db()
    return job


def fetch(browser: Client, job: ExportJob) -> tuple[int, str]:
    answer = browser.get(reverse("export_file", args=[job.ref]))
    return answer.status_code, answer.content.decode("utf-8-sig")


def place_of(cast: Partnership) -> Membership:
    return Membership.objects.current().get(user=cast.iain)


def test_making_it_is_a_read_and_fetching_it_is_an_event_of_its_own(cast: Partnership) -> None:
    job = made_for(cast.iain)
    (read,) = Event.objects.filter(verb=READS)
    assert read.details["address"] == "export:actions"

    status, content = fetch(browser_of(cast.iain, purpose=True), job)

    assert (status, "Kestrel" in content) == (200, True)
    (fetched,) = Event.objects.filter(verb="export.fetched")
    assert (fetched.object_ref, fetched.actor_ref) == (job.ref, cast.iain.ref)
    assert PurposeNote.objects.get(event_seq=fetched.seq).words == "Preparing the review"


def test_without_a_purpose_the_page_says_to_state_it_and_the_file_stays(cast: Partnership) -> None:
    job, browser = made_for(cast.iain), browser_of(cast.iain, purpose=False)

    assert reverse("partners:purpose") in browser.get(job.get_absolute_url()).content.decode()
    assert fetch(browser, job)[0] == 403
    assert not Event.objects.filter(verb="export.fetched").exists()


def test_an_official_file_asks_for_no_purpose(cast: Partnership) -> None:
    job = made_for(cast.iain, "taskings", marking="OFFICIAL")
    assert fetch(browser_of(cast.iain, purpose=False), job)[0] == 200


@pytest.mark.parametrize("change", ["leaves", "becomes an observer"])
def test_whoever_has_lost_a_role_since_asks_again(cast: Partnership, change: str) -> None:
    job, browser = made_for(cast.iain), browser_of(cast.iain, purpose=True)
    if change == "leaves":
        leave_group(place_of(cast), by=cast.stranger, at=NOW, why="Another post")
    else:
        change_role(place_of(cast), role=Role.OBSERVER, by=cast.stranger, at=NOW, why="Another part")

    status, words = fetch(browser, job)

    assert status == 403
    assert "Ask for it again" in words


def test_a_list_for_administrators_is_given_to_nobody_else_any_more(cast: Partnership) -> None:
    User.objects.filter(pk=cast.tam.pk).update(partnership_role="administrator")
    cast.tam.refresh_from_db()
    job, browser = made_for(cast.tam, "accounts", marking="OFFICIAL"), browser_of(cast.tam, purpose=False)
    User.objects.filter(pk=cast.tam.pk).update(partnership_role="")

    assert fetch(browser, job)[0] == 403


def test_a_file_that_the_worker_refuses_to_make_is_an_event(cast: Partnership) -> None:
    job = made_for(cast.tam)  # a member may see the row, and not take it away

    assert job.state == ExportJob.State.FAILED
    (refused,) = Event.objects.filter(verb="access.refused")
    assert (refused.actor_ref, refused.details["address"]) == (cast.tam.ref, "export:actions")
