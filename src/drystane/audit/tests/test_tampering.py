"""Fifty random trials of each way to falsify a trail, by somebody who can write to the database.

The triggers are dropped first, as that person would. Three promises, from the weakest hand to the
strongest:

- what breaks a link is found by looking at the chain alone;
- a cut tail and a whole new chain are found by whoever holds a checkpoint from before;
- somebody who has the signing key as well can sign checkpoints of a new chain, but cannot alter what
  is older than the last checkpoint kept elsewhere.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from drystane.audit import chain, checkpoints, triggers
from drystane.audit.checkpoints import Head
from drystane.audit.models import Checkpoint, Event, PurposeNote
from drystane.audit.operations import make_checkpoint, verify_trail
from drystane.audit.tests.cast import START, record_some
from drystane.audit.tests.tamperings import (
    BREAKS_A_LINK,
    EVENTS,
    NEEDS_A_CHECKPOINT,
    SIGNED_AT,
    Row,
    Tampering,
    edit_and_rechain,
    rechain,
    rewrite_every_clock_and_rechain,
    say,
)

TRIALS = 50 if connection.vendor == "sqlite" else 5  # what is falsified is found by the same Python on both

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


# The trials


@pytest.fixture
def kept_elsewhere(tmp_path: Path) -> Path:
    """A trail with a checkpoint on the way, a copy of which another body keeps."""
    record_some(SIGNED_AT)
    make_checkpoint(tmp_path / "kept.json", at=START)
    record_some(EVENTS - SIGNED_AT)
    assert verify_trail(tmp_path / "kept.json").holds
    triggers.drop()
    return tmp_path / "kept.json"


@contextmanager
def taken_back() -> Iterator[None]:
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def falsified(tamper: Tampering) -> Iterator[int]:
    """The trail falsified in the database, once for each trial."""
    rows: list[Row] = [dict(row) for row in Event.objects.order_by("seq").values()]
    for seed in range(TRIALS):
        copy = [dict(row) for row in rows]
        tamper(copy, random.Random(seed))
        assert copy != rows
        with taken_back():
            Event.objects.all().delete()
            Event.objects.bulk_create([Event(**row) for row in copy])
            yield seed


def erase_purposes() -> None:
    """As a careful forger would: they are not what should give a new chain away."""
    PurposeNote.objects.all().delete()


@pytest.mark.usefixtures("kept_elsewhere")
@pytest.mark.parametrize("tamper", BREAKS_A_LINK)
def test_the_chain_alone_shows_it(tamper: Tampering) -> None:
    Checkpoint.objects.all().delete()
    erase_purposes()
    assert [seed for seed in falsified(tamper) if verify_trail().holds] == []


@pytest.mark.parametrize("tamper", NEEDS_A_CHECKPOINT)
def test_a_checkpoint_kept_elsewhere_shows_it(tamper: Tampering, kept_elsewhere: Path) -> None:
    Checkpoint.objects.all().delete()
    erase_purposes()
    for seed in falsified(tamper):
        assert verify_trail().holds, f"in trial {seed} the chain alone shows it"
        assert verify_trail(kept_elsewhere).fault, f"trial {seed} was not found"


@pytest.mark.usefixtures("kept_elsewhere")
@pytest.mark.parametrize("tamper", NEEDS_A_CHECKPOINT)
def test_a_checkpoint_left_in_the_database_shows_it(tamper: Tampering) -> None:
    erase_purposes()
    assert [seed for seed in falsified(tamper) if verify_trail().holds] == []


def forge_the_checkpoint(key: Ed25519PrivateKey | None) -> None:
    """Make our own checkpoint fit the falsified trail: signed by this key, or with the old signature."""
    head = Event.objects.order_by("-seq").first()
    if head is None:
        Checkpoint.objects.all().delete()
        return
    new = Head(head.seq, head.hash, chain.moment(START))
    Checkpoint.objects.update(**asdict(new) | {"made_at": START})
    if key:
        signed = checkpoints.sign(new, key)
        Checkpoint.objects.update(public_key=signed.public_key, signature=signed.signature)


@pytest.mark.usefixtures("kept_elsewhere")
@pytest.mark.parametrize("tamper", [edit_and_rechain, rewrite_every_clock_and_rechain])
@pytest.mark.parametrize("key", [None, Ed25519PrivateKey.generate()], ids=["unsigned", "own key"])
def test_nobody_without_our_key_can_sign_another_head(
    tamper: Tampering, key: Ed25519PrivateKey | None
) -> None:
    erase_purposes()
    for seed in falsified(tamper):
        forge_the_checkpoint(key)
        assert verify_trail().fault, f"trial {seed} was not found"


@pytest.mark.parametrize("tamper", NEEDS_A_CHECKPOINT)
def test_who_holds_the_key_cannot_alter_what_is_older_than_a_checkpoint_kept_elsewhere(
    tamper: Tampering, kept_elsewhere: Path
) -> None:
    erase_purposes()
    key = checkpoints.read_key(settings.HOME)
    for seed in falsified(tamper):
        forge_the_checkpoint(key)
        assert verify_trail().holds, f"in trial {seed} the forgery is not perfect"
        assert verify_trail(kept_elsewhere).fault, f"trial {seed} was not found"


def test_what_is_younger_than_every_checkpoint_is_only_as_safe_as_the_database(kept_elsewhere: Path) -> None:
    """The limit, written down so that nobody believes more: sign often, and have it kept elsewhere."""

    def edit_the_young_and_rechain(rows: list[Row], rng: random.Random) -> None:
        say(rows[rng.randrange(SIGNED_AT, EVENTS)], by="n0b0dy000000")
        rechain(rows)

    erase_purposes()
    assert [
        seed for seed in falsified(edit_the_young_and_rechain) if verify_trail(kept_elsewhere).fault
    ] == []


# What stands beside the chain


@pytest.mark.usefixtures("kept_elsewhere")
def test_other_words_for_a_purpose_are_found() -> None:
    for note in PurposeNote.objects.all():
        with taken_back():
            PurposeNote.objects.filter(pk=note.pk).update(words="Nothing out of the way")
            fault = verify_trail().fault
            assert fault is not None
            assert fault.seq == note.event_seq


@pytest.mark.usefixtures("kept_elsewhere")
def test_a_purpose_put_beside_another_event_is_found() -> None:
    note = PurposeNote.objects.order_by("pk")[0]
    PurposeNote.objects.create(event_seq=note.event_seq + 1, salt=note.salt, words=note.words)
    fault = verify_trail().fault
    assert fault is not None
    assert fault.seq == note.event_seq + 1


@pytest.mark.usefixtures("kept_elsewhere")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps any text in a column of dates")
@pytest.mark.parametrize("nonsense", ["yesterday", "2015-13-45 00:00:00"])
@pytest.mark.parametrize("column", ["audit_event SET at", "audit_checkpoint SET made_at"])
def test_what_is_no_date_is_a_fault_and_not_a_crash(column: str, nonsense: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {column} = %s", [nonsense])
    assert verify_trail().fault is not None
