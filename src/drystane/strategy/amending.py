"""Single recommendations of an edition, beside the packs that bring in whole ones."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from drystane.access.models import User
from drystane.audit import trail
from drystane.strategy.models import Edition, Recommendation


@transaction.atomic
def add_recommendation(
    edition: Edition, *, fields: Mapping[str, Any], by: User | None, at: datetime
) -> Recommendation:
    """As the last of its edition. Raises ValidationError where the fields contradict one another."""
    last = edition.recommendations.aggregate(last=Max("order"))["last"]
    asked = Recommendation(edition=edition, order=0 if last is None else last + 1, **fields)
    asked.full_clean()
    asked.save()
    trail.record("recommendation.added", asked, by=by, at=at, details={"edition": edition.ref})
    return asked


@transaction.atomic
def amend_recommendation(
    asked: Recommendation, *, fields: Mapping[str, Any], by: User | None, at: datetime
) -> None:
    revised = copy(asked)
    for name, value in fields.items():
        setattr(revised, name, value)
    revised.full_clean()
    Recommendation.objects.filter(pk=asked.pk).update(**fields)
    asked.refresh_from_db()
    details = {"fields": ",".join(sorted(fields))}
    trail.record("recommendation.amended", asked, by=by, at=at, details=details)


@transaction.atomic
def take_back_recommendation(asked: Recommendation, *, by: User | None, at: datetime) -> None:
    """As if it had never been added. Raises ProtectedError once an action or a tasking serves it."""
    trail.record("recommendation.taken_back", asked, by=by, at=at)
    asked.delete()
