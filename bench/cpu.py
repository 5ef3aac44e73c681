"""How much of the processor something takes, here and in a process of its own."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.tables import middle, p95, shown

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


def yardstick() -> str:
    """How fast the machine was just then: compare it before you compare figures."""
    found = cpu_times(lambda: sum(number * number for number in range(200_000)), runs=20)
    return (
        f"Yardstick: 200,000 squares added up in Python took {shown(middle(found))} ms of processor time, "
        f"p95 {shown(p95(found))} ms."
    )


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
