"""The pages on which a meeting decides, and says what follows."""

import pytest
from django.urls import reverse

from drystane.access.errors import NotAllowed
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Decision,
    Paper,
    Tasking,
)
from drystane.board.operations.meeting import decide_adoption
from drystane.board.tests.browsing import WHY, hide, page_of
from drystane.partners.models import Group
from drystane.plans.models import Action
from drystane.strategy.models import Adoption
from tests.cast import NOW, Partnership, make_edition
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


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


def test_only_what_is_published_by_then_may_be_adopted(cast: Partnership, decision: Decision) -> None:
    make_edition("2015")
    to_come = make_edition("2022")
    page = page_of(cast.morag, follow(decision, "adoption"))
    assert "Strategy 2015" in page
    assert "Strategy 2022" not in page
    with pytest.raises(NotAllowed, match="is published only on 18 June 2022"):
        decide_adoption(decision, to_come, by=cast.morag, at=NOW)


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
