"""A link in an e-mail, for the policy matrix."""

from datetime import timedelta

from drystane.access.models import User
from drystane.plans.models import Action
from drystane.site.models import NudgeLink
from drystane.site.nudges.links import token_of
from tests.cast import NOW


def token_for(person: User, action: Action) -> str:
    return token_of(NudgeLink.objects.create(user=person, action=action, expires_at=NOW + timedelta(days=7)))
