"""A meeting from its agenda to its minute, through the pages. Once with the script and once without it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from drystane.access.models import User
from drystane.documents.tests.reading import words_of_word
from tests.browser.example import Example, set_clock
from tests.browser.journey.paper_and_meeting import decides
from tests.browser.journey.steps import is_told, opens_the_meeting, sees, sees_nothing_of
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AFTERNOON = datetime(2015, 9, 2, 13, 30, tzinfo=UTC)
SPOTLIGHT = "Doorstep crime, and what services see"
LATE = "A warning about false meter readers"
REASON = "The first calls were made yesterday."
ACTION = "Tell every sheltered housing complex how meter readers prove who they are"
INTEREST = "Councillor declared an interest (sits on the charity's committee) and left the room."
SUBSTITUTE = "Station Commander (Fire and Rescue), in place of Community Engagement Officer"


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_from_the_agenda_to_the_minute(example: Example, has_script: bool, tmp_path: Path) -> None:
    morag, mhairi = (somebody(example, name, has_script=has_script) for name in ("morag", "mhairi"))
    puts_the_agenda_in_order(morag)
    publishes_it_and_adds_a_late_item(morag)
    answers_what_the_board_asked(mhairi)
    set_clock(AFTERNOON)
    records_who_is_there(morag)
    records_an_interest(morag)
    makes_an_action_of_the_spotlight(morag)
    traces_it_both_ways(morag)
    for number in ("2.1", "2.2", "2.3"):
        opens_the_meeting(morag)
        decides(morag, number, "Noted")
    drafts_the_minute(morag, tmp_path)
    closes_the_meeting(morag)
    finds_it_frozen(morag)
    for visitor in (morag, mhairi):
        visitor.left_in_peace()


def somebody(example: Example, username: str, *, has_script: bool) -> Visitor:
    visitor = example.visitor(username, java_script_enabled=has_script)
    visitor.sign_in(User.objects.get(username=username))
    return visitor


def titles(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".agenda__title").all_inner_texts()


def moves(visitor: Visitor, title: str, way: str) -> None:
    item = visitor.page.locator(".agenda__item").filter(has_text=title)
    with visitor.page.expect_navigation():
        item.get_by_role("button", name=way).click()


def puts_the_agenda_in_order(morag: Visitor) -> None:
    opens_the_meeting(morag)
    assert titles(morag)[3].startswith("4. Refresh of Scotland's")
    moves(morag, "Spotlight: doorstep crime", "Move up")
    assert titles(morag)[3:5] == [
        "4. Spotlight: doorstep crime, and what services see",
        "5. Refresh of Scotland's serious organised crime strategy",
    ]
    moves(morag, "Spotlight: doorstep crime", "Move down")
    assert titles(morag)[3].startswith("4. Refresh of Scotland's")


def publishes_it_and_adds_a_late_item(morag: Visitor) -> None:
    morag.follow("Publish the agenda")
    morag.press("Publish it")
    is_told(morag, "The agenda is published.")
    morag.follow("Add an item")
    morag.type({"What the item is called": LATE, "What kind of item": "Discussion"})
    morag.type({"Before which item": "Any other business"})
    morag.press("Add the item")
    expect(morag.page.get_by_role("alert")).to_contain_text("Why it is late")
    morag.type({"Why it is late": REASON})
    morag.press("Add the item")
    is_told(morag, f"“{LATE}” is on the agenda.")
    assert titles(morag)[5:] == [f"6. {LATE}", "7. Any other business"]
    sees(morag, f"Late item {REASON}")


def answers_what_the_board_asked(mhairi: Visitor) -> None:
    mhairi.open("/board/forward-plan/")
    mhairi.follow("How many home visits led to a referral")
    mhairi.follow("It has come")
    mhairi.type({"Where it is": "On page 2 of the group's report."})
    mhairi.press("It has come")
    is_told(mhairi, "Kept as received.")
    sees(mhairi, "Received", "On page 2 of the group's report.")
    sees_nothing_of(mhairi, "It is promised", "Overdue")


def records_who_is_there(morag: Visitor) -> None:
    opens_the_meeting(morag)
    morag.follow("Record who was there")
    for name, presence in (
        ("Councillor Netta Gordonstane", "Present"),
        ("Councillor Dod Wallacedyke", "Present"),
        ("Priya Coverband", "Apologies"),
    ):
        morag.page.get_by_role("group", name=name).get_by_label(presence).check(force=True)
    morag.press("Keep the list")
    is_told(morag, "The list of who was there is kept.")
    sees(
        morag, "The quorum is 2; 2 of those who decide were there", "Partnership Worker (Engage Renfrewshire)"
    )
    morag.follow("Record who was there")
    morag.follow("Add a substitute or a guest")
    morag.type({"Which post": "Station Commander", "From which body": "Fire and Rescue"})
    morag.type({"In place of": "Aileen Pinstane"})
    morag.press("Put on the list")
    is_told(morag, "Station Commander is on the list.")
    sees(morag, SUBSTITUTE, "The quorum is 2; 3 of those who decide were there")


def records_an_interest(morag: Visitor) -> None:
    opens_the_meeting(morag)
    morag.follow("Declare an interest")
    morag.type({"In which item": "Spotlight: doorstep crime", "Who declares": "Councillor Dod Wallacedyke"})
    morag.type({"What the interest is": "sits on the charity's committee"})
    morag.pick("left the room")
    morag.press("Keep it")
    is_told(morag, "The declaration is kept with its item.")
    sees(morag, INTEREST)


def makes_an_action_of_the_spotlight(morag: Visitor) -> None:
    opens_the_meeting(morag)
    morag.follow(SPOTLIGHT, exact=True)
    morag.follow("An action")
    morag.follow("Prevent action plan")
    morag.type({"What will be done": ACTION, "Lead person": "Mhairi Yettside", "Due on": "30/10/2015"})
    morag.press("Add the action")
    is_told(morag, "The action is in the Prevent action plan.")


def traces_it_both_ways(morag: Visitor) -> None:
    """Two clicks from the meeting to the action, and two back."""
    heading = morag.page.get_by_role("heading", level=1)
    opens_the_meeting(morag)
    morag.follow(SPOTLIGHT, exact=True)
    morag.follow(ACTION)
    expect(heading).to_have_text(ACTION)
    morag.follow(SPOTLIGHT, within=".thread")
    expect(heading).to_have_text(SPOTLIGHT)
    morag.follow("Spotlight: doorstep crime, and what services see, 2 September 2015")
    expect(heading).to_have_text("Meeting of 2 September 2015")


def drafts_the_minute(morag: Visitor, folder: Path) -> None:
    opens_the_meeting(morag)
    morag.follow("The minute of this meeting")
    morag.follow("Draft the minute")
    morag.press("Keep it")
    is_told(morag, "The minute is kept.")
    sees(morag, "This minute has not been approved yet.", INTEREST)
    with morag.page.expect_download() as download:
        morag.page.get_by_role("link", name="Word file").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "2015-09-02-minute.docx"
    words = words_of_word(path.read_bytes())
    for told in (
        SUBSTITUTE,
        f"6. {LATE}",
        f"Late item: {REASON}",
        INTEREST,
        f"OUTCOME: An action: Prevent action plan: {ACTION}",
        "DECIDED: Noted (2.1, ",
    ):
        assert told in words, f"{told!r} is not in the minute"


def closes_the_meeting(morag: Visitor) -> None:
    opens_the_meeting(morag)
    morag.follow("Close the meeting")
    morag.press("Close the meeting")
    is_told(morag, "The meeting is closed: 1 paper kept as it was.")


def finds_it_frozen(morag: Visitor) -> None:
    sees(morag, "This meeting is closed", LATE, INTEREST, SUBSTITUTE)
    sees_nothing_of(morag, "Move up", "Add an item", "Declare an interest", "Take back")
    morag.open(f"{morag.page.url.removeprefix(morag.origin)}attendance/")
    sees(morag, "The meeting is closed, so the list stands as it was kept.")
    sees_nothing_of(morag, "Keep the list", "Add a substitute or a guest")
    opens_the_meeting(morag)
    sees(morag, "Partnership Worker (Engage Renfrewshire): apologies")
    morag.follow(SPOTLIGHT, exact=True)
    sees(morag, ACTION)
    sees_nothing_of(morag, "Record an outcome", "Change the spotlight")


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_calendar_is_read_by_its_address_until_that_is_taken_back(
    example: Example, has_script: bool
) -> None:
    morag = somebody(example, "morag", has_script=has_script)
    program = example.visitor("a calendar program")  # holds no session
    morag.open("/board/meetings/")
    morag.follow("Your dates in your own calendar")
    morag.press("Make an address")
    address = morag.page.get_by_role("main").locator("code").inner_text()
    read = program.page.request.get(address)
    assert (read.status, read.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "DTSTART;VALUE=DATE:20151125" in read.text()
    morag.open("/board/calendar/")
    sees_nothing_of(morag, address)
    morag.follow("Take the address back")
    morag.press("Take it back")
    is_told(morag, "Nobody reads your dates by that address any more.")
    assert program.page.request.get(address).status == 404
    morag.left_in_peace()
