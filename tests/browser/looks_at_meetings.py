"""Who looks at the pages around a meeting: who was there, spotlights, asks, the minute, the calendar."""

from drystane.access import clock
from drystane.access.models import User
from drystane.board.minutes import draft_minute
from drystane.board.models import AgendaItem, Ask, Attendance, Declaration, Meeting, Spotlight
from drystane.board.models import SpotlightOutcome as Outcome
from drystane.board.operations.attending import add_guest, declare_interest
from drystane.board.operations.minuting import write_minute
from drystane.board.operations.spotlight import outcome_in_words
from drystane.partners.models import Group, Organisation
from drystane.plans.models import Plan
from tests.browser.look import Found, Look

BEFORE, OVER, TO_COME = "2015-04-22", "2015-06-03", "2015-09-02"


def meeting(on: str = TO_COME) -> Found:
    return lambda: Meeting.objects.get(on=on).ref


def item(title: str) -> Found:
    return lambda: AgendaItem.objects.get(meeting__on=TO_COME, title__startswith=title).ref


def spotlight(on: str = TO_COME) -> Found:
    return lambda: Spotlight.objects.get(item__meeting__on=on).ref


def ask(group: str) -> Found:
    return lambda: Ask.objects.get(of_group__code=group).ref


def morag() -> User:
    return User.objects.get(username="morag")


def prevent_plan() -> str:
    return Plan.objects.get(code="prevent").ref


def issue() -> str:
    return Outcome.objects.get(spotlight__item__meeting__on=OVER, kind=Outcome.Kind.ISSUE).ref


def guest() -> str:
    """A substitute whom Morag has just put on the list."""
    added: Attendance = add_guest(
        Meeting.objects.get(on=TO_COME),
        post="Superintendent",
        body=Organisation.objects.get(name="Police Scotland"),
        instead_of=User.objects.get(username="aileen"),
        by=morag(),
        at=clock.now(),
    )
    return added.ref


def declaration() -> str:
    made: Declaration = declare_interest(
        AgendaItem.objects.get(meeting__on=TO_COME, title__startswith="Refresh"),
        person=User.objects.get(username="cllr_wallace"),
        post="",
        nature="sits on the committee of a charity that bids for the work",
        left_the_room=True,
        by=morag(),
        at=clock.now(),
    )
    return made.ref


def outcome() -> str:
    """Of a meeting that is not over, so that it can be taken back."""
    return outcome_in_words(
        Spotlight.objects.get(item__meeting__on=TO_COME),
        Outcome.Kind.ISSUE,
        words="The same few firms call again under new names.",
        owner=Group.objects.get(code="prevent"),
        by=morag(),
        at=clock.now(),
    ).ref


def minute() -> str:
    over = Meeting.objects.get(on=OVER)
    return write_minute(over, text=draft_minute(over), seen=0, by=morag(), at=clock.now()).ref


def became(kind: str, called: str = "", plan: Found = str) -> Look:
    """The form for one thing that the board made of a spotlight."""
    asks = kind != "action" or plan is not str
    return Look(
        "morag", spotlight(), {"kind": kind}, plan, asks=asks, called=called or f"spotlight-outcome-{kind}"
    )


def answered(verb: str, *, asks: bool = False) -> Look:
    return Look("mhairi", ask("prevent"), {"verb": verb}, asks=asks, called=f"ask-{verb}")


MEETING_LOOKS: dict[str, list[Look]] = {
    "board:publish_agenda": [Look("morag", meeting())],
    "board:quorum": [Look("morag", meeting())],
    "board:add_guest": [Look("morag", meeting(), asks=True)],
    "board:take_off": [Look("morag", guest)],
    "board:attendance": [
        Look("morag", meeting()),
        Look("morag", meeting(OVER), called="attendance-closed"),
    ],
    "board:declare": [Look("morag", meeting(), asks=True)],
    "board:take_back_declaration": [Look("morag", declaration)],
    "board:give_spotlight": [Look("morag", item("Any other"), asks=True)],
    "board:edit_spotlight": [Look("morag", spotlight(), asks=True)],
    "board:spotlight_outcome": [
        became("message"),
        became("action", "spotlight-which-plan"),
        became("action", plan=lambda: f"?plan={prevent_plan()}"),
        became("issue"),
        became("practice"),
        became("nothing"),
    ],
    "board:take_back_outcome": [Look("morag", outcome)],
    "board:follow_up": [Look("morag", issue, asks=True)],
    "board:spotlight": [
        Look("morag", spotlight()),
        Look("cllr_wallace", spotlight(OVER), called="spotlight-closed"),
    ],
    "board:forward_plan": [Look("morag"), Look("ewan", called="forward-plan-stranger")],
    "board:new_ask": [Look("morag", asks=True)],
    "board:ask": [Look("mhairi", ask("prevent")), Look("morag", ask("integrity"), called="ask-received")],
    "board:answer_ask": [answered("promise"), answered("receive"), answered("decline", asks=True)],
    "board:minute": [
        Look("cllr_wallace", meeting(BEFORE)),
        Look("morag", meeting(OVER), called="no-minute"),
    ],
    "board:write_minute": [Look("morag", meeting(OVER), asks=True)],
    "board:approve_minute": [Look("morag", minute, asks=True)],
    "board:my_calendar": [Look("morag"), Look("mhairi", called="calendar-with-address")],
    "board:revoke_calendar": [Look("mhairi"), Look("morag", called="calendar-without-address")],
}
