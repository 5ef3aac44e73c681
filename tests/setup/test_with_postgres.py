"""A PostgreSQL for one command: it answers while the command runs, and is gone afterwards."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

CLONE = Path(__file__).resolve().parents[2]
ASK = (
    "import os, psycopg; address = os.environ['DRYSTANE_DATABASE']; "
    "print(address, psycopg.connect(address).execute('SELECT 40 + 2').fetchone()[0])"
)


def with_postgres(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, CLONE / "tools" / "with_postgres.py", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.server
def test_the_server_lives_as_long_as_the_command() -> None:
    done = with_postgres(sys.executable, "-c", ASK)
    address, answer = done.stdout.split()
    assert answer == "42"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)


@pytest.mark.server
def test_the_commands_exit_code_is_handed_on() -> None:
    assert with_postgres(sys.executable, "-c", "raise SystemExit(7)").returncode == 7
