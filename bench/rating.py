"""Two self-assessments of a thousand questions each: compared, ranked, and set beside the year before."""

from collections.abc import Callable
from functools import partial

from bench.cpu import cpu_times
from bench.tables import Figure, Table, middle, p95, shown, table_of
from drystane.assessment.rating import (
    TARGET,
    Answered,
    Kind,
    Shortfall,
    Tied,
    beside,
    compare,
    gap_of,
    heat,
    rank,
    rate,
)

EACH = 1_000
TOPICS = 40


def measure() -> Table:
    ours, theirs = answers("I", 0), answers("P", 3)
    ties = [Tied(f"S{n}", "A subject", (f"I{n}", f"I{(n + 7) % EACH}"), (f"P{n}",)) for n in range(EACH)]
    return table_of(
        f"Comparing and ranking {2 * EACH:,} questions, in processor time",
        [
            timed("Compare both sides and rank the gaps", partial(whole, ties, ours, theirs), 100),
            timed("Compare both sides", lambda: compare(ties, ours, theirs)),
            timed("Rank the gaps", lambda: rank(gaps(ours + theirs))),
            timed("Figures and heat by topic", lambda: (rate(ours + theirs), heat(ours + theirs))),
            timed("Last year beside this year", lambda: beside(ours, answers("I", 1))),
        ],
        "Plain Python on answers already read: reading them from the database is one query for each side.",
    )


def answers(letter: str, shift: int) -> list[Answered]:
    """Every result and kind in turn, so that each rule has work to do."""
    found = []
    for number in range(EACH):
        kind = (Kind.UNKNOWN, Kind.NOT_APPLICABLE)[number % 2] if number % 11 == 0 else Kind.RATED
        result = (number + shift) % (TARGET + 1) if kind is Kind.RATED else None
        topic = f"Topic {number % TOPICS}"
        code = f"{letter}{number}"
        found.append(Answered(code, topic, kind, result, harm=1 + number % 3, on_duty=number % 7 == 0))
    return found


def gaps(found: list[Answered]) -> list[Shortfall]:
    return [gap for gap in map(gap_of, found) if gap is not None]


def whole(ties: list[Tied], ours: list[Answered], theirs: list[Answered]) -> None:
    compare(ties, ours, theirs)
    rank(gaps(ours + theirs))


def timed(what: str, deed: Callable[[], object], target: float | None = None) -> Figure:
    found = cpu_times(deed, runs=20)
    return Figure(what, middle(found), "ms", target, f"p95 {shown(p95(found))} ms")
