"""Ways to falsify a trail: each alters the rows of a copy, which the trials then put in the trail's place."""

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from drystane.audit import chain
from drystane.audit.tests.cast import START

EVENTS = 12
SIGNED_AT = 8  # the events after it are younger than any checkpoint

Row = dict[str, Any]  # the columns of an event
Tampering = Callable[[list[Row], random.Random], None]


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
