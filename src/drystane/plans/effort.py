"""The effort saved by deciding overlaps: counted from decisions only, and each can be opened."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from drystane.plans.models import Decision, Merge, Total
from drystane.plans.models.overlaps import OverlapQuerySet


@dataclass(frozen=True)
class Saved:
    """Pairs in which work was joined, and what the actions merged away were to take."""

    merged: int
    led: int
    total: Total  # of the actions merged away; says how many of them name an amount


def effort_saved(decided: OverlapQuerySet) -> Saved:
    """Of these decided pairs. Two queries."""
    kinds = list(decided.order_by().values_list("decision", flat=True))
    standing = Merge.objects.standing().filter(judgement__overlap__in=decided.order_by().values("pk"))
    sums = standing.aggregate(
        actions=Count("merged"),
        money=Sum("merged__money", default=Decimal(0)),
        with_money=Count("merged__money"),
        staff_days=Sum("merged__staff_days", default=Decimal(0)),
        with_staff_days=Count("merged__staff_days"),
    )
    return Saved(kinds.count(Decision.MERGE), kinds.count(Decision.LEAD), Total(**sums))
