"""The `drystane` command: which verbs there are, and how an error is told."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import click

import drystane
from drystane.access.errors import NotAllowed
from drystane.site.environment import BadSetting

REFUSED = 2  # the exit code of everything that was refused with a sentence


@dataclass(frozen=True)
class Verb:
    """Where a command lives: the name `command` in the module, imported only when it is called."""

    module: str
    help: str
    needs_django: bool = True
    hidden: bool = False


# The help stands here so that `drystane --help` starts neither Django nor any room.
VERBS: Mapping[str, Verb] = {
    "administrator": Verb(
        "drystane.site.commands.administrator", "Open the first administrator's account, or let one back in."
    ),
    "assessment": Verb(
        "drystane.site.commands.assessment", "Bring in instruments of self-assessment and crosswalks."
    ),
    "audit": Verb(
        "drystane.site.commands.audit", "Verify the trail, sign a checkpoint, write the trail out."
    ),
    "backup": Verb("drystane.site.commands.backup", "Put everything that was entered into one file."),
    "demo": Verb("drystane.site.commands.demo", "Load the worked example."),
    "doctor": Verb("drystane.site.commands.doctor", "Say what is missing and how to mend it."),
    "import": Verb("drystane.site.commands.bring", "Bring a list in from a spreadsheet."),
    "nudge": Verb("drystane.site.commands.nudge", "E-mail each person how much waits for them."),
    "papers": Verb(
        "drystane.site.commands.papers", "Read a paper and say what it holds.", needs_django=False
    ),
    "plans": Verb("drystane.site.commands.plans", "Actions in from a spreadsheet, and out to one."),
    "prepare": Verb("drystane.site.commands.prepare", "Bring the database and the page assets up to date."),
    "report": Verb("drystane.site.commands.report", "Write a meeting's paper as Word, HTML or PDF."),
    "restore": Verb("drystane.site.commands.restore", "Bring everything back from a backup."),
    "run": Verb(
        "drystane.site.commands.run", "Serve the pages and do the background work.", needs_django=False
    ),
    "strategy": Verb("drystane.site.commands.strategy", "Bring in an edition; compare two; list figures."),
    "templates": Verb("drystane.site.commands.templates", "Check a Word template of your own, and use it."),
    "training": Verb("drystane.site.commands.training", "Who gets which seats, and courses in from packs."),
    "threats": Verb("drystane.site.commands.threats", "Bring in what is counted of threats."),
    "tidy": Verb(
        "drystane.site.commands.tidy", "Erase what has been kept as long as the retention file says."
    ),
    "undo": Verb("drystane.site.commands.undo", "Undo an import."),
    "serve": Verb("drystane.site.commands.serve", "Serve the pages only; `run` calls this.", hidden=True),
}


class Verbs(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return [name for name, verb in VERBS.items() if not verb.hidden]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        if verb.needs_django:
            start_django()
        command = import_module(verb.module).command
        assert isinstance(command, click.Command)  # noqa: S101  # import_module cannot say so
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, VERBS[name].help) for name in self.list_commands(ctx)])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(drystane.__version__, prog_name="drystane")
def drystane_command() -> None:
    """How a Scottish community safety partnership answers serious organised crime."""


def start_django() -> None:
    import django  # noqa: PLC0415  # half a second that `--help` and `run` need not spend

    django.setup()


def main() -> None:
    # Another project's setting in the same shell must not reach us, nor what we start.
    os.environ["DJANGO_SETTINGS_MODULE"] = "drystane.site.settings"
    try:
        drystane_command(prog_name="drystane")
    except Exception as error:
        sentence = told(error)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(REFUSED)


def told(error: Exception) -> str | None:
    """The sentence for an error that is expected; None for one that is our own mistake."""
    # Whichever of Django's errors was raised has been imported by then.
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415
    from django.db.utils import OperationalError, ProgrammingError  # noqa: PLC0415

    if isinstance(error, BadSetting | NotAllowed | PermissionDenied):
        return str(error)
    if isinstance(error, OperationalError | ProgrammingError):
        if "no such table" in str(error) or "does not exist" in str(error):
            return "The database has not been prepared: run `drystane prepare` first."
        if isinstance(error, OperationalError):
            return f"The database does not answer: {first_line(error)}. `drystane doctor` says more."
    return None


def first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "no reason given").rstrip(".")
