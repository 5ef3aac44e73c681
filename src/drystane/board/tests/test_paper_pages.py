"""The pages of a paper: as it will be printed, written section by section, approved, taken away."""

from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.audit.models import Event, PurposeNote
from drystane.board.gather import gather_paper
from drystane.board.models import AgendaItem, Meeting, Outcome, Paper, Rest, Tasking
from drystane.board.operations.closing import close_meeting
from drystane.board.operations.meeting import decide
from drystane.board.operations.paper import recommend, write_section
from drystane.board.tests.conftest import signed_in
from drystane.partners.models import Group
from drystane.strategy.models import Contradiction, Figure, Message
from drystane.strategy.operations import adopt
from tests.cast import NOW, TODAY, Partnership, make_action, make_edition, make_plan, seat

pytestmark = pytest.mark.usefixtures("autumn")

WHY = "Writing the paper"


@pytest.fixture
def disputed(cast: Partnership) -> Figure:
    made = [
        Figure.objects.create(
            edition=None,
            code=f"share-{value}",
            measure="share",
            label="Groups that use businesses",
            value=value,
            unit="percent",
        )
        for value in (60, 65)
    ]
    Contradiction.objects.create(figure=made[0], other=made[1], why="One was rounded.")
    return Figure.objects.get(code="share-60")


def address_of(paper: Paper, name: str, *more: str) -> str:
    return reverse(f"board:{name}", args=[paper.ref, *more])


def words_in(response: Any) -> str:  # the test client's own kind of response has no public name
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def page_of(user: User, address: str, *, purpose: str = "") -> str:
    return words_in(signed_in(user, purpose=purpose).get(address))


def version(paper: Paper) -> int:
    return Paper.objects.get(pk=paper.pk).version


def hide(paper: Paper) -> None:
    marks = {"marking": "sensitive", "descriptor": "commercial"}
    Paper.objects.filter(pk=paper.pk).update(**marks)
    AgendaItem.objects.filter(pk=paper.item_id).update(**marks)


# ---- Looking at it


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
    hide(paper)
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


# Gathering a paper reads its text, its figures, the log, the resources and the wall: a page of many parts.
PAPER_QUERIES = 20


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


# ---- Writing it

WRITING = [
    ("paper_front", ()),
    ("paper_mark", ()),
    ("paper_section", ("summary",)),
    ("paper_recommend", ()),
    ("paper_append", ()),
]


@pytest.mark.parametrize(("name", "more"), WRITING)
def test_only_chair_and_lead_officer_write(
    cast: Partnership, paper: Paper, name: str, more: tuple[str, ...]
) -> None:
    address = address_of(paper, name, *more)
    answers = {
        user.username: signed_in(user).get(address).status_code
        for user in (cast.gordon, cast.morag, cast.wallace, cast.priya, cast.iain)
    }
    assert answers == {"gordon": 200, "morag": 200, "wallace": 403, "priya": 403, "iain": 404}
    hide(paper)
    assert signed_in(cast.morag).get(address).status_code == 404


@pytest.mark.parametrize("name", ["paper_reword", "paper_unrecommend"])
def test_only_chair_and_lead_officer_change_a_recommendation(
    cast: Partnership, paper: Paper, name: str
) -> None:
    address = reverse(f"board:{name}", args=[paper.recommendations.get().ref])
    answers = [signed_in(user).get(address).status_code for user in (cast.morag, cast.wallace, cast.iain)]
    assert answers == [200, 403, 404]
    hide(paper)
    assert signed_in(cast.morag).get(address).status_code == 404


def test_a_paper_is_begun(cast: Partnership, item: AgendaItem) -> None:
    client, address = signed_in(cast.morag), reverse("board:write_paper", args=[item.ref])
    assert 'value="The strategy, refreshed"' in words_in(client.get(address))

    response = client.post(address, {"to": "Safer Board", "report_by": "Director", "heading": "Refresh"})
    assert response.status_code == 302
    assert Paper.objects.get().item == item


