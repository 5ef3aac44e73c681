"""Changing a crosswalk: both sides are tied, nothing is overwritten, and everything can be put back."""

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.assessment.models import Question, Subject
from drystane.assessment.operations import add_subject, propose_position, remove_subject, retie_subject
from drystane.assessment.tests.conftest import NOW, Meeting

pytestmark = pytest.mark.django_db


def questions(*codes: str) -> list[Question]:
    return list(Question.objects.filter(code__in=codes))


def test_a_subject_is_added_after_the_others_with_its_history(meeting: Meeting) -> None:
    subject = add_subject(
        meeting.crosswalk,
        code="S3",
        title="Training",
        questions=questions("I3", "P3", "P1"),
        by=meeting.cast.gordon,
        at=NOW,
    )
    assert (subject.order, subject.tied.first, subject.tied.second) == (3, ("I3",), ("P1", "P3"))
    assert (subject.changes.get().after, subject.changes.get().by) == ("I3 P1 P3", meeting.cast.gordon)


@pytest.mark.parametrize("codes", [["I1"], ["P1", "P2"], []])
def test_a_subject_has_a_question_of_each_side(meeting: Meeting, codes: list[str]) -> None:
    asked = questions(*codes)
    with pytest.raises(ValidationError, match="at least one question of each side"):
        add_subject(meeting.crosswalk, code="S3", title="x", questions=asked, by=None, at=NOW)
    with pytest.raises(ValidationError, match="at least one question of each side"):
        retie_subject(meeting.concern, questions=asked, seen=1, by=meeting.cast.gordon, at=NOW, why="x")
    assert meeting.concern.tied.first == ("I1",)


def test_a_code_is_used_once_in_a_crosswalk(meeting: Meeting) -> None:
    with pytest.raises(ValidationError, match="has a subject of that code"):
        add_subject(meeting.crosswalk, code="S1", title="x", questions=questions("I1", "P1"), by=None, at=NOW)


def test_the_second_of_two_who_tie_anew_is_told(meeting: Meeting) -> None:
    stale = Subject.objects.get(pk=meeting.concern.pk)
    by = meeting.cast.gordon
    retie_subject(meeting.concern, questions=questions("I1", "P2"), seen=1, by=by, at=NOW, why="Nearer.")
    with pytest.raises(NotAllowed, match="just changed this subject"):
        retie_subject(stale, questions=questions("I2", "P2"), seen=1, by=by, at=NOW, why="Mine.")
    assert Subject.objects.get(pk=stale.pk).tied.second == ("P2",)
    change = meeting.concern.changes.get()
    assert (change.before, change.after, change.why) == ("I1 P1", "I1 P2", "Nearer.")


def test_a_removed_subject_is_compared_no_more_and_kept(meeting: Meeting) -> None:
    remove_subject(meeting.concern, seen=1, by=meeting.cast.gordon, at=NOW, why="Not the same.")
    assert [tied.subject for tied in Subject.objects.current().ties()] == ["S2"]
    assert meeting.concern.changes.get().before == "I1 P1"
    with pytest.raises(NotAllowed):
        remove_subject(meeting.concern, seen=2, by=meeting.cast.gordon, at=NOW, why="Again.")


def test_a_subject_under_discussion_is_not_removed(submitted: Meeting) -> None:
    propose_position(
        submitted.concern,
        ours=submitted.ours,
        theirs=submitted.theirs,
        position=2,
        reason="So.",
        lead_group=submitted.cast.integrity,
        by=submitted.cast.iain,
        at=NOW,
    )
    with pytest.raises(NotAllowed, match="has to be answered first"):
        remove_subject(submitted.concern, seen=1, by=submitted.cast.gordon, at=NOW, why="x")
