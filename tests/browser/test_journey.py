"""From the strategy to the paper and the action log, through the pages, as the people of the example.

Once with the script and once without it: every page works in both.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator, expect

from drystane.board.models import Meeting
from drystane.documents.tests.reading import words_of_html, words_of_word
from drystane.site.command_line import drystane_command
from drystane.site.demo import PASSWORD
from tests.browser.example import Example, set_clock
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AFTERNOON = datetime(2015, 9, 2, 13, 30, tzinfo=UTC)
PAPER = "Refresh of Scotland's serious organised crime strategy"
NEW_ACTION = "Visit every sheltered housing complex before Christmas"
At = Callable[[str], Visitor]


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
    carries_an_action_through(at("shona"))
    judges_a_colour(at("shona"))
    reports_on_it_and_finishes(at("shona"))
    passes_an_action_on(at("shona"))
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


def sign_in(visitor: Visitor, username: str) -> None:
    visitor.open("/")
    visitor.type({"User name": username, "Password": PASSWORD})
    visitor.press("Sign in")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Safer and Stronger Renfrewshire")


def sees(visitor: Visitor, *words: str) -> None:
    for some in words:
        expect(visitor.page.get_by_role("main")).to_contain_text(some)


def sees_nothing_of(visitor: Visitor, *words: str) -> None:
    for some in words:
        expect(visitor.page.get_by_role("main")).not_to_contain_text(some)


def is_told(visitor: Visitor, words: str) -> None:
    """By the notice that stands above a page after something was done."""
    expect(visitor.page.locator(".flash").filter(has_text=words)).to_be_visible()


# 1 and 2: the wall, and the edition behind it


def finds_what_waits(morag: Visitor) -> None:
    for section, words in (
        ("What waits for you", f"The paper “{PAPER}” is still a draft"),
        ("What waits for you", "Prevent Group returned: Keep local businesses informed"),
        ("The next meeting", "2 September 2015"),
        ("The next meeting", "3 recommendations to decide"),
        ("The wall", "The board has not adopted this edition yet."),
        ("The wall", "Gap: 28"),
    ):
        expect(morag.page.get_by_role("region", name=section, exact=True)).to_contain_text(words)


def finds_the_disputed_figure(morag: Visitor) -> None:
    morag.follow("Scotland's Serious Organised Crime Strategy (2015)")
    councils = row(morag, "Local authorities and public bodies")
    expect(councils.get_by_role("link")).to_have_text(["4", "4"])  # all of them under Deter
    morag.follow("Figures")
    dispute = morag.page.get_by_role("article").filter(has_text="Groups that use seemingly legitimate")
    for words in ("Disputed", "about 65 per cent", "150 of 232 groups", "60 per cent", "Why they differ"):
        expect(dispute).to_contain_text(words)


def row(visitor: Visitor, words: str) -> Locator:
    """The rows of tables in which the words stand."""
    return visitor.page.get_by_role("main").get_by_role("row").filter(has_text=words)


# 4: taskings


@dataclass(frozen=True)
class Asked:
    code: str
    group: str
    words: str


LICENCES = Asked("2015-LA-4", "Integrity Group", "Bring one example of good practice to the board.")
VISITS = Asked("2015-COM-1", "Prevent Group", "Reach people in sheltered housing before winter.")
SURVEY = Asked("2015-PART-9", "Prevent Group", "Follow what the surveys say, and tell the board.")


def task_two_groups(at: At) -> None:
    for asked in (LICENCES, VISITS, SURVEY):
        morag = at("morag")
        morag.open("/strategy/")
        morag.follow("Scotland's Serious Organised Crime Strategy (2015)")
        morag.follow("Recommendations")
        morag.type({"Words in it": asked.code})
        morag.press("Show")
        morag.follow(asked.code, exact=True)
        morag.follow("Task a group with this")
        morag.type(
            {
                "Which group is asked": asked.group,
                "What is asked": asked.words,
                "Report back by": "25/11/2015",
            }
        )
        morag.press("Give the tasking")
        is_told(morag, f"{asked.group} has been asked. It accepts or returns it.")


def answer_for_the_groups(at: At) -> None:
    opens_what_waits(at("iain"), f"Accept or return for {LICENCES.group}: {LICENCES.words}")
    at("iain").follow("Accept it")
    at("iain").type({"A note for the board": "Internal audit will choose it."})
    at("iain").press("Accept it")
    sees(at("iain"), "Iain Hearting accepted it for Integrity Group on 1 September 2015")

    opens_what_waits(at("shona"), f"Accept or return for {VISITS.group}: {VISITS.words}")
    at("shona").follow("Accept it")
    at("shona").press("Accept it")
    is_told(at("shona"), "Accepted. Now plan what the group does about it.")

    callum = at("callum")
    opens_what_waits(callum, f"Accept or return for {SURVEY.group}: {SURVEY.words}")
    callum.follow("Return it with a reason")
    callum.press("Return it with a reason")
    expect(callum.page.get_by_role("alert")).to_contain_text("Fill in “Why the group returns it”.")
    callum.type({"Why the group returns it": "The survey is the health board's. Please ask there."})
    callum.press("Return it with a reason")

    opens_what_waits(at("morag"), f"Prevent Group returned: {SURVEY.words}")
    sees(at("morag"), "“The survey is the health board's. Please ask there.”")


def opens_what_waits(visitor: Visitor, words: str) -> None:
    visitor.open("/")
    visitor.follow(words)


# 5: an action, from the tasking to everyday work


def carries_an_action_through(shona: Visitor) -> None:
    shona.open("/plans/")
    shona.follow("Prevent action plan")
    before = totals_of_level(shona, "Secondary")
    shona.open("/board/taskings/")
    shona.follow(VISITS.words)
    shona.follow("Plan an action for it")
    shona.type(
        {
            "What will be done": NEW_ACTION,
            "In more detail": "Fire and housing officers together, by appointment.",
            "The message it carries out": "Fraud is not a crime without victims",
            "The threat it answers": "Doorstep crime",
            "Objective": "Divert",
            "Level of prevention": "Secondary",
            "Lead person": "Aileen Pinstane",
            "Lead body": "Fire and Rescue",
            "Starts on": "7/9/2015",
            "Due on": "18/12/2015",
            "What it takes, in words": "Two officers, two days a week.",
            "Money, in pounds": "£1,500",
            "Staff days": "12",
            "Part the community has in it": "Involved",
            "How the community takes part": "Tenants' groups choose the day.",
            "How anybody will know it made a difference": "Complexes visited",
            "How it stands now": "0 of 31",
            "What is aimed at": "31 of 31",
        }
    )
    shona.pick("Health and Social Care Partnership", "Engage Renfrewshire")
    shona.press("Put it forward")
    is_told(shona, "The action is put forward in the Prevent action plan.")
    shona.follow(NEW_ACTION)
    expect(shona.page.locator("h2:text-is('Why it exists') + *")).to_contain_text(VISITS.words)
    for verb, said in (
        ("Agree this action", "The action is agreed."),
        ("Start the work", "The action is under way."),
    ):
        shona.follow(verb)
        shona.press(verb)
        is_told(shona, said)
    sees(shona, "Engage Renfrewshire, Health and Social Care Partnership", "£1,500", "Green")
    shona.follow("Prevent action plan")
    after = totals_of_level(shona, "Secondary")
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1_500, 12]


def totals_of_level(visitor: Visitor, level: str) -> list[float]:
    """From the plan's page: actions, pounds and staff days of that level of prevention."""
    visitor.follow("What it takes: money and staff")
    cells = row(visitor, level).first.locator(".number").all_inner_texts()
    return [float(cell.split()[0].replace(",", "")) for cell in cells]  # how many say so stands below


