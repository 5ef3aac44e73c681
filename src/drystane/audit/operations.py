"""What the operator and the auditor do with the trail: verify it, sign a checkpoint, write it out."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery

from drystane.audit import chain, checkpoints, trail
from drystane.audit.chain import Broken, Fault
from drystane.audit.checkpoints import BadKey, Head, SignedHead
from drystane.audit.models import Checkpoint, Event, PurposeNote, moment_in

M = TypeVar("M", bound=Model)


class NothingToSign(Exception):
    """The trail is empty: a checkpoint of it would say nothing."""


@dataclass(frozen=True)
class Report:
    """How far the trail holds, and the first fault, if there is one."""

    events: int  # that hold
    head: str  # the hash of the last of them
    checkpoints: int  # that the trail was compared with
    fingerprints: tuple[str, ...]  # of the keys that signed those: compare with what was written down
    fault: Fault | None

    @property
    def holds(self) -> bool:
        return self.fault is None


def verify_trail(checkpoint: Path | None = None) -> Report:
    """Check every event, and that the trail passes through our checkpoints and the one in the file.

    Raises BadCheckpoint if the file is none. Takes no lock: events may be added meanwhile.
    """
    signed = [SignedHead.from_file(checkpoint.read_text("utf-8"))] if checkpoint else []
    events, head, fault = 0, chain.START, None
    try:
        signed += [as_signed(row) for row in readable(Checkpoint.objects.order_by("seq", "pk"))]
        for event in walk(signed):
            events, head = event.seq, event.hash
    except Broken as broken:
        fault = broken.fault
    fingerprints = sorted({checkpoints.fingerprint(one.public_key) for one in signed})
    return Report(events, head, len(signed), tuple(fingerprints), fault)


def make_checkpoint(out: Path, *, at: datetime) -> Checkpoint:
    """Verify the trail, sign its head, and write a file for another body to keep. Never over another file.

    Raises Broken rather than sign a trail that does not hold, and BadKey if the signing key is not usable.
    """
    report = verify_trail()
    if report.fault:
        raise Broken(report.fault)
    if not report.events:
        raise NothingToSign("There is nothing in the trail yet, so there is nothing to sign.")
    with transaction.atomic():
        trail.lock_the_chain()  # of two who make the first checkpoint at once, one makes the key
        key = checkpoints.read_key(settings.HOME) or first_key()
        signed = checkpoints.sign(Head(report.events, report.head, chain.moment(at)), key)
        row = Checkpoint.objects.create(
            seq=report.events,
            hash=report.head,
            made_at=at,
            public_key=signed.public_key,
            signature=signed.signature,
        )
        with out.open("x", encoding="utf-8") as file:
            file.write(signed.to_file())
    return row


def export_trail(out: Path) -> int:
    """Write the trail as JSON lines, for `tools/verify_trail.py` or any other program. Says how many."""
    written = 0
    with out.open("x", encoding="ascii") as file:
        for event in Event.objects.order_by("seq").iterator():
            link = {
                "seq": event.seq,
                "previous_hash": event.previous_hash,
                "hash": event.hash,
                "canonical": event.canonical,
            }
            file.write(json.dumps(link) + "\n")
            written += 1
    return written


def first_key() -> Ed25519PrivateKey:
    """Made only if no other signed before: a key that went missing is to be found, not replaced unseen."""
    before = set(Checkpoint.objects.values_list("public_key", flat=True))
    lost = sorted(before - checkpoints.former_keys(settings.HOME))
    if lost:
        raise BadKey(
            f"The key that signed the earlier checkpoints is not in {settings.HOME}. Restore "
            f"{checkpoints.KEY_FILE} from your backup. If it is lost, write this line in "
            f"{checkpoints.FORMER_KEYS_FILE}, and a new one will be made: {' '.join(lost)}"
        )
    return checkpoints.make_key(settings.HOME)


def as_signed(row: Checkpoint) -> SignedHead:
    return SignedHead(Head(row.seq, row.hash, moment_in(row, "made_at")), row.public_key, row.signature)


def walk(signed: Sequence[SignedHead]) -> Iterator[Event]:
    """Give back each event that holds, in turn. Raises Broken at the first thing that does not."""
    check_signatures(signed)
    hashes: dict[int, set[str]] = {}
    for one in signed:
        hashes.setdefault(one.head.seq, set()).add(one.head.hash)
    last = 0
    for event in chain.follow(readable(Event.objects.order_by("seq"))):
        if not event.columns_agree:
            raise Broken(Fault(event.seq, f"The columns of event {event.seq} do not say what its text says."))
        if hashes.get(event.seq, {event.hash}) != {event.hash}:
            raise Broken(Fault(event.seq, f"Event {event.seq} is not the one a checkpoint was signed at."))
        yield event
        last = event.seq
    for one in signed:
        if one.head.seq > last:
            sentence = f"The trail ends at event {last}, but a checkpoint was signed at event {one.head.seq}."
            raise Broken(Fault(last + 1, sentence))
    check_purposes(last)


def readable(rows: QuerySet[M]) -> Iterator[M]:
    """SQLite keeps any text as a date, and Django may trip over it: that too is a fault, not a crash."""
    read = 0
    try:
        for row in rows.iterator():
            yield row
            read += 1
    except (ValueError, AttributeError) as error:
        name = rows.model._meta.verbose_name
        raise Broken(Fault(read + 1, f"The {name} in row {read + 1} cannot be read: {error}")) from error


def check_signatures(signed: Sequence[SignedHead]) -> None:
    ours = checkpoints.read_key(settings.HOME)
    known = checkpoints.former_keys(settings.HOME) | ({checkpoints.public_half(ours)} if ours else set())
    for one in signed:
        if not one.is_genuine:
            sentence = f"The signature of the checkpoint at event {one.head.seq} is wrong."
            raise Broken(Fault(one.head.seq, sentence))
        if known and one.public_key not in known:
            sentence = f"The checkpoint at event {one.head.seq} was signed by another key than ours."
            raise Broken(Fault(one.head.seq, sentence))


def check_purposes(last: int) -> None:
    """The words of each purpose that was not erased are those the event has a digest of."""
    canonical = Event.objects.filter(pk=OuterRef("pk")).values("canonical")
    notes = PurposeNote.objects.filter(pk__lte=last).order_by("pk")
    for seq, salt, words, text in notes.values_list("pk", "salt", "words", Subquery(canonical)).iterator():
        if json.loads(text)["purpose"] != trail.digest(salt, words):
            raise Broken(Fault(seq, f"The purpose of event {seq} is not in the words that were given."))
