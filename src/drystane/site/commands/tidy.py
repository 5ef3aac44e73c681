"""Erase what has been kept long enough."""

import click

from drystane.access import clock
from drystane.site import preparing, retention


@click.command(help="Erase personal data kept as long as the retention file says. Run it daily.")
def command() -> None:
    for words, count in retention.tidy(clock.now()).items():
        click.echo(f"{count:>6}  {words}")
    preparing.count_rows()
