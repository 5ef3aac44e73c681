"""Load the worked example."""

import click

from drystane.site import preparing


@click.command(help="Load the worked example: Renfrewshire, autumn 2015. What is there stays as it is.")
def command() -> None:
    preparing.prepare(example=False, say=click.echo)
    preparing.load_example(say=click.echo)
    preparing.say_who_signs_in(say=click.echo)
