"""Which team gets how many seats of which session. No Django, and no other part of this room."""

from drystane.training.seats.allocating import (
    Allocation,
    CannotBeMet,
    Seats,
    Stage,
    allocate,
)
from drystane.training.seats.question import Minimum, Need, Question, Sitting

__all__ = [
    "Allocation",
    "CannotBeMet",
    "Minimum",
    "Need",
    "Question",
    "Seats",
    "Sitting",
    "Stage",
    "allocate",
]
