"""Plans, and the actions in them: who promised what by when, and what came of it."""

from drystane.plans.models.actions import (
    LIVE,
    MOVES,
    OPEN,
    Action,
    CommunityInvolvement,
    PreventionLevel,
    Status,
    Tally,
    Total,
)
from drystane.plans.models.colours import JUDGED
from drystane.plans.models.history import (
    Assignment,
    BragOverride,
    MarkingMove,
    Move,
    Progress,
    Redating,
    Repointing,
    Update,
)
from drystane.plans.models.plans import Plan, PlanMessage

__all__ = [
    "JUDGED",
    "LIVE",
    "MOVES",
    "OPEN",
    "Action",
    "Assignment",
    "BragOverride",
    "CommunityInvolvement",
    "MarkingMove",
    "Move",
    "Plan",
    "PlanMessage",
    "PreventionLevel",
    "Progress",
    "Redating",
    "Repointing",
    "Status",
    "Tally",
    "Total",
    "Update",
]
