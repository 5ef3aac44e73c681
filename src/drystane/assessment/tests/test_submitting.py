"""Submitting: what stands in the way, what becomes known, and to whom."""

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.assessment.models import (
    Agreement,
    Answer,
    AnswerVersion,
    Assessment,
    Evidence,
    Gap,
    GapState,
    State,
)
from drystane.assessment.operations import (
    Given,
    accept_gap,
    add_evidence,
    missing,
    propose_position,
    reopen,
    submit,
    withdraw_evidence,
)
from drystane.assessment.operations.answering import NewEvidence
from drystane.assessment.tests.conftest import (
    DUE,
    MINUTES,
    NOW,
    Meeting,
    answer_of,
    fill,
    rated,
    say,
    verify_all,
)
from drystane.audit.models import Event

pytestmark = pytest.mark.django_db

FROM_INSIDE = {"iain", "isla", "tam"}
FROM_ABOVE = {"gordon", "morag", "wallace", "priya"}


def again(assessment: Assessment, *, by: User) -> None:
    assessment.refresh_from_db()
    reopen(assessment, seen=assessment.version, by=by, at=NOW, why="A figure was wrong.")


def see(model: type[Assessment] | type[Answer] | type[Gap], purpose: str) -> set[str]:
    found = set()
    for user in User.objects.all():
        user.purpose = purpose
        if model.objects.visible_to(user).exists():
            found.add(user.username)
    return found


def test_everything_that_is_missing_is_named_at_once(meeting: Meeting) -> None:
    say(answer_of(meeting.ours, "I1"), rated(2), by=meeting.cast.tam)
    assert missing(meeting.ours) == [
        "I2 is not answered.",
        "I3 is not answered.",
        "I1 is not verified.",
    ]
    meeting.ours.refresh_from_db()
    with pytest.raises(ValidationError, match="I2 is not answered"):
        submit(meeting.ours, seen=meeting.ours.version, by=meeting.cast.iain, at=NOW)
    meeting.ours.refresh_from_db()
    assert meeting.ours.state == State.OPEN
    assert not Gap.objects.exists()


def test_a_high_result_is_not_submitted_without_its_evidence(meeting: Meeting) -> None:
    """The operation refuses it before; here the evidence has gone by another way."""
    fill_but_submit(meeting)
    Evidence.objects.update(withdrawn_at=NOW, withdrawn_by=meeting.cast.tam)
    assert missing(meeting.ours) == ["I1 needs evidence for its result."]


def fill_but_submit(meeting: Meeting) -> None:
    for code, result in {"I1": 3, "I2": 1, "I3": 2}.items():
        evidence = (MINUTES,) if result == 3 else ()
        say(answer_of(meeting.ours, code), rated(result), by=meeting.cast.tam, evidence=evidence)
    verify_all(meeting.ours, meeting.cast.iain)
    meeting.ours.refresh_from_db()


def test_whoever_submits_has_seen_the_last_answer(meeting: Meeting) -> None:
    fill_but_submit(meeting)
    seen = meeting.ours.version
    say(answer_of(meeting.ours, "I2"), rated(0), by=meeting.isla)
    with pytest.raises(NotAllowed, match="just changed"):
        submit(meeting.ours, seen=seen, by=meeting.cast.iain, at=NOW)


def test_open_answers_are_for_the_group_alone_and_with_a_purpose(meeting: Meeting) -> None:
    meeting.theirs.answers.all().delete()
    assert see(Answer, "") == set()
    assert see(Answer, "Preparing the return") == FROM_INSIDE


def test_submitted_answers_and_gaps_are_official_to_group_and_board(meeting: Meeting) -> None:
    fill(meeting.ours, [3, 1, 4], by=meeting.cast.tam, verifier=meeting.cast.iain)
    assert see(Assessment, "") == see(Answer, "") == see(Gap, "") == FROM_INSIDE | FROM_ABOVE


def test_opened_again_they_are_hidden_again(meeting: Meeting) -> None:
    fill(meeting.ours, [3, 1, 4], by=meeting.cast.tam, verifier=meeting.cast.iain)
    again(meeting.ours, by=meeting.cast.iain)
    assert see(Assessment, "") == see(Answer, "") == see(Gap, "") == set()
    assert see(Gap, "Correcting a figure") == FROM_INSIDE


