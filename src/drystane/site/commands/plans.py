"""Actions in from a spreadsheet, and out to one."""

from pathlib import Path
from typing import Any

import click
from django.core.exceptions import PermissionDenied
from django.db import transaction

from drystane.access import clock
from drystane.access.policy import Permission
from drystane.audit import trail
from drystane.partners.sight import seats_of
from drystane.plans.importing.actions import Actions
from drystane.plans.models import Overlap
from drystane.site.commands.acting import acting, by_option, recording_refusals
from drystane.site.commands.bring import bring, with_options
from drystane.site.current_list import current_file

WORDS_ALONE = "The sentence model is not installed, so texts are compared by their words alone."


@click.group(help="Actions in from a spreadsheet, and out to one.")
def command() -> None:
    pass


@command.command("import", help="Bring actions in. Bringing the same file in again changes nothing.")
@with_options
def import_(**given: Any) -> None:
    bring(Actions.name, **given)


@command.command(help="Write every action to a file that comes in again unchanged.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.csv or .xlsx"
)
@transaction.atomic
def export(out: Path) -> None:
    kind = out.suffix.removeprefix(".").lower()
    if kind not in {"csv", "xlsx"}:
        raise click.UsageError("Name the file .csv or .xlsx.")
    content = current_file(Actions, None, kind, clock.now())
    trail.record("actions.exported", None, by=None, at=clock.now(), details={"as": kind})
    out.write_bytes(content)
    click.echo(f"Every action is written to {out}.")


@command.command(help="Compare the actions that have changed with all others, and list the pairs that wait.")
@by_option
def overlaps(by: str | None) -> None:
    from drystane.plans.finding import find_overlaps  # noqa: PLC0415  # loads numpy

    person = acting(by)
    asked = "to have actions compared"
    with recording_refusals(person, command="plans overlaps", asked=asked):
        if person is not None and not seats_of(person).where(Permission.JUDGE_OVERLAP):
            raise PermissionDenied("None of your roles lets you judge overlaps.")
    found = find_overlaps(at=clock.now(), told=lambda part: click.echo(f"{part} per cent", err=True))
    with transaction.atomic():
        trail.record("overlaps.compared", None, by=person, at=clock.now(), details={"new": found.new})
    if found.by_words_alone:
        click.echo(WORDS_ALONE, err=True)
    pairs = Overlap.objects.visible_to(person) if person else Overlap.objects.all()
    waiting = pairs.undecided().select_related("first", "second").order_by("-duplicate", "-related", "ref")
    for pair in waiting:
        click.echo(f"{pair.duplicate:.2f} {pair.related:.2f}  {pair.first.title} / {pair.second.title}")
    click.echo(f"{waiting.count()} pairs wait to be decided; {found.new} of them are new.")


@command.command("score-pairs", help="Score pairs of actions: the same work, or work that belongs together.")
@click.argument("pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--actions", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Owners and groups."
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="SCORES.jsonl")
@click.option("--no-model", is_flag=True, help="Compare by words alone.")
def score_pairs(pairs: Path, actions: Path | None, out: Path, no_model: bool) -> None:
    from drystane.closeness import sentences  # noqa: PLC0415  # loads numpy
    from drystane.plans.overlap import scoring  # noqa: PLC0415  # loads numpy

    try:
        known = scoring.read_actions(actions.read_bytes(), actions.name) if actions else None
        asked = scoring.read_pairs(pairs.read_bytes(), pairs.name, known)
        model = None if no_model else sentences.model()
    except (scoring.BadFile, sentences.NotOurModel) as error:
        raise click.ClickException(str(error)) from None
    if model is None and not no_model:
        click.echo(WORDS_ALONE, err=True)
    found = scoring.score(asked, model=model, told=lambda many: click.echo(f"{many:,} texts read", err=True))
    write_whole(out, "".join(scoring.as_line(*each) + "\n" for each in zip(asked, found, strict=True)))
    click.echo(f"{len(found):,} pairs are scored in {out}.")


def write_whole(out: Path, text: str) -> None:
    """All of it or, if that fails, what was there before."""
    fresh = out.with_name(f".{out.name}.new")
    try:
        fresh.write_text(text, "utf-8")
        fresh.replace(out)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from None
