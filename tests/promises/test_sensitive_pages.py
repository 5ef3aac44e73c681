"""What is OFFICIAL-SENSITIVE is marked so wherever it is shown, and the trail says who was shown it."""

import pytest
from pytest_django import Settings

from drystane.access.clock import ExampleClock
from tests.cast import NOW
from tests.noninterference.looking import browser_of
from tests.policy.world import Who
from tests.promises.birds import Aviary, Page, make_aviary, open_page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

@pytest.fixture(autouse=True)
def _september_2015(settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = ExampleClock(loaded_at=NOW)

RIGHTFUL = [("integrity", "chair"), ("board", "chair"), ("board", "member")]

@pytest.mark.parametrize("who", RIGHTFUL, ids=str)
def test_x(who: Who) -> None:
    aviary = make_aviary()
    browser = browser_of(aviary.stage.world.people[who], purpose=True)
    for url in aviary.addresses():
        page = open_page(browser, url, aviary.named)
        shown = {aviary.named[b] for b in page.birds}
        if page.read and len(page.read)>1: print("MORE", url)
        read = page.read[0] if page.read else frozenset()
        if shown != read: print("READ", url, sorted(page.birds), "not named:", shown-read, "named only:", read-shown)
        if page.markings:
            want = "OFFICIAL-SENSITIVE " + " ".join(sorted({aviary.descriptors[b] for b in page.birds})) if page.birds else "OFFICIAL"
            if page.markings != (want, want): print("MARK", url, page.markings, want)
    assert 0
