"""Courses in from packs, and who gets which seats, for a named person or the operator."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from django.db import transaction

from drystane.access import clock
from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.audit import trail
from drystane.partners.models import Group
from drystane.partners.sight import require, seats_of
from drystane.sheets.write import write_xlsx
from drystane.site.commands.acting import acting, by_option, recording_refusals
from drystane.strategy.packs import BadPack
from drystane.training.loading import load_courses, own_packs
from drystane.training.models import Course, Team
from drystane.training.operations.seats import Asking, answered, seats_alone
from drystane.training.seats import Sitting
from drystane.training.sessions_file import read_sittings

COLUMNS = ("Place", "Team", "Service", "Due", "Points", "The sum", "Why")


@click.group(help="Courses in from packs, and who gets which seats.")
def command() -> None:
    pass


@command.command(help="Bring courses in: our own packs, or one of yours. Again, it changes nothing.")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path | None) -> None:
    for path in [file] if file else own_packs():
        try:
            tally = load_courses(path)
        except BadPack as error:
            raise click.ClickException(f"{error}\nNothing was written.") from error
        added, changed = sum(tally.added.values()), sum(tally.changed.values())
        click.echo(f"{path.name}: {added} added, {changed} changed.")


@command.command(help="Say who goes first, why, and who gets which seats. Nothing is booked.")
@click.option("--course", required=True, metavar="CODE", help="Which course, for example wrap.")
@click.option("--seats", type=click.IntRange(1, 1000), help="How many seats there are, on any day.")
@click.option(
    "--sessions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A sheet of sessions with their days, places and sites.",
)
@click.option("--desk", metavar="CODE", help="Which desk's register, where there are several.")
@click.option("--as", "kind", required=True, type=click.Choice(["json", "xlsx"]))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@by_option
def prioritise(
    *,
    course: str,
    seats: int | None,
    sessions: Path | None,
    desk: str | None,
    kind: str,
    out: Path | None,
    by: str | None,
) -> None:
    if (seats is None) == (sessions is None):
        raise click.UsageError("Say either how many seats there are, or in which file the sessions stand.")
    if kind == "xlsx" and out is None:
        raise click.UsageError("Say with --out where to write the spreadsheet.")
    person = acting(by)
    with recording_refusals(person, command="training:prioritise", asked=f"{course} {desk}"):
        group = desk_called(desk, person)
        found = course_called(course)
    sittings = read_sittings(sessions) if sessions else seats_alone(seats or 0)
    answer = prioritised(group, found, sittings)
    content = as_xlsx(answer) if kind == "xlsx" else json.dumps(answer, indent=2, ensure_ascii=False)
    written(content, out, group, person)


def desk_called(code: str | None, person: User | None) -> Group:
    """The one desk that keeps a register, among those this person can see."""
    registers = Team.objects.order_by().values("group")
    desks = Group.objects.filter(kind=Group.Kind.DESK, pk__in=registers).order_by("code")
    if person is not None:
        desks = desks.filter(pk__in=seats_of(person).seen)
    found = list(desks if code is None else desks.filter(code=code))
    if not found:
        raise click.UsageError("There is no such training desk.")
    if len(found) > 1:
        codes = ", ".join(group.code for group in found)
        raise click.UsageError(f"There are several desks. Say which with --desk: {codes}.")
    if person is not None:
        require(person, Permission.RECORD_TRAINING, found[0])
    return found[0]


def course_called(code: str) -> Course:
    found = Course.objects.filter(code=code).first()
    if found is None:
        codes = ", ".join(Course.objects.order_by("code").values_list("code", flat=True)) or "none"
        raise click.UsageError(f"There is no course {code!r}. There are: {codes}.")
    return found


def prioritised(group: Group, course: Course, sittings: Sequence[Sitting]) -> dict[str, Any]:
    asking = Asking(group, course, clock.today())
    question = asking.question(sittings)
    first = asking.first
    return {
        "course": course.code,
        "desk": group.code,
        "on": asking.today.isoformat(),
        "first": {"service": first.service.name, "because": first.because} if first else None,
        "queue": [
            {
                "place": one.place,
                "team": one.team.code,
                "name": one.team.name,
                "service": one.team.service,
                "due": one.team.gap,
                "points": one.points,
                "sum": one.sum,
                "reasons": one.reasons,
                "first_by_decision": one.is_first,
            }
            for one in asking.queue()
        ],
        **answered(question),
        "fingerprint": question.fingerprint,
    }


def as_xlsx(answer: dict[str, Any]) -> bytes:
    given: dict[str, list[str]] = {}
    for one in answer["seats"]:
        given.setdefault(one["team"], []).append(f"{one['session']}: {one['people']}")
    rows = [
        [
            one["place"],
            one["name"],
            one["service"],
            one["due"],
            one["points"],
            one["sum"],
            " ".join(one["reasons"]),
            "; ".join(given.get(one["team"], [])),
        ]
        for one in answer["queue"]
    ]
    about = f"The priority costs {answer['price_in_percent']} per cent of the good these seats could do."
    title = f"Who goes first: {answer['course']}"
    headings = [*COLUMNS, "Seats"]
    return write_xlsx(headings, rows, title=title, marking="OFFICIAL", about=about, at=clock.now())


@transaction.atomic
def written(content: bytes | str, out: Path | None, group: Group, person: User | None) -> None:
    trail.record("seats.prioritised", group, by=person, at=clock.now())
    if out is None:
        click.echo(content)
        return
    out.write_bytes(content if isinstance(content, bytes) else content.encode())
    click.echo(f"Who goes first is written to {out}.")