def write(user: User, paper: Paper, text: str, seen: int | None = None, **also: str) -> Any:
    return signed_in(user).post(
        address_of(paper, "paper_section", "summary"),
        {"text": text, "seen": str(seen or version(paper)), **also},
        follow=True,
    )


def test_a_blank_line_begins_a_new_paragraph(cast: Partnership, paper: Paper) -> None:
    write(cast.morag, paper, "First,\r\nstill first.\r\n\r\n \r\nSecond.")

    texts = paper.paragraphs.order_by("order").values_list("text", flat=True)
    assert list(texts) == ["First, still first.", "Second."]
    again = page_of(cast.morag, address_of(paper, "paper_section", "summary"))
    assert "First, still first. Second.</textarea>" in again


def test_a_figure_is_put_in_and_its_dispute_is_said_at_once(
    cast: Partnership, paper: Paper, disputed: Figure
) -> None:
    page = words_in(
        write(
            cast.morag,
            paper,
            "A share is 60 per cent.\n\nMore.",
            cite="yes",
            figure=disputed.ref,
            paragraph="1",
        )
    )

    assert "A share is 60 per cent [[figure:share-60]]. More.</textarea>" in page
    assert "This figure is disputed" in page
    assert "Groups that use businesses: 65 per cent. One was rounded." in page
    assert not paper.paragraphs.exists()  # looked at, not saved


def test_saving_says_once_more_that_a_figure_is_disputed(
    cast: Partnership, paper: Paper, disputed: Figure
) -> None:
    page = words_in(write(cast.morag, paper, "60 per cent [[figure:share-60]]."))

    assert "Summary is saved." in page
    assert "You cite a disputed figure." in page
    assert "One was rounded." in page
    assert paper.citations.get().figure == disputed


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ({}, "Choose the figure to put in."),
        ({"paragraph": "4"}, "There is no such paragraph"),
    ],
)
def test_a_figure_that_cannot_be_put_in_loses_nothing(
    cast: Partnership, paper: Paper, disputed: Figure, also: dict[str, str], said: str
) -> None:
    figure = disputed.ref if "paragraph" in also else ""
    page = words_in(write(cast.morag, paper, "Typed text.", None, cite="yes", figure=figure, **also))

    assert said in page
    assert "Typed text.</textarea>" in page


def test_a_mark_that_nobody_knows_is_refused_and_nothing_typed_is_lost(
    cast: Partnership, paper: Paper
) -> None:
    page = words_in(write(cast.morag, paper, "Typed [[figure:ninety]]."))

    assert "There is no figure called ninety." in page
    assert "Typed [[figure:ninety]].</textarea>" in page
    assert not paper.paragraphs.exists()


def test_the_second_writer_is_told_sees_the_first_and_may_then_send_again(
    cast: Partnership, paper: Paper
) -> None:
    seen_by_both = version(paper)
    write(cast.morag, paper, "Morag's text.", seen=seen_by_both)

    page = words_in(write(cast.gordon, paper, "Gordon's text.", seen=seen_by_both))
    assert "Somebody else has just changed this paper" in page
    assert "Gordon&#x27;s text.</textarea>" in page
    assert "Morag&#x27;s text.</p>" in page  # what is saved now
    assert paper.paragraphs.get().text == "Morag's text."

    assert f'name="seen" value="{version(paper)}"' in page
    write(cast.gordon, paper, "Gordon's text.")
    assert paper.paragraphs.get().text == "Gordon's text."


def test_no_page_for_a_section_that_the_form_does_not_have(cast: Partnership, paper: Paper) -> None:
    for key in ("recommendations", "nonsense"):
        response = signed_in(cast.morag).get(address_of(paper, "paper_section", key))
        assert response.status_code == 404


def test_the_front_is_changed(cast: Partnership, paper: Paper) -> None:
    signed_in(cast.morag).post(
        address_of(paper, "paper_front"),
        {"to": "Board", "report_by": "Head of Service", "heading": "Anew", "seen": version(paper)},
    )

    assert str(Paper.objects.get()) == "Anew"


