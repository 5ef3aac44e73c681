"""Yearly counts as bars: where each stands, where the counting changed, and which years nobody counted.

No Django. A year without a count is a question mark and never a bar of nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 16, 704, 44, 236
MOST_LABELS = 16  # years whose figures fit side by side


@dataclass(frozen=True)
class Year:
    year: int
    count: int | None
    counted_otherwise: str = ""


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    middle: float
    year: int
    count: int | None
    counted_otherwise: str
    is_labelled: bool

    @property
    def edge(self) -> float:
        """Where the line of a change stands: in the space before the bar."""
        return round(self.middle - self.width / 1.4, 1)

    @property
    def label_y(self) -> float:
        return self.y - 7

    @property
    def words(self) -> str:
        counted = "not counted" if self.count is None else f"{self.count:,}"
        return f"{self.year}: {counted}" + (
            f", counted otherwise from here ({self.counted_otherwise})" if self.counted_otherwise else ""
        )


@dataclass(frozen=True)
class Chart:
    bars: Sequence[Bar]

    width, height, left, right, top, bottom = WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM

    @property
    def description(self) -> str:
        return "; ".join(bar.words for bar in self.bars) + "."

    @property
    def has_change(self) -> bool:
        return any(bar.counted_otherwise for bar in self.bars)

    @property
    def has_gap(self) -> bool:
        return any(bar.count is None for bar in self.bars)


def draw(years: Sequence[Year]) -> Chart:
    """The years in their order; the highest count reaches the top, and nothing stands at the foot."""
    most = max((one.count or 0 for one in years), default=0) or 1
    slot = (RIGHT - LEFT) / max(1, len(years))
    every = math.ceil(len(years) / MOST_LABELS)
    return Chart(
        [bar(one, place, slot, most, labelled=place % every == 0) for place, one in enumerate(years)]
    )


def bar(one: Year, place: int, slot: float, most: int, *, labelled: bool) -> Bar:
    height = round((BOTTOM - TOP) * (one.count or 0) / most, 1)
    x = LEFT + slot * place
    return Bar(
        x=round(x + slot * 0.15, 1),
        y=round(BOTTOM - height, 1),
        width=round(slot * 0.7, 1),
        height=height,
        middle=round(x + slot / 2, 1),
        year=one.year,
        count=one.count,
        counted_otherwise=one.counted_otherwise,
        is_labelled=labelled,
    )
