"""From the strategy to the paper and the action log, through the pages, as the people of the example.

Once with the script and once without it: every page works in both.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.browser.example import Example, set_clock
from tests.browser.journey.actions import (
    carries_an_action_through,
    judges_a_colour,
    passes_an_action_on,
    reports_on_it_and_finishes,
)
from tests.browser.journey.others import the_others_see_what_they_may
from tests.browser.journey.paper_and_meeting import (
    adopts_the_edition,
    approves_the_paper,
    cites_the_disputed_figure,
    closes_the_meeting,
    decides_on_the_paper,
    decides_on_the_spotlight,
    finds_nothing_left_to_change,
    finds_the_action_log,
    take_files,
    the_command_tells_the_same,
    work_goes_on,
)
from tests.browser.journey.steps import sign_in
from tests.browser.journey.strategy_and_taskings import (
    answer_for_the_groups,
    finds_the_disputed_figure,
    finds_what_waits,
    task_two_groups,
)
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AFTERNOON = datetime(2015, 9, 2, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_from_the_strategy_to_the_action_log(example: Example, has_script: bool, tmp_path: Path) -> None:
    def at(username: str) -> Visitor:
        """The person's own window. Whoever comes for the first time signs in."""
        if username not in example.visitors:
            sign_in(example.visitor(username, java_script_enabled=has_script), username)
        return example.visitors[username]

    finds_what_waits(at("morag"))
    finds_the_disputed_figure(at("morag"))
    task_two_groups(at)
    answer_for_the_groups(at)
    carries_an_action_through(at("mhairi"))
    judges_a_colour(at("mhairi"))
    reports_on_it_and_finishes(at("mhairi"))
    passes_an_action_on(at("mhairi"))
    cites_the_disputed_figure(at("morag"))
    approves_the_paper(at("cllr_gordon"))
    set_clock(AFTERNOON)
    adopts_the_edition(at("morag"))
    decides_on_the_paper(at("morag"))
    decides_on_the_spotlight(at("morag"))
    files = take_files(at("morag"), tmp_path)
    closes_the_meeting(at("morag"))
    finds_nothing_left_to_change(at("morag"))
    finds_the_action_log(at("morag"))
    work_goes_on(at("morag"))
    the_command_tells_the_same(files, tmp_path)
    the_others_see_what_they_may(at)
    for visitor in example.visitors.values():
        visitor.left_in_peace()
