"""Teams, and the rules of who must have which course."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.partners.models import Group, Service
from drystane.plans.models import Action
from drystane.training.models import Course, RoleRule, ServiceFirst, Team
from drystane.training.operations.revising import revise


def must_be_a_desk(group: Group) -> None:
    """Records about single people are kept where few see them."""
    if group.kind != Group.Kind.DESK:
        raise NotAllowed(f"{group} is not a desk. Only a desk keeps training records.")


@transaction.atomic
def add_team(group: Group, *, fields: Mapping[str, Any], by: User | None, at: datetime) -> Team:
    """Raises NotAllowed for a group that is no desk, ValidationError for a contradiction."""
    must_be_a_desk(group)
    team = Team(group=group, **fields)
    team.full_clean()
    team.save()
    trail.record("team.added", team, by=by, at=at, details={"group": group.ref})
    return team


@transaction.atomic
def describe_team(team: Team, *, fields: Mapping[str, Any], seen: int, by: User | None, at: datetime) -> None:
    revise(team, fields=fields, seen=seen, verb="team.described", by=by, at=at)


@transaction.atomic
def make_rule(
    group: Group, *, fields: Mapping[str, Any], teams: Collection[Team], by: User | None, at: datetime
) -> RoleRule:
    must_be_a_desk(group)
    rule = RoleRule(group=group, **fields)
    rule.full_clean()
    rule.save()
    rule.teams.set(teams)
    trail.record("rule.made", rule, by=by, at=at, details={"teams": len(teams)})
    return rule


@transaction.atomic
def describe_rule(
    rule: RoleRule,
    *,
    fields: Mapping[str, Any],
    teams: Collection[Team],
    seen: int,
    by: User | None,
    at: datetime,
) -> None:
    revise(rule, fields=fields, seen=seen, verb="rule.described", by=by, at=at)
    rule.teams.set(teams)


@transaction.atomic
def put_first(
    group: Group,
    course: Course,
    service: Service,
    *,
    because: str,
    decided_on: date,
    action: Action | None = None,
    by: User | None,
    at: datetime,
) -> ServiceFirst:
    """The staff of this service have the first seats of the course from now on; the service that had them
    before has not. Raises ValidationError where nothing is said of why."""
    must_be_a_desk(group)
    ServiceFirst.objects.standing().filter(group=group, course=course).update(ended_at=at, ended_by=by)
    first = ServiceFirst(
        group=group,
        course=course,
        service=service,
        because=because,
        decided_on=decided_on,
        action=action,
        by=by,
        at=at,
    )
    first.full_clean()
    first.save()
    trail.record("service.put_first", first, by=by, at=at, details={"service": service.ref})
    return first
