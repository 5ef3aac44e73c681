"""The staff of teams, and what they have completed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.training.models import Booking, Completion, CourseVersion, Staff, Team, bare_reference
from drystane.training.operations.revising import revise
from drystane.training.standing import months_later

AT_ONCE = 500


@dataclass(frozen=True)
class NewStaff:
    team: Team
    fields: Mapping[str, Any]


@transaction.atomic
def add_staff(rows: Iterable[NewStaff], *, by: User | None, at: datetime) -> list[Staff]:
    """Raises IntegrityError where a reference stands in its team already, and then nobody is added."""
    staff = [Staff(team=row.team, **row.fields) for row in rows]
    for one in staff:
        one.bare, one.bare_also = bare_reference(one.reference), bare_reference(one.also)
        one.clean_fields(exclude=["team"])
    Staff.objects.bulk_create(staff, batch_size=AT_ONCE)
    for one in staff:
        trail.record("staff.added", one, by=by, at=at, details={"team": one.team.ref})
    return staff


@transaction.atomic
def describe_staff(
    staff: Staff, *, fields: Mapping[str, Any], seen: int, by: User | None, at: datetime
) -> None:
    bare = {
        f"bare{'_also' if name == 'also' else ''}": bare_reference(fields[name])
        for name in ("reference", "also")
        if name in fields
    }
    revise(staff, fields={**fields, **bare}, seen=seen, verb="staff.described", by=by, at=at)


@transaction.atomic
def take_back_staff(staff: Sequence[Staff], *, by: User | None, at: datetime) -> None:
    """As if they had never been listed. Raises ProtectedError once anything is recorded of one."""
    for one in staff:
        trail.record("staff.taken_back", one, by=by, at=at, details={"team": one.team.ref})
    Staff.objects.filter(pk__in=[one.pk for one in staff]).delete()


@dataclass(frozen=True)
class NewCompletion:
    staff: Staff
    course_version: CourseVersion
    on: date
    evidence: str = ""
    booking: Booking | None = None


def expiry(version: CourseVersion, on: date) -> date | None:
    return months_later(on, version.valid_months) if version.valid_months else None


@transaction.atomic
def record_completions(rows: Iterable[NewCompletion], *, by: User | None, at: datetime) -> list[Completion]:
    """Raises ValidationError for a day that has not come; IntegrityError for what is on record already."""
    completions = [completed(row, by, at) for row in rows]
    Completion.objects.bulk_create(completions, batch_size=AT_ONCE)
    for one in completions:
        trail.record("completion.recorded", one, by=by, at=at, details={"version": one.course_version.ref})
    return completions


@transaction.atomic
def record_one(row: NewCompletion, *, by: User, at: datetime) -> Completion:
    """Raises NotAllowed where it is on record already."""
    same = Completion.objects.standing().filter(staff=row.staff, course_version=row.course_version, on=row.on)
    if same.exists():
        raise NotAllowed("That is on record already.")
    return record_completions([row], by=by, at=at)[0]


def completed(row: NewCompletion, by: User | None, at: datetime) -> Completion:
    if row.on > at.date():
        raise ValidationError({"on": "That day has not come. Record it once it has been done."})
    return Completion(
        staff=row.staff,
        course_version=row.course_version,
        on=row.on,
        expires_on=expiry(row.course_version, row.on),
        evidence=row.evidence,
        booking=row.booking,
        recorded_by=by,
        recorded_at=at,
    )


@transaction.atomic
def withdraw_completion(completion: Completion, *, by: User, at: datetime, why: str) -> None:
    """It was recorded wrongly: it stays on record and no longer counts."""
    if not why.strip():
        raise ValidationError({"why": "Say why it is withdrawn."})
    standing = Completion.objects.standing().filter(pk=completion.pk)
    if not standing.update(withdrawn_by=by, withdrawn_at=at, withdrawn_because=why):
        raise NotAllowed("Somebody else has withdrawn this already.")
    trail.record("completion.withdrawn", completion, by=by, at=at)


@transaction.atomic
def take_back_completions(completions: Sequence[Completion], *, by: User | None, at: datetime) -> None:
    """As if they had never been recorded: for what was brought in by mistake."""
    for one in completions:
        trail.record("completion.taken_back", one, by=by, at=at)
    Completion.objects.filter(pk__in=[one.pk for one in completions]).delete()


@transaction.atomic
def unname_leavers(*, before: date, at: datetime) -> int:
    """Take the reference from whoever left before then. What they completed stays, of nobody."""
    gone = Staff.objects.filter(left_on__lt=before).exclude(Q(reference__startswith=GONE))
    found = list(gone)
    for staff in found:
        staff.reference, staff.also, staff.role = f"{GONE}{staff.ref}", "", ""
        staff.save()
        trail.record("staff.unnamed", staff, by=None, at=at)
    return len(found)


GONE = "left-"
