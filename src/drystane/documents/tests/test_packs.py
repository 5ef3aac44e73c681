"""A pack is kept and read back exactly, and anything else that is read is refused in plain words."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from drystane.documents.packs import (
    BadPack,
    Pack,
    Recommendation,
    Reference,
    Run,
    Table,
    digest,
    from_json,
    plain_text,
    printable,
    to_json,
)
from drystane.documents.tests.cast import PACK
from drystane.documents.tests.strategies import packs


@pytest.mark.slow
@given(packs())
def test_a_pack_comes_back_exactly(pack: Pack) -> None:
    assert from_json(to_json(pack)) == pack


def test_the_digest_changes_with_a_single_letter_and_not_otherwise() -> None:
    assert digest(PACK) == digest(from_json(to_json(PACK)))
    assert digest(PACK) != digest(replace(PACK, title=PACK.title + "."))
    assert len(digest(PACK)) == 64


def stored(change: Callable[[Any], object]) -> str:
    """The stored cast, with something changed in its JSON."""
    kept = json.loads(to_json(PACK))
    change(kept)
    return json.dumps(kept)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nothing", "This is not a stored paper: it is not JSON."),
        ("[]", "This is not a stored paper: it names no schema."),
        (stored(lambda kept: kept.pop("schema")), "This is not a stored paper: it names no schema."),
        (
            stored(lambda kept: kept.update(schema=9)),
            "This paper was stored in schema 9; this version reads 1 to 2.",
        ),
        (
            stored(lambda kept: kept.update(schema="9")),
            "This paper was stored in schema '9'; this version reads 1 to 2.",
        ),
        (
            stored(lambda kept: kept["pack"].pop("title")),
            "In pack stands something that is not a Pack.",
        ),
        (
            stored(lambda kept: kept["pack"].update(more=1)),
            "In pack stands something that is not a Pack.",
        ),
        (
            stored(lambda kept: kept["pack"].update(title=7)),
            "In pack.title stands 7, which is not str.",
        ),
        (
            stored(lambda kept: kept["pack"].update(invented=1)),
            "In pack.invented stands 1, which is not bool.",
        ),
        (
            stored(lambda kept: kept["pack"]["notes"][0].update(number=True)),
            "In pack.notes[0].number stands True, which is not int.",
        ),
        (
            stored(lambda kept: kept["pack"].update(counted_on="yesterday")),
            "In pack.counted_on stands 'yesterday', which is not a date.",
        ),
        (
            stored(lambda kept: kept["pack"].update(sections="none")),
            "In pack.sections stands 'none', which is not a list.",
        ),
        (
            stored(lambda kept: kept["pack"]["front"].append(["To:"])),
            "In pack.front[3] stand 1 things where 2 belong.",
        ),
        (
            stored(lambda kept: kept["pack"]["tables"][1]["rows"].append(["one"])),
            "The table 'Rolling action log' has a row that does not fit its columns.",
        ),
    ],
)
def test_what_is_not_a_stored_paper_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(BadPack) as refusal:
        from_json(text)
    assert str(refusal.value) == sentence


def test_a_table_refuses_a_row_that_does_not_fit() -> None:
    with pytest.raises(BadPack, match="The table 'Log' has a row that does not fit"):
        Table("Log", ("Code", "Due"), (("A01",),))


def test_a_recommendation_says_what_it_rests_on() -> None:
    rows = (Reference("Tasking", "Integrity Group"), Reference("Action", "A17."))
    assert (
        Recommendation("2.1", (Run("Note"),), rows).basis == "Rests on Tasking: Integrity Group; Action: A17."
    )
    assert Recommendation("2.1", (Run("Note"),)).basis == ""


def test_an_invented_paper_says_so_on_every_page() -> None:
    assert PACK.banner == "OFFICIAL – worked example, partly invented"
    assert replace(PACK, invented=False).banner == "OFFICIAL"


def test_it_says_when_and_for_whom_it_was_gathered() -> None:
    assert PACK.counted == (
        "Counted on 26 August 2015. For: members of the Safer and Stronger Renfrewshire Thematic Board. "
        "From: Safer and Stronger Renfrewshire."
    )


def test_the_words_of_a_paper_in_their_order() -> None:
    said = plain_text(PACK).splitlines()
    assert said[:5] == [
        "To: Safer and Stronger Renfrewshire Thematic Board",
        "On: 2 September 2015",
        "Report by: Director of Community Resources",
        "Serious organised crime strategy for Scotland – refresh",
        "The figure 60 per cent is disputed: see source 1.",
    ]
    assert said[-1] == PACK.counted
    order = [
        "1. Summary",
        "2. Recommendations",
        "3. Background",
        "What the plans take, by level of prevention",
        "6. Community Involvement/Engagement",
        "Rolling action log",
        "All decisions are carried out.",
        "The wall",
        "Sources of figures",
        "Disputed: the figures of the launch give 65 per cent (150 of 232 groups).",
        "Appendices",
        "Appendix 1: Scotland’s Serious Organised Crime Strategy",
    ]
    places = [said.index(line) for line in order]
    assert places == sorted(places)
    assert any("look honest1,2, so we" in line for line in said)


def test_a_table_of_no_section_of_this_paper_is_not_lost() -> None:
    astray = Table("Astray", ("Code",), (("A01",),), section="finance")
    assert "Astray" in plain_text(replace(PACK, tables=(astray,)))


def test_characters_that_no_form_can_hold_are_taken_out() -> None:
    hostile = "a\x00b\x07c\x0cd\x1be\x7ff\x85g\ufffeh\ti"
    assert printable(replace(PACK, title=hostile)).title == "abcdefgh\ti"


def test_a_paper_stored_in_the_first_schema_reads_the_same_for_ever() -> None:
    """Written once by the program of that time, and never again: a closed meeting's paper is on its word."""
    kept = Path(__file__).with_name("stored_schema_1.json").read_text("utf-8")
    said = Path(__file__).with_name("stored_schema_1.txt").read_text("utf-8")
    pack = from_json(kept)

    assert json.loads(kept)["schema"] == 1
    assert f"{plain_text(pack)}\n" == said
    assert {note.page for note in pack.notes} | {one.page for one in pack.appendices} == {""}
