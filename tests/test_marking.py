"""The highest marking wins, and reading a sensitive record is noticed wherever it happens."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from drystane.marking.models import Marking, highest, label, noting_sensitive_reads
from drystane.plans.models import Action
from tests.cast import make_action, make_partnership


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], Marking.OFFICIAL),
        (["official", "official"], Marking.OFFICIAL),
        (["official", "sensitive", "official"], Marking.SENSITIVE),
    ],
)
def test_a_whole_is_marked_as_its_highest_part(parts: list[str], whole: Marking) -> None:
    assert highest(parts) is whole


def test_the_label_names_each_descriptor_once_and_only_with_sensitive() -> None:
    assert label("sensitive", ["personal", "commercial", "personal", ""]) == (
        "OFFICIAL-SENSITIVE COMMERCIAL PERSONAL"
    )
    assert label("official", ["personal"]) == "OFFICIAL"


@pytest.mark.django_db
@pytest.mark.parametrize(("marking", "descriptor"), [("sensitive", ""), ("official", "personal")])
def test_a_descriptor_goes_with_sensitive_and_with_nothing_else(marking: str, descriptor: str) -> None:
    plan = make_partnership().integrity_plan
    with pytest.raises(ValidationError, match="Say why it is OFFICIAL-SENSITIVE"):
        Action(plan=plan, title="Check", marking=marking, descriptor=descriptor).full_clean()
    with pytest.raises(IntegrityError):
        make_action(plan, marking=marking, descriptor=descriptor)


@pytest.mark.django_db
def test_sensitive_records_are_noticed_as_they_are_read() -> None:
    plan = make_partnership().integrity_plan
    make_action(plan, "An open one")
    secret = make_action(plan, "A sensitive one", marking="sensitive", descriptor="commercial")
    with noting_sensitive_reads() as seen:
        list(Action.objects.all())
    assert seen == {("plans.action", secret.ref)}


@pytest.mark.django_db
def test_nothing_is_noted_outside() -> None:
    plan = make_partnership().integrity_plan
    make_action(plan, marking="sensitive", descriptor="commercial")
    with noting_sensitive_reads() as seen:
        pass
    list(Action.objects.all())
    assert seen == set()
