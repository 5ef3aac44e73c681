"""Work done twice: the warning while writing, a merge of two groups and its undoing, and a paper read in.

Where the script makes a difference, once with it and once without.
"""

import pytest
from playwright.sync_api import expect

from drystane.access.models import User
from drystane.board.models import Draft
from drystane.plans.models import Action, Overlap, OverlapState
from tests.browser.example import Example
from tests.browser.journey.steps import is_told, row, sees
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TENDER = "Add a tender paragraph that reserves enhanced probity checks in high-risk categories"
PREVENT = "Write the Prevent duty into the tender template"
WARNING = "Is this being done already?"
TYPED = "Write the Prevent duty into our tender template"
RECHECK = "Recheck certificates and accreditations at each yearly contract review"
PAPER = """To: Safer and Stronger Renfrewshire Thematic Board

On: 25 November 2015

Report by: Procurement Manager (invented)

WHAT SUPPLIERS SHOW

1. Summary

1.1 This paper is invented. It says what suppliers are asked to show.

2. Recommendations

2.1 It is recommended that the board note what suppliers are asked to show.

3. What happens next

3.1 One thing is asked for before the board meets in the new year.

ACTION: Procurement to look again at every supplier's certificates and accreditations when a contract comes \
up for its yearly review
"""


def somebody(example: Example, username: str, *, has_script: bool) -> Visitor:
    visitor = example.visitor(username, java_script_enabled=has_script)
    visitor.sign_in(User.objects.get(username=username))
    return visitor


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_whoever_writes_is_warned_of_a_twin(example: Example, has_script: bool) -> None:
    iain = somebody(example, "iain", has_script=has_script)
    before = Action.objects.count()
    iain.open("/plans/")
    iain.follow("Integrity Group action plan")
    iain.follow("Put an action forward")
    iain.type({"What will be done": TYPED})
    if has_script:
        iain.page.keyboard.press("Tab")
        sees(iain, WARNING, PREVENT)
        assert Action.objects.count() == before
        iain.press("Put it forward")
    else:
        iain.press("Put it forward")
        sees(iain, WARNING, PREVENT)
        assert Action.objects.count() == before
        iain.press("Put it forward all the same")
    is_told(iain, "The action is put forward.")
    assert Action.objects.filter(title=TYPED).count() == 1
    iain.left_in_peace()


def test_two_groups_merge_a_pair_and_undo_it(example: Example) -> None:
    iain, mhairi = (somebody(example, name, has_script=False) for name in ("iain", "mhairi"))
    pair = Overlap.objects.get(first__title=TENDER, second__title=PREVENT)
    proposes(iain, pair)
    confirms(mhairi, pair)
    undoes(iain, pair)
    for visitor in (iain, mhairi):
        visitor.left_in_peace()


def opens_the_pair(visitor: Visitor) -> None:
    visitor.open("/plans/overlaps/")
    visitor.page.get_by_role("main").get_by_role("link", name=TENDER).filter(has_text=PREVENT).click()
    sees(visitor, TENDER, PREVENT, "Why they look alike")


def proposes(iain: Visitor, pair: Overlap) -> None:
    opens_the_pair(iain)
    iain.follow("Merge them")
    iain.pick(f"{TENDER} (Integrity Group)")
    iain.type({"A note for the history": "One template"})
    iain.press("Merge them")
    is_told(iain, "The merge is proposed")
    pair.refresh_from_db()
    assert pair.state == OverlapState.PROPOSED
    assert Action.objects.get(title=PREVENT).status == "agreed", "one group alone merges nothing"


def confirms(mhairi: Visitor, pair: Overlap) -> None:
    opens_the_pair(mhairi)
    mhairi.follow("Confirm the merge")
    sees(mhairi, "One template")
    mhairi.press("Confirm the merge")
    is_told(mhairi, "The two are merged.")
    assert Action.objects.get(title=PREVENT).status == "merged"
    mhairi.open("/plans/overlaps/")
    mhairi.follow("Pairs decided, and effort saved")
    sees(mhairi, "£600 (1 of 1 name an amount)")
    expect(row(mhairi, TENDER)).to_contain_text("Merged: one takes in the other")


def undoes(iain: Visitor, pair: Overlap) -> None:
    iain.open(pair.get_absolute_url())
    iain.follow("Take it back")
    iain.press("Take it back")
    sees(iain, "There is a problem")
    iain.type({"Why": "The two templates are for other things"})
    iain.press("Take it back")
    sees(iain, "The two templates are for other things")
    pair.refresh_from_db()
    assert pair.state == OverlapState.WAITING
    assert Action.objects.get(title=PREVENT).status == "agreed"


def test_a_small_paper_is_brought_in_and_its_action_meets_a_twin(example: Example) -> None:
    morag = somebody(example, "morag", has_script=False)
    morag.open("/board/drafts/new/")
    morag.type({"Or its words, pasted here": PAPER})
    morag.press("Read it in")
    is_told(morag, "The paper is read.")
    item = Draft.objects.latest("pk").items.get(kind="action")
    before = Action.objects.count()
    with morag.page.expect_navigation(wait_until="domcontentloaded"):
        morag.page.locator(f'main a[href="{item.get_absolute_url()}"]').last.click()
    sees(morag, WARNING, RECHECK)
    morag.type({"Into which plan": "Integrity Group action plan"})
    morag.press("Accept it")
    is_told(morag, "Accepted:")
    item.refresh_from_db()
    assert not item.is_waiting
    assert Action.objects.count() == before + 1
    morag.left_in_peace()
