"""How often the interval of a trend holds the truth, by simulation; and what a trend and a score cost."""

from functools import partial

import numpy as np

from bench.cpu import cpu_times
from bench.tables import Figure, Table, middle, table_of
from drystane.threats.risk import HARM, LIKELIHOOD, Assessed, score
from drystane.threats.trend import Count, trend

SERIES, SLOPE, THREATS = 400, 0.05, 40


def measure() -> Table:
    chance = np.random.default_rng(2015)
    kinds = [
        (years, mean, scatter) for years in (5, 8, 13) for mean in (3.0, 50.0) for scatter in (1.0, 3.0, 8.0)
    ]
    covered = [coverage(chance, *kind) for kind in kinds]
    points = counts(chance, 13, 50.0, 3.0)
    threats = [assessed(chance, number) for number in range(THREATS)]
    costs = [
        timed(
            "One trend of 13 years, fitted as negative binomial", partial(trend, points, source="Invented")
        ),
        timed(f"{THREATS} threats scored with 10,000 draws each", partial(score, threats)),
    ]
    return table_of(
        f"Threats: how often the 95 % interval held the true change, of {SERIES} simulated series each",
        [*covered, *costs],
        "Scatter is the variance over the mean: 1 is Poisson. Few and even counts get a wide interval on "
        "purpose; where counts are rare and scatter widely it falls short.",
    )


def coverage(chance: np.random.Generator, years: int, mean: float, scatter: float) -> Figure:
    found = [trend(counts(chance, years, mean, scatter), source="Invented") for _ in range(SERIES)]
    known = [one for one in found if one.low is not None and one.high is not None]
    held = sum(
        low <= np.expm1(SLOPE) <= high for low, high in ((one.low or 0, one.high or 0) for one in known)
    )
    return Figure(
        f"{years} years, {mean:g} a year, scatter {scatter:g}",
        100 * held / len(known),
        "%",
        more=f"{len(known)} of {SERIES} could be fitted",
    )


def counts(chance: np.random.Generator, years: int, mean: float, scatter: float) -> list[Count]:
    expected = mean * np.exp(SLOPE * (np.arange(years) - (years - 1) / 2))
    if scatter == 1:
        drawn = chance.poisson(expected)
    else:
        drawn = chance.negative_binomial(expected / (scatter - 1), 1 / scatter)
    return [Count(2009 + year, int(count)) for year, count in enumerate(drawn)]


def assessed(chance: np.random.Generator, number: int) -> Assessed:
    answers = {item: float(chance.integers(0, 5)) for item in HARM}
    answers |= {item: float(chance.integers(1, 6)) for item in LIKELIHOOD}
    return Assessed(f"T{number:02}", answers, confidence="ABCDE"[number % 5])


def timed(what: str, deed: "partial[object]") -> Figure:
    return Figure(what, middle(cpu_times(deed, warm_up=1, runs=10)), "ms")
