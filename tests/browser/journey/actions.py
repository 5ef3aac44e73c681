"""An action, from the tasking to everyday work."""

from playwright.sync_api import expect

from tests.browser.journey.steps import NEW_ACTION, finishes, is_told, opens_the_action, row, sees
from tests.browser.journey.strategy_and_taskings import VISITS
from tests.browser.visitor import Visitor


def carries_an_action_through(mhairi: Visitor) -> None:
    mhairi.open("/plans/")
    mhairi.follow("Prevent action plan")
    before = totals_of_level(mhairi, "Secondary")
    mhairi.open("/board/taskings/")
    mhairi.follow(VISITS.words)
    mhairi.follow("Plan an action for it")
    mhairi.type(
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
    mhairi.pick("Health and Social Care Partnership", "Engage Renfrewshire")
    mhairi.press("Put it forward")
    is_told(mhairi, "The action is put forward in the Prevent action plan.")
    mhairi.follow(NEW_ACTION)
    expect(mhairi.page.locator("h2:text-is('Why it exists') + *")).to_contain_text(VISITS.words)
    for verb, said in (
        ("Agree this action", "The action is agreed."),
        ("Start the work", "The action is under way."),
    ):
        mhairi.follow(verb)
        mhairi.press(verb)
        is_told(mhairi, said)
    sees(mhairi, "Engage Renfrewshire, Health and Social Care Partnership", "£1,500", "Green")
    mhairi.follow("Prevent action plan")
    after = totals_of_level(mhairi, "Secondary")
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1_500, 12]


def totals_of_level(visitor: Visitor, level: str) -> list[float]:
    """From the plan's page: actions, pounds and staff days of that level of prevention."""
    visitor.follow("What it takes: money and staff")
    cells = row(visitor, level).first.locator(".number").all_inner_texts()
    return [float(cell.split()[0].replace(",", "")) for cell in cells]  # how many say so stands below


def judges_a_colour(mhairi: Visitor) -> None:
    opens_the_action(mhairi, NEW_ACTION)
    mhairi.follow("Judge its colour")
    mhairi.pick("Red")
    mhairi.press("Judge its colour")
    expect(mhairi.page.get_by_role("alert")).to_contain_text("Fill in “Why”.")
    mhairi.type({"Why": "The keys to eight complexes are missing."})
    mhairi.press("Judge its colour")
    sees(mhairi, "Red, as Mhairi Yettside judged on 1 September 2015", "By the rule it would be green.")


def reports_on_it_and_finishes(mhairi: Visitor) -> None:
    opens_the_action(mhairi, NEW_ACTION)
    mhairi.follow("Report how it stands")
    mhairi.pick("On track")
    mhairi.type({"What was done, and what stands in the way": "Keys found.", "On which day": "1/9/2015"})
    mhairi.press("Report how it stands")
    sees(mhairi, "Mhairi Yettside reported this on track on 1 September 2015.")
    finishes(mhairi, "All 31 complexes.")
    sees(mhairi, "Mhairi Yettside marked this done on 1 September 2015.", "“All 31 complexes.”")


def passes_an_action_on(mhairi: Visitor) -> None:
    opens_the_action(mhairi, "Have police brief businesses on awareness of attacks")
    mhairi.follow("Make it everyday work")
    mhairi.type({"Whose everyday work it is now": "Business Engagement", "Since when": "1/9/2015"})
    mhairi.press("Make it everyday work")
    is_told(mhairi, "The action has become everyday work.")
    sees(mhairi, "Of Business Engagement since 1 September 2015")
