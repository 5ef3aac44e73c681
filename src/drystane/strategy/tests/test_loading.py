"""Loading a pack: all of it or nothing, once or many times, and never over somebody else's rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from drystane.access.models import User
from drystane.audit.models import Event
from drystane.documents.models import Source
from drystane.partners.models import Group
from drystane.strategy.loading import Tally, load_edition, load_sources, load_threats
from drystane.strategy.models import (
    CaseStudy,
    Contradiction,
    Edition,
    Figure,
    Message,
    Objective,
    Recommendation,
    Strategy,
)
from drystane.strategy.operations import import_pack
from drystane.strategy.packs import PACKS, BadPack
from drystane.strategy.tests.packs_in_hand import CITE, EDITION, SOURCES, THREATS, edition, save
from drystane.threats.models import Threat, ThreatView
from tests.cast import NOW

pytestmark = pytest.mark.django_db

ROWS: tuple[type[models.Model], ...] = (
    Strategy,
    Edition,
    Objective,
    Recommendation,
    Figure,
    Contradiction,
    Message,
    CaseStudy,
)
Loader = Callable[..., Tally]


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    """Sources and threats are there; loads an edition and gives what it did."""
    load_sources(save(tmp_path, SOURCES, "sources.yaml"))
    load_threats(save(tmp_path, THREATS, "threats.yaml"))
    return lambda pack=EDITION: load_edition(save(tmp_path, pack))[1]


def refusal(load: Loader, pack: dict[str, Any]) -> str:
    """What is said; and nothing at all may have been written or changed."""
    before = contents()
    with pytest.raises(BadPack) as refused:
        load(pack)
    assert contents() == before
    return str(refused.value)


def contents() -> list[dict[str, Any]]:
    return [row for model in ROWS for row in model._default_manager.order_by("pk").values()]


def with_entry(where: str, entry: int, **changes: Any) -> dict[str, Any]:
    pack = edition()
    pack[where][entry].update(changes)
    return pack


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


# Contradictions


def contradictions() -> set[tuple[str, str, str]]:
    return set(Contradiction.objects.values_list("figure__code", "other__code", "why"))


def test_a_contradiction_said_once_is_kept_in_both_directions(load: Loader) -> None:
    load()
    why = "The paper says 60."
    assert contradictions() == {("launch", "paper", why), ("paper", "launch", why)}


def test_each_figure_may_say_it_in_its_own_words(load: Loader) -> None:
    load(with_entry("figures", 1, contradicts=["launch"], contradiction="The launch says 65."))
    assert contradictions() == {
        ("launch", "paper", "The paper says 60."),
        ("paper", "launch", "The launch says 65."),
    }


def test_a_changed_reason_is_changed_in_both_directions(load: Loader) -> None:
    load(with_entry("figures", 1, contradicts=["launch"], contradiction="The launch says 65."))
    tally = load(with_entry("figures", 0, contradiction="The paper gives no source."))
    assert tally.changed == {"contradiction": 2}
    assert {why for _, _, why in contradictions()} == {"The paper gives no source."}


def test_a_contradiction_taken_back_goes_in_both_directions(load: Loader) -> None:
    load()
    tally = load(with_entry("figures", 0, contradicts=[], contradiction=""))
    assert tally.removed == {"contradiction": 2}
    assert contradictions() == set()


def later_edition(**figure: Any) -> dict[str, Any]:
    pack = edition(recommendations=[], messages=[], case_studies=[])
    pack["edition"].update(code="2022", published_on="2022-02-23", replaces="2015")
    pack["figures"] = [
        {
            **EDITION["figures"][0],
            "code": "later",
            "contradicts": ["launch"],
            "contradiction": "Old.",
            **figure,
        }
    ]
    return pack


def test_a_figure_may_contradict_one_of_an_earlier_edition(load: Loader) -> None:
    load()
    load(later_edition())
    assert ("launch", "later", "Old.") in contradictions()
    assert load().changed_nothing, "the earlier edition keeps what the later one says of it"
    assert load(later_edition()).changed_nothing
    load(later_edition(contradiction="Old and wrong."))
    assert {why for one, other, why in contradictions() if "later" in (one, other)} == {"Old and wrong."}


def test_what_a_later_edition_says_is_not_for_the_earlier_one_to_say(load: Loader) -> None:
    load()
    load(later_edition())
    assert refusal(load, with_entry("figures", 0, contradicts=["later"])) == (
        "pack.yaml, launch: contradicts later of a later edition. Say so in the pack of that one."
    )


def test_a_later_edition_may_take_back_what_it_said_of_an_earlier_one(load: Loader) -> None:
    load()
    load(later_edition())
    tally = load(later_edition(contradicts=[], contradiction=""))
    assert tally.removed == {"contradiction": 2}
    assert {one for one, _, _ in contradictions()} == {"launch", "paper"}


# What is refused


@pytest.mark.parametrize(
    ("pack", "sentence"),
    [
        (
            with_entry("recommendations", 1, cite={**CITE, "source": "S9"}),
            "pack.yaml, 2015-BUS-1: the source 'S9' is not known. Add it to the sources first.",
        ),
        (
            with_entry("figures", 0, cite={"source": None, "status": "sourced"}),
            "pack.yaml, launch: is called sourced but names no source. Name one, or call it unverified.",
        ),
        (
            with_entry("recommendations", 1, code="2015-LA-1"),
            "pack.yaml, recommendations: the code 2015-LA-1 stands more than once. "
            "Keep one, or give each its own.",
        ),
        (
            with_entry("figures", 1, code="launch"),
            "pack.yaml, figures: the code launch stands more than once.",
        ),
        (
            with_entry("recommendations", 0, objective="DETTER"),
            "pack.yaml, 2015-LA-1: there is no objective called 'DETTER'. Check the spelling, or add it.",
        ),
        (
            with_entry("case_studies", 0, objective="DETTER"),
            "pack.yaml, 2015-CASE-1: there is no objective called 'DETTER'.",
        ),
        (
            with_entry("case_studies", 0, threat="crime"),
            "pack.yaml, 2015-CASE-1: there is no threat called 'crime'.",
        ),
        (
            with_entry("figures", 0, contradicts=["papper"]),
            "pack.yaml, launch: there is no figure called 'papper'.",
        ),
        (
            with_entry("figures", 0, contradicts=["launch"]),
            "pack.yaml, launch: contradicts itself. Name the other figure.",
        ),
        (
            with_entry("figures", 0, contradiction=" "),
            "pack.yaml, launch: contradicts another figure and does not say why. Fill in contradiction.",
        ),
        (
            with_entry("figures", 0, contradicts=[]),
            "pack.yaml, launch: gives a contradiction and no figure. Name the figure under contradicts.",
        ),
        (
            edition(edition={**EDITION["edition"], "replaces": "2009"}),
            "pack.yaml, edition 2015: replaces 2009, which is not here. Bring that edition in first.",
        ),
        (
            edition(edition={**EDITION["edition"], "replaces": "2015"}),
            "pack.yaml, edition 2015: replaces 2015, which is itself.",
        ),
        # These only the database's own rules know: the rows before them are taken back.
        (
            with_entry("figures", 1, value="60.125"),
            "pack.yaml, paper, value: found Decimal('60.125'). Ensure that there are no more than 2 decimal",
        ),
        (
            with_entry("figures", 1, measure="using businesses"),
            "pack.yaml, paper, measure: found 'using businesses'. Enter a valid",
        ),
        (
            with_entry("case_studies", 0, title="x" * 201),
            f"pack.yaml, 2015-CASE-1, title: found '{'x' * 201}'. Ensure this value has at most 200",
        ),
        (
            edition(strategy={"code": "soc", "title": "", "publisher": ""}),
            "pack.yaml, strategy, title: found ''. This field cannot be blank.",
        ),
    ],
)
def test_a_pack_that_does_not_hold_together_is_refused_whole(
    load: Loader, pack: dict[str, Any], sentence: str
) -> None:
    assert refusal(load, pack).startswith(sentence)
    load()
    assert refusal(load, pack).startswith(sentence), "and just so when the edition is there already"


def test_every_fault_is_told_at_once(load: Loader) -> None:
    pack = with_entry("recommendations", 0, objective="DETTER", cite={**CITE, "source": "S9"})
    pack["messages"][0]["cite"] = {**CITE, "source": "S8"}
    assert len(refusal(load, pack).splitlines()) == 3


def test_a_code_of_another_edition_is_not_taken_from_it(load: Loader) -> None:
    load()
    for where in ("recommendations", "figures", "messages", "case_studies"):
        pack = edition(recommendations=[], figures=[], messages=[], case_studies=[])
        pack["edition"]["code"] = "2016"
        pack[where] = [{**EDITION[where][0]}]
        pack[where][0].pop("contradicts", None)
        pack[where][0].pop("contradiction", None)
        code = EDITION[where][0]["code"]
        assert refusal(load, pack) == (
            f"pack.yaml, {code}: this code belongs to The strategy (2015). Give yours another."
        )


def test_a_message_of_a_group_is_not_overwritten(load: Loader) -> None:
    group = Group.objects.create(code="prevent", name="Prevent Group")
    Message.objects.create(code="2015-MSG-1", group=group, audience="communities", text="Ours.")
    assert refusal(load, EDITION) == (
        "pack.yaml, 2015-MSG-1: this code belongs to somebody else. Give yours another."
    )


def test_an_edition_replaces_an_earlier_one_and_only_once(load: Loader) -> None:
    load()
    load(later_edition())
    assert Edition.objects.get(code="2022").replaces == Edition.objects.get(code="2015")
    another = later_edition(code="other", contradicts=[], contradiction="")
    another["edition"]["code"] = "2023"
    assert refusal(load, another) == (
        "pack.yaml, edition 2023: replaces 2015, which another edition has replaced already. "
        "Check which follows which."
    )
    earlier = edition(edition={**EDITION["edition"], "replaces": "2022"})
    assert refusal(load, earlier) == (
        "pack.yaml, edition 2015: replaces 2022, which was not published before it. Check the dates."
    )


@pytest.mark.parametrize(
    ("pack", "sentence"),
    [
        (
            {**THREATS, "threats": THREATS["threats"] * 2},
            "\n".join(
                f"pack.yaml, threats: the code {code} stands more than once. Keep one, or give each its own."
                for code in ("cyber-crime", "waste")
            ),
        ),
        (
            {**THREATS, "views": THREATS["views"] * 3},
            "pack.yaml, views: the view of cyber-crime, 2009 to 2015, S1 stands more than once. "
            "Keep one, or give each its own.",
        ),
        (
            {**THREATS, "views": [{**THREATS["views"][0], "threat": "crime"}]},
            "pack.yaml, view of crime: there is no threat called 'crime'. Check the spelling, or add it.",
        ),
        (
            {**THREATS, "views": [{**THREATS["views"][0], "cite": {**CITE, "source": "S9"}}]},
            "pack.yaml, view of cyber-crime: the source 'S9' is not known. Add it to the sources first.",
        ),
    ],
)
def test_threats_that_do_not_hold_together_are_refused(
    load: Loader, tmp_path: Path, pack: dict[str, Any], sentence: str
) -> None:
    Threat.objects.all().update(name="As it was")
    with pytest.raises(BadPack) as refused:
        load_threats(save(tmp_path, pack))
    assert str(refused.value) == sentence
    assert set(Threat.objects.values_list("name", flat=True)) == {"As it was"}


def test_a_source_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match="the code S2 stands more than once"):
        load_sources(save(tmp_path, {"sources": [*SOURCES["sources"], SOURCES["sources"][1]]}))
    assert not Source.objects.exists()


def test_a_bad_address_of_a_source_is_refused(tmp_path: Path) -> None:
    pack = {"sources": [SOURCES["sources"][0], {**SOURCES["sources"][1], "address": "over there"}]}
    with pytest.raises(BadPack, match=r"pack\.yaml, S2, address: found 'over there'\. Enter a valid URL\."):
        load_sources(save(tmp_path, pack))
    assert not Source.objects.exists()


def test_views_of_a_threat_brought_in_before_may_come_in_a_file_of_their_own(
    load: Loader, tmp_path: Path
) -> None:
    view = {**THREATS["views"][0], "period": "2015 to 2022", "direction": "unknown"}
    tally = load_threats(save(tmp_path, {"threats": [], "views": [view]}))
    assert tally.added == {"threat view": 1}


# The packs that come with the program


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
