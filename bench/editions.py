"""Two editions of five hundred recommendations each, held against each other."""

from collections.abc import Callable

from bench.cpu import cpu_times
from bench.tables import Figure, Table, middle, table_of
from drystane.closeness import texts
from drystane.strategy.comparing.found import Asked
from drystane.strategy.comparing.pairing import compare

EACH = 500
VERBS = ("Train", "Vet", "Check", "Report", "Count", "Share", "Keep", "Plan")
OBJECTS = ("staff", "suppliers", "licences", "contracts", "grants", "tenants", "carriers", "sites", "cases")
REASONS = ("against fraud", "with the police", "before each award", "in every service", "twice a year")
AUDIENCES = ("Businesses", "Communities", "Local authorities")


def measure() -> Table:
    before, after = edition("a", 0), edition("b", 1)
    said = [one.text for one in before], [one.text for one in after]
    likeness = texts.alike(*said)
    with_model = "by words and meaning" if texts.has_model() else "by words alone: the model is not installed"
    return table_of(
        f"Comparing two editions of {EACH} recommendations, in processor time",
        [
            Figure(
                "Read both and propose", seconds(lambda: compare(before, after, texts.alike(*said)), 1), "s"
            ),
            Figure("Propose, likeness known", seconds(lambda: compare(before, after, likeness), 5), "s"),
        ],
        f"Compared {with_model}. One process, one thread.",
    )


def edition(letter: str, shift: int) -> list[Asked]:
    """One text in four stays as it is, the others change a word or more."""
    return [
        Asked(f"{letter}{n}", text(n, shift if n % 4 else 0), AUDIENCES[n % 3], "Deter", n)
        for n in range(EACH)
    ]


def text(number: int, shift: int) -> str:
    verb = VERBS[(number + shift) % len(VERBS)]
    what, why = OBJECTS[number // len(VERBS) % len(OBJECTS)], REASONS[number // 72 % len(REASONS)]
    return f"{verb} the {what} of team {number} {why}."


def seconds(deed: Callable[[], object], runs: int) -> float:
    return middle(cpu_times(deed, warm_up=0, runs=runs)) / 1000
