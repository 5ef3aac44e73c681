"""Who may read the trail, and how they find something in it."""

import pytest

from drystane.audit import trail
from drystane.audit.models import Checkpoint, Event, PurposeNote
from drystane.audit.tests.cast import (
    ADMINISTRATOR,
    AILEEN,
    AUDITOR,
    DYKE,
    FORMER_AUDITOR,
    GATE,
    MORAG,
    START,
    Person,
    record_some,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_trail() -> None:
    record_some(6)
    Checkpoint.objects.create(seq=6, hash="0" * 64, made_at=START, public_key="", signature="")


@pytest.mark.usefixtures("full_trail")
def test_an_auditor_sees_the_trail() -> None:
    assert Event.objects.visible_to(AUDITOR).count() == 6
    assert PurposeNote.objects.visible_to(AUDITOR).count() == 2
    assert Checkpoint.objects.visible_to(AUDITOR).count() == 1


@pytest.mark.usefixtures("full_trail")
@pytest.mark.parametrize("person", [AILEEN, ADMINISTRATOR, FORMER_AUDITOR])
def test_nobody_else_does(person: Person) -> None:
    assert not Event.objects.visible_to(person).exists()
    assert not PurposeNote.objects.visible_to(person).exists()
    assert not Checkpoint.objects.visible_to(person).exists()


def test_events_about_a_record_are_what_was_done_to_it_and_where_it_was_read() -> None:
    closed = trail.record("action.closed", DYKE, by=AILEEN, at=START)
    trail.record("action.closed", GATE, by=AILEEN, at=START)
    read = trail.record_reads(
        {("plans.action", DYKE.ref), ("plans.action", GATE.ref)},
        by=MORAG,
        at=START,
        purpose="",
        address="x:y",
    )
    trail.record_reads({("plans.action", GATE.ref)}, by=MORAG, at=START, purpose="", address="x:y")
    trail.record("action.closed", GATE, by=MORAG, at=START, details={"not read": f":{DYKE.ref}"})
    assert list(Event.objects.about(DYKE.ref).newest_first()) == [read, closed]


def test_events_of_one_person() -> None:
    record_some(4)
    assert {event.actor_ref for event in Event.objects.done_by(MORAG.ref)} == {MORAG.ref}
    assert Event.objects.done_by(trail.OPERATOR).count() == 1
