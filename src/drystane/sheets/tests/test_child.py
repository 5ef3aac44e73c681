"""Whatever a file makes its reader do, this process goes on and has a sentence to say."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drystane.sheets.child import CAPS, WORDS, Caps, Cause, NotRead, in_child
from drystane.sheets.inside import OutOfBounds, forbid, found
from drystane.sheets.tests import misdeeds

SMALL = Caps(memory=200 * 1024 * 1024, seconds=1, wall=0.5, answer=1024 * 1024)


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_text("held", "utf-8")
    return path


def cause_of(work: Callable[..., Any], path: Path, caps: Caps = CAPS, **options: Any) -> Cause:
    with pytest.raises(NotRead) as refused:
        in_child(work, path, caps=caps, **options)
    return refused.value.cause


def test_plain_values_come_back(upload: Path) -> None:
    said = in_child(misdeeds.tell, upload, number=1, words=["Gàidhlig"])
    assert said == {"name": "upload", "text": "held", "number": 1, "words": ["Gàidhlig"]}


def test_what_the_work_says_of_the_file_is_passed_on(upload: Path) -> None:
    with pytest.raises(NotRead, match=r"^upload is not for us\.$") as refused:
        in_child(misdeeds.refuse, upload)
    assert refused.value.cause is Cause.UNREADABLE


def test_memory_has_a_cap(upload: Path) -> None:
    assert in_child(misdeeds.take_memory, upload, megabytes=50) == 50 * 1024 * 1024
    assert cause_of(misdeeds.take_memory, upload, megabytes=600) is Cause.MEMORY


def test_a_library_that_gives_up_for_want_of_memory_is_told_as_that(upload: Path) -> None:
    assert cause_of(misdeeds.abort, upload) is Cause.MEMORY


@pytest.mark.slow
def test_processor_time_has_a_cap(upload: Path) -> None:
    assert cause_of(misdeeds.go_on_for_ever, upload, Caps(seconds=1)) is Cause.TIME


@pytest.mark.slow
def test_time_by_the_clock_has_a_cap_and_nothing_is_left_behind(upload: Path) -> None:
    assert cause_of(misdeeds.wait, upload, SMALL) is Cause.TIME
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_what_comes_back_has_a_cap(upload: Path) -> None:
    assert len(in_child(misdeeds.say_much, upload, caps=Caps(answer=2000), length=1000)) == 1000
    assert cause_of(misdeeds.say_much, upload, Caps(answer=2000), length=3000) is Cause.ANSWER


@pytest.mark.parametrize(
    "misdeed",
    [
        misdeeds.connect,
        misdeeds.look_up,
        misdeeds.start_another,
        misdeeds.fork,
        misdeeds.open_many,
        misdeeds.die,
        misdeeds.write,
    ],
)
def test_a_file_that_makes_its_reader_misbehave_is_called_damaged(
    upload: Path, misdeed: Callable[[Path], Any]
) -> None:
    assert cause_of(misdeed, upload) is Cause.BROKEN
    assert upload.read_text("utf-8") == "held"
    assert [path.name for path in upload.parent.iterdir()] == ["upload"] or misdeed is misdeeds.write
    left = upload.with_suffix(".out")
    assert not left.exists() or left.read_bytes() == b""


@pytest.mark.parametrize("event", ["socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.fork"])
def test_what_is_forbidden_is_stopped_before_it_begins(event: str) -> None:
    with pytest.raises(OutOfBounds, match=event):
        forbid(event, ())


def test_what_reading_needs_is_not_forbidden() -> None:
    for event in ("open", "import", "os.listdir"):
        forbid(event, ())


def test_it_gets_no_input_and_nothing_of_our_surroundings(
    upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRYSTANE_SECRET_KEY", "ours")
    assert in_child(misdeeds.listen_to_input, upload) == ""
    assert "DRYSTANE_SECRET_KEY" not in in_child(misdeeds.surroundings, upload)


def test_only_our_own_work_is_done_there() -> None:
    with pytest.raises(OutOfBounds):
        found("shutil:rmtree")


def test_every_cause_has_its_words() -> None:
    assert set(WORDS) == set(Cause) - {Cause.UNREADABLE}
