"""A comparison as it is read: both texts, the words that changed, why it is proposed and what was decided."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from drystane.documents.difference import Piece, pieces
from drystane.strategy.comparing.found import Asked, Kind, Match, confidence


@dataclass(frozen=True)
class Line:
    """A text of the earlier edition beside one of the later; either may be missing."""

    before: Asked | None
    after: Asked | None

    @property
    def pieces(self) -> list[Piece]:
        """What stayed, came and went, word by word. A text that stands alone has come or gone whole."""
        return list(pieces(self.before.text if self.before else "", self.after.text if self.after else ""))


@dataclass(frozen=True)
class Row:
    """What became of some recommendations: proposed, or decided by somebody."""

    kind: Kind
    before: tuple[Asked, ...]
    after: tuple[Asked, ...]
    score: float | None
    reasons: tuple[str, ...]
    state: str = "Proposed"
    why: str = ""

    @property
    def lines(self) -> list[Line]:
        """Each text once beside what it became; of a split or a merger the one stands beside each."""
        if len(self.before) > 1 and len(self.after) > 1:
            joined = [Line(one, None) for one in self.before]
            return joined + [Line(None, other) for other in self.after]
        return [Line(one, other) for one in self.before or (None,) for other in self.after or (None,)]

    @property
    def sureness(self) -> str:
        return "" if self.score is None else confidence(self.score)

    @property
    def changes(self) -> str:
        """The words that changed, in one line, with signs that are read aloud."""
        return " / ".join(
            " ".join(SIGNS[piece.kind].format(piece.words) for piece in line.pieces) for line in self.lines
        )


def kept(matches: Sequence[Match]) -> str:
    """For a column of text; `restored` gives back the same."""
    return json.dumps([asdict(match) for match in matches], ensure_ascii=False)


def restored(text: str) -> list[Match]:
    return [
        Match(
            Kind(one["kind"]), tuple(one["before"]), tuple(one["after"]), one["score"], tuple(one["reasons"])
        )
        for one in json.loads(text or "[]")
    ]


SIGNS = {"same": "{}", "added": "[+ {}]", "removed": "[− {}]"}


def told(match: Match, before: Mapping[str, Asked], after: Mapping[str, Asked]) -> Row:
    return Row(
        match.kind,
        tuple(before[key] for key in match.before),
        tuple(after[key] for key in match.after),
        match.score,
        match.reasons,
    )


def by_code(before: Sequence[Asked], after: Sequence[Asked]) -> list[Row]:
    """Objectives are known by their codes: only their wording and their order are in question."""
    earlier, later = {one.key: one for one in before}, {one.key: one for one in after}
    ranks = {key: place for place, key in enumerate(key for key in earlier if key in later)}
    found = []
    for place, key in enumerate(key for key in later if key in earlier):
        one, other = earlier[key], later[key]
        reworded = one.text != other.text
        moved = ranks[key] != place
        kind = Kind.REWORDED if reworded else Kind.MOVED if moved else Kind.KEPT
        said = (f"It was number {ranks[key] + 1} and is number {place + 1}.",) if moved else ()
        found.append(Row(kind, (one,), (other,), None, said, state=""))
    found += [Row(Kind.NEW, (), (other,), None, (), "") for key, other in later.items() if key not in earlier]
    found += [Row(Kind.DROPPED, (one,), (), None, (), "") for key, one in earlier.items() if key not in later]
    return found
