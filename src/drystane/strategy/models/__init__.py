"""National strategies: their editions, what they ask of whom, their figures and messages."""

from drystane.strategy.models.claims import CaseStudy, Contradiction, Figure, Message
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
    "Contradiction",
    "Edition",
    "Figure",
    "Message",
    "Objective",
    "Recommendation",
    "Strategy",
]
