"""The capped child process in which every uploaded file is read; only plain JSON comes back.

A file that somebody sends may be made to hurt whoever opens it. So it is opened in a process of its own, with
512 MB of memory and 20 seconds of processor time, without network, without input, unable to write a file; and
whatever happens there, this process goes on and has a sentence to say.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from drystane.sheets.inside import Unreadable

__all__ = ["CAPS", "Caps", "Cause", "NotRead", "Unreadable", "in_child"]


@dataclass(frozen=True)
class Caps:
    memory: int = 512 * 1024 * 1024  # bytes of address space
    seconds: int = 20  # of processor time
    wall: float = 60  # seconds by the clock: a busy machine is no fault of the file
    answer: int = 64 * 1024 * 1024  # bytes


CAPS = Caps()


class Cause(StrEnum):
    """Why a file was not read. UNREADABLE comes with the work's own sentence."""

    UNREADABLE = "unreadable"
    MEMORY = "memory"
    TIME = "time"
    ANSWER = "answer"
    BROKEN = "broken"


WORDS = {
    Cause.MEMORY: (
        "This file needs more memory to read than an upload may take. Take out the sheets and columns that "
        "are not needed, save it again and send that."
    ),
    Cause.TIME: "This file takes too long to read. Split it into smaller files and send them one by one.",
    Cause.ANSWER: "This file holds too much to be taken in at once. Split it and send the parts one by one.",
    Cause.BROKEN: (
        "This file is damaged, or is not what its name says. Open it in your own program, save it again and"
        " send that."
    ),
}


class NotRead(Exception):
    """Nothing came back from the child. Reads well on a page."""

    def __init__(self, cause: Cause, words: str = "") -> None:
        super().__init__(words or WORDS[cause])
        self.cause = cause


def in_child(work: Callable[..., Any], path: Path, *, caps: Caps = CAPS, **options: Any) -> Any:
    """What `work(path, **options)` returns, done in a capped process. Raises NotRead.

    `work` stands at the top of one of our modules, which imports no more than it needs. It takes and returns
    what JSON can hold, and raises Unreadable with a sentence where the file is at fault.
    """
    name = f"{work.__module__}:{work.__qualname__}"
    command = [
        *[sys.executable, "-I", "-B", "-c", "from drystane.sheets.inside import main; main()"],
        *[name, str(path.resolve()), json.dumps(options), str(caps.memory), str(caps.seconds)],
    ]
    with subprocess.Popen(  # noqa: S603  # our own command; the file's name is one argument of it
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "PYTHONHASHSEED": "0"},
        cwd="/",
        start_new_session=True,
    ) as process:
        try:
            said = listened(process, caps)
        finally:
            end(process)
    return understood(said, process.returncode)


def listened(process: subprocess.Popen[bytes], caps: Caps) -> bytes:
    """All that it says, until it ends. Raises NotRead when it says too much or takes too long."""
    assert process.stdout is not None  # noqa: S101  # we asked for a pipe
    said, until = bytearray(), time.monotonic() + caps.wall
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0, until - time.monotonic())):
                raise NotRead(Cause.TIME)
            part = os.read(process.stdout.fileno(), 1 << 20)
            if not part:
                return bytes(said)
            said += part
            if len(said) > caps.answer:
                raise NotRead(Cause.ANSWER)


def end(process: subprocess.Popen[bytes]) -> None:
    """It, and whatever it may have started. One that has closed its output has a moment to end by itself."""
    try:
        process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def understood(said: bytes, status: int) -> Any:
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise NotRead(Cause.TIME)
    if status == -signal.SIGABRT:  # how a library of another language ends when it is given no more memory
        raise NotRead(Cause.MEMORY)
    if status:
        raise NotRead(Cause.BROKEN)
    answer: dict[str, Any] = json.loads(said)
    if "memory" in answer:
        raise NotRead(Cause.MEMORY)
    if "unreadable" in answer:
        raise NotRead(Cause.UNREADABLE, answer["unreadable"])
    return answer["read"]
