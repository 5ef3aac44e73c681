"""A paper's page, its approval, and taking it away."""

from pathlib import Path
from zipfile import is_zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from drystane.audit.models import Event, PurposeNote
from drystane.board.gather import gather_paper
from drystane.board.models import Outcome, Paper
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import decide
from drystane.board.operations.paper import recommend, write_section
from drystane.board.tests.browsing import WHY, address_of, hide, page_of, version, words_in
from drystane.strategy.models import Figure
from drystane.strategy.operations import adopt
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


def test_the_page_shows_the_paper_as_it_will_be_printed(cast: Partnership, paper: Paper) -> None:
    write_section(paper, "summary", ["It has changed."], seen=paper.version, by=cast.morag, at=NOW)

    page = page_of(cast.wallace, paper.get_absolute_url())
    assert page.count("<h1") == 1
    assert "THE STRATEGY, REFRESHED" in page
    assert "<span>1.1</span> <span>It has changed.</span>" in page
    assert "Note that the threats have changed." in page
    for words in ("What is still missing", "Approve the paper"):  # not for somebody who only reads
        assert words not in page


def test_whoever_writes_it_is_told_what_it_still_lacks(cast: Partnership, paper: Paper) -> None:
    write_section(paper, "summary", ["It has changed."], seen=paper.version, by=cast.morag, at=NOW)

    page = page_of(cast.morag, paper.get_absolute_url())
    assert "Nothing is written under 3 Background." in page
    assert "Nothing is written under 1 Summary." not in page
    assert "Recommendation 2.1 rests on no row that the board can see." in page
    assert "The chair has not approved it." in page


def test_each_figure_leads_to_its_page_and_says_that_it_is_disputed(
    cast: Partnership, paper: Paper, disputed: Figure
) -> None:
    write_section(
        paper, "summary", ["60 per cent [[figure:share-60]]."], seen=paper.version, by=cast.morag, at=NOW
    )

    page = page_of(cast.wallace, paper.get_absolute_url())
    assert f'<a href="{disputed.get_absolute_url()}">Groups that use businesses: 60 per cent</a>' in page
    assert 'ds_tag--orange">Disputed</span>' in page
    assert "is disputed. Elsewhere: Groups that use businesses: 65 per cent" in page


def test_a_recommendation_leads_to_the_rows_it_rests_on(cast: Partnership, paper: Paper) -> None:
    action = make_action(cast.prevent_plan, "Ask the charities")
    recommend(
        paper,
        verb="agree",
        text="to it.",
        rests_on=[{"action": action}],
        seen=paper.version,
        by=cast.morag,
        at=NOW,
    )

    page = page_of(cast.wallace, paper.get_absolute_url())
    assert f'<a href="{action.get_absolute_url()}">Action in the Prevent Plan: Ask the charities</a>' in page


def test_a_paper_is_for_those_on_the_board(cast: Partnership, paper: Paper) -> None:
    for user in (cast.iain, cast.shona, cast.stranger):
        assert signed_in(user).get(paper.get_absolute_url()).status_code == 404
    hide(paper.item)
    for user in (cast.morag, cast.gordon, cast.wallace, cast.priya):
        assert signed_in(user).get(paper.get_absolute_url()).status_code == 404
    assert signed_in(cast.priya, purpose=WHY).get(paper.get_absolute_url()).status_code == 404
    assert "OFFICIAL-SENSITIVE COMMERCIAL" in page_of(cast.wallace, paper.get_absolute_url(), purpose=WHY)


def test_notes_are_numbered_as_they_are_read(cast: Partnership, paper: Paper, disputed: Figure) -> None:
    """The recommendations stand between the summary and the background."""
    write_section(
        paper, "background", ["Again [[figure:share-60]]."], seen=paper.version, by=cast.morag, at=NOW
    )
    recommend(paper, verb="note", text="65 [[figure:share-65]].", seen=paper.version, by=cast.morag, at=NOW)

    pack = gather_paper(paper, on=TODAY)
    assert [(note.number, note.figure) for note in pack.notes] == [
        (1, "Groups that use businesses: 65 per cent"),
        (2, "Groups that use businesses: 60 per cent"),
    ]
    assert [run.notes for run in pack.recommendations[1].runs] == [(1,), ()]


@pytest.mark.parametrize("how_many", [1, 10])
def test_a_paper_asks_the_same_however_long_it_is(
    cast: Partnership,
    paper: Paper,
    disputed: Figure,
    django_assert_num_queries: DjangoAssertNumQueries,
    how_many: int,
) -> None:
    edition = make_edition()
    adopt(edition, group=cast.board, on=TODAY, by=cast.morag, at=NOW)  # so that there is a wall
    for number in range(how_many):
        action = make_action(cast.prevent_plan, f"Action {number}")
        recommend(
            paper,
            verb="agree",
            text=f"to it, {number}.",
            rests_on=[{"action": action}, {"asked_by": edition.recommendations.all()[0]}],
            seen=paper.version,
            by=cast.morag,
            at=NOW,
        )
    write_section(
        paper,
        "summary",
        ["60 [[figure:share-60]]."] * how_many,
        seen=paper.version,
        by=cast.morag,
        at=NOW,
    )
    client = signed_in(cast.morag)

    with django_assert_num_queries(PAPER_QUERIES):
        client.get(paper.get_absolute_url())


