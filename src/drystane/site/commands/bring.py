"""Bring a list in from a spreadsheet, look at what it would do, undo it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from django.core.exceptions import PermissionDenied

from drystane.access import clock
from drystane.access.models import User
from drystane.sheets.cells import DayOrder
from drystane.sheets.child import NotRead
from drystane.sheets.kinds import Judged, Kind, Verdict
from drystane.sheets.models import ImportJob
from drystane.site import bringing
from drystane.site.bringing import KINDS
from drystane.site.command_line import REFUSED
from drystane.site.commands.acting import acting, by_option, recording_refusals

MOST_TOLD = 20  # rows of each verdict


class NotBroughtIn(click.ClickException):
    exit_code = REFUSED

    def show(self, file: object = None) -> None:  # noqa: ARG002  # click's signature
        click.echo(self.message, err=True)


FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
OPTIONS = (
    FILE,
    click.option("--preview", is_flag=True, help="Say what the file would do, and do nothing."),
    click.option(
        "--days",
        type=click.Choice([order.value for order in DayOrder]),
        help="Whether 3/9/2015 begins with the day (dmy) or the month (mdy). Day first, if neither is said.",
    ),
    click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="HEADING=FIELD",
        help="Which field a column holds, where its heading does not show it.",
    ),
    click.option(
        "--all",
        "for_all",
        multiple=True,
        metavar="FIELD=VALUE",
        help="What holds of every row, as plan=CODE.",
    ),
    click.option(
        "--rejects",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write the rows that were not taken here, as CSV, each with its reason.",
    ),
    click.option("--purpose", default="", help="Why sensitive records are needed. Kept in the trail."),
    by_option,
)


def with_options(function: Any) -> Any:
    for option in reversed(OPTIONS):
        function = option(function)
    return function


@click.command("import", help="Bring a list in. Bringing the same file in again changes nothing.")
@click.argument("kind", type=click.Choice(list(KINDS)))
@with_options
def command(kind: str, **given: Any) -> None:
    bring(kind, **given)


@click.command("undo", help="Undo an import, if nobody has changed its rows since.")
@click.argument("ref")
@by_option
def undo_command(ref: str, by: str | None) -> None:
    person = acting(by)
    with recording_refusals(person, command="undo", asked=ref):
        seen = ImportJob.objects.visible_to(person) if person else ImportJob.objects.all()
        job = seen.filter(ref=ref).first()
        if job is None:
            raise click.UsageError(f"There is no import {ref}.")
        bringing.undo(job, by=person, at=clock.now())
    click.echo(f"{job.file_name}: everything is as it was.")


def bring(
    kind: str,
    *,
    file: Path,
    preview: bool,
    days: str | None,
    columns: Iterable[str],
    for_all: Iterable[str],
    rejects: Path | None,
    purpose: str,
    by: str | None,
) -> None:
    person = acting(by)
    if person is not None:
        person.purpose = purpose
    with recording_refusals(person, command="import", asked=kind):
        if not KINDS[kind].open_to(person):
            raise PermissionDenied(f"Your role does not let you bring in {KINDS[kind].title.lower()}.")
    job = read(kind, file, person, purpose)
    choose(job, person, days, pairs(columns), pairs(for_all))
    rows = bringing.look(job, person)
    click.echo(told(KINDS[kind], rows))
    if rejects is not None:
        rejects.write_bytes(bringing.rejects_file(job, person, "csv"))
    if preview or not bringing.to_write(job):
        bringing.discard(job)
        click.echo("Nothing was written.")
        return
    bringing.decide(job, seen=job.previewed, at=clock.now())
    bringing.carry_out(job, person)
    if not job.is_done:
        raise NotBroughtIn(f"{job.why}\nNothing was written.")
    click.echo(f"Brought in. To undo it: drystane undo {job.ref}")


def read(kind: str, file: Path, person: User | None, purpose: str) -> ImportJob:
    try:
        return bringing.bring(
            file, kind=kind, file_name=file.name, by=person, at=clock.now(), purpose=purpose
        )
    except NotRead as error:
        raise NotBroughtIn(f"{file.name}: {error}\nNothing was written.") from error


def choose(
    job: ImportJob, person: User | None, days: str | None, said: Mapping[str, str], for_all: Mapping[str, str]
) -> None:
    kind, book = bringing.kind_of(job, person), bringing.book_in(job)
    keys = {one.key for one in kind.fields}
    if wrong := [key for key in for_all if key in keys and not kind.field(key).for_all]:
        raise click.UsageError(f"{wrong[0]!r} has to be said of each row.")
    if unknown := [key for key in (*said.values(), *for_all) if key not in keys]:
        raise click.UsageError(f"There is no field {unknown[0]!r}. There are: {', '.join(sorted(keys))}.")
    if missing := [heading for heading in said if heading not in book.headings]:
        raise click.UsageError(f"No column is headed {missing[0]!r}. There are: {', '.join(book.headings)}.")
    suggested = bringing.columns_suggested(job, book)
    columns = {heading: "" if key in said.values() else key for heading, key in suggested.items()} | dict(
        said
    )
    possible = bringing.day_orders(book)
    if days is None and possible == frozenset({DayOrder.MONTH_FIRST}):
        raise click.UsageError("Dates of this file make sense only with the month first. Say so: --days mdy")
    if days is None and possible is not None and len(possible) != 1:
        click.echo("Dates such as 3/9/2015 are read with the day first. If that is wrong: --days mdy")
    order = DayOrder(days or DayOrder.DAY_FIRST)
    bringing.choose(job, book, columns=columns, order=order, for_all=for_all)
    for heading in book.headings:
        click.echo(
            f"  {heading:<30} {kind.field(columns[heading]).heading if columns[heading] else 'left out'}"
        )


def pairs(given: Iterable[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign:
            raise click.UsageError(f"{one!r} should be two words with an = between them.")
        found[name.strip()] = value.strip()
    return found


def told(kind: type[Kind], rows: list[Judged]) -> str:
    """The counts, and of each verdict the first rows, field by field."""
    lines = [f"{len(rows):,} rows"]
    for verdict in Verdict:
        mine = [row for row in rows if row.verdict is verdict]
        lines.append(f"{len(mine):>8,}  {verdict.value}")
        if verdict is not Verdict.SAME:
            lines += [f"          {line}" for row in mine[:MOST_TOLD] for line in lines_of(kind, row)]
        if verdict is not Verdict.SAME and len(mine) > MOST_TOLD:
            lines.append(f"          and {len(mine) - MOST_TOLD:,} more")
    return "\n".join(lines)


def lines_of(kind: type[Kind], row: Judged) -> list[str]:
    where = f"row {row.line.number}" + (f" of {row.line.sheet}" if row.line.sheet else "")
    if row.faults:
        return [f"{where}: {bringing.fault_in_words(fault)}" for fault in row.faults]
    if row.verdict is Verdict.ADDED:
        return [f"{where}: " + "; ".join(f"{kind.field(one.key).heading} {one.new}" for one in row.changes)]
    return [
        f"{where}: {kind.field(one.key).heading}: {json.dumps(one.old, ensure_ascii=False)} -> "
        f"{json.dumps(one.new, ensure_ascii=False)}"
        for one in row.changes
    ]
