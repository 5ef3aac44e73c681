"""The rows behind what a paper counts, as they stood when it was counted, for one reader's sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from drystane.access.models import User
from drystane.board.action_log import logged
from drystane.board.gather import Which, edition_for
from drystane.board.models import Meeting, Paper, StoredPack, Tasking, TaskingMove
from drystane.board.models.taskings import STANDING, TaskingQuerySet
from drystane.board.refreshing import refresh_of
from drystane.documents import packs
from drystane.marking.models import Marking
from drystane.partners.models import Group
from drystane.partners.sight import seen_by_audience
from drystane.plans.as_at import as_at
from drystane.plans.brag import brag
from drystane.plans.effort import DECIDED_AS, WAITS
from drystane.plans.models import (
    OPEN,
    SET_ASIDE,
    Action,
    Judgement,
    Overlap,
    PreventionLevel,
    Status,
    Step,
)
from drystane.plans.models.actions import LIVE, ActionQuerySet
from drystane.plans.models.overlaps import UNDECIDED, OverlapQuerySet
from drystane.plans.repointing import changed_reasons
from drystane.sheets.columns import Column
from drystane.strategy.models import Edition, Recommendation


@dataclass(frozen=True)
class Counting:
    """When a paper's rows were counted: as they stood `at` a moment, their dates judged as `on` a day."""

    at: datetime
    on: date
    sensitive: bool
    is_kept: bool


def counting_of(paper: Paper, *, now: datetime, today: date) -> Counting:
    """When its meeting was closed, as its stored pack says; until then now."""
    stored = StoredPack.objects.for_board().filter(paper=paper).first() if paper.meeting.is_closed else None
    if stored is None:
        return Counting(now, min(today, paper.meeting.on), paper.is_sensitive, is_kept=False)
    return Counting(
        stored.stored_at, packs.from_json(stored.body).counted_on, stored.is_sensitive, is_kept=True
    )


def rows_behind(which: str, meeting: Meeting, counting: Counting, *, reader: User) -> ActionQuerySet:
    """The actions that the table counted, so far as the reader may see them."""
    group = meeting.group
    counted = counted_then(Action.objects.visible_to(reader), group, counting)
    if which == Which.LOG:
        found = logged(counted, group, before=meeting, until=counting.at, status="status_then")
    else:
        found = counted.filter(~Q(status_then__in=SET_ASIDE))
    if which == Which.REFRESH:
        comparison = refresh_of(edition_then(group, counting), group).first()
        found = found.filter(Q(status_then__in=LIVE), Q(recommendation_then__in=changed_reasons(comparison)))
    if which == Which.WALL:
        asked = Recommendation.objects.filter(edition=edition_then(group, counting))
        found = found.filter(Q(recommendation_then__in=asked.values("pk")))
    return found.select_related("plan", "recommendation")


def counted_then(actions: ActionQuerySet, group: Group, counting: Counting) -> ActionQuerySet:
    """Those that a paper for the group's members held, by the marking they had then."""
    held = Q(marking_then=Marking.OFFICIAL)
    if counting.sensitive:
        held |= Q(plan__group=group)
    audience = seen_by_audience("plan__group", group, marked=False)
    return as_at(actions, counting.at).filter(held, audience)


def pairs_behind(meeting: Meeting, counting: Counting, *, reader: User) -> OverlapQuerySet:
    """The pairs that were counted, so far as the reader may see both their actions, by the last step that
    somebody had taken by then."""
    counted = counted_then(Action.objects.visible_to(reader), meeting.group, counting)
    steps = Judgement.objects.filter(overlap=OuterRef("pk")).order_by("-at", "-pk")
    last = steps.filter(at__lte=counting.at)
    was_open = counted.filter(Q(status_then__in=OPEN)).values("pk")
    asked_again = Q(state__in=UNDECIDED, last_step=F("newest_step"), found_at__lte=counting.at)
    is_decided = Q(last_kind__in=[Step.DECIDED, Step.CONFIRMED]) & ~asked_again
    found = (
        Overlap.objects.filter(first__in=counted.values("pk"), second__in=counted.values("pk"))
        .annotate(
            last_step=Subquery(last.values("pk")[:1]),
            last_kind=Coalesce(Subquery(last.values("step")[:1]), Value("")),
            newest_step=Subquery(steps.values("pk")[:1]),
        )
        .annotate(
            decision_then=Case(
                When(is_decided, then=Subquery(last.values("decision")[:1])), default=Value(WAITS)
            )
        )
        .filter(Q(last_step__isnull=False) | Q(found_at__lte=counting.at))
        .filter(~Q(decision_then=WAITS) | Q(first__in=was_open, second__in=was_open))
    )
    return found.select_related("first__plan__group", "second__plan__group")


