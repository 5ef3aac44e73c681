"""Answering and verifying: on what a result rests, who may stand by it, what the second of two is told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from drystane.access.errors import NotAllowed
from drystane.assessment.models import Answer, AnswerVersion, Assessment, Evidence, Kind, Verification
from drystane.assessment.operations import (
    Given,
    KeptAsDraft,
    add_evidence,
    answer_question,
    open_assessment,
    submit,
    verify_answer,
    withdraw_evidence,
)
from drystane.assessment.tests.conftest import (
    DUE,
    MINUTES,
    NOW,
    TODAY,
    Meeting,
    answer_of,
    rated,
    say,
    verify_all,
)
from drystane.audit.models import Event

pytestmark = pytest.mark.django_db


def test_an_assessment_opens_with_a_place_for_every_question(meeting: Meeting) -> None:
    assert [answer.question.code for answer in meeting.ours.answers.in_order()] == ["I1", "I2", "I3"]
    assert meeting.ours.is_sensitive
    assert meeting.ours.moves.get().by == meeting.cast.iain


def test_a_group_begins_each_assessment_once_a_year(meeting: Meeting) -> None:
    with pytest.raises(ValidationError, match="begun that assessment for that year already"):
        open_assessment(
            meeting.integrity, group=meeting.cast.integrity, year=2015, due_on=DUE, by=meeting.isla, at=NOW
        )


def test_an_assessment_is_not_due_before_it_begins(meeting: Meeting) -> None:
    with pytest.raises(ValidationError, match="still to come"):
        open_assessment(
            meeting.integrity,
            group=meeting.cast.prevent,
            year=2016,
            due_on=TODAY.replace(day=1),
            by=meeting.isla,
            at=NOW,
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given(kind=""), "kind"),
        (Given(kind=Kind.RATED), "result"),
        (Given(kind=Kind.UNKNOWN, result=2), "result"),
        (Given(kind=Kind.NOT_APPLICABLE, reason=" "), "reason"),
        (rated(5), "result"),
        (rated(3), "result"),
        (rated(4), "result"),
        (rated(2, confidence="certain"), "confidence"),
    ],
)
def test_an_answer_that_cannot_stand_names_its_field(meeting: Meeting, given: Given, field: str) -> None:
    answer = answer_of(meeting.ours, "I1")
    with pytest.raises(ValidationError) as refused:
        say(answer, given, by=meeting.cast.tam)
    assert field in refused.value.message_dict
    assert not AnswerVersion.objects.exists()


@pytest.mark.parametrize("result", [3, 4])
def test_a_high_result_stands_on_evidence_sent_with_it_or_shown_before(meeting: Meeting, result: int) -> None:
    with_it = say(answer_of(meeting.ours, "I1"), rated(result), by=meeting.cast.tam, evidence=(MINUTES,))
    before = answer_of(meeting.ours, "I2")
    add_evidence(before, MINUTES, by=meeting.cast.tam, at=NOW)
    say(before, rated(result), by=meeting.cast.tam)
    assert (with_it.counts, before.counts) == (result, result)


def test_what_is_not_known_counts_nothing_in_place(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), Given(kind=Kind.UNKNOWN), by=meeting.cast.tam)
    assert (answer.counts, answer.result) == (0, None)


def test_the_last_evidence_of_a_high_result_cannot_be_withdrawn(meeting: Meeting) -> None:
    say(answer_of(meeting.ours, "I1"), rated(3), by=meeting.cast.tam, evidence=(MINUTES,))
    shown = Evidence.objects.get()
    with pytest.raises(NotAllowed, match="before you withdraw the last"):
        withdraw_evidence(shown, by=meeting.cast.tam, at=NOW, why="The wrong year.")
    assert Evidence.objects.current().count() == 1
    add_evidence(shown.answer, MINUTES, by=meeting.cast.tam, at=NOW)
    withdraw_evidence(shown, by=meeting.cast.tam, at=NOW, why="The wrong year.")
    shown.refresh_from_db()
    assert (shown.withdrawn_by, shown.withdrawn_why) == (meeting.cast.tam, "The wrong year.")


def test_the_second_of_two_is_told_and_loses_nothing(meeting: Meeting) -> None:
    answer = answer_of(meeting.ours, "I1")
    seen = answer.version
    say(answer_of(meeting.ours, "I1"), rated(1, note="Tam's words"), by=meeting.cast.tam)
    mine = rated(3, note="Isla's words")
    with pytest.raises(KeptAsDraft, match="Yours was not lost") as told:
        answer_question(answer, given=mine, evidence=(MINUTES,), seen=seen, by=meeting.isla, at=NOW)
    answer.refresh_from_db()
    assert (answer.result, answer.note, answer.answered_by) == (1, "Tam's words", meeting.cast.tam)
    draft = AnswerVersion.objects.refused().get()
    assert draft == told.value.draft
    assert (draft.result, draft.note, draft.by) == (3, "Isla's words", meeting.isla)
    assert draft.evidence == "Minutes, 3 August 2015, Clerk"
    assert not Evidence.objects.exists()
    assert Event.objects.filter(verb="answer.kept_as_draft", object_ref=answer.ref).exists()


def test_an_answer_sent_after_submission_is_kept_as_a_draft(meeting: Meeting) -> None:
    answer = answer_of(meeting.ours, "I1")
    for code in ("I1", "I2", "I3"):
        say(answer_of(meeting.ours, code), rated(1), by=meeting.cast.tam)
    verify_all(meeting.ours, meeting.cast.iain)
    meeting.ours.refresh_from_db()
    submit(meeting.ours, seen=meeting.ours.version, by=meeting.cast.iain, at=NOW)
    answer.refresh_from_db()
    with pytest.raises(KeptAsDraft, match="just been submitted"):
        answer_question(answer, given=rated(2), seen=answer.version, by=meeting.isla, at=NOW)
    assert Answer.objects.get(pk=answer.pk).result == 1
    assert Assessment.objects.get(pk=meeting.ours.pk).version == meeting.ours.version


def test_nobody_verifies_their_own_answer(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(2), by=meeting.cast.iain)
    with pytest.raises(NotAllowed, match="You gave this answer yourself"):
        verify_answer(answer, seen=answer.version, by=meeting.cast.iain, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(verified_by=meeting.cast.iain, verified_at=NOW)


def test_nobody_verifies_an_answer_they_have_not_seen(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(2), by=meeting.cast.tam)
    seen = answer.version
    say(answer, rated(1), by=meeting.isla)
    with pytest.raises(NotAllowed, match="just changed this answer"):
        verify_answer(answer, seen=seen, by=meeting.cast.iain, at=NOW)


def test_an_empty_place_is_not_verified(meeting: Meeting) -> None:
    answer = answer_of(meeting.ours, "I1")
    with pytest.raises(NotAllowed, match="no answer to verify"):
        verify_answer(answer, seen=answer.version, by=meeting.cast.iain, at=NOW)


def test_the_verifiers_other_rating_counts_and_the_first_one_stands_beside_it(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(2), by=meeting.cast.tam)
    with pytest.raises(ValidationError, match="Say why you rate it otherwise"):
        verify_answer(answer, seen=answer.version, result=1, by=meeting.cast.iain, at=NOW)
    verify_answer(answer, seen=answer.version, result=1, note="Not in Housing.", by=meeting.cast.iain, at=NOW)
    answer.refresh_from_db()
    assert (answer.result, answer.verified_result, answer.counts) == (2, 1, 1)
    assert Verification.objects.get().note == "Not in Housing."


@pytest.mark.parametrize("result", [3, 4])
def test_a_verifier_cannot_raise_a_result_above_its_evidence(meeting: Meeting, result: int) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(2), by=meeting.cast.tam)
    with pytest.raises(ValidationError, match="needs at least one piece of evidence"):
        verify_answer(
            answer, seen=answer.version, result=result, note="Better.", by=meeting.cast.iain, at=NOW
        )
    assert Answer.objects.get(pk=answer.pk).verified_by is None


def test_an_answer_that_changes_has_to_be_verified_again(meeting: Meeting) -> None:
    answer = say(answer_of(meeting.ours, "I1"), rated(2), by=meeting.cast.tam)
    verify_answer(answer, seen=answer.version, result=1, note="No.", by=meeting.cast.iain, at=NOW)
    say(answer, rated(2), by=meeting.cast.tam)
    assert (answer.verified_by, answer.verified_result) == (None, None)
    assert Verification.objects.count() == 1
