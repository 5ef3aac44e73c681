"""The stones of the wall: what each stands for, the state it is in, and how that is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple


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


class Standing(IntEnum):
    """How one action holds up its recommendation; of several, the least speaks for the stone."""

    LATE_OR_UNOWNED = 0
    OVERLAP_UNDECIDED = 1
    OPEN = 2
    EVERYDAY_WORK = 3
    DONE = 4


BORNE_BY = {
    Standing.LATE_OR_UNOWNED: StoneState.LOOSE,
    Standing.OVERLAP_UNDECIDED: StoneState.DOUBLE,
    Standing.OPEN: StoneState.LAID,
    Standing.EVERYDAY_WORK: StoneState.COPE,
    Standing.DONE: StoneState.LAID,
}


class Stone(NamedTuple):
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


def state_of(*, tasked: bool, standing: Standing | None) -> StoneState:
    """The state of a stone from the least standing of its actions, dropped ones left out: loose if an open
    one is late or has no owner; double if an overlap waits to be decided; laid if one is open; cope if work
    became everyday; laid if work was done. Without an action: outlined if a group was tasked, else a gap."""
    if standing is not None:
        return BORNE_BY[standing]
    return StoneState.OUTLINED if tasked else StoneState.GAP


def words(state: StoneState, sight: str = "") -> str:
    """ "tasked, no action", or "tasked, no action that you can see" when sight is "that you can see"."""
    return WORDS[state].format(sight=f" {sight}" if sight else "")