def edition_then(group: Group, counting: Counting) -> Edition | None:
    return edition_for(group, on=counting.on, standing=standing_then(counting.at))


def standing_then(at: datetime) -> TaskingQuerySet:
    """The taskings that stood then: the first move after it says what stood before that."""
    later = TaskingMove.objects.filter(tasking=OuterRef("pk"), at__gt=at).order_by("at", "pk")
    before = Case(When(Exists(later), then=Subquery(later.values("before")[:1])), default=F("state"))
    return Tasking.objects.annotate(state_then=before).filter(state_then__in=STANDING)


def taskings_behind(meeting: Meeting, counting: Counting, *, reader: User) -> TaskingQuerySet:
    """What the wall counts as tasked, so far as the reader may see it."""
    found = standing_then(counting.at).visible_to(reader).for_audience(meeting.group)
    edition = edition_then(meeting.group, counting)
    return found.filter(recommendation__edition=edition).select_related("to_group", "recommendation")


# What the page lists of each row.

OF_PAIRS = (
    Column(
        "decided",
        "What was decided",
        lambda pair: DECIDED_AS[pair.decision_then],
        sort=("decision_then", "first__title", "second__title"),
    ),
    Column("pair", "Action", lambda pair: pair.first.title, sort=("first__title",), links=True),
    Column("with", "And", lambda pair: pair.second.title, sort=("second__title",)),
    Column("plan", "Plan", lambda pair: pair.first.plan.title, sort=("first__plan__title",)),
    Column("other_plan", "And plan", lambda pair: pair.second.plan.title, sort=("second__plan__title",)),
)

LEVELS = {**{level.value: level.label.partition(":")[0] for level in PreventionLevel}, "": "Not said"}

ACTION = Column("action", "Action", lambda action: action.title, sort=("title",), links=True)
PLAN = Column("plan", "Plan", lambda action: action.plan.title, sort=("plan__title",))
STATUS = Column(
    "status", "Status then", lambda action: Status(action.status_then).label, sort=("status_then",)
)
DUE = Column("due", "Due then", lambda action: action.due_then, sort=("due_then",))
LEAD = Column("lead", "Led then by", lambda action: action.lead_then or "Nobody yet", sort=("lead_then",))


def columns_of(which: str, on: date) -> Sequence[Column]:
    """The first sorts the list."""
    if which == Which.OVERLAPS:
        return OF_PAIRS
    if which == Which.RESOURCES:
        return (
            Column(
                "level",
                "Level of prevention",
                lambda action: LEVELS[action.prevention_level],
                sort=("prevention_level",),
            ),
            *(ACTION, PLAN, STATUS),
            Column("money", "Pounds", lambda action: action.money, sort=("money",)),
            Column("days", "Staff days", lambda action: action.staff_days, sort=("staff_days",)),
        )
    if which == Which.LOG:
        return (
            Column("raised", "Raised on", lambda action: action.raised_on, sort=("raised_on",)),
            *(ACTION, LEAD, DUE, STATUS),
            Column("brag", "BRAG", lambda action: colour_then(action, on)),
        )
    return (
        Column(
            "asked",
            "Asked for by",
            lambda action: action.recommendation.code if action.recommendation else "",
            sort=("recommendation__code",),
        ),
        *(ACTION, PLAN, LEAD, DUE, STATUS),
    )


def colour_then(action: Action, on: date) -> str:
    then = action.__dict__  # what `as_at` annotated
    rating = brag(
        status=then["status_then"],
        starts_on=action.starts_on,
        due_on=then["due_then"],
        last_update_on=then["updated_then"],
        last_progress=then["progress_then"],
        today=on,
    )
    return str(then["judged_then"] or rating.colour.value).capitalize()
