"""Add to the channels that the partners share."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from drystane.access.models import User
from drystane.audit import trail
from drystane.comms.models import Channel


@transaction.atomic
def add_channel(name: str, *, holds_many: bool, by: User | None, at: datetime) -> Channel:
    """A way to reach people, for every group to use. Raises ValidationError for one that is there."""
    code = slugify(name)[:40]
    if Channel.objects.filter(code=code).exists():
        raise ValidationError({"name": "That channel is in the list already."})
    channel = Channel(code=code, name=name, holds_many=holds_many)
    channel.full_clean()
    channel.save()
    trail.record("channel.added", channel, by=by, at=at)
    return channel
