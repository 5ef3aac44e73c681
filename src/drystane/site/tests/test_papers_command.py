"""`drystane papers read`: what a paper holds, as text and as JSON, or a sentence when it is not read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drystane.site.command_line import REFUSED
from drystane.site.commands.papers import command

PAPER = """To: Safer Towns Board
On: 9 March 2016
Report by: Head of Public Protection

Heading: Visits to licensed trades

1. Summary
1.1 41 of 96 taxi operators have been visited.

2. Recommendations
2.1 It is recommended that the board note the progress made.
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, "utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, ["read", *map(str, arguments)])


def test_as_json(paper: Path) -> None:
    result = run(paper, "--as", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["committee"] == "Safer Towns Board"
    assert found["date"] == "2016-03-09"
    assert found["recommendations"] == ["It is recommended that the board note the progress made."]
    assert found["statistics"] == ["41 of 96 taxi operators have been visited"]
    span = found["spans"]["statistics"][0]
    assert " ".join(PAPER.split())[span["start"] : span["end"]] == found["statistics"][0]


def test_as_text_says_first_what_to_check(tmp_path: Path) -> None:
    path = tmp_path / "undated.txt"
    path.write_text(PAPER.replace("On: 9 March 2016\n", ""), "utf-8")
    lines = run(path).stdout.splitlines()
    assert lines[0].startswith("Please check: The date was not found.")
    assert "Author: Head of Public Protection" in lines


def test_into_a_file(paper: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    assert run(paper, "--as", "json", "--out", out).exit_code == 0
    assert json.loads(out.read_text("utf-8"))["author"] == "Head of Public Protection"


def test_a_file_that_is_not_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n")
    result = run(path)
    assert result.exit_code == REFUSED
    assert result.stderr == (
        "empty.txt was not read. This file is empty. Choose the file again, or paste the words of the "
        "paper.\n"
    )
    assert result.stdout == ""


def test_a_place_that_cannot_be_written_to_is_told(paper: Path, tmp_path: Path) -> None:
    result = run(paper, "--out", tmp_path / "nowhere" / "found.txt")
    assert result.exit_code == REFUSED
    assert "could not be written" in result.stderr
