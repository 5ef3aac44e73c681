from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from drystane.access import clock
from drystane.access.models import User
from drystane.comms.models import Campaign, Channel, Slot
from drystane.comms.operations.campaigns import plan_campaign
from drystane.comms.operations.slots import plan_slot
from drystane.partners.models import Group
from drystane.strategy.models import Message
from tests.cast import NOW, Partnership, make_edition, make_partnership

Plan = Callable[..., Campaign]
Enter = Callable[..., Slot]


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()


@pytest.fixture(autouse=True)
def _autumn(settings: Settings) -> None:
    """Pages ask the clock: let it stand on the evening of 2 September 2015."""
    settings.EXAMPLE_CLOCK = clock.ExampleClock(datetime(2015, 1, 1, tzinfo=UTC))


@pytest.fixture
def radio(db: None) -> Channel:
    return Channel.objects.create(code="radio", name="Local radio")


@pytest.fixture
def site(db: None) -> Channel:
    return Channel.objects.create(code="site", name="Council website", holds_many=True)


@pytest.fixture
def message(db: None) -> Message:
    return Message.objects.create(
        edition=make_edition(), code="M1", audience="communities", text="Ask who is at your door."
    )


@pytest.fixture
def plan() -> Plan:
    def planned(group: Group, by: User, title: str = "Doorsteps", **more: object) -> Campaign:
        fields = {
            "title": title,
            "strand": "soc",
            "starts_on": date(2015, 9, 1),
            "ends_on": date(2015, 10, 31),
            **more,
        }
        return plan_campaign(group, fields=fields, by=by, at=NOW)

    return planned


@pytest.fixture
def enter(message: Message, radio: Channel) -> Enter:
    def entered(campaign: Campaign, by: User, first: date, last: date | None = None, **more: object) -> Slot:
        given = {"message": message, "channel": radio, "despite": "", **more}
        return plan_slot(campaign, **given, starts_on=first, ends_on=last or first, by=by, at=NOW)  # type: ignore[arg-type]  # a row of a table

    return entered
