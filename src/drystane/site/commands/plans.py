"""Actions in from a spreadsheet, and out to one."""

from pathlib import Path
from typing import Any

import click
from django.db import transaction

from drystane.access import clock
from drystane.audit import trail
from drystane.plans.importing.actions import Actions
from drystane.site.commands.bring import bring, with_options
from drystane.site.current_list import current_file


@click.group(help="Actions in from a spreadsheet, and out to one.")
def command() -> None:
    pass


@command.command("import", help="Bring actions in. Bringing the same file in again changes nothing.")
@with_options
def import_(**given: Any) -> None:
    bring(Actions.name, **given)


@command.command(help="Write every action to a file that comes in again unchanged.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.csv or .xlsx"
)
@transaction.atomic
def export(out: Path) -> None:
    kind = out.suffix.removeprefix(".").lower()
    if kind not in {"csv", "xlsx"}:
        raise click.UsageError("Name the file .csv or .xlsx.")
    content = current_file(Actions, None, kind, clock.now())
    trail.record("actions.exported", None, by=None, at=clock.now(), details={"as": kind})
    out.write_bytes(content)
    click.echo(f"Every action is written to {out}.")
