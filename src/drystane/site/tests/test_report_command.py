"""`drystane report`: a meeting's paper as a file."""

from datetime import date
from pathlib import Path
from zipfile import is_zipfile

import pytest
from click.testing import CliRunner, Result
from django.core.exceptions import PermissionDenied

from drystane.access.policy import Role
from drystane.audit.models import Event, PurposeNote
from drystane.board.models import AgendaItem, Outcome, Paper
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import add_item, decide, plan_meeting
from drystane.board.operations.paper import recommend, write_paper, write_section
from drystane.partners.models import Group
from drystane.site.commands.report import command
from tests.cast import NOW, TODAY, Partnership, make_partnership, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


@pytest.fixture
def paper(cast: Partnership) -> Paper:
    return put_paper(cast, cast.board, "Scams at the door")


def put_paper(cast: Partnership, board: Group, heading: str, on: date = TODAY) -> Paper:
    meeting = plan_meeting(group=board, on=on, starts_at=None, venue="", by=cast.morag, at=NOW)
    return add_paper(
        cast, add_item(meeting, fields={"title": "P", "kind": "paper"}, by=cast.morag, at=NOW), heading
    )


def add_paper(cast: Partnership, item: AgendaItem, heading: str) -> Paper:
    fields = {"to": "Board", "report_by": "Director", "heading": heading}
    paper = write_paper(item, fields=fields, by=cast.morag, at=NOW)
    recommend(paper, verb="note", text="the rise.", seen=1, by=cast.morag, at=NOW)
    return paper


def report(out: Path, *arguments: str, kind: str = "html", on: str = "2015-09-02") -> Result:
    return CliRunner().invoke(command, ["--meeting", on, "--as", kind, "--out", str(out), *arguments])


def test_a_paper_is_written_as_a_web_page_for_word_or_as_pdf(paper: Paper, tmp_path: Path) -> None:
    page, word, pdf = (tmp_path / f"paper.{kind}" for kind in ("html", "docx", "pdf"))

    assert "as it stands now, is written to" in report(page).stdout
    assert report(word, kind="docx").exit_code == report(pdf, kind="pdf").exit_code == 0
    assert "2.1</span> <span>Note the rise." in page.read_text("utf-8")
    assert is_zipfile(word)
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    assert [(event.verb, event.actor_ref) for event in Event.objects.filter(verb="paper.exported")] == [
        ("paper.exported", "operator")
    ] * 3


def test_what_a_pdf_cannot_hold_is_said_and_nothing_is_kept(paper: Paper, tmp_path: Path) -> None:
    Paper.objects.update(heading="Cuirm 你")
    told = report(tmp_path / "paper.pdf", kind="pdf")

    assert (told.exit_code, "The PDF has no letters for “你”" in told.stderr) == (1, True)
    assert not (tmp_path / "paper.pdf").exists()
    assert not Event.objects.filter(verb="paper.exported").exists()


def test_a_closed_meetings_paper_is_as_it_was_then(cast: Partnership, paper: Paper, tmp_path: Path) -> None:
    write_section(paper, "summary", ["As it was."], seen=paper.version, by=cast.morag, at=NOW)
    decide(
        paper.item,
        outcome=Outcome.NOTED,
        words="",
        recommendation=paper.recommendations.get(),
        by=cast.morag,
        at=NOW,
    )
    close_meeting(paper.meeting, by=cast.morag, at=NOW)
    paper.paragraphs.update(text="Rewritten.")

    told = report(tmp_path / "paper.html")
    assert "as it was when the meeting closed" in told.stdout
    written = (tmp_path / "paper.html").read_text("utf-8")
    assert "As it was." in written
    assert "Rewritten." not in written


def test_an_unknown_day_names_those_there_are(paper: Paper, tmp_path: Path) -> None:
    told = report(tmp_path / "p.html", on="2015-09-03")

    assert told.exit_code == 2
    assert "no such meeting on 3 September 2015" in told.stderr
    assert "2015-09-02 (board)" in told.stderr


def test_of_several_boards_on_a_day_one_is_named(cast: Partnership, paper: Paper, tmp_path: Path) -> None:
    other = Group.objects.create(code="north", name="North Board", kind=Group.Kind.BOARD)
    put_paper(cast, other, "Fires in the north")

    told = report(tmp_path / "p.html")
    assert told.exit_code == 2
    assert "Say which with --board: board, north." in told.stderr
    assert "Fires in the north" in report(tmp_path / "p.html", "--board", "north").stdout


