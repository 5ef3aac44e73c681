"""Plans, and the actions in them: who promised what by when, and what came of it."""

from drystane.plans.models.actions import (
    LIVE,
    MOVES,
    OPEN,
    Action,
    CommunityInvolvement,
    PreventionLevel,
    Status,
)
from drystane.plans.models.history import BragOverride, Move, Progress, Redating, Update
from drystane.plans.models.plans import Plan, PlanMessage

__all__ = [
    "LIVE",
    "MOVES",
    "OPEN",
    "Action",
    "BragOverride",
    "CommunityInvolvement",
    "Move",
    "Plan",
    "PlanMessage",
    "PreventionLevel",
    "Progress",
    "Redating",
    "Status",
    "Update",
]
