"""Two people open the same page, and both send it at the same moment. One is obeyed, the other is told.

Over real connections, each with its own request and its own database connection.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from threading import Barrier

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.assessment.models import AnswerVersion
from drystane.assessment.tests.conftest import answer_of, make_meeting
from drystane.board.models import (
    AgendaItem,
    Ask,
    AskMove,
    Meeting,
    Minute,
    Paper,
    Paragraph,
    Spotlight,
    SpotlightOutcome,
    StoredPack,
    Tasking,
    TaskingMove,
)
from drystane.partners.models import Group, Membership
from drystane.plans.models import Action, Move, Status
from tests.cast import NOW, Partnership, make_action, make_partnership, make_user, seat
from tests.robustness.caller import Answer, Caller
from tests.robustness.filling import session_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]


@pytest.fixture
def cast(transactional_db: None) -> Partnership:
    return make_partnership()


def second_lead(group: Group) -> User:
    """Somebody else who may do in this group whatever its lead officer may."""
    moira = make_user("moira")
    seat(moira, group, Role.CHAIR)
    return moira


Wish = tuple[User, str, Mapping[str, str]]


@dataclass(frozen=True)
class Two:
    """Each opens their page before either sends it with their own words in it."""

    port: int
    at_once: bool
    purpose: str = ""

    def send(self, *wishes: Wish) -> list[Answer]:
        callers = [Caller(self.port, session_of(user, purpose=self.purpose)) for user, _, _ in wishes]
        forms = [caller.form(address) for caller, (_, address, _) in zip(callers, wishes, strict=True)]
        together = Barrier(len(wishes))

        def send(number: int) -> Answer:
            _, address, words = wishes[number]
            if self.at_once:
                together.wait(timeout=20)
            return callers[number].post(address, {**forms[number], **words})

        if not self.at_once:
            return [send(number) for number in range(len(wishes))]
        with ThreadPoolExecutor(len(wishes)) as pool:
            return list(pool.map(send, range(len(wishes))))


@pytest.fixture(params=[True, False], ids=["at once", "one just before the other"])
def two(request: pytest.FixtureRequest, live_server: LiveServer) -> Two:
    return Two(int(live_server.url.rpartition(":")[2]), at_once=request.param)


def winner_of(answers: list[Answer], told: str | tuple[str, ...]) -> int:
    """Which of the two was obeyed. The other is shown the page again, with the reason in words."""
    statuses = [answer.status for answer in answers]
    assert sorted(statuses) == [200, 302], statuses
    sentences = (told,) if isinstance(told, str) else told
    page = unescape(answers[statuses.index(200)].body)
    assert any(sentence in page for sentence in sentences), page
    return statuses.index(302)


def test_an_action_is_not_overwritten(cast: Partnership, two: Two) -> None:
    action = make_action(cast.prevent_plan, lead_body=cast.council)
    moira = second_lead(cast.prevent)
    edit = reverse("plans:edit", args=[action.ref])
    words = ["Ask the carriers", "Ask the licensing board"]

    answers = two.send(
        *((user, edit, {"title": title}) for user, title in zip((cast.shona, moira), words, strict=True)),
    )

    first = winner_of(answers, "Somebody else has just changed this action")
    action.refresh_from_db()
    assert (action.title, action.version) == (words[first], 2)
    assert words[1 - first] in answers[1 - first].body  # nothing typed is lost


def test_an_action_moves_once(cast: Partnership, two: Two) -> None:
    action = make_action(cast.prevent_plan, status=Status.AGREED)
    moira = second_lead(cast.prevent)

    answers = two.send(
        (cast.shona, reverse("plans:verb", args=[action.ref, "start"]), {}),
        (moira, reverse("plans:verb", args=[action.ref, "drop"]), {"why": "No longer needed"}),
    )

    first = winner_of(
        answers,
        (
            "Somebody else has just changed this action",
            "An action that is dropped cannot become under way",
        ),
    )
    action = Action.objects.get()
    assert action.status == [Status.UNDER_WAY, Status.DROPPED][first]
    assert Move.objects.get().to == action.status


def test_a_tasking_is_answered_once(cast: Partnership, two: Two) -> None:
    tasking = Tasking.objects.create(
        board=cast.board,
        to_group=cast.prevent,
        asked="Say what it takes",
        report_back_on=date(2099, 1, 1),
        given_at=NOW,
    )
    moira = second_lead(cast.prevent)

    answers = two.send(
        (cast.shona, reverse("board:tasking_verb", args=[tasking.ref, "accept"]), {}),
        (moira, reverse("board:tasking_verb", args=[tasking.ref, "return"]), {"why": "No staff"}),
    )

    first = winner_of(
        answers,
        (
            "Somebody else has just changed this tasking",
            "This tasking is “accepted”",
            "This tasking is “returned”",
        ),
    )
    tasking.refresh_from_db()
    assert tasking.state == ["accepted", "returned"][first]
    assert TaskingMove.objects.get().to == tasking.state


@pytest.fixture
def paper(cast: Partnership) -> Paper:
    meeting = Meeting.objects.create(group=cast.board, on=date(2015, 9, 2))
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Organised crime", kind="paper")
    return Paper.objects.create(
        item=item, to="Safer Board", report_by="Community safety lead", heading="Organised crime"
    )


def test_a_section_of_a_paper_is_not_overwritten(cast: Partnership, paper: Paper, two: Two) -> None:
    section = reverse("board:paper_section", args=[paper.ref, "background"])
    words = ["The board asked in June.", "The strategy was published in June."]

    answers = two.send(
        *(
            (user, section, {"text": text})
            for user, text in zip((cast.morag, cast.gordon), words, strict=True)
        ),
    )

    first = winner_of(answers, "Somebody else has just changed this paper")
    assert list(Paragraph.objects.values_list("text", flat=True)) == [words[first]]
    assert words[1 - first] in answers[1 - first].body


def test_a_meeting_is_closed_once(cast: Partnership, paper: Paper, two: Two) -> None:
    close = reverse("board:close", args=[paper.meeting.ref])

    answers = two.send((cast.morag, close, {}), (cast.gordon, close, {}))

    first = winner_of(answers, ("Somebody else has just changed this meeting", "This meeting is closed"))
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.closed_by) == ("closed", [cast.morag, cast.gordon][first])
    assert StoredPack.objects.for_board().count() == 1


def test_a_membership_ends_once(cast: Partnership, two: Two) -> None:
    membership = Membership.objects.get(user=cast.wallace)
    reasons = ["Moved away", "Election"]
    leave = reverse("partners:membership_verb", args=[membership.ref, "leave"])

    answers = two.send(
        *((user, leave, {"why": why}) for user, why in zip((cast.morag, cast.gordon), reasons, strict=True)),
    )

    first = winner_of(answers, "That role has ended already")
    membership.refresh_from_db()
    assert membership.left_because == reasons[first]
    assert membership.left_by == [cast.morag, cast.gordon][first]


@pytest.fixture
def meeting(cast: Partnership) -> Meeting:
    return Meeting.objects.create(group=cast.board, on=date(2099, 9, 2))


def test_an_ask_is_answered_once(cast: Partnership, meeting: Meeting, two: Two) -> None:
    ask = Ask.objects.create(
        meeting=meeting, asked="Bring figures", of_body=cast.fire, due_on=date(2099, 9, 1), asked_at=NOW
    )
    notes = ["By post", "By hand"]
    receive = reverse("board:answer_ask", args=[ask.ref, "receive"])

    answers = two.send(
        *((user, receive, {"why": why}) for user, why in zip((cast.morag, cast.gordon), notes, strict=True))
    )

    first = winner_of(answers, ("Somebody else has just answered this", "This is “received” already"))
    assert [move.why for move in AskMove.objects.all()] == [notes[first]]
    assert notes[1 - first] in answers[1 - first].body


def test_what_came_of_a_spotlight_is_said_once(cast: Partnership, meeting: Meeting, two: Two) -> None:
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Waste", kind="spotlight")
    shown = Spotlight.objects.create(item=item, topic="Waste", body=cast.fire, post="Officer", at=NOW)
    outcome = SpotlightOutcome.objects.create(spotlight=shown, kind="practice", words="Ask for it", at=NOW)
    said = ["All of them ask", "Some of them ask"]
    address = reverse("board:follow_up", args=[outcome.ref])

    answers = two.send(
        *(
            (user, address, {"what_came": words})
            for user, words in zip((cast.morag, cast.gordon), said, strict=True)
        )
    )

    first = winner_of(answers, "Somebody has just said what came of this")
    outcome.refresh_from_db()
    assert (outcome.what_came, outcome.what_came_by) == (said[first], [cast.morag, cast.gordon][first])
    assert said[1 - first] in answers[1 - first].body


@pytest.mark.parametrize("is_begun", [True, False])
def test_a_minute_is_not_overwritten(cast: Partnership, meeting: Meeting, two: Two, is_begun: bool) -> None:
    if is_begun:
        Minute.objects.create(meeting=meeting, text="It met.", written_by=cast.morag, written_at=NOW)
    words = ["The board met in Paisley.", "The board met in Johnstone."]
    write = reverse("board:write_minute", args=[meeting.ref])

    answers = two.send(
        *((user, write, {"text": text}) for user, text in zip((cast.morag, cast.gordon), words, strict=True))
    )

    first = winner_of(answers, "Somebody else has just changed this minute")
    assert Minute.objects.get().text == words[first]
    assert words[1 - first] in answers[1 - first].body


def test_of_two_answers_one_stands_and_the_other_is_kept_as_a_draft(two: Two) -> None:
    ours = make_meeting()
    answer, notes = answer_of(ours.ours, "I1"), ["We look each year", "We looked once"]
    save = reverse("assessment:save", args=[answer.ref])

    answers = replace(two, purpose="Answering").send(
        *(
            (user, save, {"say": "1", "note": note})
            for user, note in zip((ours.cast.tam, ours.cast.iain), notes, strict=True)
        )
    )

    first = winner_of(answers, "Somebody else saved this answer meanwhile")
    answer.refresh_from_db()
    assert answer.note == notes[first]
    assert AnswerVersion.objects.refused().get().note == notes[1 - first]
    assert notes[0] in answers[1 - first].body  # both texts are before whoever was too late
    assert notes[1] in answers[1 - first].body
