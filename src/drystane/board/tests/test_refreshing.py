"""What a newer edition means here: gathered with the reader's sight, and in a paper with its audience's."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.board.gather import gather_paper
from drystane.board.models import Paper
from drystane.board.public import gather_public
from drystane.board.tests.browsing import WHY, address_of, page_of
from drystane.closeness import sentences
from drystane.documents.packs import Table
from drystane.plans.models import Action
from drystane.plans.repointing import repoint_action
from drystane.strategy.models import Comparison, Figure, Recommendation
from drystane.strategy.operations import adopt
from drystane.strategy.refreshing import compare_editions
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


@pytest.fixture
def refreshed(cast: Partnership, monkeypatch: pytest.MonkeyPatch) -> Comparison:
    """The board works to 2015: R0 is reworded, R1 kept, R2 dropped; 2015-R2 is new."""
    monkeypatch.setattr(sentences, "model", lambda: None)
    earlier, later = make_edition("2009", recommendations=3), make_edition("2015", recommendations=3)
    later.recommendations.filter(code="2015-R0").update(text="Do the thing 0")
    later.recommendations.filter(code="2015-R2").update(text="Ask somebody else")
    adopt(later, group=cast.board, on=TODAY, by=cast.morag, at=NOW)
    return compare_editions(earlier, later, kept_by=cast.board, by=cast.morag, at=NOW)


def asked(code: str) -> Recommendation:
    return Recommendation.objects.get(code=code)


def resting_on(cast: Partnership, code: str, title: str, **fields: str) -> Action:
    return make_action(cast.integrity_plan, title, recommendation=asked(code), status="agreed", **fields)


def seen_by(user: User, comparison: Comparison, *, purpose: str = "") -> str:
    html = page_of(user, f"/board/refresh/{comparison.ref}/", purpose=purpose)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_it_names_the_actions_whose_reason_changed_and_leads_to_a_new_one(
    cast: Partnership, refreshed: Comparison
) -> None:
    action = resting_on(cast, "2009-R0", "Check the carriers")
    resting_on(cast, "2009-R1", "Go on as before")
    shown = seen_by(cast.iain, refreshed)
    assert "Check the carriers" in shown
    assert "Reworded Proposed 2015-R0: Do the thing 0" in shown
    assert "Go on as before" not in shown
    html = page_of(cast.iain, f"/board/refresh/{refreshed.ref}/")
    assert f"/plans/actions/{action.ref}/repoint/?to={asked('2015-R0').ref}" in html
    assert "For its chair or lead officer" in seen_by(cast.wallace, refreshed)


def test_what_was_dealt_with_leaves_the_list(cast: Partnership, refreshed: Comparison) -> None:
    action = resting_on(cast, "2009-R0", "Check the carriers")
    repoint_action(action, to=asked("2015-R0"), seen=action.version, by=cast.iain, at=NOW, why="Reworded")
    assert "Check the carriers" not in seen_by(cast.iain, refreshed)


def test_it_names_what_is_new_until_somebody_takes_it_up(cast: Partnership, refreshed: Comparison) -> None:
    assert "2015-R2 , for communities: Ask somebody else Task a group" in seen_by(cast.morag, refreshed)
    resting_on(cast, "2015-R2", "Ask them")
    assert "Somebody was asked to take up all that is new." in seen_by(cast.morag, refreshed)


def test_figures_with_a_newer_one_stand_with_the_papers_that_cite_them(
    cast: Partnership, refreshed: Comparison, paper: Paper
) -> None:
    for edition, value in ((refreshed.earlier, 60), (refreshed.later, 65)):
        Figure.objects.create(
            edition=edition,
            code=f"share-{edition.code}",
            measure="share",
            label="Groups using businesses",
            value=value,
            unit="percent",
            cite_status="invented",
        )
    paper.citations.create(figure=Figure.objects.get(code="share-2009"))
    shown = seen_by(cast.wallace, refreshed)
    assert (
        "Groups using businesses: 60 per cent , no date 65 per cent , no date The strategy, refreshed"
        in shown
    )
    assert "None that you can see" in seen_by(cast.iain, refreshed), "the paper is the board's"


def test_a_hidden_action_changes_nothing_for_those_who_may_not_see_it(
    cast: Partnership, refreshed: Comparison
) -> None:
    before = seen_by(cast.morag, refreshed), seen_by(cast.tam, refreshed)
    resting_on(cast, "2009-R2", "Watch the yard", marking="sensitive", descriptor="commercial")
    resting_on(cast, "2015-R2", "Watch the gate", marking="sensitive", descriptor="commercial")
    assert (seen_by(cast.morag, refreshed), seen_by(cast.tam, refreshed)) == before
    assert "Watch the yard" in seen_by(cast.tam, refreshed, purpose=WHY)


def test_the_page_costs_the_same_whatever_it_finds(
    cast: Partnership, refreshed: Comparison, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tam = signed_in(cast.tam)
    for more in range(2):
        with django_assert_num_queries(15):
            tam.get(f"/board/refresh/{refreshed.ref}/")
        for number in range(5 * (1 - more)):
            resting_on(cast, "2009-R0", f"Check number {number}")


# In a paper.


def table_of(paper: Paper) -> Table:
    return next(
        one for one in gather_paper(paper, on=TODAY).tables if one.caption.startswith("What the refresh")
    )


def test_a_paper_counts_what_the_refresh_changes_as_its_audience_sees_it(
    cast: Partnership, refreshed: Comparison, paper: Paper
) -> None:
    resting_on(cast, "2009-R0", "Check the carriers")
    resting_on(cast, "2009-R2", "Watch the yard", marking="sensitive", descriptor="commercial")
    found = table_of(paper)
    assert found.caption == "What the refresh changes: 2009 to 2015"
    assert found.rows == (
        ("Recommendations kept", "1", "1 to decide on"),
        ("Recommendations reworded", "1", "1 to decide on"),
        ("Recommendations new", "1", "1 to decide on"),
        ("Recommendations dropped", "1", "1 to decide on"),
        (
            "Recommendations that are new or in more parts, and that nobody was asked to take up",
            "1",
            "1 to task",
        ),
        ("Live actions whose recommendation did not stay as it was", "1", "1 to look at"),
        ("Answers that rest on the earlier edition", "0", "0 to decide on"),
    )
    rows = page_of(cast.wallace, address_of(paper, "paper_rows", "refresh"))
    assert "Check the carriers" in rows
    assert "Watch the yard" not in rows


def test_a_paper_of_a_board_that_compared_nothing_has_no_such_table(cast: Partnership, paper: Paper) -> None:
    adopt(make_edition(), group=cast.board, on=TODAY, by=cast.morag, at=NOW)
    captions = [one.caption for one in gather_paper(paper, on=TODAY).tables]
    assert not any(caption.startswith("What the refresh") for caption in captions)


def test_the_table_can_be_kept_from_the_public(
    cast: Partnership, refreshed: Comparison, paper: Paper
) -> None:
    assert any(
        one.caption.startswith("What the refresh") and one.rows
        for one in gather_public(paper, on=TODAY).tables
    )
    paper.exempt_tables.create(which="refresh", exempt_under="6")
    [kept_back] = [
        one for one in gather_public(paper, on=TODAY).tables if one.caption.startswith("What the refresh")
    ]
    assert kept_back.rows == ()
