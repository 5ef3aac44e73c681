"""What is OFFICIAL-SENSITIVE is marked so wherever it is shown, and the trail says to whom and why."""

import pytest

from drystane.audit.models import PurposeNote
from tests.noninterference.looking import browser_of
from tests.policy.world import Who
from tests.promises.birds import Aviary, Page, make_aviary, open_page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Everywhere that some sensitive record is named to one who may see it.
SHOWN_TO: dict[Who, set[str]] = {
    ("integrity", "chair"): {
        *("home", "search", "plans:actions", "plans:plan", "plans:action", "plans:edit", "plans:verb"),
        *("strategy:recommendation", "board:tasking", "board:link_action", "assessment:gaps"),
        *("assessment:gap", "assessment:answer", "assessment:save", "assessment:questions"),
    },
    ("board", "chair"): {
        *("home", "search", "plans:actions", "plans:action", "strategy:recommendation", "board:tasking"),
        *("board:meeting", "board:action_log", "board:close", "board:add_item", "board:paper"),
        *("board:paper_front", "board:paper_mark", "board:paper_approve", "board:paper_section"),
        *("board:paper_recommend", "board:paper_reword", "board:paper_unrecommend", "board:paper_append"),
        *("board:paper_take_out", "board:paper_file", "board:paper_form", "board:paper_lines"),
        *("board:paper_comments", "board:paper_upload", "board:paper_exempt", "board:spotlight"),
    },
    ("board", "member"): {
        *("search", "plans:actions", "strategy:recommendation", "board:tasking", "board:meeting"),
        *("board:action_log", "board:paper"),
    },
}


# On PostgreSQL one of them looks: the trail is written there by the same statements whoever does.
LOOKERS = [
    pytest.param(who, marks=[] if who == ("integrity", "chair") else pytest.mark.once, id=" ".join(who))
    for who in SHOWN_TO
]


@pytest.mark.parametrize("who", LOOKERS)
def test_a_page_that_shows_sensitive_records_is_marked_so_and_is_one_event_that_names_them(who: Who) -> None:
    aviary = make_aviary()
    browser = browser_of(aviary.stage.world.people[who], purpose=True)
    pages = [open_page(browser, url, aviary.named) for url in aviary.addresses()]

    assert [
        fault for page in pages for fault in (untold(page, aviary), unmarked(page, aviary)) if fault
    ] == []
    assert {page.name for page in pages if page.birds} >= SHOWN_TO[who]
    assert any(page.markings == ("OFFICIAL", "OFFICIAL") for page in pages), (
        "were every page marked sensitive, the marking would say nothing"
    )


def untold(page: Page, aviary: Aviary) -> str:
    """What is wrong with the events of the page, or nothing."""
    silent = sorted(bird for bird in page.birds if aviary.named[bird] not in page.read)
    wrong = silent or len(page.events) > 1
    return f"{page.url}: {len(page.events)} events, which do not name {silent}" if wrong else ""


def unmarked(page: Page, aviary: Aviary) -> str:
    """What is wrong with its marking at top and bottom, or nothing. A file has its own."""
    needed = {"OFFICIAL-SENSITIVE", *map(aviary.descriptors.__getitem__, page.birds)} if page.birds else set()
    at_both_ends = len(page.markings) == 2 and len(set(page.markings)) == 1
    right = not page.is_page or (at_both_ends and needed <= set(page.markings[0].split()))
    return "" if right else f"{page.url}: {page.markings} with {sorted(page.birds)}"


def test_the_event_says_where_by_whom_and_keeps_the_purpose_beside_it() -> None:
    aviary = make_aviary()
    chair = aviary.stage.world.people["integrity", "chair"]
    ref = aviary.stage.world.refs["action!"]

    (event,) = open_page(browser_of(chair, purpose=True), f"/plans/actions/{ref}/", aviary.named).events

    assert (event.actor_ref, event.details["address"]) == (chair.ref, "plans:action")
    assert PurposeNote.objects.get(event_seq=event.seq).words == "Preparing the review"
    assert "Preparing" not in event.canonical
