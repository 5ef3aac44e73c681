"""How a threat scores on harm and likelihood, how wide that score is, and which answer moves its rank.

Plain Python without Django. Of the kind that MoRiLE made usual: harm times likelihood, with confidence kept
apart. It is not the national MoRiLE tool, whose scales are not public, and pages say so. Our own definition:
harm is the mean of six items from 0 to 4, likelihood the mean of three from 1 to 5, risk their product.
Confidence A to E becomes a spread of each answer, carried through to the score and the rank by seeded draws;
the organisation's position only orders equals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:  # numpy loads when it is first needed
    import numpy as np
    from numpy.typing import NDArray

DRAWS, SEED = 10_000, 2015
OUTER = (2.5, 97.5)  # percentiles: the ends of a 95 % interval


class BadAnswer(ValueError):
    """An answer outside its scale, or an item that is missing. Reads well on a page."""


class Item(StrEnum):
    PHYSICAL = "physical"
    PSYCHOLOGICAL = "psychological"
    FINANCIAL = "financial"
    COMMUNITY = "community"
    CONFIDENCE = "public confidence"
    ENVIRONMENT = "environment"
    VOLUME = "volume"
    TREND = "trend"
    SPREAD = "geographic spread"

    @property
    def label(self) -> str:
        return self.value.capitalize()


HARM = (
    *(Item.PHYSICAL, Item.PSYCHOLOGICAL, Item.FINANCIAL),
    *(Item.COMMUNITY, Item.CONFIDENCE, Item.ENVIRONMENT),
)
LIKELIHOOD = (Item.VOLUME, Item.TREND, Item.SPREAD)
SCALES = dict.fromkeys(HARM, (0, 4)) | dict.fromkeys(LIKELIHOOD, (1, 5))
POSITION = (1, 4)  # capacity and capability: 1 is well placed, 4 is not

# How far from an answer the truth may lie, either way, in points of its scale.
SPREADS = {"A": 0.25, "B": 0.5, "C": 0.75, "D": 1.0, "E": 1.5}
EVEN = dict.fromkeys((*HARM, *LIKELIHOOD), 1.0)


@dataclass(frozen=True)
class Assessed:
    """One threat as it was assessed. `answers` holds every item, `confidence` a letter from A (sure) to E.

    Raises BadAnswer where an item is missing or outside its scale, or a letter is none of ours.
    """

    key: str
    answers: Mapping[Item, float]
    confidence: str = "C"
    capacity: int = 1
    capability: int = 1

    def __post_init__(self) -> None:
        for item, (least, most) in SCALES.items():
            if item not in self.answers:
                raise BadAnswer(f"{self.key}: {item.label} is not answered.")
            if not least <= self.answers[item] <= most:
                raise BadAnswer(
                    f"{self.key}: {item.label} is {self.answers[item]:g}. It goes from {least} to {most}."
                )
        if self.confidence not in SPREADS:
            raise BadAnswer(f"{self.key}: confidence is {self.confidence!r}. It is a letter from A to E.")
        for name in ("capacity", "capability"):
            if not POSITION[0] <= getattr(self, name) <= POSITION[1]:
                raise BadAnswer(f"{self.key}: {name} is {getattr(self, name)}. It goes from 1 to 4.")

    @property
    def position(self) -> int:
        """How badly the organisation is placed: it orders equals and changes no score."""
        return self.capacity + self.capability


@dataclass(frozen=True)
class Scored:
    """`harm` 0 to 4, `likelihood` 1 to 5, `risk` 0 to 20, with the 95 % intervals of risk and rank."""

    key: str
    harm: float
    likelihood: float
    risk: float
    low: float
    high: float
    rank: int
    best_rank: int
    worst_rank: int


@dataclass(frozen=True)
class Swing:
    """Where the threat would rank if this one answer lay at either end of its spread."""

    item: Item
    low: float
    high: float
    rank_at_low: int
    rank_at_high: int

    @property
    def width(self) -> int:
        return abs(self.rank_at_low - self.rank_at_high)


def score(
    threats: Sequence[Assessed],
    *,
    weights: Mapping[Item, float] = EVEN,
    draws: int = DRAWS,
    seed: int = SEED,
) -> list[Scored]:
    """Each threat with its score and intervals, the highest first. The same seed gives the same scores,
    whichever other threats are scored beside it and in whatever order. Raises BadAnswer for a key that stands
    twice, or weights that leave harm or likelihood without any."""
    import numpy as np  # noqa: PLC0415  # loads when it is first needed

    keys = [threat.key for threat in threats]
    if doubled := sorted({key for key in keys if keys.count(key) > 1}):
        raise BadAnswer(f"{doubled[0]} is assessed twice.")
    if not threats:
        return []
    known = [parts(threat.answers, weights) for threat in threats]
    drawn = np.stack([risks(draw(threat, draws, seed), weights) for threat in threats])
    lows, highs = np.percentile(drawn, OUTER, axis=1)
    ranked = 1 + np.argsort(np.argsort(-drawn, axis=0, kind="stable"), axis=0, kind="stable")
    bests, worsts = np.percentile(ranked, OUTER, axis=1, method="nearest")
    found = [
        Scored(
            threat.key,
            *known[at],
            *(float(lows[at]), float(highs[at])),
            *(0, int(bests[at]), int(worsts[at])),
        )
        for at, threat in enumerate(threats)
    ]
    places = places_of({one.key: one.risk for one in found}, threats)
    return sorted((replace(one, rank=places[one.key]) for one in found), key=lambda one: one.rank)


def swings(threats: Sequence[Assessed], key: str, *, weights: Mapping[Item, float] = EVEN) -> list[Swing]:
    """Which answer moves this threat's rank, the one that moves it furthest first. Raises KeyError for a
    threat that is not among them."""
    mine = {threat.key: threat for threat in threats}[key]
    known = {threat.key: parts(threat.answers, weights)[2] for threat in threats}

    def rank_with(item: Item, value: float) -> int:
        changed = parts({**mine.answers, item: value}, weights)[2]
        return places_of({**known, key: changed}, threats)[key]

    found = []
    for item, (least, most) in SCALES.items():
        reach = SPREADS[mine.confidence]
        low, high = max(least, mine.answers[item] - reach), min(most, mine.answers[item] + reach)
        found.append(Swing(item, low, high, rank_with(item, low), rank_with(item, high)))
    return sorted(found, key=lambda swing: -swing.width)  # stable: equals keep the order of the items


def places_of(risk: Mapping[str, float], threats: Sequence[Assessed]) -> dict[str, int]:
    """Equals are ordered by the organisation's position, worst placed first, then by name."""
    position = {threat.key: threat.position for threat in threats}
    ordered = sorted(risk, key=lambda key: (-round(risk[key], 9), -position[key], key))
    return {key: place for place, key in enumerate(ordered, start=1)}


