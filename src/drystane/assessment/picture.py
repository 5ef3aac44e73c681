"""The heat picture: a course of stones for each topic, one stone a question, with its result on it.

Plain Python without Django. The colour helps the eye; the figure on the stone and the table beside it say it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drystane.assessment.rating import SCALE, Answered, Kind, heat

SIDE, SPACE, LABEL = 34, 4, 190
# Hatched, dotted, plain and dark: the four differ without colour too.
FILLS = {"red": "url(#hatched)", "amber": "url(#dotted)", "green": "#b9d8a8", "blue": "#1d4e89"}
MARKS = {Kind.UNKNOWN: "?", Kind.NOT_APPLICABLE: "–", None: "·"}


@dataclass(frozen=True)
class Stone:
    x: int
    mark: str
    kind: str  # red, amber, green, blue, unknown, none: how it is painted
    words: str

    @property
    def fill(self) -> str:
        return FILLS.get(self.kind, "#ffffff")

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2


@dataclass(frozen=True)
class Course:
    topic: str
    y: int
    stones: Sequence[Stone]

    @property
    def middle(self) -> int:
        return self.y + SIDE // 2


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    courses: Sequence[Course]
    title: str
    description: str


def draw(answers: Iterable[Answered], *, of: str) -> Picture:
    """One course for each topic, in the order in which the topics first appear."""
    topics: dict[str, list[Answered]] = {}
    for answer in answers:
        topics.setdefault(answer.topic, []).append(answer)
    courses = [
        Course(topic, number * (SIDE + SPACE), [stone(answer, at) for at, answer in enumerate(found)])
        for number, (topic, found) in enumerate(topics.items())
    ]
    widest = max((len(course.stones) for course in courses), default=0)
    return Picture(
        width=LABEL + widest * (SIDE + SPACE),
        height=max(len(courses) * (SIDE + SPACE), SIDE),
        courses=courses,
        title=f"Results by topic: {of}",
        description=" ".join(in_words(topics)),
    )


def stone(answer: Answered, at: int) -> Stone:
    x = LABEL + at * (SIDE + SPACE)
    if answer.result is None:
        kind = "unknown" if answer.kind is Kind.UNKNOWN else "none"
        words = answer.kind.label if answer.kind else "Not answered yet"
        return Stone(x, MARKS[answer.kind], kind, f"{answer.question}: {words}")
    step = SCALE[answer.result]
    return Stone(x, str(answer.result), step.colour, f"{answer.question}: {step.result}, {step.label}")


def in_words(topics: dict[str, list[Answered]]) -> Iterable[str]:
    for topic, standing in heat(answer for found in topics.values() for answer in found).items():
        mean = "nothing counts" if standing.mean is None else f"{standing.mean:.1f} on average"
        yield f"{topic}: {mean}."
