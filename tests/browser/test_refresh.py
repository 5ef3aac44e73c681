"""From two editions side by side to an action with a new reason and a parked answer, through the pages.

Once with the script and once without it.
"""

import pytest
from playwright.sync_api import expect

from drystane.access.models import User
from drystane.assessment.models import Settlement
from drystane.strategy.models import Correspondence
from tests.browser.example import Example
from tests.browser.journey.steps import is_told, row, sees
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "In 2009 it was asked of the police; what staff pass on is asked for by 2015-LE-5"


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_nothing_is_lost_between_2009_and_2015(example: Example, has_script: bool) -> None:
    morag, iain = (somebody(example, name, has_script=has_script) for name in ("morag", "iain"))
    finds_both_editions(morag)
    decides_by_keyboard(morag)
    finds_what_it_means_here(morag)
    parks_an_answer(iain)
    for visitor in (morag, iain):
        visitor.left_in_peace()


def somebody(example: Example, username: str, *, has_script: bool) -> Visitor:
    visitor = example.visitor(username, java_script_enabled=has_script)
    visitor.sign_in(User.objects.get(username=username))
    return visitor


def finds_both_editions(morag: Visitor) -> None:
    morag.open("/strategy/")
    morag.follow("2009 and 2015, side by side")
    sees(morag, "2009 and 2015, side by side", "Words added stand as")
    expect(morag.page.locator(".correspondence__texts").first).to_be_visible()


def decides_by_keyboard(morag: Visitor) -> None:
    """The next that nobody has decided, with nothing but keys."""
    left = Correspondence.objects.filter(comparison__later__code="2015").undecided()
    before = left.count()
    morag.follow("Decide them one by one")
    sees(morag, f"{before} left.")
    button = morag.page.get_by_role("main").get_by_role("button", name="Decide, and show the next")
    button.focus()
    with morag.page.expect_navigation(wait_until="domcontentloaded"):
        morag.page.keyboard.press("Enter")
    is_told(morag, "Decided: ")
    sees(morag, f"{before - 1} left.")
    assert left.count() == before - 1


def finds_what_it_means_here(morag: Visitor) -> None:
    morag.open("/strategy/")
    morag.follow("2015 and 2022, side by side")
    morag.follow("What it means here")
    sees(morag, "actions rest on what changed", "Reworded", "65 per cent", "Disputed")


def parks_an_answer(iain: Visitor) -> None:
    iain.open("/strategy/")
    iain.follow("2009 and 2015, side by side")
    iain.follow("Answers")
    expect(row(iain, "I08")).to_contain_text("Parked")
    with iain.page.expect_navigation(wait_until="domcontentloaded"):
        row(iain, "I10").get_by_role("link", name="Decide on I10").click()
    iain.pick("Parked")
    iain.press("Decide")
    sees(iain, "Say why the answer is parked.")
    iain.type({"Why": WHY})
    iain.press("Decide")
    is_told(iain, "What becomes of the answer is decided.")
    expect(row(iain, "I10")).to_contain_text(WHY)
    assert Settlement.objects.standing().filter(fate="parked").count() == 2
