"""Bring in content packs, compare two editions, and list the figures with what disputes them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import get_args

import click

from drystane.access import clock
from drystane.site.command_line import REFUSED
from drystane.site.commands.compare import compare
from drystane.strategy.loading import Tally
from drystane.strategy.models import Figure
from drystane.strategy.operations import import_pack
from drystane.strategy.packs import BadPack, Kind, kind_of


class PackRefused(click.ClickException):
    exit_code = REFUSED

    def show(self, file: object = None) -> None:  # noqa: ARG002  # click's signature
        click.echo(self.message, err=True)


@click.group(help="Editions of the strategy, threats and their sources.")
def command() -> None:
    pass


command.add_command(compare)


@command.command("import", help="Bring in a pack: an edition, threats or sources. Safe to repeat.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(get_args(Kind)), help="What the file holds, if it does not show.")
def import_(file: Path, kind: Kind | None) -> None:
    try:
        tally = import_pack(file, kind or kind_of(file), by=None, at=clock.now())
    except BadPack as error:
        raise PackRefused(f"{error}\nNothing of {file.name} was brought in.") from error
    click.echo(told(tally))


def told(tally: Tally) -> str:
    """What a load did, a line for each kind of row and a last one for what the pack no longer has."""
    parts: Mapping[str, Mapping[str, int]] = {
        "added": tally.added,
        "changed": tally.changed,
        "the same": tally.same,
        "taken away": tally.removed,
    }
    kinds = dict.fromkeys(kind for counts in parts.values() for kind in counts)
    lines = []
    for kind in kinds:
        counted = (f"{counts[kind]} {done}" for done, counts in parts.items() if kind in counts)
        lines.append(f"{kind:<16}{', '.join(counted)}")
    if tally.changed_nothing:
        lines.append("Nothing has changed.")
    if tally.left_out:
        lines.append(f"No longer in the pack, and kept as they were: {', '.join(tally.left_out)}.")
    return "\n".join(lines)


@command.command(help="List the figures, each with date, status and source, and whatever disputes it.")
@click.option("--edition", metavar="CODE", help="Only the figures of this edition, such as 2015.")
def figures(edition: str | None) -> None:
    rows = Figure.objects.select_related("source").prefetch_related("contradictions__other")
    if edition:
        rows = rows.filter(edition__code=edition)
    found = list(rows.order_by("measure", "as_of", "code"))
    if not found:
        raise PackRefused("There are no such figures. Bring in an edition: drystane strategy import FILE")
    click.echo(as_table([HEADINGS, *map(cells, found)]))
    if disputes := told_disputes(found):
        click.echo(f"\nDisputed:\n{disputes}")


HEADINGS = ("figure", "value", "as of", "status", "source", "disputed by")


def cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.code,
        figure.words,
        figure.as_of_text or (figure.as_of.isoformat() if figure.as_of else "no date"),
        figure.get_cite_status_display(),
        figure.source.code if figure.source else "none",
        ", ".join(sorted(row.other.code for row in figure.contradictions.all())),
    )


def as_table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return "\n".join("  ".join(row).rstrip() for row in padded)


def told_disputes(found: Iterable[Figure]) -> str:
    """Each pair once, with both values and the reason."""
    said: dict[frozenset[str], str] = {}
    for figure in found:
        for row in figure.contradictions.all():
            both = f"{figure.code} says {figure.words}, {row.other.code} says {row.other.words}"
            said.setdefault(frozenset((figure.code, row.other.code)), f"  {both}. {row.why}")
    return "\n".join(said.values())
