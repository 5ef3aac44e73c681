"""Each verb is a small page: it says what will happen, asks, does it, and says what happened."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from drystane.access.models import User
from drystane.plans.models import Action, MarkingMove, Move, Progress, Redating, Status, Update
from drystane.plans.operations import edit_action, update_action
from drystane.plans.tests.conftest import main_of
from drystane.plans.views.verbs import VERBS
from tests.cast import NOW, TODAY, Partnership, make_action
from tests.clients import signed_in

OCTOBER, NOVEMBER = date(2015, 10, 1), date(2015, 11, 1)

# For each verb: a status it starts from, what is filled in, and what is then so.
DEEDS: dict[str, tuple[Status, dict[str, str], dict[str, Any]]] = {
    "agree": (Status.PROPOSED, {"why": ""}, {"status": "agreed"}),
    "start": (Status.AGREED, {"why": ""}, {"status": "under_way"}),
    "update": (
        Status.UNDER_WAY,
        {"progress": "at_risk", "text": "No van", "on": "1/9/2015"},
        {"last_progress": "at_risk", "last_update_on": date(2015, 9, 1)},
    ),
    "finish": (Status.UNDER_WAY, {"why": "All checked"}, {"status": "done"}),
    "mainstream": (
        Status.DONE,
        {"to_whom": "Licensing", "on": "2/9/2015", "why": ""},
        {"status": "mainstreamed", "mainstreamed_to": "Licensing", "mainstreamed_on": TODAY},
    ),
    "drop": (Status.AGREED, {"why": "Done elsewhere"}, {"status": "dropped"}),
    "redate": (
        Status.AGREED,
        {"to": "1/11/2015", "why": "Lost a week"},
        {"due_on": NOVEMBER, "original_due_on": OCTOBER},
    ),
    "override": (Status.UNDER_WAY, {"colour": "red", "why": "No van"}, {"brag_override": "red"}),
    "mark": (
        Status.AGREED,
        {"marking": "sensitive", "descriptor": "commercial", "why": ""},
        {"marking": "sensitive", "descriptor": "commercial"},
    ),
}


def page_of(action: Action, verb: str) -> str:
    return reverse("plans:verb", args=[action.ref, verb])


def post(action: Action, verb: str, user: User, given: dict[str, str], *, seen: int = 1) -> HttpResponse:
    return signed_in(user).post(page_of(action, verb), {**given, "seen": str(seen)})  # type: ignore[return-value]


def prepared(cast: Partnership, verb: str) -> Action:
    status = DEEDS[verb][0]
    return make_action(
        cast.prevent_plan, status=status, due_on=OCTOBER, original_due_on=OCTOBER, lead_person=cast.aileen
    )


def test_every_verb_has_its_page_here() -> None:
    assert set(DEEDS) == set(VERBS)


@pytest.mark.parametrize("verb", DEEDS)
def test_the_page_says_what_will_happen_and_asks(cast: Partnership, verb: str) -> None:
    action = prepared(cast, verb)

    response = signed_in(cast.shona).get(page_of(action, verb))

    assert response.status_code == 200
    words = main_of(response.text)
    assert words.startswith(f"{VERBS[verb].words} {VERBS[verb].what}".replace("'", "&#x27;"))
    assert 'name="seen" value="1"' in response.text
    assert Action.objects.get().version == 1


@pytest.mark.parametrize("verb", DEEDS)
def test_the_verb_is_done_and_the_page_says_so(cast: Partnership, verb: str) -> None:
    action = prepared(cast, verb)
    _, given, expected = DEEDS[verb]
    client = signed_in(cast.shona)

    response = client.post(page_of(action, verb), {**given, "seen": "1"}, follow=True)

    after = Action.objects.get()
    assert {name: getattr(after, name) for name in expected} == expected
    assert after.version == 2
    assert VERBS[verb].said in main_of(response.text)


@pytest.mark.parametrize("verb", DEEDS)
def test_the_second_of_two_is_told_and_nothing_of_the_first_is_overwritten(
    cast: Partnership, verb: str
) -> None:
    action = prepared(cast, verb)
    _, given, _ = DEEDS[verb]
    edit_action(
        action, fields={"title": "The first was here"}, supporting_bodies=[], seen=1, by=cast.shona, at=NOW
    )
    before = Action.objects.values().get()

    response = post(action, verb, cast.shona, given)

    if verb == "update":  # reports stand side by side
        assert response.status_code == 302
        assert Update.objects.count() == 1
        return
    assert response.status_code == 200
    assert "Somebody else has just changed this action" in response.text
    assert Action.objects.values().get() == before
    typed = [value for value in given.values() if value and value not in {"commercial", "sensitive", "red"}]
    for value in typed:
        assert value in response.text
    assert 'name="seen" value="2"' in response.text  # having been told, they now send what they mean


@pytest.mark.parametrize("verb", sorted(set(DEEDS) - {"update", "mark"}))
def test_only_whoever_directs_the_action_does_it(cast: Partnership, verb: str) -> None:
    action = prepared(cast, verb)
    _, given, _ = DEEDS[verb]

    for user, status in ((cast.aileen, 403), (cast.priya, 403), (cast.morag, 403), (cast.stranger, 404)):
        assert signed_in(user).get(page_of(action, verb)).status_code == status
        assert post(action, verb, user, given).status_code == status

    assert Action.objects.get().version == 1


def test_the_lead_person_reports_on_their_own_and_no_other(cast: Partnership) -> None:
    hers = make_action(cast.prevent_plan, status=Status.UNDER_WAY, lead_person=cast.aileen)
    other = make_action(cast.prevent_plan, status=Status.UNDER_WAY, lead_person=cast.priya)
    given = DEEDS["update"][1]

    assert post(hers, "update", cast.aileen, given).status_code == 302
    assert post(other, "update", cast.aileen, given).status_code == 403
    assert Update.objects.get().action == hers


@pytest.mark.parametrize(
    ("verb", "status"),
    [("agree", "done"), ("start", "proposed"), ("finish", "agreed"), ("mainstream", "under_way"),
     ("drop", "done"), ("redate", "done"), ("override", "dropped"), ("update", "dropped")],
)  # fmt: skip
def test_what_the_lifecycle_does_not_allow_is_not_done(cast: Partnership, verb: str, status: str) -> None:
    action = make_action(cast.prevent_plan, status=status, due_on=OCTOBER)
    client = signed_in(cast.shona)

    shown = client.get(page_of(action, verb), follow=True)
    answer = client.post(page_of(action, verb), {**DEEDS[verb][1], "seen": "1"})

    assert "that cannot be done now" in shown.text
    assert answer.status_code == 200
    assert answer.context["form"].errors
    after = Action.objects.get()
    assert (after.status, after.version) == (status, 1)
    assert not Move.objects.exists()
    assert not Redating.objects.exists()


@pytest.mark.parametrize(
    ("verb", "given", "sentence"),
    [
        ("finish", {"why": " "}, "Fill in “What was achieved”."),
        ("drop", {"why": ""}, "Fill in “Why”."),
        ("redate", {"to": "1/11/2015"}, "Fill in “Why it moves”."),
        ("redate", {"to": "1/1/2015", "why": "x"}, "An action cannot be due before it starts."),
        ("redate", {"to": "1/10/2015", "why": "x"}, "That is the date it has already."),
        ("redate", {"to": "31/2/2015", "why": "x"}, "Enter a real date for “The new date”"),
        ("override", {"colour": "red"}, "Fill in “Why”."),
        ("override", {"colour": "rule", "why": "x"}, "The rule speaks already."),
        ("override", {"why": "x"}, "Choose an answer for “What you judge it to be”."),
        ("update", {"progress": "on_track", "text": "x", "on": "3/9/2015"}, "Report of a day that has come."),
        ("update", {"text": "x", "on": "1/9/2015"}, "Choose an answer for “How it stands”."),
        ("mark", {"marking": "sensitive"}, "Choose why it is OFFICIAL-SENSITIVE."),
        ("mark", {"marking": "official"}, "It is marked OFFICIAL already."),
    ],
)
def test_what_is_missing_or_wrong_is_said_on_the_page(
    cast: Partnership, verb: str, given: dict[str, str], sentence: str
) -> None:
    action = make_action(
        cast.prevent_plan, status=Status.UNDER_WAY, starts_on=date(2015, 5, 1), due_on=OCTOBER
    )

    response = post(action, verb, cast.shona, given)

    assert response.status_code == 200
    assert sentence in main_of(response.text)
    assert Action.objects.get().version == 1


def test_everyday_work_is_asked_whose_it_is(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.DONE)

    response = post(action, "mainstream", cast.shona, {"to_whom": "", "on": "2/9/2015"})

    assert "Fill in “Whose everyday work it is now”." in main_of(response.text)
    assert Action.objects.get().status == Status.DONE


def test_a_report_that_arrives_meanwhile_does_not_hide_behind_a_move(cast: Partnership) -> None:
    """A page that was opened before a report came in is told of it."""
    action = make_action(cast.prevent_plan, status=Status.UNDER_WAY)
    update_action(action, progress=Progress.OFF_TRACK, text="No van", on=TODAY, by=cast.aileen, at=NOW)

    response = post(action, "finish", cast.shona, {"why": "All checked"})

    assert "Somebody else has just changed this action" in response.text
    assert Action.objects.get().status == Status.UNDER_WAY


PURPOSE = "preparing the review of September"


def test_whoever_raises_a_marking_without_a_purpose_is_led_to_the_plan(cast: Partnership) -> None:
    action = prepared(cast, "mark")

    response = signed_in(cast.shona).post(
        page_of(action, "mark"), {**DEEDS["mark"][1], "seen": "1"}, follow=True
    )

    assert response.redirect_chain == [(cast.prevent_plan.get_absolute_url(), 302)]
    assert "It is OFFICIAL-SENSITIVE COMMERCIAL: state your purpose to see it." in response.text
    assert action.title not in response.text


def test_the_page_warns_that_the_lead_person_would_lose_sight(cast: Partnership) -> None:
    for_priya = make_action(cast.prevent_plan, lead_person=cast.priya)
    for_aileen = make_action(cast.prevent_plan, lead_person=cast.aileen)
    client = signed_in(cast.shona)

    assert "Priya leads this action and would no longer see it" in client.get(page_of(for_priya, "mark")).text
    assert "would no longer see it" not in client.get(page_of(for_aileen, "mark")).text


def test_the_originator_lowers_a_marking_whatever_their_role(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, marking="sensitive", descriptor="personal", marked_by=cast.aileen)
    client = signed_in(cast.aileen, purpose=PURPOSE)

    response = client.post(
        page_of(action, "mark"), {"marking": "official", "why": "No names left", "seen": "1"}
    )

    assert response.status_code == 302
    assert Action.objects.get().marking == "official"
    assert MarkingMove.objects.get().why == "No names left"


def test_nobody_else_lowers_it_not_even_the_lead_officer(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, marking="sensitive", descriptor="personal", marked_by=cast.aileen)
    client = signed_in(cast.shona, purpose=PURPOSE)

    response = client.post(page_of(action, "mark"), {"marking": "official", "why": "x", "seen": "1"})

    assert "Only whoever gave this marking may lower it: Aileen" in main_of(response.text)
    assert Action.objects.get().marking == "sensitive"


def test_a_member_does_not_raise_a_marking(cast: Partnership) -> None:
    action = prepared(cast, "mark")

    assert post(action, "mark", cast.aileen, DEEDS["mark"][1]).status_code == 403
