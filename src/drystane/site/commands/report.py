"""Write a meeting's paper to a file: as it was stored, if the meeting is closed; else as it stands now."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click
from django.db import transaction

from drystane.access import clock
from drystane.access.models import User
from drystane.board.files import KINDS, export_permission, pack_of, public_pack_of, record_export, rendered
from drystane.board.models import Meeting, Paper
from drystane.documents.packs import NotRendered, Pack, spoken
from drystane.partners.sight import require
from drystane.site.commands.acting import acting, by_option, recording_refusals


@click.command(help="Write a meeting's paper as Word, HTML or PDF. Of a closed meeting: as it was then.")
@click.option(
    "--meeting",
    "on",
    required=True,
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the meeting, for example 2015-09-02.",
)
@click.option("--board", metavar="CODE", help="Which board met, where several did on that day.")
@click.option(
    "--paper", "number", type=click.IntRange(min=1), help="Which of its papers, in the agenda's order."
)
@click.option("--as", "kind", required=True, type=click.Choice(KINDS))
@click.option("--public", is_flag=True, help="The public version, without what is exempt.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--purpose", default="", help="Why an OFFICIAL-SENSITIVE paper is needed. Kept in the trail.")
@by_option
def command(
    *,
    on: datetime,
    board: str | None,
    number: int | None,
    kind: str,
    public: bool,
    out: Path,
    purpose: str,
    by: str | None,
) -> None:
    person = acting(by)
    if person is not None:
        person.purpose = purpose
    with recording_refusals(person, command="report", asked=f"{on.date()} {board} {number} {kind}"):
        meeting = find_meeting(on.date(), board, person)
        paper = choose(papers_of(meeting, person), meeting, number)
        if person is not None:
            require(person, export_permission(paper), paper)
    if paper.is_sensitive and not purpose:
        raise click.UsageError("This paper is OFFICIAL-SENSITIVE: say why you need it with --purpose.")
    pack = public_pack(paper) if public else pack_of(paper, today=clock.today())
    write(pack, paper, f"public.{kind}" if public else kind, out, by=person, purpose=purpose)
    state = "as it was when the meeting closed" if meeting.is_closed else "as it stands now"
    what = f"The public version of “{paper.heading}”" if public else f"“{paper.heading}”"
    click.echo(f"{what}, {state}, is written to {out}.")


def public_pack(paper: Paper) -> Pack:
    pack = public_pack_of(paper, today=clock.today())
    if pack is None:
        raise click.UsageError("This paper has no public version.")
    return pack


def find_meeting(on: date, board: str | None, person: User | None) -> Meeting:
    """The one meeting of that day. Says which days or boards there are where there is not one."""
    seen = Meeting.objects.visible_to(person) if person else Meeting.objects.all()
    seen = seen.select_related("group").order_by("on", "group__code")
    found = [one for one in seen if one.on == on and board in {None, one.group.code}]
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(one.group.code for one in found)
        raise click.UsageError(f"Several boards met on {spoken(on)}. Say which with --board: {codes}.")
    there_are = ", ".join(f"{one.on.isoformat()} ({one.group.code})" for one in seen) or "none"
    raise click.UsageError(f"There is no such meeting on {spoken(on)}. The meetings there are: {there_are}.")


def papers_of(meeting: Meeting, person: User | None) -> Sequence[Paper]:
    seen = Paper.objects.visible_to(person) if person else Paper.objects.all()
    return list(
        seen.filter(item__meeting=meeting)
        .select_related("item__meeting__group")
        .order_by("item__order", "item__ref")
    )


def choose(papers: Sequence[Paper], meeting: Meeting, number: int | None) -> Paper:
    if not papers:
        raise click.UsageError(f"The meeting of {spoken(meeting.on)} has no paper before it.")
    headings = "; ".join(f"{place} {paper.heading}" for place, paper in enumerate(papers, start=1))
    if number is None and len(papers) > 1:
        raise click.UsageError(f"There are {len(papers)} papers. Say which with --paper: {headings}.")
    if number is not None and number > len(papers):
        raise click.UsageError(f"There is no paper {number}. There are: {headings}.")
    return papers[(number or 1) - 1]


@transaction.atomic
def write(pack: Pack, paper: Paper, what: str, out: Path, *, by: User | None, purpose: str) -> None:
    """Kept in the trail only if the file could be written, and written only if the trail could be kept."""
    try:
        content = rendered(pack, what.rpartition(".")[2])
    except NotRendered as error:
        raise click.ClickException(str(error)) from error
    record_export(paper, what, by=by, at=clock.now(), purpose=purpose)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
