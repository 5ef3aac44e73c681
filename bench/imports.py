"""A large list read in the capped process, previewed, brought in, brought in again, and undone."""

import random
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from bench.tables import Figure, Table, shown, table_of
from drystane.access import clock
from drystane.plans.models import Action, Plan
from drystane.sheets.cells import DayOrder
from drystane.sheets.child import in_child
from drystane.sheets.kinds import Verdict
from drystane.sheets.models import ImportJob
from drystane.sheets.reading import read_book
from drystane.sheets.write import write_xlsx
from drystane.site import bringing, preparing

ROWS = 10_000
MANY = 36_000  # just above five megabytes
WORDS = [f"word{number * 7919 % 99991}" for number in range(4_000)]
HEADINGS = ("No.", "Action", "Plan", "Due", "Status", "Pounds", "In more detail")


def measure() -> Table:
    preparing.prepare(example=True, say=lambda words: print(words, file=sys.stderr))
    plan = Plan.objects.select_related("group").order_by("code")[0]
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.xlsx", Path(folder) / "large.xlsx"
        small.write_bytes(workbook(plan, ROWS))
        large.write_bytes(workbook(plan, MANY))
        megabytes = large.stat().st_size / 1e6
        read = timed(lambda: in_child(read_book, large))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        previewed = timed(lambda: preview(large))
        other = timed(lambda: list(openpyxl.load_workbook(large, read_only=True).active.values))
        figures = [
            Figure("Read a large workbook in the capped process", read, "s", None, f"{MANY:,} rows"),
            Figure(
                "Preview it, reading included",
                previewed,
                "s",
                5,
                f"{shown(megabytes)} MB",
            ),
            Figure("Memory of that process at most", peak, "MB", 512),
            Figure("The same with openpyxl, for comparison", other, "s"),
            *brought(small),
        ]
    return table_of("Bringing lists in, in processor time", figures)


def brought(small: Path) -> list[Figure]:
    before = Action.objects.count()
    job = preview(small)
    added = timed(lambda: bring(job))
    if Action.objects.count() != before + ROWS:
        raise RuntimeError(f"{Action.objects.count() - before:,} of {ROWS:,} were brought in: {job.why}")
    again = timed(lambda: same(small))
    undone = timed(lambda: bringing.undo(job, by=None, at=clock.now()))
    return [
        Figure(f"Bring in {ROWS:,} new actions", added, "s", 20, "after the preview; every check made again"),
        Figure("Look at the same file once more", again, "s", None, "nothing to do"),
        Figure("Undo it", undone, "s"),
    ]


def preview(path: Path) -> ImportJob:
    job = bringing.bring(path, kind="actions", file_name=path.name, by=None, at=clock.now())
    book = bringing.book_in(job)
    columns = bringing.columns_suggested(job, book)
    bringing.choose(job, book, columns=columns, order=DayOrder.DAY_FIRST, for_all={})
    bringing.look(job, None)
    return job


def bring(job: ImportJob) -> None:
    bringing.decide(job, seen=job.previewed, at=clock.now())
    bringing.carry_out(job, None)


def same(path: Path) -> None:
    job = preview(path)
    if job.count(Verdict.SAME) != ROWS:
        raise RuntimeError(f"Only {job.count(Verdict.SAME):,} rows were found again.")


def workbook(plan: Plan, rows: int) -> bytes:
    chance = random.Random(1)  # noqa: S311  # no secret
    made = (
        [
            f"B{number}",
            f"Check carrier {number} against the register and tell the desk",
            plan.title,
            date(2016, 1, 1) + timedelta(days=number % 300),
            "Agreed" if number % 2 else "Proposed",
            number % 900,
            " ".join(chance.choices(WORDS, k=30)),
        ]
        for number in range(rows)
    )
    return write_xlsx(HEADINGS, made, title="Actions", marking="OFFICIAL", about="", at=clock.now())


def timed(deed: Callable[[], Any]) -> float:
    """Seconds of processor time, here and in the processes it starts, whatever else the machine does."""
    began = spent()
    deed()
    return spent() - began


def spent() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