def judges_a_colour(shona: Visitor) -> None:
    opens_the_action(shona, NEW_ACTION)
    shona.follow("Judge its colour")
    shona.pick("Red")
    shona.press("Judge its colour")
    expect(shona.page.get_by_role("alert")).to_contain_text("Fill in “Why”.")
    shona.type({"Why": "The keys to eight complexes are missing."})
    shona.press("Judge its colour")
    sees(shona, "Red, as Shona Yettside judged on 1 September 2015", "By the rule it would be green.")


def opens_the_action(visitor: Visitor, title: str) -> None:
    visitor.open("/plans/actions/")
    visitor.type({"Words or number": title})
    visitor.press("Show")
    visitor.follow(title, exact=True)


def reports_on_it_and_finishes(shona: Visitor) -> None:
    opens_the_action(shona, NEW_ACTION)
    shona.follow("Report how it stands")
    shona.pick("On track")
    shona.type({"What was done, and what stands in the way": "Keys found.", "On which day": "1/9/2015"})
    shona.press("Report how it stands")
    sees(shona, "Shona Yettside reported this on track on 1 September 2015.")
    finishes(shona, "All 31 complexes.")
    sees(shona, "Shona Yettside marked this done on 1 September 2015.", "“All 31 complexes.”")


def finishes(visitor: Visitor, achieved: str) -> None:
    visitor.follow("Mark it done")
    visitor.type({"What was achieved": achieved})
    visitor.press("Mark it done")
    is_told(visitor, "The action is done.")
    sees(visitor, "Blue: complete")


