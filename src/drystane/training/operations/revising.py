"""What a record says of itself, changed from the version that was seen."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail

CHANGED_MEANWHILE = "Somebody else has just changed this. Look at what is saved now; what you typed is below."


def revise(
    row: Any, *, fields: Mapping[str, Any], seen: int, verb: str, by: User | None, at: datetime
) -> None:
    """Raises NotAllowed if somebody changed it since it was seen, ValidationError for a contradiction.

    Call it inside a transaction.
    """
    revised = copy(row)
    for name, value in fields.items():
        setattr(revised, name, value)
    revised.full_clean()
    if not type(row).objects.filter(pk=row.pk, version=seen).update(version=F("version") + 1, **fields):
        raise NotAllowed(CHANGED_MEANWHILE)
    row.refresh_from_db()
    trail.record(verb, row, by=by, at=at, details={"fields": ",".join(sorted(fields))})
