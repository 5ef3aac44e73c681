"""Say which parts of a paper are kept from the public, and under which paragraph of the schedule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from drystane.access.models import User
from drystane.audit import trail
from drystane.board.exemptions import known_ground
from drystane.board.models import ExemptTable, Paper
from drystane.board.operations.changing import What, changing


@dataclass(frozen=True)
class Exempt:
    """For each part of a paper the number of the paragraph, or "" for what is open.

    Paragraphs are named by section and place, recommendations and appendices by their number.
    """

    paragraphs: Mapping[tuple[str, int], str] = field(default_factory=dict)
    recommendations: Mapping[int, str] = field(default_factory=dict)
    appendices: Mapping[int, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def say_exempt(paper: Paper, exempt: Exempt, *, seen: int, by: User | None, at: datetime) -> None:
    """Keep these parts from the public. A part that is not named stays as it is."""
    with changing(paper, What.EXEMPTED, seen=seen, by=by, at=at):
        for (section, order), number in exempt.paragraphs.items():
            paragraphs = paper.paragraphs.filter(section=section, order=order)
            paragraphs.update(exempt_under=known_ground(number))
        for order, number in exempt.recommendations.items():
            paper.recommendations.filter(order=order).update(exempt_under=known_ground(number))
        for order, number in exempt.appendices.items():
            paper.appendices.filter(order=order).update(exempt_under=known_ground(number))
        for which, number in exempt.tables.items():
            paper.exempt_tables.filter(which=which).delete()
            if known_ground(number):
                table = ExemptTable(paper=paper, which=which, exempt_under=number)
                table.full_clean()
                table.save()
    trail.record("paper.exempted", paper, by=by, at=at)
