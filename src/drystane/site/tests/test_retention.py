"""The retention file names every field about a person, and `tidy` obeys it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import models

from drystane.access.models import User
from drystane.audit import trail
from drystane.audit.models import Event, PurposeNote
from drystane.site.retention import FORMER, rules, tidy

AT = datetime(2018, 1, 10, 9, 0, tzinfo=UTC)
TEXT = (models.CharField, models.TextField, models.DateTimeField)
NOT_ABOUT_A_PERSON = {"ref", "partnership_role", "closed_at"}


def test_every_field_about_a_person_says_why_and_how_long() -> None:
    about = {
        f"access.user.{field.name}"
        for field in User._meta.get_fields()
        if isinstance(field, TEXT) and field.name not in NOT_ABOUT_A_PERSON
    }
    assert about - {rule.field for rule in rules()} == set()
    assert [rule.field for rule in rules() if not rule.purpose or not rule.keep] == []


def test_the_file_names_only_what_there_is() -> None:
    for rule in rules():
        label, _, field = rule.field.partition(".")
        model, _, name = field.partition(".")
        found = apps.get_model(label, model)
        if name:
            found._meta.get_field(name)


@pytest.mark.django_db
def test_a_long_closed_account_loses_its_person_but_not_its_deeds() -> None:
    person = User.objects.create(
        username="morag", name="Morag", post="Lead", is_active=False, closed_at=AT - timedelta(days=731)
    )
    recent = User.objects.create(
        username="iain", name="Iain", is_active=False, closed_at=AT - timedelta(days=729)
    )
    assert tidy(AT)["closed accounts, now unnamed"] == 1
    person.refresh_from_db()
    recent.refresh_from_db()
    assert (person.name, person.post, person.username) == (FORMER, "", f"former-{person.ref}")
    assert recent.name == "Iain"
    assert tidy(AT)["closed accounts, now unnamed"] == 0


@pytest.mark.django_db
def test_purposes_are_erased_after_a_year_and_the_events_stay() -> None:
    person = User.objects.create(username="iain", name="Iain")
    for days in (366, 364):
        when = AT - timedelta(days=days)
        trail.record("access.purpose_given", person, by=person, at=when, purpose="Review")
    assert tidy(AT)["purposes given for sensitive records"] == 1
    assert PurposeNote.objects.count() == 1
    assert Event.objects.filter(verb="access.purpose_given").count() == 2
