"""What an operator types, and what they are told."""

import os
import signal
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from drystane.access.models import User
from drystane.site.backup.archive import Writer
from drystane.site.commands import backup, restore
from tests.cast import Partnership, make_partnership

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def cast(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Partnership:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.PARTNERSHIP_NAME = "Dykes of Renfrew"
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        monkeypatch.setenv("DRYSTANE_PORT", str(door.getsockname()[1]))
    return make_partnership()


def call_backup(*words: str) -> Result:
    return CliRunner().invoke(backup.command, words)


def call_restore(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(restore.command, words, input=typed)


def made(tmp_path: Path) -> str:
    path = tmp_path / "b.zip"
    assert call_backup("--to", str(path)).exit_code == 0
    return str(path)


def test_a_backup_says_where_it_is_and_what_it_leaves_out(cast: Partnership, settings: Settings) -> None:
    said = call_backup().output
    (path,) = (settings.HOME / "backups").iterdir()
    assert f"{path}: " in said
    assert "OFFICIAL." in said
    assert "keep a copy of secret.key and audit-signing.key" in said


def test_a_file_that_is_there_or_cannot_be_written_is_told(cast: Partnership, tmp_path: Path) -> None:
    path = made(tmp_path)
    assert "is there already. Give another name." in call_backup("--to", path).output
    assert "No such file or directory" in call_backup("--to", str(tmp_path / "no" / "b.zip")).output


def test_told_to_end_it_leaves_no_unfinished_file(
    cast: Partnership, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = signal.getsignal(signal.SIGTERM)
    there: list[str] = []

    def be_told(_writer: object, _manifest: object) -> None:
        there.extend(path.name for path in (settings.HOME / "backups").iterdir())
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Writer, "seal", be_told)
    assert call_backup().exit_code == 128 + signal.SIGTERM
    assert [name.startswith(".backup-") for name in there] == [True]
    assert list((settings.HOME / "backups").iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) == usual


def test_replacing_asks_for_the_partnerships_name(cast: Partnership, tmp_path: Path) -> None:
    path = made(tmp_path)
    User.objects.filter(pk=cast.iain.pk).update(name="Changed since")
    refused = call_restore(path, "--replace", typed="yes\n")
    assert refused.exit_code == 1
    assert "That is not its name. Nothing was changed." in refused.output
    assert User.objects.get(pk=cast.iain.pk).name == "Changed since"
    done = call_restore(path, "--replace", typed="Dykes of Renfrew\n")
    assert done.exit_code == 0
    assert "Everybody signs in again" in done.output
    assert User.objects.get(pk=cast.iain.pk).name == "Iain"


def test_a_setting_that_was_another_is_told(
    cast: Partnership, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path)
    monkeypatch.setattr(restore, "settings_here", lambda: {"DRYSTANE_HTTPS": "yes"})
    said = call_restore(path, "--replace", typed="Dykes of Renfrew\n").output
    assert "DRYSTANE_HTTPS was no; here it is yes." in said


def test_nothing_is_restored_under_a_running_server(
    cast: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        monkeypatch.setenv("DRYSTANE_PORT", str(door.getsockname()[1]))
        assert "stop it first" in call_restore(path, "--replace", typed="Dykes of Renfrew\n").output


def test_what_is_no_backup_is_told(cast: Partnership, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff" * 100)
    refused = call_restore(str(tmp_path / "holiday.jpg"))
    assert refused.exit_code == 1
    assert "not a backup of Drystane, or it was cut short. Nothing was changed." in refused.output
