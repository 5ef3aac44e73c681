"""The real server, started in a home folder of its own and ended with everything it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Self

CLONE = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30


def surroundings(home: Path, **also: str) -> dict[str, str]:
    """The environment without anybody's settings for Drystane."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DRYSTANE_")}
    return kept | {
        "DRYSTANE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "drystane.site.settings",
        **also,
    }


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


class Serving:
    """`drystane serve`, until the block ends."""

    def __init__(self, home: Path, *, verbs: tuple[str, ...] = ("serve",)) -> None:
        self.port = free_port()
        self.environment = surroundings(home, DRYSTANE_PORT=str(self.port))
        self.command = [sys.executable, "-m", "drystane", *verbs]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> float:
        """Start and wait until it answers. Says how many seconds that took."""
        began = time.monotonic()
        # In a group of its own, so that it can be ended with all that it starts and nothing else.
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while not answers(self.port):
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended by itself with {self.process.returncode}.")
            if time.monotonic() - began > PATIENCE:
                self.kill()
                raise RuntimeError("The server does not answer.")
            time.sleep(0.01)
        return time.monotonic() - began

    def kill(self) -> None:
        """As when the power fails: the whole group at once, with no chance to finish anything."""
        with suppress(ProcessLookupError):  # it has ended already
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)
        self.kill()


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
