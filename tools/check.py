"""Run the checks one after another and say how each went: the quick half, or with --all everything.

Goes on after a failure, so that one run tells all. Works in a home of its own, never in yours.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
BIN = CLONE / ".venv" / "bin"
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
CLOSING = re.compile(r"^=*\s*(\d+ (?:passed|failed|skipped|errors?|deselected|xfailed)\b.* in [\d.]+s.*?)=*$")


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    step: Step
    passed: bool
    seconds: float
    closing: str  # pytest's last line, or nothing


def python(*arguments: str) -> list[str]:
    return [str(BIN / "python"), *arguments]


def pytest(chosen: str, *arguments: str) -> list[str]:
    return python("-m", "pytest", "-m", chosen, *arguments)


# On two cores; whoever is done first takes over from the other.
IN_PARALLEL = ["-n2", "--dist=worksteal"]
QUICK = [
    Step("Format", [str(BIN / "ruff"), "format", "--check", "."]),
    Step("Lint", [str(BIN / "ruff"), "check", "."]),
    Step("Types", [str(BIN / "mypy")]),
    Step("Layers", [str(BIN / "lint-imports"), "--no-logo"]),
    Step("Migrations", python("-m", "django", "makemigrations", "--check", "--dry-run")),
    Step("Quick tests on SQLite", pytest("not browser and not slow and not server", *IN_PARALLEL)),
]
WITH_POSTGRES = python("tools/with_postgres.py")
SLOW = [
    # Also gathers the page assets, which two servers started at once would both do.
    Step("A place made from nothing", python("-m", "drystane", "prepare")),
    Step("Slow tests on SQLite", pytest("not browser and (slow or server)", *IN_PARALLEL)),
    # Setting up knows no database, so once is enough. The tables are made by the migrations.
    Step(
        "Tests on PostgreSQL",
        [
            *WITH_POSTGRES,
            *pytest(
                "not browser and not once",
                *IN_PARALLEL,
                "--migrations",
                "--database-only",
                "--ignore=tests/setup",
            ),
        ],
    ),
]
BROWSER = Step("Browser tests on SQLite", pytest("browser", *IN_PARALLEL))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="also slow tests, PostgreSQL and a browser")
    everything = parser.parse_args(arguments).all
    in_ci = os.environ.get("CI", "") not in {"", "false"}
    with tempfile.TemporaryDirectory(prefix="drystane-check-") as home:
        environment = surroundings(home)
        outcomes = [carry_out(step, environment) for step in [*QUICK, *(SLOW if everything else [])]]
        if everything:
            outcomes += browser(environment, in_ci=in_ci)
    print(summary(outcomes), flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def surroundings(home: str) -> dict[str, str]:
    """The environment without anybody's settings for Drystane, so that no run touches real records."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DRYSTANE_")}
    return kept | {
        "DRYSTANE_HOME": home,
        "DJANGO_SETTINGS_MODULE": "drystane.site.settings",
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
    }


def browser(environment: Mapping[str, str], *, in_ci: bool) -> list[Outcome]:
    """Skipped where there is no browser, and said so. In CI a skipped browser test is a failure."""
    if not in_ci and not any(map(shutil.which, BROWSERS)):
        print("\nThere is no Chromium here, so the browser tests are left out: apt-get install chromium")
        return []
    outcome = carry_out(BROWSER, environment)
    if in_ci and "skipped" in outcome.closing:
        print("Browser tests were skipped, which CI does not accept.")
        return [Outcome(BROWSER, False, outcome.seconds, outcome.closing)]
    return [outcome]


def carry_out(step: Step, environment: Mapping[str, str]) -> Outcome:
    print(f"\n== {step.name}", flush=True)
    began = time.monotonic()
    closing = ""
    with subprocess.Popen(
        step.command,
        cwd=CLONE,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101  # it was asked for above
        for line in process.stdout:
            print(line, end="", flush=True)
            closing = closing_line(line) or closing
    return Outcome(step, process.returncode == 0, time.monotonic() - began, closing)


def closing_line(line: str) -> str:
    found = CLOSING.match(line.strip())
    return found[1].strip() if found else ""


def summary(outcomes: Sequence[Outcome]) -> str:
    lines = ["", "== Summary"]
    for outcome in outcomes:
        verdict = "ok" if outcome.passed else "FAILED"
        lines.append(f"{verdict:<7}{outcome.seconds:>6.1f} s  {outcome.step.name}")
    lines += ["", *(outcome.closing for outcome in outcomes if outcome.closing)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
