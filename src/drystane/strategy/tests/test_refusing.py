"""A pack that does not hold together is refused, each fault in a sentence, and nothing of it is written."""

from pathlib import Path
from typing import Any

import pytest

from drystane.documents.models import Source
from drystane.partners.models import Group
from drystane.strategy.loading import load_sources, load_threats
from drystane.strategy.models import Edition, Message
from drystane.strategy.packs import BadPack
from drystane.strategy.tests.packs_in_hand import (
    CITE,
    EDITION,
    SOURCES,
    THREATS,
    Loader,
    edition,
    later_edition,
    refusal,
    save,
    with_entry,
)
from drystane.threats.models import Threat

pytestmark = pytest.mark.django_db


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
