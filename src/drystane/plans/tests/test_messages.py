"""The messages a plan will see told, beside its actions."""

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.plans.models import PlanMessage
from drystane.plans.operations import add_message, write_message
from drystane.strategy.models import Message
from tests.cast import NOW, Partnership, make_edition


def editions_message() -> Message:
    return Message.objects.create(
        edition=make_edition(), code="M1", audience="businesses", text="Know whom you trade with."
    )


def test_a_plan_carries_an_editions_message_once(cast: Partnership) -> None:
    message = editions_message()
    add_message(cast.prevent_plan, message, by=cast.aileen, at=NOW)

    with pytest.raises(ValidationError, match="This plan carries that message already"):
        add_message(cast.prevent_plan, message, by=cast.shona, at=NOW)

    assert PlanMessage.objects.get().added_by == cast.aileen


def test_two_plans_may_carry_the_same_message(cast: Partnership) -> None:
    message = editions_message()

    add_message(cast.prevent_plan, message, by=cast.aileen, at=NOW)
    add_message(cast.integrity_plan, message, by=cast.iain, at=NOW)

    assert PlanMessage.objects.count() == 2


def test_a_group_writes_a_message_of_its_own(cast: Partnership) -> None:
    added = write_message(
        cast.prevent_plan, audience="communities", text="Ask who is at your door.", by=cast.aileen, at=NOW
    )

    message = added.message
    assert (message.group, message.edition, message.written_by) == (cast.prevent, None, cast.aileen)


def test_a_message_of_another_group_is_not_carried(cast: Partnership) -> None:
    theirs = write_message(cast.integrity_plan, audience="businesses", text="Ours", by=cast.iain, at=NOW)

    with pytest.raises(NotAllowed, match="another group"):
        add_message(cast.prevent_plan, theirs.message, by=cast.aileen, at=NOW)
