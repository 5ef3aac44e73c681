"""What a newer edition touches in the plans, and giving an action the recommendation it rests on now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.plans.models import LIVE, Action, Repointing
from drystane.plans.models.actions import ActionQuerySet
from drystane.plans.operations import ask_for_reason, change
from drystane.strategy.models import Comparison, Correspondence, Counterpart, Kind, Recommendation

MOST = 100  # actions on one page: what is left comes up as these are dealt with


@transaction.atomic
def repoint_action(
    action: Action, *, to: Recommendation | None, seen: int, by: User | None, at: datetime, why: str
) -> None:
    """Let it rest on another recommendation. The one before stays in its history and its thread.

    Raises NotAllowed if it has changed since it was `seen`, or is no longer in the plan.
    """
    ask_for_reason(why, "Say why it rests on another recommendation.")
    if action.status not in LIVE:
        raise NotAllowed(f"An action that is {action.get_status_display().lower()} keeps its reason.")
    before = action.recommendation
    if before == to:
        raise NotAllowed("It rests on that recommendation already.")
    change(action, seen=seen, recommendation=to)
    Repointing.objects.create(action=action, before=before, to=to, by=by, at=at, why=why)
    trail.record("action.repointed", action, by=by, at=at, details={"to": to.ref if to else None})


def changed_reasons(comparison: Comparison | QuerySet[Any] | None) -> QuerySet[Any]:
    """The recommendations of the earlier edition that did not stay as they were, in place and in words."""
    parts = Counterpart.objects.filter(Q(comparison=comparison), edition=F("comparison__earlier"))
    return parts.exclude(correspondence__kind=Kind.KEPT).values("recommendation")


def touched(comparison: Comparison | QuerySet[Any], actions: ActionQuerySet) -> ActionQuerySet:
    """Of these, the live ones that rest on one of those."""
    return actions.filter(status__in=LIVE, recommendation__in=changed_reasons(comparison))


@dataclass(frozen=True)
class Touched:
    """An action, and what became of the recommendation it rests on."""

    action: Action
    became: Correspondence
    after: Sequence[Recommendation]


def touched_actions(
    comparison: Comparison, actions: ActionQuerySet, standing: Mapping[int, Correspondence]
) -> list[Touched]:
    """The first of them, with what became of their reasons. One query."""
    rows = touched(comparison, actions).select_related("plan__group__overseen_by", "recommendation")
    return [
        Touched(action, became, became.side(comparison.later_id))
        for action in rows.order_by("recommendation__order", "title", "ref")[:MOST]
        if (became := standing.get(action.recommendation_id or 0)) is not None
    ]
