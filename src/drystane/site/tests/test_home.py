"""The home page: the wall, the next meeting, and what waits for each person."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drystane.access.clock import ExampleClock
from drystane.assessment.operations import Given, propose_position
from drystane.assessment.tests.conftest import answer_of, fill, make_meeting, say
from drystane.board.models import (
    AgendaItem,
    Ask,
    Meeting,
    Paper,
    PaperRecommendation,
    Spotlight,
    SpotlightOutcome,
    Tasking,
    TaskingState,
)
from drystane.site.home import MOST, edition_to_show, next_meeting, waits_for
from drystane.strategy.models import Adoption
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition, make_partnership
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


def ask(cast: Partnership, state: TaskingState, asked: str = "Show it", **fields: Any) -> Tasking:
    return Tasking.objects.create(
        board=cast.board,
        to_group=cast.integrity,
        asked=asked,
        report_back_on=TODAY + timedelta(days=30),
        given_at=NOW,
        state=state,
        **fields,
    )


def words(cast: Partnership, name: str) -> list[str]:
    return [waiting.words for waiting in waits_for(getattr(cast, name), today=TODAY)]


def test_a_tasking_waits_for_the_chair_it_was_given_to_and_for_nobody_else(cast: Partnership) -> None:
    ask(cast, TaskingState.GIVEN)
    assert words(cast, "iain") == ["Accept or return for Integrity Group: Show it"]
    assert [words(cast, name) for name in ("tam", "shona", "morag", "stranger")] == [[], [], [], []]


def test_what_a_group_returned_waits_for_the_board(cast: Partnership) -> None:
    ask(cast, TaskingState.RETURNED)
    assert words(cast, "morag") == ["Integrity Group returned: Show it"]
    assert words(cast, "iain") == []


def test_an_accepted_tasking_waits_to_be_reported_back(cast: Partnership) -> None:
    ask(cast, TaskingState.ACCEPTED)
    assert words(cast, "iain") == ["Report back to the board: Show it"]


def test_my_late_action_waits_for_me_with_the_reason(cast: Partnership) -> None:
    make_action(
        cast.prevent_plan,
        "Visit",
        lead_person=cast.aileen,
        status="under_way",
        due_on=TODAY - timedelta(days=1),
    )
    (waiting,) = waits_for(cast.aileen, today=TODAY)
    assert waiting.words.startswith("Visit. ")
    assert waiting.urgency == "red"


def test_proposed_actions_wait_to_be_agreed_as_one_line_a_plan(cast: Partnership) -> None:
    for _ in range(2):
        make_action(cast.prevent_plan)
    assert words(cast, "shona") == ["2 proposed actions to agree or drop in Prevent Plan"]
    assert words(cast, "aileen") == []


def test_the_next_meeting_says_what_it_waits_for(cast: Partnership) -> None:
    meeting = Meeting.objects.create(group=cast.board, on=TODAY + timedelta(days=40))
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Paper", kind="paper")
    paper = Paper.objects.create(item=item, to="Board", report_by="Director", heading="Paper")
    for order in (1, 2):
        PaperRecommendation.objects.create(paper=paper, order=order, verb="note", text="it")
    ask(cast, TaskingState.ACCEPTED)
    found = next_meeting(cast.morag, today=TODAY)
    assert found is not None
    assert found.waits_for == [
        "1 paper still in draft",
        "2 recommendations to decide",
        "1 tasking to report back by then",
    ]
    assert next_meeting(cast.aileen, today=TODAY) is None


def test_the_wall_is_of_the_newest_edition_that_was_adopted_or_tasked_from(cast: Partnership) -> None:
    old, new = make_edition("2009"), make_edition("2015")
    make_edition("2022")
    assert edition_to_show(TODAY)[1] == new  # nothing is adopted or tasked yet, and 2022 is to come
    Adoption.objects.create(edition=old, group=cast.board, adopted_on=date(2009, 10, 7), at=NOW)
    assert edition_to_show(TODAY)[1:] == (old, {old.pk})
    ask(cast, TaskingState.GIVEN, recommendation=new.recommendations.first())
    assert edition_to_show(TODAY)[1] == new


def test_an_open_assessment_waits_for_whoever_answers_or_verifies_it_and_gave_a_purpose() -> None:
    meeting = make_meeting()
    tam, iain = meeting.cast.tam, meeting.cast.iain
    say(answer_of(meeting.ours, "I1"), Given(kind="unknown"), by=tam)
    assert waits_for(iain, today=TODAY) == []
    tam.purpose = iain.purpose = "Answering"
    left = f"2 questions to answer: {meeting.ours}"
    assert [waiting.words for waiting in waits_for(tam, today=TODAY)] == [left]
    assert [waiting.words for waiting in waits_for(iain, today=TODAY)] == [
        f"1 answer to verify: {meeting.ours}",
        left,
    ]


def test_a_proposed_position_waits_for_the_other_groups_holders() -> None:
    meeting = make_meeting()
    fill(meeting.ours, [2, 2, 2], by=meeting.cast.tam, verifier=meeting.cast.iain)
    fill(meeting.theirs, [1, 1, 1], by=meeting.cast.aileen, verifier=meeting.cast.shona)
    propose_position(
        meeting.concern,
        ours=meeting.ours,
        theirs=meeting.theirs,
        position=1,
        reason="Both begin",
        lead_group=meeting.cast.prevent,
        by=meeting.cast.iain,
        at=NOW,
    )
    (waiting,) = waits_for(meeting.ewan, today=TODAY)
    assert waiting.words == f"1 position to agree to or decline: {meeting.theirs}"
    assert [waits_for(person, today=TODAY) for person in (meeting.cast.iain, meeting.cast.aileen)] == [[], []]


@pytest.mark.parametrize("size", [1, 12])
def test_home_asks_the_same_however_much_there_is(
    cast: Partnership, client: Client, settings: Any, django_assert_num_queries: Any, size: int
) -> None:
    settings.EXAMPLE_CLOCK = ExampleClock(datetime.now(UTC))
    edition = make_edition(recommendations=size)
    for recommendation in edition.recommendations.all():
        make_action(cast.integrity_plan, recommendation=recommendation, lead_person=cast.iain)
        ask(cast, TaskingState.GIVEN, asked=recommendation.text, recommendation=recommendation)
        Meeting.objects.create(group=cast.board, on=TODAY + timedelta(days=recommendation.order))
    client.force_login(cast.iain)
    with django_assert_num_queries(11):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("size", [1, 12])
def test_home_reads_at_most_fifteen_times_with_a_purpose_in_force(
    cast: Partnership, settings: Any, size: int
) -> None:
    settings.EXAMPLE_CLOCK = ExampleClock(datetime.now(UTC))
    make_edition()
    secret = {"marking": "sensitive", "descriptor": "personal"}
    for _ in range(size):
        make_action(cast.board_plan, lead_person=cast.morag, due_on=TODAY, **secret)
    client = signed_in(cast.morag, purpose="Preparing the meeting")
    with CaptureQueriesContext(connection) as asked:
        assert "OFFICIAL-SENSITIVE PERSONAL" in client.get("/").content.decode()
    assert reads_in(asked) == 15


def reads_in(asked: CaptureQueriesContext) -> int:
    """Of the page and of the line in the trail; beside them the line itself is written."""
    said = [query["sql"].lstrip("(") for query in asked]  # PostgreSQL is asked for a union in brackets
    return sum(sql.startswith("SELECT") and "pg_advisory" not in sql for sql in said)


def overdue(cast: Partnership, **of: Any) -> None:
    meeting, _ = Meeting.objects.get_or_create(group=cast.board, on=TODAY + timedelta(days=9))
    Ask.objects.create(
        meeting=meeting, asked="Say who was trained", due_on=TODAY - timedelta(days=1), asked_at=NOW, **of
    )


def test_an_overdue_ask_waits_for_the_board_and_for_the_group_asked(cast: Partnership) -> None:
    overdue(cast, of_group=cast.prevent)
    line = "Prevent Group was asked and has not answered: Say who was trained"
    assert words(cast, "shona") == words(cast, "morag") == [line]
    assert [words(cast, name) for name in ("aileen", "wallace", "iain")] == [[], [], []]
    (waiting,) = waits_for(cast.morag, today=TODAY)
    assert (waiting.kind, waiting.urgency, waiting.url) == (
        "Ask overdue",
        "red",
        Ask.objects.get().get_absolute_url(),
    )
    Ask.objects.update(due_on=TODAY)
    assert words(cast, "morag") == []
    Ask.objects.update(due_on=TODAY - timedelta(days=1), state="received")
    assert words(cast, "morag") == []


def test_an_overdue_ask_of_a_body_or_a_post_waits_for_the_board(cast: Partnership) -> None:
    overdue(cast, of_body=cast.fire)
    overdue(cast, of_post="Fire safety lead")
    assert sorted(words(cast, "morag")) == [
        "Fire safety lead was asked and has not answered: Say who was trained",
        "Invented Fire Service was asked and has not answered: Say who was trained",
    ]


def spotlit(cast: Partnership) -> SpotlightOutcome:
    meeting = Meeting.objects.create(group=cast.board, on=TODAY - timedelta(days=90))
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Waste", kind="spotlight")
    shown = Spotlight.objects.create(item=item, topic="Waste sites", body=cast.fire, post="Officer", at=NOW)
    return SpotlightOutcome.objects.create(spotlight=shown, kind="practice", words="Ask for it", at=NOW)


def test_a_spotlight_of_which_nothing_came_by_the_next_meeting_waits_for_the_board(cast: Partnership) -> None:
    outcome = spotlit(cast)
    assert words(cast, "morag") == [f"Record the outcomes and close: {outcome.spotlight.meeting}"]
    Meeting.objects.update(state="closed", closed_at=NOW)
    Meeting.objects.create(group=cast.board, on=TODAY, state="closed", closed_at=NOW)
    assert words(cast, "morag") == ["Nothing has come yet of the spotlight “Waste sites”: Ask for it"]
    assert [words(cast, name) for name in ("wallace", "shona", "stranger")] == [[], [], []]
    SpotlightOutcome.objects.update(what_came="All do", what_came_by=cast.morag, what_came_at=NOW)
    assert words(cast, "morag") == []


def test_a_hidden_spotlight_waits_for_nobody_without_a_purpose(cast: Partnership) -> None:
    outcome = spotlit(cast)
    Meeting.objects.update(state="closed", closed_at=NOW)
    Meeting.objects.create(group=cast.board, on=TODAY, state="closed", closed_at=NOW)
    AgendaItem.objects.update(marking="sensitive", descriptor="personal")
    assert words(cast, "morag") == []
    cast.morag.purpose = "Preparing"
    (waiting,) = waits_for(cast.morag, today=TODAY)
    assert waiting.url == outcome.spotlight.get_absolute_url()


def test_only_what_is_most_urgent_stands_on_the_page_and_the_rest_is_pointed_to(
    cast: Partnership, client: Client, settings: Any
) -> None:
    settings.EXAMPLE_CLOCK = ExampleClock(datetime.now(UTC))
    for number in range(MOST + 5):
        late = TODAY - timedelta(days=number + 1)
        make_action(
            cast.integrity_plan, f"Thing {number}", lead_person=cast.iain, status="under_way", due_on=late
        )
    client.force_login(cast.iain)
    page = client.get("/").content.decode()
    assert page.count("waiting__item") == MOST
    assert f"Thing {MOST + 4}. " in page
    assert "Thing 0. " not in page
    assert f"{reverse('plans:actions')}?mine=on" in page


def test_a_colour_that_somebody_judged_waits_as_it_was_judged(cast: Partnership) -> None:
    make_action(
        cast.prevent_plan,
        "Visit",
        lead_person=cast.aileen,
        status="under_way",
        starts_on=TODAY,
        due_on=TODAY + timedelta(days=200),
        brag_override="red",
    )
    (waiting,) = waits_for(cast.aileen, today=TODAY)
    assert (waiting.urgency, waiting.words) == ("red", "Visit. It was judged so.")
