"""What keeping the audit trail costs, and how long it takes to show that it holds."""

import sys
import time
from datetime import UTC, datetime

from django.db import transaction

from bench.cpu import cpu_times
from bench.tables import Figure, Table, middle, p95, shown, table_of
from drystane.access.models import User
from drystane.audit import trail
from drystane.audit.operations import verify_trail
from drystane.site import preparing

EVENTS = 10_000
ALONE = 200
AT = datetime(2015, 9, 2, 14, 0, tzinfo=UTC)


def measure() -> Table:
    preparing.prepare(example=False, say=lambda words: print(words, file=sys.stderr))
    morag = User.objects.create(username="morag", name="Morag", password="!")  # noqa: S106  # nobody signs in

    def record() -> None:
        trail.record("action.updated", morag, by=morag, at=AT, details={"progress": "on_track"})

    def record_alone() -> float:
        began = time.perf_counter()
        with transaction.atomic():
            record()
        return (time.perf_counter() - began) * 1000

    alone = [record_alone() for _ in range(ALONE)]
    began = time.process_time()
    with transaction.atomic():
        for _ in range(EVENTS - ALONE):
            record()
    each = (time.process_time() - began) * 1000 / (EVENTS - ALONE)
    report = verify_trail()
    if not report.holds or report.events != EVENTS:
        raise RuntimeError(f"The trail does not hold: {report}")
    verify = cpu_times(verify_trail, warm_up=1, runs=5)
    return table_of(
        f"The audit trail, with {EVENTS:,} events",
        [
            Figure("Record an event within a transaction, CPU", each, "ms"),
            Figure(
                "Record an event alone, with its commit, wall",
                middle(alone),
                "ms",
                None,
                f"p95 {shown(p95(alone))} ms; the disc decides it",
            ),
            Figure(f"Verify {EVENTS:,} events, CPU", middle(verify) / 1000, "s"),
        ],
    )
