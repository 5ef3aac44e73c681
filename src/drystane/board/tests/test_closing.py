"""Closing a meeting: what is kept, what must be there first, and what goes on to the next."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit.models import Event
from drystane.board.action_log import gather_log
from drystane.board.gather import gather_paper
from drystane.board.models import AgendaItem, Meeting, Outcome, Paper, StoredPack
from drystane.board.operations import closing
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import add_item, decide, decide_action, plan_meeting
from drystane.board.operations.paper import recommend, write_paper, write_section
from drystane.documents.packs import from_json, plain_text
from drystane.plans.models import Action
from tests.cast import NOW, Partnership, make_partnership

NOVEMBER = date(2015, 11, 25)
LATER = NOW + timedelta(hours=3)


def note_everything(paper: Paper, by: User) -> None:
    for recommendation in paper.recommendations.all():
        decide(paper.item, outcome=Outcome.NOTED, words="", recommendation=recommendation, by=by, at=NOW)


def plan_november(cast: Partnership) -> Meeting:
    return plan_meeting(group=cast.board, on=NOVEMBER, starts_at=None, venue="", by=cast.morag, at=NOW)


def test_closing_needs_an_outcome_for_each_recommendation(cast: Partnership, paper: Paper) -> None:
    with pytest.raises(NotAllowed, match="1 recommendation has no outcome yet"):
        close_meeting(paper.meeting, by=cast.morag, at=NOW)
    assert not StoredPack.objects.exists()

    note_everything(paper, cast.morag)
    close_meeting(paper.meeting, by=cast.morag, at=LATER)
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.closed_by, meeting.closed_at) == ("closed", cast.morag, LATER)


def test_closing_needs_somebody_for_each_action_asked_for(cast: Partnership, item: AgendaItem) -> None:
    decision = decide(item, outcome=Outcome.ACTION, words="Ask them", by=cast.morag, at=NOW)
    with pytest.raises(NotAllowed, match="1 decision asks for an action that nobody has been given"):
        close_meeting(item.meeting, by=cast.morag, at=NOW)

    decide_action(decision, cast.board_plan, fields={"title": "Ask them"}, by=cast.morag, at=NOW)
    assert close_meeting(item.meeting, by=cast.morag, at=NOW) == []


def test_what_is_missing_on_a_hidden_item_is_not_counted_aloud(cast: Partnership, paper: Paper) -> None:
    Paper.objects.update(marking="sensitive", descriptor="commercial")
    AgendaItem.objects.update(marking="sensitive", descriptor="commercial")

    with pytest.raises(NotAllowed, match="shown to you only for a stated purpose"):
        close_meeting(paper.meeting, by=cast.morag, at=NOW)
    cast.morag.purpose = "Closing the meeting"
    with pytest.raises(NotAllowed, match="1 recommendation has no outcome yet"):
        close_meeting(paper.meeting, by=cast.morag, at=NOW)


def test_a_stored_paper_reads_the_same_after_its_rows_have_changed(cast: Partnership, paper: Paper) -> None:
    write_section(paper, "summary", ["As it was."], seen=paper.version, by=cast.morag, at=NOW)
    note_everything(paper, cast.morag)
    (stored,) = close_meeting(paper.meeting, by=cast.morag, at=NOW)
    as_closed = plain_text(from_json(stored.body))
    assert "As it was." in as_closed

    Paper.objects.update(heading="Rewritten behind its back")
    paper.paragraphs.update(text="Rewritten.")
    Action.objects.create(plan=cast.board_plan, title="A new action")

    assert plain_text(from_json(StoredPack.objects.for_board().get().body)) == as_closed
    assert "Rewritten." in plain_text(gather_paper(Paper.objects.get(), on=NOVEMBER))  # the rows did change


def test_closing_is_all_or_nothing(
    cast: Partnership, meeting: Meeting, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second paper cannot be gathered: then nothing is kept, not even of the first."""
    second = add_item(meeting, fields={"title": "Another", "kind": "paper"}, by=cast.morag, at=NOW)
    write_paper(second, fields={"to": "B", "report_by": "D", "heading": "Broken"}, by=cast.morag, at=NOW)
    note_everything(paper, cast.morag)
    Paper.objects.filter(heading="Broken").update(form="no-such-form")

    with pytest.raises(KeyError):
        close_meeting(meeting, by=cast.morag, at=NOW)
    assert not StoredPack.objects.exists()
    assert Meeting.objects.get().state == "planned"
    assert not Event.objects.filter(verb="meeting.closed").exists()


