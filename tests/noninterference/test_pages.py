"""No page, and no list taken away as a file, tells anybody of records that are hidden from them."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from drystane.board.operations.closing import STATE_PURPOSE
from tests.noninterference.addresses import lists, of_rules, pages
from tests.noninterference.hidden import WORD
from tests.noninterference.looking import Answer, browser_of, differences, look
from tests.noninterference.stage import BOARDS, INTEGRITYS, NOTHING, ONLOOKERS, Onlooker, Stage, each, set_up

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Seen = Mapping[str, Sequence[Answer]]
Find = Callable[[Stage], list[str]]

# Those who have a long list of actions before them, each by another right.
SEE_A_LIST = {("board", "chair"), ("integrity", "contributor who leads"), ("integrity", "member who leads")}

CHAIR_OF_INTEGRITY = Onlooker(("integrity", "chair"), purpose=True, hidden=frozenset({INTEGRITYS}))
CHAIR_OF_THE_BOARD = Onlooker(("board", "chair"), purpose=True, hidden=frozenset({BOARDS}))

# What shows somebody with the right and a purpose that there is more: were hidden records tied to nothing,
# the test above would pass and mean nothing.
TELLS_OF_INTEGRITYS = {
    *("home", "wall", "search", "plans:index", "plans:actions", "plans:plan", "plans:totals"),
    *("strategy:recommendation", "board:tasking", "board:link_action", "plans:overlaps"),
    "plans:decided_overlaps",
    *("assessment:index", "assessment:gaps", "assessment:answer", "assessment:gap"),
}
TELLS_OF_THE_BOARDS = {
    *("home", "wall", "search", "plans:index", "plans:actions", "strategy:recommendation"),
    *("board:tasking", "board:meeting", "board:action_log", "board:close", "board:add_item"),
    *("board:paper", "board:paper_file", "board:paper_recommend", "board:paper_reword", "board:paper_rows"),
    *("board:paper_comments", "board:paper_versions", "assessment:index", "assessment:gaps"),
}


def seen_by(onlooker: Onlooker, hide: frozenset[str], find: Find) -> Seen:
    before = transaction.savepoint()
    try:
        stage = set_up(hide)
        browser = browser_of(stage.person(onlooker), purpose=onlooker.purpose)
        return {
            url: [look(browser, "GET", url)]
            for url in find(stage)
            if onlooker.purpose or url not in told_to_whoever_closes(stage)
        }
    finally:
        transaction.savepoint_rollback(before)


def pages_of_rules(stage: Stage) -> list[str]:
    return of_rules(stage, "GET")


def told_to_whoever_closes(stage: Stage) -> set[str]:
    """A meeting that only sensitive items hold open does not close. Its chair and lead officer, who have the
    right to see them, are told to state their purpose; see the last test."""
    return {reverse("board:close", args=[stage.december.ref])}


@pytest.mark.parametrize("onlooker", each(ONLOOKERS))
def test_hidden_records_change_nothing_on_any_page(onlooker: Onlooker) -> None:
    must_look_alike(onlooker, pages)


@pytest.mark.parametrize("onlooker", each(one for one in ONLOOKERS if one.who in SEE_A_LIST))
def test_hidden_records_change_no_list_however_it_is_asked_for(onlooker: Onlooker) -> None:
    must_look_alike(onlooker, lists)


def must_look_alike(onlooker: Onlooker, find: Find) -> None:
    alone = seen_by(onlooker, NOTHING, find)
    among = seen_by(onlooker, onlooker.hidden, find)

    assert differences(alone, among) == []
    # A search repeats what was looked for.
    unasked = [answer for url, (answer,) in among.items() if f"={WORD}" not in url]
    assert not any(WORD in answer.body.decode("utf-8", "replace") for answer in unasked)


@pytest.mark.once  # a check of what the tests above look at, which is the same on either database
@pytest.mark.parametrize(
    ("onlooker", "telling"),
    [(CHAIR_OF_INTEGRITY, TELLS_OF_INTEGRITYS), (CHAIR_OF_THE_BOARD, TELLS_OF_THE_BOARDS)],
    ids=["chair of Integrity", "chair of the board"],
)
def test_somebody_with_the_right_and_a_purpose_sees_them_everywhere(
    onlooker: Onlooker, telling: set[str]
) -> None:
    alone = seen_by(onlooker, NOTHING, pages_of_rules)
    among = seen_by(onlooker, onlooker.hidden, pages_of_rules)

    told = {url for url in alone if alone[url][0].body != among[url][0].body}
    assert telling <= {resolve(url.split("?")[0]).view_name for url in told}


def test_a_chair_without_a_purpose_is_told_only_to_state_it_before_closing() -> None:
    stage = set_up(frozenset({BOARDS}))
    browser = browser_of(stage.world.people["board", "lead_officer"], purpose=False)

    body = look(browser, "GET", reverse("board:close", args=[stage.december.ref])).body.decode()

    assert STATE_PURPOSE in body
    assert WORD not in body
