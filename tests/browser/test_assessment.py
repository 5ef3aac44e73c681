"""Answering a self-assessment: by keyboard alone with the script, and without any script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from drystane.assessment.models import Answer, Assessment
from tests.browser.example import Example
from tests.browser.test_every_page import state_purpose
from tests.browser.test_keyboard import past_the_header, tab_to
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def answer(code: str) -> Answer:
    return Answer.objects.get(assessment__group__code="community-safety", question__code=code)


def open_questions(visitor: Visitor) -> None:
    state_purpose(visitor)
    made = Assessment.objects.get(group__code="community-safety")
    visitor.open(f"{reverse('assessment:questions', args=[made.ref])}?topic=Leadership")


def test_by_keyboard_alone_an_answer_is_saved_as_one_leaves_it(example: Example) -> None:
    effie = example.at_desk("effie")
    open_questions(effie)
    form, keys = effie.page.get_by_role("form", name="Answer to I04"), effie.page.keyboard
    past_the_header(effie)
    tab_to(effie, form.get_by_role("radio").first)
    keys.press("Space")
    expect(form.get_by_role("status")).to_contain_text("Saved. Effie")
    tab_to(effie, form.get_by_label("Note"))
    keys.type("Not in the register yet.")
    with effie.page.expect_response(lambda shown: shown.request.method == "GET"):  # after what was saved
        keys.press("Tab")
    expect(form.get_by_label("Note")).to_have_value("Not in the register yet.")
    expect(form.get_by_role("status")).to_contain_text("Saved. Effie")
    saved = answer("I04")
    assert (saved.result, saved.note) == (0, "Not in the register yet.")
    effie.left_in_peace()


def test_evidence_is_added_in_place(example: Example) -> None:
    effie = example.at_desk("effie")
    open_questions(effie)
    card = effie.page.locator("#q-I04")
    card.get_by_role("radio", name="3: Met").check()
    expect(card.get_by_role("status")).to_contain_text("needs at least one piece of evidence")
    card.get_by_role("link", name="Add what I04 rests on").click()
    card.get_by_label("Kind of evidence").select_option("record")
    card.get_by_label("What shows it").fill("Extract of the register")
    card.get_by_label("Its date, such as 2/9/2015").fill("3/8/2015")
    card.get_by_label("The post or service that has it").fill("Risk manager")
    card.get_by_role("button", name="Save with this evidence").click()
    expect(card.get_by_text("Extract of the register (register, log or list)")).to_be_visible()
    assert answer("I04").result == 3
    effie.left_in_peace()


def test_without_the_script_one_question_a_page(example: Example) -> None:
    effie = example.at_desk("effie")
    state_purpose(effie)
    plain = effie.page.context.browser.new_context(  # type: ignore[union-attr]  # a visitor has a browser
        java_script_enabled=False, storage_state=effie.page.context.storage_state(), base_url=example.origin
    )
    page = plain.new_page()
    page.goto(reverse("assessment:save", args=[answer("I04").ref]))
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a result")
    page.get_by_label("1: Started").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer I05")
    assert answer("I04").result == 1
    plain.close()


def test_a_reason_is_asked_for_only_where_the_question_does_not_apply(example: Example) -> None:
    effie = example.at_desk("effie")
    open_questions(effie)
    card = effie.page.locator("#q-I04")
    reason = card.get_by_label("Why it does not apply")
    expect(reason).to_be_hidden()
    card.get_by_role("radio", name="Not applicable").check()
    expect(card.get_by_role("status")).to_contain_text("Say why the question does not apply to you.")
    reason.fill("We keep no register.")
    reason.press("Tab")
    expect(card.get_by_role("status")).to_contain_text("Saved. Effie")
    effie.left_in_peace()