def test_a_meeting_changed_since_it_was_looked_at_is_not_closed(
    cast: Partnership, meeting: Meeting, item: AgendaItem
) -> None:
    with pytest.raises(NotAllowed, match="Somebody else has just changed this meeting"):
        close_meeting(meeting, seen=1, by=cast.morag, at=NOW)  # the item has been added since
    close_meeting(meeting, seen=Meeting.objects.get().version, by=cast.morag, at=NOW)


def test_a_meeting_closes_once(cast: Partnership, meeting: Meeting) -> None:
    close_meeting(meeting, by=cast.morag, at=NOW)

    with pytest.raises(NotAllowed, match="This meeting is closed"):
        close_meeting(Meeting.objects.get(), by=cast.gordon, at=LATER)
    assert Meeting.objects.get().closed_by == cast.morag


@pytest.mark.django_db(transaction=True)
def test_of_two_closers_one_closes_and_one_is_told() -> None:
    cast = make_partnership()
    meeting = plan_november(cast)
    item = add_item(meeting, fields={"title": "Paper", "kind": "paper"}, by=cast.morag, at=NOW)
    paper = write_paper(item, fields={"to": "B", "report_by": "D", "heading": "H"}, by=cast.morag, at=NOW)
    recommend(paper, verb="note", text="it.", seen=1, by=cast.morag, at=NOW)
    note_everything(paper, cast.morag)
    together = Barrier(2)

    def close(by: User) -> str:
        try:
            found = Meeting.objects.get()
            together.wait(timeout=10)
            close_meeting(found, by=by, at=NOW)
        except NotAllowed as error:
            return str(error)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(close, [cast.morag, cast.gordon]))

    assert told[0] == ""
    assert told[1].startswith("This meeting is closed")
    assert StoredPack.objects.for_board().count() == 1
    assert Event.objects.filter(verb="meeting.closed").count() == 1


def test_the_next_meeting_gets_the_rolling_action_log(cast: Partnership, meeting: Meeting) -> None:
    november = plan_november(cast)
    assert not november.items.exists()

    close_meeting(meeting, by=cast.morag, at=NOW)
    assert [item.kind for item in november.items.all()] == ["action_log"]


def test_a_log_that_stands_on_the_next_agenda_is_not_put_there_again(
    cast: Partnership, meeting: Meeting
) -> None:
    november = plan_november(cast)
    add_item(november, fields={"title": "Log", "kind": "action_log"}, by=cast.morag, at=NOW)

    close_meeting(meeting, by=cast.morag, at=NOW)
    assert november.items.get().title == "Log"


def test_a_meeting_planned_after_the_last_was_closed_gets_the_log_too(
    cast: Partnership, meeting: Meeting
) -> None:
    close_meeting(meeting, by=cast.morag, at=NOW)
    assert [item.kind for item in plan_november(cast).items.all()] == ["action_log"]


def test_the_log_holds_what_earlier_meetings_asked_for(
    cast: Partnership, meeting: Meeting, item: AgendaItem
) -> None:
    decision = decide(item, outcome=Outcome.ACTION, words="Ask them", by=cast.morag, at=NOW)
    asked = decide_action(decision, cast.prevent_plan, fields={"title": "Ask them"}, by=cast.morag, at=NOW)
    hidden = decide_action(
        decision,
        cast.board_plan,
        fields={"title": "Hidden", "marking": "sensitive", "descriptor": "commercial"},
        by=cast.morag,
        at=NOW,
    )
    november = plan_november(cast)

    open_log = gather_log(cast.board, before=november, on=NOVEMBER)
    assert [(entry.action, entry.raised_on) for entry in open_log] == [(asked, meeting.on)]
    assert hidden in [
        entry.action for entry in gather_log(cast.board, before=november, on=NOVEMBER, sensitive=True)
    ]
    assert gather_log(cast.board, before=meeting, on=NOVEMBER) == []  # it was not raised before itself


def test_a_stored_paper_is_seen_like_the_paper(cast: Partnership, paper: Paper) -> None:
    Paper.objects.update(marking="sensitive", descriptor="commercial")
    note_everything(paper, cast.morag)
    close_meeting(paper.meeting, by=cast.morag, at=NOW)

    assert not StoredPack.objects.visible_to(cast.wallace).exists()
    cast.wallace.purpose = "The minute"
    assert StoredPack.objects.visible_to(cast.wallace).exists()


def test_what_closing_says_when_nothing_is_missing(cast: Partnership, meeting: Meeting) -> None:
    assert closing.still_missing(meeting, by=cast.morag) == ""
