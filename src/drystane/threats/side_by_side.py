"""What was said of each threat by 2009, 2015 and 2022, side by side: a drawing and its table. No Django.

A direction is a shape and a word, never a colour alone. Not known is drawn as what somebody said; an empty
place is where nothing that was read says anything.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

YEARS = (2009, 2015, 2022)
SIGNS = {"up": "▲", "down": "▼", "new": "●", "changed": "◆", "unknown": "?"}
NOTHING = "Nothing read"
WIDTH, NAMES, ROW, TOP = 960, 300, 46, 44
COLUMN = (WIDTH - NAMES) // len(YEARS)


@dataclass(frozen=True)
class Said:
    """One view: of which threat, over which period, which way, and how sure."""

    threat: str
    period: str
    direction: str
    direction_words: str
    confidence: str

    @property
    def words(self) -> str:
        return f"{SIGNS[self.direction]} {self.direction_words}"


@dataclass(frozen=True)
class Cell:
    x: int
    said: Sequence[Said]

    @property
    def words(self) -> str:
        """As the table says it."""
        return (
            "; ".join(f"{one.words}, {one.confidence.lower()} ({one.period})" for one in self.said) or NOTHING
        )

    @property
    def drawn(self) -> str:
        return ", ".join(dict.fromkeys(one.words for one in self.said))

    @property
    def sure(self) -> str:
        return ", ".join(dict.fromkeys(one.confidence for one in self.said))


@dataclass(frozen=True)
class Row:
    y: int
    threat: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Picture:
    rows: Sequence[Row]

    width, names_end, top = WIDTH, NAMES - 12, TOP

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.rows)

    @property
    def heads(self) -> list[tuple[int, int]]:
        return [(column(year), year) for year in YEARS]

    @property
    def description(self) -> str:
        return " ".join(
            f"{row.threat}: "
            + "; ".join(
                f"by {year} {cell.drawn or NOTHING.lower()}"
                for year, cell in zip(YEARS, row.cells, strict=True)
            )
            + "."
            for row in self.rows
        )


def side_by_side(views: Iterable[Said]) -> Picture:
    """A row for each threat that anybody spoke of, in the order in which they are first met."""
    by_threat: dict[str, list[Said]] = {}
    for one in views:
        by_threat.setdefault(one.threat, []).append(one)
    return Picture(
        [
            Row(TOP + ROW * place, threat, [cell(year, said) for year in YEARS])
            for place, (threat, said) in enumerate(by_threat.items())
        ]
    )


def cell(year: int, said: Iterable[Said]) -> Cell:
    return Cell(column(year), [one for one in said if told_by(one.period) == year])


def told_by(period: str) -> int | None:
    """The first of the three years by which the period had ended, or the last for what ended later. None
    where the period names no year."""
    found = [int(words) for words in re.findall(r"\b(?:19|20)\d\d\b", period)]
    if not found:
        return None
    return next((year for year in YEARS if max(found) <= year), YEARS[-1])


def column(year: int) -> int:
    return NAMES + COLUMN * YEARS.index(year)
