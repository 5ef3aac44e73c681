"""Putting an action into a plan, and changing what it says."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from drystane.access.errors import NotAllowed
from drystane.audit.models import Event
from drystane.plans.models import Action, Assignment, Move, Status
from drystane.plans.operations import edit_action, propose_action
from tests.cast import NOW, Partnership, make_action

OCTOBER, NOVEMBER = date(2015, 10, 1), date(2015, 11, 1)


def propose(cast: Partnership, **fields: Any) -> Action:
    return propose_action(
        cast.prevent_plan,
        fields={"title": "Check the carriers", **fields},
        supporting_bodies=[cast.fire],
        by=cast.aileen,
        at=NOW,
    )


def edit(action: Action, cast: Partnership, *, seen: int | None = None, **fields: Any) -> None:
    edit_action(
        action,
        fields=fields,
        supporting_bodies=[cast.charity],
        seen=action.version if seen is None else seen,
        by=cast.shona,
        at=NOW,
    )


def test_a_proposal_keeps_who_made_it_and_its_first_date(cast: Partnership) -> None:
    action = propose(cast, due_on=OCTOBER, money=Decimal(250))

    assert (action.status, action.original_due_on) == (Status.PROPOSED, OCTOBER)
    assert (action.proposed_by, action.marked_by) == (cast.aileen, cast.aileen)
    assert list(action.supporting_bodies.all()) == [cast.fire]
    assert Move.objects.get().to == Status.PROPOSED
    assert Event.objects.get().verb == "action.proposed"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_on": NOVEMBER, "due_on": OCTOBER}, "An action cannot be due before it starts."),
        ({"money": Decimal(-1)}, "Resources cannot be less than nothing."),
        ({"marking": "sensitive"}, "Say why it is OFFICIAL-SENSITIVE"),
        ({"title": ""}, "This field cannot be blank."),
    ],
)
def test_what_the_database_would_refuse_is_said_in_words(
    cast: Partnership, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        propose(cast, **fields)

    assert not Action.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("field", ["status", "version", "marked_by", "original_due_on"])
def test_a_proposal_does_not_set_what_only_a_verb_sets(cast: Partnership, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        propose(cast, **{field: None})


def test_an_edit_changes_what_it_names(cast: Partnership) -> None:
    action = propose(cast)

    edit(action, cast, title="Check the waste carriers", staff_days=Decimal(3))

    action = Action.objects.get()
    assert (action.title, action.staff_days, action.version) == ("Check the waste carriers", Decimal(3), 2)
    assert list(action.supporting_bodies.all()) == [cast.charity]
    assert Event.objects.order_by("-seq")[0].details == {"fields": "staff_days,title"}


def test_the_second_of_two_editors_overwrites_nothing(cast: Partnership) -> None:
    first = propose(cast)
    second = Action.objects.get()
    edit(first, cast, title="The first wording")

    with pytest.raises(NotAllowed, match="Somebody else has just changed this action"):
        edit(second, cast, title="The second wording")

    assert Action.objects.get().title == "The first wording"


def test_a_refused_edit_leaves_the_record_in_hand_as_it_was(cast: Partnership) -> None:
    action = propose(cast)

    with pytest.raises(ValidationError):
        edit(action, cast, title="Another title", money=Decimal(-1))

    assert action.title == "Check the carriers"
    assert Action.objects.get().title == "Check the carriers"


def test_a_proposals_date_is_free(cast: Partnership) -> None:
    action = propose(cast, due_on=OCTOBER)

    edit(action, cast, due_on=NOVEMBER)

    action = Action.objects.get()
    assert (action.due_on, action.original_due_on) == (NOVEMBER, NOVEMBER)


def test_an_agreed_date_is_not_moved_by_an_edit(cast: Partnership) -> None:
    action = make_action(cast.prevent_plan, status=Status.AGREED, due_on=OCTOBER, original_due_on=OCTOBER)

    with pytest.raises(ValidationError) as error:
        edit(action, cast, due_on=NOVEMBER)

    assert "due_on" in error.value.message_dict
    assert Action.objects.get().due_on == OCTOBER


@pytest.mark.parametrize("field", ["marking", "descriptor", "status", "brag_override"])
def test_an_edit_does_not_set_what_only_a_verb_sets(cast: Partnership, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        edit(propose(cast), cast, seen=1, **{field: ""})


def test_a_change_of_lead_person_stands_in_the_history(cast: Partnership) -> None:
    action = propose(cast, lead_person=cast.aileen)

    edit(action, cast, lead_person=cast.priya)
    edit(action, cast, title="The same lead person")
    edit(action, cast, lead_person=None)

    rows = Assignment.objects.order_by("pk").values_list("before", "to", "by")
    assert list(rows) == [
        (cast.aileen.pk, cast.priya.pk, cast.shona.pk),
        (cast.priya.pk, None, cast.shona.pk),
    ]
