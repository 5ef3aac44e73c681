"""Several people at once add to one chain."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from drystane.audit import trail
from drystane.audit.operations import verify_trail
from drystane.audit.tests.cast import AILEEN, DYKE, MORAG, START

THREADS, EACH = 4, 25


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_when_four_record_at_once() -> None:
    together = Barrier(THREADS)

    def work(thread: int) -> None:
        try:
            together.wait(timeout=10)
            for number in range(EACH):
                with transaction.atomic():
                    trail.record(
                        "action.closed",
                        DYKE,
                        by=AILEEN,
                        at=START + timedelta(minutes=number),
                        details={"of": thread},
                    )
                trail.record_look_up("access.refused", by=MORAG, at=START, address="home", asked=str(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))

    report = verify_trail()
    assert report.fault is None
    assert report.events == THREADS * EACH * 2
