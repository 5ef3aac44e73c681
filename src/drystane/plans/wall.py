"""The wall: a strategy drawn as a drystane dyke, one stone for each recommendation.

A picture for the page and for the paper, with the rows of the table that stands beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drystane.plans.masonry import NARROWEST, Mason
from drystane.plans.stones import Course, Row, StoneState, words


@dataclass(frozen=True)
class Wall:
    svg: str
    title: str
    description: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Survey:
    """What every drawing of one wall says, whatever its width."""

    courses: Sequence[Course]
    counts: Mapping[StoneState, int]
    singly: bool
    sight: str
    title: str
    description: str
    rows: tuple[Row, ...]


def survey(courses: Sequence[Course], *, singly_up_to: int = 150, sight: str = "") -> Survey:
    """Read the courses from the top down. Above `singly_up_to` recommendations one stone stands for an
    objective and audience."""
    parts = [Counter(stone.state for stone in course.stones) for course in courses]
    counts = sum(parts, Counter[StoneState]())
    singly = counts.total() <= singly_up_to
    rows = tuple(single_rows(courses, sight) if singly else grouped_rows(courses))
    return Survey(
        courses=courses,
        counts=counts,
        singly=singly,
        sight=sight,
        title=f"The wall: {told(counts)}" if rows else "The wall: no recommendations yet",
        description=describe(courses, parts, singly=singly, sight=sight),
        rows=rows,
    )


def draw(surveyed: Survey, *, prefix: str = "wall", width: int = 960) -> Wall:
    """Draw at a width of 960 for a wide page, 720 for paper and 360 for a phone, with a prefix of its own
    for each drawing on one page."""
    if width < NARROWEST:
        raise ValueError(f"A wall is at least {NARROWEST} wide, not {width}.")
    mason = Mason(width=width, prefix=prefix, least=56 if surveyed.singly else 92)
    mason.build(surveyed.courses, surveyed.rows)
    mason.explain(surveyed.counts, surveyed.sight)
    svg = mason.svg(surveyed.title, surveyed.description)
    return Wall(svg, surveyed.title, surveyed.description, surveyed.rows)


# What is said: rows, title, description.


def single_rows(courses: Iterable[Course], sight: str) -> Iterator[Row]:
    stones = ((course, stone) for course in courses for stone in course.stones)
    for number, (course, stone) in enumerate(stones, start=1):
        said = words(stone.state, sight)
        yield Row(number, course, stone.code, stone.text, stone.audience, stone.state, said, stone.href)


def grouped_rows(courses: Iterable[Course]) -> Iterator[Row]:
    """A group is in the worst state that any recommendation of it is in."""
    number = 0
    for course in courses:
        groups: dict[str, Counter[StoneState]] = defaultdict(Counter)
        pairs = Counter((stone.audience, stone.state) for stone in course.stones)
        for (audience, state), count in pairs.items():
            groups[audience][state] += count
        for audience, counts in groups.items():
            number += 1
            worst = next(state for state in StoneState if state in counts)
            total = counts.total()
            yield Row(
                number=number,
                course=course,
                code=f"{course.objective}/{audience}",
                text=f"{total} {'recommendation' if total == 1 else 'recommendations'}",
                audience=audience,
                state=worst,
                words=told(counts),
                count=counts[worst],
                total=total,
                grouped=True,
            )


def told(counts: Mapping[StoneState, int]) -> str:
    """ "3 gaps, 1 loose, 12 laid" """
    named = ((state, counts.get(state, 0)) for state in StoneState)
    return ", ".join(
        f"{count} {'gaps' if state == 'gap' and count > 1 else state}" for state, count in named if count
    )


def describe(
    courses: Iterable[Course], parts: Iterable[Mapping[StoneState, int]], *, singly: bool, sight: str
) -> str:
    stands_for = "a recommendation" if singly else "an objective and an audience"
    sentences = [f"A drystane wall in which each stone stands for {stands_for}."]
    for course, counts in zip(courses, parts, strict=True):
        sentences.append(f"{course.title.rstrip('.')}: {told(counts) or 'no recommendations'}.")
    if sight:
        sentences.append(f"It shows the work {sight}; there may be more.")
    return " ".join(sentences)
