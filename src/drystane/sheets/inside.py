"""What runs in the capped child process: takes away what the work does not need, does it, prints plain JSON.

Started by `child.in_child` as `python -I -B`. Nothing of ours is imported before
the caps are on, and of Django nothing at all unless the work asks for it.
"""

import ctypes
import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
MOST_FILES = 64
# What no reader of files has any business with. Raising here ends it, whatever the file made it try.
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")


class Unreadable(Exception):
    """What was uploaded cannot be used, in words for whoever uploaded it."""


class OutOfBounds(RuntimeError):
    """The work tried what no reading of a file needs."""


def cap(memory: int, seconds: int) -> None:
    """Memory, processor time, no files written, few opened, no core dump. None of it can be raised again."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def leave_the_network() -> bool:
    """Into a network of its own with nothing in it, where the system lets us. Says whether it did."""
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    return unshare is not None and unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0


def forbid(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise OutOfBounds(f"{event} is not for a reader of files.")


def found(name: str) -> Callable[..., Any]:
    """The function of ours of that name, `package.module:function`."""
    module, _, function = name.partition(":")
    if not module.startswith("drystane."):
        raise OutOfBounds(f"{name} is none of our work.")
    work = getattr(import_module(module), function)
    assert callable(work)  # noqa: S101  # getattr cannot say so
    return work  # type: ignore[no-any-return]  # nor what it returns


def main() -> None:
    name, path, options, memory, seconds = sys.argv[1:]
    leave_the_network()
    cap(int(memory), int(seconds))
    sys.addaudithook(forbid)
    try:
        answer: dict[str, Any] = {"read": found(name)(Path(path), **json.loads(options))}
    except Unreadable as error:
        answer = {"unreadable": str(error)}
    except MemoryError:
        answer = {"memory": True}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
    sys.stdout.flush()
