"""Two processes kept together. Each test runs a supervisor of its own, with small scripts for parts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SUPERVISE = """
import signal, sys
from pathlib import Path
from drystane.site.supervisor import Part, Supervisor
folder, first, second, hanging_up = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
signal.signal(signal.SIGHUP, signal.Handlers[hanging_up])
def part(name, script):
    return Part(name, [sys.executable, "-S", "-c", script, str(folder / name)])
ended = Supervisor(part("web", first), part("worker", second), patience=1.5).supervise(
    is_ready=lambda: (folder / "web").exists(), on_ready=lambda: print("ready", flush=True)
)
print(f"{ended.part.name} ended with {ended.process.returncode}" if ended else "asked")
"""

# Each writes its number when it is up.
UP = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid()));"
STAYS = UP + "time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + STAYS
FAILS = UP + "time.sleep(0.5); sys.exit(3)"
NEVER_UP = "import time; time.sleep(60)"
HAS_A_CHILD = (
    "import subprocess, sys;"
    "child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)']);"
    "open(sys.argv[1] + '.child', 'w').write(str(child.pid));" + STAYS
)

pytestmark = pytest.mark.slow


class Stage:
    def __init__(self, folder: Path, first: str, second: str, hanging_up: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(  # noqa: S603  # our own script
            [sys.executable, "-c", SUPERVISE, str(folder), first, second, hanging_up],
            stdout=subprocess.PIPE,
            text=True,
        )

    def number_of(self, name: str) -> int:
        """The process number a part wrote down when it was up."""
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            if (self.folder / name).exists() and (written := (self.folder / name).read_text()):
                return int(written)
            time.sleep(0.02)
        raise AssertionError(f"{name} did not come up")

    def ends(self) -> str:
        return self.process.communicate(timeout=20)[0]

    def clear(self) -> None:
        """Leave nothing running, whatever the test came to."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.communicate(timeout=20)


Play = Callable[..., Stage]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    played: list[Stage] = []

    def start(first: str, second: str, *, hanging_up: str = "SIG_DFL") -> Stage:
        played.append(Stage(tmp_path, first, second, hanging_up))
        return played[-1]

    yield start
    for stage in played:
        stage.clear()


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("asking", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_both_end_when_somebody_asks(play: Play, asking: signal.Signals) -> None:
    stage = play(STAYS, STAYS)
    parts = [stage.number_of("web"), stage.number_of("worker")]
    stage.process.send_signal(asking)
    assert stage.ends() == "ready\nasked\n"
    assert not any(map(is_alive, parts))


def test_a_terminal_that_goes_away_stops_nothing_under_nohup(play: Play) -> None:
    stage = play(STAYS, STAYS, hanging_up="SIG_IGN")
    parts = [stage.number_of("web"), stage.number_of("worker")]
    stage.process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    assert all(map(is_alive, parts))
    stage.process.terminate()
    assert stage.ends() == "ready\nasked\n"


def test_the_second_starts_only_when_the_first_is_ready(play: Play) -> None:
    stage = play(NEVER_UP, STAYS)
    time.sleep(1)
    assert not (stage.folder / "worker").exists()
    stage.process.terminate()
    assert stage.ends() == "asked\n"


@pytest.mark.parametrize(("first", "second", "told"), [(FAILS, STAYS, "web"), (STAYS, FAILS, "worker")])
def test_when_one_fails_the_other_is_ended_and_the_failure_is_told(
    play: Play, first: str, second: str, told: str
) -> None:
    stage = play(first, second)
    other = stage.number_of("worker" if told == "web" else "web")
    assert stage.ends().endswith(f"{told} ended with 3\n")
    assert not is_alive(other)


def test_one_that_will_not_end_is_ended_by_force_in_time(play: Play) -> None:
    stage = play(DEAF, STAYS)
    deaf = stage.number_of("web")
    stage.number_of("worker")
    began = time.monotonic()
    stage.process.terminate()
    stage.ends()
    assert time.monotonic() - began >= 1.4
    assert not is_alive(deaf)


def test_asking_twice_does_not_wait(play: Play) -> None:
    stage = play(DEAF, DEAF)
    numbers = [stage.number_of("web"), stage.number_of("worker")]
    began = time.monotonic()
    stage.process.terminate()
    time.sleep(0.3)
    stage.process.terminate()
    stage.ends()
    assert time.monotonic() - began < 1.4
    assert not any(map(is_alive, numbers))


def test_what_a_part_has_started_ends_with_it(play: Play) -> None:
    stage = play(HAS_A_CHILD, STAYS)
    stage.number_of("worker")
    child = stage.number_of("web.child")
    stage.process.terminate()
    stage.ends()
    limit = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < limit:  # until its new parent has taken note
        time.sleep(0.05)
    assert not is_alive(child)
