"""The minute: drafted from what was recorded, put right by two people, approved at the next meeting."""

from datetime import date

import pytest
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.board.minutes import draft_minute, sections_of
from drystane.board.models import AgendaItem, Decision, Meeting, Minute
from drystane.board.operations import attending
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import plan_meeting
from drystane.board.operations.minuting import approve_minute, write_minute
from drystane.board.operations.spotlight import give_spotlight, outcome_in_words
from drystane.board.tests.browsing import hide, page_of
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


@pytest.fixture
def minute(cast: Partnership, meeting: Meeting) -> Minute:
    return write_minute(meeting, text="# Present\n\nAll.", seen=0, by=cast.morag, at=NOW)


@pytest.fixture
def november(cast: Partnership, meeting: Meeting) -> Meeting:
    on = date(2015, 11, 25)
    return plan_meeting(group=cast.board, on=on, starts_at=None, venue="", by=cast.morag, at=NOW)


def test_a_draft_holds_what_was_recorded(
    cast: Partnership, meeting: Meeting, item: AgendaItem, decision: Decision
) -> None:
    attending.call_register(
        meeting,
        {cast.gordon: "present", cast.wallace: "apologies"},
        seen=Meeting.objects.get().version,
        by=cast.morag,
        at=NOW,
    )
    attending.declare_interest(
        item, person=None, post="Inspector", nature="A friend", left_the_room=False, by=cast.morag, at=NOW
    )
    AgendaItem.objects.filter(pk=item.pk).update(kind="discussion", late_because="It came on Monday")
    item.refresh_from_db()
    fields = {"topic": "doorsteps", "body": cast.fire, "post": "Watch Commander"}
    spotlight = give_spotlight(item, fields=fields, by=cast.morag, at=NOW)
    outcome_in_words(spotlight, "nothing", words="It is done already", by=cast.morag, at=NOW)

    draft = draft_minute(Meeting.objects.get())

    for said in (
        "# Present\n\nGordon (Invented Council).",
        "# Apologies\n\nWallace (Invented Council).",
        "# 1. The strategy, refreshed",
        "Late item: It came on Monday",
        "Inspector declared an interest (A friend) and stayed in the room.",
        "Watch Commander, Invented Fire Service, told the meeting about doorsteps.",
        "OUTCOME: No action, because: It is done already",
        "DECIDED: Action asked for: Ask the charities",
    ):
        assert said in draft


def test_a_draft_holds_nothing_of_a_sensitive_item(
    meeting: Meeting, item: AgendaItem, decision: Decision
) -> None:
    before = draft_minute(meeting)
    hide(item)
    draft = draft_minute(meeting)
    assert "Ask the charities" in before
    assert "Ask the charities" not in draft
    assert "refreshed" not in draft


def test_the_minute_is_drafted_and_kept_on_its_page(cast: Partnership, meeting: Meeting) -> None:
    client, address = signed_in(cast.morag), reverse("board:write_minute", args=[meeting.ref])
    assert "# Present" in client.get(address).content.decode()
    assert client.post(address, {"text": "# Present\n\nEverybody.", "seen": "0"}).status_code == 302
    page = page_of(cast.priya, reverse("board:minute", args=[meeting.ref]))
    assert "Everybody." in page
    assert "Draft" in page
    assert "Change the minute" not in page


def test_the_second_to_write_is_told_and_keeps_their_words(
    cast: Partnership, meeting: Meeting, minute: Minute
) -> None:
    client, address = signed_in(cast.gordon), reverse("board:write_minute", args=[meeting.ref])
    for seen in ("0", "7"):
        page = client.post(address, {"text": "Mine", "seen": seen}).content.decode()
        assert "Somebody else has just changed this minute" in page
        assert "Mine" in page
    assert Minute.objects.get().text == "# Present\n\nAll."


def test_a_minute_is_approved_at_a_later_meeting_once_its_own_is_closed(
    cast: Partnership, meeting: Meeting, minute: Minute, november: Meeting
) -> None:
    def approve(at_meeting: Meeting) -> None:
        approve_minute(minute, at_meeting=at_meeting, seen=minute.version, by=cast.gordon, at=NOW)

    with pytest.raises(NotAllowed, match="Close the meeting first"):
        approve(november)
    close_meeting(meeting, by=cast.morag, at=NOW)
    minute = Minute.objects.get()
    with pytest.raises(NotAllowed, match="closed"):
        approve(meeting)
    approve(november)

    minute = Minute.objects.get()
    assert minute.approved_at_meeting == november
    with pytest.raises(NotAllowed, match="approved and changes no more"):
        write_minute(meeting, text="Other", seen=minute.version, by=cast.morag, at=NOW)


def test_approval_is_recorded_on_its_page(
    cast: Partnership, meeting: Meeting, minute: Minute, november: Meeting
) -> None:
    close_meeting(meeting, by=cast.morag, at=NOW)
    address = reverse("board:approve_minute", args=[minute.ref])
    sent = {"at_meeting": november.ref, "seen": str(minute.version)}
    assert signed_in(cast.morag).post(address, sent).status_code == 302
    page = page_of(cast.priya, reverse("board:minute", args=[meeting.ref]))
    assert "Approved at the meeting of 25 November 2015" in page


@pytest.mark.parametrize("kind", ["html", pytest.param("docx", marks=pytest.mark.slow)])
def test_a_minute_is_taken_away_by_those_who_may(cast: Partnership, minute: Minute, kind: str) -> None:
    address = reverse("board:minute_file", args=[minute.ref, kind])
    answer = signed_in(cast.wallace).get(address)
    assert answer["Content-Disposition"] == f'attachment; filename="2015-09-02-minute.{kind}"'
    assert len(answer.content) > 500
    assert signed_in(cast.priya).get(address).status_code == 403


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("All met.", [("The meeting", ["All met."])]),
        ("# One\n\na\r\n\r\nb\n\n# Two", [("One", ["a", "b"]), ("Two", [])]),
        ("# One\na", [("One", ["a"])]),
        ("\n\n", []),
    ],
)
def test_headings_and_paragraphs(text: str, sections: list[tuple[str, list[str]]]) -> None:
    found = [
        (one.heading, ["".join(run.text for run in paragraph.runs) for paragraph in one.paragraphs])
        for one in sections_of(text)
    ]
    assert found == sections
