"""No duplicated effort, as a table of the paper: what was decided about pairs, what it saved, what waits."""

from datetime import timedelta
from typing import Any

import pytest

from drystane.access.models import User
from drystane.board.gather import gather_paper
from drystane.board.models import Outcome, Paper
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import decide
from drystane.board.public import gather_public
from drystane.board.tests.browsing import WHY, address_of, hide, page_of
from drystane.documents.packs import Table
from drystane.plans.judging import judge, look_of, propose_merge, take_back
from drystane.plans.models import Decision, Overlap
from drystane.plans.substance import prints_of
from tests.cast import NOW, TODAY, Partnership, make_action, make_overlap

pytestmark = pytest.mark.usefixtures("autumn")

LATER = NOW + timedelta(days=30)
CAPTION = "No duplicated effort"
NOTHING = ("", "")


@pytest.fixture
def pair(cast: Partnership) -> Overlap:
    return make_overlap(
        make_action(cast.prevent_plan, "Check the carriers", money=500),
        make_action(cast.prevent_plan, "Ask who carries", money=250, staff_days=3),
    )


def looked_at(pair: Overlap) -> dict[str, Any]:
    return {"seen": pair.version, "looked_at": look_of(*prints_of(pair))}


def merge(pair: Overlap, by: User) -> None:
    propose_merge(pair, kept=pair.first, why="", by=by, at=NOW, **looked_at(pair))


def tables_of(paper: Paper, caption: str = CAPTION) -> list[Table]:
    return [one for one in gather_paper(paper, on=TODAY).tables if one.caption == caption]


def rows_page(user: User, paper: Paper, *, purpose: str = "") -> str:
    return page_of(user, address_of(paper, "paper_rows", "overlaps"), purpose=purpose)


def test_it_counts_what_was_decided_what_that_saved_and_what_waits(
    cast: Partnership, paper: Paper, pair: Overlap
) -> None:
    merge(pair, cast.shona)
    for number in range(2):
        make_overlap(pair.first, make_action(cast.integrity_plan, f"Check lot {number}"))
    apart = Overlap.objects.latest("pk")
    judge(apart, Decision.APART, why="Another month", by=cast.shona, at=NOW, **looked_at(apart))

    [table] = tables_of(paper)
    assert table.rows == (
        ("Merged: one takes in the other", "1", "£250 (1 of 1 say)", "3 (1 of 1 say)"),
        ("Kept apart", "1", *NOTHING),
        ("Not decided yet", "1", *NOTHING),
    )


def test_undoing_a_merge_takes_back_what_it_saved(cast: Partnership, paper: Paper, pair: Overlap) -> None:
    merge(pair, cast.shona)
    pair.refresh_from_db()
    take_back(pair, why="They differ", by=cast.shona, at=NOW, **looked_at(pair))
    [table] = tables_of(paper)
    assert table.rows == (("Not decided yet", "1", *NOTHING),)


def test_a_paper_of_a_board_without_pairs_has_no_such_table(cast: Partnership, paper: Paper) -> None:
    make_action(cast.prevent_plan, "Check the carriers")
    assert not tables_of(paper)
    assert CAPTION not in page_of(cast.wallace, address_of(paper, "paper"))


def test_the_boards_paper_holds_only_what_its_members_may_see(cast: Partnership, paper: Paper) -> None:
    secret = make_action(cast.board_plan, "Watch the yard", marking="sensitive", descriptor="commercial")
    make_overlap(secret, make_action(cast.board_plan, "Watch the gate"))
    assert not tables_of(paper), "nobody reads an OFFICIAL paper for what is sensitive"
    assert "Watch the" not in rows_page(cast.wallace, paper, purpose=WHY)
    hide(paper.item)
    paper.refresh_from_db()
    [table] = tables_of(paper)
    assert table.rows == (("Not decided yet", "1", *NOTHING),)
    assert "Watch the yard" in rows_page(cast.wallace, paper, purpose=WHY)


def test_the_table_leads_to_its_pairs(cast: Partnership, paper: Paper, pair: Overlap) -> None:
    page = page_of(cast.wallace, address_of(paper, "paper"))
    assert CAPTION in page
    assert f'href="{address_of(paper, "paper_rows", "overlaps")}"' in page
    rows = rows_page(cast.wallace, paper)
    assert f'href="{pair.get_absolute_url()}"' in rows
    assert "Not decided yet" in rows


def test_a_closed_meetings_pairs_stay_as_they_stood(cast: Partnership, paper: Paper, pair: Overlap) -> None:
    judge(pair, Decision.LINK, why="", by=cast.shona, at=NOW, **looked_at(pair))
    late = make_overlap(pair.first, make_action(cast.prevent_plan, "Found too late"))
    Overlap.objects.filter(pk=late.pk).update(found_at=LATER)
    waits = make_overlap(pair.second, make_action(cast.prevent_plan, "Waited then"))
    asked = paper.recommendations.get()
    decide(paper.item, outcome=Outcome.NOTED, words="", recommendation=asked, by=cast.morag, at=NOW)
    close_meeting(paper.meeting, by=cast.morag, at=NOW)
    pair.refresh_from_db()
    take_back(pair, why="They differ", by=cast.shona, at=LATER, **looked_at(pair))
    judge(waits, Decision.APART, why="Other work", by=cast.shona, at=LATER, **looked_at(waits))

    rows = rows_page(cast.wallace, paper)
    assert rows.count("Linked, each stays as it is") == 1
    assert rows.count("Not decided yet") == 1
    assert "Waited then" in rows
    assert late.second.title not in rows


def test_it_can_be_kept_from_the_public(cast: Partnership, paper: Paper, pair: Overlap) -> None:
    [table] = [one for one in gather_public(paper, on=TODAY).tables if one.caption == CAPTION]
    assert table.rows == (("Not decided yet", "1", *NOTHING),)
    paper.exempt_tables.create(which="overlaps", exempt_under="6")
    [kept_back] = [one for one in gather_public(paper, on=TODAY).tables if one.caption == CAPTION]
    assert kept_back.rows == ()
    resources = [one for one in gather_public(paper, on=TODAY).tables if one.caption.startswith("Resources")]
    assert resources[0].rows, "what is not exempt is still counted"
