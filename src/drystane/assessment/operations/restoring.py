"""An answer put back to what it was before a list was brought in. Its history keeps both."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.assessment.models import Answer
from drystane.assessment.operations.answering import Given, keep_version, must_take, withdraw_evidence
from drystane.audit import trail

SAID = ("kind", "result", "reason", "progress", "confidence", "note")
BEHIND_IT = ("answered_by_id", "answered_at", "verified_by_id", "verified_at", "verified_result")


@transaction.atomic
def restore_answer(
    answer: Answer,
    *,
    fields: Mapping[str, Any],
    evidence: Collection[str],
    seen: int,
    by: User,
    at: datetime,
    why: str,
) -> None:
    """Say again what was said before, and by whom, and withdraw whatever evidence is not in `evidence`.

    Somebody stood by just this wording, so whoever had verified it has not to look again. Raises NotAllowed
    if the answer has changed since it was `seen`, or the assessment is submitted.
    """
    must_take(answer.assessment)
    before = {name: fields[name] for name in (*SAID, *BEHIND_IT)}
    if not Answer.objects.filter(pk=answer.pk, version=seen).update(**before, version=F("version") + 1):
        raise NotAllowed("Somebody has just changed this answer: look at it again first.")
    given = Given(**{name: before[name] for name in SAID})
    keep_version(answer, given, [], number=seen + 1, by=by, at=at)
    for shown in answer.evidence.current().exclude(ref__in=evidence).select_related("answer__assessment"):
        withdraw_evidence(shown, by=by, at=at, why=why)
    answer.refresh_from_db()
    trail.record("answer.restored", answer, by=by, at=at, details={"version": seen + 1})
