"""Which way a yearly count goes, with its interval, or why nobody can say.

Plain Python without Django. The method: a log-linear quasi-Poisson regression of the counts on the year,
with the population counted as an offset where it is known; a negative binomial one where the counts scatter
more than twice as widely as a Poisson count would. The 95 % interval of the yearly change decides the course,
never the change alone. Method: McCullagh and Nelder, Generalized Linear Models (1989), chapters 6 and 9; Ver
Hoef and Boveng, Ecology 88 (2007), for the choice between the two. Fitted by statsmodels, which is imported
when it is first needed: it takes longer to load than any series takes to fit.
"""

import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

FEWEST_POINTS = 5
SCATTERED = 2.0  # a dispersion above this is fitted as negative binomial
CONFIDENCE = 0.95


class BadSeries(ValueError):
    """A series that cannot be one: a count below nothing, a year twice. Reads well on a page."""


class Course(StrEnum):
    UP = "up"
    DOWN = "down"
    UNCERTAIN = "uncertain"
    NOT_KNOWN = "not known"


class Method(StrEnum):
    QUASI_POISSON = "quasi-Poisson"
    NEGATIVE_BINOMIAL = "negative binomial"


@dataclass(frozen=True)
class Count:
    """What was counted in one year; `among` is the population it was counted in, where that is known.

    Raises BadSeries for a count below nothing or a population of nobody.
    """

    year: int
    count: int
    among: float | None = None

    def __post_init__(self) -> None:
        if self.count < 0:
            raise BadSeries(f"{self.year} counts {self.count}: a count cannot be below nothing.")
        if self.among is not None and not self.among > 0:
            raise BadSeries(f"{self.year} counts among {self.among:g}: give a population above nothing.")


@dataclass(frozen=True)
class Change:
    """From this year on something else was counted, or in another way."""

    year: int
    what: str


@dataclass(frozen=True)
class Trend:
    """The course of a series and the sentence that says why. `change` is the yearly change as a share (0.05
    is 5 % more each year) with the ends of its 95 % interval; all three are None where it is not known."""

    course: Course
    why: str
    change: float | None = None
    low: float | None = None
    high: float | None = None
    method: Method | None = None
    dispersion: float | None = None
    first: int | None = None
    last: int | None = None
    points: int = 0


def trend(counts: Sequence[Count], *, changes: Sequence[Change] = (), source: str = "") -> Trend:
    """The course of the counts since the last change in what was counted.

    Fewer than five years since then, no source, or nothing counted in any year: not known, with the reason.
    Raises BadSeries where a year stands twice, or some years give a population and others do not.
    """
    ordered = checked(counts)
    *_, latest = stretches(ordered, changes)
    if not source:
        return unknown("No source is given for these counts.", latest)
    if len(latest) < FEWEST_POINTS:
        return unknown(too_short(latest, changes), latest)
    if not any(point.count for point in latest):
        return unknown("Nothing was counted in any of these years.", latest)
    return fitted(latest)


def checked(counts: Sequence[Count]) -> list[Count]:
    ordered = sorted(counts, key=lambda point: point.year)
    for before, after in pairwise(ordered):
        if before.year == after.year:
            raise BadSeries(f"{after.year} stands twice. Keep the count that the source gives.")
    if len({point.among is None for point in ordered}) > 1:
        without = next(point.year for point in ordered if point.among is None)
        raise BadSeries(f"{without} has no population and other years have one. Give it for all or none.")
    return ordered


def stretches(counts: Sequence[Count], changes: Sequence[Change]) -> Iterator[list[Count]]:
    """The series split where what was counted changed: at least one stretch, the last one the newest."""
    starts = sorted({change.year for change in changes})
    edges = [-math.inf, *starts, math.inf]
    parts = [[point for point in counts if begin <= point.year < end] for begin, end in pairwise(edges)]
    yield from [part for part in parts[:-1] if part]
    yield parts[-1]


def too_short(latest: Sequence[Count], changes: Sequence[Change]) -> str:
    counted = {0: "no year is", 1: "only one year is"}.get(len(latest), f"only {len(latest)} years are")
    needed = f"a course needs {FEWEST_POINTS}."
    if not changes:
        return f"{counted.capitalize()} counted; {needed}"
    newest = max(changes, key=lambda change: change.year)
    return f"Counted otherwise since {newest.year} ({newest.what}); since then {counted} counted and {needed}"


