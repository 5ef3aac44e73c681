"""An answer kept, carried over, asked again or parked, and that taken back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.assessment.models import Answer, Fate, Settlement, SettlementMove
from drystane.audit import trail
from drystane.strategy.models import Comparison

SETTLED_MEANWHILE = (
    "Somebody else has just decided on this answer. Nothing of yours was done: look again first."
)


@transaction.atomic
def settle_answer(
    answer: Answer,
    comparison: Comparison,
    *,
    fate: str,
    seen: int,
    by: User | None,
    at: datetime,
    why: str = "",
) -> Settlement:
    """Say what becomes of an answer; an empty fate takes that back. `seen` is 0 where nobody had said.

    Raises NotAllowed if somebody has said it since, and ValidationError where a reason is missing.
    """
    if fate in {Fate.PARKED, ""} and not why.strip():
        raise ValidationError({"why": REASONS[fate]})
    if not answer.kind:
        raise NotAllowed("Nobody has answered this question, so there is nothing to carry over.")
    settlement, _ = Settlement.objects.get_or_create(
        comparison=comparison, answer=answer, defaults={"version": 0}
    )
    before = settlement.fate
    if fate == before:
        raise NotAllowed("That is what is decided already." if fate else "Nobody has decided on it yet.")
    changed = Settlement.objects.filter(pk=settlement.pk, version=seen).update(
        fate=fate,
        why=why if fate else "",
        decided_by=by if fate else None,
        decided_at=at if fate and by else None,
        version=F("version") + 1,
    )
    if not changed:
        raise NotAllowed(SETTLED_MEANWHILE)
    SettlementMove.objects.create(settlement=settlement, before=before, to=fate, by=by, at=at, why=why)
    settlement.refresh_from_db()
    trail.record("answer.settled", settlement, by=by, at=at, details={"answer": answer.ref, "fate": fate})
    return settlement


REASONS = {Fate.PARKED: "Say why the answer is parked.", "": "Say why the decision is taken back."}
