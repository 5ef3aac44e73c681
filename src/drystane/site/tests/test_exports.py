"""Long lists, written by the worker and fetched by whoever asked."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import get_resolver
from pytest_django import Settings

import drystane
from drystane.access import clock
from drystane.access.models import User
from drystane.access.views import ACCOUNTS, may_take_accounts
from drystane.sheets import jobs
from drystane.sheets.columns import About
from drystane.sheets.jobs import make_export, remove_expired, start_export
from drystane.sheets.listing import MOST_AT_ONCE, Listing
from drystane.sheets.models import KEPT_FOR, ExportJob
from drystane.site.apps import SiteConfig

State = ExportJob.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_site")]


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture(autouse=True)
def _administrator(aileen: User) -> None:
    aileen.partnership_role = "administrator"
    aileen.save()


def make_people(count: int) -> None:
    User.objects.bulk_create(User(username=f"u{number}", name=f"Person {number}") for number in range(count))


def asked_for(
    by: User, *, kind: str = "csv", query: str = "", at: datetime | None = None, purpose: str = ""
) -> ExportJob:
    about = About(title="Accounts", marking="OFFICIAL", at=at or clock.now())
    return start_export("accounts", kind=kind, query=query, about=about, rows_total=3, by=by, purpose=purpose)


def run(job: ExportJob) -> ExportJob:
    make_export.call(job.ref)
    job.refresh_from_db()
    return job


def test_a_long_list_is_made_by_the_worker_and_fetched_from_a_page(aileens: Client) -> None:
    make_people(MOST_AT_ONCE)
    asked = aileens.get("/accounts/?sort=-name&export=csv")
    job = ExportJob.objects.get()
    assert (asked.status_code, asked["Location"]) == (302, f"/exports/{job.ref}/")
    assert "Waiting for its turn" in aileens.get(asked["Location"]).content.decode()
    assert aileens.get(f"/exports/{job.ref}/file/").status_code == 404

    run(job)

    page = aileens.get(asked["Location"]).content.decode()
    assert "The file is ready" in page
    assert "2,001 rows, marked OFFICIAL" in page
    assert "hx-trigger" not in page, "there is nothing more to wait for"
    file = aileens.get(f"/exports/{job.ref}/file/")
    assert len(file.content.decode("utf-8-sig").splitlines()) == 2_002
    assert file.content.decode("utf-8-sig").splitlines()[1].startswith("Person 999,")
    assert file["Content-Disposition"].startswith('attachment; filename="accounts-')
    assert job.path.stat().st_mode & 0o777 == 0o600


def test_what_the_page_knew_from_its_address_goes_along(aileen: User, rf: RequestFactory) -> None:
    make_people(MOST_AT_ONCE)
    request = rf.get("/accounts/?sort=-name&export=csv")
    request.user = aileen
    listing = Listing(
        request, User.objects.all(), columns=ACCOUNTS, default_sort="name", may_export=may_take_accounts
    )
    listing.export("accounts", title="Accounts", marking="OFFICIAL", at=clock.now(), meeting="abc")
    assert ExportJob.objects.get().query == "sort=-name&meeting=abc"


def test_two_thousand_rows_come_at_once(aileens: Client) -> None:
    make_people(MOST_AT_ONCE - 1)
    assert aileens.get("/accounts/?export=csv").status_code == 200
    assert not ExportJob.objects.exists()


def test_nobody_else_sees_the_page_or_the_file(aileen: User, client: Client) -> None:
    job = run(asked_for(aileen))
    client.force_login(
        User.objects.create_user("morag", None, name="Morag", partnership_role="administrator")
    )
    for path in (f"/exports/{job.ref}/", f"/exports/{job.ref}/file/"):
        assert client.get(path).status_code == 404


def test_what_may_be_taken_is_decided_when_the_file_is_made(aileens: Client, aileen: User) -> None:
    job = asked_for(aileen)
    User.objects.update(partnership_role="")
    run(job)
    assert job.state == State.FAILED
    assert "Only an administrator" in aileens.get(f"/exports/{job.ref}/").content.decode()
    assert not job.path.exists()


def test_an_account_closed_meanwhile_gets_no_file(aileen: User) -> None:
    job = asked_for(aileen)
    User.objects.update(is_active=False)
    assert run(job).state == State.FAILED


def test_the_worker_asks_for_the_same_rows(aileen: User) -> None:
    make_people(3)
    job = run(asked_for(aileen, query="words=person&sort=-name"))
    lines = job.path.read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Person 2", "Person 1", "Person 0"]
    assert job.rows_done == 3


def test_a_mistake_of_ours_is_said_and_kept_for_the_log(
    aileen: User, aileens: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked_for(aileen)
    monkeypatch.setitem(jobs.LISTINGS, "accounts", lambda _user, _query: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(job)
    assert "Something went wrong in Drystane." in aileens.get(f"/exports/{job.ref}/").content.decode()


def test_a_job_is_done_once(aileen: User) -> None:
    job = run(asked_for(aileen))
    job.path.unlink()
    run(job)
    assert not job.path.exists()


def test_how_far_it_is_can_be_seen(aileen: User, aileens: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_people(jobs.REPORT_EVERY)
    job = asked_for(aileen)
    seen = []

    @contextmanager
    def watch(_user: User, _listing: str) -> Iterator[None]:
        yield
        seen.append(aileens.get(f"/exports/{job.ref}/").content.decode())

    monkeypatch.setattr(jobs, "WATCHES", [watch])
    run(job)
    assert "500 of 3 rows are written." in seen[0]
    assert 'hx-trigger="every 2s"' in seen[0]


def test_files_are_kept_for_seven_days(aileen: User, aileens: Client) -> None:
    old = run(asked_for(aileen, at=clock.now() - KEPT_FOR))
    young = run(asked_for(aileen, at=clock.now() - KEPT_FOR + timedelta(hours=1)))
    assert aileens.get(f"/exports/{old.ref}/").status_code == 404
    assert aileens.get(f"/exports/{young.ref}/").status_code == 200
    assert remove_expired(clock.now()) == 1
    assert (old.path.exists(), young.path.exists()) == (False, True)


def test_asking_for_another_file_clears_the_old_ones(aileen: User) -> None:
    old = run(asked_for(aileen, at=clock.now() - KEPT_FOR - timedelta(days=1)))
    asked_for(aileen)
    assert not old.path.exists()
    assert not ExportJob.objects.filter(ref=old.ref).exists()


def test_a_listing_that_nobody_registered_is_refused_at_once(aileen: User) -> None:
    about = About(title="Nothing", marking="OFFICIAL", at=datetime(2015, 9, 2, tzinfo=UTC))
    with pytest.raises(LookupError, match="nothing"):
        start_export("nothing", kind="csv", query="", about=about, rows_total=1, by=aileen, purpose="")


def test_the_purpose_goes_along_to_the_worker(aileen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    purposes = []

    @contextmanager
    def watch(user: User, _listing: str) -> Iterator[None]:
        purposes.append(user.purpose)
        yield

    monkeypatch.setattr(jobs, "WATCHES", [watch])
    run(asked_for(aileen, purpose="preparing the review"))
    assert purposes == ["preparing the review"]


def test_the_site_watches_what_the_worker_reads() -> None:
    from drystane.site import exports

    assert SiteConfig.name == "drystane.site"
    assert exports.noting_reads in jobs.WATCHES


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_moves(state: State) -> None:
    assert state in ExportJob.MOVES
    assert ExportJob.MOVES[state] <= set(State)


def test_every_list_that_offers_a_file_can_be_made_by_the_worker() -> None:
    assert get_resolver("drystane.site.urls").url_patterns
    rooms = Path(drystane.__file__).parent
    pages = [page for page in rooms.rglob("*.py") if "tests" not in page.parts]
    named = {
        name for page in pages for name in re.findall(r'\.export\(\s*"([\w-]+)"', page.read_text("utf-8"))
    }
    assert "accounts" in named
    short = {"action-log", "self-assessment", "counts"}  # one meeting's log, one group's answers, some years
    assert named - set(jobs.LISTINGS) == short


@pytest.mark.django_db(transaction=True)
def test_the_real_worker_makes_the_file(aileen: User) -> None:
    job = asked_for(aileen, kind="xlsx")
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
    job.refresh_from_db()
    assert job.state == State.DONE
    assert job.path.read_bytes().startswith(b"PK")