def test_a_sensitive_paper_reads_no_more_and_adds_a_line_to_the_trail(
    cast: Partnership, paper: Paper, disputed: Figure
) -> None:
    adopt(make_edition(), group=cast.board, on=TODAY, by=cast.morag, at=NOW)
    write_section(paper, "summary", ["[[figure:share-60]]."], seen=paper.version, by=cast.morag, at=NOW)
    make_action(cast.board_plan, "Hidden", marking="sensitive", descriptor="personal")
    hide(paper.item)
    client = signed_in(cast.morag, purpose=WHY)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(paper.get_absolute_url()).content.decode()
    assert "OFFICIAL-SENSITIVE COMMERCIAL PERSONAL" in page
    said = [query["sql"].lstrip("(") for query in asked]  # PostgreSQL is asked for a union in brackets
    reads = [sql for sql in said if sql.startswith("SELECT")]
    of_the_trail = [sql for sql in reads if "audit_event" in sql or "pg_advisory" in sql]
    assert len(reads) - len(of_the_trail) == PAPER_QUERIES


# Gathering reads its text with its marks, its figures, the log, resources with pairs, the refresh, the wall.
PAPER_QUERIES = 15


def test_a_closed_meetings_paper_is_shown_as_it_was(cast: Partnership, paper: Paper) -> None:
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

    page = page_of(cast.morag, paper.get_absolute_url())
    assert "As it was." in page
    assert "Rewritten." not in page
    assert "What is still missing" not in page


def test_a_paper_marked_sensitive_is_gone_for_whoever_gave_no_purpose(
    cast: Partnership, paper: Paper
) -> None:
    client = signed_in(cast.morag)
    answer = client.post(
        address_of(paper, "paper_mark"),
        {"marking": "sensitive", "descriptor": "commercial", "seen": version(paper)},
        follow=True,
    )

    page = words_in(answer)
    assert "are now OFFICIAL-SENSITIVE COMMERCIAL" in page
    assert paper.heading not in page
    assert client.get(paper.get_absolute_url()).status_code == 404


def test_only_the_chair_approves(cast: Partnership, paper: Paper) -> None:
    address = address_of(paper, "paper_approve")
    for user, status in ((cast.morag, 403), (cast.wallace, 403), (cast.iain, 404)):
        assert signed_in(user).post(address, {"seen": version(paper)}).status_code == status
    assert "Nothing is written under 1 Summary." in page_of(cast.gordon, address)

    assert signed_in(cast.gordon).post(address, {"seen": version(paper)}).status_code == 302
    assert Paper.objects.get().approved_by == cast.gordon


def test_the_chair_does_not_approve_what_has_changed_since(cast: Partnership, paper: Paper) -> None:
    seen = version(paper)
    write_section(paper, "summary", ["One more."], seen=seen, by=cast.morag, at=NOW)

    page = words_in(signed_in(cast.gordon).post(address_of(paper, "paper_approve"), {"seen": seen}))
    assert "Somebody else has just changed this paper" in page
    assert Paper.objects.get().state == "draft"


def test_whoever_changes_an_approved_paper_is_warned(cast: Partnership, paper: Paper) -> None:
    Paper.objects.update(state="approved", approved_by=cast.gordon, approved_at=NOW)

    page = page_of(cast.morag, address_of(paper, "paper_section", "summary"))
    assert "takes the approval back" in page


def test_the_files_are_named_after_day_and_heading(cast: Partnership, paper: Paper, tmp_path: Path) -> None:
    client = signed_in(cast.wallace)
    word = client.get(address_of(paper, "paper_file", "docx"))
    web = client.get(address_of(paper, "paper_file", "html"))

    assert word["Content-Disposition"] == 'attachment; filename="2015-09-02-the-strategy-refreshed.docx"'
    assert web["Content-Disposition"] == 'attachment; filename="2015-09-02-the-strategy-refreshed.html"'
    assert word["Cache-Control"] == "no-store, private"
    (tmp_path / "paper.docx").write_bytes(word.content)
    assert is_zipfile(tmp_path / "paper.docx")
    assert "Note that the threats have changed." in web.content.decode()
    taken = Event.objects.filter(verb="paper.exported").values_list("object_ref", "actor_ref")
    assert list(taken) == [(paper.ref, cast.wallace.ref)] * 2


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_who_may_take_it(cast: Partnership, paper: Paper, kind: str) -> None:
    address = address_of(paper, "paper_file", kind)

    def answers(purpose: str) -> dict[str, int]:
        return {
            user.username: signed_in(user, purpose=purpose).get(address).status_code
            for user in (cast.gordon, cast.morag, cast.wallace, cast.priya, cast.iain)
        }

    assert answers("") == {"gordon": 200, "morag": 200, "wallace": 200, "priya": 403, "iain": 404}
    hide(paper.item)
    assert set(answers("").values()) == {404}
    assert answers(WHY) == {"gordon": 200, "morag": 200, "wallace": 403, "priya": 404, "iain": 404}


def test_a_paper_that_cannot_be_a_pdf_says_why_and_is_not_taken(cast: Partnership, paper: Paper) -> None:
    Paper.objects.update(heading="Cuirm 你")
    answer = signed_in(cast.morag).get(address_of(paper, "paper_file", "pdf"), follow=True)

    assert answer.redirect_chain == [(paper.get_absolute_url(), 302)]
    assert "The PDF has no letters for “你”" in answer.content.decode()
    assert not Event.objects.filter(verb="paper.exported").exists()


def test_taking_a_sensitive_paper_keeps_the_purpose_and_names_nothing(
    cast: Partnership, paper: Paper
) -> None:
    hide(paper.item)
    taken = signed_in(cast.morag, purpose="Printing for the chair").get(
        address_of(paper, "paper_file", "html")
    )

    assert taken["Content-Disposition"] == 'attachment; filename="2015-09-02-official-sensitive.html"'
    event = Event.objects.get(verb="paper.exported")
    assert PurposeNote.objects.get(event_seq=event.seq).words == "Printing for the chair"
