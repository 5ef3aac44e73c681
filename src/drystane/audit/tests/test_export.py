"""The trail written out, and a verifier that shares nothing with ours."""

import ast
import importlib.util
import json
import random
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drystane.audit import chain, checkpoints
from drystane.audit.checkpoints import Head
from drystane.audit.operations import export_trail, make_checkpoint
from drystane.audit.tests.cast import START, record_some
from drystane.audit.tests.test_chain import Link, link, links

VERIFIER = Path(__file__).resolve().parents[4] / "tools" / "verify_trail.py"
GOOD, WRONG, UNCHECKED = 0, 1, 2


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_trail", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["verify_trail"] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


STANDALONE = load()


def write(given: list[Link], out: Path) -> str:
    out.write_text("".join(json.dumps(asdict(one)) + "\n" for one in given))
    return str(out)


def write_checkpoint(head: Head, out: Path, **changes: object) -> str:
    signed = json.loads(checkpoints.sign(head, Ed25519PrivateKey.generate()).to_file())
    out.write_text(json.dumps(signed | changes))
    return str(out)


def head_of(given: list[Link], seq: int) -> Head:
    return Head(seq, given[seq - 1].hash, chain.moment(START))


# Exporting


@pytest.mark.django_db
def test_an_exported_trail_is_found_good_by_a_program_of_its_own(tmp_path: Path) -> None:
    record_some(9)
    row = make_checkpoint(tmp_path / "kept.json", at=START)
    record_some(3)
    assert export_trail(tmp_path / "trail.jsonl") == 12
    done = subprocess.run(  # noqa: S603  # our own program
        [
            sys.executable,
            "-I",
            VERIFIER,
            "trail.jsonl",
            "--checkpoint",
            "kept.json",
            "--fingerprint",
            row.fingerprint,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == GOOD
    assert done.stdout.splitlines() == [
        "The trail holds: 12 events, each following from the one before.",
        "It passes through the checkpoint made at 2015-09-02T10:00:00.000000+00:00, at event 9.",
        f"The checkpoint's signature is good, by the key {row.fingerprint}.",
    ]


@pytest.mark.django_db
def test_an_export_is_never_written_over_another_file(tmp_path: Path) -> None:
    (tmp_path / "trail.jsonl").write_text("older")
    with pytest.raises(FileExistsError):
        export_trail(tmp_path / "trail.jsonl")


# The verifier


def test_the_verifier_imports_nothing_of_ours() -> None:
    imported = set()
    for node in ast.walk(ast.parse(VERIFIER.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported - sys.stdlib_module_names == {"cryptography"}


def test_the_verifier_can_be_read_in_one_sitting() -> None:
    assert len(VERIFIER.read_text().splitlines()) < 300


def spoil(given: list[Link], rng: random.Random) -> list[Link]:
    """One thing wrong somewhere, or a new chain in which everything fits."""
    place = rng.randrange(len(given))
    one = given[place]
    other_text = chain.canonical({"seq": place + 1, "verb": "action.dropped"})
    changed = rng.choice(
        [
            one,
            replace(one, canonical=other_text),
            replace(one, canonical=one.canonical.replace(":", ": ")),
            replace(one, hash=chain.link_hash("", "")),
            replace(one, previous_hash=chain.link_hash("", "")),
            replace(one, seq=rng.randrange(50)),
            link(one.seq, one.previous_hash, other_text),
            link(one.seq, one.previous_hash, chain.canonical({"seq": rng.randrange(50)})),
            link(one.seq, one.previous_hash, json.dumps({"seq": one.seq})),
            link(one.seq, one.previous_hash, "[" * 100_000),
            link(one.seq, one.previous_hash, "\ud800"),
        ]
    )
    spoilt = [*given[:place], changed, *given[place + 1 :]]
    how = rng.randrange(6)
    if how == 0:
        del spoilt[rng.randrange(len(spoilt))]
    elif how == 1:
        rng.shuffle(spoilt)
    elif how == 2:
        spoilt.insert(place, one)
    return spoilt


def test_both_verifiers_say_the_same_of_fifty_good_and_bad_chains(tmp_path: Path) -> None:
    said = []
    for seed in range(50):
        rng = random.Random(seed)
        given = links(rng.randint(1, 12))
        if rng.random() < 0.7:
            given = spoil(given, rng)
        ours = chain.verify(given)
        path = Path(write(given, tmp_path / f"{seed}.jsonl"))
        try:
            with path.open() as lines:
                STANDALONE.check_trail(lines)
            theirs = None
        except STANDALONE.Wrong as wrong:
            theirs = wrong.seq
        assert theirs == (ours.seq if ours else None), f"they disagree about chain {seed}"
        said.append(theirs)
    assert 10 < said.count(None) < 40, "both kinds were tried"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no JSON\n", "Line 1 is not an event of the trail."),
        ("\n", "Line 1 is not an event of the trail."),
        ("[1]\n", "Line 1 is not an event of the trail."),
        ('{"seq": 1}\n', "Line 1 is not an event of the trail."),
        (
            '{"seq": "1", "previous_hash": "", "hash": "", "canonical": ""}\n',
            "Line 1 is not an event of the trail.",
        ),
        (
            '{"seq": 1, "previous_hash": "", "hash": "", "canonical": 7}\n',
            "Line 1 is not an event of the trail.",
        ),
        (
            '{"seq": 2, "previous_hash": "", "hash": "", "canonical": ""}\n',
            "Line 1 holds event 2.",
        ),
    ],
)
def test_what_is_no_trail_is_wrong(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "trail.jsonl").write_text(text)
    assert STANDALONE.main([str(tmp_path / "trail.jsonl")]) == WRONG
    assert capsys.readouterr().out == f"WRONG: {sentence}\n"


def test_damaged_bytes_are_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(write(links(3), tmp_path / "trail.jsonl"))
    path.write_bytes(path.read_bytes().replace(b"action.agreed", b"action.agr\xffed", 1))
    assert STANDALONE.main([str(path)]) == WRONG
    assert "Event 1 was changed" in capsys.readouterr().out


def test_without_a_checkpoint_the_verifier_says_what_it_cannot_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert STANDALONE.main([write(links(3), tmp_path / "trail.jsonl")]) == GOOD
    assert "Without a checkpoint" in capsys.readouterr().out


@pytest.mark.parametrize("length", [0, 1, 4])
def test_a_cut_tail_is_wrong(length: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = links(5)
    kept = write_checkpoint(head_of(whole, 5), tmp_path / "kept.json")
    trail = write(whole[:length], tmp_path / "trail.jsonl")
    assert STANDALONE.main([trail, "--checkpoint", kept]) == WRONG
    assert f"The trail ends at event {length}" in capsys.readouterr().out


def test_a_rewritten_trail_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = write_checkpoint(head_of(links(5), 4), tmp_path / "kept.json")
    rewritten = [link(1, chain.START, '{"seq":1,"verb":"action.dropped"}')]
    for seq in range(2, 6):
        rewritten.append(link(seq, rewritten[-1].hash))
    trail = write(rewritten, tmp_path / "trail.jsonl")
    assert STANDALONE.main([trail]) == GOOD
    assert STANDALONE.main([trail, "--checkpoint", kept]) == WRONG
    assert "the trail was rewritten" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"made_at": "2016-09-02T10:00:00.000000+00:00"}, "signature is wrong"),
        ({"made_at": 7}, "signature is wrong"),
        ({"signature": "00" * 64}, "signature is wrong"),
        ({"signature": None}, "signature is wrong"),
        ({"public_key": "00" * 32}, "signature is wrong"),
        ({"public_key": None}, "signature is wrong"),
        ({"what": "something else"}, "not a checkpoint"),
        ({"seq": 0}, "not a checkpoint"),
        ({"seq": True}, "not a checkpoint"),
        ({"more": 1}, "not a checkpoint"),
    ],
)
def test_an_altered_checkpoint_is_wrong(
    change: dict[str, object], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trail = write(links(5), tmp_path / "trail.jsonl")
    kept = write_checkpoint(head_of(links(5), 4), tmp_path / "kept.json", **change)
    assert STANDALONE.main([trail, "--checkpoint", kept]) == WRONG
    assert sentence in capsys.readouterr().out


def test_a_checkpoint_by_another_key_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trail = write(links(5), tmp_path / "trail.jsonl")
    kept = write_checkpoint(head_of(links(5), 4), tmp_path / "kept.json")
    assert STANDALONE.main([trail, "--checkpoint", kept, "--fingerprint", "3f0a 91c2"]) == WRONG
    assert "another key" in capsys.readouterr().out


def test_without_cryptography_the_verifier_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trail = write(links(5), tmp_path / "trail.jsonl")
    kept = write_checkpoint(head_of(links(5), 4), tmp_path / "kept.json")
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    assert STANDALONE.main([trail, "--checkpoint", kept]) == UNCHECKED
    assert "pip install cryptography" in capsys.readouterr().out
    assert STANDALONE.main([trail]) == GOOD, "it is needed for the signature alone"


def test_a_file_that_is_not_there_is_not_checked(tmp_path: Path) -> None:
    trail = write(links(5), tmp_path / "trail.jsonl")
    assert STANDALONE.main([str(tmp_path / "none.jsonl")]) == UNCHECKED
    assert STANDALONE.main([trail, "--checkpoint", str(tmp_path / "none.json")]) == UNCHECKED
