"""The paper, the meeting that decides on it, and what follows."""

import re
from collections.abc import Mapping
from pathlib import Path

import docx
from click.testing import CliRunner
from playwright.sync_api import expect

from drystane.board.models import Meeting
from drystane.documents.tests.reading import words_of_html, words_of_word
from drystane.site.command_line import drystane_command
from tests.browser.journey.steps import (
    PAPER,
    finishes,
    is_told,
    opens_the_action,
    opens_the_meeting,
    opens_what_waits,
    row,
    sees,
    sees_nothing_of,
)
from tests.browser.visitor import Visitor

# 7: the paper


def cites_the_disputed_figure(morag: Visitor) -> None:
    opens_what_waits(morag, f"The paper “{PAPER}” is still a draft")
    morag.follow("3 Background")
    morag.type(
        {
            "A figure to cite": "Groups that use seemingly legitimate businesses: 60 per cent",
            "At the end of which paragraph": "1",
        }
    )
    morag.press("Put the figure in")
    sees(morag, "This figure is disputed", "about 65 per cent (150 of 232 groups), June 2015")
    morag.press("Save")
    is_told(morag, "You cite a disputed figure.")
    expect(morag.page.get_by_role("complementary", name="About this paper")).to_contain_text("Disputed")


def approves_the_paper(chair: Visitor) -> None:
    opens_what_waits(chair, f"The paper “{PAPER}” is still a draft")
    chair.follow("Approve the paper")
    sees(chair, "Figures to mind", "is disputed. Elsewhere:")
    chair.press("Approve it")
    is_told(chair, "Approved: the paper may go before the board.")


def take_files(visitor: Visitor, folder: Path) -> Mapping[str, str]:
    """The words of the paper's two files, as taken from its page."""
    opens_the_meeting(visitor)
    visitor.follow(PAPER)
    taken = {}
    for kind, link in (("docx", "Word file"), ("html", "Web page in one file")):
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("link", name=link).click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        assert path.name == f"2015-09-02-refresh-of-scotlands-serious-organised-crime-strategy.{kind}"
        taken[kind] = words_of(path)
        assert banner_of(path) == "OFFICIAL – worked example, partly invented"
        for words in (
            "2.1 Note the points that the refreshed national strategy raises",
            "2.2 Add to the Prevent action plan",
            "2.3 Prioritise staff of Regulatory Services for WRAP training",
            "Give Regulatory Services staff the first places on WRAP training",
            "Sources of figures",
            "Disputed by “Groups that use seemingly legitimate businesses: about 65 per cent",
            "Appendix 1: Scotland's Serious Organised Crime Strategy, 18 June 2015",
        ):
            assert words in taken[kind], f"{words!r} is not in the {kind} file"
    return taken


def words_of(path: Path) -> str:
    return words_of_word(path.read_bytes()) if path.suffix == ".docx" else words_of_html(path.read_text())


def banner_of(path: Path) -> str:
    """The marking on every page of the file."""
    if path.suffix == ".docx":
        words: str = docx.Document(str(path)).sections[0].header.paragraphs[0].text
        return words
    (top, bottom) = re.findall(r'class="paper-file__banner">(.*?)<', path.read_text())
    assert top == bottom
    return str(top)


# 6: the meeting


def decides_on_the_paper(morag: Visitor) -> None:
    opens_the_meeting(morag)
    decides(morag, "2.1", "Noted")
    opens_the_meeting(morag)
    morag.follow("Record what the board did with recommendation 2.2")
    morag.pick("Agreed as amended")
    morag.press("Record it")
    expect(morag.page.get_by_role("alert")).to_contain_text("Say how the board amended it.")
    morag.type({"In words, for the minute": "Beginning with doorstep crime."})
    morag.press("Record it")
    is_told(morag, "Recorded: agreed as amended.")

    decides(morag, "2.3", "Action asked for")
    sees(morag, "Given to nobody yet")
    morag.follow("Add an action that follows: Action asked for")
    morag.follow("Prevent action plan")
    morag.type({"What will be done": "Book the first WRAP seats", "Lead person": "Mhairi Yettside"})
    morag.type({"Due on": "30/10/2015"})
    morag.press("Add the action")
    # Others book training too. With script the twins stood there before; without, they are shown first.
    if morag.page.get_by_role("button", name="Add the action all the same").count():
        morag.press("Add the action all the same")
    is_told(morag, "The action is in the Prevent action plan.")


