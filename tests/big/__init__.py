"""A partnership with thousands of records, made in seconds: to measure its pages, and to show that neither
size nor hidden records change anything.

Each record is made from its number and from no chance, so that the same call makes the same partnership.
With `hidden`, OFFICIAL-SENSITIVE records lie before, between and after the others, which stay as they are.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from drystane.board.models import Meeting, Paper, Tasking
from drystane.plans.models import Action, Plan
from drystane.strategy.models import Edition, Figure, Recommendation
from drystane.threats.models import Threat
from tests.big.basis import Calendar, ref_of
from tests.big.board import close_meetings, make_meetings, make_papers, make_taskings
from tests.big.library import make_library
from tests.big.plans import give_reasons, make_actions
from tests.cast import TODAY, Partnership, make_partnership


@dataclass(frozen=True)
class Big:
    """The partnership, and one visible record of each kind to look at."""

    cast: Partnership
    edition: Edition
    recommendation: Recommendation
    figure: Figure
    threat: Threat
    plan: Plan
    action: Action  # the one with the longest history
    tasking: Tasking  # accepted
    meeting: Meeting  # the next one
    paper: Paper  # before it
    closed: Meeting  # the last one
    closed_paper: Paper  # whose pack was stored


def make_big(
    *,
    actions: int,
    hidden: int = 0,
    recommendations: int = 2_000,
    taskings: int = 500,
    meetings: int = 20,
    today: date = TODAY,
) -> Big:
    """Needs a few of everything, and two meetings. `hidden` counts the hidden actions and items, each."""
    calendar = Calendar(today)
    with transaction.atomic():
        cast = settled(make_partnership())
        library = make_library(cast, calendar, recommendations)
        diary = make_meetings(cast, calendar, meetings=meetings, hidden=hidden)
        taskings_given = make_taskings(cast, calendar, library, taskings)
        actions_made = make_actions(cast, calendar, library, actions=actions, hidden=hidden)
        give_reasons(actions_made, taskings_given, diary.decisions)
        papers = make_papers(cast, diary, library, actions_made, taskings_given)
        close_meetings(cast, diary, papers)
    paper_of = {paper.meeting: paper for paper in papers if not paper.is_sensitive}
    return Big(
        cast=cast,
        edition=library.edition,
        recommendation=library.recommendations[0],
        figure=library.figures[0],
        threat=library.threats[0],
        plan=cast.prevent_plan,
        action=actions_made[0],
        tasking=taskings_given[1],
        meeting=diary.planned[0],
        paper=paper_of[diary.planned[0]],
        closed=diary.past[-1],
        closed_paper=paper_of[diary.past[-1]],
    )


def settled(cast: Partnership) -> Partnership:
    """The cast with the same public ids each time."""
    for name, record in vars(cast).items():
        record.ref = ref_of("cast", name)
        record.save(update_fields=["ref"])
    return cast
