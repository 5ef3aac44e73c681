"""`drystane strategy`: bring in packs, list the figures."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drystane.audit.models import Event
from drystane.site.commands.strategy import command
from drystane.strategy.models import Edition, Figure
from drystane.strategy.packs import PACKS
from drystane.strategy.tests.packs_in_hand import EDITION, SOURCES, THREATS, edition, save

pytestmark = pytest.mark.django_db


def drystane_strategy(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def brought_in(tmp_path: Path) -> Path:
    """The folder; sources and threats are there already."""
    for name, pack in (("sources", SOURCES), ("threats", THREATS)):
        assert drystane_strategy("import", save(tmp_path, pack, f"{name}.yaml")).exit_code == 0
    return tmp_path


def test_a_pack_of_any_kind_is_brought_in_and_what_was_done_is_said(tmp_path: Path) -> None:
    sources = drystane_strategy("import", save(tmp_path, SOURCES))
    assert (sources.exit_code, sources.stdout) == (0, "source          2 added\n")
    threats = drystane_strategy("import", save(tmp_path, THREATS))
    assert threats.stdout == "threat          2 added\nthreat view     1 added\n"
    editions = drystane_strategy("import", save(tmp_path, EDITION))
    assert "recommendation  2 added\n" in editions.stdout
    assert "contradiction   2 added\n" in editions.stdout


def test_a_second_time_nothing_has_changed(brought_in: Path) -> None:
    path = save(brought_in, EDITION)
    drystane_strategy("import", path)
    again = drystane_strategy("import", path)
    assert "recommendation  2 the same\n" in again.stdout
    assert again.stdout.endswith("Nothing has changed.\n")


def test_what_changed_and_what_is_no_longer_in_the_pack_is_said(brought_in: Path) -> None:
    drystane_strategy("import", save(brought_in, EDITION))
    pack = edition()
    pack["recommendations"][0]["text"] = "Something else is asked."
    pack["figures"][0].update(contradicts=[], contradiction="")
    del pack["messages"][0]
    said = drystane_strategy("import", save(brought_in, pack)).stdout
    assert "recommendation  1 changed, 1 the same\n" in said
    assert "contradiction   2 taken away\n" in said
    assert said.endswith("No longer in the pack, and kept as they were: 2015-MSG-1.\n")


def test_the_kind_may_be_named(brought_in: Path) -> None:
    path = save(brought_in, SOURCES)
    assert drystane_strategy("import", path, "--kind", "sources").exit_code == 0
    refused = drystane_strategy("import", path, "--kind", "edition")
    assert refused.exit_code == 2
    assert "pack.yaml, edition: is missing. Add it." in refused.stderr
    assert drystane_strategy("import", path, "--kind", "poem").exit_code == 2


def test_a_refused_pack_is_told_in_sentences_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    refused = drystane_strategy("import", save(tmp_path, EDITION))
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert (
        "pack.yaml, 2015-LA-1: the source 'S1' is not known. Add it to the sources first.\n" in refused.stderr
    )
    assert refused.stderr.endswith("Nothing of pack.yaml was brought in.\n")
    assert not Edition.objects.exists()
    assert not Event.objects.exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused = drystane_strategy("import", tmp_path / "none.yaml")
    assert refused.exit_code == 2
    assert "does not exist" in refused.stderr


def test_the_operator_is_recorded(brought_in: Path) -> None:
    drystane_strategy("import", save(brought_in, EDITION))
    event = Event.objects.newest_first()[0]
    assert (event.verb, event.actor_ref, event.details["kind"]) == ("pack.imported", "operator", "edition")


def test_the_figures_are_a_table_with_whatever_disputes_each(brought_in: Path) -> None:
    drystane_strategy("import", save(brought_in, EDITION))
    heading, launch, paper, blank, disputed, pair = drystane_strategy("figures").stdout.splitlines()
    assert heading.split("  ")[0] == "figure"
    assert launch.split() == [
        "launch",
        "about",
        "65",
        "per",
        "cent",
        "June",
        "2015",
        "Sourced",
        "S1",
        "paper",
    ]
    assert paper.split() == [
        "paper",
        "60",
        "per",
        "cent",
        "2",
        "September",
        "2015",
        "Sourced",
        "S2",
        "launch",
    ]
    assert launch.index("Sourced") == paper.index("Sourced") == heading.index("status")
    assert (blank, disputed) == ("", "Disputed:")
    assert pair == "  launch says about 65 per cent, paper says 60 per cent. The paper says 60."


def test_only_one_edition_may_be_listed_and_an_unknown_one_is_refused(brought_in: Path) -> None:
    drystane_strategy("import", save(brought_in, EDITION))
    assert "launch" in drystane_strategy("figures", "--edition", "2015").stdout
    refused = drystane_strategy("figures", "--edition", "1999")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("There are no such figures.")


def test_a_figure_without_a_source_or_a_dispute_says_so(brought_in: Path) -> None:
    pack = edition()
    pack["figures"] = [pack["figures"][1] | {"cite": {"status": "draft"}, "as_of": None, "as_of_text": ""}]
    drystane_strategy("import", save(brought_in, pack))
    listed = drystane_strategy("figures").stdout
    assert listed.splitlines()[1].split() == [
        "paper",
        "60",
        "per",
        "cent",
        "no",
        "date",
        "Our",
        "own",
        "draft",
        "none",
    ]
    assert "Disputed" not in listed


@pytest.mark.slow
def test_our_own_packs_are_brought_in_by_the_command() -> None:
    for path in (PACKS / "sources.yaml", PACKS / "threats.yaml", *sorted(PACKS.glob("editions/*.yaml"))):
        done = drystane_strategy("import", path)
        assert done.exit_code == 0, done.stderr
    listed = drystane_strategy("figures", "--edition", "2015").stdout
    assert "2015-groups-using-businesses-board-paper" in listed
    assert Figure.objects.filter(contradictions__isnull=False).exists()
