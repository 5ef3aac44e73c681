"""Agreeing a position: two people, two groups, each with the right; nothing is agreed silently."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drystane.access.errors import NotAllowed
from drystane.access.models import User
from drystane.access.policy import Permission, Role
from drystane.assessment.models import Agreement, AgreementMove, Assessment, Gap, GapState
from drystane.assessment.operations import (
    confirm_position,
    decline_position,
    propose_position,
    reopen,
    retie_subject,
    submit,
    withdraw_position,
)
from drystane.assessment.operations.tying import remove_subject
from drystane.assessment.tests.conftest import NOW, Meeting
from drystane.partners.sight import may
from tests.cast import seat

pytestmark = pytest.mark.django_db


def propose(meeting: Meeting, by: User | None = None, **changed: Any) -> Agreement:
    """By Integrity's chair on how staff raise a concern, where Integrity says 3 and Prevent does not know."""
    said = {
        "ours": meeting.ours,
        "theirs": meeting.theirs,
        "position": 2,
        "reason": "Neither page is tested.",
        "lead_group": meeting.cast.integrity,
        **changed,
    }
    subject = said.pop("subject", meeting.concern)
    return propose_position(subject, by=by or meeting.cast.iain, at=NOW, **said)


def confirm(agreement: Agreement, meeting: Meeting, by: User | None = None) -> None:
    confirm_position(
        agreement,
        acting_for=meeting.cast.prevent,
        seen=agreement.version,
        by=by or meeting.cast.shona,
        at=NOW,
    )


def test_a_position_is_agreed_by_two_people_for_two_groups(submitted: Meeting) -> None:
    agreement = propose(submitted)
    assert not Agreement.objects.confirmed().exists()
    confirm(agreement, submitted)
    assert Agreement.objects.confirmed().get() == agreement
    assert (agreement.proposer_level, agreement.confirmer_level) == (3, 0)
    assert [(move.to, move.acting_for, move.by) for move in agreement.moves.order_by("pk")] == [
        ("proposed", submitted.cast.integrity, submitted.cast.iain),
        ("confirmed", submitted.cast.prevent, submitted.cast.shona),
    ]


def test_the_gap_of_a_position_is_of_the_group_that_leads(submitted: Meeting) -> None:
    confirm(propose(submitted, lead_group=submitted.cast.prevent), submitted)
    gap = Gap.objects.get(answer=None)
    assert (gap.group, gap.shortfall.sum) == (submitted.cast.prevent, "size 2 × harm 2 × duty 1 = 4")


def test_nothing_is_missing_where_both_exceed(submitted: Meeting) -> None:
    confirm(propose(submitted, position=4), submitted)
    assert not Gap.objects.filter(answer=None).exists()


def test_whoever_sits_in_both_groups_acts_for_one(submitted: Meeting) -> None:
    seat(submitted.cast.iain, submitted.cast.prevent, Role.CHAIR)
    agreement = propose(submitted)
    with pytest.raises(NotAllowed, match="You proposed this yourself"):
        confirm(agreement, submitted, by=submitted.cast.iain)
    seat(submitted.isla, submitted.cast.prevent, Role.CHAIR)
    with pytest.raises(NotAllowed, match="Your group proposed this"):
        confirm_position(
            agreement,
            acting_for=submitted.cast.integrity,
            seen=agreement.version,
            by=submitted.isla,
            at=NOW,
        )
    confirm(agreement, submitted, by=submitted.isla)
    assert agreement.confirmed_for == submitted.cast.prevent


@pytest.mark.parametrize("name", ["tam", "gordon", "morag", "priya", "stranger", "shona"])
def test_only_a_holder_of_the_group_proposes_for_it(submitted: Meeting, name: str) -> None:
    with pytest.raises(PermissionDenied):
        propose(submitted, by=getattr(submitted.cast, name))