def parts(answers: Mapping[Item, float], weights: Mapping[Item, float]) -> tuple[float, float, float]:
    """Harm, likelihood and risk."""
    harm, likelihood = weighted(answers, HARM, weights), weighted(answers, LIKELIHOOD, weights)
    return harm, likelihood, harm * likelihood


def weighted(answers: Mapping[Item, float], items: Sequence[Item], weights: Mapping[Item, float]) -> float:
    total = sum(weights[item] for item in items)
    if any(weights[item] < 0 for item in items) or not total > 0:
        raise BadAnswer("Weights cannot be below nothing, and one of each group has to be above it.")
    return sum(weights[item] * answers[item] for item in items) / total


def draw(threat: Assessed, draws: int, seed: int) -> "dict[Item, NDArray[np.float64]]":
    """Answers drawn evenly from their spread, each kept inside its scale."""
    import numpy as np  # noqa: PLC0415  # loads when it is first needed

    chance = np.random.default_rng([seed, crc32(threat.key.encode())])
    reach = SPREADS[threat.confidence]
    return {
        item: np.clip(threat.answers[item] + chance.uniform(-reach, reach, draws), least, most)
        for item, (least, most) in SCALES.items()
    }


def risks(
    drawn: "Mapping[Item, NDArray[np.float64]]", weights: Mapping[Item, float]
) -> "NDArray[np.float64]":
    def mean(items: Sequence[Item]) -> "NDArray[np.float64]":
        first, *others = (weights[item] * drawn[item] for item in items)
        return sum(others, start=first) / sum(weights[item] for item in items)

    return mean(HARM) * mean(LIKELIHOOD)
