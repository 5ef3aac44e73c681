"""Actions as they stood at an earlier moment, as far as their history tells.

An entry says what stood before it, so the first entry after the moment says what stood then; without any,
it is as it is now. What an action says of itself, and what it takes, keeps no history.
"""

from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    Field,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from drystane.plans.models import Assignment, BragOverride, MarkingMove, Move, Redating, Repointing, Update
from drystane.plans.models.actions import ActionQuerySet


def as_at(actions: ActionQuerySet, at: datetime) -> ActionQuerySet:
    """Those that there were by then, each annotated with what stood `_then`."""
    return actions.annotate(
        status_then=before_next(Move.objects.all(), "before", now="status", at=at),
        due_then=before_next(Redating.objects.all(), "before", now="due_on", at=at),
        marking_then=before_next(MarkingMove.objects.all(), "before", now="marking", at=at),
        recommendation_then=before_next(
            Repointing.objects.all(), "before", now="recommendation", at=at, kind=BigIntegerField()
        ),
        lead_then=lead(at),
        updated_then=last(Update.objects.order_by("-on", "-at", "-pk"), "on", now="last_update_on", at=at),
        progress_then=Coalesce(
            last(Update.objects.order_by("-on", "-at", "-pk"), "progress", now="last_progress", at=at),
            Value(""),
        ),
        judged_then=Coalesce(
            last(BragOverride.objects.order_by("-at", "-pk"), "colour", now="brag_override", at=at), Value("")
        ),
    ).exclude(status_then="")


def before_next(
    entries: QuerySet[Any], what: str, *, now: str, at: datetime, kind: Field[Any, Any] | None = None
) -> Case:
    """What the first entry after the moment says stood before it. A record needs its id's `kind`."""
    later = after(entries, at).order_by("at", "pk")
    found = Subquery(later.values(what)[:1])
    return Case(When(Exists(later), then=found), default=F(now), output_field=kind)


def last(entries: QuerySet[Any], what: str, *, now: str, at: datetime) -> Case:
    """What the newest entry by then says, where there have been entries since."""
    by_then = entries.filter(action=OuterRef("pk"), at__lte=at)
    return Case(When(Exists(after(entries, at)), then=Subquery(by_then.values(what)[:1])), default=F(now))


def lead(at: datetime) -> Case:
    """The post of whoever led it, or their name; nothing where nobody did."""
    later = after(Assignment.objects.all(), at).order_by("at", "pk").annotate(called=called("before"))
    return Case(When(Exists(later), then=Subquery(later.values("called")[:1])), default=called("lead_person"))


def called(person: str) -> Case:
    return Case(
        When(**{f"{person}__post": ""}, then=F(f"{person}__name")),
        default=F(f"{person}__post"),
        output_field=CharField(),
    )


def after(entries: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    return entries.filter(action=OuterRef("pk"), at__gt=at)
