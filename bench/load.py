"""Fifty people at work for a minute: what they wait, and whether anything goes wrong."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

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
    seconds: float
    fault: str


def measure() -> Table:
    home = Path(settings.HOME) / "served"
    home.mkdir()
    place = make_place(home, actions=ACTIONS, people=PEOPLE)
    with Serving(home) as server:
        for session in place.sessions[:5]:
            visit_all(Caller(server.port, session), place)  # warms the templates
        until = time.monotonic() + SECONDS
        with ThreadPoolExecutor(PEOPLE) as pool:
            everybody = [
                pool.submit(work, Caller(server.port, session), place, number, until)
                for number, session in enumerate(place.sessions)
            ]
            calls = [call for person in everybody for call in person.result()]
    reads = [call.seconds * 1000 for call in calls if call.kind == "read"]
    writes = [call.seconds * 1000 for call in calls if call.kind == "write"]
    faults = sorted({call.fault for call in calls if call.fault})
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
            Figure("Requests that failed", sum(bool(call.fault) for call in calls), "", 0, "; ".join(faults)),
        ],
        "Wall time of whole answers on loopback, those who ask on the same two cores.",
    )


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
        return Call("read", 0, f"{address}: {error!r}")
    return Call("read", answer.seconds, "" if answer.status == 200 else f"{address}: {answer.status}")


def report(caller: Caller, action: str, number: int) -> list[Call]:
    """The form is a read, sending it a write."""
    address = f"{action}update/"
    seen = time.perf_counter()
    try:
        fields = caller.form(address)
        seen = time.perf_counter() - seen
        answer = caller.post(address, {**fields, "progress": "on_track", "text": f"Asked again by {number}."})
    except (OSError, HTTPException) as error:
        return [Call("write", 0, f"{address}: {error!r}")]
    fault = "" if answer.status == 302 else f"{address}: {answer.status}"
    return [Call("read", seen, ""), Call("write", answer.seconds, fault)]
