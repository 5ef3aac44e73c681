"""Links that work once, for one person, for a while, after they have signed in.

The link holds the public id of its row and a signature. Neither says what it opens.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from drystane.access.models import User
from drystane.audit import trail
from drystane.plans.models import Action
from drystane.site.nudges.models import NudgeLink

WORKS_FOR = timedelta(days=7)
SALT = "drystane.nudges"


@transaction.atomic
def make_link(action_ref: str, *, to: User, at: datetime) -> str:
    """The whole address, for an e-mail."""
    action = Action.objects.visible_to(to).get(ref=action_ref)
    link = NudgeLink.objects.create(user=to, action=action, expires_at=at + WORKS_FOR)
    trail.record("nudge.link_made", link, by=None, at=at, details={"to": to.ref, "action": action.ref})
    return f"{settings.SITE_ADDRESS}{reverse('nudge_link', args=[token_of(link)])}"


def token_of(link: NudgeLink) -> str:
    return Signer(salt=SALT).sign(link.ref)


def ref_in(token: str) -> str:
    """The public id that was signed, or one that no row has."""
    try:
        return Signer(salt=SALT).unsign(token)
    except BadSignature:
        return ""


@transaction.atomic
def use_link(link: NudgeLink, *, at: datetime) -> bool:
    """Whether it could still be used. Of two at once, one is told that it could."""
    if not NudgeLink.objects.usable(at).filter(pk=link.pk).update(used_at=at):
        return False
    trail.record("nudge.link_used", link, by=link.user, at=at)
    return True


def forget_links(before: datetime) -> int:
    return NudgeLink.objects.filter(expires_at__lt=before).delete()[0]
