"""Checkpoints: the head of the chain at a moment, signed, in a small file that another body keeps.

A chain alone cannot show that its tail was cut or that all of it was written anew.
Either is plain to somebody who holds a checkpoint from before.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from drystane.audit import chain

WHAT = "drystane audit checkpoint"
KEY_FILE = "audit-signing.key"
FORMER_KEYS_FILE = "audit-former-keys.txt"
READABLE_BY_OTHERS = 0o077


class BadCheckpoint(Exception):
    """The file is no checkpoint, or has been altered since it was signed."""


class BadKey(Exception):
    """The signing key cannot be used as it is."""


@dataclass(frozen=True)
class Head:
    """The last event, when a checkpoint was made."""

    seq: int
    hash: str
    made_at: str

    @property
    def signed_text(self) -> bytes:
        return chain.canonical({"what": WHAT, **asdict(self)}).encode("ascii")


@dataclass(frozen=True)
class SignedHead:
    head: Head
    public_key: str
    signature: str

    @property
    def is_genuine(self) -> bool:
        """Whether the holder of this public key signed this head."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self.head.signed_text)
        except (ValueError, InvalidSignature):
            return False
        return True

    def to_file(self) -> str:
        said = {"what": WHAT, **asdict(self.head), "public_key": self.public_key, "signature": self.signature}
        return json.dumps(said, indent=2) + "\n"

    @classmethod
    def from_file(cls, text: str) -> Self:
        """Read a checkpoint file. Raises BadCheckpoint unless it is whole and its signature good."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said.pop("what") != WHAT or type(said["seq"]) is not int or said["seq"] < 1:
                raise ValueError
            public_key, signature = str(said.pop("public_key")), str(said.pop("signature"))
            read = cls(Head(**said), public_key, signature)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise BadCheckpoint("This file is not a checkpoint of the audit trail.") from error
        if not read.is_genuine:
            raise BadCheckpoint("The signature is wrong: this checkpoint was altered after it was signed.")
        return read


def sign(head: Head, key: Ed25519PrivateKey) -> SignedHead:
    return SignedHead(head, public_half(key), key.sign(head.signed_text).hex())


def public_half(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def fingerprint(public_key: str) -> str:
    """Short enough to read over the telephone: "3f0a 91c2 ..."."""
    digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def read_key(home: Path) -> Ed25519PrivateKey | None:
    """The signing key kept in the home folder, if one was ever made."""
    kept = home / KEY_FILE
    try:
        content = kept.read_bytes()
    except FileNotFoundError:
        return None
    if os.name == "posix" and kept.stat().st_mode & READABLE_BY_OTHERS:
        raise BadKey(f"Others can read the signing key. Put it right with: chmod 600 {kept}")
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise BadKey(f"{kept} is not a signing key. Restore it from your backup.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{kept} is not an Ed25519 key. Restore it from your backup.")
    return key


def former_keys(home: Path) -> set[str]:
    """The public keys, one a line, of signing keys that were lost or given up."""
    try:
        return set((home / FORMER_KEYS_FILE).read_text("ascii").split())
    except FileNotFoundError:
        return set()


def make_key(home: Path) -> Ed25519PrivateKey:
    """Make the signing key, once. Raises FileExistsError if there is one."""
    key = Ed25519PrivateKey.generate()
    descriptor = os.open(home / KEY_FILE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        file.flush()
        os.fsync(descriptor)
    return key
