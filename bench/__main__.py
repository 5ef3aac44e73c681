"""Measure, print a table, keep it in bench/results.

python -m bench [PART|all], where PART is one of those listed below
python -m bench page

Each part is measured in a process and a home folder of its own. `page` writes docs/bench.md from the
results kept last.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from bench import report, tables
from bench.cpu import yardstick
from bench.tables import Table, shown
from tests.robustness.serving import CLONE, surroundings

PARTS = (
    "pages",
    "documents",
    "rating",
    "trail",
    "starts",
    "load",
    "imports",
    "papers",
    "threats",
    "editions",
    "overlap",
    "twins",
    "training",
)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="?", default="all", choices=[*PARTS, "all", "page"])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        measure(given.part)
    elif given.part == "page":
        report.write()
    else:
        for part in PARTS if given.part == "all" else [given.part]:
            measure_apart(part)
            print(tables.as_text(report.kept(part)), flush=True)
    return 0


def measure_apart(part: str) -> None:
    """In a place of its own, so that nothing entered by anybody is touched or counted."""
    print(f"Measuring: {part}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="drystane-bench-") as home:
        subprocess.run(  # noqa: S603  # our own command
            [sys.executable, "-m", "bench", part, "--inside"],
            cwd=CLONE,
            env=surroundings(Path(home)),
            check=True,
        )


def measure(part: str) -> None:
    import django  # noqa: PLC0415  # only the process that measures needs it

    django.setup()
    before = yardstick()
    table: Table = import_module(f"bench.{part}").measure()
    compare = (
        f"Yardstick: adding up 200,000 squares in Python took {shown(before)} ms of processor time before, "
        f"{shown(yardstick())} ms after."
    )
    report.keep(part, replace(table, notes=(*table.notes, compare)))


if __name__ == "__main__":
    sys.exit(main())
