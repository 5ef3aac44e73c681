"""What was measured, as a table to print, to keep and to put on the page of figures."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One thing measured against its target, if it has one. Less is better."""

    what: str
    value: float
    unit: str
    target: float | None = None
    more: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        target = "" if self.target is None else f"≤ {self.target:g} {self.unit}"
        met = "" if self.target is None else ("yes" if self.value <= self.target else "no")
        return (self.what, f"{shown(self.value)} {self.unit}", target, met, self.more)


FIGURE_COLUMNS = ("What", "Measured", "Target", "Met", "Also")


def table_of(title: str, figures: Sequence[Figure], *notes: str) -> Table:
    return Table(title, FIGURE_COLUMNS, tuple(figure.row for figure in figures), notes)


def shown(value: float) -> str:
    """Three figures are as much as such a measurement knows."""
    decimals = 0 if value >= 99.95 else 1 if value >= 9.995 else 2
    return f"{value:,.{decimals}f}"


def p95(values: Sequence[float]) -> float:
    """The value that nineteen of twenty do not exceed."""
    return sorted(values)[ceil(0.95 * len(values)) - 1]


def middle(values: Sequence[float]) -> float:
    return median(values)


def as_markdown(table: Table) -> str:
    lines = [
        row(table.columns),
        row(["---"] * len(table.columns)),
        *(row(cells) for cells in table.rows),
        *(f"\n{note}" for note in table.notes),
    ]
    return "\n".join(lines)


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_text(table: Table) -> str:
    rows = [table.columns, *table.rows]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        for cells in rows
    ]
    return "\n".join(["", f"== {table.title}", *lines, *table.notes])


def to_json(table: Table) -> str:
    return json.dumps(asdict(table), indent=1, ensure_ascii=False)


def from_json(text: str) -> Table:
    kept = json.loads(text)
    return Table(kept["title"], tuple(kept["columns"]), tuple(map(tuple, kept["rows"])), tuple(kept["notes"]))
