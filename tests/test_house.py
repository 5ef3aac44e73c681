"""Promises of the house, kept by walking all of it, so that new code is covered on arrival."""

import re
import tomllib
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

CLONE = Path(__file__).resolve().parent.parent
WITHOUT_AN_IDEA = {"utils", "util", "misc", "common", "services", "managers", "helpers"}
LONGEST = 400

# Files that are one idea and still long, each with its reason.
LONG_FOR_A_REASON: dict[str, str] = {}

# Records without a `visible_to` of their own: the relation through which they are reached.
REACHED_THROUGH: dict[str, str] = {
    "board.Appendix": "paper",
    "board.Citation": "paper",
    "board.ExemptTable": "paper",
    "board.Paragraph": "paper",
    "board.Rest": "recommendation",
    "strategy.Contradiction": "figure",
    "strategy.Counterpart": "correspondence",
}


# States that are set anew each time rather than moved from one to the next, each with its reason.
WITHOUT_MOVES: dict[str, str] = {
    "board.Meeting.state": "planned, then closed for good; a constraint holds it to the moment of closing",
    "board.Paper.state": "a draft or approved; an edit makes an approved paper a draft again",
}


def layers() -> dict[str, int]:
    """The rank of each room, from the contract that import-linter checks; 0 is the top."""
    settings = tomllib.loads((CLONE / "pyproject.toml").read_text("utf-8"))
    contract = next(
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["name"] == "Rooms look down, never up"
    )
    return {room: rank for rank, layer in enumerate(contract["layers"]) for room in re.findall(r"\w+", layer)}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("drystane.")]


def our_relations() -> Iterator[tuple[type[models.Model], Any, type[models.Model]]]:
    """Each link of ours, written as a class or as a string, from the record that owns it to the other."""
    ours = set(our_models())
    for model in ours:
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.remote_field and field.related_model in ours:
                assert isinstance(field.related_model, type)
                yield model, field, field.related_model


def our_files() -> list[Path]:
    return [
        path
        for folder in ("src", "tests", "tools", "bench")
        for path in (CLONE / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]


def tables_of_moves() -> dict[str, dict[Any, Any]]:
    """Which state may follow which: tables beside our records, or inside one."""
    places: dict[str, object] = {model._meta.label: model for model in our_models()}
    places |= {model.__module__: import_module(model.__module__) for model in our_models()}
    return {
        f"{where}.{name}": value
        for where, place in places.items()
        for name, value in vars(place).items()
        if re.fullmatch(r"([A-Z]+_)?MOVES", name) and isinstance(value, dict)
    }


def states() -> Iterator[tuple[str, set[str]]]:
    """Each field of ours that holds the state of a record, and the states it may have."""
    for model in our_models():
        for field in model._meta.local_fields:
            if field.name in {"status", "state"} and field.choices:
                yield f"{model._meta.label}.{field.name}", {str(value) for value, _ in field.flatchoices}


def test_relations_look_down_as_imports_do() -> None:
    rank = layers()
    looking_up = [
        f"{model._meta.label}.{field.name} -> {other._meta.label}"
        for model, field, other in our_relations()
        if model._meta.app_label != other._meta.app_label
        and rank[model._meta.app_label] >= rank[other._meta.app_label]
    ]
    assert looking_up == []


def test_no_record_offers_the_records_of_a_room_above_it() -> None:
    offered = [
        f'{model._meta.label}.{field.name} needs related_name="+"'
        for model, field, other in our_relations()
        if model._meta.app_label != other._meta.app_label and not field.remote_field.hidden
    ]
    assert offered == []


def test_every_record_says_who_may_see_it() -> None:
    silent = [
        model._meta.label
        for model in our_models()
        if not hasattr(model._default_manager, "visible_to") and model._meta.label not in REACHED_THROUGH
    ]
    assert silent == []


def test_what_is_reached_through_another_record_is_reached_through_one_that_says_it() -> None:
    for label, name in REACHED_THROUGH.items():
        parent = apps.get_model(label)._meta.get_field(name).related_model
        assert isinstance(parent, type), label
        assert issubclass(parent, models.Model), label
        assert hasattr(parent._default_manager, "visible_to"), label


def test_every_state_has_its_moves() -> None:
    known = [{str(status) for status in moves} for moves in tables_of_moves().values()]
    without = {where for where, values in states() if values not in known}
    assert without == WITHOUT_MOVES.keys()


def test_every_table_of_moves_is_whole() -> None:
    tables = tables_of_moves()
    assert tables
    for where, moves in tables.items():
        statuses = type(next(iter(moves)))
        assert issubclass(statuses, Enum), where
        assert set(moves) == set(statuses), f"{where} does not say where each status may go"
        for before, afters in moves.items():
            assert before not in afters, f"{where}: {before} goes to itself"
            assert set(afters) <= set(statuses), where


def test_every_status_can_be_reached_from_the_first() -> None:
    for where, moves in tables_of_moves().items():
        first = next(iter(moves))
        reached, edge = {first}, [first]
        while edge:
            fresh = set(moves[edge.pop()]) - reached
            reached |= fresh
            edge += fresh
        assert reached == set(moves), f"{where}: {set(moves) - reached} cannot be reached"


def test_every_file_is_named_after_its_idea() -> None:
    assert [str(path) for path in our_files() if path.stem in WITHOUT_AN_IDEA] == []


def test_no_file_is_too_long_to_read_in_one_sitting() -> None:
    lengths = {
        path.relative_to(CLONE).as_posix(): len(path.read_text("utf-8").splitlines()) for path in our_files()
    }
    assert lengths
    too_long = {name: lines for name, lines in lengths.items() if lines > LONGEST}
    assert too_long.keys() == LONG_FOR_A_REASON.keys()


def test_rooms_are_drawn_top_to_bottom_without_a_repeat() -> None:
    ranks = list(layers().values())
    assert all(upper <= lower for upper, lower in pairwise(ranks))
    assert set(layers()) >= {app.label for app in apps.get_app_configs() if app.name.startswith("drystane.")}


@pytest.mark.parametrize("name", ["run", "demo", "test", "check", "bench", "wheel", "lock", "clean"])
def test_every_target_of_the_makefile_says_what_it_does(name: str) -> None:
    makefile = (CLONE / "Makefile").read_text("utf-8")
    assert re.search(rf"^{name}:.*## \S+", makefile, re.M)
    contributing = (CLONE / "CONTRIBUTING.md").read_text("utf-8")
    assert f"make {name}" in contributing


def test_every_setting_is_on_the_operators_page() -> None:
    read = (CLONE / "src" / "drystane" / "site" / "environment.py").read_text("utf-8")
    page = (CLONE / "docs" / "how-to" / "operator.md").read_text("utf-8")
    explained = set(re.findall(r"^\| `(DRYSTANE_\w+)` \|", page, re.M))
    assert explained == set(re.findall(r"DRYSTANE_[A-Z_]+", read))
