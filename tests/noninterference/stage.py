"""One partnership, made the same each time, with or without hidden records among the visible ones.

The visible records are those of `tests.policy`, and enough besides for long lists, a log and a wall. Their
public ids are the same with and without; their row numbers are not, since hidden rows are made before,
between and after them.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

import pytest

from drystane.access.models import User
from drystane.assessment.models import Answer, Gap
from drystane.audit import refs
from drystane.board.models import (
    ActionReason,
    AgendaItem,
    Decision,
    Meeting,
    PaperRecommendation,
    Rest,
    Tasking,
    TaskingState,
)
from drystane.board.operations import calendars
from drystane.partners.models import Group, Membership
from drystane.plans import likeness
from drystane.plans.models import Action, Plan, PlanMessage, PreventionLevel, Status, Update
from drystane.sheets.models import exports as sheets
from drystane.strategy.models import Adoption, Audience, Edition, Figure, Message, Recommendation
from tests.big.basis import pick
from tests.cast import NOW, TODAY, Partnership, make_partnership, make_plan
from tests.noninterference.hidden import Hidden, hide_actions, hide_items, hide_jobs, hide_sessions, tie
from tests.noninterference.hidden_assessments import (
    Asked,
    hide_agreement,
    hide_assessments,
    make_asked,
    tie_assessments,
)
from tests.noninterference.hidden_campaigns import hide_campaigns
from tests.noninterference.hidden_drafts import hide_drafts, tie_drafts
from tests.noninterference.hidden_overlaps import tie_overlaps
from tests.policy.world import Who, World, add_people, add_records, make_desk

# Whose OFFICIAL-SENSITIVE records are hidden.
INTEGRITYS = "integrity"
BOARDS = "board"
BOTH = frozenset({INTEGRITYS, BOARDS})
NOTHING: frozenset[str] = frozenset()
JUNE, OCTOBER, DECEMBER = date(2015, 6, 3), date(2015, 10, 7), date(2015, 12, 2)


@dataclass(frozen=True)
class Onlooker:
    """Somebody who may not see what is hidden, or has not said why they need to."""

    who: Who
    purpose: bool
    hidden: frozenset[str] = BOTH

    def __str__(self) -> str:
        return " ".join((*self.who, "" if self.purpose else "without a purpose")).strip()


ONLOOKERS = (
    Onlooker(("board", "chair"), purpose=True, hidden=frozenset({INTEGRITYS})),
    Onlooker(("board", "observer"), purpose=True),
    Onlooker(("board", "lead_officer"), purpose=False),
    Onlooker(("integrity", "contributor who leads"), purpose=True),
    Onlooker(("integrity", "member who leads"), purpose=False),
    Onlooker(("prevent", "chair"), purpose=True),
    Onlooker(("formerly integrity", "chair"), purpose=True),
)


# What PostgreSQL may do otherwise, order rows that nothing orders, it does whoever looks. Two look there: one
# before whom sensitive records are hidden for want of a purpose, and one who sees little but their own.
ON_BOTH_DATABASES = {("board", "lead_officer"), ("integrity", "contributor who leads")}


def each(onlookers: Iterable[Onlooker]) -> list[Any]:
    """As parameters of a test; most of them on SQLite only."""
    return [
        pytest.param(one, marks=[] if one.who in ON_BOTH_DATABASES else pytest.mark.once, id=str(one))
        for one in onlookers
    ]


@dataclass
class Stage:
    """The visible records by kind, and what is hidden among them."""

    world: World
    asked: Asked
    hidden: Hidden = field(default_factory=Hidden)
    actions: list[Action] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    taskings: list[Tasking] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def person(self, onlooker: Onlooker) -> User:
        return self.world.people[onlooker.who]

    @property
    def december(self) -> Meeting:
        """A meeting with nothing on its agenda but what may be hidden."""
        return next(meeting for meeting in self.meetings if meeting.on == DECEMBER)

    @property
    def waiting(self) -> Decision:
        """It asked for an action, of which nothing is to be seen, and alone holds its meeting open."""
        return next(decision for decision in self.decisions if decision.item.meeting.on == OCTOBER)


def set_up(hide: frozenset[str] = NOTHING) -> Stage:
    likeness.forget()
    with same_chance():
        cast = make_partnership()
        Membership.objects.all().delete()
        stage = Stage(
            World(cast, make_desk(cast)), make_asked(cast.board), plans=list(Plan.objects.order_by("pk"))
        )
        add_people(stage.world)
        # Visible, with nothing visible in it: only what is hidden could give it away.
        stage.plans.append(make_plan(cast.integrity, "bare", "Bare Plan"))
        stage.meetings = [make_meeting(cast.board, on) for on in (JUNE, OCTOBER, DECEMBER)]
        hide_some(stage, hide, time=0)
        add_records(stage.world)
        stage.meetings.append(Meeting.objects.get(ref=stage.world.refs["meeting"]))
        more_actions(stage, first=0, many=16)
        hide_some(stage, hide, time=1)
        more_actions(stage, first=16, many=16)
        more_work(stage)
        hide_some(stage, hide, time=2)
        if hide:
            tie_all(stage)
    return stage


@contextmanager
def same_chance(seed: int = 2015) -> Iterator[None]:
    """Public ids drawn from the same chance each time."""
    chance = Random(seed)
    with ExitStack() as stack:
        for module in (refs, sheets, calendars):
            drawn = stack.enter_context(patch.object(module, "secrets"))
            drawn.choice = chance.choice
            drawn.token_hex = drawn.token_urlsafe = lambda size: chance.randbytes(size).hex()
        yield


def hide_some(stage: Stage, hide: frozenset[str], *, time: int) -> None:
    """Called before, between and after the visible records."""
    cast, people = stage.world.cast, stage.world.people
    leaders = [people[onlooker.who] for onlooker in ONLOOKERS]
    bodies = [cast.council, cast.fire, cast.charity]
    if INTEGRITYS in hide:
        for plan, many in ((cast.integrity_plan, 60), (stage.plans[-1], 10)):
            hide_actions(stage.hidden, plan, many, leaders=leaders, bodies=bodies)
        questions = stage.asked.questions
        hide_assessments(stage.hidden, cast.integrity, questions, time=time, people=leaders)
        if time == 1:
            hide_agreement(stage.hidden, stage.asked, people=leaders)
        hide_campaigns(stage.hidden, cast.integrity, 3)
        hide_jobs(stage.hidden, [people["integrity", "observer"], people["", "stranger"]], 4)
    if BOARDS in hide:
        hide_assessments(stage.hidden, cast.board, stage.asked.others, time=time, people=leaders)
        hide_actions(stage.hidden, cast.board_plan, 20, leaders=leaders, bodies=bodies)
        hide_items(stage.hidden, stage.meetings, 12, by=people["board", "chair"])
        hide_sessions(stage.hidden, body=cast.fire, by=people["board", "chair"])
        hide_drafts(stage.hidden, cast.board, 4, by=people["board", "chair"])
        hide_campaigns(stage.hidden, cast.board, 2)


def make_meeting(board: Group, on: date) -> Meeting:
    closed_at = datetime.combine(on, time(16), UTC) if on < TODAY else None
    state = Meeting.State.CLOSED if closed_at else Meeting.State.PLANNED
    return Meeting.objects.create(group=board, on=on, state=state, closed_at=closed_at)


def more_actions(stage: Stage, *, first: int, many: int) -> None:
    """Most of them Integrity's, so that its list has a second page."""
    cast, people = stage.world.cast, stage.world.people
    plans = [
        cast.integrity_plan,
        cast.integrity_plan,
        cast.board_plan,
        cast.integrity_plan,
        cast.prevent_plan,
    ]
    leaders = [people[onlooker.who] for onlooker in ONLOOKERS]
    asked = list(Recommendation.objects.order_by("order"))
    stage.actions += [
        Action.objects.create(
            plan=pick(plans, number),
            code=f"A{number}",
            title=f"Check {number:02} of licences",
            lead_person=pick((*leaders, None), number // 5),
            lead_body=cast.council if number % 3 else None,
            money=number * 1000 if number % 4 else None,
            staff_days=number if number % 5 else None,
            prevention_level=pick((*PreventionLevel.values, ""), number),
            recommendation=pick(asked, number),
            starts_on=TODAY - timedelta(days=200),
            due_on=TODAY + timedelta(days=number * 3 - 30),
            status=pick([Status.PROPOSED, Status.AGREED, Status.UNDER_WAY, Status.DONE], number // 5),
        )
        for number in range(first, first + many)
    ]


def more_work(stage: Stage) -> None:
    """What the visible records are tied by: decisions, reasons, reports, messages, an adoption."""
    cast, (june, october, *_) = stage.world.cast, stage.meetings
    edition = Edition.objects.get(ref=stage.world.refs["edition"])
    chair = stage.world.people["board", "chair"]
    Adoption.objects.create(edition=edition, group=cast.board, adopted_on=june.on, by=chair, at=NOW)
    untasked = edition.recommendations.create(
        objective=edition.objectives.get(order=1),
        audience=Audience.BUSINESSES,
        code="2015-R9",
        order=9,
        text="Ask",
    )
    asked_of = dict(zip(edition.recommendations.order_by("order")[1:4], give(cast), strict=True))
    for asked, (group, state) in asked_of.items():
        Tasking.objects.create(
            board=cast.board,
            to_group=group,
            recommendation=asked,
            asked=f"Say how {asked.code} is met",
            report_back_on=TODAY + timedelta(days=20),
            given_by=chair,
            given_at=NOW,
            state=state,
        )
    # In October only one thing holds the meeting open: an action was asked for, and none is to be seen.
    for meeting in (june, october):
        item = AgendaItem.objects.create(meeting=meeting, order=1, title="Licences", kind="discussion")
        Decision.objects.create(item=item, outcome="action", words="Look at it", by=chair, at=NOW)
    stage.recommendations = [*asked_of, untasked]
    stage.taskings = list(Tasking.objects.order_by("pk"))
    stage.decisions = list(
        Decision.objects.filter(item__marking="official").select_related("item__meeting").order_by("pk")
    )
    asked_in_june = next(one for one in stage.decisions if one.item.meeting == june)
    for action in stage.actions[:6]:
        ActionReason.objects.create(action=action, decision=asked_in_june)
        Update.objects.create(
            action=action, on=TODAY, progress="on_track", text="Begun", by=action.lead_person, at=NOW
        )
    for action, tasking in zip(stage.actions[6:8], stage.taskings[1:], strict=False):
        ActionReason.objects.create(action=action, tasking=tasking)
    add_messages(stage, edition)


def give(cast: Partnership) -> list[tuple[Group, TaskingState]]:
    return [
        (cast.prevent, TaskingState.GIVEN),
        (cast.integrity, TaskingState.ACCEPTED),
        (cast.board, TaskingState.RETURNED),
    ]


def add_messages(stage: Stage, edition: Edition) -> None:
    """Of the strategy and of a group, carried by a plan and rested on by papers."""
    cast = stage.world.cast
    audience = Audience.BUSINESSES
    message = Message.objects.create(edition=edition, code="M1", audience=audience, text="Check first")
    own = Message.objects.create(group=cast.integrity, code="M2", audience=audience, text="Ask, then check")
    for carried in (message, own):
        PlanMessage.objects.create(plan=cast.integrity_plan, message=carried, added_at=NOW)
    for asked in visible_requests(stage):
        Rest.objects.create(recommendation=asked, action=stage.actions[0])
        Rest.objects.create(recommendation=asked, tasking=stage.taskings[0])
        Rest.objects.create(recommendation=asked, message=message)


def visible_requests(stage: Stage) -> list[PaperRecommendation]:
    refs = stage.world.refs
    return list(PaperRecommendation.objects.filter(ref__in=[refs["asked"], refs["asked!"]]).order_by("pk"))


def tie_all(stage: Stage) -> None:
    tie(
        stage.hidden,
        recommendations=stage.recommendations,
        messages=list(Message.objects.order_by("code")),
        taskings=stage.taskings,
        decisions=stage.decisions,
        asked=visible_requests(stage),
        actions=stage.actions[:4],
    )
    lead = stage.world.people["integrity", "lead_officer"]
    tie_overlaps(stage.hidden, actions=stage.actions, by=lead)
    if stage.hidden.drafts:
        records = [
            *(("action", action) for action in stage.actions[:4]),
            *(("tasking", tasking) for tasking in stage.taskings),
            *(("message", message) for message in Message.objects.order_by("code")),
            *(("figure", figure) for figure in Figure.objects.order_by("code")),
            *(("recommendation", asked) for asked in visible_requests(stage)),
        ]
        tie_drafts(stage.hidden, records, by=stage.world.people["board", "chair"])
    if stage.hidden.agreements:  # those of Integrity are hidden
        refs, plan = stage.world.refs, stage.world.cast.integrity_plan
        tie_assessments(
            stage.hidden,
            answers=[Answer.objects.get(ref=refs["answer"])],
            gaps=[Gap.objects.get(ref=refs["gap"])],
            actions=[action for action in stage.actions if action.plan == plan][4:7],
            by=lead,
        )
