#!/usr/bin/env python3
"""Check an exported audit trail without Drystane.

    python verify_trail.py trail.jsonl [--checkpoint checkpoint.json] [--fingerprint "3f0a 91c2 ..."]

Written apart from the program it checks, and imports nothing of it: only Python's own library, and
`cryptography` if there is a checkpoint whose signature has to be checked.

The trail is one JSON object a line, with `seq`, `previous_hash`, `hash` and `canonical`:

- events are counted from 1, without a gap;
- `hash` is the SHA-256, in hexadecimal, of `previous_hash`, a line feed and `canonical`;
- `previous_hash` is the `hash` of the line before; the first line has 64 zeros;
- `canonical` is a JSON object with sorted keys, without spaces, in ASCII, and its "seq" is the line's.

A checkpoint is one JSON object with `what`, `seq`, `hash`, `made_at`, `public_key`, `signature`. The
signature (Ed25519, hexadecimal) is over the first four, written in the same canonical way.

Ends with 0 if all is well, 1 if something is wrong, 2 if it could not be checked.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOOD, WRONG, UNCHECKED = 0, 1, 2
SIGNED = ("what", "seq", "hash", "made_at")
WHAT = "drystane audit checkpoint"


class Wrong(Exception):
    """Something is not as it should be."""

    def __init__(self, sentence: str, seq: int | None = None) -> None:
        super().__init__(sentence)
        self.seq = seq


class Unchecked(Exception):
    """Something could not be checked here."""


@dataclass(frozen=True)
class Line:
    seq: int
    previous_hash: str
    hash: str
    canonical: str


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def read(lines: Iterable[str]) -> Iterator[Line]:
    for number, text in enumerate(lines, start=1):
        try:
            said = json.loads(text)
            line = Line(**said)
        except (ValueError, TypeError, RecursionError):
            raise Wrong(f"Line {number} is not an event of the trail.", number) from None
        if type(line.seq) is not int or not all(
            isinstance(value, str) for value in (line.previous_hash, line.hash, line.canonical)
        ):
            raise Wrong(f"Line {number} is not an event of the trail.", number)
        yield line


def check_line(line: Line, *, number: int, previous: str) -> None:
    if line.seq != number:
        raise Wrong(f"Line {number} holds event {line.seq}.", number)
    written = f"{line.previous_hash}\n{line.canonical}".encode("utf-8", "surrogatepass")
    if hashlib.sha256(written).hexdigest() != line.hash:
        raise Wrong(f"Event {number} was changed: its hash is not that of its text.", number)
    if line.previous_hash != previous:
        raise Wrong(f"Event {number} does not follow from event {number - 1}.", number)
    try:
        body = json.loads(line.canonical)
        written_again = canonical(body)
    except (ValueError, RecursionError):
        raise Wrong(f"The text of event {number} is not JSON.", number) from None
    if not isinstance(body, dict) or written_again != line.canonical:
        raise Wrong(f"The text of event {number} is not in canonical form.", number)
    if type(body.get("seq")) is not int or body["seq"] != number:
        raise Wrong(f"The text of event {number} is that of another event.", number)


def check_trail(lines: Iterable[str]) -> dict[int, str]:
    """Every hash by its number. Raises Wrong at the first event that does not hold."""
    hashes: dict[int, str] = {}
    previous = "0" * 64
    for number, line in enumerate(read(lines), start=1):
        check_line(line, number=number, previous=previous)
        hashes[number] = previous = line.hash
    return hashes


def read_checkpoint(text: str) -> dict[str, Any]:
    try:
        checkpoint = json.loads(text)
    except (ValueError, RecursionError):
        checkpoint = None
    if (
        not isinstance(checkpoint, dict)
        or set(checkpoint) != {*SIGNED, "public_key", "signature"}
        or checkpoint["what"] != WHAT
        or type(checkpoint["seq"]) is not int
        or checkpoint["seq"] < 1
    ):
        raise Wrong("The checkpoint file is not a checkpoint of an audit trail.")
    return checkpoint


def check_passes(hashes: dict[int, str], checkpoint: dict[str, Any]) -> None:
    seq = checkpoint["seq"]
    if seq not in hashes:
        raise Wrong(f"The trail ends at event {len(hashes)}; the checkpoint was signed at event {seq}.")
    if hashes[seq] != checkpoint["hash"]:
        raise Wrong(f"Event {seq} is not the one that the checkpoint was signed at: the trail was rewritten.")


def check_fingerprint(checkpoint: dict[str, Any], expected: str) -> None:
    if fingerprint(checkpoint) != expected.replace(" ", "").lower():
        raise Wrong("The checkpoint was signed with another key than the one whose fingerprint you gave.")


def fingerprint(checkpoint: dict[str, Any]) -> str:
    try:
        key = bytes.fromhex(checkpoint["public_key"])
    except (ValueError, TypeError):
        raise Wrong("The public key in the checkpoint is not in hexadecimal.") from None
    return hashlib.sha256(key).hexdigest()[:32]


def check_signature(checkpoint: dict[str, Any]) -> None:
    try:
        from cryptography.exceptions import InvalidSignature  # needed for this alone
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise Unchecked(
            "The signature was not checked: Python's cryptography package is not here. "
            "Install it (pip install cryptography) and try again."
        ) from None
    signed = canonical({name: checkpoint[name] for name in SIGNED}).encode("ascii")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint["public_key"]))
        key.verify(bytes.fromhex(checkpoint["signature"]), signed)
    except (ValueError, TypeError, InvalidSignature):
        raise Wrong("The checkpoint's signature is wrong: it was altered after it was signed.") from None


def check(trail: Path, checkpoint: Path | None, expected: str) -> Iterator[str]:
    """Check everything, saying what was found good. Raises Wrong or Unchecked."""
    try:
        # Damaged bytes are let through, to be found wrong where they stand.
        with trail.open(encoding="utf-8", errors="surrogateescape") as lines:
            hashes = check_trail(lines)
        text = checkpoint.read_text("utf-8", "surrogateescape") if checkpoint else ""
    except OSError as error:
        raise Unchecked(f"Cannot be read: {error}") from None
    yield f"The trail holds: {len(hashes)} events, each following from the one before."
    if not checkpoint:
        yield "Without a checkpoint, nothing shows that its end was not cut, or all of it written anew."
        return
    said = read_checkpoint(text)
    check_passes(hashes, said)
    yield f"It passes through the checkpoint made at {said['made_at']}, at event {said['seq']}."
    if expected:
        check_fingerprint(said, expected)
    check_signature(said)
    digits = fingerprint(said)
    groups = " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
    yield f"The checkpoint's signature is good, by the key {groups}."


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an exported audit trail without Drystane.")
    parser.add_argument("trail", type=Path, help="the exported trail, JSON lines")
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint file kept elsewhere")
    parser.add_argument("--fingerprint", default="", help="that of the signing key, as it was written down")
    given = parser.parse_args(arguments)
    if given.fingerprint and not given.checkpoint:
        parser.error("--fingerprint is that of a checkpoint's key: give --checkpoint too")
    try:
        for sentence in check(given.trail, given.checkpoint, given.fingerprint):
            print(sentence)
    except Wrong as wrong:
        print(f"WRONG: {wrong}")
        return WRONG
    except Unchecked as unchecked:
        print(f"NOT CHECKED: {unchecked}")
        return UNCHECKED
    return GOOD


if __name__ == "__main__":
    sys.exit(main())
