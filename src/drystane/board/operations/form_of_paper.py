"""Put a paper into another council's form, and fill in the lines that its form asks for."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.forms_of_paper import FRONT, known_forms, paper_form
from drystane.board.models import FormOfBoard, Paper, Paragraph
from drystane.board.operations.changing import What, changing
from drystane.board.operations.paper import marked_words, open_words, renew_citations
from drystane.partners.models import Group

CHANGED_MEANWHILE = "Somebody else has just chosen a form for this board. Look at it again first."


@transaction.atomic
def choose_default_form(group: Group, *, form: str, seen: int, by: User, at: datetime) -> None:
    """Let the board's new papers begin in this form; others keep theirs. `seen` is 0 at first."""
    if form not in known_forms():
        raise ValidationError("Choose one of the forms of paper.")
    now = {"form": form, "chosen_by": by, "chosen_at": at}
    try:
        with transaction.atomic():
            if not seen:
                FormOfBoard.objects.create(group=group, **now)
            elif not FormOfBoard.objects.filter(group=group, version=seen).update(
                version=F("version") + 1, **now
            ):
                raise NotAllowed(CHANGED_MEANWHILE)
    except IntegrityError as error:  # somebody chose between the look and the write
        raise NotAllowed(CHANGED_MEANWHILE) from error
    trail.record("board.form_chosen", group, by=by, at=at, details={"form": form})


@transaction.atomic
def choose_form(paper: Paper, *, form: str, seen: int, by: User, at: datetime) -> None:
    """What is written under a key stays there: a form that has the key prints it, another does not."""
    if form not in known_forms():
        raise ValidationError("Choose one of the forms of paper.")
    with changing(paper, What.FORM, seen=seen, by=by, at=at, form=form):
        pass  # not a word is changed
    trail.record("paper.form_chosen", paper, by=by, at=at, details={"form": form})


@transaction.atomic
def write_lines(paper: Paper, *, lines: Mapping[str, str], seen: int, by: User, at: datetime) -> None:
    """Replace what the form's lines say. An empty one is printed as not stated."""
    asked = {key for key, _ in paper_form(paper.form).asked}
    if unknown := lines.keys() - asked:
        raise ValidationError(f"This form of paper has no line {min(unknown)!r}.")
    with changing(paper, What.LINES, seen=seen, by=by, at=at):
        paper.paragraphs.filter(section__in=lines).delete()
        Paragraph.objects.bulk_create(
            line_of(paper, key, " ".join(text.split())) for key, text in lines.items() if text.strip()
        )
        renew_citations(paper)
    trail.record("paper.lines_written", paper, by=by, at=at)


def line_of(paper: Paper, key: str, text: str) -> Paragraph:
    """A line above the title is open to whoever may see the paper; one of a block may be exempt."""
    words, exempt_under = (open_words(text), "") if key.startswith(FRONT) else marked_words(text)
    return Paragraph(paper=paper, section=key, order=1, text=words, exempt_under=exempt_under)
