"""Figures read in papers: kept beside the packs' own, and taken back."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.audit.models import Event
from drystane.documents.models import Source
from drystane.strategy.claiming import keep_figure, take_back_figure
from drystane.strategy.loading import load_edition
from drystane.strategy.models import Contradiction, Figure
from drystane.strategy.tests.packs_in_hand import EDITION, Loader, save
from tests.cast import NOW

pytestmark = pytest.mark.django_db

FIELDS = {"measure": "share", "label": "Groups that use businesses", "value": 55, "unit": "percent"}


def kept(**fields: object) -> Figure:
    given = {**FIELDS, "as_of": date(2015, 9, 2), **fields}
    contradicts = dict.fromkeys(Figure.objects.filter(measure="share"), "They differ.")
    return keep_figure(given, contradicts=contradicts, by=None, at=NOW)


def test_each_has_a_code_of_its_own() -> None:
    undated = kept(as_of=None)
    assert [kept().code, kept().code, undated.code] == ["2015-share", "2015-share-2", "undated-share"]


def test_a_figure_needs_what_every_figure_needs() -> None:
    with pytest.raises(ValidationError, match="blank"):
        kept(label="")
    assert not Event.objects.exists()


def test_a_contradiction_is_kept_in_both_directions_and_goes_with_the_figure() -> None:
    first, second = kept(), kept(value=60)
    pairs = set(Contradiction.objects.values_list("figure", "other"))
    assert pairs == {(first.pk, second.pk), (second.pk, first.pk)}
    take_back_figure(second, by=None, at=NOW)
    assert list(Figure.objects.all()) == [first]
    assert not Contradiction.objects.exists()


def test_a_source_goes_with_the_last_figure_that_cites_it() -> None:
    source = Source.objects.create(code="read-paper", title="A paper")
    first, second = kept(source=source), kept(source=source)
    take_back_figure(first, by=None, at=NOW)
    assert Source.objects.filter(pk=source.pk).exists()
    take_back_figure(second, by=None, at=NOW)
    assert not Source.objects.filter(pk=source.pk).exists()


def test_an_editions_own_figure_is_not_taken_back(load: Loader) -> None:
    load()
    with pytest.raises(NotAllowed, match="an edition's own"):
        take_back_figure(Figure.objects.filter(edition__isnull=False)[0], by=None, at=NOW)


def test_a_pack_read_again_leaves_what_a_person_said_of_its_figures(load: Loader, tmp_path: Path) -> None:
    load()
    theirs = Figure.objects.filter(edition__isnull=False)[0]
    said = dict.fromkeys([theirs], "The paper says otherwise.")
    keep_figure({**FIELDS, "as_of": None}, contradicts=said, by=None, at=NOW)
    assert load_edition(save(tmp_path, EDITION))[1].changed_nothing
    assert Contradiction.objects.filter(why="The paper says otherwise.").count() == 2
