"""What waits for those who keep training records."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, DateField, F, Min, Value
from django.db.models.functions import TruncDate

from drystane.training.models import Completion, SeatPlan, SeatPlanState, Session


def waiting_in_training(groups: Collection[int], today: date, soon: date) -> list[tuple[str, str, date, int]]:
    """Each its kind, its public id, its day and how many: sessions whose attendance is to be taken, seats to
    decide on, and by group the people whose training lapses by then. One query."""
    held = Session.objects.planned().filter(group__in=groups, on__lte=today)
    plans = SeatPlan.objects.filter(group__in=groups, state=SeatPlanState.SUGGESTED)
    lapsing = Completion.objects.standing().filter(
        staff__team__group__in=groups, staff__left_on=None, expires_on__gt=today, expires_on__lte=soon
    )
    sessions = held.values_list(Value("session"), F("ref"), F("on"), Value(0))
    decided = plans.values_list(
        Value("plan"), F("ref"), TruncDate("suggested_at", output_field=DateField()), Value(0)
    )
    by_group = (
        lapsing.order_by()
        .values("staff__team__group__ref")
        .annotate(soonest=Min("expires_on"), people=Count("staff", distinct=True))
        .values_list(Value("lapsing"), F("staff__team__group__ref"), F("soonest"), F("people"))
    )
    rows = sessions.order_by().union(decided.order_by(), by_group, all=True)
    return sorted(rows)
