"""Plan a campaign, move it on, and keep what it reached."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.comms.models import Campaign, CampaignMove, CampaignState, Reading
from drystane.partners.models import Group

CHANGED = "Somebody else has just changed this campaign. Look at it again first."


@transaction.atomic
def plan_campaign(
    group: Group, *, fields: Mapping[str, Any], by: User | None, at: datetime, is_invented: bool = False
) -> Campaign:
    """Plan a campaign in a group's name. Its days in the calendar come after."""
    campaign = Campaign(group=group, made_by=by, made_at=at, is_invented=is_invented, **fields)
    campaign.full_clean()
    campaign.save()
    CampaignMove.objects.create(campaign=campaign, to=CampaignState.PLANNED, by=by, at=at)
    trail.record("campaign.planned", campaign, by=by, at=at, details={"group": group.ref})
    return campaign


@transaction.atomic
def edit_campaign(
    campaign: Campaign, *, fields: Mapping[str, Any], seen: int, by: User, at: datetime
) -> None:
    """Change what is said of it, if it is still as it was `seen`."""
    for name, value in fields.items():
        setattr(campaign, name, value)
    campaign.full_clean()
    beyond = Q(starts_on__lt=campaign.starts_on) | Q(ends_on__gt=campaign.ends_on)
    if campaign.slots.standing().filter(beyond).exists():
        raise ValidationError(
            {"ends_on": "It has days in the calendar outside these. Move or cancel them first."}
        )
    if not Campaign.objects.filter(pk=campaign.pk, version=seen).update(version=F("version") + 1, **fields):
        raise NotAllowed(CHANGED)
    campaign.refresh_from_db()
    trail.record("campaign.edited", campaign, by=by, at=at)


@transaction.atomic
def move_campaign(
    campaign: Campaign, to: CampaignState, *, by: User | None, at: datetime, why: str = ""
) -> None:
    """Begin, finish, stop it or take it up again. Stopping asks for a reason."""
    before = CampaignState(campaign.state)
    if to not in campaign.may_become():
        raise NotAllowed(f"The campaign is “{before.label.lower()}”, so that no longer fits.")
    if to == CampaignState.STOPPED and not why.strip():
        raise ValidationError({"why": "Say why it is stopped."})
    if not Campaign.objects.filter(pk=campaign.pk, state=before).update(state=to, version=F("version") + 1):
        raise NotAllowed(CHANGED)
    campaign.refresh_from_db()
    CampaignMove.objects.create(campaign=campaign, to=to, why=why, by=by, at=at)
    trail.record(f"campaign.{to.value}", campaign, by=by, at=at)


@transaction.atomic
def keep_reading(
    campaign: Campaign,
    *,
    kind: str,
    value: Decimal,
    what: str,
    source: str,
    on: date,
    by: User | None,
    at: datetime,
) -> Reading:
    """Keep a figure with who counted it and when."""
    if on > timezone.localdate(at):
        raise ValidationError({"on": "Give the day on which it was counted: it cannot be still to come."})
    reading = Reading(
        campaign=campaign, kind=kind, value=value, what=what, source=source, on=on, by=by, at=at
    )
    reading.full_clean()
    reading.save()
    trail.record("reading.kept", reading, by=by, at=at, details={"campaign": campaign.ref})
    return reading


@transaction.atomic
def take_back_reading(reading: Reading, *, by: User, at: datetime) -> None:
    """It was wrong: it stays in the history and counts no more."""
    if not Reading.objects.standing().filter(pk=reading.pk).update(withdrawn_by=by, withdrawn_at=at):
        raise NotAllowed("Somebody has taken this figure back already.")
    trail.record("reading.taken_back", reading, by=by, at=at)
