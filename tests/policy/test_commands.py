"""Every command is the operator's own, or acts for a named person with their sight and rights."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from drystane.audit.models import Event
from drystane.site.command_line import drystane_command
from tests.policy.ruling import (
    EXPORT_P1,
    EXPORT_P2,
    HIDDEN_WITHOUT_PURPOSE,
    ON_THE_BOARD,
    P2_OF_BOARD,
    People,
    of,
)
from tests.policy.world import EVERYBODY, World, make_world

# Commands that show or change content for somebody take --by. The rest are for whoever runs the machine.
ACTS_FOR_A_PERSON = {
    *("import", "plans import", "plans overlaps", "report", "strategy compare", "training prioritise", "undo")
}
OPERATOR_ONLY = {
    "administrator",
    "assessment load",
    "audit checkpoint",
    "audit export",
    "audit verify",
    "backup",
    "demo",
    "doctor",
    "nudge",
    "papers read",
    "plans export",
    "plans score-pairs",
    "prepare",
    "restore",
    "run",
    "serve",
    "strategy figures",
    "strategy import",
    "templates check",
    "templates export",
    "templates install",
    "templates remove",
    "threats import",
    "tidy",
    "training load",
}
DONE, REFUSED, NOT_FOUND = "written to", "does not let you", "no such meeting"


def commands(command: click.Command, words: tuple[str, ...] = ()) -> dict[str, click.Command]:
    if not isinstance(command, click.Group):
        return {" ".join(words): command}
    context = click.Context(command)
    names = {*command.list_commands(context), *({"serve"} if not words else set())}
    found: dict[str, click.Command] = {}
    for name in names:
        inner = command.get_command(context, name)
        assert inner is not None
        found |= commands(inner, (*words, name))
    return found


def test_every_command_has_a_rule() -> None:
    assert set(commands(drystane_command)) == ACTS_FOR_A_PERSON | OPERATOR_ONLY


def test_only_commands_that_act_for_a_person_take_their_name() -> None:
    takes_by = {
        name
        for name, command in commands(drystane_command).items()
        if any("--by" in option.opts for option in command.params)
    }
    assert takes_by == ACTS_FOR_A_PERSON


@pytest.fixture
def world() -> World:
    return make_world()


def report(world: World, who: tuple[str, str], number: int, out: Path, *more: str) -> str:
    command = commands(drystane_command)["report"]
    words = ["--meeting", "2015-09-02", "--paper", str(number), "--as", "html", "--out", str(out)]
    result = CliRunner().invoke(command, [*words, "--by", world.people[who].username, *more])
    return f"{result.output} {result.exception or ''}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "purpose", "see", "may"),
    [
        (1, "", ON_THE_BOARD, of("board", EXPORT_P1)),
        (2, "Trying it out", P2_OF_BOARD, of("board", EXPORT_P2)),
        (2, "", HIDDEN_WITHOUT_PURPOSE, HIDDEN_WITHOUT_PURPOSE),
    ],
)
def test_a_report_for_a_person(  # noqa: PLR0917  # two fixtures and a row of the table
    world: World, tmp_path: Path, number: int, purpose: str, see: People, may: People
) -> None:
    wrong = []
    for who in EVERYBODY:
        out, events = tmp_path / f"{'-'.join(who)}.html", Event.objects.count()
        said = report(world, who, number, out, "--purpose", purpose)
        expected = DONE if who in may else REFUSED if who in see else ""
        if (expected not in said) or out.exists() != (who in may):
            wrong.append(f"{who}: {said}")
        if who[1] != "closed" and Event.objects.count() != events + 1:
            wrong.append(f"{who}: not in the trail")
    assert wrong == []
