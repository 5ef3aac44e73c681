"""Put a file behind a paper."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board import cabinet
from drystane.board.models import Appendix, Draft, Paper, StoredFile
from drystane.board.operations.changing import What, changing
from drystane.board.operations.paper import open_words
from drystane.marking.models import Marking


def attach_file(
    paper: Paper,
    *,
    title: str,
    name: str,
    content: bytes,
    marking: Marking = Marking.OFFICIAL,
    descriptor: str = "",
    seen: int,
    by: User | None,
    at: datetime,
) -> Appendix:
    """Keep the file, and list it as an appendix. Its marking is its own and at most that of its paper.

    The bytes are on the disk before the row says so; without the row they are taken away again.
    """
    if marking == Marking.SENSITIVE and not paper.is_sensitive:
        raise NotAllowed("That file is OFFICIAL-SENSITIVE: mark the paper so first, or leave it out.")
    try:
        clean = cabinet.check(name, content)
    except cabinet.BadFile as error:
        raise ValidationError({"file": str(error)}) from error
    kept_as = cabinet.keep(content)
    try:
        with transaction.atomic():
            return list_file(
                paper,
                StoredFile(
                    paper=paper,
                    name=clean,
                    kept_as=kept_as,
                    digest=cabinet.digest_of(content),
                    size=len(content),
                    marking=marking,
                    descriptor=descriptor,
                    uploaded_by=by,
                    uploaded_at=at,
                ),
                title=title,
                seen=seen,
                by=by,
                at=at,
            )
    except BaseException:
        cabinet.discard(kept_as)
        raise


def list_file(
    paper: Paper, file: StoredFile, *, title: str, seen: int, by: User | None, at: datetime
) -> Appendix:
    with changing(paper, What.APPENDED, seen=seen, by=by, at=at):
        file.full_clean()
        file.save()
        order = paper.appendices.count() + 1
        appendix = Appendix.objects.create(paper=paper, order=order, title=open_words(title), file=file)
    trail.record("paper.file_appended", file, by=by, at=at, details={"digest": file.digest})
    return appendix


def sweep_files(at: datetime) -> int:
    """Discard the bytes of uploads that broke off before their row was written. Says how many."""
    behind_papers = StoredFile.objects.values_list("kept_as", flat=True)
    behind_drafts = Draft.objects.values_list("kept_as", flat=True)
    return cabinet.sweep(at, wanted=frozenset((*behind_papers, *behind_drafts)))
