"""The pages on which a paper is written."""

from typing import Any

import pytest
from django.urls import reverse

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.board.models import AgendaItem, Paper, Rest
from drystane.board.tests.browsing import WHY, address_of, hide, page_of, version, words_in
from drystane.partners.models import Group
from drystane.strategy.models import Figure, Message
from tests.cast import Partnership, make_action, make_edition, make_plan, seat
from tests.clients import signed_in

pytestmark = pytest.mark.usefixtures("autumn")


def test_a_recommendation_rests_on_no_edition_that_is_still_to_come(cast: Partnership, paper: Paper) -> None:
    make_edition("2015")
    make_edition("2022")
    page = page_of(cast.morag, address_of(paper, "paper_recommend"))
    assert "2015-R0" in page
    assert "2022-R0" not in page


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
    hide(paper.item)
    assert signed_in(cast.morag).get(address).status_code == 404


@pytest.mark.parametrize("name", ["paper_reword", "paper_unrecommend"])
def test_only_chair_and_lead_officer_change_a_recommendation(
    cast: Partnership, paper: Paper, name: str
) -> None:
    address = reverse(f"board:{name}", args=[paper.recommendations.get().ref])
    answers = [signed_in(user).get(address).status_code for user in (cast.morag, cast.wallace, cast.iain)]
    assert answers == [200, 403, 404]
    hide(paper.item)
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


def test_looking_changes_nothing(cast: Partnership, paper: Paper) -> None:
    before = version(paper)
    for name, more in WRITING:
        signed_in(cast.morag).get(address_of(paper, name, *more))
    signed_in(cast.gordon).get(address_of(paper, "paper_approve"))

    assert version(paper) == before
