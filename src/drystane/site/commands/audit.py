"""Verify the trail, sign a checkpoint for another body to keep, write the trail out."""

import sys
from pathlib import Path

import click

from drystane.access import clock
from drystane.audit import operations
from drystane.audit.chain import Broken
from drystane.audit.checkpoints import BadCheckpoint, BadKey


@click.group(help="Verify the trail, sign a checkpoint, write the trail out.")
def command() -> None:
    pass


@command.command(help="Check the whole chain. The exit code is 1 if it is broken.")
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that another body kept: the chain must still pass through it.",
)
def verify(checkpoint: Path | None) -> None:
    try:
        report = operations.verify_trail(checkpoint)
    except (BadCheckpoint, BadKey) as error:
        raise click.ClickException(str(error)) from error
    if report.fault:
        click.echo(f"The chain is broken. {report.fault.sentence}", err=True)
        click.echo(f"{report.events} events before it hold.", err=True)
        sys.exit(1)
    click.echo(f"The chain holds: {report.events} events, {report.checkpoints} checkpoints compared.")
    for fingerprint in report.fingerprints:
        click.echo(f"Signed by the key {fingerprint}: compare it with the one you wrote down.")
    if not checkpoint:
        click.echo("Only a checkpoint kept elsewhere shows a chain made anew: give it with --checkpoint.")


@command.command(help="Sign the head of the chain and write it to a file for another body to keep.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def checkpoint(out: Path) -> None:
    try:
        made = operations.make_checkpoint(out, at=clock.now())
    except FileExistsError as error:
        raise click.ClickException(
            f"{out} is there already. Give another name: a checkpoint is never written over."
        ) from error
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    except (Broken, BadKey, operations.NothingToSign) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Signed at event {made.seq}. Give {out} to another body, such as internal audit, to keep.")
    click.echo(f"It was signed by the key {made.fingerprint}. Let them write that down too.")


@command.command(help="Write the trail as JSON lines, for tools/verify_trail.py or any other program.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def export(out: Path) -> None:
    try:
        written = operations.export_trail(out)
    except FileExistsError as error:
        raise click.ClickException(f"{out} is there already. Give another name.") from error
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{written} events written to {out}.")
