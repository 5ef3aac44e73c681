"""A file made in the background holds the same, to the byte, whatever is hidden from whoever asked."""

from collections.abc import Mapping

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict

from drystane.access.models import User
from drystane.sheets.columns import TYPES, About, written
from drystane.sheets.jobs import LISTINGS, finder
from tests.cast import NOW
from tests.noninterference.looking import counting_queries
from tests.noninterference.stage import NOTHING, ONLOOKERS, Onlooker, Stage, set_up

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

ABOUT = About(title="Rows", marking="OFFICIAL", at=NOW)
File = tuple[bytes | str, int]  # what it holds, or why there is none, and how many queries that took


def made_for(onlooker: Onlooker, hide: frozenset[str]) -> Mapping[str, File]:
    before = transaction.savepoint()
    try:
        stage = set_up(hide)
        person = stage.person(onlooker)
        person.purpose = "Preparing the review" if onlooker.purpose else ""
        return {
            f"{name}.{kind}?{query}": make(name, kind, query, person) for name, kind, query in asked(stage)
        }
    finally:
        transaction.savepoint_rollback(before)


def asked(stage: Stage) -> list[tuple[str, str, str]]:
    """Every list as each kind of file; and those of actions that hold only what may be taken away."""
    refs, cast = stage.world.refs, stage.world.cast
    whole = f"edition={refs['edition']}&meeting={refs['meeting']}"
    narrowed = (
        "mine=on",
        f"body={cast.council.ref}",
        f"plan={cast.board_plan.ref}",
        f"plan={cast.prevent_plan.ref}",
    )
    return [
        *((name, kind, whole) for name in sorted(LISTINGS) for kind in TYPES),
        *(("actions", "csv", query) for query in narrowed),
    ]


def make(name: str, kind: str, query: str, person: User) -> File:
    with counting_queries() as queries:
        try:
            columns, rows = finder(name)(person, QueryDict(query))
            content: bytes | str = written(kind, columns, rows, ABOUT)
        except (PermissionDenied, Http404) as refused:
            content = f"{type(refused).__name__}: {refused}"
    return content, queries()


@pytest.mark.parametrize("onlooker", ONLOOKERS, ids=str)
def test_hidden_records_change_no_file(onlooker: Onlooker) -> None:
    finder("actions")  # loads every room's listings
    alone = made_for(onlooker, NOTHING)
    among = made_for(onlooker, onlooker.hidden)

    assert [name for name in alone if alone[name] != among[name]] == []
    assert any(isinstance(content, bytes) for content, _ in alone.values())
