"""Two processes kept together: when one ends, or somebody asks, both are ended within a limit."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

PATIENCE = 8.0  # seconds a process has to end by itself
GLANCE = 0.1


@dataclass(frozen=True)
class Part:
    """Something to keep running, and what to call it."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Running:
    part: Part
    process: subprocess.Popen[bytes]

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None


class Supervisor:
    """Starts the first part, then the second once the first is ready, and ends them together."""

    def __init__(self, first: Part, second: Part, *, patience: float = PATIENCE) -> None:
        self.waiting = [first, second]
        self.running: list[Running] = []
        self.patience = patience
        self.asked = 0
        self.bell = threading.Event()

    def supervise(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None]) -> Running | None:
        """Stay until asked to stop (None) or until a part has ended by itself (that part)."""
        self.listen()
        try:
            self.start_next()
            while not self.asked:
                ended = next((kept for kept in self.running if kept.has_ended), None)
                if ended:
                    return ended
                if self.waiting and is_ready():
                    self.start_next()
                    on_ready()
                self.bell.wait(GLANCE)
            return None
        finally:
            self.stop()

    def listen(self) -> None:
        signal.signal(signal.SIGTERM, self.ask)
        signal.signal(signal.SIGINT, self.ask)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asked to outlive the terminal
            signal.signal(signal.SIGHUP, self.ask)

    def ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # a signal handler's form
        self.asked += 1
        self.bell.set()

    def start_next(self) -> None:
        part = self.waiting.pop(0)
        # In a group of its own: Ctrl-C reaches only us, and what it starts can be ended with it.
        process = subprocess.Popen(part.command, start_new_session=True)  # noqa: S603
        self.running.append(Running(part, process))

    def stop(self) -> None:
        """Ask each part to end; force what has not ended in time, or has been asked a second time."""
        for kept in self.running:
            if not kept.has_ended:
                kept.process.terminate()
        limit = time.monotonic() + self.patience
        while not all(kept.has_ended for kept in self.running):
            if time.monotonic() > limit or self.asked > 1:
                break
            time.sleep(GLANCE / 2)
        for kept in self.running:
            with suppress(ProcessLookupError, PermissionError):  # nothing is left of the group
                os.killpg(kept.process.pid, signal.SIGKILL)
            kept.process.wait()