def unknown(why: str, latest: Sequence[Count]) -> Trend:
    years = [point.year for point in latest]
    return Trend(
        Course.NOT_KNOWN,
        why,
        first=min(years, default=None),
        last=max(years, default=None),
        points=len(years),
    )


def fitted(points: Sequence[Count]) -> Trend:
    """Raises nothing: five or more points of which one is above nothing always have a fit."""
    import numpy as np  # noqa: PLC0415  # loads when it is first needed
    from statsmodels.genmod.families import NegativeBinomial, Poisson  # noqa: PLC0415  # the same

    counted = np.array([point.count for point in points], dtype=float)
    years = np.array([point.year for point in points], dtype=float)
    design = np.column_stack([np.ones(len(points)), years - years.mean()])
    offset = np.log([point.among or 1 for point in points])
    found = glm(counted, design, offset, Poisson())
    dispersion = float(found.pearson_chi2) / (len(points) - 2)
    if dispersion > SCATTERED:
        method = Method.NEGATIVE_BINOMIAL
        found = glm(counted, design, offset, NegativeBinomial(alpha=scatter(counted, design, offset)))
        slope, error = float(found.params[1]), float(found.bse[1])
    else:
        method = Method.QUASI_POISSON
        # Never narrower than Poisson: a few even years by chance are no proof of evenness.
        slope, error = float(found.params[1]), float(found.bse[1]) * math.sqrt(max(1, dispersion))
    reach = t_quantile(len(points) - 2) * error
    change, low, high = (math.expm1(value) for value in (slope, slope - reach, slope + reach))
    course = Course.UP if low > 0 else Course.DOWN if high < 0 else Course.UNCERTAIN
    first, last = points[0].year, points[-1].year
    return Trend(
        course,
        in_words(course, (change, low, high), (first, last)),
        *(change, low, high, method, dispersion, first, last, len(points)),
    )


def glm(counted: Any, design: Any, offset: Any, family: Any) -> Any:
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415  # loads when first needed
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning  # noqa: PLC0415  # the same

    with warnings.catch_warnings():
        # It means that the line meets every count: no fault of a series that is short and even.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        return GLM(counted, design, family=family, offset=offset).fit(scale=1.0)


def scatter(counted: Any, design: Any, offset: Any) -> float:
    """The negative binomial's extra scatter, chosen so that Pearson's sum equals the degrees of freedom: with
    so few points the likelihood's own choice is too small."""
    from scipy.optimize import brentq  # noqa: PLC0415  # loads when first needed
    from statsmodels.genmod.families import NegativeBinomial  # noqa: PLC0415  # the same

    freedom = len(counted) - design.shape[1]

    def excess(log_shape: float) -> float:
        found = glm(counted, design, offset, NegativeBinomial(alpha=math.exp(log_shape)))
        return float(found.pearson_chi2 - freedom)

    least, most = math.log(1e-6), math.log(1e3)
    if excess(most) > 0:
        return math.exp(most)
    return math.exp(float(brentq(excess, least, most, xtol=1e-4)))


def t_quantile(freedom: int) -> float:
    from scipy.stats import t  # noqa: PLC0415  # loads when first needed

    return float(t.ppf((1 + CONFIDENCE) / 2, freedom))


def in_words(course: Course, interval: tuple[float, float, float], years: tuple[int, int]) -> str:
    (change, low, high), (first, last) = interval, years
    span = f"between {percent(low)} and {percent(high)} a year"
    if course is Course.UNCERTAIN:
        return f"{first} to {last}: {span}, so it may have gone either way."
    way = "Up" if course is Course.UP else "Down"
    return f"{way} by about {percent(abs(change))} a year, {first} to {last} ({span})."


def percent(share: float) -> str:
    """ "4 %", and a minus sign that is one."""
    rounded = round(share * 100, 1) if abs(share) < 0.0995 else round(share * 100)
    return f"{rounded:g} %".replace("-", "\N{MINUS SIGN}")
