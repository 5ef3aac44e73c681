"""The drill: the worked example backed up, restored elsewhere, and found to be the same in every row.

On SQLite by default. With DRYSTANE_DATABASE, as under tools/with_postgres.py, also there and between the two.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

pytestmark = [pytest.mark.slow, pytest.mark.server]

CLONE = Path(__file__).resolve().parents[2]
WHAT_IS_THERE = "import django; django.setup(); from tests.setup import what_is_there; what_is_there.say({})"
POSTGRES = os.environ.get("DRYSTANE_DATABASE", "")
PAIRS = [
    ("sqlite", "sqlite"),
    *([("postgres", "postgres"), ("sqlite", "postgres"), ("postgres", "sqlite")] if POSTGRES else []),
]


class Place:
    """A home, and a database of its own in it or in PostgreSQL."""

    def __init__(self, home: Path, kind: str) -> None:
        home.mkdir()
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            port = door.getsockname()[1]
        self.home = home
        self.environment = {
            "PATH": os.environ["PATH"],
            "DRYSTANE_HOME": str(home),
            "DRYSTANE_PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "drystane.site.settings",
        }
        if kind == "postgres":
            self.environment["DRYSTANE_DATABASE"] = fresh_database(home.name)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=CLONE,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def call(self, *arguments: str, typed: str = "") -> str:
        process = self.start(*arguments)
        said, complaints = process.communicate(typed, timeout=180)
        assert process.returncode == 0, complaints
        return said

    def drystane(self, *words: str, typed: str = "") -> str:
        return self.call("-m", "drystane", *words, typed=typed)

    def what_is_there(self, events: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.call("-c", WHAT_IS_THERE.format(events)))
        return found


def fresh_database(name: str) -> str:
    """A database of that name on the server that DRYSTANE_DATABASE names, and its address."""
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    parts = urlsplit(POSTGRES)
    return parts._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Place]:
    """The worked example with files and templates beside it, once on each database."""
    folder = tmp_path_factory.mktemp("drill")
    places = {}
    for kind in dict.fromkeys(pair[0] for pair in PAIRS):
        place = places[kind] = Place(folder / f"work_{kind}", kind)
        place.drystane("prepare")
        place.drystane("demo")
        for name in ("files/papers/one", "files/papers/two", "templates/renfrewshire.docx"):
            path = place.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(name.encode() * 5_000)
    return places


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_what_is_restored_elsewhere_is_the_same(
    workplace: dict[str, Place], tmp_path: Path, kind: str, other: str
) -> None:
    there = workplace[kind]
    before = there.what_is_there()
    there.drystane("backup", "--to", str(tmp_path / "drill.zip"))
    here = Place(tmp_path / f"{kind}_to_{other}", other)
    here.drystane("restore", str(tmp_path / "drill.zip"))
    after = here.what_is_there(before["events"])
    assert after["rows"] == before["rows"]
    assert after["files"] == before["files"] != {}
    assert len(before["decisions"]) > 1_000
    assert {True, False} == set(before["decisions"].values())
    assert after["decisions"] == before["decisions"]
    assert (after["holds"], after["guarded"], after["counts on"]) == (True, True, True)
    assert after["verbs"] == ["backup.restored"]


def test_killed_in_the_midst_of_a_restore_the_old_place_is_whole(
    workplace: dict[str, Place], tmp_path: Path
) -> None:
    """Killed outright, which no program can answer, at the moment when its rows are taken out and put in."""
    kind = "postgres" if POSTGRES else "sqlite"
    place = workplace[kind]
    place.drystane("backup", "--to", str(tmp_path / "drill.zip"))
    place.call("-m", "django", "shell", "-v0", "-c", CHANGE_SOMETHING)
    before = place.what_is_there()
    process = place.start("-c", STANDS_STILL, str(tmp_path / "drill.zip"))
    assert process.stdout is not None
    assert process.stdout.readline() == "in the midst of it\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert place.what_is_there() == before


CHANGE_SOMETHING = "from drystane.access.models import User; User.objects.update(post='Changed since')"

# A restore over what is there, which stops just before its transaction would count.
STANDS_STILL = """
import os, sys, time
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "drystane.site.settings"
import django
django.setup()
from drystane.access import clock
from drystane.site.backup import bringing_back
from drystane.site.backup.archive import Archive
def stand_still():
    print("in the midst of it", flush=True)
    time.sleep(60)
bringing_back.settle = stand_still
path = Path(sys.argv[1])
with Archive(path) as archive:
    bringing_back.restore_backup(path, archive, replace=True, at=clock.now(), advance=lambda done: None)
"""
