"""Fifty random trials of each way to falsify a trail, by somebody who can write to the database.

The triggers are dropped first, as that person would. Three promises, from the weakest hand to the
strongest:

- what breaks a link is found by looking at the chain alone;
- a cut tail and a whole new chain are found by whoever holds a checkpoint from before;
- somebody who has the signing key as well can sign checkpoints of a new chain, but cannot alter what
  is older than the last checkpoint kept elsewhere.
"""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from drystane.audit import chain, checkpoints, triggers
from drystane.audit.checkpoints import Head
from drystane.audit.models import Checkpoint, Event, PurposeNote
from drystane.audit.operations import make_checkpoint, verify_trail
from drystane.audit.tests.cast import START, record_some

EVENTS = 12
SIGNED_AT = 8  # the events after it are younger than any checkpoint
TRIALS = 50

Row = dict[str, Any]  # the columns of an event
Tampering = Callable[[list[Row], random.Random], None]

pytestmark = pytest.mark.django_db


# Means


def say(row: Row, **changes: object) -> None:
    """Alter what the event says, in its text and in its columns. Its hash no longer fits."""
    body = json.loads(row["canonical"]) | changes
    row["canonical"] = chain.canonical(body)
    row["seq"], row["at"], row["verb"] = body["seq"], datetime.fromisoformat(body["at"]), body["verb"]
    row["actor_ref"], row["object_kind"], row["object_ref"] = body["by"], body["kind"], body["ref"]


def hash_again(row: Row) -> None:
    row["hash"] = chain.link_hash(row["previous_hash"], row["canonical"])


def rechain(rows: list[Row]) -> None:
    """Number and link all events anew, so that the chain holds."""
    previous = chain.START
    for seq, row in enumerate(rows, start=1):
        say(row, seq=seq)
        row["previous_hash"] = previous
        hash_again(row)
        previous = row["hash"]


def renumber(rows: list[Row]) -> None:
    """Close gaps in the key alone, leaving what is hashed."""
    for seq, row in enumerate(rows, start=1):
        row["seq"] = seq


def another_time(row: Row, rng: random.Random) -> str:
    return chain.moment(row["at"] + timedelta(seconds=rng.choice((-86_400, -1, 1, 3_600))))


# Found by looking at the chain alone


def edit_the_text(rows: list[Row], rng: random.Random) -> None:
    say(rng.choice(rows), verb="action.dropped")


def edit_one_letter(rows: list[Row], rng: random.Random) -> None:
    row = rng.choice(rows)
    place = rng.randrange(len(row["canonical"]))
    row["canonical"] = row["canonical"][:place] + rng.choice("~^") + row["canonical"][place + 1 :]


def edit_the_columns(rows: list[Row], rng: random.Random) -> None:
    column, value = rng.choice(
        [
            ("at", START - timedelta(days=1)),
            ("verb", "action.dropped"),
            ("actor_ref", "n0b0dy000000"),
            ("object_kind", "plans.move"),
            ("object_ref", "n0th1ng00000"),
        ]
    )
    rng.choice(rows)[column] = value


def edit_and_hash_again(rows: list[Row], rng: random.Random) -> None:
    row = rng.choice(rows[:-1])
    say(row, by="n0b0dy000000")
    hash_again(row)


def edit_a_hash(rows: list[Row], rng: random.Random) -> None:
    rng.choice(rows)[rng.choice(["hash", "previous_hash"])] = f"{rng.getrandbits(256):064x}"


def delete_the_first(rows: list[Row], _: random.Random) -> None:
    del rows[0]


def delete_from_the_middle(rows: list[Row], rng: random.Random) -> None:
    del rows[rng.randrange(1, EVENTS - 1)]


def delete_and_close_the_gap(rows: list[Row], rng: random.Random) -> None:
    del rows[rng.randrange(EVENTS - 1)]
    renumber(rows)


def swap(rows: list[Row], rng: random.Random) -> None:
    one, other = rng.sample(range(EVENTS), 2)
    rows[one], rows[other] = rows[other], rows[one]
    renumber(rows)