def adopts_the_edition(morag: Visitor) -> None:
    opens_the_meeting(morag)
    morag.follow("Record what the board did with recommendation 2.2")
    morag.pick(f"The item as a whole: {PAPER}", "Agreed")
    morag.type({"In words, for the minute": "The partnership works to the refreshed strategy."})
    morag.press("Record it")
    is_told(morag, "Recorded: agreed.")
    morag.follow("Adopt an edition because of: Agreed: The partnership works")
    morag.type({"Which edition": "Scotland's Serious Organised Crime Strategy (2015)"})
    morag.press("Adopt an edition")
    is_told(morag, "Its wall is now drawn from it.")


def decides(morag: Visitor, number: str, outcome: str) -> None:
    morag.follow(f"Record what the board did with recommendation {number}")
    morag.pick(outcome)
    morag.press("Record it")
    is_told(morag, f"Recorded: {outcome.lower()}.")


def decides_on_the_spotlight(morag: Visitor) -> None:
    spotlight = "Spotlight: doorstep crime, and what services see"
    opens_the_meeting(morag)
    morag.follow(f"Record what the board did with {spotlight}")
    morag.pick("Remitted")
    morag.type({"If remitted, to which group": "Community Safety Group"})
    morag.press("Record it")
    is_told(morag, "Recorded: remitted.")
    morag.follow(f"Record what the board did with {spotlight}")
    morag.pick("Action asked for")
    morag.type({"In words, for the minute": "Say which streets are visited again and again."})
    morag.press("Record it")
    is_told(morag, "Recorded: action asked for.")
    morag.follow("Close the meeting")
    sees(morag, "Something is still missing", "Say which streets are visited again and again.")
    morag.follow("Back to the meeting")
    morag.follow("Task a group because of: Action asked for: Say which streets")
    morag.type({"Which group is asked": "Community Safety Group", "Report back by": "25/11/2015"})
    morag.press("Task a group")
    is_told(morag, "Community Safety Group has been asked.")


def closes_the_meeting(morag: Visitor) -> None:
    opens_the_meeting(morag)
    morag.follow("Close the meeting")
    morag.press("Close the meeting")
    is_told(morag, "The meeting is closed: 1 paper kept as it was.")
    sees(morag, "The rolling action log is on the agenda of 25 November 2015.")


def finds_nothing_left_to_change(morag: Visitor) -> None:
    sees(morag, "This meeting is closed", "Agreed as amended", "Remitted", "Noted", "Adopted")
    sees_nothing_of(morag, "Record what the board did", "Take back", "Add an item")
    closed = Meeting.objects.get(on="2015-09-02")
    morag.open(f"/board/meetings/{closed.ref}/add/")
    morag.type({"What the item is called": "Something forgotten"})
    morag.press("Add the item")
    expect(morag.page.get_by_role("alert")).to_contain_text("This meeting is closed")
    opens_the_meeting(morag)
    morag.follow(PAPER)
    sees(morag, "As it was when the meeting closed on 2 September 2015.")
    sees_nothing_of(morag, "What is still missing", "To whom, by whom, heading")


def finds_the_action_log(morag: Visitor) -> None:
    opens_the_meeting(morag, "25 November 2015")
    morag.follow("Open the action log")
    expect(row(morag, "Book the first WRAP seats")).to_contain_text("2 September 2015")
    expect(row(morag, "Bring a short note on resources")).to_contain_text("3 June 2015")
    sees_nothing_of(morag, "Share the list of homes offered a fire-safety visit")


def work_goes_on(morag: Visitor) -> None:
    """What stood in the paper's action log is done now; the paper of the closed meeting stays as it was."""
    opens_the_action(morag, "Bring a short note on resources by level of prevention")
    finishes(morag, "Brought by e-mail.")


def the_command_tells_the_same(taken: Mapping[str, str], folder: Path) -> None:
    """What was taken before the meeting closed, on the same day, is what was stored."""
    for kind in ("docx", "html"):
        out = folder / f"again.{kind}"
        ran = CliRunner().invoke(
            drystane_command, ["report", "--meeting", "2015-09-02", "--as", kind, "--out", str(out)]
        )
        assert ran.exit_code == 0, ran.output
        assert "as it was when the meeting closed" in ran.output
        assert words_of(out) == taken[kind]
