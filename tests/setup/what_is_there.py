"""Run in a place of its own: says every row, every file, how the trail stands and who may do what.

It reads by its own means, not by those of the backup, and prints one line of JSON.
"""

import hashlib
import json
import random
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from drystane.access.models import User
from drystane.access.policy import Permission
from drystane.assessment.models import Assessment
from drystane.audit import triggers
from drystane.audit.models import Event
from drystane.audit.operations import verify_trail
from drystane.board.models import Meeting, Paper, Tasking
from drystane.partners.sight import may
from drystane.plans.models import Action, Plan

DECIDED_ON = (Plan, Action, Tasking, Meeting, Paper, Assessment)
QUESTIONS = 1_000
MADE_ANEW = {"contenttypes", "auth", "sessions"}


def rows(*, events: int) -> dict[str, list[str]]:
    """A digest of every row. The trail only as far as the backup knew it."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in MADE_ANEW:
            every = model._base_manager.order_by("pk").values()
            if model is Event:
                every = every.filter(seq__lte=events)
            found[model._meta.label] = [digest(json.dumps(row, default=spell)) for row in every]
    return found


def spell(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def files() -> dict[str, str]:
    home = Path(settings.HOME)
    inside = [path for folder in ("files", "templates") for path in (home / folder).rglob("*")]
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in inside
        if path.is_file()
    }


def decisions() -> dict[str, bool]:
    """A thousand answers of the policy, drawn with a fixed seed, and all that each person may see."""
    people = list(User.objects.order_by("ref"))
    things: list[Any] = [thing for kind in DECIDED_ON for thing in kind.objects.order_by("ref")]
    draw = random.Random(2015)
    answers: dict[str, bool] = {}
    while len(answers) < QUESTIONS:
        person, permission, thing = draw.choice(people), draw.choice(list(Permission)), draw.choice(things)
        answers[f"{person.ref} {permission.name} {thing.ref}"] = may(person, permission, thing)
    for person in people:
        for person.purpose in ("", "The drill"):
            for kind in DECIDED_ON:
                answers |= seen_by(person, kind)
    return answers


def seen_by(person: User, kind: type[models.Model]) -> dict[str, bool]:
    refs = kind._default_manager.visible_to(person).values_list("ref", flat=True)  # type: ignore[attr-defined]
    return {f"{person.ref} sees {ref} {bool(person.purpose)}": True for ref in refs}


def counts_on() -> bool:
    """Whether a new row gets an id of its own, after those that are there."""
    with transaction.atomic():
        last = User.objects.latest("pk").pk
        newcomer = User.objects.create_user("newcomer", None, name="Newcomer")
        transaction.set_rollback(True)
    return newcomer.pk > last


def say(events: int) -> None:
    report = verify_trail()
    there = {
        "rows": rows(events=events or report.events),
        "files": files(),
        "events": report.events,
        "holds": report.holds,
        "guarded": not triggers.missing(),
        "decisions": decisions(),
        "verbs": list(Event.objects.filter(seq__gt=events).values_list("verb", flat=True)) if events else [],
        "counts on": counts_on(),
    }
    print(json.dumps(there))
