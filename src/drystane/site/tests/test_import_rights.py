"""A list does what whoever brings it may do by hand, and tells nothing of what they may not see."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from drystane.access import clock
from drystane.access.models import User
from drystane.access.policy import Role
from drystane.board.models import Tasking
from drystane.partners.models import Group, Membership
from drystane.plans.models import Action, Plan
from drystane.sheets.cells import DayOrder
from drystane.sheets.models import ImportJob
from drystane.site import bringing
from drystane.site.bringing import CHANGED_MEANWHILE
from drystane.site.tests.import_hands import (
    as_csv,
    brought_in,
    confirmed,
    counts,
    newest,
    previewed,
    sent,
    undone,
    words_of,
)
from drystane.strategy.models import Recommendation
from tests.cast import Partnership, make_action, make_edition, make_partnership
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
State = ImportJob.State


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


def faults(page: Any) -> list[str]:
    (part,) = [part for part in page.context["shown"] if part.verdict == "rejected"]
    return [bringing.fault_in_words(fault) for row in part.rows for fault in row.faults]


def test_a_member_may_add_and_not_change(cast: Partnership) -> None:
    make_action(cast.integrity_plan, "Old", code="1")
    rows = [["No.", "Action", "Plan"], ["1", "Renamed", "Integrity Plan"], ["2", "New", "Integrity Plan"]]
    page = previewed(cast.tam, as_csv(rows))
    assert (counts(page)["added"], counts(page)["rejected"]) == (1, 1)
    assert "Your role in Integrity Group does not let you agree, assign, re-date" in faults(page)[0]


def test_a_member_cannot_add_what_is_agreed_already(cast: Partnership) -> None:
    rows = [["Action", "Plan", "Status"], ["New", "Integrity Plan", "Agreed"]]
    page = previewed(cast.tam, as_csv(rows))
    assert "“Status”: Agreed: Your role in Integrity Group" in faults(page)[0]


def test_an_observer_has_no_page_to_bring_a_list(cast: Partnership) -> None:
    Membership.objects.filter(user=cast.tam).update(role=Role.OBSERVER)
    client = signed_in(cast.tam)
    assert client.get("/imports/").status_code == 403
    assert sent(client, as_csv([["Action"], ["x"]])).status_code == 403
    assert not ImportJob.objects.exists()


def test_a_plan_one_may_not_see_is_refused_as_one_that_is_not_there(cast: Partnership) -> None:
    rows = [["Action", "Plan"], ["New", "Prevent Plan"], ["New", "Absent! Plan"]]
    there, absent = faults(previewed(cast.tam, as_csv(rows)))
    assert there.replace("Prevent Plan", "") == absent.replace("Absent! Plan", "")


def test_a_hidden_action_is_refused_as_one_that_is_not_there(cast: Partnership) -> None:
    hidden = make_action(cast.integrity_plan, "Hidden", code="H", marking="sensitive", descriptor="personal")
    make_action(cast.prevent_plan, "Elsewhere")
    rows = [["Reference", "Action"], [hidden.ref, "Hidden"], ["000000000000", "Hidden"]]
    page = previewed(cast.iain, as_csv(rows), **{"all-plan": "Integrity Plan"})
    there, absent = faults(page)
    assert there.replace(hidden.ref, "") == absent.replace("000000000000", "")
    rows = [["No.", "Action"], ["H", "Hidden"]]
    assert counts(previewed(cast.iain, as_csv(rows), **{"all-plan": "Integrity Plan"}))["added"] == 1


def test_hidden_rows_change_nothing_of_the_preview(cast: Partnership) -> None:
    client = signed_in(cast.iain)
    rows = [["No.", "Action", "Plan"], ["1", "New", "Integrity Plan"]]
    before = words_of(previewed(client, as_csv(rows)))
    for plan in (cast.integrity_plan, cast.prevent_plan):
        for title in ("New", "Another"):
            make_action(plan, title, code="1", marking="sensitive", descriptor="personal")
    assert words_of(client.get(f"/imports/{newest().ref}/")) == before


def test_rights_that_end_between_looking_and_deciding_count(cast: Partnership) -> None:
    client = signed_in(cast.tam)
    previewed(client, as_csv([["Action", "Plan"], ["New", "Integrity Plan"]]))
    Membership.objects.filter(user=cast.tam).update(role=Role.OBSERVER)
    assert (confirmed(client).state, newest().why) == (State.FAILED, CHANGED_MEANWHILE)
    assert not Action.objects.exists()


def test_rights_that_end_before_undoing_count(cast: Partnership) -> None:
    client = signed_in(cast.tam)
    job = brought_in(client, as_csv([["Action", "Plan"], ["New", "Integrity Plan"]]))
    Membership.objects.filter(user=cast.tam).update(role=Role.OBSERVER)
    assert undone(client, job).state == State.DONE
    assert "does not let you" in job.why
    assert Action.objects.exists()


def test_a_sensitive_action_is_not_added_by_whoever_could_not_see_it(cast: Partnership) -> None:
    rows = [["Action", "Plan", "Marking"], ["New", "Integrity Plan", "OFFICIAL-SENSITIVE PERSONAL"]]
    assert "You could not see it afterwards" in faults(previewed(cast.iain, as_csv(rows)))[0]
    client = signed_in(cast.iain, purpose="To plan")
    assert brought_in(client, as_csv(rows)).state == State.DONE
    assert Action.objects.get().marking == "sensitive"
    assert newest().purpose == "To plan"
    assert signed_in(cast.iain).get(f"/imports/{newest().ref}/").status_code == 403


def test_plans_are_begun_by_whoever_directs_the_group_and_taken_back(cast: Partnership) -> None:
    rows = [["Code", "Plan", "Group", "Starts", "Ends"]]
    rows += [["ip2", "Second plan", "Integrity Group", "2016-01-01", "2016-12-31"]]
    rows += [["pp2", "Their plan", "Prevent Group", "2016-01-01", "2016-12-31"]]
    rows += [["ip3", "Backwards", "Integrity Group", "2016-12-31", "2016-01-01"]]
    client = signed_in(cast.iain)
    page = previewed(client, as_csv(rows), kind="plans")
    assert [fault.split(":")[0] for fault in faults(page)] == ["Prevent Group", "Column “Ends”"]
    job = confirmed(client)
    assert Plan.objects.get(code="ip2").group == cast.integrity
    assert undone(client, job).state == State.UNDONE, job.why
    assert not Plan.objects.filter(code="ip2").exists()


def test_a_plan_in_which_something_stands_is_not_taken_back(cast: Partnership) -> None:
    rows = [["Code", "Plan", "Group", "Starts", "Ends"]]
    rows += [["ip2", "Second plan", "Integrity Group", "2016-01-01", "2016-12-31"]]
    client = signed_in(cast.iain)
    job = brought_in(client, as_csv(rows), kind="plans")
    make_action(Plan.objects.get(code="ip2"))
    assert (undone(client, job).state, job.why) == (State.DONE, "Something stands in “Second plan” by now.")


def test_taskings_are_given_by_the_board_alone_and_taken_back_until_answered(cast: Partnership) -> None:
    asked = make_edition().recommendations.order_by("order")[0]
    rows = [["What is asked", "Asked of", "Report back by", "Recommendation"]]
    rows += [["Look into it", "Integrity Group", "2015-11-25", asked.code]]
    rows += [["Too late", "Integrity Group", "2015-08-01", ""]]
    assert signed_in(cast.iain).get("/imports/").context["form"].fields["kind"].choices == [
        ("actions", "Actions"),
        ("plans", "Plans"),
        ("answers", "Answers of a self-assessment"),
        ("members", "Members of groups"),
    ]
    client = signed_in(cast.morag)
    page = previewed(client, as_csv(rows), kind="taskings")
    assert faults(page) == ["Column “Report back by”: 2015-08-01: Give a day that is still to come."]
    job = confirmed(client)
    tasking = Tasking.objects.get()
    assert (tasking.board, tasking.to_group, tasking.given_by) == (cast.board, cast.integrity, cast.morag)
    signed_in(cast.iain).post(f"/board/taskings/{tasking.ref}/accept/", {"why": "", "seen": tasking.version})
    assert undone(client, job).state == State.DONE
    Tasking.objects.update(state="given", version=1)
    assert undone(client, job).state == State.UNDONE, job.why
    assert not Tasking.objects.exists()


def test_roles_are_given_by_whoever_manages_the_group(cast: Partnership) -> None:
    rows = [["Group", "Person", "Role", "Organisation"]]
    rows += [["Integrity Group", "stranger", "Member", "Invented Council"]]
    rows += [["Prevent Group", "stranger", "Member", ""], ["Integrity Group", "tam", "Chair", ""]]
    client = signed_in(cast.iain)
    page = previewed(client, as_csv(rows), kind="members")
    assert [fault.split(":")[0] for fault in faults(page)] == ["Prevent Group", "Column “Role”"]
    job = confirmed(client)
    given = Membership.objects.get(user=cast.stranger)
    assert (given.group, given.role, given.body) == (cast.integrity, "member", cast.council)
    assert undone(client, job).state == State.UNDONE, job.why
    assert not Membership.objects.filter(user=cast.stranger).exists()


def test_an_administrator_brings_people_and_groups_and_takes_them_back(cast: Partnership) -> None:
    User.objects.filter(pk=cast.stranger.pk).update(partnership_role="administrator")
    client = signed_in(User.objects.get(pk=cast.stranger.pk))
    rows = [["User name", "Name", "Post held", "E-mail address"]]
    rows += [
        ["Elspeth", "Elspeth", "Clerk", "elspeth@council.example"],
        ["tam", "Tam", "Trading Standards", ""],
    ]
    rows += [["bad", "Bad", "", "not an address"]]
    job = brought_in(client, as_csv(rows), kind="people")
    assert dict(job.counts) == {"added": 1, "changed": 1, "same": 0, "rejected": 1}
    new = User.objects.get(username="elspeth")
    assert new.must_change_password
    assert User.objects.get(username="tam").post == "Trading Standards"
    assert all("password" not in row.after for row in job.rows.all())
    assert undone(client, job).state == State.UNDONE, job.why
    assert not User.objects.filter(username="elspeth").exists()
    assert User.objects.get(username="tam").post == ""
    rows = [["Code", "Group", "Overseen by", "About"], ["new", "New Group", "Safer Board", "It"]]
    rows += [["integrity", "Integrity Group", "Safer Board", "Ours"]]
    job = brought_in(client, as_csv(rows), kind="groups")
    assert Group.objects.get(code="new").overseen_by == cast.board
    assert Group.objects.get(code="integrity").about == "Ours"
    assert undone(client, job).state == State.UNDONE, job.why
    assert not Group.objects.filter(code="new").exists()
    assert Group.objects.get(code="integrity").about == ""


def test_an_edition_is_the_operators_to_bring(cast: Partnership, tmp_path: Path) -> None:
    make_edition()
    assert "editions" not in [kind.name for kind in bringing.kinds_open_to(cast.gordon)]
    path = tmp_path / "list"
    rows = [["Edition", "Code", "What is asked", "For whom", "Objective", "Checked"]]
    rows += [["2015", "N1", "Do another thing", "Businesses", "Divert", ""]]
    rows += [
        ["2015", "2015-R0", "Do it better", "", "", ""],
        ["2015", "N2", "It", "Businesses", "Divert", "Sourced"],
    ]
    path.write_bytes(as_csv(rows))
    job = bringing.bring(path, kind="editions", file_name="list", by=None, at=clock.now())
    columns = bringing.columns_suggested(job, bringing.book_in(job))
    bringing.choose(job, bringing.book_in(job), columns=columns, order=DayOrder.DAY_FIRST, for_all={})
    bringing.look(job, None)
    bringing.decide(job, seen=job.previewed, at=clock.now())
    bringing.carry_out(job, None)
    assert dict(job.counts) == {"added": 1, "changed": 1, "same": 0, "rejected": 1}
    assert Recommendation.objects.get(code="N1").order == 4
    assert Recommendation.objects.get(code="2015-R0").text == "Do it better"
    bringing.undo(job, by=None, at=clock.now())
    assert not Recommendation.objects.filter(code="N1").exists()
    assert Recommendation.objects.get(code="2015-R0").text == "Do thing 0"
