"""Where pairs of actions show beyond their own pages: at home, on the wall, on the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from drystane.access.policy import Role
from drystane.board.dyke import courses
from drystane.board.models import Tasking
from drystane.closeness import sentences
from drystane.plans import judging, likeness
from drystane.plans.models import Action, Overlap, Status
from drystane.plans.stones import StoneState
from drystane.plans.substance import prints_of
from drystane.site.commands.plans import command
from drystane.site.home import waits_for
from drystane.strategy.models import Edition
from tests.cast import (
    NOW,
    TODAY,
    Partnership,
    make_action,
    make_edition,
    make_overlap,
    make_partnership,
    seat,
)


@pytest.fixture
def cast(db: None) -> Partnership:
    return make_partnership()


@pytest.fixture
def edition(cast: Partnership) -> Edition:
    return make_edition(recommendations=2)


@pytest.fixture
def pair(cast: Partnership, edition: Edition) -> Overlap:
    first, second = edition.recommendations.order_by("order")
    fields: dict[str, Any] = {"status": Status.AGREED, "lead_person": cast.tam}
    ours, theirs = cast.integrity_plan, cast.prevent_plan
    return make_overlap(
        make_action(ours, "Supply call blockers to residents", recommendation=first, **fields),
        make_action(theirs, "Install call blockers for residents", recommendation=second, **fields),
    )


def stones(edition: Edition, cast: Partnership, actions: str = "board") -> list[StoneState]:
    seen = (
        Action.objects.for_audience(cast.board)
        if actions == "board"
        else Action.objects.visible_to(getattr(cast, actions))
    )
    drawn = courses(edition, actions=seen, taskings=Tasking.objects.all(), on=TODAY)
    return [stone.state for course in drawn for stone in course.stones]


def waiting(cast: Partnership, name: str) -> list[str]:
    return [found.words for found in waits_for(getattr(cast, name), today=TODAY) if found.kind == "Overlap"]


def test_home_names_a_pair_to_whoever_may_decide_it(cast: Partnership, pair: Overlap) -> None:
    seat(cast.iain, cast.prevent, Role.OBSERVER)
    asked = "One job or two? “Supply call blockers to residents” and “Install call blockers for residents”"
    assert waiting(cast, "iain") == [asked]
    assert waiting(cast, "shona") == []  # she sees one side only
    assert waiting(cast, "morag") == []  # she oversees, and judges for neither
    Action.objects.filter(pk=pair.first_id).update(marking="sensitive", descriptor="personal")
    cast.iain.purpose = "Reviewing"
    assert waiting(cast, "iain") == []


def test_an_undecided_pair_is_a_double_stone_to_who_sees_both(
    cast: Partnership, edition: Edition, pair: Overlap
) -> None:
    assert stones(edition, cast) == [StoneState.DOUBLE] * 2
    assert set(stones(edition, cast, "iain")) == {StoneState.GAP, StoneState.LAID}
    Overlap.objects.update(state="decided", decision="link")
    assert stones(edition, cast) == [StoneState.LAID] * 2


def test_a_late_action_is_loose_before_it_is_double(
    cast: Partnership, edition: Edition, pair: Overlap
) -> None:
    Action.objects.filter(pk=pair.first_id).update(lead_person=None)
    assert sorted(stones(edition, cast)) == [StoneState.DOUBLE, StoneState.LOOSE]


def merge(cast: Partnership, pair: Overlap) -> None:
    seat(cast.iain, cast.prevent, Role.CHAIR)
    look = judging.look_of(*prints_of(pair))
    asked = {"looked_at": look, "by": cast.iain, "at": NOW}
    judging.propose_merge(pair, kept=pair.first, why="", seen=1, **asked)  # type: ignore[arg-type]  # as a page sends it
    judging.confirm_merge(pair, why="", seen=2, **asked)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("kept", "state"),
    [
        ({}, StoneState.LAID),
        ({"lead_person": None}, StoneState.LOOSE),
        ({"status": "done"}, StoneState.LAID),
        (
            {"status": "mainstreamed", "mainstreamed_on": TODAY, "mainstreamed_to": "Housing"},
            StoneState.COPE,
        ),
        ({"status": "dropped"}, StoneState.GAP),
    ],
)
def test_a_merged_action_stands_as_the_one_that_took_it_in(
    cast: Partnership, edition: Edition, pair: Overlap, kept: dict[str, object], state: StoneState
) -> None:
    merge(cast, pair)
    Action.objects.filter(pk=pair.first_id).update(**kept)
    assert stones(edition, cast) == [state] * 2


def test_a_merged_action_tells_nothing_of_one_that_is_not_seen(
    cast: Partnership, edition: Edition, pair: Overlap
) -> None:
    merge(cast, pair)
    before = stones(edition, cast, "aileen")
    for change in (
        {"lead_person": None},
        {"status": "dropped"},
        {"marking": "sensitive", "descriptor": "locsen"},
    ):
        Action.objects.filter(pk=pair.first_id).update(**change)
        assert stones(edition, cast, "aileen") == before


@pytest.fixture
def by_words(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.HOME = tmp_path
    monkeypatch.setattr(sentences, "where", lambda: None)
    sentences.model.cache_clear()
    likeness.forget()
    yield
    sentences.model.cache_clear()
    likeness.forget()


@pytest.mark.usefixtures("by_words", "pair")
@pytest.mark.parametrize(
    ("by", "shown"), [((), "1 pairs wait"), (("--by", "iain"), "0 pairs wait"), (("--by", "tam"), "")]
)
def test_the_command_shows_whoever_asks_what_they_may_see(
    cast: Partnership, by: tuple[str, ...], shown: str
) -> None:
    result = CliRunner().invoke(command, ["overlaps", *by])
    assert shown in result.output
    assert ("Supply call blockers" in result.output) == (not by)
    assert (result.exit_code != 0) == (not shown)
