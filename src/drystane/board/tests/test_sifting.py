"""What becomes of each finding: accepted, mended, rejected, taken back; and nothing before that."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from drystane.access.errors import NotAllowed
from drystane.audit.models import Event
from drystane.board import cabinet
from drystane.board.models import (
    AgendaItem,
    Draft,
    DraftItem,
    DraftMove,
    ItemState,
    Meeting,
    Paper,
    PaperRecommendation,
    Tasking,
)
from drystane.board.operations import reading_in
from drystane.board.operations.sifting import accept, reject, take_back
from drystane.board.operations.tasking import accept_tasking
from drystane.board.tests.papers_read import item, keep
from drystane.documents.models import Source
from drystane.plans.models import Action
from drystane.plans.operations import agree_action
from drystane.strategy.models import Contradiction, Figure, Message
from tests.cast import NOW, Partnership

FRONT = {
    "meeting": None,
    "on": date(2015, 9, 2),
    "heading": "KEEPING CRIME OUT OF OUR CONTRACTS",
    "to": "Safer Board",
    "report_by": "Director of Invented Services",
    "late_because": "",
}
FIGURE = {
    "label": "Groups use seemingly legitimate businesses",
    "value": Decimal(60),
    "unit": "percent",
    "qualifier": "",
    "base": "",
    "as_of": date(2015, 9, 2),
    "as_of_text": "2 September 2015",
    "measure": "share",
}


@pytest.fixture
def draft(cast: Partnership) -> Draft:
    return keep(cast.board, cast.morag)


def fields_of(cast: Partnership, kind: str) -> dict[str, Any]:
    """As the machine proposes them."""
    fields: dict[str, dict[str, Any]] = {
        "paper": FRONT,
        "recommendation": {"verb": "note", "text": "the change in the threats."},
        "tasking": {
            "to_group": cast.integrity,
            "asked": "check the carriers",
            "report_back_on": date(2015, 11, 25),
        },
        "action": {
            "plan": cast.board_plan,
            "title": "Write to every landlord of a yard",
            "detail": "Given to: Officers",
            "due_on": None,
        },
        "figure": FIGURE,
        "message": {"group": cast.prevent, "audience": "businesses", "text": "Look twice"},
        "group": {"group": cast.integrity},
    }
    return fields[kind]


def take(cast: Partnership, one: DraftItem, kind: str = "", **other: Any) -> Any:
    kind = kind or one.kind
    fields = {**fields_of(cast, kind), **other}
    return accept(one, kind, fields=fields, seen=one.version, by=cast.morag, at=NOW)


def count_of_everything() -> dict[str, int]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("drystane.")]
    kept = {"Draft", "DraftItem", "DraftMove", "Event"}
    return {model._meta.label: model._default_manager.count() for model in ours if model.__name__ not in kept}


def test_reading_in_makes_no_record(cast: Partnership) -> None:
    before = count_of_everything()
    draft = keep(cast.board, cast.morag)
    assert count_of_everything() == before
    assert set(draft.items.values_list("state", flat=True)) == {"waiting"}
    assert Event.objects.filter(verb="draft.read").count() == 1


def test_a_report_becomes_a_paper_before_its_meeting(
    cast: Partnership, draft: Draft, meeting: Meeting
) -> None:
    paper = take(cast, item(draft, "paper"), meeting=meeting)
    assert (paper.meeting, paper.heading) == (meeting, FRONT["heading"])
    appendix = paper.appendices.get()
    assert appendix.file is not None
    assert cabinet.fetch(appendix.file.kept_as, appendix.file.digest) == draft.text.encode()
    asked = take(cast, item(draft, "recommendation"))
    assert (asked.paper, str(asked)) == (paper, "Note the change in the threats.")


def test_a_meeting_is_planned_where_there_is_none(cast: Partnership, draft: Draft) -> None:
    take(cast, item(draft, "paper"))
    assert Meeting.objects.get().on == date(2015, 9, 2)


def test_a_page_of_the_web_stands_behind_its_paper_in_words(cast: Partnership) -> None:
    draft = keep(cast.board, cast.morag, name="report.html")
    appendix = take(cast, item(draft, "paper")).appendices.get()
    assert (appendix.file, "check the carriers" in appendix.text) == (None, True)


def test_a_recommendation_waits_for_its_paper(cast: Partnership, draft: Draft) -> None:
    with pytest.raises(NotAllowed, match="Accept the meeting and the paper first"):
        take(cast, item(draft, "recommendation"))
    assert item(draft, "recommendation").is_waiting


@pytest.mark.parametrize(
    ("kind", "model"), [("tasking", Tasking), ("action", Action), ("message", Message), ("figure", Figure)]
)
def test_a_finding_becomes_one_record_and_says_so(
    cast: Partnership, draft: Draft, kind: str, model: type[models.Model]
) -> None:
    one = item(draft, "check" if kind == "message" else kind)
    record = take(cast, one, kind)
    assert model._default_manager.get() == record
    one.refresh_from_db()
    assert (one.became, one.became_ref, one.by) == (kind, record.ref, cast.morag)
    assert one.state == (ItemState.MENDED if kind == "message" else ItemState.ACCEPTED)
    event = Event.objects.get(verb="draft.item_accepted")
    assert (event.details["kind"], event.details["record"]) == (kind, record.ref)


def test_what_a_person_says_otherwise_is_mended(cast: Partnership, draft: Draft) -> None:
    one = item(draft, "action")
    action = take(cast, one, title="Write to the landlords of yards")
    assert (one.state, action.title) == (ItemState.MENDED, "Write to the landlords of yards")
    assert one.machine["title"] == "Write to every landlord of a yard"
    assert one.person is not None
    assert one.person["title"] == "Write to the landlords of yards"


def test_a_figure_has_the_paper_for_its_source_and_meets_what_it_contradicts(
    cast: Partnership, draft: Draft, disputed: Figure
) -> None:
    one = item(draft, "figure")
    other = Figure.objects.get(code="share-65")
    figure = take(cast, one, contradicts=[other], why_not="The paper says 60.")
    assert figure.source is not None
    assert (figure.source.title, figure.place) == (draft.title, "paragraph 1.1")
    assert figure.code == "2015-share"
    both = Contradiction.objects.filter(why="The paper says 60.").values_list("figure", "other")
    assert set(both) == {(figure.pk, other.pk), (other.pk, figure.pk)}
    take_back(one, seen=one.version, by=cast.morag, at=NOW)
    assert not Contradiction.objects.filter(why="The paper says 60.").exists()
    assert not Source.objects.exists()


def test_two_figures_of_a_year_and_series_have_codes_of_their_own(cast: Partnership) -> None:
    drafts = [keep(cast.board, cast.morag) for _ in range(2)]
    codes = [take(cast, item(draft, "figure")).code for draft in drafts]
    assert codes == ["2015-share", "2015-share-2"]


def test_a_sensitive_paper_gives_no_figure_and_its_action_stays_with_the_board(cast: Partnership) -> None:
    draft = keep(cast.board, cast.morag, marking="sensitive", descriptor="commercial")
    with pytest.raises(NotAllowed, match="open to everybody"):
        take(cast, item(draft, "figure"))
    with pytest.raises(NotAllowed, match="could not follow a sensitive action"):
        take(cast, item(draft, "action"), plan=cast.integrity_plan)
    assert take(cast, item(draft, "action")).is_sensitive
    paper = take(cast, item(draft, "paper"))
    assert (paper.is_sensitive, paper.item.is_sensitive) == (True, True)
    assert paper.appendices.get().file.is_sensitive


def test_nothing_is_half_done_where_the_operation_refuses(cast: Partnership, draft: Draft) -> None:
    one = item(draft, "tasking")
    with pytest.raises(ValidationError, match="still to come"):
        take(cast, one, report_back_on=date(2015, 9, 1))
    one.refresh_from_db()
    assert (one.state, one.version) == (ItemState.WAITING, 1)
    assert not Event.objects.filter(verb__startswith="draft.item").exists()


def test_the_second_of_two_people_is_told(cast: Partnership, draft: Draft) -> None:
    mine, theirs = item(draft, "action"), item(draft, "action")
    take(cast, mine)
    with pytest.raises(NotAllowed, match="Somebody else has just decided"):
        take(cast, theirs)
    with pytest.raises(NotAllowed, match="Somebody else has just decided"):
        reject(theirs, seen=theirs.version, by=cast.gordon, at=NOW)
    assert Action.objects.count() == 1


def test_a_rejected_finding_makes_nothing_and_can_wait_again(cast: Partnership, draft: Draft) -> None:
    one = item(draft, "tasking")
    reject(one, why="It is old", seen=one.version, by=cast.gordon, at=NOW)
    assert (one.state, one.why, one.by) == (ItemState.REJECTED, "It is old", cast.gordon)
    take_back(one, seen=one.version, by=cast.gordon, at=NOW)
    assert (one.state, one.why, one.by) == (ItemState.WAITING, "", None)
    take(cast, one)
    moves = DraftMove.objects.filter(item=one).order_by("pk").values_list("before", "to", "why")
    assert list(moves) == [
        ("waiting", "rejected", "It is old"),
        ("rejected", "waiting", ""),
        ("waiting", "accepted", ""),
    ]


@pytest.mark.parametrize("kind", ["paper", "tasking", "action", "message", "figure", "group"])
def test_an_acceptance_taken_back_leaves_nothing_behind(cast: Partnership, draft: Draft, kind: str) -> None:
    keeps = {"board.Meeting": 1} if kind == "paper" else {}  # the meeting stays planned
    before = count_of_everything()
    one = item(draft, "check" if kind == "message" else kind)
    take(cast, one, kind)
    take_back(one, seen=one.version, by=cast.morag, at=NOW)
    assert (one.is_waiting, one.became, one.made) == (True, "", None)
    assert count_of_everything() == {**before, **keeps}


def test_a_recommendation_taken_back_leaves_its_paper(cast: Partnership, draft: Draft) -> None:
    heading = item(draft, "paper")
    take(cast, heading)
    one = item(draft, "recommendation")
    take(cast, one)
    with pytest.raises(NotAllowed, match="worked on"):
        take_back(heading, seen=heading.version, by=cast.morag, at=NOW)
    take_back(one, seen=one.version, by=cast.morag, at=NOW)
    assert not PaperRecommendation.objects.exists()
    take_back(heading, seen=heading.version, by=cast.morag, at=NOW)
    assert not Paper.objects.exists()
    assert not AgendaItem.objects.exists()


def test_what_somebody_has_touched_since_stands(cast: Partnership, draft: Draft) -> None:
    tasked, acted = item(draft, "tasking"), item(draft, "action")
    tasking, action = take(cast, tasked), take(cast, acted)
    accept_tasking(tasking, by=cast.iain, at=NOW)
    agree_action(action, seen=action.version, by=cast.gordon, at=NOW)
    for one in (tasked, acted):
        with pytest.raises(NotAllowed, match="the acceptance stands"):
            take_back(one, seen=one.version, by=cast.morag, at=NOW)
        one.refresh_from_db()
        assert one.is_taken


def test_what_became_hidden_stands_in_the_same_words(cast: Partnership, draft: Draft) -> None:
    one = item(draft, "action")
    action = take(cast, one)
    Action.objects.filter(pk=action.pk).update(marking="sensitive", descriptor="locsen")
    with pytest.raises(NotAllowed, match="the acceptance stands"):
        take_back(one, seen=one.version, by=cast.morag, at=NOW)


def test_a_figure_that_a_paper_cites_stands(cast: Partnership, draft: Draft, paper: Paper) -> None:
    one = item(draft, "figure")
    figure = take(cast, one)
    paper.citations.create(figure=figure)
    with pytest.raises(NotAllowed, match="cites"):
        take_back(one, seen=one.version, by=cast.morag, at=NOW)


def test_a_draft_put_away_waits_for_nobody(cast: Partnership, draft: Draft) -> None:
    reading_in.put_away(draft, by=cast.morag, at=NOW)
    with pytest.raises(NotAllowed, match="put away"):
        take(cast, item(draft, "action"))
    with pytest.raises(NotAllowed, match="just done that"):
        reading_in.put_away(draft, by=cast.morag, at=NOW)
    reading_in.take_out(draft, by=cast.morag, at=NOW)
    take(cast, item(draft, "action"))


@pytest.mark.django_db(transaction=True)
def test_after_a_year_the_paper_is_erased_and_what_was_accepted_stands(
    cast: Partnership, draft: Draft
) -> None:
    one, left = item(draft, "action"), item(draft, "tasking")
    take(cast, one)
    reject(left, seen=left.version, by=cast.morag, at=NOW)
    file = cabinet.folder() / draft.kept_as
    year = timedelta(days=365)
    assert reading_in.forget_drafts(NOW + year, kept_for=year) == 0
    assert reading_in.forget_drafts(NOW + year + timedelta(days=1), kept_for=year) == 1
    draft.refresh_from_db()
    assert (draft.text, draft.layout, draft.kept_as, draft.is_open) == ("", {}, "", False)
    assert not file.exists()
    assert [found.text for found in draft.items.all()] == [one.text]
    assert Action.objects.exists()
    with pytest.raises(NotAllowed, match="erased"):
        reading_in.take_out(draft, by=cast.morag, at=NOW)
    assert reading_in.forget_drafts(NOW + 2 * year, kept_for=year) == 0


def test_who_saw_a_finding_before_it_was_taken_back_is_told_too(cast: Partnership, draft: Draft) -> None:
    stale = item(draft, "action")
    one = item(draft, "action")
    reject(one, seen=one.version, by=cast.gordon, at=NOW)
    take_back(one, seen=one.version, by=cast.gordon, at=NOW)
    with pytest.raises(NotAllowed, match="Somebody else has just decided"):
        take(cast, stale)
