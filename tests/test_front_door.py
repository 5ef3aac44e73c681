"""`drystane run` as an operator meets it: pages and worker start, stop and fail together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

# Each place has a database file of its own, wherever the other tests have theirs.
pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.once]

ADD_AILEEN = (
    "from drystane.access.models import User; User.objects.create_user('aileen', None, name='Aileen')"
)
COUNT = "from drystane.access.models import User; print(User.objects.count(), end='')"


class Place:
    """A home and a port of its own, and a server that may run there."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        self.environment = {
            "PATH": os.environ["PATH"],
            "DRYSTANE_HOME": str(home),
            "DRYSTANE_PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "drystane.site.settings",
        }
        self.server: subprocess.Popen[str] | None = None

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=90
        )

    def start(self) -> subprocess.Popen[str]:
        """Start the server and wait until both of its parts are there."""
        self.server = subprocess.Popen(
            [sys.executable, "-m", "drystane", "run", "--prepare"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            if self.answers() and {"serve", "db_worker"} <= self.parts().keys():
                return self.server
            assert self.server.poll() is None, self.server.communicate()[0]
            time.sleep(0.05)
        raise AssertionError("the server did not come up")

    def parts(self) -> dict[str, psutil.Process]:
        """What the server keeps running, by what each was called with."""
        assert self.server
        running = psutil.Process(self.server.pid).children()
        return {word: process for process in running for word in process.cmdline()}

    def status(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            return self.status("/") < 400
        except OSError:
            return False


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    if made.server and made.server.poll() is None:
        made.server.terminate()
        made.server.communicate(timeout=15)


def test_it_serves_until_it_is_asked_to_stop(place: Place) -> None:
    server = place.start()
    parts = psutil.Process(server.pid).children(recursive=True)
    server.send_signal(signal.SIGTERM)
    said = server.communicate(timeout=60)[0]
    assert server.returncode == 0
    assert f"Drystane is at http://127.0.0.1:{place.port}/" in said
    assert not any(part.is_running() for part in parts)
    assert not place.answers()


def test_what_was_entered_is_there_the_next_time(place: Place) -> None:
    assert place.call("drystane", "prepare").returncode == 0
    assert place.call("django", "shell", "-v0", "-c", ADD_AILEEN).returncode == 0
    server = place.start()
    server.terminate()
    server.communicate(timeout=15)
    assert place.call("django", "shell", "-v0", "-c", COUNT).stdout == "1"


@pytest.mark.parametrize("part", ["serve", "db_worker"])
def test_when_one_part_dies_the_other_ends_and_it_is_told(place: Place, part: str) -> None:
    server = place.start()
    running = psutil.Process(server.pid).children()
    place.parts()[part].kill()
    said = server.communicate(timeout=15)[0]
    assert server.returncode != 0
    assert "ended by itself" in said
    assert not any(process.is_running() for process in running)
    assert not place.answers()


def test_a_port_that_is_taken_is_told(place: Place) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", place.port))
        door.listen()
        done = place.call("drystane", "run")
    assert done.returncode == 2
    assert "Another program listens there" in done.stderr


def test_a_server_that_cannot_start_ends_with_its_reason(place: Place) -> None:
    place.environment["DRYSTANE_DATABASE"] = "postgresql://council@127.0.0.1:1/records"
    done = place.call("drystane", "run", "--prepare")
    assert done.returncode == 2
    assert done.stderr.startswith("The database does not answer")
    assert "Traceback" not in done.stderr
