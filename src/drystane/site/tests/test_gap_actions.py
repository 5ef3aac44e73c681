"""An action opened from a gap: the gap has an action as long as one is still to close it."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drystane.access.errors import NotAllowed
from drystane.assessment.models import Assessment, Gap, GapState, Instrument, Question
from drystane.assessment.operations import accept_gap, reopen_gap
from drystane.documents.models import CiteStatus
from drystane.plans.models import Action
from drystane.plans.operations import drop_action, propose_action
from drystane.site.commands.assessment import command
from drystane.site.thread import came_of, why
from tests.cast import NOW, Partnership, make_edition, make_partnership

pytestmark = pytest.mark.django_db

REVIEW = date(2016, 3, 31)


@pytest.fixture
def cast() -> Partnership:
    return make_partnership()


@pytest.fixture
def gap(cast: Partnership) -> Gap:
    instrument = Instrument.objects.create(
        code="integrity", edition="1", title="Integrity", cite_status=CiteStatus.DRAFT
    )
    question = Question.objects.create(
        instrument=instrument, code="I1", order=1, topic="Checks", text="Is it done?", cite_status="draft"
    )
    submitted = Assessment.objects.create(
        group=cast.integrity,
        instrument=instrument,
        year=2015,
        due_on=REVIEW,
        opened_at=NOW,
        state="submitted",
        submitted_at=NOW,
    )
    answer = submitted.answers.create(
        question=question, kind="rated", result=1, answered_by=cast.tam, answered_at=NOW
    )
    return Gap.objects.create(
        group=cast.integrity,
        answer=answer,
        code="I1",
        title="Is it done?",
        size=3,
        harm_weight=1,
        duty_weight=1,
        opened_at=NOW,
    )


def open_action(cast: Partnership, gap: Gap, title: str = "Do it") -> Action:
    return propose_action(cast.integrity_plan, fields={"title": title}, gap=gap, by=cast.tam, at=NOW)


def test_an_action_from_a_gap_is_told_in_both_directions(cast: Partnership, gap: Gap) -> None:
    action = open_action(cast, gap)
    assert gap.state == GapState.TAKEN_UP
    assert [(one.kind, one.words) for one in why(action, cast.iain)] == [
        ("Gap", "Integrity Group: I1: Is it done?")
    ]
    assert [one.words for one in came_of(gap, cast.iain)] == ["Integrity Plan: Do it"]


def test_the_gap_is_open_again_when_its_last_action_is_dropped(cast: Partnership, gap: Gap) -> None:
    first, second = open_action(cast, gap), open_action(cast, gap, "Do more")
    drop_action(first, seen=first.version, by=cast.iain, at=NOW, why="Not this way.")
    assert Gap.objects.get().state == GapState.TAKEN_UP
    drop_action(second, seen=second.version, by=cast.iain, at=NOW, why="Nor this.")
    assert Gap.objects.get().state == GapState.OPEN
    assert [move.to for move in gap.moves.order_by("pk")] == ["taken_up", "open"]


def test_another_groups_gap_opens_no_action(cast: Partnership, gap: Gap) -> None:
    with pytest.raises(NotAllowed, match="another group"):
        propose_action(cast.prevent_plan, fields={"title": "x"}, gap=gap, by=cast.shona, at=NOW)
    assert not Action.objects.exists()


def test_an_accepted_gap_is_opened_before_it_gets_an_action(cast: Partnership, gap: Gap) -> None:
    accept_gap(gap, review_on=REVIEW, seen=gap.version, by=cast.iain, at=NOW, why="No money.")
    with pytest.raises(NotAllowed, match="accepted takes no action"):
        open_action(cast, gap)
    assert not Action.objects.exists()
    reopen_gap(gap, seen=gap.version, by=cast.iain, at=NOW, why="There is money.")
    assert (gap.accepted_why, gap.review_on) == ("", None)
    open_action(cast, gap)


def test_what_an_open_assessment_lacks_is_decided_when_it_is_submitted(cast: Partnership, gap: Gap) -> None:
    Gap.objects.update(marking="sensitive", descriptor="locsen")
    gap.refresh_from_db()
    with pytest.raises(NotAllowed, match="open again"):
        open_action(cast, gap)
    with pytest.raises(NotAllowed, match="open again"):
        accept_gap(gap, review_on=REVIEW, seen=gap.version, by=cast.iain, at=NOW, why="x")


def test_a_hidden_gap_is_no_reason_that_can_be_seen(cast: Partnership, gap: Gap) -> None:
    action = open_action(cast, gap)
    Gap.objects.update(marking="sensitive", descriptor="locsen")
    assert list(why(action, cast.iain)) == []
    cast.iain.purpose = "Preparing the return"
    assert [one.marking for one in why(action, cast.iain)] == ["OFFICIAL-SENSITIVE LOCSEN"]


def test_accepting_asks_for_a_reason_and_a_day_and_the_second_of_two_is_told(
    cast: Partnership, gap: Gap
) -> None:
    with pytest.raises(ValidationError, match="can be lived with"):
        accept_gap(gap, review_on=REVIEW, seen=gap.version, by=cast.iain, at=NOW, why="")
    with pytest.raises(ValidationError, match="a day to come"):
        accept_gap(gap, review_on=NOW.date(), seen=gap.version, by=cast.iain, at=NOW, why="x")
    seen = gap.version
    accept_gap(gap, review_on=REVIEW, seen=seen, by=cast.iain, at=NOW, why="No money.")
    assert list(Gap.objects.to_review(REVIEW)) == [gap]
    with pytest.raises(NotAllowed):
        accept_gap(gap, review_on=REVIEW, seen=seen, by=cast.iain, at=NOW, why="Me too.")


def test_hidden_gaps_change_nothing_that_a_recommendation_tells(cast: Partnership, gap: Gap) -> None:
    asked = make_edition(recommendations=1).recommendations.get()
    gap.answer.question.recommendations.set([asked])  # type: ignore[union-attr]  # it is an answer's gap

    def told() -> tuple[list[str], int]:
        with CaptureQueriesContext(connection) as queries:
            words = [one.words for one in came_of(asked, cast.iain)]
        return words, len(queries)

    seen = told()
    Gap.objects.update(marking="sensitive", descriptor="locsen")
    hidden = told()
    Gap.objects.all().delete()
    assert told() == hidden
    assert (seen[0], seen[1]) == (["Integrity Group: I1: Is it done?"], hidden[1])


def test_the_command_brings_in_a_pack_and_says_what_is_wrong_with_one(tmp_path: Path) -> None:
    pack = tmp_path / "small.yaml"
    pack.write_text(
        'instrument: {code: small, edition: "1", title: A small one, cite: {status: draft}}\n'
        'questions: [{code: Q1, topic: Checks, text: "Is it all done?", harm: 1, cite: {status: draft}}]\n',
        "utf-8",
    )
    assert "1 added" in CliRunner().invoke(command, ["load", str(pack)]).output
    assert "Nothing has changed." in CliRunner().invoke(command, ["load", str(pack)]).output
    assert "no board called 'x'" in CliRunner().invoke(command, ["load", str(pack), "--board", "x"]).output
    pack.write_text("colour: blue", "utf-8")
    refused = CliRunner().invoke(command, ["load", str(pack)])
    assert (refused.exit_code, "Nothing was brought in." in refused.output) == (2, True)