def test_sensitive_evidence_stays_hidden_under_a_submitted_answer(meeting: Meeting) -> None:
    secret = NewEvidence("audit", "Audit", MINUTES.on, "Internal audit", "sensitive", "commercial")
    add_evidence(answer_of(meeting.ours, "I1"), secret, by=meeting.cast.tam, at=NOW)
    fill(meeting.ours, [3, 1, 2], by=meeting.cast.tam, verifier=meeting.cast.iain)
    assert [shown.title for shown in Evidence.objects.visible_to(meeting.cast.gordon)] == ["Minutes"]
    meeting.cast.tam.purpose = "Reading up"
    assert Evidence.objects.visible_to(meeting.cast.tam).count() == 2


def test_earlier_wordings_stay_hidden_when_the_answer_is_known(submitted: Meeting) -> None:
    assert not AnswerVersion.objects.visible_to(submitted.cast.gordon).exists()
    submitted.cast.iain.purpose = "How did we come to this?"
    assert AnswerVersion.objects.visible_to(submitted.cast.iain).count() == 3


def test_each_answer_short_of_the_target_opens_a_gap_with_its_weights(submitted: Meeting) -> None:
    gaps = Gap.objects.filter(group=submitted.cast.prevent).heaviest_first()
    assert [(gap.code, gap.shortfall.sum) for gap in gaps] == [
        ("P2", "size 2 × harm 3 × duty 2 = 12"),
        ("P1", "size 4 × harm 2 × duty 1 = 8"),
        ("P3", "size 2 × harm 1 × duty 1 = 2"),
    ]


def test_nothing_that_does_not_apply_is_missing(meeting: Meeting) -> None:
    reason = Given(kind="not_applicable", reason="We let no halls.")
    for code in ("I1", "I2", "I3"):
        say(answer_of(meeting.ours, code), reason, by=meeting.cast.tam)
    verify_all(meeting.ours, meeting.cast.iain)
    meeting.ours.refresh_from_db()
    submit(meeting.ours, seen=meeting.ours.version, by=meeting.cast.iain, at=NOW)
    assert not Gap.objects.exists()


def test_submitting_again_keeps_the_rows_of_gaps_and_tells_what_changed(submitted: Meeting) -> None:
    by = submitted.cast
    gap = Gap.objects.get(code="I2")
    accept_gap(gap, review_on=DUE, seen=gap.version, by=by.iain, at=NOW, why="Nobody lets here.")
    again(submitted.ours, by=by.iain)
    fill(submitted.ours, [4, 2, 4], by=by.tam, verifier=by.iain)
    assert {found.code: found.state for found in Gap.objects.filter(group=by.integrity)} == {
        "I1": GapState.CLOSED,
        "I2": GapState.OPEN,
    }
    gap.refresh_from_db()
    assert (gap.size, gap.accepted_why) == (2, "")
    assert [move.why for move in gap.moves.order_by("pk")][-1].startswith(
        "The assessment was submitted again"
    )


def test_opening_again_withdraws_what_was_proposed_on_its_strength(submitted: Meeting) -> None:
    proposed = propose_position(
        submitted.concern,
        ours=submitted.ours,
        theirs=submitted.theirs,
        position=2,
        reason="Neither is tested.",
        lead_group=submitted.cast.integrity,
        by=submitted.cast.iain,
        at=NOW,
    )
    again(submitted.theirs, by=submitted.cast.shona)
    assert Agreement.objects.get(pk=proposed.pk).state == "withdrawn"


def test_a_submitted_assessment_takes_nothing_more(submitted: Meeting) -> None:
    answer = answer_of(submitted.ours, "I1")
    with pytest.raises(NotAllowed, match="Open it again first"):
        add_evidence(answer, MINUTES, by=submitted.cast.tam, at=NOW)
    shown = Evidence.objects.filter(answer=answer)[0]
    with pytest.raises(NotAllowed, match="Open it again first"):
        withdraw_evidence(shown, by=submitted.cast.tam, at=NOW, why="Old")


def test_the_trail_tells_it_by_public_ids(submitted: Meeting) -> None:
    told = Event.objects.filter(verb="assessment.submitted", object_ref=submitted.ours.ref)
    assert told.count() == 1