def test_a_recommendation_is_added_with_what_it_rests_on(cast: Partnership, paper: Paper) -> None:
    action = make_action(cast.prevent_plan, "Ask the charities")
    asked = make_edition(recommendations=1).recommendations.get()
    client, address = signed_in(cast.morag), address_of(paper, "paper_recommend")
    offered = words_in(client.get(address))
    assert "Ask the charities" in offered
    assert asked.text in offered

    client.post(
        address,
        {
            "verb": "agree",
            "text": "to ask them.",
            "actions": [action.ref],
            "asked_by": [asked.ref],
            "seen": version(paper),
        },
    )
    rests = Rest.objects.filter(recommendation__text="to ask them.").values_list("action", "asked_by")
    assert set(rests) == {(action.pk, None), (None, asked.pk)}


def test_rows_are_found_by_words_and_nothing_typed_or_ticked_is_lost(cast: Partnership, paper: Paper) -> None:
    ticked = make_action(cast.prevent_plan, "Ask the charities")
    for number in range(20):
        make_action(cast.prevent_plan, f"A filler {number}")
    sought = make_action(cast.prevent_plan, "Zebra crossing")
    client, address = signed_in(cast.morag), address_of(paper, "paper_recommend")
    assert "Zebra crossing" not in words_in(client.get(address))

    page = words_in(
        client.post(
            address,
            {
                "look": "yes",
                "find": "zebra",
                "verb": "agree",
                "text": "to it all.",
                "actions": [ticked.ref],
                "seen": version(paper),
            },
        )
    )
    assert f'value="{sought.ref}"' in page
    assert "A filler 3" not in page
    assert f'value="{ticked.ref}" id="id_actions_0" class="ds_checkbox__input" checked' in page
    assert "to it all.</textarea>" in page
    assert paper.recommendations.count() == 1


def test_only_rows_that_the_board_may_see_are_offered(cast: Partnership, paper: Paper) -> None:
    elsewhere = Group.objects.create(code="elsewhere", name="Another town's group")
    seat(cast.morag, elsewhere, Role.CHAIR)
    beyond = make_action(make_plan(elsewhere, "e", "Their plan"), "Beyond the board")
    make_action(cast.board_plan, "Hidden", marking="sensitive", descriptor="commercial")
    Message.objects.create(group=elsewhere, code="E1", audience="businesses", text="Their message")

    page = page_of(cast.morag, address_of(paper, "paper_recommend"), purpose=WHY)
    for words in ("Beyond the board", "Hidden", "Their message"):
        assert words not in page

    sent = {"verb": "agree", "text": "x", "actions": [beyond.ref], "seen": version(paper)}
    refused = signed_in(cast.morag, purpose=WHY).post(address_of(paper, "paper_recommend"), sent)
    assert refused.status_code == 200
    assert paper.recommendations.count() == 1


def test_a_recommendation_is_changed_in_its_place(cast: Partnership, paper: Paper) -> None:
    action = make_action(cast.prevent_plan, "Ask the charities")
    recommendation = paper.recommendations.get()
    Rest.objects.create(recommendation=recommendation, action=action)
    client, address = signed_in(cast.morag), reverse("board:paper_reword", args=[recommendation.ref])
    page = words_in(client.get(address))
    assert f'value="{action.ref}" id="id_actions_0" class="ds_checkbox__input" checked' in page

    client.post(address, {"verb": "welcome", "text": "the refresh.", "seen": version(paper)})
    recommendation.refresh_from_db()
    assert str(recommendation) == "Welcome the refresh."
    assert not recommendation.rests_on.exists()


def test_a_message_of_a_group_elsewhere_is_neither_offered_nor_printed(
    cast: Partnership, paper: Paper
) -> None:
    elsewhere = Group.objects.create(code="elsewhere", name="Another town's group")
    theirs = Message.objects.create(group=elsewhere, code="E1", audience="businesses", text="Their message")
    ours = Message.objects.create(
        group=cast.prevent, code="P1", audience="businesses", text="Ask who stands behind the buyer"
    )
    recommendation = paper.recommendations.get()
    Rest.objects.create(recommendation=recommendation, message=theirs)
    Rest.objects.create(recommendation=recommendation, message=ours)

    for address in (reverse("board:paper_reword", args=[recommendation.ref]), paper.get_absolute_url()):
        page = page_of(cast.morag, address)
        assert "Their message" not in page
        assert "Ask who stands behind the buyer" in page


