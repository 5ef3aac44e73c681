"""Whole processes, from nothing to their end: what somebody waits for at a terminal."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cpu import Cost, cost_of, typical
from bench.tables import Figure, Table, middle, shown, table_of
from tests.robustness.serving import Serving, surroundings

TIMES = 5
MEETING = "2015-09-02"
FOLDER = "drystane-bench-home-"


def measure() -> Table:
    with TemporaryDirectory(prefix=FOLDER) as folder:
        home = Path(folder)
        run(home, "demo")  # gathers the page assets too, which is done once in a clone
        return table_of(
            f"Whole processes, the median of {TIMES}",
            [
                figure("`drystane --help`", lambda: run(home, "--help")),
                figure("`drystane demo`: all migrations and the worked example", demo, target=8),
                figure("`drystane report`, as Word", lambda: report(home, "docx"), target=2),
                figure("`drystane report`, as HTML", lambda: report(home, "html"), target=2),
                figure("`drystane audit verify`", lambda: run(home, "audit", "verify")),
                until_it_answers(home),
            ],
            "The target is for wall time, which is noisy while others use the machine; CPU time is not.",
        )


def figure(what: str, deed: Callable[[], Cost], target: float | None = None) -> Figure:
    found = typical([deed() for _ in range(TIMES)])
    return Figure(what, found.wall, "s", target, f"{shown(found.cpu)} s CPU, {found.memory:.0f} MB")


def run(home: Path, *arguments: str) -> Cost:
    return cost_of([sys.executable, "-m", "drystane", *arguments], surroundings(home))


def demo() -> Cost:
    with TemporaryDirectory(prefix=FOLDER) as folder:
        return run(Path(folder), "demo")


def report(home: Path, kind: str) -> Cost:
    with TemporaryDirectory(prefix=FOLDER) as folder:
        out = Path(folder) / f"paper.{kind}"
        cost = run(home, "report", "--meeting", MEETING, "--as", kind, "--out", str(out))
        if not out.stat().st_size:
            raise RuntimeError(f"The report as {kind} is empty.")
        return cost


def until_it_answers(home: Path) -> Figure:
    """What `make run` waits for once everything is set up."""
    found = []
    for _ in range(TIMES):
        with ExitStack() as stack:
            server = Serving(home, verbs=("run", "--prepare", "--example"))
            stack.callback(server.stop)
            found.append(server.start())
    return Figure("`drystane run --prepare`, warm, until it answers", middle(found), "s", 2, "wall")
