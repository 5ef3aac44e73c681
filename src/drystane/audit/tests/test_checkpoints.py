"""Signing the head of the trail, and what is kept of it."""

import json
import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drystane.audit import checkpoints, triggers
from drystane.audit.chain import Broken
from drystane.audit.checkpoints import BadCheckpoint, BadKey, Head, SignedHead
from drystane.audit.models import Checkpoint, Event
from drystane.audit.operations import NothingToSign, make_checkpoint, verify_trail
from drystane.audit.tests.cast import START, record_some

HEAD = Head(seq=7, hash="ab" * 32, made_at="2015-09-02T10:00:00.000000+00:00")


def test_a_signed_head_is_genuine() -> None:
    signed = checkpoints.sign(HEAD, Ed25519PrivateKey.generate())
    assert signed.is_genuine
    assert SignedHead.from_file(signed.to_file()) == signed


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 8},
        {"hash": "cd" * 32},
        {"made_at": "2016-09-02T10:00:00.000000+00:00"},
        {"public_key": "00" * 32},
        {"public_key": "not hexadecimal"},
        {"signature": "00" * 64},
        {"signature": ""},
    ],
)
def test_an_altered_checkpoint_is_refused(change: dict[str, object]) -> None:
    said = json.loads(checkpoints.sign(HEAD, Ed25519PrivateKey.generate()).to_file())
    with pytest.raises(BadCheckpoint, match="altered"):
        SignedHead.from_file(json.dumps(said | change))


@pytest.mark.parametrize(
    "text", ["", "[]", "7", "{}", '{"what": "something else"}', '{"what": "drystane audit checkpoint"}']
)
def test_another_file_is_not_a_checkpoint(text: str) -> None:
    with pytest.raises(BadCheckpoint, match="not a checkpoint"):
        SignedHead.from_file(text)


@pytest.mark.parametrize("change", [{"seq": 0}, {"seq": True}, {"seq": "7"}, {"more": 1}, {"what": "else"}])
def test_a_checkpoint_of_another_shape_is_not_one(change: dict[str, object]) -> None:
    said = json.loads(checkpoints.sign(HEAD, Ed25519PrivateKey.generate()).to_file())
    with pytest.raises(BadCheckpoint, match="not a checkpoint"):
        SignedHead.from_file(json.dumps(said | change))


def test_the_key_is_made_once_and_only_its_owner_may_read_it(home: Path) -> None:
    assert checkpoints.read_key(home) is None
    made = checkpoints.make_key(home)
    kept = home / checkpoints.KEY_FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    read = checkpoints.read_key(home)
    assert read is not None
    assert checkpoints.public_half(read) == checkpoints.public_half(made)
    with pytest.raises(FileExistsError):
        checkpoints.make_key(home)


@pytest.mark.skipif(os.name != "posix", reason="file modes mean something on POSIX only")
def test_a_key_that_others_can_read_is_not_used(home: Path) -> None:
    checkpoints.make_key(home)
    (home / checkpoints.KEY_FILE).chmod(0o644)
    with pytest.raises(BadKey, match="chmod 600"):
        checkpoints.read_key(home)


def test_a_damaged_key_is_not_used(home: Path) -> None:
    kept = home / checkpoints.KEY_FILE
    kept.touch(mode=0o600)
    kept.write_text("no key")
    with pytest.raises(BadKey, match="backup"):
        checkpoints.read_key(home)


@pytest.mark.django_db
def test_a_checkpoint_is_kept_here_and_in_a_file(tmp_path: Path) -> None:
    events = record_some(5)
    row = make_checkpoint(tmp_path / "kept.json", at=START)
    signed = SignedHead.from_file((tmp_path / "kept.json").read_text())
    assert (row.seq, row.hash) == (signed.head.seq, signed.head.hash) == (5, events[-1].hash)
    report = verify_trail(tmp_path / "kept.json")
    assert report.holds
    assert (report.events, report.head, report.checkpoints) == (5, events[-1].hash, 2)
    assert report.fingerprints == (row.fingerprint,)


@pytest.mark.django_db
def test_the_trail_goes_on_after_a_checkpoint(tmp_path: Path) -> None:
    record_some(5)
    make_checkpoint(tmp_path / "kept.json", at=START)
    record_some(5)
    make_checkpoint(tmp_path / "later.json", at=START)
    assert verify_trail(tmp_path / "kept.json").holds
    assert Checkpoint.objects.values_list("public_key").distinct().count() == 1


@pytest.mark.django_db
def test_a_key_that_went_missing_is_not_replaced_unseen(home: Path, tmp_path: Path) -> None:
    record_some(5)
    first = make_checkpoint(tmp_path / "kept.json", at=START)
    (home / checkpoints.KEY_FILE).unlink()
    assert verify_trail(tmp_path / "kept.json").holds
    with pytest.raises(BadKey, match=first.public_key):
        make_checkpoint(tmp_path / "later.json", at=START)

    (home / checkpoints.FORMER_KEYS_FILE).write_text(f"{first.public_key}\n")
    second = make_checkpoint(tmp_path / "later.json", at=START)
    assert second.public_key != first.public_key
    report = verify_trail(tmp_path / "kept.json")
    assert report.holds
    assert set(report.fingerprints) == {first.fingerprint, second.fingerprint}

    (home / checkpoints.FORMER_KEYS_FILE).unlink()
    fault = verify_trail(tmp_path / "kept.json").fault
    assert fault is not None
    assert "another key" in fault.sentence


@pytest.mark.django_db
def test_an_empty_trail_is_not_signed(tmp_path: Path) -> None:
    with pytest.raises(NothingToSign):
        make_checkpoint(tmp_path / "kept.json", at=START)
    assert not (tmp_path / "kept.json").exists()


@pytest.mark.django_db
def test_a_broken_trail_is_not_signed(tmp_path: Path) -> None:
    record_some(5)
    triggers.drop()
    Event.objects.filter(seq=3).update(verb="action.dropped")
    with pytest.raises(Broken, match="event 3"):
        make_checkpoint(tmp_path / "kept.json", at=START)
    assert not Checkpoint.objects.exists()


@pytest.mark.django_db
def test_an_older_checkpoint_is_never_written_over(tmp_path: Path) -> None:
    record_some(5)
    (tmp_path / "kept.json").write_text("older")
    with pytest.raises(FileExistsError):
        make_checkpoint(tmp_path / "kept.json", at=START)
    assert (tmp_path / "kept.json").read_text() == "older"


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_that_cannot_be_written_is_not_kept_here_either(tmp_path: Path) -> None:
    record_some(5)
    with pytest.raises(FileNotFoundError):
        make_checkpoint(tmp_path / "no such folder" / "kept.json", at=START)
    assert not Checkpoint.objects.exists()
