"""The pages of meetings: planning one, its agenda, deciding, what follows, closing, the action log."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Decision,
    Meeting,
    Outcome,
    Paper,
    StoredPack,
    Tasking,
)
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import add_item, decide, decide_action, plan_meeting
from drystane.board.operations.paper import recommend, write_paper
from drystane.board.tests.conftest import signed_in
from drystane.partners.models import Group
from drystane.plans.models import Action
from drystane.strategy.models import Adoption
from tests.cast import NOW, Partnership, make_edition, seat

pytestmark = pytest.mark.usefixtures("autumn")

WHY = "Preparing the meeting"


def page_of(user: User, address: str, *, purpose: str = "") -> str:
    response = signed_in(user, purpose=purpose).get(address)
    assert response.status_code == 200
    return response.content.decode()


def hide(item: AgendaItem) -> None:
    """Mark an item, and its paper, as if somebody had done so by hand."""
    AgendaItem.objects.filter(pk=item.pk).update(marking="sensitive", descriptor="commercial")
    Paper.objects.filter(item=item).update(marking="sensitive", descriptor="commercial")


def add_decided(cast: Partnership, meeting: Meeting, title: str) -> Decision:
    """An item with a paper whose recommendation became an action."""
    item = add_item(meeting, fields={"title": title, "kind": "paper"}, by=cast.morag, at=NOW)
    fields = {"to": "Board", "report_by": "Director", "heading": title}
    paper = write_paper(item, fields=fields, by=cast.morag, at=NOW)
    recommend(paper, verb="agree", text="to it.", seen=1, by=cast.morag, at=NOW)
    decision = decide(
        item,
        outcome=Outcome.ACTION,
        words="",
        recommendation=paper.recommendations.get(),
        by=cast.morag,
        at=NOW,
    )
    decide_action(decision, cast.board_plan, fields={"title": f"Do {title}"}, by=cast.morag, at=NOW)
    return decision


# ---- The list


def test_meetings_are_for_those_on_the_board(cast: Partnership, meeting: Meeting) -> None:
    address = reverse("board:meetings")

    for user in (cast.gordon, cast.morag, cast.wallace, cast.priya):
        assert "Invented House" in page_of(user, address)
    for user in (cast.iain, cast.stranger):
        assert "No meeting that you can see" in page_of(user, address)
        assert signed_in(user).get(meeting.get_absolute_url()).status_code == 404


def test_the_list_is_taken_away_by_those_who_may(cast: Partnership, meeting: Meeting) -> None:
    address = reverse("board:meetings") + "?export=csv"

    rows = list(csv.reader(StringIO(signed_in(cast.wallace).get(address).content.decode("utf-8-sig"))))
    assert rows[1] == ["2015-09-02", "Safer Board", "Invented House", "Planned"]
    assert signed_in(cast.priya).get(address).status_code == 403


@pytest.mark.parametrize("how_many", [1, 24])
def test_the_list_asks_the_same_however_long_it_is(
    cast: Partnership, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for day in range(1, how_many + 1):
        plan_meeting(
            group=cast.board, on=date(2015, 10, day), starts_at=None, venue="", by=cast.morag, at=NOW
        )
    client = signed_in(cast.morag)

    with django_assert_num_queries(7):
        client.get(reverse("board:meetings"))


# ---- Planning


def test_a_meeting_is_planned(cast: Partnership) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:new_meeting"),
        {"board": cast.board.ref, "on": "25/11/2015", "starts_at": "14.30", "venue": "Town hall"},
    )

    meeting = Meeting.objects.get()
    assert response.status_code == 302
    assert (meeting.on, str(meeting.starts_at), meeting.venue) == (
        date(2015, 11, 25),
        "14:30:00",
        "Town hall",
    )


def test_a_second_meeting_on_a_day_is_refused_in_words(cast: Partnership, meeting: Meeting) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:new_meeting"), {"board": cast.board.ref, "on": "2/9/2015", "venue": "Library"}
    )

    page = response.content.decode()
    assert "The board meets on that day already." in page
    assert 'value="Library"' in page


def test_another_board_is_not_planned_for(cast: Partnership) -> None:
    other = Group.objects.create(code="north", name="North Board", kind=Group.Kind.BOARD)

    response = signed_in(cast.morag).post(
        reverse("board:new_meeting"), {"board": other.ref, "on": "25/11/2015"}
    )
    assert response.status_code == 200
    assert not Meeting.objects.exists()


def test_somebody_who_runs_two_boards_says_which(cast: Partnership) -> None:
    other = Group.objects.create(code="north", name="North Board", kind=Group.Kind.BOARD)
    seat(cast.morag, other, Role.CHAIR)

    assert "Which board meets" in page_of(cast.morag, reverse("board:new_meeting"))


def test_a_meeting_is_moved_and_the_second_to_move_it_is_told(cast: Partnership, meeting: Meeting) -> None:
    client, address = signed_in(cast.morag), reverse("board:edit_meeting", args=[meeting.ref])
    sent = {"on": "9/9/2015", "starts_at": "", "venue": "Town hall", "seen": "1"}

    assert client.post(address, sent).status_code == 302
    again = client.post(address, {**sent, "venue": "Library"})
    assert "Somebody else has just changed this meeting" in again.content.decode()
    meeting.refresh_from_db()
    assert (meeting.on, meeting.venue) == (date(2015, 9, 9), "Town hall")


VERBS_OF_A_MEETING = ["edit_meeting", "add_item", "close"]
VERBS_OF_AN_ITEM = ["decide", "drop_item", "write_paper"]


@pytest.mark.parametrize("name", VERBS_OF_A_MEETING)
def test_only_chair_and_lead_officer_run_a_meeting(cast: Partnership, meeting: Meeting, name: str) -> None:
    address = reverse(f"board:{name}", args=[meeting.ref])

    answers = {
        user.username: signed_in(user).get(address).status_code
        for user in (cast.gordon, cast.morag, cast.wallace, cast.priya, cast.iain)
    }
    assert answers == {"gordon": 200, "morag": 200, "wallace": 403, "priya": 403, "iain": 404}


@pytest.mark.parametrize("name", VERBS_OF_AN_ITEM)
def test_only_chair_and_lead_officer_work_on_an_item(cast: Partnership, item: AgendaItem, name: str) -> None:
    address = reverse(f"board:{name}", args=[item.ref])

    assert signed_in(cast.morag).get(address).status_code == 200
    assert signed_in(cast.wallace).get(address).status_code == 403
    assert signed_in(cast.iain).get(address).status_code == 404
    hide(item)
    for user in (cast.morag, cast.wallace, cast.iain):
        assert signed_in(user).get(address).status_code == 404
    assert signed_in(cast.morag, purpose=WHY).get(address).status_code == 200


def test_nobody_else_plans_a_meeting(cast: Partnership) -> None:
    for user in (cast.wallace, cast.iain, cast.stranger):
        assert signed_in(user).get(reverse("board:new_meeting")).status_code == 403


# ---- The agenda


def test_items_are_numbered_as_each_person_sees_them(cast: Partnership, meeting: Meeting) -> None:
    """A gap in the numbers would tell that something is hidden."""
    first, second, third = (
        add_item(meeting, fields={"title": title, "kind": "discussion"}, by=cast.morag, at=NOW)
        for title in ("Welcome", "Takeover of a firm", "Next steps")
    )
    hide(second)

    seen = page_of(cast.wallace, meeting.get_absolute_url())
    assert "2. Next steps" in seen
    assert "Takeover" not in seen
    assert first.title in seen
    whole = page_of(cast.wallace, meeting.get_absolute_url(), purpose=WHY)
    assert "2. Takeover of a firm" in whole
    assert "3. Next steps" in whole
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in whole
    assert third.title in whole


def test_a_sensitive_paper_is_in_no_count_and_no_log(cast: Partnership, meeting: Meeting) -> None:
    decision = add_decided(cast, meeting, "Takeover of a firm")
    hide(decision.item)
    Action.objects.update(marking="sensitive", descriptor="commercial")
    later = plan_meeting(
        group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW
    )

    for address in (
        meeting.get_absolute_url(),
        reverse("board:meetings"),
        reverse("board:action_log", args=[later.ref]),
    ):
        assert "Takeover" not in page_of(cast.morag, address)
    page = page_of(cast.morag, meeting.get_absolute_url())
    assert "0 items" in page
    assert "None to decide" in page
    log = reverse("board:action_log", args=[later.ref])
    assert "Takeover" in page_of(cast.morag, log, purpose=WHY)
    assert "Takeover" not in page_of(cast.priya, log, purpose=WHY)  # observes: no right to it


@pytest.mark.parametrize("how_many", [1, 8])
def test_a_meeting_asks_the_same_however_long_its_agenda_is(
    cast: Partnership, meeting: Meeting, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for number in range(how_many):
        add_decided(cast, meeting, f"Paper {number}")
    client = signed_in(cast.morag)

    with django_assert_num_queries(10):
        client.get(meeting.get_absolute_url())


def test_an_item_is_put_before_another(cast: Partnership, item: AgendaItem) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:add_item", args=[item.meeting.ref]),
        {
            "title": "Declarations of interest",
            "kind": "declarations",
            "purpose": "noting",
            "before": item.ref,
            "marking": "official",
        },
    )

    assert response.status_code == 302
    page = page_of(cast.wallace, item.meeting.get_absolute_url())
    assert page.index("1. Declarations of interest") < page.index(f"2. {item.title}")


def test_a_sensitive_item_says_why_it_is_and_then_hides_from_whoever_gave_no_purpose(
    cast: Partnership, meeting: Meeting
) -> None:
    client, address = signed_in(cast.morag), reverse("board:add_item", args=[meeting.ref])
    sent = {"title": "Takeover", "kind": "paper", "purpose": "decision", "marking": "sensitive"}

    assert "Choose why it is OFFICIAL-SENSITIVE." in client.post(address, sent).content.decode()
    added = client.post(address, {**sent, "descriptor": "commercial"}, follow=True).content.decode()
    assert "State your purpose to see it" in added
    assert "Takeover" not in added


def test_an_item_is_taken_off_the_agenda(cast: Partnership, item: AgendaItem) -> None:
    response = signed_in(cast.morag).post(reverse("board:drop_item", args=[item.ref]))

    assert response.status_code == 302
    assert not AgendaItem.objects.exists()


# ---- Deciding


def test_the_recommendation_named_in_the_address_is_chosen(cast: Partnership, paper: Paper) -> None:
    recommendation = paper.recommendations.get()
    address = reverse("board:decide", args=[paper.item.ref]) + f"?recommendation={recommendation.ref}"

    page = page_of(cast.morag, address)
    assert f'value="{recommendation.ref}" id="id_about_0" class="ds_radio__input" checked' in " ".join(
        page.split()
    )
    assert "2.1 Note that the threats have changed." in page


@pytest.mark.parametrize(
    ("outcome", "also", "said"),
    [
        ("amended", {}, "Say how the board amended it."),
        ("remitted", {}, "Choose the group it was remitted to."),
        ("", {}, "Choose an answer for “What the board did”."),
    ],
)
def test_each_outcome_asks_for_what_it_needs(
    cast: Partnership, paper: Paper, outcome: str, also: dict[str, str], said: str
) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:decide", args=[paper.item.ref]),
        {"about": paper.recommendations.get().ref, "outcome": outcome, **also},
    )

    assert said in response.content.decode()
    assert not Decision.objects.exists()


def test_an_outcome_is_recorded_and_shown(cast: Partnership, paper: Paper) -> None:
    response = signed_in(cast.morag).post(
        reverse("board:decide", args=[paper.item.ref]),
        {
            "about": paper.recommendations.get().ref,
            "outcome": "remitted",
            "words": "To look closer",
            "remitted_to": cast.prevent.ref,
        },
        follow=True,
    )

    decision = Decision.objects.get()
    assert (decision.recommendation, decision.remitted_to, decision.by) == (
        paper.recommendations.get(),
        cast.prevent,
        cast.morag,
    )
    page = " ".join(response.content.decode().split())
    assert "Remitted</span> to Prevent Group To look closer" in page
    assert "1 of 1 decided" in page


def test_the_whole_item_may_be_decided(cast: Partnership, item: AgendaItem) -> None:
    signed_in(cast.morag).post(
        reverse("board:decide", args=[item.ref]), {"about": "item", "outcome": "noted"}
    )

    assert Decision.objects.get().recommendation is None


def test_the_second_to_decide_is_told(cast: Partnership, paper: Paper) -> None:
    sent = {"about": paper.recommendations.get().ref, "outcome": "noted", "words": "Typed"}
    address = reverse("board:decide", args=[paper.item.ref])

    signed_in(cast.morag).post(address, sent)
    page = signed_in(cast.gordon).post(address, sent).content.decode()
    assert "The board has decided this recommendation already." in page
    assert "Typed</textarea>" in page


# ---- What follows


@pytest.fixture
def decision(cast: Partnership, item: AgendaItem) -> Decision:
    return decide(item, outcome=Outcome.ACTION, words="Ask the charities", by=cast.morag, at=NOW)


def follow(decision: Decision, what: str) -> str:
    return reverse("board:follow", args=[decision.ref, what])


def test_an_action_follows_into_a_plan_of_the_board_or_of_a_group_below(
    cast: Partnership, decision: Decision
) -> None:
    client, address = signed_in(cast.morag), follow(decision, "action")
    choice = client.get(address).content.decode()
    assert "Integrity Plan" in choice
    assert "Prevent Plan" in choice

    address = f"{address}?plan={cast.prevent_plan.ref}"
    assert 'value="Ask the charities"' in client.get(address).content.decode()
    response = client.post(address, {"title": "Ask them", "community": "none", "marking": "official"})

    assert response.status_code == 302
    reason = ActionReason.objects.get()
    assert (reason.decision, reason.action.plan) == (decision, cast.prevent_plan)
    assert "Ask them" in page_of(cast.wallace, decision.item.meeting.get_absolute_url())


def test_a_plan_elsewhere_is_not_there(cast: Partnership, decision: Decision) -> None:
    from tests.cast import make_plan

    elsewhere = Group.objects.create(code="elsewhere", name="Another town's group")
    plan = make_plan(elsewhere, "elsewhere", "Their plan")

    client = signed_in(cast.morag)
    assert client.get(f"{follow(decision, 'action')}?plan={plan.ref}").status_code == 404


def test_a_sensitive_decision_warns_and_keeps_its_action_with_the_board(
    cast: Partnership, decision: Decision
) -> None:
    hide(decision.item)
    client = signed_in(cast.morag, purpose=WHY)
    address = f"{follow(decision, 'action')}?plan={cast.prevent_plan.ref}"
    assert "unless you mark it otherwise" in client.get(address).content.decode()

    sent = {"title": "Look into it", "community": "none", "marking": "sensitive", "descriptor": "commercial"}
    refused = client.post(address, sent).content.decode()
    assert "The board could not follow a sensitive action of another group." in refused
    assert not Action.objects.exists()


def test_a_tasking_follows(cast: Partnership, decision: Decision) -> None:
    client, address = signed_in(cast.morag), follow(decision, "tasking")
    assert "Ask the charities</textarea>" in client.get(address).content.decode()

    response = client.post(
        address, {"to_group": cast.prevent.ref, "asked": "Ask them", "report_back_on": "4/11/2015"}
    )
    assert response.status_code == 302
    assert Tasking.objects.get().decision == decision


def test_an_adoption_follows(cast: Partnership, decision: Decision) -> None:
    edition = make_edition()
    response = signed_in(cast.morag).post(follow(decision, "adoption"), {"edition": edition.ref})

    assert response.status_code == 302
    assert Adoption.objects.get().edition == edition


def test_an_outcome_is_taken_back(cast: Partnership, decision: Decision) -> None:
    response = signed_in(cast.morag).post(reverse("board:take_back", args=[decision.ref]))

    assert response.status_code == 302
    assert not Decision.objects.exists()


@pytest.mark.parametrize("what", ["action", "tasking", "adoption", "take_back"])
def test_only_those_who_run_the_board_say_what_follows(
    cast: Partnership, decision: Decision, what: str
) -> None:
    address = (
        reverse("board:take_back", args=[decision.ref]) if what == "take_back" else follow(decision, what)
    )
    assert signed_in(cast.wallace).get(address).status_code == 403
    assert signed_in(cast.iain).get(address).status_code == 404
    hide(decision.item)
    assert signed_in(cast.morag).get(address).status_code == 404


# ---- Closing


def test_the_page_says_what_is_missing_and_offers_no_button(cast: Partnership, paper: Paper) -> None:
    page = page_of(cast.morag, reverse("board:close", args=[paper.meeting.ref]))

    assert "recommendation 2.1" in page
    assert "Not approved by the chair" in page
    assert '<button class="ds_button" type="submit">Close the meeting</button>' not in page


def test_the_page_names_an_action_that_nobody_has_been_given(cast: Partnership, decision: Decision) -> None:
    page = page_of(cast.morag, reverse("board:close", args=[decision.item.meeting.ref]))

    assert "An action was asked for and given to nobody" in page
    assert "Ask the charities" in page


def close(user: User, meeting: Meeting) -> str:
    client, address = signed_in(user), reverse("board:close", args=[meeting.ref])
    version = Meeting.objects.get(pk=meeting.pk).version
    assert (
        '<button class="ds_button" type="submit">Close the meeting</button>'
        in client.get(address).content.decode()
    )
    return client.post(address, {"seen": version}, follow=True).content.decode()


def test_a_meeting_is_closed_and_says_what_it_kept(cast: Partnership, meeting: Meeting) -> None:
    add_decided(cast, meeting, "Scams")
    plan_meeting(group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW)

    page = close(cast.morag, meeting)
    assert "The meeting is closed: 1 paper kept as it was." in page
    assert "The rolling action log is on the agenda of 25 November 2015." in page
    assert StoredPack.objects.count() == 1
    assert "Add an item" not in page


def test_what_is_hidden_is_kept_too_and_not_counted(cast: Partnership, meeting: Meeting) -> None:
    hide(add_decided(cast, meeting, "Takeover").item)

    assert "0 papers" in close(cast.morag, meeting)
    assert StoredPack.objects.count() == 1


def test_what_is_missing_behind_a_purpose_is_said_without_naming_it(cast: Partnership, paper: Paper) -> None:
    hide(paper.item)

    client, address = signed_in(cast.morag), reverse("board:close", args=[paper.meeting.ref])
    page = client.get(address).content.decode()
    assert '<button class="ds_button" type="submit">Close the meeting</button>' not in page
    assert "shown to you only for a stated purpose" in page
    assert paper.heading not in page


def test_the_agenda_having_changed_closing_waits(cast: Partnership, item: AgendaItem) -> None:
    page = (
        signed_in(cast.morag)
        .post(reverse("board:close", args=[item.meeting.ref]), {"seen": 1})
        .content.decode()
    )

    assert "Somebody else has just changed this meeting" in page
    assert Meeting.objects.get().state == "planned"


def test_a_closed_meeting_offers_nothing_to_change(cast: Partnership, meeting: Meeting) -> None:
    add_decided(cast, meeting, "Scams")
    close_meeting(meeting, by=cast.morag, at=NOW)

    page = page_of(cast.morag, meeting.get_absolute_url())
    assert "This meeting is closed" in page
    for words in (
        "Add an item",
        "Record what the board did",
        "Take back",
        "Task a group",
        "Close the meeting",
    ):
        assert words not in page
    assert "This meeting is closed already" in page_of(cast.morag, reverse("board:close", args=[meeting.ref]))


# ---- The action log


@pytest.mark.parametrize("how_many", [1, 8])
def test_the_log_asks_the_same_however_long_it_is(
    cast: Partnership, meeting: Meeting, django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    for number in range(how_many):
        add_decided(cast, meeting, f"Paper {number}")
    later = plan_meeting(
        group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW
    )
    client = signed_in(cast.morag, purpose=WHY)

    with django_assert_num_queries(10):
        client.get(reverse("board:action_log", args=[later.ref]))


def test_the_log_says_when_who_and_how_it_stands(cast: Partnership, meeting: Meeting) -> None:
    add_decided(cast, meeting, "Scams")
    Action.objects.update(lead_person=cast.wallace, due_on=date(2015, 8, 1))
    later = plan_meeting(
        group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW
    )

    page = page_of(cast.wallace, reverse("board:action_log", args=[later.ref]))
    for words in ("2 September 2015", "Do Scams", "Wallace", "1 August 2015", "Proposed", "Red"):
        assert words in page


def test_the_log_is_taken_away_by_those_who_may(cast: Partnership, meeting: Meeting) -> None:
    add_decided(cast, meeting, "Scams")
    later = plan_meeting(
        group=cast.board, on=date(2015, 11, 25), starts_at=None, venue="", by=cast.morag, at=NOW
    )
    address = reverse("board:action_log", args=[later.ref])

    taken = signed_in(cast.wallace).get(address, {"export": "csv"})
    rows = list(csv.reader(StringIO(taken.content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["2015-09-02", "Do Scams"]
    assert signed_in(cast.priya).get(address, {"export": "csv"}).status_code == 403
