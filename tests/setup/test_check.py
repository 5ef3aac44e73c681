"""The checks: they count what pytest says, and CI takes no skipped browser test."""

import sys
from pathlib import Path

import pytest

from tools import check
from tools.check import Outcome, Step


@pytest.mark.parametrize(
    ("line", "closing"),
    [
        ("12 passed in 0.33s\n", "12 passed in 0.33s"),
        ("===== 3 failed, 12 passed in 60.33s (0:01:00) =====\n", "3 failed, 12 passed in 60.33s (0:01:00)"),
        ("1 skipped, 4 deselected in 0.1s\n", "1 skipped, 4 deselected in 0.1s"),
        ("All checks passed!\n", ""),
        ("2 files passed over in 3 rooms\n", ""),
    ],
)
def test_pytests_closing_line_is_recognised(line: str, closing: str) -> None:
    assert check.closing_line(line) == closing


def test_a_step_tells_how_it_ended(capfd: pytest.CaptureFixture[str]) -> None:
    script = "print('2 passed in 0.10s'); print('warnings'); raise SystemExit(3)"
    outcome = check.carry_out(Step("Sums", [sys.executable, "-c", script]), {})
    assert (outcome.passed, outcome.closing) == (False, "2 passed in 0.10s")
    assert "== Sums" in capfd.readouterr().out


def test_the_summary_ends_with_pytests_closing_lines() -> None:
    outcomes = [
        Outcome(Step("Lint", []), True, 0.31, ""),
        Outcome(Step("Quick tests", []), False, 12.04, "1 failed, 2 passed in 11.90s"),
    ]
    assert check.summary(outcomes).splitlines()[2:] == [
        "ok        0.3 s  Lint",
        "FAILED   12.0 s  Quick tests",
        "",
        "1 failed, 2 passed in 11.90s",
    ]


@pytest.mark.parametrize(("in_ci", "accepted"), [(True, False), (False, True)])
def test_only_ci_refuses_browser_tests_that_were_skipped(
    monkeypatch: pytest.MonkeyPatch, *, in_ci: bool, accepted: bool
) -> None:
    skipping = Step("Browser", [sys.executable, "-c", "print('3 passed, 1 skipped in 0.10s')"])
    monkeypatch.setattr(check, "BROWSER", skipping)
    monkeypatch.setattr(check, "BROWSERS", [Path(sys.executable).name])
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    (outcome,) = check.browser({}, in_ci=in_ci)
    assert outcome.passed is accepted


def test_without_a_browser_the_browser_tests_are_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert check.browser({}, in_ci=False) == []
    assert "apt-get install chromium" in capsys.readouterr().out


def test_no_check_works_on_somebodys_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRYSTANE_DATABASE", "postgresql://council/records")
    monkeypatch.setenv("DRYSTANE_HOME", "/var/lib/drystane")
    surroundings = check.surroundings("fresh")
    assert surroundings["DRYSTANE_HOME"] == "fresh"
    assert "DRYSTANE_DATABASE" not in surroundings
