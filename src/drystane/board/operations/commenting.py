"""Say something of a draft, and answer it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.forms_of_paper import paper_form
from drystane.board.models import Paper, PaperComment
from drystane.board.operations.meeting import hold_open


@transaction.atomic
def comment_on(paper: Paper, *, text: str, section: str = "", by: User, at: datetime) -> PaperComment:
    """Say something of the paper, or of one section. The comment is marked as the paper is."""
    hold_open(paper.meeting)
    if section and paper_form(paper.form).heading(section) is None:
        raise ValidationError("This form of paper has no such section.")
    comment = PaperComment(
        paper=paper,
        section=section,
        text=text.strip(),
        marking=paper.marking,
        descriptor=paper.descriptor,
        by=by,
        at=at,
    )
    comment.full_clean()
    comment.save()
    trail.record("paper.commented", comment, by=by, at=at)
    return comment


@transaction.atomic
def resolve_comment(comment: PaperComment, *, reply: str, by: User, at: datetime) -> None:
    """Whoever writes the paper says what became of the comment. It is answered once."""
    hold_open(comment.paper.meeting)
    if not reply.strip():
        raise ValidationError({"reply": "Say what you did about the comment."})
    changed = PaperComment.objects.filter(pk=comment.pk, resolved_at=None).update(
        reply=reply.strip(), resolved_by=by, resolved_at=at
    )
    if not changed:
        raise NotAllowed("Somebody else has just answered this comment.")
    comment.refresh_from_db()
    trail.record("paper.comment_resolved", comment, by=by, at=at)
