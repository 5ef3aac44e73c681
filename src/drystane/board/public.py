"""The public version of a paper: gathered without what is exempt, never rendered with it and then hidden.

What is kept from the public is not read from the database. Its number stays, and says by what law it is kept.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Case, F, TextField, Value, When
from django.urls import reverse

from drystane.board import layout
from drystane.board.action_log import gather_log, log_table
from drystane.board.exemptions import in_place_of
from drystane.board.forms_of_paper import paper_form
from drystane.board.gather import (
    Texts,
    Which,
    counted_for,
    edition_for,
    gather_appendix,
    gather_recommendations,
    gather_wall,
    notes_with_marks,
    overlaps_table,
    resources_table,
    said_of,
)
from drystane.board.models import Paper
from drystane.board.notes import Notes
from drystane.board.refreshing import CAPTION, Sight, refresh_table
from drystane.documents.packs import Appendix, Pack, Picture, Table
from drystane.plans.effort import tally
from drystane.strategy.models import Edition

MARKING = "PUBLIC VERSION"
AUDIENCE = "The public"
SIGHT = "in what is open"
NOT_PUBLISHED = "A file that is not published"


def if_open(name: str) -> Case:
    """The value of a column where it is not exempt, and nothing where it is."""
    return Case(When(exempt_under="", then=F(name)), default=Value(""), output_field=TextField())


def gather_public(paper: Paper, *, on: date) -> Pack:
    """The paper for anybody. Raises ValueError for one that is sensitive as a whole: it has none."""
    if paper.is_sensitive:
        raise ValueError("An OFFICIAL-SENSITIVE paper has no public version.")
    form = paper_form(paper.form)
    texts = Texts.of(paper, if_open)
    notes = Notes(texts.as_printed(form))
    appendices = tuple(open_appendices(paper))
    edition = edition_for(paper.meeting.group, on=on)
    return Pack(
        **said_of(paper, form, texts, notes, appendices),
        marking=MARKING,
        recommendations=gather_recommendations(texts, form, notes, {}),
        audience=AUDIENCE,
        counted_on=on,
        tables=(
            *layout.tables(form, texts.paragraphs, notes_with_marks(notes)),
            *open_tables(paper, edition, texts.exempt, on=on),
        ),
        wall=open_wall(paper, edition, texts.exempt, on=on),
        notes=tuple(replace(note, page="") for note in notes.all()),
        appendices=appendices,
        warnings=notes.warnings(),
    )


def open_tables(
    paper: Paper, edition: Edition | None, exempt: dict[str, str], *, on: date
) -> Iterator[Table]:
    """What is exempt is not even counted."""
    group = paper.meeting.group
    actions, pairs = counted_for(group, sensitive=False)
    counted = tally(
        actions.none() if Which.RESOURCES in exempt else actions,
        pairs.none() if Which.OVERLAPS in exempt else pairs,
    )
    if number := exempt.get(Which.RESOURCES):
        yield kept_back("Resources by level of prevention", number, section="prevention")
    else:
        yield resources_table(counted)
    if number := exempt.get(Which.OVERLAPS):
        yield kept_back(Which.OVERLAPS.label, number)
    elif counted.pairs:
        yield overlaps_table(counted)
    if number := exempt.get(Which.LOG):
        yield kept_back("Rolling action log", number)
    else:
        yield log_table(gather_log(group, before=paper.meeting, on=on, sensitive=False))
    if number := exempt.get(Which.REFRESH):
        yield kept_back(CAPTION, number, section="background")
    elif changes := refresh_table(edition, group, Sight.of_audience(group, sensitive=False)):
        yield changes
    if number := exempt.get(Which.WALL):
        yield kept_back("The wall", number)


def kept_back(caption: str, number: str, *, section: str = "") -> Table:
    return Table(caption, columns=(), rows=(), section=section, empty=in_place_of(number))


def open_wall(paper: Paper, edition: Edition | None, exempt: dict[str, str], *, on: date) -> Picture | None:
    if Which.WALL in exempt:
        return None
    return gather_wall(paper.meeting.group, edition, on=on, sensitive=False, sight=SIGHT)


def open_appendices(paper: Paper) -> Iterator[Appendix]:
    rows = paper.appendices.order_by("order")
    standing = {
        one.order: one for one in rows.filter(exempt_under="").select_related("edition__source", "file")
    }
    for order, number in rows.values_list("order", "exempt_under"):
        if number:
            yield Appendix(order, in_place_of(number))
        elif (file := standing[order].file) is None:
            yield gather_appendix(standing[order])
        elif file.is_sensitive:
            yield Appendix(order, NOT_PUBLISHED)
        else:
            # Where anybody takes it, once this version is released.
            page = reverse("board:published_file", args=[paper.ref, file.ref])
            yield replace(gather_appendix(standing[order]), page=page)
