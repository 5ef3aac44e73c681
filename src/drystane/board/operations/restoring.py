"""Go back to an earlier version of a paper: its text becomes a new version."""

from datetime import datetime

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.forms_of_paper import known_forms
from drystane.board.models import (
    Appendix,
    ExemptTable,
    Paper,
    PaperRecommendation,
    PaperVersion,
    Paragraph,
    StoredFile,
)
from drystane.board.operations.changing import What, changing
from drystane.board.operations.paper import must_be_undecided, renew_citations
from drystane.board.paper_text import PaperText, from_json
from drystane.strategy.models import Edition


@transaction.atomic
def restore_version(version: PaperVersion, *, seen: int, by: User, at: datetime) -> None:
    """Say again what the paper said then. Its marking stays as it is now.

    A recommendation that was taken out since comes back resting on no row: whoever restores it may not see
    all that it rested on, so it is for them to name the rows.
    """
    paper = version.paper
    if version.is_sensitive and not paper.is_sensitive:
        raise NotAllowed("That version was OFFICIAL-SENSITIVE: mark the paper so first.")
    text = from_json(version.body)
    front = {"to": text.to, "report_by": text.report_by, "heading": text.heading}
    if text.form in known_forms():
        front["form"] = text.form
    with changing(paper, What.RESTORED, seen=seen, by=by, at=at, restores=version, **front):
        restore_paragraphs(paper, text)
        restore_recommendations(paper, text)
        restore_appendices(paper, text)
        paper.exempt_tables.all().delete()
        ExemptTable.objects.bulk_create(
            ExemptTable(paper=paper, which=which, exempt_under=number)
            for which, number in text.exempt_tables.items()
        )
        renew_citations(paper)
    trail.record("paper.version_restored", paper, by=by, at=at, details={"version": version.ref})


def restore_paragraphs(paper: Paper, text: PaperText) -> None:
    paper.paragraphs.all().delete()
    Paragraph.objects.bulk_create(
        Paragraph(paper=paper, section=section, order=order, text=one.text, exempt_under=one.exempt_under)
        for section, written in text.sections.items()
        for order, one in enumerate(written, start=1)
    )


def restore_recommendations(paper: Paper, text: PaperText) -> None:
    """Those that are there still keep their rows and their place in the world."""
    standing = {one.ref: one for one in paper.recommendations.all()}
    wanted = {one.ref for one in text.recommendations}
    for ref, one in standing.items():
        if ref not in wanted:
            must_be_undecided(one)
            one.delete()
    # Out of each other's way first: a number is given once.
    beyond = max(len(standing), len(wanted)) + 1
    for place, one in enumerate(standing[ref] for ref in standing.keys() & wanted):
        PaperRecommendation.objects.filter(pk=one.pk).update(order=beyond + place)
    for order, said in enumerate(text.recommendations, start=1):
        if said.ref not in standing:
            PaperRecommendation.objects.create(
                paper=paper,
                order=order,
                verb=said.verb,
                text=said.text,
                exempt_under=said.exempt_under,
            )
            continue
        one = standing[said.ref]
        if (one.verb, one.text) != (said.verb, said.text):
            must_be_undecided(one)
        one.order, one.verb, one.text, one.exempt_under = order, said.verb, said.text, said.exempt_under
        one.save(update_fields=["order", "verb", "text", "exempt_under"])


def restore_appendices(paper: Paper, text: PaperText) -> None:
    editions = {edition.code: edition for edition in Edition.objects.all()}
    files = {file.ref: file for file in StoredFile.objects.filter(paper=paper)}
    paper.appendices.all().delete()
    Appendix.objects.bulk_create(
        Appendix(
            paper=paper,
            order=order,
            title=one.title,
            edition=editions.get(one.edition),
            text=one.text,
            file=files.get(one.file),
            exempt_under=one.exempt_under,
        )
        for order, one in enumerate(text.appendices, start=1)
    )
