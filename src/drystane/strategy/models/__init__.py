"""National strategies: their editions, what they ask and of whom, their figures, messages and case studies."""

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
