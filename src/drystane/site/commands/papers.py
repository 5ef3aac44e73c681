"""Read a paper from its file and write down what was found in it."""

import json
from pathlib import Path

import click

from drystane.sheets.child import NotRead
from drystane.site.command_line import REFUSED
from drystane.strategy.papers.found import Found, Paper, as_json
from drystane.strategy.papers.opening import open_paper


class PaperRefused(click.ClickException):
    exit_code = REFUSED

    def show(self, file: object = None) -> None:  # noqa: ARG002  # click's signature
        click.echo(self.message, err=True)


@click.group(help="Read reports, minutes and action logs. Nothing is entered.")
def command() -> None:
    pass


@command.command(help="Say what a paper holds: a PDF, Word, OpenDocument, web or text file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "form", type=click.Choice(["json", "text"]), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file to write to.")
def read(file: Path, form: str, out: Path | None) -> None:
    try:
        paper = open_paper(file)
    except NotRead as error:
        raise PaperRefused(f"{file.name} was not read. {error}") from error
    said = json.dumps(as_json(paper), ensure_ascii=False, indent=1) if form == "json" else told(paper)
    if out is None:
        click.echo(said)
        return
    try:
        out.write_text(f"{said}\n", "utf-8")
    except OSError as error:
        raise PaperRefused(f"{out} could not be written: {error.strerror}.") from error
    click.echo(f"Written to {out}.")


def told(paper: Paper) -> str:
    """What was found, for reading; what to check stands first."""
    lines = [f"Please check: {check.sentence}" for check in paper.please_check]
    single = {
        "Committee": paper.committee,
        "Date": paper.date,
        "Place": paper.place,
        "Author": paper.author,
        "Title": paper.title,
        "Report number": paper.report_number,
        "Marking": paper.marking,
        "Contact": paper.contact,
    }
    lines += [f"{name}: {found.text}" for name, found in single.items() if found]
    lines += listed("Recommendations", paper.recommendations)
    lines += listed("Decisions", paper.decisions)
    tasks = [(task.who.text if task.who else "nobody named", task.what.text) for task in paper.tasks]
    lines += ["", "Tasks:", *(f"- {who}: {what}" for who, what in tasks)] if tasks else []
    lines += listed("Figures", tuple(statistic.what for statistic in paper.statistics))
    return "\n".join(lines)


def listed(name: str, found: tuple[Found, ...]) -> list[str]:
    return ["", f"{name}:", *(f"- {one.text}" for one in found)] if found else []
