"""Who looks at a paper read in, and at what was found in it."""

from drystane.access import clock
from drystane.access.models import User
from drystane.board.models import Draft, DraftItem
from drystane.board.operations.sifting import reject
from tests.browser.look import Found, Look


def draft() -> str:
    return Draft.objects.get().ref


def waiting(kind: str) -> Found:
    return lambda: DraftItem.objects.waiting().filter(kind=kind).order_by("order")[0].ref


def rejected() -> str:
    item = DraftItem.objects.waiting().filter(kind="recommendation").order_by("order")[0]
    morag = User.objects.get(username="morag")
    reject(item, why="It is no recommendation.", seen=item.version, by=morag, at=clock.now())
    return item.ref


DRAFT_LOOKS: dict[str, list[Look]] = {
    "board:drafts": [Look("morag"), Look("ewan", called="drafts-stranger")],
    "board:read_in": [Look("morag", asks=True)],
    "board:draft": [Look("morag", draft), Look("cllr_wallace", draft, called="draft-member")],
    "board:draft_text": [Look("morag", draft)],
    "board:draft_verb": [Look("morag", draft, {"verb": "put-away"})],
    "board:draft_item": [
        *(
            Look("morag", waiting(kind), called=f"draft-item-{kind}")
            for kind in ("paper", "recommendation", "tasking", "figure")
        ),
        Look("morag", waiting("action"), called="draft-item-action", press="Accept it"),
        Look("morag", rejected, called="draft-item-rejected"),
    ],
    "board:draft_reject": [Look("morag", waiting("action"))],
    "board:draft_take_back": [Look("morag", rejected)],
}
