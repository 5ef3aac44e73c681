"""Bringing in instruments and crosswalks: ours are whole, and what was answered stays as it was asked."""

from pathlib import Path

import pytest
import yaml

from drystane.assessment.loading import load_instrument, load_pack, own_packs
from drystane.assessment.models import Crosswalk, Instrument, Question, Subject
from drystane.assessment.operations import load_instruments, open_assessment, remove_subject
from drystane.assessment.tests.conftest import DUE, NOW
from drystane.assessment.versions import compare_versions
from drystane.strategy import loading
from drystane.strategy.packs import PACKS, BadPack
from tests.cast import make_partnership

pytestmark = pytest.mark.django_db

SMALL = """
instrument: {code: small, edition: "1", title: A small one, cite: {status: draft}}
questions:
  - {code: Q1, topic: Checks, text: "Is the first thing done?", harm: 2, cite: {status: draft}}
  - {code: Q2, topic: Checks, text: "Is the second thing done?", harm: 1, duty: An Act, cite: {status: draft}}
"""
NEXT = """
instrument: {code: small, edition: "2", title: A small one, replaces: "1", cite: {status: draft}}
questions:
  - {code: Q2, topic: Checks, text: "Is the second thing done everywhere?", harm: 1, duty: An Act, cite: {status: draft}}
  - {code: Q3, topic: Checks, text: "Is a third thing done?", harm: 1, cite: {status: draft}}
"""  # noqa: E501  # a row of a pack


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, "utf-8")
    return path


def load_ours() -> None:
    loading.load_sources(PACKS / "sources.yaml")
    loading.load_threats(PACKS / "threats.yaml")
    for code in ("2009", "2015"):
        loading.load_edition(PACKS / "editions" / f"{code}.yaml")
    load_instruments(by=None, at=NOW)


@pytest.mark.slow
def test_ours_are_whole_and_loading_again_changes_nothing() -> None:
    load_ours()
    integrity, prevent = Instrument.objects.get(code="integrity"), Instrument.objects.get(code="prevent")
    assert (integrity.questions.count(), prevent.questions.count()) == (36, 34)
    assert not Question.objects.filter(recommendations=None).exists()
    assert set(Question.objects.values_list("cite_status", flat=True)) == {"draft", "unverified"}
    for tied in Subject.objects.ties():
        assert tied.first, tied
        assert tied.second, tied
        assert {code[0] for code in tied.first} == {"I"}, tied
        assert {code[0] for code in tied.second} == {"P"}, tied
    again = load_instruments(by=None, at=NOW)
    assert all(tally.changed_nothing for tally in again.values())
    assert set(again) == {path.name for path in own_packs()}


def test_an_answered_version_is_never_changed(small: Path) -> None:
    load_instrument(small)
    cast, instrument = make_partnership(), Instrument.objects.get()
    open_assessment(instrument, group=cast.integrity, year=2015, due_on=DUE, by=None, at=NOW)
    assert load_instrument(small).changed_nothing
    small.write_text(SMALL.replace("the first thing", "anything"), "utf-8")
    with pytest.raises(BadPack, match="Give it an edition of its own"):
        load_instrument(small)
    assert instrument.questions.get(code="Q1").text == "Is the first thing done?"


@pytest.mark.parametrize(
    "answered_then",
    [
        SMALL
        + '  - {code: Q9, topic: Checks, text: "Is one more thing done?", harm: 1, cite: {status: draft}}\n',
        SMALL[: SMALL.index("  - {code: Q2")],
    ],
)
def test_an_answered_version_gains_and_loses_no_question(small: Path, answered_then: str) -> None:
    load_instrument(small)
    cast = make_partnership()
    open_assessment(Instrument.objects.get(), group=cast.integrity, year=2015, due_on=DUE, by=None, at=NOW)
    small.write_text(answered_then, "utf-8")
    with pytest.raises(BadPack, match="has answered edition 1"):
        load_instrument(small)
    assert Question.objects.count() == 2


def test_a_new_version_stands_beside_the_old_and_says_what_it_changes(small: Path) -> None:
    load_instrument(small)
    before = Instrument.objects.get()
    small.write_text(NEXT, "utf-8")
    load_instrument(small)
    after = Instrument.objects.get(edition="2")
    assert after.replaces == before
    changes = compare_versions(before, after)
    assert [question.code for question in changes.new] == ["Q3"]
    assert [(old.text, new.text) for old, new in changes.reworded] == [
        ("Is the second thing done?", "Is the second thing done everywhere?")
    ]
    assert [question.code for question in changes.gone] == ["Q1"]
    assert compare_versions(before, before).same == 2


def test_versions_of_two_instruments_are_not_compared(small: Path) -> None:
    load_instrument(small)
    other = Instrument.objects.create(code="other", edition="1", title="Another", cite_status="draft")
    with pytest.raises(ValueError, match="not versions of one instrument"):
        compare_versions(Instrument.objects.get(code="small"), other)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (SMALL.replace("code: Q2", "code: Q1"), "Q1 stands more than once"),
        (SMALL.replace("harm: 2", "harm: 9"), "harm"),
        (SMALL.replace("harm: 2", "harm: 2, recommendations: [NONE-1]"), "no recommendation called 'NONE-1'"),
        (SMALL.replace("{status: draft}}\nq", "{status: sourced}}\nq"), "names no source"),
        (NEXT.replace('replaces: "1"', 'replaces: "7"'), "no edition called '7'"),
        ("colour: blue", "no pack of this room"),
    ],
)
def test_a_wrong_pack_is_refused_and_nothing_is_written(small: Path, wrong: str, said: str) -> None:
    small.write_text(wrong, "utf-8")
    with pytest.raises(BadPack, match=said):
        load_pack(small)
    assert not Instrument.objects.exists()


def test_a_crosswalk_is_its_boards_once_it_is_here(small: Path, tmp_path: Path) -> None:
    load_instrument(small)
    small.write_text(SMALL.replace("code: small", "code: large"), "utf-8")
    load_instrument(small)
    cast, path = make_partnership(), tmp_path / "both.yaml"
    body = {
        "crosswalk": {
            "code": "both",
            "title": "What both ask",
            "first": {"instrument": "small", "edition": "1"},
            "second": {"instrument": "large", "edition": "1"},
            "cite": {"status": "draft"},
        },
        "subjects": [{"code": "S1", "title": "The first", "first": ["Q1"], "second": ["Q1", "Q2"]}],
    }
    path.write_text(yaml.safe_dump(body), "utf-8")
    load_pack(path, kept_by=cast.board)
    subject = Subject.objects.get()
    assert subject.tied.second == ("Q1", "Q2")
    remove_subject(subject, seen=subject.version, by=cast.gordon, at=NOW, why="Not the same thing.")
    assert load_pack(path).changed_nothing
    assert Crosswalk.objects.get().kept_by == cast.board
    assert not Subject.objects.current().exists()
    body["subjects"] = [{"code": "S1", "title": "The first", "first": ["Q7"], "second": ["Q1"]}]
    Subject.objects.all()[0].changes.all().delete()
    Subject.objects.all().delete()
    Crosswalk.objects.all().delete()
    path.write_text(yaml.safe_dump(body), "utf-8")
    with pytest.raises(BadPack, match="no question called 'Q7'"):
        load_pack(path)
