"""Who does what to what in these tests. The trail lies below access, so these are no Users."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar

from django.db import transaction

from drystane.audit import trail
from drystane.audit.models import Event


@dataclass(frozen=True)
class Person:
    ref: str
    partnership_role: str = ""
    is_active: bool = True


@dataclass(frozen=True)
class Action:
    ref: str
    _meta: ClassVar[Any] = SimpleNamespace(label_lower="plans.action")


AILEEN = Person("a11een000000")
MORAG = Person("m0rag0000000")
AUDITOR = Person("aud1t0000000", partnership_role="auditor")
FORMER_AUDITOR = Person("f0rmer000000", partnership_role="auditor", is_active=False)
ADMINISTRATOR = Person("adm1n0000000", partnership_role="administrator")

DYKE = Action("dyke00000000")
GATE = Action("gate00000000")

START = datetime(2015, 9, 2, 10, 0, tzinfo=UTC)


def record_some(count: int) -> list[Event]:
    """Events of every shape: with and without a record, a person, a purpose, details."""
    with transaction.atomic():
        return [
            trail.record(
                ("action.agreed", "action.closed", "paper.exported")[number % 3],
                (DYKE, GATE, None)[number % 3],
                by=(AILEEN, MORAG, AILEEN, None)[number % 4],
                at=START + timedelta(minutes=number),
                purpose="" if number % 5 else f"Preparing item {number} for the board",
                details={"number": number, "late": number % 2 == 0, "as": "docx", "meeting": None},
            )
            for number in range(count)
        ]
