"""Coverage as bars, one for each line of the table beside it. No Django.

The parts differ by pattern as well as by colour, and the table says the figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from drystane.training.coverage import Line

WIDTH, LABEL, BAR, SPACE = 720, 250, 22, 12
FULL = WIDTH - LABEL - 60


@dataclass(frozen=True)
class Part:
    x: float
    width: float
    kind: str  # in, out, unknown
    words: str


@dataclass(frozen=True)
class Bar:
    y: int
    name: str
    parts: Sequence[Part]
    words: str

    @property
    def middle(self) -> int:
        return self.y + BAR // 2 + 5


@dataclass(frozen=True)
class Chart:
    bars: Sequence[Bar]
    title: str
    description: str

    width = WIDTH
    bar_height = BAR
    label_end = LABEL - 10
    words_start = LABEL + FULL + 8

    @property
    def height(self) -> int:
        return len(self.bars) * (BAR + SPACE)


def draw(lines: Sequence[Line], *, course: str) -> Chart:
    """A line that is kept back has no bar, and says so."""
    bars = [bar(line, number * (BAR + SPACE)) for number, line in enumerate(lines)]
    said = "; ".join(f"{one.name} {one.words}" for one in bars)
    return Chart(bars, f"Who is in date: {course}", f"{said}." if said else "Nobody must have it.")


def bar(line: Line, y: int) -> Bar:
    name = line.name if len(line.name) <= 30 else f"{line.name[:29]}…"
    count = line.count
    if count is None:
        return Bar(y, name, (), "kept back")
    if not count.required:
        return Bar(y, name, (), "nobody")
    out = count.lapsed + count.never
    amounts = (
        (count.in_date, "in", "in date"),
        (out, "out", "not in date"),
        (count.not_known, "unknown", "not known"),
    )
    parts, x = [], float(LABEL)
    for amount, kind, words in amounts:
        if amount:
            width = round(FULL * amount / count.required, 1)
            parts.append(Part(round(x, 1), width, kind, f"{amount} {words}"))
            x += width
    return Bar(y, name, parts, f"{count.percent} %")
