"""Spotlights: the five outcomes, their follow-up, and the trace both ways."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.board.models import AgendaItem, Meeting, Spotlight, SpotlightOutcome
from drystane.board.operations import spotlight as operations
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import add_item, plan_meeting
from drystane.board.tests.browsing import WHY, hide, page_of
from drystane.partners.models import Group
from drystane.plans.models import Action, Status
from drystane.plans.operations import add_message
from tests.cast import NOW, Partnership
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")
LATER = date(2015, 11, 25)
FIELDS = {"topic": "Doorstep crime", "post": "Watch Commander", "about": "", "material": "", "held_by": ""}


@pytest.fixture
def talk(cast: Partnership, meeting: Meeting) -> AgendaItem:
    return add_item(meeting, fields={"title": "What fire sees", "kind": "discussion"}, by=cast.morag, at=NOW)


@pytest.fixture
def spotlight(cast: Partnership, talk: AgendaItem) -> Spotlight:
    return operations.give_spotlight(talk, fields={**FIELDS, "body": cast.fire}, by=cast.morag, at=NOW)


def message(cast: Partnership, spotlight: Spotlight) -> SpotlightOutcome:
    return operations.outcome_message(
        spotlight, group=cast.prevent, audience="communities", text="Ask who calls", by=cast.morag, at=NOW
    )


def action(cast: Partnership, spotlight: Spotlight) -> SpotlightOutcome:
    return operations.outcome_action(
        spotlight, cast.prevent_plan, fields={"title": "Visit ten homes"}, by=cast.morag, at=NOW
    )


def in_words(
    cast: Partnership, spotlight: Spotlight, kind: str, owner: Group | None = None
) -> SpotlightOutcome:
    return operations.outcome_in_words(
        spotlight, kind, words="Share the list", owner=owner, by=cast.morag, at=NOW
    )


def left(on: date = LATER) -> list[str]:
    return sorted(SpotlightOutcome.objects.not_followed_up(on).values_list("kind", flat=True))


def next_meeting(cast: Partnership) -> None:
    plan_meeting(group=cast.board, on=LATER, starts_at=None, venue="", by=cast.morag, at=NOW)


def test_a_spotlight_is_given_on_its_page(cast: Partnership, talk: AgendaItem) -> None:
    sent = {**FIELDS, "body": cast.fire.ref, "material": "Slides"}
    address = reverse("board:give_spotlight", args=[talk.ref])
    assert "Say where the material is held." in signed_in(cast.morag).post(address, sent).content.decode()
    sent["held_by"] = "Community Safety, file 12"
    assert signed_in(cast.morag).post(address, sent).status_code == 302
    assert "Community Safety, file 12" in page_of(cast.priya, Spotlight.objects.get().get_absolute_url())


@pytest.mark.parametrize("kind", ["message", "issue", "practice", "nothing"])
def test_each_outcome_is_recorded_on_its_page(cast: Partnership, spotlight: Spotlight, kind: str) -> None:
    sent = {
        "words": "Share the list",
        "owner": cast.prevent.ref,
        "group": cast.prevent.ref,
        "audience": "communities",
        "text": "Share the list",
    }
    address = reverse("board:spotlight_outcome", args=[spotlight.ref, kind])
    assert "Record it" in page_of(cast.morag, address)
    assert signed_in(cast.morag).post(address, sent).status_code == 302
    assert SpotlightOutcome.objects.get().kind == kind
    assert "Share the list" in page_of(cast.morag, spotlight.get_absolute_url())


def test_an_action_goes_into_the_plan_that_is_chosen(cast: Partnership, spotlight: Spotlight) -> None:
    address = reverse("board:spotlight_outcome", args=[spotlight.ref, "action"])
    client = signed_in(cast.morag)
    assert "Prevent Plan" in client.get(address).content.decode()
    sent = {"title": "Visit ten homes", "marking": "official", "community": "none"}
    answer = client.post(f"{address}?plan={cast.prevent_plan.ref}", sent)
    assert answer.status_code == 302
    assert Action.objects.get().plan == cast.prevent_plan


def test_the_trace_runs_both_ways(cast: Partnership, spotlight: Spotlight) -> None:
    done, told = action(cast, spotlight).action, message(cast, spotlight).message
    page = page_of(cast.morag, spotlight.get_absolute_url())
    for thing in (done, told):
        assert thing is not None
        assert thing.get_absolute_url() in page
        assert spotlight.get_absolute_url() in page_of(cast.morag, thing.get_absolute_url())
        assert spotlight.get_absolute_url() not in page_of(cast.aileen, thing.get_absolute_url())


def test_amber_begins_with_the_next_meeting(cast: Partnership, spotlight: Spotlight) -> None:
    in_words(cast, spotlight, "practice")
    assert left() == [], "there is no next meeting yet"
    next_meeting(cast)
    assert left(date(2015, 11, 24)) == []
    assert left() == ["practice"]


def test_what_follows_up_each_kind(cast: Partnership, spotlight: Spotlight) -> None:
    told = message(cast, spotlight)
    action(cast, spotlight)
    issue = in_words(cast, spotlight, "issue", cast.board)
    in_words(cast, spotlight, "practice")
    in_words(cast, spotlight, "nothing")
    next_meeting(cast)
    assert left() == ["action", "issue", "message", "practice"]

    assert told.message is not None
    add_message(cast.prevent_plan, told.message, by=cast.shona, at=NOW)
    assert left() == ["action", "issue", "practice"]
    Action.objects.filter(title="Visit ten homes").update(status=Status.AGREED)
    assert left() == ["issue", "practice"]
    operations.follow_up(issue, what_came="Put to the council", by=cast.morag, at=NOW)
    assert left() == ["practice"]


def test_amber_is_said_in_words_on_the_boards_page(cast: Partnership, spotlight: Spotlight) -> None:
    outcome = in_words(cast, spotlight, "practice")
    Meeting.objects.filter(pk=spotlight.meeting.pk).update(on=date(2015, 6, 3))
    plan_meeting(group=cast.board, on=date(2015, 9, 2), starts_at=None, venue="", by=cast.morag, at=NOW)

    assert "Amber: not followed up by the next meeting" in page_of(cast.priya, reverse("board:meetings"))
    assert "Amber: not followed up" in page_of(cast.priya, spotlight.get_absolute_url())
    address = reverse("board:follow_up", args=[outcome.ref])
    assert signed_in(cast.morag).post(address, {"what_came": "Told all"}).status_code == 302
    assert "Amber" not in page_of(cast.priya, reverse("board:meetings"))


def test_a_closed_meeting_takes_no_more_outcomes_but_its_follow_up(
    cast: Partnership, spotlight: Spotlight
) -> None:
    issue = in_words(cast, spotlight, "issue", cast.board)
    close_meeting(spotlight.meeting, by=cast.morag, at=NOW)
    for attempt in (message, action):
        with pytest.raises(NotAllowed, match="This meeting is closed"):
            attempt(cast, spotlight)
    assert not Action.objects.exists()
    with pytest.raises(NotAllowed, match="This meeting is closed"):
        operations.take_back_outcome(issue, by=cast.morag, at=NOW)
    operations.follow_up(issue, what_came="Done", by=cast.morag, at=NOW)
    with pytest.raises(NotAllowed, match="just said what came"):
        operations.follow_up(issue, what_came="Done twice", by=cast.gordon, at=NOW)


def test_the_second_to_change_a_spotlight_is_told(cast: Partnership, spotlight: Spotlight) -> None:
    client, address = signed_in(cast.morag), reverse("board:edit_spotlight", args=[spotlight.ref])
    sent = {**FIELDS, "body": cast.fire.ref, "seen": "1"}
    assert client.post(address, {**sent, "topic": "First"}).status_code == 302
    assert (
        "Somebody else has just changed" in client.post(address, {**sent, "topic": "Second"}).content.decode()
    )
    assert Spotlight.objects.get().topic == "First"


def test_an_outcome_of_which_something_came_is_not_taken_back(
    cast: Partnership, spotlight: Spotlight
) -> None:
    with pytest.raises(NotAllowed, match="Something has come"):
        operations.take_back_outcome(action(cast, spotlight), by=cast.morag, at=NOW)
    operations.take_back_outcome(in_words(cast, spotlight, "practice"), by=cast.morag, at=NOW)
    assert SpotlightOutcome.objects.count() == 1


def test_another_boards_group_is_given_neither_message_nor_issue(
    cast: Partnership, spotlight: Spotlight
) -> None:
    other = Group.objects.create(code="north", name="North Group")
    with pytest.raises(ValidationError, match="does not oversee"):
        in_words(cast, spotlight, "issue", other)


def test_of_a_sensitive_item_nothing_is_seen_without_a_purpose(
    cast: Partnership, spotlight: Spotlight, talk: AgendaItem
) -> None:
    in_words(cast, spotlight, "practice")
    hide(talk)
    address = spotlight.get_absolute_url()
    assert signed_in(cast.morag).get(address).status_code == 404
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in page_of(cast.morag, address, purpose=WHY)
    assert "Doorstep crime" not in page_of(cast.morag, spotlight.meeting.get_absolute_url())


def test_an_outcome_whose_action_one_may_not_see_is_not_there(
    cast: Partnership, spotlight: Spotlight
) -> None:
    outcome = action(cast, spotlight)
    Action.objects.update(marking="sensitive", descriptor="personal")
    assert "No outcome that you can see" in page_of(cast.morag, spotlight.get_absolute_url())
    address = reverse("board:follow_up", args=[outcome.ref])
    assert signed_in(cast.morag).get(address).status_code == 404
