"""The rows behind what a paper counts: as they were, and no more of them than the reader may see."""

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.board.models import Meeting, Outcome, Paper, Tasking
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import decide, plan_meeting
from drystane.board.operations.tasking import give_tasking, withdraw_tasking
from drystane.board.tests.browsing import WHY, add_decided, address_of, hide, page_of
from drystane.plans import operations as plans
from drystane.plans.models import Action, Plan, Progress
from drystane.strategy.operations import adopt
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")

LATER = NOW + timedelta(days=30)
CLOSED = "when the meeting was closed on 2 September 2015"


def rows_of(user: User, paper: Paper, which: str, *, purpose: str = "") -> str:
    return page_of(user, address_of(paper, "paper_rows", which), purpose=purpose)


def proposed(plan: Plan, title: str, by: User, **fields: object) -> Action:
    fields = {"title": title, "due_on": date(2015, 10, 1), "prevention_level": "primary", **fields}
    return plans.propose_action(plan, fields=fields, by=by, at=NOW)


def version(action: Action) -> int:
    return Action.objects.get(pk=action.pk).version


def close(cast: Partnership, paper: Paper) -> None:
    decide(
        paper.item,
        outcome=Outcome.NOTED,
        words="",
        recommendation=paper.recommendations.get(),
        by=cast.morag,
        at=NOW,
    )
    close_meeting(paper.meeting, by=cast.morag, at=NOW)


def test_each_table_that_is_counted_leads_to_its_rows(cast: Partnership, paper: Paper) -> None:
    adopt(make_edition(), group=cast.board, on=TODAY, by=cast.morag, at=NOW)

    page = page_of(cast.wallace, paper.get_absolute_url())
    for which in ("resources", "log", "wall"):
        assert f'href="{address_of(paper, "paper_rows", which)}"' in page
    assert "/rows/" not in page_of(cast.wallace, address_of(paper, "paper_public"))
    assert (
        "/rows/" not in signed_in(cast.wallace).get(address_of(paper, "paper_file", "html")).content.decode()
    )


def test_before_the_meeting_is_closed_they_are_those_of_today(cast: Partnership, paper: Paper) -> None:
    proposed(cast.prevent_plan, "Ask the charities", cast.shona, money=500)
    dropped = proposed(cast.prevent_plan, "Ask the shops", cast.shona)
    plans.drop_action(dropped, seen=dropped.version, by=cast.shona, at=NOW, why="No shops")

    page = rows_of(cast.wallace, paper, "resources")
    assert "As they stand now, with dates judged as on 2 September 2015." in page
    assert "Ask the charities" in page
    assert "Ask the shops" not in page  # nor does the table count it
    assert "<strong>1</strong> actions" in page


def test_once_it_is_closed_what_changed_since_is_not_shown(cast: Partnership, paper: Paper) -> None:
    edition = make_edition()
    adopt(edition, group=cast.board, on=TODAY, by=cast.morag, at=NOW)
    asked = edition.recommendations.all()[0]
    action = proposed(
        cast.prevent_plan, "Ask the charities", cast.shona, recommendation=asked, lead_person=cast.aileen
    )
    plans.agree_action(action, seen=action.version, by=cast.shona, at=NOW)
    close(cast, paper)
    plans.redate_action(
        action, to=date(2015, 12, 24), seen=version(action), by=cast.shona, at=LATER, why="Slow"
    )
    plans.drop_action(action, seen=version(action), by=cast.shona, at=LATER, why="No charities")
    plans.propose_action(
        cast.prevent_plan, fields={"title": "Too late", "recommendation": asked}, by=cast.shona, at=LATER
    )

    for which in ("resources", "wall"):
        page = rows_of(cast.wallace, paper, which)
        assert CLOSED in page
        assert "What has changed since is not shown." in page
        assert "Ask the charities" in page
        assert "<td>Agreed</td>" in page
        assert "Too late" not in page
    assert "1 October 2015" in page  # the wall's rows say when they were due
    assert "24 December 2015" not in page
    assert "Aileen" in page


