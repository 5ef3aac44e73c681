"""The power fails while people write: what they were told is kept is kept, and the trail holds."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path

import pytest

from drystane.audit import triggers
from tests.robustness.caller import Caller
from tests.robustness.place import Place, make_place
from tests.robustness.serving import CLONE, Serving, surroundings

WRITERS, ROUNDS = 6, 3
ENOUGH = 60  # reports acknowledged before the lights go out
AT_MOST = 60.0  # seconds to reach that many

pytestmark = [
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.skipif("DRYSTANE_DATABASE" in os.environ, reason="the server under test keeps SQLite"),
]


@dataclass
class Writer:
    """Somebody who reports on one action after another until the server is gone."""

    name: str
    caller: Caller
    actions: list[str]
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def write_until_it_is_gone(self, told: threading.Semaphore) -> None:
        try:
            fields = self.caller.form(f"{self.actions[0]}update/")
            for number in self.numbers:
                text = f"Report {number} of {self.name}"
                action = self.actions[number % len(self.actions)]
                answer = self.caller.post(
                    f"{action}update/", {**fields, "progress": "on_track", "text": text}
                )
                if answer.status == 302 and answer.location == action:
                    self.acknowledged.append(text)
                    told.release()
                else:
                    self.refused.append(f"{answer.status} {answer.location}")
        except (OSError, HTTPException):
            return  # the server is gone


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def place(home: Path) -> Place:
    return make_place(home, actions=130, people=WRITERS)


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(home: Path, place: Place) -> None:
    server = Serving(home)
    writers = [
        Writer(f"writer {number}", Caller(server.port, session), place.actions)
        for number, session in enumerate(place.sessions)
    ]
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        with server:
            write_until_killed(server, writers)
        acknowledged = [text for writer in writers for text in writer.acknowledged]
        must_be_kept(home, acknowledged)
        must_hold(home)
    assert len(acknowledged) >= ROUNDS * ENOUGH
    assert [refusal for writer in writers for refusal in writer.refused] == []


def write_until_killed(server: Serving, writers: list[Writer]) -> None:
    told = threading.Semaphore(0)
    threads = [threading.Thread(target=writer.write_until_it_is_gone, args=[told]) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        for _ in range(ENOUGH):
            assert told.acquire(timeout=AT_MOST), "Too few reports were acknowledged."
        assert all(thread.is_alive() for thread in threads)  # they are in the middle of it
    finally:
        server.kill()
        for thread in threads:
            thread.join()


def must_be_kept(home: Path, acknowledged: list[str]) -> None:
    """Each report once, with its event; besides them only what was being written when the lights went out."""
    with closing(sqlite3.connect(home / "drystane.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = [
            text
            for (text,) in database.execute("SELECT text FROM plans_update WHERE text LIKE '%of writer%'")
        ]
        events = database.execute("SELECT count(*) FROM audit_event WHERE verb = 'action.updated'").fetchone()
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len(set(kept)) <= len(acknowledged) + ROUNDS * WRITERS
    assert events == (len(kept),)


def must_hold(home: Path) -> None:
    verified = subprocess.run(
        [sys.executable, "-m", "drystane", "audit", "verify"],
        cwd=CLONE,
        env=surroundings(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    with closing(sqlite3.connect(home / "drystane.sqlite3")) as database:
        there = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for trigger in triggers.SQLITE:
        assert trigger.when in there.get(trigger.name, ""), f"{trigger.name} is gone"
