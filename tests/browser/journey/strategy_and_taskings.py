"""The wall and the edition behind it, and the taskings that come of it."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.journey.steps import PAPER, is_told, opens_what_waits, row, sees
from tests.browser.visitor import Visitor

At = Callable[[str], Visitor]


# 1 and 2: the wall, and the edition behind it


def finds_what_waits(morag: Visitor) -> None:
    for section, words in (
        ("What waits for you", f"The paper “{PAPER}” is still a draft"),
        ("What waits for you", "Prevent Group returned: Keep local businesses informed"),
        ("The next meeting", "2 September 2015"),
        ("The next meeting", "3 recommendations to decide"),
        ("The wall", "The board has not adopted this edition yet."),
        ("The wall", "Gap: 28"),
        ("The wall", "Cope: 1"),
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

    opens_what_waits(at("mhairi"), f"Accept or return for {VISITS.group}: {VISITS.words}")
    at("mhairi").follow("Accept it")
    at("mhairi").press("Accept it")
    is_told(at("mhairi"), "Accepted. Now plan what the group does about it.")

    callum = at("callum")
    opens_what_waits(callum, f"Accept or return for {SURVEY.group}: {SURVEY.words}")
    callum.follow("Return it with a reason")
    callum.press("Return it with a reason")
    expect(callum.page.get_by_role("alert")).to_contain_text("Fill in “Why the group returns it”.")
    callum.type({"Why the group returns it": "The survey is the health board's. Please ask there."})
    callum.press("Return it with a reason")

    opens_what_waits(at("morag"), f"Prevent Group returned: {SURVEY.words}")
    sees(at("morag"), "“The survey is the health board's. Please ask there.”")
