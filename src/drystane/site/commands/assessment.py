"""Bring in the instruments that groups assess themselves by, and the crosswalks between them."""

from pathlib import Path

import click

from drystane.access import clock
from drystane.assessment.operations import load_instruments
from drystane.partners.models import Group
from drystane.site.commands.strategy import PackRefused, told
from drystane.strategy.packs import BadPack


@click.group(help="Instruments of self-assessment and the crosswalks between them.")
def command() -> None:
    pass


@command.command(help="Bring in an instrument or a crosswalk; without FILE, our own. Safe to repeat.")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--board", metavar="CODE", help="The board that may change a new crosswalk.")
def load(file: Path | None, board: str | None) -> None:
    kept_by = Group.objects.filter(code=board, kind=Group.Kind.BOARD).first()
    if board and kept_by is None:
        raise click.BadParameter(f"There is no board called {board!r}.", param_hint="--board")
    paths = None if file is None else [file]
    try:
        tallies = load_instruments(paths, kept_by=kept_by, by=None, at=clock.now())
    except BadPack as error:
        raise PackRefused(f"{error}\nNothing was brought in.") from error
    for name, tally in tallies.items():
        click.echo(f"{name}\n{told(tally)}")
