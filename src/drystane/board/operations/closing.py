"""Close a meeting: freeze what it had before it, and hand what it asked for to the next one."""

from datetime import datetime

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.gather import gather_paper
from drystane.board.models import Decision, Meeting, Paper, PaperRecommendation, StoredPack
from drystane.board.operations.carrying import carry_asks
from drystane.board.operations.meeting import hold_open, put_log_on_agenda
from drystane.board.operations.publishing import freeze_public
from drystane.documents.packs import digest, to_json
from drystane.plans.models import Action

STATE_PURPOSE = (
    "Something is missing on items that are shown to you only for a stated purpose. "
    "Say why you need OFFICIAL-SENSITIVE records, then look at this meeting again."
)


@transaction.atomic
def close_meeting(
    meeting: Meeting, *, seen: int | None = None, by: User | None, at: datetime
) -> list[StoredPack]:
    """Freeze the meeting: each paper's Pack is stored. The next meeting gets the rolling action log, and
    whatever was asked for this one and has not come.

    Raises NotAllowed if it is closed already, has changed since it was `seen`, or lacks something.
    """
    hold_open(meeting, seen=seen)
    if missing := still_missing(meeting, by=by):
        raise NotAllowed(missing)
    packs = [store_pack(paper, by=by, at=at) for paper in Paper.objects.filter(item__meeting=meeting)]
    for paper in Paper.objects.filter(item__meeting=meeting):
        freeze_public(paper, by=by, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(
        state=Meeting.State.CLOSED, closed_at=at, closed_by=by, quorum_when_closed=meeting.group.quorum
    )
    meeting.refresh_from_db()
    if following := Meeting.objects.filter(group=meeting.group).next_after(meeting.on):
        put_log_on_agenda(following)
        carry_asks(following, by=by, at=at)
    trail.record("meeting.closed", meeting, by=by, at=at, details={"packs": len(packs)})
    return packs


def still_missing(meeting: Meeting, *, by: User | None) -> str:
    """What keeps the meeting open, told only as far as this person sees it. Nothing once it may close.

    An action they may not see is no follow-up to them: else a meeting that may close would tell of it.
    """
    board = meeting.group
    actions = Action.objects.visible_to(by) if by else Action.objects.for_audience(board, sensitive=True)
    undecided = PaperRecommendation.objects.filter(paper__item__meeting=meeting).undecided()
    unfollowed = Decision.objects.filter(item__meeting=meeting).without_follow_up(actions)
    seen = undecided.visible_to(by) if by else undecided
    if count := seen.count():
        have = "recommendation has" if count == 1 else "recommendations have"
        return f"{count} {have} no outcome yet. Say for each what the board did, then close the meeting."
    asked = unfollowed.visible_to(by) if by else unfollowed
    if count := asked.count():
        decisions = "decision asks" if count == 1 else "decisions ask"
        return (
            f"{count} {decisions} for an action that nobody has been given. Add it, then close the meeting."
        )
    # Only now, so that nothing hidden changes what is said of, or asked about, what is seen.
    return STATE_PURPOSE if undecided.exists() or unfollowed.exists() else ""


def store_pack(paper: Paper, *, by: User | None, at: datetime) -> StoredPack:
    pack = gather_paper(paper, on=paper.meeting.on)
    return StoredPack.objects.create(
        meeting=paper.meeting,
        paper=paper,
        version=paper.version,
        body=to_json(pack),
        digest=digest(pack),
        marking=paper.marking,
        descriptor=paper.descriptor,
        stored_at=at,
        stored_by=by,
    )
