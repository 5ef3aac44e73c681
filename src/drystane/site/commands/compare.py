"""`drystane strategy compare`: two editions side by side, on the screen or as a file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from drystane.access import clock
from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.partners.models import Group
from drystane.partners.sight import require
from drystane.sheets.columns import About, written
from drystane.site.commands.acting import acting, by_option, recording_refusals
from drystane.strategy.comparing.figures import Overtaken
from drystane.strategy.comparing.telling import Row
from drystane.strategy.files import ROW_COLUMNS
from drystane.strategy.models import Comparison, Edition
from drystane.strategy.reading import Whole, whole
from drystane.strategy.refreshing import compare_editions, must_follow

KINDS = ("text", "json", "xlsx")


@click.command(help="Hold two editions against each other: what was kept, reworded, moved, split, merged.")
@click.argument("earlier")
@click.argument("later")
@click.option("--as", "kind", type=click.Choice(KINDS), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; needed for xlsx.")
@click.option("--keep", is_flag=True, help="Keep the proposals, so that they can be decided on the pages.")
@click.option("--board", metavar="CODE", help="Which board decides, where there are several.")
@by_option
def compare(
    *,
    earlier: str,
    later: str,
    kind: str,
    out: Path | None,
    keep: bool,
    board: str | None,
    by: str | None,
) -> None:
    """What was decided is kept by any number of runs."""
    person = acting(by)
    if kind == "xlsx" and out is None:
        raise click.UsageError("An .xlsx does not fit on the screen: name a file with --out.")
    with recording_refusals(person, command="strategy compare", asked=f"{earlier} {later}"):
        before, after = edition(earlier), edition(later)
        follows(before, after)
        kept = keep_it(before, after, board, person) if keep else Comparison.objects.of(before, after)
    found = whole(before, after, kept)
    content = AS[kind](before, after, found)
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{before.code} and {after.code}, side by side, are written to {out}.")


def edition(code: str) -> Edition:
    found = Edition.objects.filter(code=code).select_related("strategy").first()
    if found is None:
        there_are = (
            ", ".join(Edition.objects.order_by("published_on").values_list("code", flat=True)) or "none"
        )
        raise click.UsageError(f"There is no edition {code!r}. The editions there are: {there_are}.")
    return found


def follows(earlier: Edition, later: Edition) -> None:
    try:
        must_follow(earlier, later)
    except NotAllowed as error:
        raise click.UsageError(str(error)) from error


def keep_it(earlier: Edition, later: Edition, code: str | None, person: User | None) -> Comparison:
    board = board_of(code)
    kept = Comparison.objects.of(earlier, later)
    if person is not None:
        require(person, Permission.RUN_BOARD, kept or board)
    return compare_editions(earlier, later, kept_by=board, by=person, at=clock.now())


def board_of(code: str | None) -> Group:
    boards = Group.objects.filter(kind=Group.Kind.BOARD).order_by("code")
    found = [one for one in boards if code in {None, one.code}]
    if len(found) != 1:
        there_are = ", ".join(one.code for one in boards) or "none"
        raise click.UsageError(f"Say which board decides, with --board. The boards there are: {there_are}.")
    return found[0]


# Each form of the same comparison.


def as_text(earlier: Edition, later: Edition, found: Whole) -> bytes:
    lines = [f"{earlier.code} and {later.code}, compared by {found.method}", ""]
    for title, rows in (
        ("Objectives", found.objectives),
        ("Recommendations", found.recommendations),
        ("Messages", found.messages),
    ):
        lines += [title, *in_lines(rows), ""]
    lines += ["Figures", *figures_in_lines(found.figures)]
    return ("\n".join(lines) + "\n").encode()


def in_lines(rows: Sequence[Row]) -> Iterator[str]:
    yield f"  {counted(rows)}"
    for row in rows:
        state = ", ".join(filter(None, [row.state.lower(), row.sureness.lower()]))
        yield f"  {row.kind.label} ({state})"
        yield from (f"    − {one.key}: {one.text}" for one in row.before)
        yield from (f"    + {one.key}: {one.text}" for one in row.after)
        yield from (f"      {reason}" for reason in row.reasons)
        if row.why:
            yield f"      Decided, because: {row.why}"


def counted(rows: Iterable[Row]) -> str:
    kinds = [row.kind for row in rows]
    return ", ".join(f"{kinds.count(kind)} {kind.value}" for kind in dict.fromkeys(kinds)) or "none"


def figures_in_lines(rows: Iterable[Overtaken]) -> Iterator[str]:
    for row in rows:
        yield f"  {row.label}: {row.state.lower()}"
        for sign, figures in (("−", row.before), ("+", row.after)):
            for figure in figures:
                disputed = ", disputed" if figure.is_disputed else ""
                yield f"    {sign} {figure.words}, {figure.as_of or 'no date'}{disputed} ({figure.source})"


def as_json(earlier: Edition, later: Edition, found: Whole) -> bytes:
    told: dict[str, Any] = {
        "earlier": earlier.code,
        "later": later.code,
        "method": found.method,
        **{
            name: [row_in_json(row) for row in getattr(found, name)]
            for name in ("objectives", "recommendations", "messages")
        },
        "figures": [
            {
                "label": row.label,
                "state": row.state,
                "before": [figure.key for figure in row.before],
                "after": [figure.key for figure in row.after],
            }
            for row in found.figures
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def row_in_json(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "state": row.state.lower(),
        "before": {one.key: one.text for one in row.before},
        "after": {one.key: one.text for one in row.after},
        "score": row.score,
        "reasons": list(row.reasons),
        "why": row.why,
        "changes": [[[piece.kind, piece.words] for piece in line.pieces] for line in row.lines],
    }


def as_xlsx(earlier: Edition, later: Edition, found: Whole) -> bytes:
    about = About(
        title=f"Editions {earlier.code} and {later.code} compared",
        marking="OFFICIAL",
        at=clock.now(),
        note=f"Proposed by {found.method}; what people decided says so. {figures_note(found)}",
    )
    return written("xlsx", ROW_COLUMNS, found.recommendations, about)


def figures_note(found: Whole) -> str:
    newer = sum(1 for row in found.figures if row.before and row.after)
    return f"{newer} figures have a newer one."


AS = {"text": as_text, "json": as_json, "xlsx": as_xlsx}
