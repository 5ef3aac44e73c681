"""How much of the processor something takes, here and in a process of its own."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.tables import middle

WARM_UP, RUNS = 5, 40


def cpu_times(deed: Callable[[], object], *, warm_up: int = WARM_UP, runs: int = RUNS) -> list[float]:
    """Milliseconds of processor time for each run, once it is warm."""
    for _ in range(warm_up):
        deed()
    found = []
    for _ in range(runs):
        began = time.process_time()
        deed()
        found.append((time.process_time() - began) * 1000)
    return found


def yardstick() -> float:
    """Milliseconds for the same work each time: how fast the machine is just now."""
    return middle(cpu_times(lambda: sum(number * number for number in range(200_000)), runs=20))


@dataclass(frozen=True)
class Cost:
    """What a whole process took."""

    wall: float
    cpu: float
    memory: float  # megabytes at most


def cost_of(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run it to its end. Raises CalledProcessError if it fails."""
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603  # our own command
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def typical(costs: Sequence[Cost]) -> Cost:
    return Cost(
        wall=middle([cost.wall for cost in costs]),
        cpu=middle([cost.cpu for cost in costs]),
        memory=middle([cost.memory for cost in costs]),
    )
