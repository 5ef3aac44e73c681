"""OFFICIAL-SENSITIVE papers read in, whose findings became records that everybody sees."""

from collections.abc import Sequence
from typing import Any

from drystane.access.models import User
from drystane.audit.refs import Referenced
from drystane.board.models import Draft, DraftItem, DraftMove
from drystane.partners.models import Group
from tests.big.basis import pick, ref_of
from tests.cast import NOW
from tests.noninterference.hidden import WORD, Hidden, secret

STATES = ("waiting", "rejected", "accepted")


def hide_drafts(hidden: Hidden, board: Group, many: int, *, by: User) -> None:
    """Each with something waiting and something rejected; once tied, with what became a record."""
    first = len(hidden.drafts)
    drafts = Draft.objects.bulk_create(
        Draft(
            ref=ref_of("hidden draft", number),
            group=board,
            title=f"Check of the {WORD}",
            kind=pick(list(Draft.Kind), number),
            text=WORD,
            layout={"pages": [], "lines": [(0, len(WORD))]},
            name=f"{WORD}.txt",
            kept_as=f"hidden{number}",
            digest=f"{number:064}",
            size=number,
            read_by=by,
            read_at=NOW,
            **secret(number),
        )
        for number in range(first, first + many)
    )
    items = DraftItem.objects.bulk_create(
        DraftItem(
            ref=ref_of("hidden finding", f"{draft.ref} {order}"),
            draft=draft,
            order=order,
            kind="action",
            text=WORD,
            start=0,
            end=len(WORD),
            machine={"title": WORD},
            **decided(STATES[order], by),
        )
        for draft in drafts
        for order in (0, 1)
    )
    DraftMove.objects.bulk_create(
        DraftMove(
            ref=ref_of("hidden sifting", one.ref), item=one, before="waiting", to="rejected", by=by, at=NOW
        )
        for one in items
        if one.state == "rejected"
    )
    hidden.drafts += drafts
    hidden.findings += items


def decided(state: str, by: User) -> dict[str, Any]:
    return {"state": state, **({"by": by, "at": NOW, "why": WORD} if state != "waiting" else {})}


def tie_drafts(hidden: Hidden, records: Sequence[tuple[str, Referenced]], *, by: User) -> None:
    """Visible records of each kind were read from a hidden paper, and tell nobody who may not see it."""
    hidden.findings += DraftItem.objects.bulk_create(
        DraftItem(
            ref=ref_of("hidden origin", f"{draft.ref} {kind} {record.ref}"),
            draft=draft,
            order=100 + order,
            kind=kind,
            text=WORD,
            start=0,
            end=len(WORD),
            became=kind,
            became_ref=record.ref,
            made={},
            **decided("accepted", by),
        )
        for draft in hidden.drafts[:3]
        for order, (kind, record) in enumerate(records)
    )
