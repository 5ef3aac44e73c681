"""Reading a pack: what cannot be used is refused in a sentence that says where and how to mend it."""

from pathlib import Path
from typing import Any

import pytest

from drystane.strategy.packs import PACKS, BadPack, EditionPack, Sources, Threats, kind_of, read_pack
from drystane.strategy.tests.packs_in_hand import EDITION, SOURCES, THREATS, edition, save


def refusal(path: Path, shape: Any = EditionPack) -> str:
    with pytest.raises(BadPack) as refused:
        read_pack(path, shape)
    return str(refused.value)


def spoilt(where: str, entry: int, **changes: Any) -> dict[str, Any]:
    pack = edition()
    pack[where][entry].update(changes)
    return pack


@pytest.mark.parametrize(("pack", "kind"), [(SOURCES, "sources"), (THREATS, "threats"), (EDITION, "edition")])
def test_what_a_pack_holds_is_told_from_its_keys(tmp_path: Path, pack: Any, kind: str) -> None:
    assert kind_of(save(tmp_path, pack)) == kind


@pytest.mark.parametrize("text", ["", "- a list", "just words", "actions: []", "sources: []\nthreats: []"])
def test_what_is_no_pack_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadPack, match=r"pack\.yaml is no pack"):
        kind_of(save(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sources: [", "pack.yaml, line 1, column 11: not good YAML: expected the node content"),
        ("a: 1\n\tb: 2", "pack.yaml, line 2, column 1: not good YAML: found character '\\t'"),
        ("a: \x00", "pack.yaml is not good YAML: unacceptable character #x0000"),
        (
            "sources:\n- code: S1\n  title: One\n  title: Two",
            "line 4, column 3: not good YAML: the key 'title'",
        ),
        ("day: 2015-02-30", "pack.yaml holds a value that cannot be read: day is out of range for month"),
        ("a: " + "[" * 5000, "pack.yaml holds a value that cannot be read: maximum recursion depth"),
        ("? [a, b]\n: c", "not good YAML: found unhashable key"),
        ("", "pack.yaml, the whole file: found None, which should hold keys and values."),
    ],
)
def test_bad_yaml_is_refused_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    assert sentence in refusal(save(tmp_path, text), Sources)


def test_a_file_that_is_not_there_and_one_that_is_not_text(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.yaml") == "none.yaml cannot be read: No such file or directory."
    assert refusal(tmp_path).endswith("cannot be read: Is a directory.")
    (tmp_path / "latin.yaml").write_bytes("aim: caf\u00e9".encode("latin-1"))
    assert refusal(tmp_path / "latin.yaml") == "latin.yaml is not in UTF-8 (byte 8). Save it as UTF-8."


@pytest.mark.parametrize(
    ("pack", "sentence"),
    [
        (
            spoilt("recommendations", 0, audiance="banks"),
            "pack.yaml, recommendations, entry 1 (2015-LA-1), audiance: is not a known key. "
            "Did you mean 'audience'?",
        ),
        (
            spoilt("recommendations", 1, wibble=1),
            "pack.yaml, recommendations, entry 2 (2015-BUS-1), wibble: is not a known key. "
            "Check the spelling, or take it out.",
        ),
        (
            spoilt("recommendations", 0, audience="bakers"),
            "pack.yaml, recommendations, entry 1 (2015-LA-1), audience: found 'bakers'. "
            "It should be 'individuals', 'communities'",
        ),
        (
            spoilt("messages", 0, audience="bakers"),
            "pack.yaml, messages, entry 1 (2015-MSG-1), audience: found 'bakers'. It should be",
        ),
        (
            spoilt("figures", 0, value="sixty"),
            "pack.yaml, figures, entry 1 (launch), value: found 'sixty', which is not a number.",
        ),
        (
            spoilt("figures", 0, value=float("nan")),
            "pack.yaml, figures, entry 1 (launch), value: found nan, which is not a number.",
        ),
        (
            spoilt("figures", 0, value=True),
            "pack.yaml, figures, entry 1 (launch), value: found True, which is not a number.",
        ),
        (
            spoilt("figures", 0, as_of="last summer"),
            "pack.yaml, figures, entry 1 (launch), as_of: found 'last summer', which is not a date. "
            "Write it as 2015-06-18.",
        ),
        (
            spoilt("figures", 0, code="a code"),
            "pack.yaml, figures, entry 1 (a code), code: found 'a code', which is no code. Use",
        ),
        (
            spoilt("figures", 1, cite={"source": "S1", "status": "certain"}),
            "pack.yaml, figures, entry 2 (paper), cite, status: found 'certain'. It should be 'sourced'",
        ),
        (
            edition(edition={**EDITION["edition"], "code": 2015}),
            "pack.yaml, edition, code: found 2015, which is not text. Put it in quotes.",
        ),
        (
            edition(recommendations={"code": "2015-LA-1"}),
            "pack.yaml, recommendations: found {'code': '2015-LA-1'}, which should be a list.",
        ),
    ],
)
def test_each_fault_names_the_entry_what_was_found_and_the_remedy(
    tmp_path: Path, pack: dict[str, Any], sentence: str
) -> None:
    assert refusal(save(tmp_path, pack)).startswith(sentence)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    pack = edition()
    del pack["recommendations"][1]["objective"]
    assert refusal(save(tmp_path, pack)) == (
        "pack.yaml, recommendations, entry 2 (2015-BUS-1), objective: is missing. Add it."
    )


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    pack = spoilt("recommendations", 0, audience="bakers", text="")
    del pack["edition"]
    assert len(refusal(save(tmp_path, pack)).splitlines()) == 3


def test_a_view_is_named_by_its_threat(tmp_path: Path) -> None:
    pack = {**THREATS, "views": [{**THREATS["views"][0], "direction": "sideways"}]}
    sentence = "pack.yaml, views, entry 1 (cyber-crime), direction: found 'sideways'. It should be"
    assert refusal(save(tmp_path, pack), Threats).startswith(sentence)


def test_something_long_is_cut_short_in_the_sentence(tmp_path: Path) -> None:
    sentence = refusal(save(tmp_path, spoilt("recommendations", 0, code="x" * 500)))
    assert "found 'xxx" in sentence
    assert len(sentence) < 250


@pytest.mark.parametrize("path", sorted(PACKS.glob("editions/*.yaml")), ids=lambda path: path.stem)
def test_our_own_editions_are_good_packs(path: Path) -> None:
    assert kind_of(path) == "edition"
    assert read_pack(path, EditionPack).edition.code == path.stem


def test_our_own_sources_and_threats_are_good_packs() -> None:
    assert read_pack(PACKS / "sources.yaml", Sources).sources
    assert read_pack(PACKS / "threats.yaml", Threats).views
