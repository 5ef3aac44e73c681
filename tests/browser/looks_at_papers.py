"""Who looks at the pages around a paper while it is drafted and when it is released."""

from drystane.access import clock
from drystane.access.models import User
from drystane.board.models import Paper, PaperVersion
from drystane.board.operations.commenting import comment_on
from drystane.board.operations.paper import approve_paper
from drystane.board.operations.publishing import release_public
from tests.browser.look import Found, Look


def paper() -> str:
    return Paper.objects.get().ref


def version(number: int) -> Found:
    """In the order in which they were kept."""
    return lambda: PaperVersion.objects.order_by("number")[number - 1].ref


def comment() -> str:
    """One that waits for an answer."""
    wallace = User.objects.get(username="cllr_wallace")
    return comment_on(
        Paper.objects.get(),
        text="Say which of these the council has the money for.",
        section="background",
        by=wallace,
        at=clock.now(),
    ).ref


def released_paper() -> str:
    """Approved and released by the chair."""
    gordon, found = User.objects.get(username="cllr_gordon"), Paper.objects.get()
    approve_paper(found, seen=found.version, by=gordon, at=clock.now())
    release_public(found, seen=found.version, by=gordon, at=clock.now())
    return found.ref


PAPER_LOOKS: dict[str, list[Look]] = {
    "board:paper_rows": [
        Look("morag", paper, {"which": which}, called=f"rows-{which}")
        for which in ("resources", "log", "wall", "overlaps")
    ],
    "board:paper_upload": [Look("morag", paper, asks=True)],
    "board:paper_exempt": [Look("morag", paper)],
    "board:paper_versions": [Look("morag", paper)],
    "board:paper_version": [
        Look("morag", version(1), called="version-first"),
        Look("morag", version(3)),
        Look(
            "morag",
            version(12),
            query=lambda: f"?since={version(1)()}",
            called="version-since",
        ),
    ],
    "board:paper_restore": [Look("morag", version(2))],
    "board:paper_resolve": [Look("morag", comment, asks=True)],
    "board:paper_comments": [
        Look("morag", paper, asks=True),
        Look("cllr_wallace", paper, called="comments-member"),
    ],
    "board:paper_release": [Look("cllr_gordon", paper)],
    "board:paper_public": [
        Look("morag", paper),
        Look("cllr_gordon", released_paper, called="public-released"),
    ],
    "board:paper_withdraw": [Look("cllr_gordon", paper)],
}
