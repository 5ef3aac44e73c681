"""Bring in series of counts from a spreadsheet."""

from pathlib import Path

import click

from drystane.access import clock
from drystane.site.command_line import REFUSED
from drystane.threats.operations import import_series
from drystane.threats.series_file import BadSeriesFile


@click.group(help="What is counted of threats over the years.")
def command() -> None:
    pass


@command.command("import", help="Bring in counts, a row for each year. Safe to repeat.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    try:
        brought = import_series(file, by=None, at=clock.now())
    except BadSeriesFile as error:
        click.echo(f"{error}\nNothing of {file.name} was brought in.", err=True)
        raise click.exceptions.Exit(REFUSED) from error
    for done, codes in (("added", brought.added), ("changed", brought.changed), ("the same", brought.same)):
        if codes:
            click.echo(f"{len(codes)} {done}: {', '.join(codes)}")
