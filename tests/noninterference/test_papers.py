"""A paper is gathered with the sight of its readers: another group's sensitive records never reach it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import transaction

from drystane.board.gather import gather_paper
from drystane.board.models import Paper
from drystane.documents.html import render_html
from drystane.documents.packs import to_json
from drystane.documents.word import render_word
from drystane.site.commands.report import command
from tests.cast import TODAY
from tests.noninterference.hidden import WORD
from tests.noninterference.stage import BOARDS, BOTH, INTEGRITYS, NOTHING, set_up

pytestmark = pytest.mark.django_db


def gathered(name: str, hide: frozenset[str]) -> tuple[str, bytes, bytes]:
    """The paper as a pack, as an HTML file and as Word."""
    before = transaction.savepoint()
    try:
        stage = set_up(hide)
        pack = gather_paper(Paper.objects.get(ref=stage.world.refs[name]), on=TODAY)
        return to_json(pack), render_html(pack).encode(), render_word(pack)
    finally:
        transaction.savepoint_rollback(before)


@pytest.mark.parametrize(("name", "hide"), [("paper", BOTH), ("paper!", frozenset({INTEGRITYS}))])
def test_hidden_records_change_no_byte_of_a_paper(name: str, hide: frozenset[str]) -> None:
    alone, among = gathered(name, NOTHING), gathered(name, hide)

    assert among[0] == alone[0]
    assert among[1:] == alone[1:]


def test_a_sensitive_paper_counts_what_is_sensitive_to_its_own_readers() -> None:
    """Were the board's hidden actions tied to nothing, the test above would mean nothing."""
    assert gathered("paper!", NOTHING)[0] != gathered("paper!", frozenset({BOARDS}))[0]


def reported(hide: frozenset[str], out: Path, *given: str) -> tuple[int, str, bytes]:
    """What `drystane report` answers, says and writes for a member who states no purpose."""
    before = transaction.savepoint()
    try:
        member = set_up(hide).world.people["board", "member"]
        asked = ["--meeting", TODAY.isoformat(), "--as", "html", "--by", member.username, "--out", str(out)]
        told = CliRunner().invoke(command, [*asked, *given])
        return told.exit_code, told.output, out.read_bytes() if out.exists() else b""
    finally:
        out.unlink(missing_ok=True)
        transaction.savepoint_rollback(before)


@pytest.mark.parametrize(
    ("given", "code"),
    [(("--paper", "1"), 0), (("--paper", "2"), 2), ((), 0)],
    ids=["it", "beyond it", "which"],
)
def test_the_command_reports_the_same(tmp_path: Path, given: tuple[str, ...], code: int) -> None:
    alone, among = (reported(hide, tmp_path / "paper.html", *given) for hide in (NOTHING, BOTH))

    assert among == alone
    assert among[0] == code
    assert WORD not in among[1]
