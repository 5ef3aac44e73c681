"""A look-up that does not succeed is one event, alike whatever the reason. No event holds anybody's words."""

import json
from collections.abc import Iterator

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from drystane.audit.models import Event
from tests.big.basis import ref_of
from tests.noninterference.addresses import of_rules
from tests.noninterference.filling import WORDS, filled
from tests.noninterference.hidden import WORD
from tests.noninterference.looking import browser_of
from tests.noninterference.stage import BOTH, Stage, set_up
from tests.test_house import our_models

pytestmark = pytest.mark.django_db

NOWHERE = ref_of("absent", "record")
CODES = {"ref", "listing", "kind", "owner", "last_progress", "became_ref", "digest", "fingerprint"}


def events_after(seq: int) -> list[Event]:
    return list(Event.objects.filter(seq__gt=seq).order_by("seq"))


def last() -> int:
    return Event.objects.newest_first().values_list("seq", flat=True).first() or 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_hidden_absent_and_forbidden_are_one_event_each_and_alike(method: str) -> None:
    stage = set_up(BOTH)
    observer = stage.world.people["integrity", "observer"]
    browser = browser_of(observer, purpose=True)
    before = last()

    hidden, absent, seen = stage.hidden.actions[0].ref, NOWHERE, stage.world.refs["action"]
    statuses = [
        getattr(browser, method)(reverse("plans:edit", args=[ref])).status_code
        for ref in (hidden, absent, seen)
    ]

    assert statuses == [404, 404, 403]
    events = events_after(before)
    assert [event.verb for event in events] == ["access.not_found", "access.not_found", "access.refused"]
    for event in events:
        said = json.loads(event.canonical)
        assert {said["by"], said["kind"], said["ref"], said["purpose"]} == {observer.ref, ""}
        assert said["details"].keys() == {"address", "asked"}
        assert said["details"]["address"] == "plans:edit"
        assert len(said["details"]["asked"]) == 64
    assert not any(ref in event.canonical for event in events for ref in (hidden, absent, seen))


def test_a_refused_file_is_an_event_too() -> None:
    stage = set_up()
    browser = browser_of(stage.world.people["integrity", "observer"], purpose=True)
    before = last()

    assert browser.get(reverse("plans:actions"), {"export": "csv"}).status_code == 403

    assert [(e.verb, e.details["address"]) for e in events_after(before)] == [
        ("access.refused", "plans:actions")
    ]


@pytest.mark.slow
@pytest.mark.once  # the words of an event are chosen before any database is told of it
def test_nothing_of_a_records_words_gets_into_the_trail() -> None:
    """Whatever is looked at, sent or refused: the events hold ids, codes, dates, numbers and digests."""
    stage = set_up(BOTH)
    for who in (("board", "chair"), ("integrity", "chair"), ("", "administrator")):
        do_everything(browser_of(stage.world.people[who], purpose=True), stage)

    said = {value for event in Event.objects.all() for value in strings(json.loads(event.canonical))}
    assert Event.objects.values("verb").distinct().count() > 20, "too little was done to tell"
    assert said & words_of_all_records() == set()
    assert not [value for value in said if WORDS in value or WORD in value or " " in value]


def do_everything(browser: Client, stage: Stage) -> None:
    for url in of_rules(stage, "GET"):
        page = browser.get(url)
        if page.status_code == 200 and page.context and "form" in page.context:
            browser.post(url, filled(page.context["form"]))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def words_of_all_records() -> set[str]:
    """Every text that a person wrote, as against the codes that the program stores."""
    found: set[str] = set()
    for model in our_models():
        if model._meta.app_label == "audit":
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.CharField | models.TextField) and is_written(field):
                found.update(model._default_manager.values_list(field.name, flat=True))
    return found - {""}


def is_written(field: models.Field[object, object]) -> bool:
    """A slug, a choice and a public id are the program's own."""
    return not (field.choices or isinstance(field, models.SlugField) or field.name in CODES)