@pytest.mark.parametrize("name", ["tam", "gordon", "aileen", "priya", "stranger", "iain"])
def test_only_a_holder_of_the_other_group_answers(submitted: Meeting, name: str) -> None:
    agreement = propose(submitted)
    with pytest.raises(PermissionDenied):
        confirm(agreement, submitted, by=getattr(submitted.cast, name))
    with pytest.raises(PermissionDenied):
        decline_position(
            agreement,
            acting_for=submitted.cast.prevent,
            seen=agreement.version,
            by=getattr(submitted.cast, name),
            at=NOW,
            why="No.",
        )
    assert Agreement.objects.get().state == "proposed"


def test_a_position_rests_on_two_submitted_assessments(meeting: Meeting) -> None:
    with pytest.raises(NotAllowed, match="two submitted assessments"):
        propose(meeting)


def test_a_position_is_proposed_once_at_a_time(submitted: Meeting) -> None:
    propose(submitted)
    with pytest.raises(ValidationError, match="proposed already"):
        propose(submitted, by=submitted.isla, position=3)


def test_a_later_position_replaces_the_earlier_and_closes_its_gap(submitted: Meeting) -> None:
    first = propose(submitted)
    confirm(first, submitted)
    second = propose(submitted, position=1)
    assert Agreement.objects.confirmed().get() == first
    confirm(second, submitted)
    assert Agreement.objects.confirmed().get() == second
    first.refresh_from_db()
    assert (first.state, first.gap.state, second.gap.state) == ("superseded", GapState.CLOSED, GapState.OPEN)


def test_a_refusal_has_a_reason_and_the_proposer_may_take_it_back(submitted: Meeting) -> None:
    agreement = propose(submitted)
    with pytest.raises(ValidationError, match="sees it otherwise"):
        decline_position(
            agreement,
            acting_for=submitted.cast.prevent,
            seen=agreement.version,
            by=submitted.ewan,
            at=NOW,
            why=" ",
        )
    withdraw_position(agreement, seen=agreement.version, by=submitted.isla, at=NOW, why="Too soon.")
    assert agreement.state == "withdrawn"
    with pytest.raises(NotAllowed, match="withdrawn cannot become agreed"):
        confirm(agreement, submitted)


def test_the_second_of_two_answers_is_told(submitted: Meeting) -> None:
    agreement = propose(submitted)
    stale = Agreement.objects.get(pk=agreement.pk)
    decline_position(
        agreement,
        acting_for=submitted.cast.prevent,
        seen=agreement.version,
        by=submitted.ewan,
        at=NOW,
        why="No.",
    )
    with pytest.raises(NotAllowed, match="just changed"):
        confirm(stale, submitted)
    assert Agreement.objects.get().state == "declined"


def test_both_groups_and_their_board_see_a_position_and_nobody_else(submitted: Meeting) -> None:
    propose(submitted)
    found = [user.username for user in User.objects.order_by("username") if sees(user)]
    assert found == sorted(set(User.objects.values_list("username", flat=True)) - {"stranger"})


def sees(user: User) -> bool:
    return Agreement.objects.visible_to(user).exists()


def test_the_database_refuses_one_sided_agreement(submitted: Meeting) -> None:
    agreement = propose(submitted)
    row = Agreement.objects.filter(pk=agreement.pk)
    iain, integrity, prevent = submitted.cast.iain, submitted.cast.integrity, submitted.cast.prevent
    one_sided: list[dict[str, Any]] = [
        {"state": "confirmed"},
        {"state": "confirmed", "confirmed_by": iain, "confirmed_at": NOW, "confirmed_for": prevent},
        {
            "state": "confirmed",
            "confirmed_by": submitted.ewan,
            "confirmed_at": NOW,
            "confirmed_for": integrity,
        },
        {"confirmed_by": submitted.ewan},
    ]
    for fields in one_sided:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**fields)


