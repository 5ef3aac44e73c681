"""Release the public version of a paper, and take it back. The chair does both."""

from datetime import datetime

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.models import Paper, StoredPack
from drystane.board.public import gather_public
from drystane.documents.packs import digest, to_json


@transaction.atomic
def release_public(paper: Paper, *, seen: int, by: User, at: datetime) -> StoredPack:
    """Let anybody read the public version of exactly the paper that was seen.

    While the meeting is open it is gathered and kept now; afterwards, what was kept when the meeting closed
    is what is released.
    """
    paper = Paper.objects.select_for_update().select_related("item__meeting__group").get(pk=paper.pk)
    if paper.is_sensitive:
        raise NotAllowed("The paper is OFFICIAL-SENSITIVE as a whole, so it has no public version.")
    if paper.version != seen:
        raise NotAllowed("Somebody else has just changed this paper. Look at its public version again first.")
    if paper.state != Paper.State.APPROVED:
        raise NotAllowed("Approve the paper first: only an approved paper is released.")
    standing = StoredPack.objects.published().filter(paper=paper).first()
    if standing is not None and standing.version == paper.version:
        raise NotAllowed("This version is released already.")
    if paper.meeting.is_closed:
        pack = StoredPack.objects.for_public().filter(paper=paper, released_at=None).first()
        if pack is None:
            raise NotAllowed("No public version was kept when the meeting closed.")
    else:
        pack = store_public(paper, by=by, at=at)
    withdraw(paper, by=by, at=at)
    StoredPack.objects.filter(pk=pack.pk).update(released_at=at, released_by=by)
    pack.refresh_from_db()
    trail.record("paper.released", paper, by=by, at=at, details={"digest": pack.digest})
    return pack


@transaction.atomic
def withdraw_public(paper: Paper, *, by: User, at: datetime) -> None:
    """Take the public version from the published page. It stays kept as it was."""
    if not withdraw(paper, by=by, at=at):
        raise NotAllowed("There is no released public version.")
    trail.record("paper.release_withdrawn", paper, by=by, at=at)


def withdraw(paper: Paper, *, by: User | None, at: datetime) -> int:
    standing = StoredPack.objects.for_public().filter(
        paper=paper, released_at__isnull=False, withdrawn_at=None
    )
    return standing.update(withdrawn_at=at, withdrawn_by=by)


def withdraw_where_sensitive(paper: Paper, *, by: User, at: datetime) -> None:
    """A paper that becomes sensitive as a whole leaves the published page in the same moment."""
    if paper.is_sensitive and withdraw(paper, by=by, at=at):
        trail.record("paper.release_withdrawn", paper, by=by, at=at)


def store_public(paper: Paper, *, by: User | None, at: datetime) -> StoredPack:
    """Keep the public version as it is now, released to nobody yet."""
    pack = gather_public(paper, on=min(at.date(), paper.meeting.on))
    return StoredPack.objects.create(
        meeting=paper.meeting,
        paper=paper,
        variant=StoredPack.Variant.PUBLIC,
        version=paper.version,
        body=to_json(pack),
        digest=digest(pack),
        stored_at=at,
        stored_by=by,
    )


def freeze_public(paper: Paper, *, by: User | None, at: datetime) -> None:
    """When the meeting closes: the public version as it is then, unless the same text is released already."""
    if paper.is_sensitive:
        return
    released = StoredPack.objects.published().filter(paper=paper, version=paper.version)
    if not released.exists():
        store_public(paper, by=by, at=at)
