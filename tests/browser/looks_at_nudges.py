"""Who looks at what is said between meetings."""

from datetime import timedelta

from drystane.access.clock import now
from drystane.access.models import User
from drystane.plans.models import Action
from drystane.site.models import NudgeLink
from drystane.site.nudges.links import token_of
from tests.browser.look import Look


def too_late() -> dict[str, str]:
    """A link that has run out: the page says what to do instead."""
    kept = NudgeLink.objects.create(
        user=User.objects.get(username="fiona"),
        action=Action.objects.get(code="A07"),
        expires_at=now() - timedelta(days=1),
    )
    return {"token": token_of(kept)}


NUDGE_LOOKS: dict[str, list[Look]] = {
    "digest": [Look("fiona")],
    "nudge_link": [Look("fiona", args=too_late)],
}
