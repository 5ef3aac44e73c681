import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from drystane.access import clock
from drystane.access.models import User
from tests.cast import Partnership, make_partnership


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    """Pages ask the clock: let it stand on the evening of 2 September 2015."""
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


def signed_in(user: User, *, purpose: str = "") -> Client:
    """A browser in which this person is signed in, perhaps with a purpose for sensitive records."""
    client = Client()
    client.force_login(user)
    if purpose:
        session = client.session
        session["purpose"] = {"words": purpose, "until": "2099-01-01T00:00:00+00:00"}
        session.save()
    return client


def main_of(html: str) -> str:
    """What stands in the page's main part, as words: no tags, single spaces."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", f"<main{main}").split())
