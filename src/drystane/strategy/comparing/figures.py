"""Which figures of the earlier edition a later one has overtaken."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Said:
    """A figure as somebody published it."""

    key: str
    measure: str
    label: str
    words: str
    on: date | None
    as_of: str
    is_disputed: bool
    source: str
    address: str = ""


@dataclass(frozen=True)
class Overtaken:
    """One measure: what the earlier edition says of it and what the later one does. Either may be silent."""

    label: str
    before: tuple[Said, ...]
    after: tuple[Said, ...]

    @property
    def state(self) -> str:
        if not self.after:
            return "No newer figure"
        return "Newer figure" if self.before else "First given"


def overtaken(before: Iterable[Said], after: Iterable[Said]) -> list[Overtaken]:
    """By measure, in the order of their labels. Disputed figures stand beside one another, none left out."""
    sides: dict[str, tuple[list[Said], list[Said]]] = defaultdict(lambda: ([], []))
    for side, figures in enumerate((before, after)):
        for figure in figures:
            sides[figure.measure][side].append(figure)
    rows = [
        Overtaken((later or earlier)[-1].label, tuple(by_day(earlier)), tuple(by_day(later)))
        for earlier, later in sides.values()
    ]
    return sorted(rows, key=lambda row: row.label)


def by_day(figures: Iterable[Said]) -> list[Said]:
    return sorted(figures, key=lambda figure: (figure.on is None, figure.on or date.min, figure.key))
