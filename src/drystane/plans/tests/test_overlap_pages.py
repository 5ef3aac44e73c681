"""The pages of pairs: which there are, one of them, and deciding it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from drystane.access.policy import Role
from drystane.plans.models import Action, Judgement, Link, Overlap, Status
from drystane.plans.tests.conftest import main_of
from tests.cast import Partnership, make_action, make_overlap, seat
from tests.clients import signed_in

WAITING, DECIDED = "plans:overlaps", "plans:decided_overlaps"


@pytest.fixture
def pair(cast: Partnership) -> Overlap:
    """Iain and Shona, who answer for the two groups, both look in on the board."""
    for person in (cast.iain, cast.shona):
        seat(person, cast.board, Role.OBSERVER)
    ours = make_action(cast.integrity_plan, "Write a probity clause", status=Status.AGREED)
    theirs = make_action(
        cast.prevent_plan,
        "Carry the duty in contracts",
        status=Status.AGREED,
        lead_body=cast.council,
        money=Decimal(1500),
        due_on=date(2015, 12, 1),
    )
    return make_overlap(ours, theirs)


def send(client: Client, pair: Overlap, verb: str, **given: str) -> str:
    """Fill in the page of the verb as it is shown, and send it."""
    url = reverse("plans:judge", args=[pair.ref, verb])
    form = client.get(url).context["form"]
    carried = {name: str(form[name].value()) for name in ("seen", "looked_at")}
    return main_of(client.post(url, {**carried, **given}, follow=True).content.decode())


def page(client: Client, name: str, query: str = "") -> str:
    return main_of(client.get(reverse(name) + query).content.decode())


def test_the_list_shows_both_actions_and_the_first_reason(cast: Partnership, pair: Overlap) -> None:
    shown = page(signed_in(cast.iain), WAITING)
    assert "Write a probity clause" in shown
    assert "Carry the duty in contracts" in shown
    assert "Both change the procurement template." in shown


def test_whoever_sees_one_side_only_is_told_whom_to_ask(cast: Partnership, pair: Overlap) -> None:
    client = signed_in(cast.tam)
    assert "Carry the duty" not in page(client, WAITING)
    beside = main_of(client.get(pair.first.get_absolute_url()).content.decode())
    assert "Another group has related work: ask Prevent Group" in beside
    assert "Carry the duty" not in beside
    assert client.get(pair.get_absolute_url()).status_code == 404


def test_nobody_is_told_of_a_group_whose_action_is_sensitive(cast: Partnership, pair: Overlap) -> None:
    Action.objects.filter(pk=pair.second_id).update(marking="sensitive", descriptor="personal")
    beside = main_of(signed_in(cast.tam).get(pair.first.get_absolute_url()).content.decode())
    assert "Another group" not in beside


def test_the_pages_of_both_actions_lead_to_the_pair(cast: Partnership, pair: Overlap) -> None:
    client = signed_in(cast.iain)
    for side, other in (pair.sides, pair.sides[::-1]):
        html = client.get(side.get_absolute_url()).content.decode()
        assert f"Perhaps the same work as {other.title}" in main_of(html)
        assert pair.get_absolute_url() in html


def test_a_pair_is_filtered_sorted_and_taken_away(cast: Partnership, pair: Overlap) -> None:
    client = signed_in(cast.iain)
    assert "probity" in page(client, WAITING, f"?plan={cast.prevent_plan.ref}&words=probity&sort=-related")
    assert "probity" not in page(client, WAITING, f"?plan={cast.board_plan.ref}")
    assert "probity" not in page(client, WAITING, "?state=proposed")
    assert (
        client.get(reverse(WAITING) + "?export=csv").status_code == 403
    )  # an observer of the board takes nothing
    seat(cast.iain, cast.prevent, Role.CHAIR)
    Overlap.objects.update(reasons="One clause\nOne owner")
    seat(cast.morag, cast.integrity, Role.CHAIR)
    seat(cast.morag, cast.prevent, Role.CHAIR)
    file = signed_in(cast.morag).get(reverse(WAITING) + "?export=csv").content.decode("utf-8-sig")
    assert "One clause One owner" in file
    assert "Prevent Group" in file


def test_deciding_that_one_leads(cast: Partnership, pair: Overlap) -> None:
    client = signed_in(cast.iain)
    said = send(client, pair, "lead", lead=pair.second.ref, why="They hold the form")
    assert "It is on record which of the two leads." in said
    assert "“Carry the duty in contracts” leads and “Write a probity clause” supports it" in said
    assert Link.objects.get().first == pair.second
    beside = main_of(client.get(pair.first.get_absolute_url()).content.decode())
    assert "Supports Carry the duty in contracts" in beside
    assert "probity" not in page(client, WAITING)
    assert "1 one leads, the other supports" in page(client, DECIDED)


def test_an_empty_reason_is_asked_for_and_nothing_is_lost(cast: Partnership, pair: Overlap) -> None:
    said = send(signed_in(cast.iain), pair, "apart", why="")
    assert "Keep them apart" in said
    assert not Judgement.objects.exists()


def test_a_merge_proposed_confirmed_and_undone(cast: Partnership, pair: Overlap) -> None:
    iain, shona = signed_in(cast.iain), signed_in(cast.shona)
    send(iain, pair, "merge", lead=pair.first.ref, why="One clause")
    assert "Confirm the merge" not in main_of(iain.get(pair.get_absolute_url()).content.decode())

    asked = main_of(shona.get(reverse("plans:judge", args=[pair.ref, "confirm"])).content.decode())
    assert "Iain proposed for Integrity Group" in asked
    assert "“One clause”" in asked
    assert "The two are merged." in send(shona, pair, "confirm")
    away = main_of(iain.get(pair.second.get_absolute_url()).content.decode())
    assert "Merged into Write a probity clause" in away
    assert "Shona merged this into another action" in away
    kept = main_of(iain.get(pair.first.get_absolute_url()).content.decode())
    assert "Shona merged “Carry the duty in contracts” into this" in kept
    saved = page(iain, DECIDED)
    assert "£1,500 (1 of 1 name an amount)" in saved
    assert "0 staff days (0 of 1 say so)" in saved

    assert "It is taken back" in send(iain, pair, "take_back", why="Two forms after all")
    back = main_of(iain.get(pair.second.get_absolute_url()).content.decode())
    assert "Iain undid the merge of this" in back
    assert Action.objects.get(pk=pair.second_id).status == Status.AGREED


def test_who_sees_only_the_merged_action_is_not_told_into_what(cast: Partnership, pair: Overlap) -> None:
    send(signed_in(cast.iain), pair, "merge", lead=pair.first.ref)
    send(signed_in(cast.shona), pair, "confirm")
    away = main_of(signed_in(cast.aileen).get(pair.second.get_absolute_url()).content.decode())
    assert "Merged into another" in away
    assert "probity" not in away


def test_the_second_of_two_people_is_told_and_may_then_decide(cast: Partnership, pair: Overlap) -> None:
    url = reverse("plans:judge", args=[pair.ref, "apart"])
    form = signed_in(cast.shona).get(url).context["form"]
    carried = {name: str(form[name].value()) for name in ("seen", "looked_at")}
    Action.objects.filter(pk=pair.first_id).update(title="Write both clauses")

    client = signed_in(cast.shona)
    again = client.post(url, {**carried, "why": "Two forms"})
    assert "Somebody has just changed this pair" in main_of(again.content.decode())
    assert "Write both clauses" in main_of(again.content.decode())
    form = again.context["form"]
    carried = {name: str(form[name].value()) for name in ("seen", "looked_at")}
    client.post(url, {**carried, "why": "Two forms"})
    assert Overlap.objects.get().decision == "apart"


def test_what_cannot_be_done_now_is_said(cast: Partnership, pair: Overlap) -> None:
    answer = signed_in(cast.iain).get(reverse("plans:judge", args=[pair.ref, "confirm"]), follow=True)
    assert "that cannot be done now" in answer.content.decode()


@pytest.mark.parametrize("many", [1, 12])
def test_the_lists_ask_the_database_as_often_however_many_there_are(
    cast: Partnership, pair: Overlap, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        make_overlap(pair.first, make_action(cast.integrity_plan, f"Other {number}", status=Status.AGREED))
    client = signed_in(cast.iain)
    with django_assert_num_queries(10):
        client.get(reverse(WAITING))
    with django_assert_num_queries(6):
        client.get(pair.get_absolute_url())
