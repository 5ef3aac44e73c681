"""The example's paper read in: an invented report, gone through in part, the rest waiting."""

from datetime import date

from drystane.board.models import Draft, DraftItem
from drystane.board.operations.reading_in import read_in
from drystane.board.operations.sifting import accept, reject
from drystane.site.demo.groups import Partnership
from drystane.site.demo.reading import at
from drystane.strategy.packs import PACKS

PAPER = PACKS / "example" / "paper_read_in.txt"
READ_ON = date(2015, 9, 1)


def load(partnership: Partnership) -> Draft:
    """Left waiting: a figure that contradicts another, and an action that others may have in hand already."""
    morag = partnership.people["morag"]
    draft = read_in(
        partnership.groups["board"],
        name="doorstep-callers.txt",
        content=PAPER.read_bytes(),
        by=morag,
        at=at(READ_ON, hour=9),
        is_invented=True,
    )
    when = at(READ_ON, hour=11)
    named = draft.items.get(kind=DraftItem.Kind.GROUP, text="Integrity Group")
    group = {"group": partnership.groups["integrity"]}
    accept(named, DraftItem.Kind.GROUP, fields=group, seen=named.version, by=morag, at=when)
    own = draft.items.get(kind=DraftItem.Kind.FIGURE, text__contains="householders")
    reject(own, why="One office's count over one summer", seen=own.version, by=morag, at=when)
    return draft
