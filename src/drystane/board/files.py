"""A paper taken away as a file: from which pack, under which name, with which line in the trail."""

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.audit import trail
from drystane.board.gather import gather_paper
from drystane.board.models import Paper, StoredPack
from drystane.board.own_templates import own_template
from drystane.board.public import gather_public
from drystane.documents import html, packs
from drystane.documents.packs import Pack

KINDS = ("docx", "html", "pdf")
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}


def pack_of(paper: Paper, *, today: date) -> Pack:
    """As it was when its meeting closed; until then as it would be printed today."""
    stored = StoredPack.objects.for_board().filter(paper=paper).first() if paper.meeting.is_closed else None
    if stored is not None:
        return packs.from_json(stored.body)
    return gather_paper(paper, on=min(today, paper.meeting.on))


def public_pack_of(paper: Paper, *, today: date) -> Pack | None:
    """Its public version: as kept when its meeting closed; until then as it would be released today.

    None for a paper that is sensitive as a whole, and for one whose meeting closed without keeping any.
    """
    if paper.is_sensitive:
        return None
    if not paper.meeting.is_closed:
        return gather_public(paper, on=min(today, paper.meeting.on))
    newest = StoredPack.objects.for_public().filter(paper=paper).order_by("stored_at", "pk").last()
    return packs.from_json(newest.body) if newest else None


def rendered(pack: Pack, kind: str) -> bytes:
    """The file. Raises NotRendered where its kind cannot hold what the paper says."""
    # What makes Word files and PDFs takes a third of a second to load, which no page need spend.
    if kind == "html":
        return html.render_html(pack).encode()
    if kind == "pdf":
        from drystane.documents.pdf import render_pdf  # noqa: PLC0415

        return render_pdf(pack)
    from drystane.documents.word import render_word  # noqa: PLC0415

    return render_word(pack, own_template(pack.form))


def file_name(paper: Paper) -> str:
    """The day and the heading. A sensitive paper's name tells nothing of what is in it."""
    words = "official-sensitive" if paper.is_sensitive else slugify(paper.heading)[:80].strip("-")
    return f"{paper.meeting.on.isoformat()}-{words}"


def export_permission(paper: Paper) -> Permission:
    return Permission.EXPORT_SENSITIVE if paper.is_sensitive else Permission.EXPORT_OFFICIAL


@transaction.atomic
def record_export(paper: Paper, kind: str, *, by: User | None, at: datetime, purpose: str = "") -> None:
    """Say in the trail who took it, and why if it is sensitive."""
    why = purpose if paper.is_sensitive else ""
    trail.record("paper.exported", paper, by=by, at=at, purpose=why, details={"kind": kind})
