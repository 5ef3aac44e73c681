"""National strategies: their editions, what they ask of whom, their figures and messages."""

from drystane.strategy.models.claims import CaseStudy, Contradiction, Figure, Message
from drystane.strategy.models.comparisons import Comparison, Correspondence, Counterpart, Kind, Ruling
from drystane.strategy.models.editions import (
    Adoption,
    Audience,
    Edition,
    Objective,
    Recommendation,
    Strategy,
)

__all__ = [
    "Adoption",
    "Audience",
    "CaseStudy",
    "Comparison",
    "Contradiction",
    "Correspondence",
    "Counterpart",
    "Edition",
    "Figure",
    "Kind",
    "Message",
    "Objective",
    "Recommendation",
    "Ruling",
    "Strategy",
]