def insert(rows: list[Row], rng: random.Random) -> None:
    place = rng.randrange(1, EVENTS)
    new = rows[place] | {"previous_hash": rows[place - 1]["hash"]}
    say(new, by="n0b0dy000000")
    hash_again(new)
    rows.insert(place, new)
    renumber(rows)


def duplicate(rows: list[Row], rng: random.Random) -> None:
    place = rng.randrange(EVENTS)
    rows.insert(place, dict(rows[place]))
    renumber(rows)


def replay(rows: list[Row], rng: random.Random) -> None:
    rows.append(rng.choice(rows) | {"seq": EVENTS + 1})


def replay_linked_to_the_end(rows: list[Row], rng: random.Random) -> None:
    new = rng.choice(rows) | {"seq": EVENTS + 1, "previous_hash": rows[-1]["hash"]}
    hash_again(new)
    rows.append(new)


def rewrite_a_clock(rows: list[Row], rng: random.Random) -> None:
    row = rng.choice(rows)
    say(row, at=another_time(row, rng))


def rewrite_a_clock_and_hash_again(rows: list[Row], rng: random.Random) -> None:
    row = rng.choice(rows[:-1])
    say(row, at=another_time(row, rng))
    hash_again(row)


BREAKS_A_LINK: list[Tampering] = [
    edit_the_text,
    edit_one_letter,
    edit_the_columns,
    edit_and_hash_again,
    edit_a_hash,
    delete_the_first,
    delete_from_the_middle,
    delete_and_close_the_gap,
    swap,
    insert,
    duplicate,
    replay,
    replay_linked_to_the_end,
    rewrite_a_clock,
    rewrite_a_clock_and_hash_again,
]


# Found only by whoever holds a checkpoint from before


def delete_the_tail(rows: list[Row], rng: random.Random) -> None:
    del rows[rng.randrange(1, SIGNED_AT) :]


def truncate(rows: list[Row], _: random.Random) -> None:
    rows.clear()


def truncate_and_refill(rows: list[Row], rng: random.Random) -> None:
    count = rng.randrange(1, 2 * EVENTS)
    rows[:] = [dict(rng.choice(rows)) for _ in range(count)]
    say(rows[0], by="n0b0dy000000")
    rechain(rows)


def put_back_an_older_copy(rows: list[Row], rng: random.Random) -> None:
    """A backup from before the checkpoint, on which work then went on."""
    delete_the_tail(rows, rng)
    while len(rows) < EVENTS:
        rows.append(dict(rng.choice(rows)))
        say(rows[-1], by="n0b0dy000000")
    rechain(rows)


def edit_and_rechain(rows: list[Row], rng: random.Random) -> None:
    say(rows[rng.randrange(SIGNED_AT)], by="n0b0dy000000")
    rechain(rows)


def delete_and_rechain(rows: list[Row], rng: random.Random) -> None:
    del rows[rng.randrange(SIGNED_AT)]
    rechain(rows)


def swap_and_rechain(rows: list[Row], rng: random.Random) -> None:
    one, other = rng.sample(range(SIGNED_AT), 2)
    rows[one], rows[other] = rows[other], rows[one]
    rechain(rows)


def insert_and_rechain(rows: list[Row], rng: random.Random) -> None:
    place = rng.randrange(SIGNED_AT)
    rows.insert(place, dict(rows[place]))
    say(rows[place], by="n0b0dy000000")
    rechain(rows)


def rewrite_a_clock_and_rechain(rows: list[Row], rng: random.Random) -> None:
    row = rows[rng.randrange(SIGNED_AT)]
    say(row, at=another_time(row, rng))
    rechain(rows)


def rewrite_every_clock_and_rechain(rows: list[Row], rng: random.Random) -> None:
    for row in rows:
        say(row, at=another_time(row, rng))
    rechain(rows)


NEEDS_A_CHECKPOINT: list[Tampering] = [
    delete_the_tail,
    truncate,
    truncate_and_refill,
    put_back_an_older_copy,
    edit_and_rechain,
    delete_and_rechain,
    swap_and_rechain,
    insert_and_rechain,
    rewrite_a_clock_and_rechain,
    rewrite_every_clock_and_rechain,
]


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
