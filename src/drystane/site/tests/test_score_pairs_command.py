"""`drystane plans score-pairs`: a line out for each line in, and what is said of lines it cannot read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drystane.closeness import sentences
from drystane.site.commands.plans import command

TWINS = {
    "pair_id": "p1",
    "a": "x1",
    "b": "x2",
    "a_text": "Fit call blockers in sheltered housing",
    "b_text": "Call blockers to be fitted in sheltered housing",
}
STRANGERS = {"pair_id": "p2", "a_text": "Nominate a deputy", "b_text": "Inspect taxis in Paisley"}


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(TWINS) + "\n\n" + json.dumps(STRANGERS) + "\n", "utf-8")
    return path


def run(pairs: Path, *more: str) -> Result:
    out = str(pairs.with_name("scores.jsonl"))
    return CliRunner().invoke(command, ["score-pairs", str(pairs), "--out", out, *more])


def scores(pairs: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in pairs.with_name("scores.jsonl").read_text("utf-8").splitlines()]


def test_each_pair_has_a_line_with_both_scores_and_reasons(pairs: Path) -> None:
    done = run(pairs, "--no-model")
    assert done.exit_code == 0, done.output
    twins, strangers = scores(pairs)
    assert list(twins) == ["pair_id", "duplicate", "related", "reasons"]
    assert (twins["pair_id"], strangers["pair_id"]) == ("p1", "p2")
    assert twins["duplicate"] > strangers["duplicate"]  # type: ignore[operator]  # numbers
    assert twins["related"] > strangers["related"]  # type: ignore[operator]  # numbers
    assert "Both change call blockers." in twins["reasons"]  # type: ignore[operator]  # a list
    assert "2 pairs are scored" in done.output


def test_the_same_file_gives_the_same_bytes(pairs: Path) -> None:
    run(pairs, "--no-model")
    first = pairs.with_name("scores.jsonl").read_bytes()
    run(pairs, "--no-model")
    assert pairs.with_name("scores.jsonl").read_bytes() == first


def test_without_the_model_it_says_that_words_alone_are_compared(
    pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentences, "model", lambda: None)
    done = run(pairs)
    assert done.exit_code == 0
    assert "compared by their words alone" in done.output
    assert len(scores(pairs)) == 2


def test_owners_and_texts_come_from_the_file_of_actions(pairs: Path) -> None:
    actions = pairs.with_name("actions.jsonl")
    rows = [
        {"id": "x1", "text": "Own web page", "owner": "Aileen", "timescale": None},
        {"id": "x2", "text": "Z"},
    ]
    actions.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    pairs.write_text(json.dumps({"pair_id": "p", "a": "x1", "b": "x1"}), "utf-8")
    done = run(pairs, "--no-model", "--actions", str(actions))
    assert done.exit_code == 0, done.output
    assert "The same doer: aileen." in scores(pairs)[0]["reasons"]  # type: ignore[operator]  # a list


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b'{"pair_id": "p"', "line 1: not JSON"),
        (b"[1]", "line 1: [1] is not an object"),
        (b'{"pair_id": 7, "a_text": "x", "b_text": "y"}', 'line 1: "pair_id" is 7. Give it as text'),
        (b'{"pair_id": "p", "b_text": "y"}', 'line 1: "a_text" is missing. Give it as text'),
        (b'{"pair_id": "p", "a_text": " ", "b_text": "y"}', 'line 1: "a_text" is " ".'),
        (
            b'{"pair_id": "p", "a_text": "caf\xe9", "b_text": "y"}',
            "byte 0xe9 is not UTF-8. Save the file as UTF-8",
        ),
        (b'{"pair_id": "p", "a_text": "x", "b_text": "y", "a_owner": [1]}', '"owner" of a is [1]'),
        (b"", "holds no pairs"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_written(
    pairs: Path, line: bytes, sentence: str
) -> None:
    pairs.write_bytes(line)
    done = run(pairs, "--no-model")
    assert done.exit_code == 1
    assert sentence in done.output
    assert "Traceback" not in done.output
    assert sorted(path.name for path in pairs.parent.iterdir()) == ["pairs.jsonl"]


def test_all_lines_at_fault_are_told_at_once_but_not_endlessly(pairs: Path) -> None:
    pairs.write_text("nonsense\n" * 30, "utf-8")
    done = run(pairs, "--no-model")
    assert done.output.count("not JSON") == 10
    assert "... and 20 more." in done.output


def test_a_name_used_twice_is_refused_with_both_lines(pairs: Path) -> None:
    pairs.write_text(f"{json.dumps(TWINS)}\n{json.dumps(TWINS)}\n", "utf-8")
    assert 'line 2: "pair_id" is "p1", as in line 1.' in run(pairs, "--no-model").output


def test_a_mark_of_byte_order_is_no_fault(pairs: Path) -> None:
    pairs.write_bytes(b"\xef\xbb\xbf" + pairs.read_bytes())
    assert run(pairs, "--no-model").exit_code == 0


def test_scores_that_are_there_stay_until_the_new_ones_are_whole(pairs: Path) -> None:
    out = pairs.with_name("scores.jsonl")
    out.mkdir()
    out.joinpath("kept").touch()
    done = CliRunner().invoke(
        command, ["score-pairs", str(pairs), "--out", str(out / "x" / "s"), "--no-model"]
    )
    assert done.exit_code == 1
    assert "cannot be written" in done.output
    assert [path.name for path in out.iterdir()] == ["kept"]
