"""Putting an action forward, changing its words, adding a message: the pages that ask a lot."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from drystane.partners.models import Service
from drystane.plans.models import Action, Assignment, PlanMessage, Status
from drystane.plans.operations import edit_action
from drystane.plans.tests.conftest import main_of
from drystane.strategy.models import Adoption, Message, Recommendation
from drystane.threats.models import Threat
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition
from tests.clients import signed_in

OCTOBER, NOVEMBER = date(2015, 10, 1), date(2015, 11, 1)
PURPOSE = "preparing the review of September"


def new_action(cast: Partnership) -> str:
    return reverse("plans:new_action", args=[cast.prevent_plan.ref])


def edit_page(action: Action) -> str:
    return reverse("plans:edit", args=[action.ref])


def test_the_page_asks_first_for_what_is_needed_and_folds_the_rest(cast: Partnership) -> None:
    html = signed_in(cast.shona).get(new_action(cast)).text

    asked, folded = html.index('name="due_on"'), html.index('name="money"')
    assert html.index('name="title"') < asked < html.index("<details") < folded
    assert "<details open" not in html.replace('class="ds_details" ', "")


def test_an_action_is_put_forward_with_all_that_was_filled_in(cast: Partnership) -> None:
    make_edition()
    asked = Recommendation.objects.get(code="2015-R1")
    threat = Threat.objects.create(code="waste", name="Waste", kind="primary")
    service = Service.objects.create(organisation=cast.fire, code="visits", name="Home visits")
    given = {
        "title": "Check the carriers",
        "detail": "All of the town",
        "recommendation": asked.ref,
        "threat": threat.ref,
        "objective": "DETER",
        "prevention_level": "primary",
        "lead_person": cast.aileen.ref,
        "lead_service": service.ref,
        "starts_on": "2/9/2015",
        "due_on": "1 October 2015",
        "money": "£1,250.50",
        "staff_days": "3.5",
        "community": "informed",
        "supporting_bodies": [cast.council.ref, cast.charity.ref],
        "code": "P9",
        "marking": "official",
    }

    response = signed_in(cast.aileen).post(new_action(cast), given, follow=True)

    action = Action.objects.get()
    assert response.redirect_chain == [(action.get_absolute_url(), 302)]
    assert "The action is put forward." in response.text
    assert (action.status, action.proposed_by, action.marked_by) == ("proposed", cast.aileen, cast.aileen)
    assert (action.recommendation, action.threat, action.objective) == (asked, threat, "DETER")
    assert (action.lead_person, action.lead_body, action.lead_service) == (cast.aileen, cast.fire, service)
    assert (action.starts_on, action.due_on, action.original_due_on) == (TODAY, OCTOBER, OCTOBER)
    assert (action.money, action.staff_days) == (Decimal("1250.50"), Decimal("3.5"))
    assert set(action.supporting_bodies.all()) == {cast.council, cast.charity}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Fill in “What will be done”."),
        ({"starts_on": "1/11/2015", "due_on": "1/10/2015"}, "An action cannot be due before it starts."),
        ({"money": "-1"}, "Give a number no less than 0 for “Money, in pounds”."),
        ({"money": "a lot"}, "Enter a number for “Money, in pounds”, in figures."),
        ({"lead_person": "nobody"}, "Choose one of the answers offered for “Lead person”."),
        ({"marking": "sensitive"}, "Choose why it is OFFICIAL-SENSITIVE."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Partnership, given: dict[str, str], sentence: str
) -> None:
    title = "Check the carriers" if given else ""
    typed = {"title": title, "detail": "All of the town", "community": "none", "marking": "official", **given}

    response = signed_in(cast.shona).post(new_action(cast), typed)

    assert response.status_code == 200
    assert sentence in main_of(response.text)
    assert "All of the town" in response.text
    assert not Action.objects.exists()


def test_a_fold_stands_open_where_something_in_it_is_wrong(cast: Partnership) -> None:
    typed = {"title": "Check", "money": "a lot", "community": "none", "marking": "official"}

    folds = signed_in(cast.shona).post(new_action(cast), typed).context["form"].folds

    assert [title for title, _, is_open in folds if is_open] == ["Money, staff and other resources"]


def test_a_service_belongs_to_the_body_that_leads(cast: Partnership) -> None:
    service = Service.objects.create(organisation=cast.fire, code="visits", name="Home visits")
    typed = {
        "title": "Check", "community": "none", "marking": "official",
        "lead_body": cast.council.ref, "lead_service": service.ref,
    }  # fmt: skip

    response = signed_in(cast.shona).post(new_action(cast), typed)

    assert "Home visits belongs to Invented Fire Service." in main_of(response.text)


def choices_of(html: str, name: str) -> str:
    return html.partition(f'name="{name}"')[2].partition("</select>")[0]


def test_only_those_who_can_report_on_it_are_offered_to_lead(cast: Partnership) -> None:
    offered = choices_of(signed_in(cast.shona).get(new_action(cast)).text, "lead_person")

    for name in ("Shona", "Aileen", "Priya"):
        assert f">{name}<" in offered
    for name in ("Morag", "Iain", "Stranger"):
        assert f">{name}<" not in offered


def test_no_row_number_stands_in_the_form(cast: Partnership) -> None:
    html = signed_in(cast.shona).get(new_action(cast)).text

    assert f'value="{cast.aileen.ref}"' in html
    assert f'value="{cast.aileen.pk}"' not in choices_of(html, "lead_person")


def test_the_recommendations_offered_are_those_of_the_edition_the_board_adopted(cast: Partnership) -> None:
    adopted, _newer = make_edition("2015"), make_edition("2022")
    Adoption.objects.create(edition=adopted, group=cast.board, adopted_on=TODAY, at=NOW)

    offered = choices_of(signed_in(cast.shona).get(new_action(cast)).text, "recommendation")

    assert "2015-R1" in offered
    assert "2022-R1" not in offered


def test_a_recommendation_named_in_the_address_is_chosen_already(cast: Partnership) -> None:
    make_edition()
    asked = Recommendation.objects.get(code="2015-R1")

    html = signed_in(cast.shona).get(f"{new_action(cast)}?recommendation={asked.ref}").text

    assert f'value="{asked.ref}" selected' in html


def test_an_observer_or_somebody_from_elsewhere_puts_nothing_forward(cast: Partnership) -> None:
    typed = {"title": "Check", "community": "none"}

    assert signed_in(cast.morag).post(new_action(cast), typed).status_code == 403
    assert signed_in(cast.stranger).post(new_action(cast), typed).status_code == 404
    assert not Action.objects.exists()


def test_whoever_could_not_see_it_is_not_asked_for_a_marking(cast: Partnership) -> None:
    client = signed_in(cast.priya)
    typed = {"title": "Check", "community": "none", "marking": "sensitive", "descriptor": "personal"}

    assert 'name="marking"' not in client.get(new_action(cast)).text
    client.post(new_action(cast), typed)

    assert Action.objects.get().marking == "official"


def test_a_sensitive_action_is_led_by_somebody_who_may_see_it(cast: Partnership) -> None:
    typed = {
        "title": "Check", "community": "none", "marking": "sensitive", "descriptor": "personal",
        "lead_person": cast.priya.ref,
    }  # fmt: skip

    response = signed_in(cast.shona).post(new_action(cast), typed)

    assert "Priya may not see OFFICIAL-SENSITIVE records here." in main_of(response.text)


def test_a_sensitive_action_put_forward_without_a_purpose_leads_to_the_plan(cast: Partnership) -> None:
    typed = {
        "title": "Check Burns Cabs", "community": "none", "marking": "sensitive", "descriptor": "commercial",
    }  # fmt: skip

    response = signed_in(cast.shona).post(new_action(cast), typed, follow=True)

    assert response.redirect_chain == [(cast.prevent_plan.get_absolute_url(), 302)]
    assert "state your purpose to see it" in response.text
    assert "Burns Cabs" not in response.text


def typed_anew(action: Action, **changed: Any) -> dict[str, Any]:
    typed = {
        "title": action.title, "detail": action.detail, "community": "none", "seen": action.version,
        "lead_person": action.lead_person.ref if action.lead_person else "",
    }  # fmt: skip
    return {**typed, **changed}


def test_an_edit_keeps_what_was_left_alone(cast: Partnership) -> None:
    make_edition()
    action = make_action(
        cast.prevent_plan, status=Status.AGREED, due_on=OCTOBER, original_due_on=OCTOBER,
        lead_person=cast.aileen, objective="DETER", money=Decimal(5), code="P7",
    )  # fmt: skip
    client = signed_in(cast.shona)
    shown = client.get(edit_page(action)).context["form"]
    as_shown = {field.html_name: field.value() or "" for field in shown}
    as_shown |= {"lead_person": cast.aileen.ref, "supporting_bodies": [], "title": "Check them all"}

    response = client.post(edit_page(action), as_shown)

    assert response.status_code == 302
    after = Action.objects.get()
    assert (after.title, after.due_on, after.objective) == ("Check them all", OCTOBER, "DETER")
    assert (after.money, after.code, after.lead_person) == (Decimal(5), "P7", cast.aileen)
    assert not Assignment.objects.exists()


def test_a_new_lead_person_stands_in_the_history(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, lead_person=cast.aileen)

    signed_in(cast.shona).post(edit_page(action), typed_anew(action, lead_person=cast.priya.ref))

    row = Assignment.objects.get()
    assert (row.before, row.to, row.by) == (cast.aileen, cast.priya, cast.shona)


def test_a_proposals_date_is_asked_and_an_agreed_one_is_not(cast: Partnership) -> None:
    proposed = make_action(cast.prevent_plan)
    agreed = make_action(cast.prevent_plan, status=Status.AGREED, due_on=OCTOBER)
    client = signed_in(cast.shona)

    assert 'name="due_on"' in client.get(edit_page(proposed)).text
    assert 'name="due_on"' not in client.get(edit_page(agreed)).text
    client.post(edit_page(agreed), typed_anew(agreed, due_on="1/11/2015"))
    assert Action.objects.get(pk=agreed.pk).due_on == OCTOBER


def test_the_second_editor_is_told_what_is_saved_now_and_may_then_replace_it(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, title="Check the carriers")
    mine = typed_anew(action, title="Check the waste carriers", detail="A long text of mine")
    edit_action(
        action, fields={"title": "Check all carriers"}, supporting_bodies=[], seen=1, by=cast.shona, at=NOW
    )
    client = signed_in(cast.shona)

    told = client.post(edit_page(action), mine)

    assert "Somebody else has just changed this action" in told.text
    assert "What will be done Check all carriers" in main_of(told.text)
    assert "A long text of mine" in told.text
    assert Action.objects.get().title == "Check all carriers"
    assert 'name="seen" value="2"' in told.text

    client.post(edit_page(action), {**mine, "seen": "2"})
    assert Action.objects.get().title == "Check the waste carriers"


def test_somebody_who_left_the_group_stays_on_offer_while_they_lead(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, lead_person=cast.iain)

    offered = choices_of(signed_in(cast.shona).get(edit_page(action)).text, "lead_person")

    assert ">Iain<" in offered
    assert f'value="{cast.iain.ref}" selected' in offered


def test_only_whoever_directs_actions_changes_their_words(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, lead_person=cast.aileen)

    for user, status in ((cast.aileen, 403), (cast.morag, 403), (cast.stranger, 404)):
        client = signed_in(user)
        assert client.get(edit_page(action)).status_code == status
        assert client.post(edit_page(action), typed_anew(action, title="Mine")).status_code == status
    assert Action.objects.get().title == "Check the carriers"


def message_page(cast: Partnership) -> str:
    return reverse("plans:add_message", args=[cast.prevent_plan.ref])


def test_a_message_is_picked_or_written(cast: Partnership) -> None:
    message = Message.objects.create(edition=make_edition(), code="M1", audience="businesses", text="Look.")
    client = signed_in(cast.aileen)

    picked = client.post(message_page(cast), {"message": message.ref}, follow=True)
    client.post(message_page(cast), {"audience": "communities", "text": "Ask who is at your door."})

    assert "The plan now carries the message." in picked.text
    texts = set(PlanMessage.objects.values_list("message__text", flat=True))
    assert texts == {"Look.", "Ask who is at your door."}
    assert "Look." not in choices_of(client.get(message_page(cast)).text, "message")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": " "}, "Pick a message, or write one below."),
        ({"text": "Look."}, "Choose who your message is for."),
        ({"message": "of-another"}, "Choose one of the answers offered"),
    ],
)
def test_what_a_message_lacks_is_said(cast: Partnership, given: dict[str, str], sentence: str) -> None:
    response = signed_in(cast.aileen).post(message_page(cast), given)

    assert sentence in main_of(response.text)
    assert not PlanMessage.objects.exists()


def test_a_message_of_another_group_is_not_on_offer(cast: Partnership) -> None:
    Message.objects.create(group=cast.integrity, code="I1", audience="businesses", text="Theirs")

    client = signed_in(cast.shona)
    assert "Theirs" not in client.get(message_page(cast)).text
    assert "Theirs" not in client.get(new_action(cast)).text


def test_an_observer_adds_no_message(cast: Partnership) -> None:
    typed = {"audience": "communities", "text": "Ask who is at your door."}

    assert signed_in(cast.morag).post(message_page(cast), typed).status_code == 403
    assert not PlanMessage.objects.exists()