def test_others_of_the_same_year_are_offered_once_they_are_submitted(submitted: Meeting) -> None:
    assert list(Assessment.objects.beside(submitted.ours)) == [submitted.theirs]
    theirs = submitted.theirs
    theirs.refresh_from_db()
    reopen(theirs, seen=theirs.version, by=submitted.cast.shona, at=NOW, why="A slip.")
    assert not Assessment.objects.beside(submitted.ours).exists()


# Whatever anybody tries, in whatever order.

PEOPLE = ["gordon", "morag", "iain", "tam", "shona", "aileen", "priya", "stranger", "isla", "ewan", "both"]
VERBS = ["propose", "confirm", "decline", "withdraw", "reopen", "submit", "retie", "remove"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from([*VERBS, "propose", "confirm", "confirm"]),
        st.booleans(),
        st.integers(0, 4),
    ),
    min_size=2,
    max_size=12,
)


def attempt(meeting: Meeting, by: User, verb: str, first: bool, position: int) -> None:
    ours, theirs = (meeting.ours, meeting.theirs) if first else (meeting.theirs, meeting.ours)
    for assessment in (ours, theirs):
        assessment.refresh_from_db()
    meeting.concern.refresh_from_db()
    if verb == "propose":
        propose(meeting, by=by, ours=ours, theirs=theirs, position=position, lead_group=theirs.group)
    elif verb == "reopen":
        reopen(ours, seen=ours.version, by=by, at=NOW, why="Again.")
    elif verb == "submit":
        submit(ours, seen=ours.version, by=by, at=NOW)
    elif verb == "retie":
        questions = [*meeting.integrity.questions.all(), *meeting.prevent.questions.all()]
        retie_subject(
            meeting.concern, questions=questions, seen=meeting.concern.version, by=by, at=NOW, why="All."
        )
    elif verb == "remove":
        remove_subject(meeting.concern, seen=meeting.concern.version, by=by, at=NOW, why="Not shared.")
    elif agreement := Agreement.objects.order_by("-pk").first():
        seen = agreement.version
        if verb == "withdraw":
            withdraw_position(agreement, seen=seen, by=by, at=NOW, why="Back.")
        else:
            answer = confirm_position if verb == "confirm" else decline_position
            answer(agreement, acting_for=ours.group, seen=seen, by=by, at=NOW, why="So.")


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_sequence_of_acts_agrees_anything_silently(
    submitted: Meeting, steps: list[tuple[str, str, bool, int]]
) -> None:
    people = {**vars(submitted.cast), "isla": submitted.isla, "ewan": submitted.ewan}
    with transaction.atomic():
        people["both"] = User.objects.create(username="both", name="Both", password="!")
        for group in (submitted.cast.integrity, submitted.cast.prevent):
            seat(people["both"], group, Role.CHAIR)
        for kept in (submitted.concern, submitted.ours, submitted.theirs):
            kept.refresh_from_db()  # the example before was undone in the database only
        propose(submitted)
        for name, verb, first, position in steps:
            try:
                with transaction.atomic():
                    attempt(submitted, people[name], verb, first, position)
            except (NotAllowed, PermissionDenied, ValidationError):
                continue
            everything_was_agreed_by_two()
        transaction.set_rollback(True)


def everything_was_agreed_by_two() -> None:
    results = set(Agreement.objects.confirmed())
    for agreement in Agreement.objects.all():
        told = AgreementMove.objects.filter(agreement=agreement, to="confirmed")
        assert (agreement in results) <= (told.count() == 1)
        for move in told:
            proposed = agreement.moves.get(to="proposed")
            assert move.by is not None
            assert proposed.by is not None
            assert move.by != proposed.by
            assert {move.acting_for, proposed.acting_for} == set(agreement.groups)
            for act in (move, proposed):
                assert act.by is not None
                assert act.acting_for is not None
                assert may(act.by, Permission.AGREE_POSITION, act.acting_for)
