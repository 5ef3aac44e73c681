"""The board: its meetings, the papers before them, what it decided and whom it tasked."""

from drystane.board.models.asks import ASK_MOVES, Ask, AskMove, AskState
from drystane.board.models.attendance import Attendance, Declaration
from drystane.board.models.calendars import CalendarAddress
from drystane.board.models.drafting import PaperComment, PaperVersion
from drystane.board.models.drafts import Draft, DraftItem, DraftMove, DraftState, ItemState
from drystane.board.models.files import StoredFile
from drystane.board.models.meetings import AgendaItem, Decision, Meeting, Outcome
from drystane.board.models.minutes import Minute
from drystane.board.models.packs import StoredPack
from drystane.board.models.papers import (
    Appendix,
    Citation,
    ExemptTable,
    FormOfBoard,
    Paper,
    PaperRecommendation,
    Paragraph,
    Rest,
)
from drystane.board.models.spotlights import Spotlight, SpotlightOutcome
from drystane.board.models.taskings import TASKING_MOVES, ActionReason, Tasking, TaskingMove, TaskingState

__all__ = [
    "ASK_MOVES",
    "TASKING_MOVES",
    "ActionReason",
    "AgendaItem",
    "Appendix",
    "Ask",
    "AskMove",
    "AskState",
    "Attendance",
    "CalendarAddress",
    "Citation",
    "Decision",
    "Declaration",
    "Draft",
    "DraftItem",
    "DraftMove",
    "DraftState",
    "ExemptTable",
    "FormOfBoard",
    "ItemState",
    "Meeting",
    "Minute",
    "Outcome",
    "Paper",
    "PaperComment",
    "PaperRecommendation",
    "PaperVersion",
    "Paragraph",
    "Rest",
    "Spotlight",
    "SpotlightOutcome",
    "StoredFile",
    "StoredPack",
    "Tasking",
    "TaskingMove",
    "TaskingState",
]
