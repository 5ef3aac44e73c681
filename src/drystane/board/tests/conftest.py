from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from drystane.access import clock
from drystane.board.models import AgendaItem, Decision, Meeting, Outcome, Paper, Tasking
from drystane.board.operations.meeting import add_item, decide, plan_meeting
from drystane.board.operations.paper import recommend, write_paper
from drystane.strategy.models import Contradiction, Figure
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


@pytest.fixture
def decision(cast: Partnership, item: AgendaItem) -> Decision:
    return decide(item, outcome=Outcome.ACTION, words="Ask the charities", by=cast.morag, at=NOW)


@pytest.fixture
def disputed(cast: Partnership) -> Figure:
    made = [
        Figure.objects.create(
            edition=None,
            code=f"share-{value}",
            measure="share",
            label="Groups that use businesses",
            value=value,
            unit="percent",
        )
        for value in (60, 65)
    ]
    Contradiction.objects.create(figure=made[0], other=made[1], why="One was rounded.")
    return Figure.objects.get(code="share-60")
