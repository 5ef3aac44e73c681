"""Who gets a digest today, and sending it: at most one a person and day.

A digest is claimed, in a transaction of its own, before it is sent, and marked as sent after. A process that
crashes between the two leaves a claim of which nobody knows whether it went out. One more try is made of it,
so a crash costs at most one repeat, and no second crash a third.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from drystane.access.models import User
from drystane.audit import trail
from drystane.site.nudges.gathering import Gathered, gather
from drystane.site.nudges.letter import letter
from drystane.site.nudges.links import make_link
from drystane.site.nudges.models import Digest, DigestChoice, HowOften, Trouble

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=5)  # doubled after each try
TRIES = 6  # the last about two and a half hours after the first


@dataclass
class Round:
    """What came of one round."""

    sent: int = 0
    refused: int = 0
    unreachable: bool = False
    held_until: datetime | None = None


@dataclass(frozen=True)
class Due:
    """Somebody who is to get a digest, and what would stand in it."""

    person: User
    gathered: Gathered = field(repr=False)


def wanting(today: date) -> list[User]:
    """Whoever has an address and has not had theirs: today's, or this week's."""
    monday = today - timedelta(days=today.weekday())
    chosen = dict(DigestChoice.objects.values_list("user", "how_often"))
    had_today = set(Digest.objects.filter(on=today).exclude(sent_at=None).values_list("user", flat=True))
    had = Digest.objects.filter(on__gte=monday, on__lte=today).exclude(sent_at=None)
    had_this_week = set(had.values_list("user", flat=True))
    people = User.objects.filter(is_active=True).exclude(email="")
    return [
        person
        for person in people.order_by("username")
        if chosen.get(person.pk) != HowOften.NONE
        and person.pk not in (had_this_week if chosen.get(person.pk) == HowOften.WEEKLY else had_today)
    ]


def due(today: date) -> Iterator[Due]:
    for person in wanting(today):
        gathered = gather(person, today=today)
        if gathered.count:
            yield Due(person, gathered)


def refused_lately(today: date) -> set[int]:
    """Whose last two days' e-mails the mail server refused."""
    refused = Digest.objects.unsent().filter(trouble=Trouble.REFUSED, on__gte=today - timedelta(days=1))
    return set(refused.values_list("user", flat=True))


def send_digests(now: Callable[[], datetime]) -> Round:
    """Send what is due. A mail server that cannot be used ends the round, and is left alone for a while."""
    today, done = localdate(now()), Round()
    done.held_until = held_until(today, now())
    if done.held_until:
        return done
    connection = get_connection()
    try:
        for one in due(today):
            digest = claim(one.person, today, now())
            if digest is not None:
                send(digest, one, connection, now(), done)
            if done.unreachable:
                break
    finally:
        connection.close()
    return done


def held_until(today: date, at: datetime) -> datetime | None:
    """When the mail server is tried again, after it could not be used."""
    failed = Digest.objects.unsent().filter(on=today, trouble=Trouble.UNREACHABLE, again_at__gt=at)
    latest: datetime | None = failed.order_by("-again_at").values_list("again_at", flat=True).first()
    return latest


def claim(person: User, today: date, at: datetime) -> Digest | None:
    """Ours to send, or None: another process has it, or it has been tried often enough."""
    try:
        with transaction.atomic():
            return Digest.objects.create(user=person, on=today, claimed_at=at)
    except IntegrityError:
        pass  # it was claimed before: to be taken over only where that failed or crashed
    before = Digest.objects.to_retry(at).filter(user=person, on=today, tries__lt=TRIES).first()
    if before is None:
        return None
    mine = Digest.objects.to_retry(at).filter(pk=before.pk, tries=before.tries, claimed_at=before.claimed_at)
    taken = mine.update(
        claimed_at=at,
        tries=before.tries + 1,
        was_taken_over=before.trouble == Trouble.NONE,
        trouble=Trouble.NONE,
        again_at=None,
    )
    return Digest.objects.get(pk=before.pk) if taken else None


def send(digest: Digest, one: Due, connection: BaseEmailBackend, at: datetime, done: Round) -> None:
    action = one.gathered.report_on
    report_url = make_link(action, to=one.person, at=at) if action else ""
    mail = letter(one.gathered, to=one.person.email, report_url=report_url)
    mail.connection = connection
    try:
        mail.send()
    except (OSError, SMTPException, ValueError) as error:  # the error names addresses: only its kind is told
        refused = isinstance(error, SMTPRecipientsRefused | ValueError)
        fail(digest, Trouble.REFUSED if refused else Trouble.UNREACHABLE, at)
        log.warning("A digest was not sent: %s. Try %d.", type(error).__name__, digest.tries)
        done.refused += refused
        done.unreachable = not refused
    else:
        record_sent(digest, one, at)
        done.sent += 1


def fail(digest: Digest, trouble: Trouble, at: datetime) -> None:
    again_at = at + FIRST_WAIT * 2 ** (digest.tries - 1)
    Digest.objects.filter(pk=digest.pk).update(trouble=trouble, again_at=again_at)


@transaction.atomic
def record_sent(digest: Digest, one: Due, at: datetime) -> None:
    Digest.objects.filter(pk=digest.pk).update(sent_at=at)
    trail.record(
        "digest.sent", digest, by=None, at=at, details={"to": one.person.ref, "count": one.gathered.count}
    )


@transaction.atomic
def choose(person: User, how_often: str, *, at: datetime) -> None:
    DigestChoice.objects.update_or_create(user=person, defaults={"how_often": how_often})
    trail.record("digest.chosen", person, by=person, at=at, details={"how_often": how_often})


def forget_digests(before: date) -> int:
    return Digest.objects.filter(on__lt=before).delete()[0]