def test_of_several_papers_one_is_named(cast: Partnership, paper: Paper, tmp_path: Path) -> None:
    item = add_item(paper.meeting, fields={"title": "Q", "kind": "paper"}, by=cast.morag, at=NOW)
    add_paper(cast, item, "Second paper")

    told = report(tmp_path / "p.html")
    assert told.exit_code == 2
    assert "--paper: 1 Scams at the door; 2 Second paper." in told.stderr
    assert "Second paper" in report(tmp_path / "p.html", "--paper", "2").stdout
    assert "There is no paper 3." in report(tmp_path / "p.html", "--paper", "3").stderr


def test_a_meeting_without_a_paper_says_so(cast: Partnership, tmp_path: Path) -> None:
    plan_meeting(group=cast.board, on=TODAY, starts_at=None, venue="", by=cast.morag, at=NOW)

    assert "has no paper before it" in report(tmp_path / "p.html").stderr


def test_a_file_that_cannot_be_written_leaves_no_line_in_the_trail(paper: Paper, tmp_path: Path) -> None:
    told = report(tmp_path / "absent" / "p.html")

    assert told.exit_code == 1
    assert "cannot be written" in told.stderr
    assert not Event.objects.filter(verb="paper.exported").exists()


def test_a_named_person_sees_and_takes_what_their_role_lets_them(
    cast: Partnership, paper: Paper, tmp_path: Path
) -> None:
    out = tmp_path / "p.html"

    assert report(out, "--by", "wallace").exit_code == 0
    assert Event.objects.get(verb="paper.exported").actor_ref == cast.wallace.ref
    assert "The meetings there are: none." in report(out, "--by", "iain").stderr  # not on the board
    refused = report(out, "--by", "priya")  # an observer
    assert isinstance(refused.exception, PermissionDenied)
    assert "Nobody signs in as 'nobody'" in report(out, "--by", "nobody").stderr


def test_a_sensitive_paper_is_taken_only_with_right_and_purpose(
    cast: Partnership, paper: Paper, tmp_path: Path
) -> None:
    Paper.objects.update(marking="sensitive", descriptor="commercial")
    out = tmp_path / "p.html"

    assert "has no paper before it" in report(out, "--by", "morag").stderr  # no purpose, nothing there
    refused = report(out, "--by", "wallace", "--purpose", "Reading it through")
    assert isinstance(refused.exception, PermissionDenied)  # a member sees it and does not take it
    assert "say why you need it with --purpose" in report(out).stderr
    assert not out.exists()

    assert report(out, "--by", "morag", "--purpose", "Printing for the chair").exit_code == 0
    event = Event.objects.get(verb="paper.exported")
    assert PurposeNote.objects.get(event_seq=event.seq).words == "Printing for the chair"


def test_a_board_one_does_not_sit_on_is_not_in_the_way(
    cast: Partnership, paper: Paper, tmp_path: Path
) -> None:
    other = Group.objects.create(code="north", name="North Board", kind=Group.Kind.BOARD)
    seat(cast.stranger, other, Role.CHAIR)
    put_paper(cast, other, "Fires in the north")

    told = report(tmp_path / "p.html", "--by", "stranger")
    assert told.exit_code == 0  # the board they do not sit on is not there for them
    assert "Fires in the north" in told.stdout


def test_the_public_version_is_written_without_what_is_exempt(
    cast: Partnership, paper: Paper, tmp_path: Path
) -> None:
    texts = ["Open to all.", "[[exempt:14]] Kept back."]
    write_section(paper, "background", texts, seen=paper.version, by=cast.morag, at=NOW)
    told = report(tmp_path / "p.html", "--public", "--by", "wallace")

    assert "The public version of" in told.stdout
    written = (tmp_path / "p.html").read_text("utf-8")
    assert "Open to all." in written
    assert "Exempt: paragraph 14 of Schedule 7A" in written
    assert "Kept back." not in written
    Paper.objects.update(marking="sensitive", descriptor="commercial")
    refused = report(tmp_path / "q.html", "--public", "--by", "morag", "--purpose", "Trying it")
    assert "has no public version" in refused.stderr
    assert not (tmp_path / "q.html").exists()
