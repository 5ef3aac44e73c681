"""Among ten thousand actions: the twins of a draft, all pairs, and one edit, in processor time."""

import json
import random
import resource
import time
from dataclasses import replace

from bench.cpu import cpu_times
from bench.overlap import HERE
from bench.tables import Figure, Table, middle, p95, shown, table_of

MANY = 10_000
KILOBYTES = 1024  # of which Linux counts


def measure() -> Table:
    from drystane.closeness import sentences  # noqa: PLC0415  # loads numpy, after the threads are set
    from drystane.plans.overlap.index import Index  # noqa: PLC0415
    from drystane.plans.overlap.works import Work  # noqa: PLC0415

    model = sentences.model()
    works = [Work(str(number), text) for number, text in enumerate(texts())]
    began = time.process_time()
    index = Index(works, model=model)
    embedded = time.process_time() - began
    began = time.process_time()
    Index(works, model=model, vectors=index.vectors)
    built = time.process_time() - began
    drafts = iter(texts(seed=2))
    twins = cpu_times(lambda: index.twins(Work("draft", next(drafts))), runs=100)
    fresh = iter(texts(seed=3))
    edits = cpu_times(lambda: index.put(replace(works[7], title=next(fresh))), runs=40)
    began = time.process_time()
    found = sum(1 for _ in index.pairs(floor=0.5))
    paired = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES
    return table_of(
        f"Among {MANY:,} actions, in processor time",
        [
            Figure("Twins of one draft, p95", p95(twins), "ms", 50, f"middle {shown(middle(twins))} ms"),
            Figure("All pairs, once every text is read", paired, "s", 20, f"{found:,} of 0.5 or more"),
            Figure("One edit", middle(edits), "ms", None, f"p95 {shown(p95(edits))} ms; one sentence read"),
            Figure("Making the index anew from texts read before", built, "s"),
            Figure(
                "Reading every text the first time",
                embedded,
                "s",
                None,
                "with the model" if model else "no model",
            ),
            Figure("Memory of the whole process at its peak", peak, "MB", 1000),
        ],
        "The actions are halves of the hard pairs put together anew, each with a number of its own.",
    )


def texts(seed: int = 1) -> list[str]:
    """No two the same."""
    chance = random.Random(seed)  # noqa: S311  # made-up actions, the same each time
    known = [json.loads(line) for line in (HERE / "cases.jsonl").read_text("utf-8").splitlines()]
    halves = [row[side].split() for row in known for side in ("a_text", "b_text")]
    found = []
    for number in range(MANY):
        first, second = chance.choice(halves), chance.choice(halves)
        found.append(
            " ".join([*first[: len(first) // 2 + 1], *second[len(second) // 2 :], f"lot {number} of {seed}"])
        )
    return found
