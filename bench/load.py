"""Fifty people at work for a minute: what they wait, and whether anything goes wrong."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import psutil
from django.conf import settings

from bench.tables import Figure, Table, middle, p95, shown, table_of
from tests.robustness.caller import Caller
from tests.robustness.place import Place, make_place
from tests.robustness.serving import Serving

PEOPLE, SECONDS, THINKING, WRITES = 50, 60, 5.0, 0.05
ACTIONS = 10_000


@dataclass(frozen=True)
class Call:
    """One request and how it went: `fault` is empty when it went well."""

    kind: str
    address: str
    seconds: float
    fault: str = ""


def measure() -> Table:
    home = Path(settings.HOME) / "served"
    home.mkdir()
    place = make_place(home, actions=ACTIONS, people=PEOPLE)
    with Serving(home) as server:
        for session in place.sessions[:5]:
            visit_all(Caller(server.port, session), place)  # warms the templates
        spent = processor_seconds(server)
        until = time.monotonic() + SECONDS
        with ThreadPoolExecutor(PEOPLE) as pool:
            everybody = [
                pool.submit(work, Caller(server.port, session), place, number, until)
                for number, session in enumerate(place.sessions)
            ]
            calls = [call for person in everybody for call in person.result()]
        spent = processor_seconds(server) - spent
    reads = [call.seconds * 1000 for call in calls if call.kind == "read"]
    writes = [call.seconds * 1000 for call in calls if call.kind == "write"]
    faults = sorted({f"{call.address} {call.fault}" for call in calls if call.fault})
    return table_of(
        f"{PEOPLE} people, {THINKING:g} seconds of thought before each of {len(calls):,} requests, "
        f"{SECONDS} seconds, {ACTIONS:,} actions, SQLite",
        [
            Figure(
                "Any request, p95",
                p95(reads + writes),
                "ms",
                200,
                f"median {shown(middle(reads + writes))} ms",
            ),
            Figure(
                "Reading a page, p95",
                p95(reads),
                "ms",
                None,
                f"median {shown(middle(reads))} ms, {len(reads)}",
            ),
            Figure(
                "Reporting on an action, p95",
                p95(writes),
                "ms",
                None,
                f"median {shown(middle(writes))} ms, {len(writes)}",
            ),
            Figure("The server's processor time for a request", spent * 1000 / len(calls), "ms"),
            Figure("Requests that failed", sum(bool(call.fault) for call in calls), "", 0, "; ".join(faults)),
        ],
        "Wall time of whole answers on loopback; those who ask use the same cores.",
        f"Slowest: {slowest(calls)}.",
    )


def processor_seconds(server: Serving) -> float:
    """What the server and all it started have used so far."""
    parent = psutil.Process(server.process.pid)
    times = [process.cpu_times() for process in [parent, *parent.children(recursive=True)]]
    return sum(used.user + used.system for used in times)


def slowest(calls: list[Call]) -> str:
    """The addresses that took longest as a rule."""
    times: dict[str, list[float]] = {}
    for call in calls:
        times.setdefault(call.address, []).append(call.seconds * 1000)
    typical = sorted(((middle(found), address) for address, found in times.items()), reverse=True)
    return ", ".join(f"{address} {shown(found)} ms" for found, address in typical[:3])


def visit_all(caller: Caller, place: Place) -> None:
    for address in place.pages:
        caller.get(address)


def work(caller: Caller, place: Place, number: int, until: float) -> list[Call]:
    """Look at one page after another, and now and then report on an action."""
    chance = random.Random(number)  # noqa: S311  # the same work each time
    calls: list[Call] = []
    time.sleep(chance.uniform(0, THINKING))
    while time.monotonic() < until:
        if chance.random() < WRITES:
            calls += report(caller, chance.choice(place.actions), number)
        else:
            calls.append(read(caller, chance.choice(place.pages)))
        time.sleep(THINKING)
    return calls


def read(caller: Caller, address: str) -> Call:
    try:
        answer = caller.get(address)
    except (OSError, HTTPException) as error:
        return Call("read", address, 0, repr(error))
    return Call("read", address, answer.seconds, "" if answer.status == 200 else str(answer.status))


def report(caller: Caller, action: str, number: int) -> list[Call]:
    """The form is a read, sending it a write."""
    address = f"{action}update/"
    seen = time.perf_counter()
    try:
        fields = caller.form(address)
        seen = time.perf_counter() - seen
        answer = caller.post(address, {**fields, "progress": "on_track", "text": f"Asked again by {number}."})
    except (OSError, HTTPException) as error:
        return [Call("write", "(a report)", 0, repr(error))]
    fault = "" if answer.status == 302 else str(answer.status)
    return [Call("read", "(its form)", seen), Call("write", "(a report)", answer.seconds, fault)]
