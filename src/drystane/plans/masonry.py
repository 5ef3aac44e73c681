"""How a wall is built and painted: shapes from each stone's own code, one path for each state."""

import math
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from xml.sax import saxutils

from drystane.plans.stones import Course, Row, StoneState, words

# What is drawn. Lengths are units of the view box.

NARROWEST = 240
MARGIN = 16
LETTER = 8.2  # a generous width for a letter of a name
SLAB = 28  # height of the through-stone that bears an objective's name
LEGEND_WIDTH, LEGEND_LETTERS = 300, 33  # of a column, and how many letters fit beside its stone
INK, HEART, SLAB_TONE = "#1d1d1b", "#6f685c", "#efece6"
NO_TEXT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SHADES = 3  # laid stones come from more than one field

# How each kind of stone is painted: fill and edge, then a pattern over it. No two differ by colour alone:
# a gap lets the light through and rubble lies in it, an outlined stone is dashed, a loose one hatched and
# tilted, a double one has a second outline, a cope stone stands on edge and is striped.
PAINT = {
    "gap": {"fill": HEART},
    "outlined": {"fill": "none", "stroke": HEART, "stroke-width": "2", "stroke-dasharray": "6 4"},
    "laid0": {"fill": "#d8d3c8", "stroke": "#d8d3c8"},
    "laid1": {"fill": "#cbc5b8", "stroke": "#cbc5b8"},
    "laid2": {"fill": "#e3ded4", "stroke": "#e3ded4"},
    "specks": {"fill": "none", "stroke": "#8d8678", "stroke-width": "1"},
    "loose": {"fill": "#e8c27a", "stroke": "#e8c27a"},
    "double": {"fill": "#c9d5e0", "stroke": "#c9d5e0"},
    "second": {"fill": "none", "stroke": INK, "stroke-width": "1.5"},
    "cope": {"fill": "#b9cba8", "stroke": "#b9cba8"},
}
HATCH, STRIPES = "hatch", "stripes"
PATTERNS = {
    HATCH: (8, '<path d="M-2 10L10-2M-2 2L2-2M6 10L10 6" stroke="#7a5200" stroke-width="1.2"/>'),
    STRIPES: (6, '<path d="M3-1v8" stroke="#5f7548"/>'),
}
PATTERNED = {"loose": HATCH, "cope": STRIPES}

