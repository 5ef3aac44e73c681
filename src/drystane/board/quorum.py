"""Whether enough of those who decide were at a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass

from drystane.board.models import Attendance, Meeting


@dataclass(frozen=True)
class Quorum:
    """`needed` is None where the group asks for nothing, `there` where nobody was put on the list yet."""

    needed: int | None
    there: int | None

    @classmethod
    def of(cls, meeting: Meeting, attendance: Iterable[Attendance]) -> "Quorum":
        rows = list(attendance)
        there = sum(row.decides and row.presence == Attendance.Presence.PRESENT for row in rows)
        return cls(needed=meeting.quorum, there=there if rows else None)

    @property
    def is_short(self) -> bool:
        """A list was made, and it is too short."""
        return self.needed is not None and self.there is not None and self.there < self.needed

    def __str__(self) -> str:
        if self.needed is None:
            return "This board has not said how many have to be there."
        if self.there is None:
            return f"The quorum is {self.needed}. Nobody has been put on the list yet."
        were = "1 of those who decide was" if self.there == 1 else f"{self.there} of those who decide were"
        verdict = "was not quorate" if self.is_short else "was quorate"
        return f"The quorum is {self.needed}; {were} there, so the meeting {verdict}."
