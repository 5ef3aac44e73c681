"""The board: its meetings, the papers before them, what it decided and whom it tasked."""

from drystane.board.models.meetings import AgendaItem, Decision, Meeting, Outcome, StoredPack
from drystane.board.models.papers import (
    Appendix,
    Citation,
    Paper,
    PaperRecommendation,
    Paragraph,
    Rest,
)
from drystane.board.models.taskings import TASKING_MOVES, ActionReason, Tasking, TaskingMove, TaskingState

__all__ = [
    "TASKING_MOVES",
    "ActionReason",
    "AgendaItem",
    "Appendix",
    "Citation",
    "Decision",
    "Meeting",
    "Outcome",
    "Paper",
    "PaperRecommendation",
    "Paragraph",
    "Rest",
    "StoredPack",
    "Tasking",
    "TaskingMove",
    "TaskingState",
]
