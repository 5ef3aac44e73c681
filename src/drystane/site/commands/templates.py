"""A council's own Word templates: check one, put it in, go back to ours, begin from ours."""

from pathlib import Path

import click

from drystane.access import clock
from drystane.board.forms_of_paper import known_forms
from drystane.board.own_templates import (
    BadTemplateFile,
    faults_of,
    install_template,
    remove_template,
    template_in_use,
)

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
FORM = click.option("--form", required=True, type=click.Choice(sorted(known_forms())))


@click.group(help="Check a Word template of your own, put it in, or go back to ours.")
def command() -> None:
    pass


@command.command(help="Say everything that is wrong with a template. The exit code is 1 if anything is.")
@FILE
def check(file: Path) -> None:
    said(faults_of(file), file)
    click.echo(f"{file.name} can be used.")


def said(found: list[str], file: Path) -> None:
    if found:
        raise click.ClickException(
            "\n".join([f"{file.name} cannot be used.", *(f"- {one}" for one in found)])
        )


@command.command(help="Use a template from the next Word file on.")
@FILE
@FORM
def install(file: Path, form: str) -> None:
    try:
        install_template(form, file.read_bytes(), by=None, at=clock.now())
    except BadTemplateFile as error:
        said(error.faults, file)
    click.echo(f"Word files of the form {form} are made from {file.name} from now on.")


@command.command(help="Go back to the template that we ship.")
@FORM
def remove(form: str) -> None:
    if not remove_template(form, by=None, at=clock.now()):
        raise click.ClickException(f"The form {form} has our template already.")
    click.echo(f"Word files of the form {form} are made from our template again.")


@command.command(help="Write the template now in use to a file, to begin one of your own from.")
@FORM
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def export(form: str, out: Path) -> None:
    try:
        out.write_bytes(template_in_use(form).read_bytes())
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{out} is written. Change its look in Word, keep the tags between braces, and check it.")
