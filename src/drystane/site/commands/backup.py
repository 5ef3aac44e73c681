"""Put everything that was entered into one file."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from django.conf import settings

from drystane.access import clock
from drystane.site.backup import keeping, tables


@click.command(
    help="Put everything that was entered into one file, while people go on working.\n\n"
    "The keys that sign sessions and checkpoints are left out unless asked for."
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="A new file, or a folder in which it is named after the moment and its marking.",
)
@click.option(
    "--with-secret", is_flag=True, help="Put in the signing keys too. Keep the file as you keep them."
)
def command(*, to: Path | None, with_secret: bool) -> None:
    to = to or default_folder()
    total = sum(map(tables.count, tables.kept_tables()))
    try:
        with ending_tidily(), click.progressbar(length=total, label="Rows") as bar:
            out, manifest = keeping.make_backup(
                to, with_secret=with_secret, at=clock.now(), advance=bar.update
            )
    except FileExistsError as error:
        raise click.ClickException(f"{to} is there already. Give another name.") from error
    except OSError as error:
        raise click.ClickException(f"{to} cannot be written: {error.strerror}.") from error
    rows = sum(manifest.rows.values())
    click.echo(f"{out}: {rows:,} rows, {manifest.trail.events:,} events in the trail, {manifest.marking}.")
    if manifest.trail.fault:
        click.echo(f"The trail does not hold, and was kept as it is. {manifest.trail.fault}", err=True)
    if not with_secret:
        click.echo(
            "The signing keys are not in it: keep a copy of secret.key and audit-signing.key elsewhere."
        )
    click.echo("Keep it on another machine, as its marking asks.")


@contextmanager
def ending_tidily() -> Iterator[None]:
    """Told to end by whatever runs the service, we take away what is not finished, as for Ctrl-C."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    usual = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, usual)


def default_folder() -> Path:
    folder = Path(settings.HOME) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
