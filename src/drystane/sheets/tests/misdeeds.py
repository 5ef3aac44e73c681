"""What a file might make its reader do. Run in the capped child process only."""

import ctypes
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from drystane.sheets.inside import Unreadable


def tell(path: Path, **options: Any) -> dict[str, Any]:
    return {"name": path.name, "text": path.read_text("utf-8"), **options}


def refuse(path: Path) -> None:
    raise Unreadable(f"{path.name} is not for us.")


def take_memory(_path: Path, megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def abort(_path: Path) -> None:
    os.abort()


def go_on_for_ever(_path: Path) -> None:
    while True:
        pass


def wait(_path: Path) -> None:
    time.sleep(60)


def say_much(_path: Path, length: int) -> str:
    return "a" * length


def write(path: Path) -> None:
    path.with_suffix(".out").write_text("out", "utf-8")


def connect(_path: Path) -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def look_up(_path: Path) -> None:
    socket.getaddrinfo("localhost", 80)


def start_another(_path: Path) -> None:
    subprocess.run(["/bin/true"], check=True)


def fork(_path: Path) -> None:
    os.fork()


def open_many(path: Path) -> int:
    return len([path.open("rb") for _ in range(500)])


def listen_to_input(_path: Path) -> str:
    return os.read(0, 10).decode()


def surroundings(_path: Path) -> dict[str, str]:
    return dict(os.environ)


def die(_path: Path) -> None:
    ctypes.string_at(0)
