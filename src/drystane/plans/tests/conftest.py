import re
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from drystane.access import clock
from tests.cast import Partnership, make_partnership


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    """Pages ask the clock: let it stand on the evening of 2 September 2015."""
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


def main_of(html: str) -> str:
    """What stands in the page's main part, as words: no tags, single spaces."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", f"<main{main}").split())
