"""What people do with an edition: bring it in from a pack, adopt it."""

from datetime import date, datetime

from django.db import transaction

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.strategy.models import Adoption, Edition


@transaction.atomic
def adopt(edition: Edition, *, group: Group, on: date, by: User | None, at: datetime, why: str = "") -> Adoption:
    """Take an edition as the one this board works to. Raises NotAllowed if it has done so already."""
    if Adoption.objects.filter(edition=edition, group=group).exists():
        raise NotAllowed(f"{group} has adopted {edition} already.")
    adoption = Adoption.objects.create(edition=edition, group=group, adopted_on=on, by=by, at=at, why=why)
    trail.record("edition.adopted", adoption, by=by, at=at, details={"edition": edition.ref})
    return adoption
