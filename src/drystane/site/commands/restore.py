"""Bring everything back from a backup."""

import os
from pathlib import Path

import click
from django.conf import settings

from drystane.access import clock
from drystane.site import environment
from drystane.site.backup import bringing_back
from drystane.site.backup.archive import Archive, BadBackup, Manifest
from drystane.site.backup.keeping import settings_here
from drystane.site.commands.run import is_taken


@click.command(
    help="Bring everything back from a backup, into an empty place or, with --replace, over what is here.\n\n"
    "Nothing is changed unless all of it can be brought back."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Take out what is here first. Asks for the partnership's name.")
def command(*, file: Path, replace: bool) -> None:
    if is_taken(environment.read(os.environ).port):
        raise click.ClickException("Drystane is running here: stop it first, so that nobody loses work.")
    try:
        with Archive(file) as archive:
            if replace:
                ask_for_the_name()
            restore(file, archive, replace=replace)
    except BadBackup as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error


def ask_for_the_name() -> None:
    name = settings.PARTNERSHIP_NAME
    here = bringing_back.records_here() if bringing_back.has_tables() else 0
    click.echo(f"All {here:,} rows kept here are taken out and replaced. There is no way back but a backup.")
    if click.prompt(f"Type the name of the partnership, {name}, to go on") != name:
        raise click.ClickException("That is not its name. Nothing was changed.")


def restore(file: Path, archive: Archive, *, replace: bool) -> None:
    manifest = archive.manifest
    total = archive.size + sum(manifest.rows.values())
    with click.progressbar(length=total, label="Checking, then bringing back") as bar:
        bringing_back.restore_backup(file, archive, replace=replace, at=clock.now(), advance=bar.update)
    click.echo(
        f"Back as on {manifest.made_at:.16}: {sum(manifest.rows.values()):,} rows, and the trail with "
        f"{manifest.trail.events:,} events, which {'does not hold' if manifest.trail.fault else 'holds'}."
    )
    for sentence in left_to_do(manifest):
        click.echo(f"- {sentence}")


def left_to_do(manifest: Manifest) -> list[str]:
    """What the file could not bring back, and what time has done since it was made."""
    left = [
        "Everybody signs in again. Run `drystane tidy`: it erases what was due since the backup was made."
    ]
    if not manifest.with_secret:
        left.append("Put back secret.key and audit-signing.key from where you keep them.")
    for name, found in settings_here().items():
        was = manifest.settings.get(name, "")
        if found != was:
            left.append(f"{name} was {was}; here it is {found}.")
    return left
