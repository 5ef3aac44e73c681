"""The stones of the wall: what each stands for, the state it is in, and how that is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class StoneState(StrEnum):
    """How firmly a recommendation is built in, the worst first."""

    GAP = "gap"
    OUTLINED = "outlined"
    LOOSE = "loose"
    DOUBLE = "double"
    LAID = "laid"
    COPE = "cope"


# What each state means. `{sight}` is filled for somebody who sees only part of the work.
WORDS = {
    StoneState.GAP: "no tasking{sight}",
    StoneState.OUTLINED: "tasked, no action{sight}",
    StoneState.LOOSE: "an action late or with no owner",
    StoneState.DOUBLE: "an overlap not yet decided",
    StoneState.LAID: "work in hand and in time",
    StoneState.COPE: "now everyday work",
}


@dataclass(frozen=True)
class Stone:
    """One recommendation."""

    code: str
    text: str
    objective: str
    audience: str
    state: StoneState
    href: str = ""


@dataclass(frozen=True)
class Course:
    """One objective with its recommendations."""

    objective: str
    title: str
    stones: Sequence[Stone]


@dataclass(frozen=True)
class Row:
    """A line of the table beside the drawing. It stands for `total` recommendations, of which `count` are
    in this state; unless `grouped` it stands for one."""

    number: int
    course: Course
    code: str
    text: str
    audience: str
    state: StoneState
    words: str
    href: str = ""
    count: int = 1
    total: int = 1
    grouped: bool = False

    @property
    def mark(self) -> tuple[str, ...]:
        """What is written on the stone: its number in the table, or whom it is for and how many."""
        return (self.audience, f"{self.count} of {self.total}") if self.grouped else (str(self.number),)


def state_of(
    *,
    tasked: bool,
    open: int = 0,
    late: int = 0,
    unowned: int = 0,
    mainstreamed: int = 0,
    undecided_overlaps: int = 0,
    done: int = 0,
) -> StoneState:
    """The first that holds: loose if an open action is late or has no owner; double if an overlap waits to
    be decided; laid if an action is open; cope if work became everyday; laid if work was done; outlined if
    a group was tasked; else a gap."""
    rules = (
        (late or unowned, StoneState.LOOSE),
        (undecided_overlaps, StoneState.DOUBLE),
        (open, StoneState.LAID),
        (mainstreamed, StoneState.COPE),
        (done, StoneState.LAID),
        (tasked, StoneState.OUTLINED),
    )
    return next((state for holds, state in rules if holds), StoneState.GAP)


def words(state: StoneState, sight: str = "") -> str:
    """ "tasked, no action", or "tasked, no action that you can see" when sight is "that you can see"."""
    return WORDS[state].format(sight=f" {sight}" if sight else "")
