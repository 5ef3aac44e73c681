"""The `drystane` command: its verbs are what the help says, and what is refused is said in a sentence."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, ProgrammingError

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.site import command_line
from drystane.site.command_line import VERBS, drystane_command
from drystane.site.commands.acting import acting, by_option
from drystane.site.environment import BadSetting


def drystane(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DRYSTANE_HOME": str(home), **settings}
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "drystane", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_is_a_command_that_says_what_it_does(name: str) -> None:
    command = import_module(VERBS[name].module).command
    assert isinstance(command, click.Command)
    assert command.help


def test_the_help_lists_the_verbs_and_starts_nothing(tmp_path: Path) -> None:
    script = (
        "import sys; sys.argv = ['drystane', '--help']\n"
        "from drystane.site.command_line import main\n"
        "try: main()\n"
        "finally: print('started' if 'django' in sys.modules else 'nothing started')"
    )
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout.endswith("nothing started\n")
    for name, verb in VERBS.items():
        assert (f"\n  {name} " in done.stdout) is not verb.hidden


def test_an_unknown_verb_is_refused() -> None:
    result = CliRunner().invoke(drystane_command, ["dance"])
    assert result.exit_code == 2
    assert "No such command 'dance'" in result.output


@pytest.mark.slow
def test_a_bad_setting_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    for verb in ("run", "doctor"):
        done = drystane(tmp_path, verb, DRYSTANE_PORT="eighty")
        assert done.returncode == 2
        assert done.stderr == (
            "The setting DRYSTANE_PORT is 'eighty', which cannot be used. "
            "Give a whole number from 1 to 65535.\n"
        )


@pytest.mark.slow
def test_a_database_that_was_not_prepared_is_told(tmp_path: Path) -> None:
    done = drystane(tmp_path, "audit", "verify")
    assert done.returncode == 2
    assert done.stderr == "The database has not been prepared: run `drystane prepare` first.\n"


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    address = "postgresql://council:hunter2@127.0.0.1:1/records"
    done = drystane(tmp_path, "prepare", DRYSTANE_DATABASE=address)
    assert done.returncode == 2
    assert done.stderr.startswith("The database does not answer: ")
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize(
    "error",
    [BadSetting("DRYSTANE_PORT", "x", "Give a number."), NotAllowed("No."), PermissionDenied("Your role")],
)
def test_what_is_expected_is_told_in_its_own_words(error: Exception) -> None:
    assert command_line.told(error) == str(error)


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("y"), ProgrammingError("syntax error at FROM")])
def test_a_mistake_of_ours_is_not_dressed_up(error: Exception) -> None:
    assert command_line.told(error) is None


@pytest.mark.parametrize("said", ["no such table: access_user", 'relation "access_user" does not exist'])
def test_missing_tables_are_told_alike_on_both_databases(said: str) -> None:
    for error in (OperationalError(said), ProgrammingError(said)):
        assert "drystane prepare" in str(command_line.told(error))


@pytest.mark.django_db
def test_a_command_acts_by_a_person_or_as_the_operator() -> None:
    aileen = User.objects.create_user("aileen", None, name="Aileen")
    assert acting("Aileen") == aileen
    assert acting(None) is None


@pytest.mark.django_db
def test_a_command_does_not_act_by_somebody_unknown_or_gone() -> None:
    User.objects.create_user("gone", None, name="Gone", is_active=False)

    @click.command()
    @by_option
    def command(by: str | None) -> None:
        acting(by)

    for name in ("nobody", "gone"):
        result = CliRunner().invoke(command, ["--by", name])
        assert result.exit_code == 2
        assert f"Nobody signs in as '{name}'." in result.output
