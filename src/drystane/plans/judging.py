"""Deciding what a pair of overlapping actions means, and taking it back."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.partners.sight import seats_of
from drystane.plans.merging import merge_actions, undo_merge
from drystane.plans.models import (
    OVERLAP_MOVES,
    Action,
    Decision,
    GivenFacet,
    Judgement,
    Link,
    Merge,
    Overlap,
    OverlapState,
    Step,
)
from drystane.plans.operations import change
from drystane.plans.substance import NOTHING, prints_of

CHANGED_MEANWHILE = (
    "Somebody has just changed this pair or one of its actions. Nothing of yours was done: look at it again."
)
ORDERED = frozenset({Decision.MERGE, Decision.LEAD, Decision.SEQUENCE})
LINKS = {
    Decision.LEAD: Link.Kind.LEADS,
    Decision.SEQUENCE: Link.Kind.BEFORE,
    Decision.LINK: Link.Kind.LINKED,
}


def judges_for(user: User, overlap: Overlap) -> list[Group]:
    """The groups of the pair for which this person may judge it."""
    held = seats_of(user).where(Permission.JUDGE_OVERLAP)
    return [group for group in overlap.groups if group.pk in held]


@transaction.atomic
def judge(
    overlap: Overlap,
    decision: Decision,
    *,
    lead: Action | None = None,
    why: str,
    seen: int,
    looked_at: str,
    by: User,
    at: datetime,
) -> Judgement:
    """Decide anything but a merge, for the group of either side. Raises PermissionDenied without the right,
    ValidationError where a reason or the leading action is missing."""
    if decision == Decision.MERGE:
        raise ValueError("A merge is proposed by one group and confirmed by the other.")
    if decision == Decision.APART and not why.strip():
        raise ValidationError(
            {"why": "Say why they are kept apart: it is shown if they are asked about again."}
        )
    acting_for = side_of(overlap, by)
    judgement = add_step(
        overlap,
        Step.DECIDED,
        decision,
        lead=lead,
        why=why,
        acting_for=acting_for,
        looked_at=looked_at,
        by=by,
        at=at,
    )
    pass_on(overlap, OverlapState.DECIDED, seen=seen, decision=decision)
    if kind := LINKS.get(decision):
        first = lead or overlap.first
        Link.objects.create(
            first=first,
            second=overlap.other(first),
            kind=kind,
            judgement=judgement,
            made_by=by,
            made_at=at,
        )
    told(judgement, by=by, at=at)
    return judgement


@transaction.atomic
def propose_merge(
    overlap: Overlap, *, kept: Action, why: str, seen: int, looked_at: str, by: User, at: datetime
) -> Judgement:
    """Ask the other group to let one of the two take in the other. Between two actions of one group it is
    done at once."""
    acting_for = side_of(overlap, by)
    judgement = add_step(
        overlap,
        Step.PROPOSED,
        Decision.MERGE,
        lead=kept,
        why=why,
        acting_for=acting_for,
        looked_at=looked_at,
        by=by,
        at=at,
    )
    pass_on(overlap, OverlapState.PROPOSED, seen=seen)
    told(judgement, by=by, at=at)
    if len(overlap.groups) == 1:
        confirm_merge(overlap, why="", seen=overlap.version, looked_at=looked_at, by=by, at=at)
    return judgement


@transaction.atomic
def confirm_merge(
    overlap: Overlap, *, why: str, seen: int, looked_at: str, by: User, at: datetime
) -> Judgement:
    """Agree, for the other group, and merge. Raises NotAllowed where either action has changed since it was
    proposed."""
    proposal = proposal_of(overlap)
    acting_for = answers_for(overlap, proposal, by)
    assert proposal.lead is not None  # noqa: S101  # a constraint: who proposes a merge says what stays
    if (proposal.first_print, proposal.second_print) != prints_of(overlap):
        raise NotAllowed("One of the two has changed since this was proposed. Decline it, and propose anew.")
    judgement = add_step(
        overlap,
        Step.CONFIRMED,
        Decision.MERGE,
        lead=proposal.lead,
        why=why,
        acting_for=acting_for,
        looked_at=looked_at,
        by=by,
        at=at,
    )
    pass_on(overlap, OverlapState.DECIDED, seen=seen, decision=Decision.MERGE)
    sides = {side.pk: side for side in overlap.sides}
    kept = sides[proposal.lead.pk]
    merge_actions(kept, overlap.other(kept), judgement=judgement, by=by, at=at)
    told(judgement, by=by, at=at)
    return judgement


@transaction.atomic
def decline_merge(
    overlap: Overlap, *, why: str, seen: int, looked_at: str, by: User, at: datetime
) -> Judgement:
    """Say no for the other group, with a reason. The pair waits again."""
    must_say(why, "Say why your group sees it otherwise.")
    proposal = proposal_of(overlap)
    acting_for = answers_for(overlap, proposal, by)
    judgement = add_step(
        overlap,
        Step.DECLINED,
        Decision.MERGE,
        lead=proposal.lead,
        why=why,
        acting_for=acting_for,
        looked_at=looked_at,
        by=by,
        at=at,
    )
    pass_on(overlap, OverlapState.WAITING, seen=seen)
    told(judgement, by=by, at=at)
    return judgement


@transaction.atomic
def take_back(overlap: Overlap, *, why: str, seen: int, looked_at: str, by: User, at: datetime) -> Judgement:
    """Take back a proposal or a decision, for the group of either side: a merge is undone, a link ends, and
    the pair waits again."""
    must_say(why, "Say why it is taken back.")
    acting_for = side_of(overlap, by)
    former = overlap.judgements.filter(step__in=[Step.PROPOSED, Step.DECIDED, Step.CONFIRMED])
    last = former.order_by("-at", "-pk").first()
    if last is None or overlap.state == OverlapState.WAITING:
        raise NotAllowed("Nothing is decided about this pair that could be taken back.")
    if overlap.state == OverlapState.PROPOSED and last.acting_for_id != acting_for.pk:
        raise NotAllowed("The other group proposed this: confirm or decline it.")
    judgement = add_step(
        overlap,
        Step.WITHDRAWN,
        Decision(last.decision),
        lead=last.lead,
        why=why,
        acting_for=acting_for,
        looked_at=looked_at,
        by=by,
        at=at,
    )
    pass_on(overlap, OverlapState.WAITING, seen=seen, decision="")
    end_links(overlap, by=by, at=at)
    for merge in Merge.objects.standing().filter(judgement__overlap=overlap):
        undo_merge(merge, by=by, at=at, why=why)
    told(judgement, by=by, at=at)
    return judgement


@transaction.atomic
def ask_again(overlap: Overlap, *, at: datetime) -> None:
    """One of the two says something else now: whatever was decided or proposed is asked anew, with the old
    answer beside it. Merges stand: what was merged away is no longer compared."""
    pass_on(overlap, OverlapState.WAITING, seen=overlap.version, decision="")
    end_links(overlap, by=None, at=at)
    trail.record("overlap.asked_again", overlap, by=None, at=at)


@transaction.atomic
def give_facets(
    action: Action,
    facets: Mapping[str, tuple[str, ...]],
    *,
    read: Mapping[str, tuple[str, ...]],
    seen: int,
    by: User,
    at: datetime,
) -> None:
    """Put right what was `read` from the text; where the codes are those again, the text speaks again."""
    if not facets:
        return
    change(action, seen=seen)
    for facet, codes in sorted(facets.items()):
        value = "" if codes == read[facet] else ",".join(codes) or NOTHING
        given = GivenFacet(action=action, facet=facet, value=value, by=by, at=at)
        given.full_clean()
        given.save()
    trail.record("action.facets_given", action, by=by, at=at, details={"facets": ",".join(sorted(facets))})


def add_step(
    overlap: Overlap,
    step: Step,
    decision: Decision,
    *,
    lead: Action | None,
    why: str,
    acting_for: Group,
    looked_at: str,
    by: User,
    at: datetime,
) -> Judgement:
    """Raises NotAllowed where either action says something else than what was looked at."""
    if decision not in ORDERED:
        lead = None
    elif lead is None or lead.pk not in {overlap.first_id, overlap.second_id}:
        raise ValidationError({"lead": "Choose one of the two."})
    first_print, second_print = prints_of(overlap)
    if looked_at != look_of(first_print, second_print):
        raise NotAllowed(CHANGED_MEANWHILE)
    judgement = Judgement(
        overlap=overlap,
        step=step,
        decision=decision,
        lead=lead,
        why=why.strip(),
        by=by,
        acting_for=acting_for,
        at=at,
        first_print=first_print,
        second_print=second_print,
    )
    judgement.full_clean()
    judgement.save()
    return judgement


def look_of(first_print: str, second_print: str) -> str:
    """What a page carries of both sides, so that a decision is about what its maker read."""
    return f"{first_print[:12]}{second_print[:12]}"


def pass_on(overlap: Overlap, to: OverlapState, *, seen: int, **fields: Any) -> None:
    """Move the pair to another state, if it is still as it was `seen`."""
    before = OverlapState(overlap.state)
    if to not in OVERLAP_MOVES[before]:
        raise NotAllowed(f"This pair is “{before.label.lower()}”, so that cannot be done now.")
    revised = copy(overlap)
    for name, value in {**fields, "state": to}.items():
        setattr(revised, name, value)
    revised.validate_constraints()
    changed = Overlap.objects.filter(pk=overlap.pk, version=seen, state=before).update(
        state=to, version=F("version") + 1, **fields
    )
    if not changed:
        raise NotAllowed(CHANGED_MEANWHILE)
    overlap.refresh_from_db(fields=["state", "decision", "version"])


def proposal_of(overlap: Overlap) -> Judgement:
    if overlap.state != OverlapState.PROPOSED:
        raise NotAllowed("No merge is proposed for this pair.")
    return overlap.judgements.filter(step=Step.PROPOSED).latest("at", "pk")


def side_of(overlap: Overlap, by: User) -> Group:
    """For which of the pair's groups this person judges; of both, the first."""
    mine = judges_for(by, overlap)
    if not mine:
        raise PermissionDenied("Your role in these groups does not let you judge an overlap.")
    return mine[0]


def answers_for(overlap: Overlap, proposal: Judgement, by: User) -> Group:
    """The group that did not propose; between actions of one group, that group."""
    others = [group for group in overlap.groups if group.pk != proposal.acting_for_id] or overlap.groups
    mine = [group for group in judges_for(by, overlap) if group in others]
    if not mine:
        raise PermissionDenied(f"It is for {others[0]} to answer what was proposed.")
    return mine[0]


def end_links(overlap: Overlap, *, by: User | None, at: datetime) -> None:
    Link.objects.current().filter(judgement__overlap=overlap).update(ended_by=by, ended_at=at)


def told(judgement: Judgement, *, by: User, at: datetime) -> None:
    details = {"decision": judgement.decision, "acting_for": judgement.acting_for.ref}
    trail.record(f"overlap.{judgement.step}", judgement.overlap, by=by, at=at, details=details)


def must_say(why: str, remedy: str) -> None:
    if not why.strip():
        raise ValidationError({"why": remedy})
