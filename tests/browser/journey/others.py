"""Those who have no part in it, or a smaller one."""

from collections.abc import Callable

from drystane.board.models import Meeting
from tests.browser.journey.steps import NEW_ACTION, is_refused, opens_the_action, sees, sees_nothing_of
from tests.browser.visitor import Visitor

At = Callable[[str], Visitor]


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
