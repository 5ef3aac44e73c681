"""Keeping personal data no longer than the retention file says. `drystane tidy` calls this."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import yaml
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction

from drystane.access.models import User
from drystane.audit import trail
from drystane.audit.models import PurposeNote
from drystane.board.operations.attaching import sweep_files
from drystane.board.operations.reading_in import forget_drafts
from drystane.sheets.jobs import remove_expired
from drystane.sheets.models import remove_old_imports
from drystane.site.nudges.links import forget_links
from drystane.site.nudges.sending import forget_digests
from drystane.strategy.packs import PACKS
from drystane.training.operations.people import unname_leavers

FORMER = "a former colleague"
WITH_THE_RECORD = "with the record"


@dataclass(frozen=True)
class Rule:
    """One line of the retention file."""

    field: str
    purpose: str
    keep: int | str
    erase: str = ""


@cache
def rules() -> tuple[Rule, ...]:
    body = yaml.safe_load((PACKS / "retention.yaml").read_text("utf-8"))
    return tuple(Rule(**row) for row in body["fields"])


def days_kept(field: str) -> timedelta:
    """Raises KeyError for a field the file does not name: nothing is erased by guess."""
    found = {rule.field: rule.keep for rule in rules()}[field]
    if not isinstance(found, int):
        raise KeyError(f"{field} is kept {found}")
    return timedelta(days=found)


def tidy(at: datetime) -> dict[str, int]:
    """Erase whatever has been kept long enough. Says how many of each."""
    return {words: erase(at) for words, erase in ERASERS.items()}


def purposes(at: datetime) -> int:
    before = at - days_kept("audit.purposenote.words")
    if not PurposeNote.objects.exists():
        return 0
    return trail.erase_purposes(before=before, by=None, at=at)


def sign_in_attempts(at: datetime) -> int:
    tables: dict[str, Any] = {
        "axes.accessattempt": AccessAttempt,
        "axes.accesslog": AccessLog,
        "axes.accessfailurelog": AccessFailureLog,
    }
    return sum(
        table.objects.filter(attempt_time__lt=at - days_kept(name)).delete()[0]
        for name, table in tables.items()
    )


def sessions(at: datetime) -> int:
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def papers_read_in(at: datetime) -> int:
    return forget_drafts(at, kept_for=days_kept("board.draft"))


@transaction.atomic
def closed_accounts(at: datetime) -> int:
    """Take the person out of an account that was closed long enough ago. What they did stays, unnamed."""
    before = at - days_kept("access.user.name")
    people = User.objects.filter(is_active=False, closed_at__lt=before).exclude(name=FORMER)
    for person in people:
        person.username, person.name = f"former-{person.ref}", FORMER
        person.post = person.email = ""
        person.last_login = None
        person.set_unusable_password()
        person.save()
        trail.record("account.unnamed", person, by=None, at=at)
    return len(people)


def leavers(at: datetime) -> int:
    return unname_leavers(before=(at - days_kept("training.staff.reference")).date(), at=at)


def digests_sent(at: datetime) -> int:
    return forget_digests((at - days_kept("site.digest")).date())


def nudge_links(at: datetime) -> int:
    return forget_links(at - days_kept("site.nudgelink"))


ERASERS: dict[str, Callable[[datetime], int]] = {
    "purposes given for sensitive records": purposes,
    "sign-in attempts": sign_in_attempts,
    "expired sessions": sessions,
    "exported files": remove_expired,
    "lists brought in, with what would undo them": remove_old_imports,
    "uploaded files that stand behind no paper": sweep_files,
    "papers read in, with what was not accepted": papers_read_in,
    "links in e-mails that expired long ago": nudge_links,
    "notes of which e-mails were sent": digests_sent,
    "closed accounts, now unnamed": closed_accounts,
    "staff who left long ago, now without a reference": leavers,
}