def test_a_recommendation_is_taken_out(cast: Partnership, paper: Paper) -> None:
    address = reverse("board:paper_unrecommend", args=[paper.recommendations.get().ref])
    signed_in(cast.morag).post(address, {"seen": version(paper)})

    assert not paper.recommendations.exists()


def test_an_edition_is_appended_and_taken_out(cast: Partnership, paper: Paper) -> None:
    edition, client = make_edition(), signed_in(cast.morag)
    client.post(address_of(paper, "paper_append"), {"edition": edition.ref, "seen": version(paper)})
    assert str(paper.appendices.get()) == "Appendix 1: Strategy 2015 (2015)"
    assert "Appendix 1: Strategy 2015 (2015)" in page_of(cast.wallace, paper.get_absolute_url())

    client.post(address_of(paper, "paper_take_out", "1"), {"seen": version(paper)})
    assert not paper.appendices.exists()


def test_an_appendix_of_ones_own_has_title_and_text(cast: Partnership, paper: Paper) -> None:
    client, address = signed_in(cast.morag), address_of(paper, "paper_append")
    assert "write the appendix below" in words_in(client.post(address, {"seen": version(paper)}))
    assert "Give the appendix a title." in words_in(
        client.post(address, {"text": "Words", "seen": version(paper)})
    )

    client.post(address, {"title": "Figures", "text": "Words", "seen": version(paper)})
    assert paper.appendices.get().title == "Figures"


# ---- Marking and approving


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
    write(cast.morag, paper, "One more thing.")

    page = words_in(signed_in(cast.gordon).post(address_of(paper, "paper_approve"), {"seen": seen}))
    assert "Somebody else has just changed this paper" in page
    assert Paper.objects.get().state == "draft"


def test_whoever_changes_an_approved_paper_is_warned(cast: Partnership, paper: Paper) -> None:
    Paper.objects.update(state="approved", approved_by=cast.gordon, approved_at=NOW)

    page = page_of(cast.morag, address_of(paper, "paper_section", "summary"))
    assert "takes the approval back" in page


# ---- Taking it away


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


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_who_may_take_it(cast: Partnership, paper: Paper, kind: str) -> None:
    address = address_of(paper, "paper_file", kind)

    def answers(purpose: str) -> dict[str, int]:
        return {
            user.username: signed_in(user, purpose=purpose).get(address).status_code
            for user in (cast.gordon, cast.morag, cast.wallace, cast.priya, cast.iain)
        }

    assert answers("") == {"gordon": 200, "morag": 200, "wallace": 200, "priya": 403, "iain": 404}
    hide(paper)
    assert set(answers("").values()) == {404}
    assert answers(WHY) == {"gordon": 200, "morag": 200, "wallace": 403, "priya": 404, "iain": 404}


def test_taking_a_sensitive_paper_keeps_the_purpose_and_names_nothing(
    cast: Partnership, paper: Paper
) -> None:
    hide(paper)
    taken = signed_in(cast.morag, purpose="Printing for the chair").get(
        address_of(paper, "paper_file", "html")
    )

    assert taken["Content-Disposition"] == 'attachment; filename="2015-09-02-official-sensitive.html"'
    event = Event.objects.get(verb="paper.exported")
    assert PurposeNote.objects.get(event_seq=event.seq).words == "Printing for the chair"


def test_nothing_here_was_tasked_or_closed_by_accident(cast: Partnership, paper: Paper) -> None:
    """Looking at every page of a paper changes nothing."""
    before = version(paper)
    for name, more in WRITING:
        signed_in(cast.morag).get(address_of(paper, name, *more))
    signed_in(cast.gordon).get(address_of(paper, "paper_approve"))

    assert version(paper) == before
    assert not Tasking.objects.exists()
    assert Meeting.objects.get().state == "planned"
