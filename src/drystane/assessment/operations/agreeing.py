"""Agreeing a common position: one group's holder proposes it, the other's confirms or declines it."""

from copy import copy
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.assessment.models import (
    AGREEMENT_MOVES,
    Agreement,
    AgreementMove,
    AgreementState,
    Answer,
    Assessment,
    State,
    Subject,
)
from drystane.assessment.operations.gaps import close_gap, open_gap_of_agreement
from drystane.assessment.rating import side
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.partners.sight import require

CHANGED_MEANWHILE = "Somebody has just changed this. Nothing of yours was done: look at it again first."


@transaction.atomic
def propose_position(
    subject: Subject,
    *,
    ours: Assessment,
    theirs: Assessment,
    position: int,
    reason: str,
    lead_group: Group,
    by: User,
    at: datetime,
) -> Agreement:
    """Propose, for the group of `ours`, where both groups stand on a subject and which takes the rest on.

    The level of one's own side is written down and thereby shown to the other group. Raises
    PermissionDenied without the right in one's own group, NotAllowed unless both assessments are submitted
    for the same year and the subject belongs to their crosswalk, ValidationError where a position on it is
    proposed already.
    """
    require(by, Permission.AGREE_POSITION, ours)
    crosswalk = subject.crosswalk
    if subject.removed_at:
        raise NotAllowed("This subject is no longer in the crosswalk.")
    if {ours.instrument_id, theirs.instrument_id} != {crosswalk.first_id, crosswalk.second_id}:
        raise NotAllowed("The crosswalk does not tie these two assessments.")
    if ours.year != theirs.year or ours.group_id == theirs.group_id:
        raise NotAllowed("A position is agreed between two groups for the same year.")
    both_submitted(ours, theirs)
    if lead_group not in (ours.group, theirs.group):
        raise ValidationError({"lead_group": "Choose one of the two groups."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why both should stand there."})
    first, second = (ours, theirs) if ours.instrument_id == crosswalk.first_id else (theirs, ours)
    agreement = Agreement(
        subject=subject,
        first=first,
        second=second,
        position=position,
        reason=reason,
        lead_group=lead_group,
        proposed_by=by,
        proposed_at=at,
        proposed_for=ours.group,
        proposer_level=level(subject, ours),
    )
    agreement.full_clean()
    agreement.save()
    AgreementMove.objects.create(
        agreement=agreement, to=AgreementState.PROPOSED, acting_for=ours.group, by=by, at=at, why=reason
    )
    trail.record(
        "agreement.proposed",
        agreement,
        by=by,
        at=at,
        details={"subject": subject.ref, "acting_for": ours.group.ref, "position": position},
    )
    return agreement


@transaction.atomic
def confirm_position(
    agreement: Agreement, *, acting_for: Group, seen: int, by: User, at: datetime, why: str = ""
) -> None:
    """Agree, for the other group, to what was proposed. Replaces what both agreed on this subject before.

    Raises PermissionDenied without the right in `acting_for`, NotAllowed for whoever proposed it, for the
    proposing group, or if either assessment was opened again.
    """
    answers_for_the_other(agreement, acting_for, by)
    if agreement.proposed_by_id == by.pk:
        raise NotAllowed("You proposed this yourself: somebody else has to agree, for the other group.")
    both_submitted(agreement.first, agreement.second)
    own = agreement.first if agreement.first.group == acting_for else agreement.second
    former = Agreement.objects.confirmed().filter(
        subject=agreement.subject, first=agreement.first, second=agreement.second
    )
    for earlier in former:
        replace(earlier, acting_for=acting_for, by=by, at=at)
    move_agreement(
        agreement,
        AgreementState.CONFIRMED,
        seen=seen,
        acting_for=acting_for,
        by=by,
        at=at,
        why=why,
        confirmed_by=by,
        confirmed_at=at,
        confirmed_for=acting_for,
        confirmer_level=level(agreement.subject, own),
    )
    open_gap_of_agreement(agreement, by=by, at=at)


@transaction.atomic
def decline_position(
    agreement: Agreement, *, acting_for: Group, seen: int, by: User, at: datetime, why: str
) -> None:
    """Say no for the other group, with a reason."""
    answers_for_the_other(agreement, acting_for, by)
    if not why.strip():
        raise ValidationError({"why": "Say why your group sees it otherwise."})
    move_agreement(
        agreement, AgreementState.DECLINED, seen=seen, acting_for=acting_for, by=by, at=at, why=why
    )


@transaction.atomic
def withdraw_position(agreement: Agreement, *, seen: int, by: User, at: datetime, why: str) -> None:
    """Take back what one's own group proposed."""
    require(by, Permission.AGREE_POSITION, agreement.proposed_for)
    if not why.strip():
        raise ValidationError({"why": "Say why it is taken back."})
    move_agreement(
        agreement,
        AgreementState.WITHDRAWN,
        seen=seen,
        acting_for=agreement.proposed_for,
        by=by,
        at=at,
        why=why,
    )


def replace(earlier: Agreement, *, acting_for: Group, by: User, at: datetime) -> None:
    why = "Both groups agreed on another position."
    move_agreement(
        earlier,
        AgreementState.SUPERSEDED,
        seen=earlier.version,
        acting_for=acting_for,
        by=by,
        at=at,
        why=why,
    )
    close_gap(earlier, by=by, at=at, why=why)


@transaction.atomic
def move_agreement(
    agreement: Agreement,
    to: AgreementState,
    *,
    seen: int,
    acting_for: Group,
    by: User,
    at: datetime,
    why: str,
    **fields: object,
) -> None:
    before = AgreementState(agreement.state)
    if to not in AGREEMENT_MOVES[before]:
        raise NotAllowed(f"A position that is {before.label.lower()} cannot become {to.label.lower()}.")
    revised = copy(agreement)
    for name, value in {**fields, "state": to}.items():
        setattr(revised, name, value)
    revised.validate_constraints()
    changed = Agreement.objects.filter(pk=agreement.pk, version=seen, state=before).update(
        state=to, version=F("version") + 1, **fields
    )
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    AgreementMove.objects.create(
        agreement=agreement, before=before, to=to, acting_for=acting_for, by=by, at=at, why=why
    )
    agreement.refresh_from_db()
    trail.record(f"agreement.{to.value}", agreement, by=by, at=at, details={"acting_for": acting_for.ref})


def answers_for_the_other(agreement: Agreement, acting_for: Group, by: User) -> None:
    if acting_for not in agreement.groups:
        raise NotAllowed("This is a matter of two other groups.")
    require(by, Permission.AGREE_POSITION, acting_for)
    if acting_for == agreement.proposed_for:
        raise NotAllowed("Your group proposed this: the other group answers.")


def both_submitted(*assessments: Assessment) -> None:
    """Asked of the database, and held until the end: nobody opens one of them again meanwhile."""
    ids = {assessment.pk for assessment in assessments}
    held = Assessment.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    if {assessment.pk for assessment in held if assessment.state == State.SUBMITTED} != ids:
        raise NotAllowed("A position rests on two submitted assessments.")


def level(subject: Subject, assessment: Assessment) -> int | None:
    """Where one side stands on a subject, as the comparison counts it."""
    asked = subject.questions.filter(instrument=assessment.instrument_id)
    found = Answer.objects.filter(assessment=assessment, question__in=asked).as_answered()
    answers = {answer.question: answer for answer in found}
    return side(tuple(answers), answers).level
