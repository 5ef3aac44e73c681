"""Every change of a paper: refused where another came first, and kept as a version of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import F

from drystane.access.errors import NotAllowed, changed_meanwhile
from drystane.access.models import User
from drystane.board.models import Paper, PaperVersion
from drystane.board.operations.meeting import hold_open
from drystane.board.paper_text import Behind, PaperText, Request, Words, to_json

What = PaperVersion.What


@contextmanager
def changing(
    paper: Paper,
    what: PaperVersion.What,
    *,
    seen: int,
    by: User | None,
    at: datetime,
    section: str = "",
    restores: PaperVersion | None = None,
    **fields: Any,
) -> Iterator[None]:
    """Write only if the meeting is open and nobody has changed the paper since it was seen.

    A change takes the chair's approval back. What the paper then says is kept.
    """
    hold_open(paper.meeting)
    was_approved = Paper.objects.filter(pk=paper.pk, state=Paper.State.APPROVED).exists()
    back_to_draft = {"state": Paper.State.DRAFT, "approved_by": None, "approved_at": None}
    changed = Paper.objects.filter(pk=paper.pk, version=seen).update(
        version=F("version") + 1, **{**back_to_draft, **fields}
    )
    if not changed:
        raise NotAllowed(changed_meanwhile("paper"))
    paper.refresh_from_db()
    yield
    keep_version(
        paper,
        what,
        section=section,
        restores=restores,
        took_approval_back=was_approved and what != What.APPROVED,
        by=by,
        at=at,
    )


def keep_version(
    paper: Paper, what: PaperVersion.What, *, by: User | None, at: datetime, **more: Any
) -> PaperVersion:
    return PaperVersion.objects.create(
        paper=paper,
        number=paper.version,
        what=what,
        body=to_json(text_of(paper)),
        marking=paper.marking,
        descriptor=paper.descriptor,
        by=by,
        at=at,
        **more,
    )


def text_of(paper: Paper) -> PaperText:
    """What the paper says now."""
    sections: dict[str, list[Words]] = {}
    for paragraph in paper.paragraphs.order_by("section", "order"):
        words = Words(paragraph.text, paragraph.exempt_under)
        sections.setdefault(paragraph.section, []).append(words)
    return PaperText(
        to=paper.to,
        report_by=paper.report_by,
        heading=paper.heading,
        sections={key: tuple(rows) for key, rows in sections.items()},
        recommendations=tuple(
            Request(one.ref, one.verb, one.text, one.exempt_under)
            for one in paper.recommendations.order_by("order")
        ),
        appendices=tuple(
            Behind(
                one.title,
                edition=one.edition.code if one.edition else "",
                text=one.text,
                file=one.file.ref if one.file else "",
                exempt_under=one.exempt_under,
            )
            for one in paper.appendices.select_related("edition", "file").order_by("order")
        ),
        form=paper.form,
        exempt_tables=dict(paper.exempt_tables.order_by("which").values_list("which", "exempt_under")),
    )
