"""A form and a list by the keyboard alone, and every stop on the way to be seen."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from drystane.board.models import Tasking
from tests.browser.example import Example
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How a control looks, with what the design system draws beside it, before anything has the focus.
REMEMBER = """() => {
    const outline = (style) => style.outlineStyle === "none" || style.outlineWidth === "0px"
        ? "" : style.outline;
    const drawn = (one, part) => {
        const style = getComputedStyle(one, part);
        return [
            outline(style), style.boxShadow, style.backgroundColor, style.filter, style.borderColor
        ].join();
    };
    window.looks = (control) => [control, ...(control.labels || [])].flatMap(
        (one) => [drawn(one), drawn(one, "::before"), drawn(one, "::after")]
    ).join("|");
    const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    window.before = new Map([...document.querySelectorAll(stops)].map((one) => [one, window.looks(one)]));
}"""
STOP = """() => {
    const here = document.activeElement;
    if (here === document.body) return null;
    const box = here.getBoundingClientRect();
    const named = here.labels?.[0] || here;
    return {
        name: named.textContent.trim() || here.getAttribute("aria-label") || here.outerHTML,
        shows: window.looks(here) !== window.before.get(here),
        onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


@pytest.mark.parametrize("address", ["board:give_tasking", "plans:actions"])
def test_every_stop_shows_that_it_has_the_focus(example: Example, address: str) -> None:
    morag = example.at_desk("morag")
    morag.open(reverse(address))
    morag.page.evaluate(REMEMBER)
    stops: list[dict[str, Any]] = []
    while True:
        morag.page.keyboard.press("Tab")
        stop = morag.page.evaluate(STOP)
        if stop is None or len(stops) > 300:
            break
        stops.append(stop)
    assert stops[0]["name"] == "Skip to main content"
    assert 20 < len(stops) < 300
    assert [stop["name"] for stop in stops if not (stop["shows"] and stop["onScreen"])] == []


def tab_to(visitor: Visitor, control: Locator) -> None:
    for _ in range(150):
        visitor.page.keyboard.press("Tab")
        if control.evaluate("control => control === document.activeElement"):
            return
    pytest.fail(f"The Tab key does not lead to {control}")


def past_the_header(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main-content")).to_be_focused()


def test_a_tasking_is_given(example: Example) -> None:
    morag = example.at_desk("morag")
    keys = morag.page.keyboard
    morag.open(reverse("board:give_tasking"))
    past_the_header(morag)
    for label, typed in (
        ("Which group is asked", "Prevent"),
        ("What is asked", "Say which halls are let without a check."),
        ("Report back by", "25/11/2015"),
    ):
        tab_to(morag, morag.unfolded(label))
        keys.type(typed)
    tab_to(morag, morag.unfolded("Integrity Group"))
    keys.press("Space")
    tab_to(morag, morag.page.get_by_role("button", name="Give the tasking"))
    keys.press("Enter")
    expect(morag.page.get_by_role("heading", name="What the board asked of Prevent Group")).to_be_visible()
    given = Tasking.objects.get(asked="Say which halls are let without a check.")
    assert [group.name for group in given.supporting_groups.all()] == ["Integrity Group"]
    morag.left_in_peace()


def test_a_list_is_narrowed_put_in_order_and_followed(example: Example) -> None:
    morag = example.at_desk("morag")
    keys, main = morag.page.keyboard, morag.page.get_by_role("main")
    morag.open(reverse("plans:actions"))
    past_the_header(morag)
    tab_to(morag, morag.unfolded("Words or number"))
    keys.type("scam campaign")
    keys.press("Enter")
    expect(main.get_by_role("row")).to_have_count(2)
    tab_to(morag, main.get_by_role("columnheader", name="Due").get_by_role("link"))
    keys.press("Enter")
    expect(main.get_by_role("columnheader", name="Due")).to_have_attribute("aria-sort", "ascending")
    tab_to(morag, main.get_by_role("link", name="Run a month-long scam campaign with a touring van"))
    keys.press("Enter")
    expect(morag.page.get_by_role("heading", name="Run a month-long scam campaign", level=1)).to_be_visible()
    morag.left_in_peace()
