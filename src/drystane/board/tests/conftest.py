from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from drystane.access import clock
from drystane.access.models import User
from drystane.board.models import AgendaItem, Decision, Meeting, Paper, Tasking
from drystane.board.operations.meeting import add_item, plan_meeting
from drystane.board.operations.paper import recommend, write_paper
from tests.cast import NOW, Partnership, make_partnership


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()


@pytest.fixture
def autumn(settings: Settings) -> None:
    """Pages ask the clock: let it stand on the evening of 2 September 2015."""
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC), "")


@pytest.fixture
def meeting(cast: Partnership) -> Meeting:
    return plan_meeting(
        group=cast.board, on=date(2015, 9, 2), starts_at=None, venue="Invented House", by=cast.morag, at=NOW
    )


@pytest.fixture
def item(cast: Partnership, meeting: Meeting) -> AgendaItem:
    fields = {"title": "The strategy, refreshed", "kind": "paper", "purpose": "decision"}
    return add_item(meeting, fields=fields, by=cast.morag, at=NOW)


@pytest.fixture
def paper(cast: Partnership, item: AgendaItem) -> Paper:
    """A paper that asks the board for one thing."""
    fields = {"to": "Safer Board", "report_by": "Director", "heading": "The strategy, refreshed"}
    written = write_paper(item, fields=fields, by=cast.morag, at=NOW)
    recommend(written, verb="note", text="that the threats have changed.", seen=1, by=cast.morag, at=NOW)
    return written


@pytest.fixture
def decided(item: AgendaItem) -> Callable[[Tasking], None]:
    """Lets a tasking come of a decision."""

    def follow(tasking: Tasking) -> None:
        decision = Decision.objects.create(item=item, outcome="agreed", at=NOW)
        Tasking.objects.filter(pk=tasking.pk).update(decision=decision)

    return follow


def signed_in(user: User, *, purpose: str = "") -> Client:
    """A browser in which this person is signed in, perhaps with a purpose for sensitive records."""
    client = Client()
    client.force_login(user)
    if purpose:
        session = client.session
        session["purpose"] = {"words": purpose, "until": "2099-01-01T00:00:00+00:00"}
        session.save()
    return client
