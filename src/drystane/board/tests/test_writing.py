"""Writing a paper: its text, its figures, what it recommends, its marking and its approval."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.board.models import AgendaItem, Appendix, Decision, Meeting, Paper, PaperRecommendation, Rest
from drystane.board.operations import paper as operations
from drystane.marking.models import Marking
from drystane.strategy.models import Contradiction, Figure
from tests.cast import NOW, Partnership, make_action, make_edition


def make_figure(code: str, value: int) -> Figure:
    return Figure.objects.create(
        edition=None,
        code=code,
        measure="share",
        label="Groups that use businesses",
        value=value,
        unit="percent",
    )


@pytest.fixture
def disputed(cast: Partnership) -> Figure:
    """Sixty per cent, which another source contradicts."""
    sixty, sixty_five = make_figure("sixty", 60), make_figure("sixty-five", 65)
    Contradiction.objects.create(figure=sixty, other=sixty_five, why="One was rounded.")
    Contradiction.objects.create(figure=sixty_five, other=sixty, why="One was rounded.")
    return sixty


def write(cast: Partnership, paper: Paper, *texts: str, section: str = "summary") -> list[Figure]:
    return operations.write_section(paper, section, texts, seen=paper.version, by=cast.morag, at=NOW)


def add(cast: Partnership, paper: Paper, text: str, **rest: object) -> PaperRecommendation:
    rests_on = [rest] if rest else []
    return operations.recommend(
        paper, verb="agree", text=text, rests_on=rests_on, seen=paper.version, by=cast.morag, at=NOW
    )


def approve(cast: Partnership, paper: Paper) -> None:
    operations.approve_paper(paper, seen=paper.version, by=cast.gordon, at=NOW)


def test_an_item_has_one_paper(cast: Partnership, paper: Paper) -> None:
    with pytest.raises(NotAllowed, match="a paper for this item already"):
        operations.write_paper(
            paper.item, fields={"to": "B", "report_by": "D", "heading": "H"}, by=cast.morag, at=NOW
        )


def test_a_section_is_replaced_and_the_others_stay(cast: Partnership, paper: Paper) -> None:
    write(cast, paper, "Old", section="background")
    write(cast, paper, "Old", "Older")
    write(cast, paper, "New", "  ")  # blanks are no paragraph

    told = paper.paragraphs.order_by("section").values_list("section", "order", "text")
    assert list(told) == [("background", 1, "Old"), ("summary", 1, "New")]


def test_a_section_that_the_form_does_not_have(cast: Partnership, paper: Paper) -> None:
    with pytest.raises(ValidationError, match="no such section"):
        write(cast, paper, "Text", section="recommendations")


def test_a_disputed_figure_is_said_when_it_is_put_in(
    cast: Partnership, paper: Paper, disputed: Figure
) -> None:
    make_figure("eighty-one", 81)

    assert write(cast, paper, "81 [[figure:eighty-one]]") == []
    assert write(cast, paper, "60 per cent [[figure:sixty]], and 81 [[figure:eighty-one]]") == [disputed]
    assert set(paper.citations.values_list("figure__code", flat=True)) == {"sixty", "eighty-one"}


def test_citations_follow_the_text(cast: Partnership, paper: Paper, disputed: Figure) -> None:
    write(cast, paper, "60 per cent [[figure:sixty]]")
    write(cast, paper, "Much")
    assert not paper.citations.exists()

    add(cast, paper, "that it is 60 per cent [[figure:sixty]].")
    assert paper.citations.get().figure == disputed


def test_an_unknown_figure_leaves_the_paper_as_it_was(cast: Partnership, paper: Paper) -> None:
    write(cast, paper, "Old")

    with pytest.raises(ValidationError, match="There is no figure called ninety"):
        write(cast, paper, "90 per cent [[figure:ninety]]")
    assert paper.paragraphs.get().text == "Old"


def test_a_recommendation_rests_on_rows(cast: Partnership, paper: Paper) -> None:
    action, edition = make_action(cast.prevent_plan), make_edition(recommendations=1)
    asked = edition.recommendations.get()

    operations.recommend(
        paper,
        verb="agree",
        text="to it.",
        rests_on=[{"action": action}, {"asked_by": asked}],
        seen=paper.version,
        by=cast.morag,
        at=NOW,
    )

    rows = Rest.objects.order_by("pk").values_list("action", "asked_by")
    assert list(rows) == [(action.pk, None), (None, asked.pk)]


def test_a_recommendation_rests_on_one_row_at_a_time(cast: Partnership, paper: Paper) -> None:
    action, edition = make_action(cast.prevent_plan), make_edition(recommendations=1)

    with pytest.raises(ValidationError, match="Name one row"):
        add(cast, paper, "to it.", action=action, asked_by=edition.recommendations.get())


def test_an_official_paper_does_not_rest_on_a_sensitive_action(cast: Partnership, paper: Paper) -> None:
    hidden = make_action(cast.board_plan, marking="sensitive", descriptor="commercial")

    with pytest.raises(ValidationError, match="OFFICIAL-SENSITIVE"):
        add(cast, paper, "to it.", action=hidden)
    assert paper.recommendations.count() == 1


def test_a_recommendation_taken_out_lets_the_others_move_up(cast: Partnership, paper: Paper) -> None:
    add(cast, paper, "second"), add(cast, paper, "third")

    operations.withdraw_recommendation(
        paper.recommendations.get(order=2), seen=paper.version, by=cast.morag, at=NOW
    )

    paper.refresh_from_db()
    told = paper.recommendations.order_by("order").values_list("order", "text")
    assert list(told) == [(1, "that the threats have changed."), (2, "third")]


def test_a_reworded_recommendation_keeps_its_place(cast: Partnership, paper: Paper) -> None:
    add(cast, paper, "second", action=make_action(cast.prevent_plan))
    first = paper.recommendations.get(order=1)

    operations.reword_recommendation(
        first, verb="welcome", text="the refresh.", seen=paper.version, by=cast.morag, at=NOW
    )

    first.refresh_from_db()
    assert (first.order, str(first)) == (1, "Welcome the refresh.")
    assert Rest.objects.count() == 1  # that of the second


def test_what_the_board_has_decided_is_neither_reworded_nor_taken_out(
    cast: Partnership, paper: Paper
) -> None:
    recommendation = paper.recommendations.get()
    Decision.objects.create(item=paper.item, recommendation=recommendation, outcome="noted", at=NOW)

    with pytest.raises(NotAllowed, match="decided this recommendation already"):
        operations.reword_recommendation(
            recommendation, verb="agree", text="x", seen=paper.version, by=cast.morag, at=NOW
        )
    with pytest.raises(NotAllowed, match="decided this recommendation already"):
        operations.withdraw_recommendation(
            recommendation, seen=Paper.objects.get().version, by=cast.morag, at=NOW
        )


def test_appendices_are_numbered_in_order(cast: Partnership, paper: Paper) -> None:
    for title in ("First", "Second", "Third"):
        operations.append(
            paper, title=title, edition=None, text="Words", seen=paper.version, by=cast.morag, at=NOW
        )
    operations.take_out_appendix(Appendix.objects.get(order=1), seen=paper.version, by=cast.morag, at=NOW)

    assert [str(one) for one in Appendix.objects.order_by("order")] == [
        "Appendix 1: Second",
        "Appendix 2: Third",
    ]


def test_an_appendix_is_an_edition_or_a_text(cast: Partnership, paper: Paper) -> None:
    with pytest.raises(ValidationError, match="Choose the edition"):
        operations.append(
            paper, title="Empty", edition=None, text=" ", seen=paper.version, by=cast.morag, at=NOW
        )


def test_a_paper_that_asks_for_nothing_is_not_approved(cast: Partnership, paper: Paper) -> None:
    paper.recommendations.all().delete()

    with pytest.raises(NotAllowed, match="at least one recommendation"):
        approve(cast, paper)


def test_an_edit_takes_the_approval_back(cast: Partnership, paper: Paper) -> None:
    approve(cast, paper)
    assert (paper.state, paper.approved_by) == (Paper.State.APPROVED, cast.gordon)

    write(cast, paper, "One more thing")
    assert (paper.state, paper.approved_by, paper.approved_at) == (Paper.State.DRAFT, None, None)


def test_paper_and_item_carry_one_marking(cast: Partnership, paper: Paper) -> None:
    operations.mark_paper(
        paper,
        marking=Marking.SENSITIVE,
        descriptor="commercial",
        why="",
        seen=paper.version,
        by=cast.gordon,
        at=NOW,
    )

    item = AgendaItem.objects.get()
    assert (paper.marking_label, item.marking_label) == ("OFFICIAL-SENSITIVE COMMERCIAL",) * 2
    assert not Paper.objects.visible_to(cast.morag).exists()
    assert not AgendaItem.objects.visible_to(cast.morag).exists()
    assert not PaperRecommendation.objects.visible_to(cast.morag).exists()


def test_a_paper_begun_sensitive_marks_its_item(cast: Partnership, item: AgendaItem) -> None:
    fields = {"to": "B", "report_by": "D", "heading": "H", "marking": "sensitive", "descriptor": "personal"}
    operations.write_paper(item, fields=fields, by=cast.morag, at=NOW)

    assert AgendaItem.objects.get().is_sensitive


def test_only_whoever_marked_it_lowers_it_and_says_why(cast: Partnership, paper: Paper) -> None:
    Paper.objects.update(marking="sensitive", descriptor="commercial", marked_by=cast.gordon)
    paper.refresh_from_db()

    def lower(by: object, why: str) -> None:
        operations.mark_paper(
            Paper.objects.get(),
            marking=Marking.OFFICIAL,
            descriptor="",
            why=why,
            seen=paper.version,
            by=by,  # type: ignore[arg-type]
            at=NOW,
        )

    with pytest.raises(NotAllowed, match="Only the person who marked"):
        lower(cast.morag, "It is public now")
    with pytest.raises(ValidationError, match="Give your reason"):
        lower(cast.gordon, " ")
    lower(cast.gordon, "It is public now")
    assert not Paper.objects.get().is_sensitive


def test_a_paper_that_rests_on_a_sensitive_action_stays_sensitive(cast: Partnership, paper: Paper) -> None:
    Paper.objects.update(marking="sensitive", descriptor="commercial")
    paper.refresh_from_db()
    add(
        cast,
        paper,
        "to it.",
        action=make_action(cast.board_plan, marking="sensitive", descriptor="commercial"),
    )

    with pytest.raises(NotAllowed, match="rests on an action"):
        operations.mark_paper(
            paper,
            marking=Marking.OFFICIAL,
            descriptor="",
            why="Done",
            seen=paper.version,
            by=cast.morag,
            at=NOW,
        )


Edit = Callable[[Partnership, Paper, int], object]

EDITS: dict[str, Edit] = {
    "front": lambda cast, paper, seen: operations.edit_front(
        paper, fields={"heading": "Another"}, seen=seen, by=cast.morag, at=NOW
    ),
    "mark": lambda cast, paper, seen: operations.mark_paper(
        paper, marking=Marking.SENSITIVE, descriptor="personal", why="", seen=seen, by=cast.morag, at=NOW
    ),
    "section": lambda cast, paper, seen: operations.write_section(
        paper, "summary", ["Mine"], seen=seen, by=cast.morag, at=NOW
    ),
    "recommend": lambda cast, paper, seen: operations.recommend(
        paper, verb="agree", text="mine", seen=seen, by=cast.morag, at=NOW
    ),
    "reword": lambda cast, paper, seen: operations.reword_recommendation(
        paper.recommendations.get(), verb="agree", text="mine", seen=seen, by=cast.morag, at=NOW
    ),
    "unrecommend": lambda cast, paper, seen: operations.withdraw_recommendation(
        paper.recommendations.get(), seen=seen, by=cast.morag, at=NOW
    ),
    "append": lambda cast, paper, seen: operations.append(
        paper, title="Mine", edition=None, text="Mine", seen=seen, by=cast.morag, at=NOW
    ),
    "take out": lambda cast, paper, seen: operations.take_out_appendix(
        paper.appendices.get(), seen=seen, by=cast.morag, at=NOW
    ),
    "approve": lambda cast, paper, seen: operations.approve_paper(paper, seen=seen, by=cast.gordon, at=NOW),
}


def state_of(paper: Paper) -> tuple[object, ...]:
    """All that these edits could change."""
    saved = Paper.objects.values("heading", "marking", "state", "version").get(pk=paper.pk)
    texts = [*paper.paragraphs.values_list("text"), *paper.recommendations.values_list("verb", "text")]
    return (saved, texts, list(paper.appendices.values_list("title")))


@pytest.mark.parametrize("edit", EDITS)
def test_the_second_of_two_writers_is_told_and_changes_nothing(
    cast: Partnership, paper: Paper, edit: str
) -> None:
    operations.append(paper, title="A", edition=None, text="A", seen=paper.version, by=cast.morag, at=NOW)
    seen_by_both = paper.version
    write(cast, paper, "First")
    before = state_of(paper)

    with pytest.raises(NotAllowed, match="Somebody else has just changed this paper"):
        EDITS[edit](cast, Paper.objects.get(), seen_by_both)
    assert state_of(paper) == before


@pytest.mark.parametrize("edit", EDITS)
def test_a_paper_of_a_closed_meeting_refuses_every_change(cast: Partnership, paper: Paper, edit: str) -> None:
    operations.append(paper, title="A", edition=None, text="A", seen=paper.version, by=cast.morag, at=NOW)
    Meeting.objects.update(state="closed", closed_at=NOW)
    before = state_of(paper)

    with pytest.raises(NotAllowed, match="This meeting is closed"):
        EDITS[edit](cast, Paper.objects.get(), paper.version)
    assert state_of(paper) == before