def test_the_log_keeps_its_rows_and_their_colours(cast: Partnership, meeting: Meeting) -> None:
    later = plan_meeting(
        group=cast.board, on=date(2015, 9, 3), starts_at=None, venue="", by=cast.morag, at=NOW
    )
    decision = add_decided(cast, meeting, "Old")
    action = decision.action_reasons.get().action
    close_meeting(meeting, by=cast.morag, at=NOW)
    close_meeting(later, by=cast.morag, at=NOW)
    paper = add_decided(cast, reopened(later), "New").item.paper
    close_meeting(later, by=cast.morag, at=NOW)
    since = add_decided(cast, reopened(meeting), "Since")
    type(since).objects.filter(pk=since.pk).update(at=LATER)
    plans.agree_action(action, seen=version(action), by=cast.morag, at=LATER)
    plans.update_action(
        action, progress=Progress.OFF_TRACK, text="Stuck", on=LATER.date(), by=cast.morag, at=LATER
    )

    page = rows_of(cast.wallace, paper, "log")
    assert "Do Old" in page
    assert "Do New" not in page  # asked for at the meeting itself
    assert "Do Since" not in page  # put on an earlier meeting's record only later
    assert "<td>Proposed</td>" in page
    assert "Grey" in page
    assert "Red" not in page


def reopened(meeting: Meeting) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(state="planned", closed_at=None, closed_by=None)
    meeting.refresh_from_db()
    return meeting


def test_the_taskings_are_those_that_stood_then(cast: Partnership, paper: Paper) -> None:
    first, second, *_ = make_edition().recommendations.order_by("order")
    given: dict[str, Any] = {
        "board": cast.board,
        "to_group": cast.prevent,
        "report_back_on": date(2015, 12, 1),
    }
    stood = give_tasking(**given, recommendation=first, asked="Stood then", by=cast.morag, at=NOW)
    close(cast, paper)
    withdraw_tasking(stood, by=cast.morag, at=LATER, why="Done otherwise")
    give_tasking(**given, recommendation=second, asked="Given since", by=cast.morag, at=LATER)

    page = rows_of(cast.wallace, paper, "wall")
    assert "Stood then" in page
    assert "Given since" not in page
    assert Tasking.objects.count() == 2


def test_what_the_reader_may_not_see_is_not_hinted_at(cast: Partnership, paper: Paper) -> None:
    shown, hidden, lowered = (proposed(cast.board_plan, name, cast.morag) for name in ("Abc", "Def", "Ghi"))
    secret = {"marking": "sensitive", "descriptor": "commercial"}
    open_again = {"marking": "official", "descriptor": ""}
    plans.change_marking(lowered, **secret, seen=version(lowered), by=cast.morag, at=NOW, why="")
    close(cast, paper)
    plans.change_marking(hidden, **secret, seen=version(hidden), by=cast.morag, at=LATER, why="")
    plans.change_marking(lowered, **open_again, seen=version(lowered), by=cast.morag, at=LATER, why="Old")

    page = rows_of(cast.wallace, paper, "resources")
    assert shown.title in page
    assert "Def" not in page
    assert "<strong>1</strong> actions" in page
    assert "Ghi" not in page  # it was sensitive then, and not counted
    with_purpose = rows_of(cast.wallace, paper, "resources", purpose=WHY)
    assert "Def" in with_purpose
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in with_purpose


def test_a_sensitive_papers_rows_are_for_those_who_may_see_it(cast: Partnership, paper: Paper) -> None:
    Action.objects.create(plan=cast.board_plan, title="Secret", marking="sensitive", descriptor="commercial")
    hide(paper.item)
    address = address_of(paper, "paper_rows", "resources")

    assert signed_in(cast.wallace).get(address).status_code == 404
    assert signed_in(cast.iain, purpose=WHY).get(address).status_code == 404
    assert "Secret" in page_of(cast.wallace, address, purpose=WHY)


@pytest.mark.parametrize(("which", "queries"), [("resources", 7), ("wall", 10)])
def test_the_rows_ask_the_same_however_many(
    cast: Partnership,
    paper: Paper,
    django_assert_num_queries: DjangoAssertNumQueries,
    which: str,
    queries: int,
) -> None:
    edition = make_edition()
    adopt(edition, group=cast.board, on=TODAY, by=cast.morag, at=NOW)
    close(cast, paper)
    client = signed_in(cast.wallace)
    for already in (0, 1):
        for number in range(already, already * 12 + 1):
            fields = {"recommendation": edition.recommendations.all()[0]}
            make_action(cast.prevent_plan, f"Action {number}", **fields)

        with django_assert_num_queries(queries):
            client.get(address_of(paper, "paper_rows", which))
