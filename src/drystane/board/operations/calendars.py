"""Make the address of a calendar, and take it back."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.board.cabinet import digest_of
from drystane.board.models import CalendarAddress

TOKEN_BYTES = 32


@transaction.atomic
def make_address(*, by: User, at: datetime) -> str:
    """Returns the token. It is shown once and kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        with transaction.atomic():
            address = CalendarAddress.objects.create(owner=by, digest=digest_of(token.encode()), made_at=at)
    except IntegrityError as error:
        raise NotAllowed("You have an address already. Take it back first.") from error
    trail.record("calendar.address_made", address, by=by, at=at)
    return token


@transaction.atomic
def revoke_address(address: CalendarAddress, *, by: User, at: datetime) -> None:
    """From now on nobody reads by it, whoever holds it."""
    if not CalendarAddress.objects.in_force().filter(pk=address.pk).update(revoked_at=at):
        raise NotAllowed("That address was taken back already.")
    trail.record("calendar.address_revoked", address, by=by, at=at)
