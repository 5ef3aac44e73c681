"""`drystane strategy compare`: two editions on the screen, as JSON and as a spreadsheet."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drystane.audit.models import Event
from drystane.closeness import sentences
from drystane.site.commands.strategy import command
from drystane.strategy.models import Comparison, Edition
from tests.cast import Partnership, make_edition, make_partnership

pytestmark = pytest.mark.django_db


def compare(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, ["compare", *(str(argument) for argument in arguments)])


@pytest.fixture(autouse=True)
def _by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "model", lambda: None)
    monkeypatch.setattr(sentences, "is_installed", lambda: False)


@pytest.fixture
def cast() -> Partnership:
    """And two editions: the later one asks the first thing otherwise, and one thing more."""
    later = make_edition("2015", recommendations=3)
    make_edition("2009", recommendations=2)
    later.recommendations.filter(code="2015-R0").update(text="Do the thing 0")
    return make_partnership()


def test_the_screen_says_what_became_of_each(cast: Partnership) -> None:
    said = compare("2009", "2015").stdout
    assert "  1 reworded, 1 kept, 1 new\n" in said
    assert "    − 2009-R0: Do thing 0\n    + 2015-R0: Do the thing 0\n" in said
    assert not Comparison.objects.exists(), "nothing is kept unless it is asked for"


def test_json_holds_the_words_that_changed(cast: Partnership) -> None:
    told = json.loads(compare("2009", "2015", "--as", "json").stdout)
    first = told["recommendations"][0]
    assert first["changes"] == [[["same", "Do"], ["added", "the"], ["same", "thing 0"]]]
    assert (first["kind"], first["state"]) == ("reworded", "proposed")


def test_a_spreadsheet_is_written_to_a_file(cast: Partnership, tmp_path: Path) -> None:
    done = compare("2009", "2015", "--as", "xlsx", "--out", tmp_path / "both.xlsx")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "both.xlsx").read_bytes().startswith(b"PK")


def test_a_spreadsheet_needs_a_file(cast: Partnership) -> None:
    refused = compare("2009", "2015", "--as", "xlsx")
    assert refused.exit_code == 2
    assert "--out" in refused.output


def test_an_edition_that_is_not_there_is_named_with_those_that_are(cast: Partnership) -> None:
    assert "There is no edition '2010'. The editions there are: 2009, 2015." in compare("2010", "2015").output


def test_the_later_edition_comes_second(cast: Partnership) -> None:
    assert "Name the earlier edition first" in compare("2015", "2009").output


def test_it_is_kept_for_the_only_board_there_is(cast: Partnership) -> None:
    assert compare("2009", "2015", "--keep", "--by", "morag").exit_code == 0
    kept = Comparison.objects.get()
    assert (kept.kept_by, kept.run_by) == (cast.board, cast.morag)
    assert kept.method == "words"
    assert Event.objects.filter(verb="editions.compared").count() == 1
    assert "1 reworded" in compare("2009", "2015").stdout, "what is kept is what is shown"


def test_only_whoever_runs_the_board_keeps_it(cast: Partnership) -> None:
    refused = compare("2009", "2015", "--keep", "--by", "tam")
    assert refused.exit_code != 0
    assert not Comparison.objects.exists()


def test_a_changed_edition_is_seen_by_the_next_run(cast: Partnership) -> None:
    compare("2009", "2015", "--keep")
    first = Comparison.objects.get().fingerprint
    Edition.objects.get(code="2015").recommendations.filter(code="2015-R1").update(text="Do something else")
    compare("2009", "2015", "--keep")
    assert Comparison.objects.get().fingerprint != first
