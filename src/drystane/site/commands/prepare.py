"""Bring the database and the page assets up to date."""

import click

from drystane.site import preparing


@click.command(help="Bring the database and the page assets up to date. Safe to repeat.")
def command() -> None:
    preparing.prepare(example=False, say=click.echo)
    click.echo("The database and the page assets are up to date.")
