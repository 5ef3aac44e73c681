"""National strategies: their editions, what they ask of whom, their figures and messages."""

from drystane.strategy.models.claims import Aim, CaseStudy, Contradiction, Figure, Message
from drystane.strategy.models.comparisons import Comparison, Correspondence, Counterpart, Kind, Ruling
from drystane.strategy.models.editions import (
    Adoption,
    Audience,
    Edition,
    Objective,
    Recommendation,
    Strategy,
)
from drystane.strategy.models.wordings import Language, Wording

__all__ = [
    "Adoption",
    "Aim",
    "Audience",
    "CaseStudy",
    "Comparison",
    "Contradiction",
    "Correspondence",
    "Counterpart",
    "Edition",
    "Figure",
    "Kind",
    "Language",
    "Message",
    "Objective",
    "Recommendation",
    "Ruling",
    "Strategy",
    "Wording",
]