Outline = list[tuple[float, float]]


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def inset(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


def grain(code: str) -> list[float]:
    """Sixteen numbers from 0 to 1, always the same for the same code: how this stone is shaped."""
    return [byte / 255 for byte in blake2b(code.encode(), digest_size=16).digest()]


def rough(box: Box, shape: Sequence[float]) -> Outline:
    """A field stone that fills the box: knocked corners, edges a little bowed."""
    most = min(box.width, box.height) * 0.3
    cut = [most * (0.25 + 0.75 * part) for part in shape[:8]]
    bow = [1 + 3 * part for part in shape[8:12]]
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    across = left + box.width * (0.3 + 0.4 * shape[12])
    return [
        (left + cut[0], top + bow[0]),
        (across, top),
        (right - cut[1], top + bow[1]),
        (right, top + cut[2]),
        (right - bow[2] / 2, bottom - cut[3]),
        (right - cut[4], bottom - bow[2]),
        (across, bottom),
        (left + cut[5], bottom - bow[3]),
        (left, bottom - cut[6]),
        (left + bow[3] / 2, top + cut[7]),
    ]


def turned(outline: Outline, box: Box, degrees: float) -> Outline:
    """The same stone turned about its middle."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x, y = box.middle
    away = ((px - x, py - y) for px, py in outline)
    return [(x + dx * cosine - dy * sine, y + dx * sine + dy * cosine) for dx, dy in away]


def rubble(box: Box, shape: Sequence[float]) -> Iterator[Outline]:
    """A few small stones on the floor of a gap."""
    floor = box.y + box.height
    for place, wide, high in zip((0.08, 0.4, 0.72), shape[0:3], shape[3:6], strict=True):
        x = box.x + box.width * (place + 0.12 * shape[6])
        width, height = 6 + 7 * wide, 4 + 4 * high
        yield [
            (x, floor),
            (x + width * 0.2, floor - height),
            (x + width * 0.7, floor - height),
            (x + width, floor),
        ]


def specks(box: Box, shape: Sequence[float]) -> str:
    """A few flecks in the face of a sound stone."""
    count = min(3 + int(box.width / 30), len(shape) // 2)
    places = zip(shape[:count], shape[-count:], strict=True)
    inner = box.inset(8)
    return "".join(f"M{inner.x + x * inner.width:.0f} {inner.y + y * inner.height:.0f}h2" for x, y in places)


def path(outline: Outline) -> str:
    """As short as it can be said: whole units, each point told from the one before."""
    points = [(round(x), round(y)) for x, y in outline]
    steps = " ".join(f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{steps}z".replace(" -", "-")


def shortened(text: str, room: float, letter: float) -> str:
    """The text, or as much as fits; `letter` is a generous width for one letter."""
    letters = max(int(room / letter), 2)
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def tiers(rows: Sequence[Row], most: int) -> list[Sequence[Row]]:
    """Share the stones out over as few beds as hold them, as evenly as can be."""
    beds = math.ceil(len(rows) / most)
    ends = [round(len(rows) * bed / beds) for bed in range(beds + 1)] if beds else []
    return [rows[start:end] for start, end in pairwise(ends)]


def escape(text: str) -> str:
    """Ready to stand in a drawing, without the characters that no drawing may hold."""
    return saxutils.escape(NO_TEXT.sub("", text))


def attributes(given: Mapping[str, str]) -> str:
    return "".join(f" {name}={saxutils.quoteattr(value)}" for name, value in given.items())


class Mason:
    """Builds from the top down, keeping one path for each kind of stone."""

    def __init__(self, *, width: int, prefix: str, least: int) -> None:
        self.width = width
        self.prefix = prefix
        self.least = least  # the least width of a stone
        self.y = 12.0
        self.hearting: list[str] = []
        self.slabs: list[str] = []
        self.stones: dict[str, list[str]] = {kind: [] for kind in PAINT}
        self.names: list[str] = []
        self.marks: list[str] = []
        self.open_marks: list[str] = []
        self.legend: list[str] = []

    def build(self, courses: Sequence[Course], rows: Sequence[Row]) -> None:
        longest_name = max((len(course.title) for course in courses), default=0)
        most_stones = max(Counter(row.course.objective for row in rows).values(), default=0)
        wanted = max(320, longest_name * LETTER + 70, most_stones * self.least * 1.5)
        self.span = min(self.width - 2 * MARGIN, round(wanted))
        self.left = (self.width - self.span) / 2
        if not rows:
            self.names.append(f'<text x="{MARGIN}" y="26">No recommendations yet</text>')
            self.y += SLAB
        cope = [row for row in rows if row.state is StoneState.COPE]
        for tier in tiers(cope, int(self.span / (self.least * 0.7))):
            self.stand(tier)
        for course in courses:
            self.name(course)
            beds = [row for row in rows if row.course is course and row.state is not StoneState.COPE]
            for tier in tiers(beds, self.span // self.least):
                self.lay(tier)
        self.fill(Box(self.left - 16, self.y, self.span + 32, 4))
        self.y += 26

    def stand(self, tier: Sequence[Row]) -> None:
        """Cope stones stand on edge along the top."""
        width = min(self.span / len(tier), self.least * 0.8)
        for place, row in enumerate(tier):
            shape = grain(row.code)
            height = 54 - 12 * shape[13]
            box = Box(self.left + place * width + 1, self.y + 54 - height, width - 3, height)
            self.put(row.state, turned(rough(box, shape), box, 3), box, shape)
            self.write(row, box)
        self.y += 56

    def name(self, course: Course) -> None:
        """A through-stone, a little longer than the wall, bears the name of the course."""
        box = Box(self.left - 7, self.y, self.span + 14, SLAB)
        self.slabs.append(path(rough(box, [part * 0.5 for part in grain(course.objective)])))
        total = f"{len(course.stones):,}"
        title = escape(shortened(course.title, self.span - 40 - len(total) * LETTER, LETTER))
        near, far, y = round(self.left + 8), round(self.left + self.span - 8), round(self.y + 19)
        self.names.append(f'<text x="{near}" y="{y}">{title}</text>')
        self.names.append(f'<text x="{far}" y="{y}" text-anchor="end">{total}</text>')
        self.y += SLAB

    def lay(self, tier: Sequence[Row]) -> None:
        """One bed of stones, each as wide as its grain says, together as long as the wall."""
        shapes = [grain(row.code) for row in tier]
        height = round(34 + 8 * shapes[0][15] + min(self.span / len(tier) / 14, 14))
        shares = [0.7 + 0.6 * shape[14] for shape in shapes]
        scale = self.span / sum(shares)
        x = self.left
        for row, shape, share in zip(tier, shapes, shares, strict=True):
            bed = Box(x, self.y, share * scale, height)
            self.bed(row.state, bed, shape)
            self.write(row, bed)
            x += bed.width
        self.y += height

    def bed(self, state: StoneState, bed: Box, shape: Sequence[float]) -> None:
        """A stone in its bed. Light falls through a bed that is not filled; a loose stone has slipped."""
        box = bed.inset(2)
        if state is StoneState.GAP:
            self.stones["gap"] += map(path, rubble(bed, shape))
        elif state is StoneState.OUTLINED:
            self.put(state, rough(box.inset(1), shape), box, shape)
        elif state is StoneState.LOOSE:
            self.fill(bed)
            box = box.inset(5)
            lean = min(10.0, math.degrees(math.atan(12 / box.width)))
            self.put(state, turned(rough(box, shape), box, lean if shape[13] > 0.5 else -lean), box, shape)
        else:
            self.fill(bed)
            self.put(state, rough(box, shape), box, shape)

    def put(self, state: StoneState, outline: Outline, box: Box, shape: Sequence[float]) -> None:
        shade = min(int(shape[11] * SHADES), SHADES - 1)
        self.stones[f"laid{shade}" if state is StoneState.LAID else state].append(path(outline))
        if state is StoneState.LAID:
            self.stones["specks"].append(specks(box, shape))
        elif state is StoneState.DOUBLE:
            self.stones["second"].append(path(rough(box.inset(5), shape)))

    def write(self, row: Row, box: Box) -> None:
        marks = self.open_marks if row.state in {StoneState.GAP, StoneState.OUTLINED} else self.marks
        x, y = box.middle
        y += 4 if len(row.mark) == 1 else -2
        for line in row.mark:
            text = escape(shortened(line, box.width - 8, 6.6))
            marks.append(f'<text x="{x:.0f}" y="{y:.0f}">{text}</text>')
            y += 14

    def fill(self, box: Box) -> None:
        """The dark inside of the wall, seen in the joints."""
        left, right = round(box.x), round(box.x + box.width)
        self.hearting.append(f"M{left} {box.y:.0f}H{right}v{box.height:.0f}H{left}z")

    def explain(self, counts: Mapping[StoneState, int], sight: str) -> None:
        """A legend in words, with a stone of each kind."""
        across = max((self.width - 2 * MARGIN) // LEGEND_WIDTH, 1)
        said = {state: textwrap.wrap(words(state, sight), LEGEND_LETTERS) for state in StoneState}
        height = 30 + 17 * max(map(len, said.values()))
        for place, state in enumerate(StoneState):
            x = MARGIN + place % across * LEGEND_WIDTH
            y = self.y + place // across * height
            self.sample(state, x, y)
            lines = [f'<tspan font-weight="700">{state.capitalize()}: {counts.get(state, 0):,}</tspan>']
            lines += [f'<tspan x="{x + 56}" dy="17">{escape(line)}</tspan>' for line in said[state]]
            self.legend.append(f'<text x="{x + 56}" y="{y + 14:.0f}">{"".join(lines)}</text>')
        self.y += math.ceil(len(StoneState) / across) * height

    def sample(self, state: StoneState, x: float, y: float) -> None:
        shape = grain(f"legend {state}")
        if state is StoneState.COPE:
            box = Box(x + 12, y - 1, 22, 34)
            self.put(state, turned(rough(box, shape), box, 3), box, shape)
            return
        self.bed(state, Box(x, y, 46, 32), shape)
        if state is StoneState.GAP:
            self.fill(Box(x, y, 5, 32))
            self.fill(Box(x + 41, y, 5, 32))

    def svg(self, title: str, description: str) -> str:
        title_id, description_id = f"{self.prefix}-title", f"{self.prefix}-desc"
        frame = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {self.width} {self.y:.0f}",
            "role": "img",
            "aria-labelledby": f"{title_id} {description_id}",
            "font-family": "Roboto, Helvetica, Arial, Liberation Sans, sans-serif",
            "font-size": "14",
            "fill": "currentColor",
        }
        return "".join(
            [
                f"<svg{attributes(frame)}>",
                f"<title{attributes({'id': title_id})}>{escape(title)}</title>",
                f"<desc{attributes({'id': description_id})}>{escape(description)}</desc>",
                f"<defs>{''.join(self.patterns())}</defs>",
                f'<path fill="{HEART}" d="{"".join(self.hearting)}"/>',
                f'<path fill="{SLAB_TONE}" stroke="{HEART}" stroke-width="1.5" d="{"".join(self.slabs)}"/>',
                f'<g stroke-width="3" stroke-linejoin="round">{"".join(self.paths())}</g>',
                f'<g fill="{INK}" font-weight="700" font-size="15">{"".join(self.names)}</g>',
                f'<g text-anchor="middle" font-size="12">{"".join(self.open_marks)}',
                f'<g fill="{INK}" stroke="#fff" stroke-width="3" stroke-opacity=".7" paint-order="stroke">',
                f"{''.join(self.marks)}</g></g>",
                *self.legend,
                "</svg>",
            ]
        )

    def patterns(self) -> Iterator[str]:
        for name, (size, lines) in PATTERNS.items():
            tile = {"id": f"{self.prefix}-{name}", "width": str(size), "height": str(size)}
            yield f'<pattern{attributes(tile)} patternUnits="userSpaceOnUse">{lines}</pattern>'

    def paths(self) -> Iterator[str]:
        for kind, paint in PAINT.items():
            if not self.stones[kind]:
                continue
            name = {"id": f"{self.prefix}-{kind}", "d": "".join(self.stones[kind])}
            yield f"<g{attributes(paint)}><path{attributes(name)}/></g>"
            if kind in PATTERNED:
                over = {"href": f"#{name['id']}", "fill": f"url(#{self.prefix}-{PATTERNED[kind]})"}
                yield f'<use{attributes(over)} stroke="none"/>'
