"""Adding to the trail. Nothing here, or anywhere else, changes what is in it.

An event is recorded in the transaction of what it records, so that neither is kept without the
other. The chain's lock is held until that transaction ends: record last in each operation.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import connection, transaction

from drystane.audit import chain
from drystane.audit.models import READS, Event, PurposeNote

OPERATOR = "operator"  # the command line, when nobody is named; no public id has an "o" in it
VERB = re.compile(r"[a-z_]+(\.[a-z_]+)+")
CODE = re.compile(r"[\w.,:/+-]*", re.ASCII)  # ids, codes, dates and digests have no spaces; sentences do
POSTGRES_LOCK = 0x7A11  # any number, so long as nothing else locks it

Detail = str | int | bool | None


class Actor(Protocol):
    """Whoever did it: anything with a public id."""

    @property
    def ref(self) -> str: ...


class Traceable(Protocol):
    """What it was done to: a record with a public id."""

    _meta: ClassVar[Any]

    @property
    def ref(self) -> str: ...


class NotInTransaction(RuntimeError):
    """An event outside the transaction of what it records could be kept when that is not."""


def record(
    verb: str,
    thing: Traceable | None,
    *,
    by: Actor | None,
    at: datetime,
    purpose: str = "",
    details: Mapping[str, Detail] | None = None,
) -> Event:
    """Add one event. `details` hold ids, codes, dates, numbers and digests: never anybody's words."""
    details = details or {}
    for name, value in details.items():
        if isinstance(value, str) and not CODE.fullmatch(value):
            raise ValueError(f"The detail {name!r} of {verb!r} is not an id, a code, a date or a digest.")
    return append(verb, thing, by=by, at=at, purpose=purpose, details=details)


def record_look_up(verb: str, *, by: Actor, at: datetime, address: str, asked: str) -> Event:
    """Record a refusal, after its rollback. The same whether what was asked for exists or not."""
    details = {"address": address, "asked": hashlib.sha256(asked.encode()).hexdigest()}
    with transaction.atomic(durable=True):
        return record(verb, None, by=by, at=at, details=details)


def record_reads(seen: set[tuple[str, str]], *, by: Actor, at: datetime, purpose: str, address: str) -> Event:
    """Record that one page showed these sensitive records, each a kind and a ref."""
    details = {"address": address, "seen": sorted(f"{kind}:{ref}" for kind, ref in seen)}
    with transaction.atomic(durable=True):
        return append(READS, None, by=by, at=at, purpose=purpose, details=details)


def erase_purposes(*, before: datetime, by: Actor | None, at: datetime) -> int:
    """Erase what people wrote as their purpose before a moment. The events stay, with their digests."""
    with transaction.atomic():
        old = Event.objects.filter(at__lt=before).values("seq")
        erased, _ = PurposeNote.objects.filter(event_seq__in=old).delete()
        record(
            "purposes.erased", None, by=by, at=at, details={"before": chain.moment(before), "count": erased}
        )
    return erased


def append(
    verb: str,
    thing: Traceable | None,
    *,
    by: Actor | None,
    at: datetime,
    purpose: str,
    details: Mapping[str, Any],
) -> Event:
    if not VERB.fullmatch(verb):
        raise ValueError(f"{verb!r} is not a verb of the trail: write it as 'action.closed'.")
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{verb!r} was recorded outside a transaction.")
    lock_the_chain()
    head = Event.objects.order_by("-seq").values_list("seq", "hash").first()
    last, previous = head or (0, chain.START)
    salt = secrets.token_hex(16)
    body: dict[str, Any] = {
        "seq": last + 1,
        "at": chain.moment(at),
        "verb": verb,
        "by": by.ref if by else OPERATOR,
        "kind": thing._meta.label_lower if thing else "",
        "ref": thing.ref if thing else "",
        "purpose": digest(salt, purpose) if purpose else "",
        "details": details,
    }
    text = chain.canonical(body)
    event = Event.objects.create(
        seq=body["seq"],
        canonical=text,
        previous_hash=previous,
        hash=chain.link_hash(previous, text),
        at=at,
        verb=verb,
        actor_ref=body["by"],
        object_kind=body["kind"],
        object_ref=body["ref"],
    )
    if purpose:
        PurposeNote.objects.create(event_seq=event.seq, salt=salt, words=purpose)
    return event


def digest(salt: str, words: str) -> str:
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


def lock_the_chain() -> None:
    """One at a time, until this transaction ends. On SQLite whoever writes is alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [POSTGRES_LOCK])
