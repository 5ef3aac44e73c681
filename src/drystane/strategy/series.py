"""A measure over the years as a line: where each point, tick and label stands. The page draws it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 72, 616, 28, 236
NEAR = 44  # two labels closer than that would stand in one another's way
MOST_TICKS = 5
MOST_YEARS = 10
MOST_APART = 2 * 366  # days: figures come about once a year, so a longer silence is a gap


@dataclass(frozen=True)
class Point:
    on: date
    value: float
    words: str
    is_disputed: bool = False


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    label_y: float
    words: str
    is_disputed: bool

    @property
    def diamond(self) -> str:
        """A disputed figure has a shape of its own: colour alone would not tell."""
        x, y = self.x, self.y
        return f"{x},{y - 7} {x + 7},{y} {x},{y + 7} {x - 7},{y}"


@dataclass(frozen=True)
class Gap:
    """Where the line stops and begins again, and why nobody may draw it through."""

    after: date
    until: date
    is_contradicted: bool  # else nothing was published in between

    @property
    def words(self) -> str:
        between = f"Between {self.after.year} and {self.until.year}"
        if self.is_contradicted:
            return f"{between} the figures contradict one another."
        return f"{between} no figure was found."


@dataclass(frozen=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True)
class Chart:
    dots: list[Dot]
    lines: list[str]  # through the undisputed points only, and never over a gap
    gaps: list[Gap]
    across: list[Tick]
    up: list[Tick]
    has_disputed: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM


def chart(points: Sequence[Point]) -> Chart | None:
    """None where there is no line to draw: undisputed values of fewer than two days, or one below nought."""
    points = sorted(points, key=lambda point: (point.on, point.value))
    firm = [point for point in points if not point.is_disputed]
    if len({point.on for point in firm}) < 2 or min(point.value for point in points) < 0:
        return None
    first, last = date(points[0].on.year, 1, 1), date(points[-1].on.year + 1, 1, 1)
    top = nice_top(max(point.value for point in points) or 1)

    def x(on: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (on - first).days / (last - first).days, 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)

    runs, gaps = runs_of(firm, points)
    return Chart(
        dots=[
            Dot(x(point.on), y(point.value), label_y(point, points, x, y), point.words, point.is_disputed)
            for point in points
        ],
        lines=[" ".join(f"{x(one.on)},{y(one.value)}" for one in run) for run in runs if len(run) > 1],
        gaps=gaps,
        across=[Tick(x(date(year, 1, 1)), str(year)) for year in years(first.year, last.year)],
        up=[Tick(y(value), short(value)) for value in ticks(top)],
        has_disputed=len(firm) < len(points),
    )


def runs_of(firm: Sequence[Point], points: Sequence[Point]) -> tuple[list[list[Point]], list[Gap]]:
    """The points that a line may join, run by run, and what lies between two runs."""
    runs, gaps = [[firm[0]]], []
    for one, other in pairwise(firm):
        disputed = any(point.is_disputed and one.on <= point.on <= other.on for point in points)
        if disputed or (other.on - one.on).days > MOST_APART:
            gaps.append(Gap(one.on, other.on, disputed))
            runs.append([])
        runs[-1].append(other)
    return runs, gaps


def label_y(
    point: Point, points: Sequence[Point], x: Callable[[date], float], y: Callable[[float], float]
) -> float:
    """Above the point, or below it where a higher one stands close by."""
    crowded = any(other.value > point.value and abs(x(other.on) - x(point.on)) < NEAR for other in points)
    return y(point.value) + (24 if crowded else -12)


def nice_top(highest: float) -> float:
    """A round number at or above the highest value."""
    return step(highest) * math.ceil(round(highest / step(highest), 9))


def step(highest: float) -> float:
    """The smallest round step that needs no more than five ticks."""
    size = 10.0 ** math.floor(math.log10(highest / MOST_TICKS))
    return next(size * times for times in (1, 2, 2.5, 5, 10) if size * times * MOST_TICKS >= highest)


def ticks(top: float) -> list[float]:
    return [step(top) * number for number in range(round(top / step(top)) + 1)]


def short(value: float) -> str:
    """As it fits beside a scale: 650, 3,700, 9m, 2.6bn."""
    for size, letters in ((1e9, "bn"), (1e6, "m")):
        if value >= size:
            return f"{value / size:,.4g}{letters}"
    return f"{value:,.10g}"


def years(first: int, last: int) -> list[int]:
    """The years along the foot, thinned out where there are many."""
    return list(range(first, last + 1, math.ceil((last - first + 1) / MOST_YEARS)))
