"""A plan itself, begun and described anew; and many actions put into plans at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.plans.models import (
    Action,
    Assignment,
    Move,
    Overlap,
    Plan,
    PlanMessage,
    Redating,
    Repointing,
    Status,
    Update,
)

CHANGED_MEANWHILE = (
    "Somebody else has just changed this plan. Look at what is saved now; what you typed is below."
)


@transaction.atomic
def begin_plan(group: Group, *, fields: Mapping[str, Any], by: User | None, at: datetime) -> Plan:
    """Raises ValidationError where the fields contradict one another."""
    plan = Plan(group=group, **fields)
    plan.full_clean()
    plan.save()
    trail.record("plan.begun", plan, by=by, at=at, details={"group": group.ref})
    return plan


@transaction.atomic
def describe_plan(plan: Plan, *, fields: Mapping[str, Any], seen: int, by: User | None, at: datetime) -> None:
    """Change what a plan says of itself. It stays with its group.

    Raises NotAllowed if somebody changed it since it was seen, ValidationError where it would serve itself.
    """
    if plan in lineage(fields.get("parent")):
        raise ValidationError({"parent": "That plan serves this one. Choose another, or none."})
    revised = copy(plan)
    for name, value in fields.items():
        setattr(revised, name, value)
    revised.full_clean()
    if not Plan.objects.filter(pk=plan.pk, version=seen).update(version=F("version") + 1, **fields):
        raise NotAllowed(CHANGED_MEANWHILE)
    plan.refresh_from_db()
    trail.record("plan.described", plan, by=by, at=at, details={"fields": ",".join(sorted(fields))})


def lineage(plan: Plan | None) -> Iterator[Plan]:
    """The plan, the one it serves, the one that serves, and so on up."""
    while plan is not None:
        yield plan
        plan = plan.parent


@transaction.atomic
def take_back_plan(plan: Plan, *, by: User | None, at: datetime) -> None:
    """As if it had never been begun. Raises NotAllowed once anything stands in it."""
    uses = (Action.objects.filter(plan=plan), PlanMessage.objects.filter(plan=plan), plan.children.all())
    if any(rows.exists() for rows in uses):
        raise NotAllowed(f"Something stands in “{plan}” by now.")
    trail.record("plan.taken_back", plan, by=by, at=at)
    plan.delete()


@transaction.atomic
def take_back_actions(actions: Sequence[Action], *, by: User | None, at: datetime) -> None:
    """As if they had never been proposed: for what was brought in by mistake and nobody has touched since.

    Raises NotAllowed once somebody has reported on one, and ProtectedError once anything rests on one.
    """
    theirs = Action.objects.filter(pk__in=[action.pk for action in actions])
    worked_on = theirs.filter(
        Exists(Update.objects.filter(action=OuterRef("pk")))
        | Exists(Assignment.objects.filter(action=OuterRef("pk")))
        | Exists(Redating.objects.filter(action=OuterRef("pk")))
        | Exists(Repointing.objects.filter(action=OuterRef("pk")))
    ).first()
    if worked_on is not None:
        raise NotAllowed(f"Somebody has worked on “{worked_on}” since.")
    pairs = Overlap.objects.filter(Q(first__in=theirs) | Q(second__in=theirs))
    pairs.filter(judgements=None).delete()  # found by the machine; nobody has said anything of them
    Move.objects.filter(action__in=theirs).delete()
    theirs.delete()
    for action in actions:
        trail.record("action.taken_back", action, by=by, at=at, details={"plan": action.plan.ref})


@dataclass(frozen=True)
class Proposal:
    """A new action, and the steps it has taken already where it comes from."""

    plan: Plan
    fields: Mapping[str, Any]
    steps: Sequence[Status] = ()


# Looked up by whoever proposes, so that asking the database for each of them again would say nothing new.
RELATIONS = [field.name for field in Action._meta.fields if field.is_relation]


@transaction.atomic
def propose_actions(
    proposals: Iterable[Proposal], *, by: User | None, at: datetime, why: str
) -> list[Action]:
    """Put many actions into their plans: `propose_action` and the steps after it, without asking the database
    of each action whether it keeps the promises that the database itself will hold it to.

    Raises ValidationError or IntegrityError, and then none is there.
    """
    asked = list(proposals)
    actions = [made(one, by) for one in asked]
    Action.objects.bulk_create(actions, batch_size=500)
    moves = [move for one, action in zip(asked, actions, strict=True) for move in moves_of(one, action, why)]
    Move.objects.bulk_create((Move(**move, by=by, at=at) for move in moves), batch_size=500)
    for action in actions:
        details = {"plan": action.plan.ref, "status": action.status}
        trail.record("action.proposed", action, by=by, at=at, details=details)
    return actions


def made(proposal: Proposal, by: User | None) -> Action:
    action = Action(plan=proposal.plan, proposed_by=by, marked_by=by, **proposal.fields)
    action.original_due_on = action.due_on
    action.status = proposal.steps[-1] if proposal.steps else Status.PROPOSED
    action.clean_fields(exclude=RELATIONS)
    return action


def moves_of(proposal: Proposal, action: Action, why: str) -> Iterable[dict[str, Any]]:
    before = ""
    for to in (Status.PROPOSED, *proposal.steps):
        yield {"action": action, "before": before, "to": to, "why": why if before else ""}
        before = to
