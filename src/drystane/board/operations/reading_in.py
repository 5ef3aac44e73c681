"""Read a paper in: keep its file, its text and what was found, and nothing of it as a record."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board import cabinet
from drystane.board.findings import Finding, findings
from drystane.board.models import Draft, DraftItem, DraftMove, DraftState
from drystane.board.models.drafts import TAKEN
from drystane.board.models.papers import Verb
from drystane.marking.models import Marking
from drystane.partners.models import Group
from drystane.sheets.child import NotRead
from drystane.strategy.papers.found import Paper
from drystane.strategy.papers.opening import open_paper

SAYS_SENSITIVE = "sensitive"  # in any of the words by which a paper is marked so


def read_in(
    group: Group,
    *,
    name: str,
    content: bytes,
    marking: Marking = Marking.OFFICIAL,
    descriptor: str = "",
    by: User | None,
    at: datetime,
    is_invented: bool = False,
) -> Draft:
    """Read a file in the capped process. Raises ValidationError with what is wrong and how to mend it.

    The bytes are on the disk before the row says so; without the row they are taken away again.
    """
    try:
        clean = cabinet.check_readable(name, content)
    except cabinet.BadFile as error:
        raise ValidationError({"file": str(error)}) from error
    kept_as = cabinet.keep(content)
    try:
        paper = open_paper(cabinet.folder() / kept_as, name=clean)
        must_be_marked_as_it_says(paper, marking)
        draft = Draft(
            group=group,
            name=clean,
            kept_as=kept_as,
            digest=cabinet.digest_of(content),
            size=len(content),
            marking=marking,
            descriptor=descriptor,
            read_by=by,
            read_at=at,
            is_invented=is_invented,
        )
        keep_draft(draft, paper, by=by, at=at)
    except NotRead as error:
        cabinet.discard(kept_as)
        raise ValidationError({"file": str(error)}) from error
    except BaseException:
        cabinet.discard(kept_as)
        raise
    return draft


def must_be_marked_as_it_says(paper: Paper, marking: Marking) -> None:
    said = paper.marking.text if paper.marking else ""
    if SAYS_SENSITIVE in said.lower() and marking == Marking.OFFICIAL:
        raise ValidationError({"marking": f"The paper says that it is “{said}”. Mark the draft so too."})


@transaction.atomic
def keep_draft(draft: Draft, paper: Paper, *, by: User | None, at: datetime) -> None:
    """The draft with what was found in the paper. The groups that it can name are the board's."""
    draft.title = (paper.title.text if paper.title else draft.name)[:240]
    draft.kind = paper.kind
    draft.text = paper.text
    draft.layout = {
        "pages": list(paper.pages),
        "lines": [(line.start, line.end) for line in paper.lines],
    }
    draft.full_clean()
    draft.save()
    theirs = Group.objects.filter(Q(pk=draft.group_id) | Q(overseen_by=draft.group_id))
    names = theirs.order_by("name").values_list("name", flat=True)
    found = findings(paper, groups=list(names), verbs=Verb.values)
    DraftItem.objects.bulk_create(item_of(draft, order, one) for order, one in enumerate(found, start=1))
    trail.record("draft.read", draft, by=by, at=at, details={"found": len(found), "digest": draft.digest})


def item_of(draft: Draft, order: int, found: Finding) -> DraftItem:
    return DraftItem(
        draft=draft,
        order=order,
        kind=found.kind,
        text=found.text,
        page=found.span.page,
        start=found.span.start,
        end=found.span.end,
        paragraph=found.paragraph,
        doubt=found.doubt,
        machine=found.values,
    )


def put_away(draft: Draft, *, by: User, at: datetime) -> None:
    """Done with it: it waits for nobody any more, and can be taken out again."""
    move(draft, DraftState.PUT_AWAY, by=by, at=at)


def take_out(draft: Draft, *, by: User, at: datetime) -> None:
    if not draft.kept_as:
        raise NotAllowed("The paper has been erased since, as the time for keeping it was over.")
    move(draft, DraftState.OPEN, by=by, at=at)


@transaction.atomic
def move(draft: Draft, to: DraftState, *, by: User, at: datetime) -> None:
    before = DraftState(draft.state)
    moved = to in draft.may_become() and Draft.objects.filter(pk=draft.pk, state=before).update(state=to)
    if not moved:
        raise NotAllowed("Somebody else has just done that. Look at the draft again first.")
    draft.refresh_from_db()
    trail.record(f"draft.{to.value}", draft, by=by, at=at)


@transaction.atomic
def forget_drafts(at: datetime, *, kept_for: timedelta) -> int:
    """Erase what was read so long ago: file, text, and what was found and not accepted. Says of how many.

    What became a record keeps the words it was read from, so that the record can say where it came from.
    """
    old = Draft.objects.filter(read_at__lt=at - kept_for).exclude(kept_as="")
    for draft in old:
        left = draft.items.exclude(state__in=TAKEN)
        DraftMove.objects.filter(item__in=left).delete()
        left.delete()
        kept_as = draft.kept_as
        Draft.objects.filter(pk=draft.pk).update(text="", layout={}, kept_as="", state=DraftState.PUT_AWAY)
        trail.record("draft.forgotten", draft, by=None, at=at)
        transaction.on_commit(lambda kept_as=kept_as: cabinet.discard(kept_as))  # type: ignore[misc]  # a default binds it now
    return len(old)
