"""Loading a pack: everything in it, once or many times, and what comes with the program."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from drystane.access.models import User
from drystane.audit.models import Event
from drystane.documents.models import Source
from drystane.strategy.loading import load_edition, load_sources, load_threats
from drystane.strategy.models import CaseStudy, Contradiction, Edition, Figure, Recommendation
from drystane.strategy.operations import import_pack
from drystane.strategy.packs import PACKS, BadPack
from drystane.strategy.tests.packs_in_hand import (
    EDITION,
    SOURCES,
    THREATS,
    Loader,
    contents,
    edition,
    save,
    with_entry,
)
from drystane.threats.models import Threat, ThreatView
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_everything_in_the_pack_is_there_afterwards(load: Loader) -> None:
    tally = load()
    assert tally.added == {
        "strategy": 1,
        "edition": 1,
        "objective": 1,
        "recommendation": 2,
        "figure": 2,
        "contradiction": 2,
        "message": 1,
        "case study": 1,
    }
    assert (tally.changed, tally.same, tally.removed, tally.left_out) == ({}, {}, {}, [])
    first, second = Recommendation.objects.order_by("order")
    assert (first.code, second.code) == ("2015-LA-1", "2015-BUS-1")
    assert first.citation == "The strategy, Nobody, June 2015, page 3."
    figure = Figure.objects.get(code="launch")
    assert (figure.value, figure.as_of, figure.words) == (Decimal(65), date(2015, 6, 18), "about 65 per cent")
    assert CaseStudy.objects.get().threat == Threat.objects.get(code="cyber-crime")


def test_a_second_load_changes_nothing(load: Loader) -> None:
    load()
    before = contents()
    tally = load()
    assert tally.changed_nothing
    assert sum(tally.same.values()) == 11
    assert contents() == before


def test_a_second_load_of_sources_and_threats_changes_nothing(load: Loader, tmp_path: Path) -> None:
    assert load_sources(save(tmp_path, SOURCES)).changed_nothing
    assert load_threats(save(tmp_path, THREATS)).changed_nothing
    assert (Source.objects.count(), Threat.objects.count(), ThreatView.objects.count()) == (2, 2, 1)


def test_a_changed_entry_changes_its_own_row_and_keeps_its_public_id(load: Loader) -> None:
    load()
    ref = Recommendation.objects.get(code="2015-BUS-1").ref
    tally = load(with_entry("recommendations", 1, text="Check whom you employ, and their papers."))
    assert tally.changed == {"recommendation": 1}
    changed = Recommendation.objects.get(code="2015-BUS-1")
    assert (changed.ref, changed.text) == (ref, "Check whom you employ, and their papers.")


def test_what_a_pack_no_longer_has_is_kept_and_named(load: Loader) -> None:
    load()
    pack = edition()
    del pack["recommendations"][0], pack["messages"][0]
    tally = load(pack)
    assert tally.left_out == ["2015-LA-1", "2015-MSG-1"]
    assert Recommendation.objects.filter(code="2015-LA-1").exists()


# The packs that come with the program


@pytest.mark.slow
def test_our_own_packs_load_in_their_order_and_twice() -> None:
    load_sources(PACKS / "sources.yaml")
    load_threats(PACKS / "threats.yaml")
    paths = sorted(PACKS.glob("editions/*.yaml"))
    for path in paths:
        load_edition(path)
    assert Edition.objects.get(code="2022").replaces == Edition.objects.get(code="2015")
    for path in paths:
        assert load_edition(path)[1].changed_nothing, path.name
    one_way = set(Contradiction.objects.values_list("figure", "other"))
    assert one_way
    assert one_way == {(other, figure) for figure, other in one_way}


def test_the_60_per_cent_of_the_board_paper_is_contradicted_by_the_launch() -> None:
    load_sources(PACKS / "sources.yaml")
    load_threats(PACKS / "threats.yaml")
    for code in ("2009", "2015"):
        load_edition(PACKS / "editions" / f"{code}.yaml")
    paper = Figure.objects.get(code="2015-groups-using-businesses-board-paper")
    contradiction = paper.contradictions.select_related("other").get()
    assert (paper.words, contradiction.other.words) == ("60 per cent", "about 65 per cent")
    assert contradiction.other.base == "150 of 232 groups"


# Bringing in, as an operation


def test_bringing_in_a_pack_leaves_one_line_in_the_trail(load: Loader, tmp_path: Path) -> None:
    import_pack(save(tmp_path, EDITION), "edition", by=None, at=NOW)
    event = Event.objects.get()
    assert (event.verb, event.actor_ref) == ("pack.imported", "operator")
    assert event.details["added"] == 11
    assert len(event.details["sha256"]) == 64


def test_a_refused_pack_leaves_nothing_in_the_trail(load: Loader, tmp_path: Path) -> None:
    person = User.objects.create(username="morag", name="Morag", password="!")
    with pytest.raises(BadPack):
        import_pack(save(tmp_path, THREATS), "edition", by=person, at=NOW)
    assert not Event.objects.exists()