def passes_an_action_on(shona: Visitor) -> None:
    opens_the_action(shona, "Have police brief businesses on awareness of attacks")
    shona.follow("Make it everyday work")
    shona.type({"Whose everyday work it is now": "Business Engagement", "Since when": "1/9/2015"})
    shona.press("Make it everyday work")
    is_told(shona, "The action has become everyday work.")
    sees(shona, "Of Business Engagement since 1 September 2015")


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


def opens_the_meeting(visitor: Visitor, on: str = "2 September 2015") -> None:
    visitor.open("/board/meetings/")
    visitor.follow(on)


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
    morag.type({"What will be done": "Book the first WRAP seats", "Lead person": "Shona Yettside"})
    morag.type({"Due on": "30/10/2015"})
    morag.press("Add the action")
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


# Those who have no part in it


def the_others_see_what_they_may(at: At) -> None:
    closed = Meeting.objects.get(on="2015-09-02")
    paper = f"/board/meetings/papers/{closed.items.get(kind='paper').paper.ref}/"
    plan_ref = NEW_ACTION

    priya = at("priya")  # third sector: contributor in Prevent, observer on the board
    priya.open(paper)
    sees(priya, "Prioritise staff of Regulatory Services")
    sees_nothing_of(priya, "Take it along")
    opens_the_action(priya, plan_ref)
    sees_nothing_of(priya, "Make it everyday work", "Change its words or its lead")
    priya.follow("Prevent action plan")
    sees(priya, "Put an action forward")
    is_refused(priya, f"/board/meetings/{closed.ref}/add/", 403)

    wallace = at("cllr_wallace")  # councillor: member of the board
    wallace.open(paper)
    sees(wallace, "Take it along")
    is_refused(wallace, f"{paper}approve/", 403)
    is_refused(wallace, "/trail/", 403)

    audrey = at("audrey")  # auditor
    audrey.follow("Trail", within="header")
    audrey.press("Check the whole chain now")
    sees(audrey, "The chain holds", "meeting.closed")
    is_refused(audrey, paper, 404)
    audrey.open("/plans/actions/")
    sees(audrey, "No action here that you can see")

    kirsty = at("admin_kirsty")  # administrator
    kirsty.follow("Accounts", within="header")
    sees(kirsty, "Ewan Marchdyke")
    is_refused(kirsty, paper, 404)
    is_refused(kirsty, "/trail/", 403)

    ewan = at("ewan")  # has an account, sits on nothing
    sees(ewan, "Nothing waits for you", "No meeting that you can see", "Gap: 49")
    is_refused(ewan, paper, 404)
    is_refused(ewan, f"/board/meetings/{closed.ref}/", 404)
    is_refused(ewan, "/accounts/", 403)


def is_refused(visitor: Visitor, path: str, status: int) -> None:
    visitor.expect_message(f"status of {status}")
    answer = visitor.open(path)
    assert answer.status == status
    words = {403: "You may not do that", 404: "There is nothing here that you can see"}
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(words[status])
