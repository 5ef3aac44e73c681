"""Nothing that anybody wrote into a record, or is called, stands in an e-mail."""

import email
import itertools
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from django.core import mail
from django.db import models
from pytest_django import Settings

from drystane.access.models import User
from drystane.access.policy import Role
from drystane.board.models import Ask, Meeting, Tasking, TaskingState
from drystane.marking.models import Descriptor, Marking
from drystane.partners.models import Group, Organisation
from drystane.plans.models import Action, Plan, Status, Update
from drystane.site.nudges.sending import send_digests
from tests.cast import NOW, TODAY, Partnership, make_action, make_partnership, seat

pytestmark = pytest.mark.django_db
PLANTED = 200
HIDDEN = {"marking": Marking.SENSITIVE, "descriptor": Descriptor.PERSONAL}


def plant(many: int) -> tuple[Partnership, list[str]]:
    """A partnership in which every word anybody typed is a secret, and as much waits as can."""
    cast, secrets = make_partnership(), [f"zq{number:03}xv" for number in range(many)]
    token = itertools.cycle(secrets)
    for person in User.objects.all():
        person.name, person.post = f"Mx {next(token)}", f"Keeper of {next(token)}"
        person.email = f"person{person.pk}@council.example"
        person.save()
    for table, names in (
        (Group, ("name",)),
        (Organisation, ("name",)),
        (Plan, ("title",)),
    ):
        replant(table, names, token)
    seat(cast.morag, cast.integrity, Role.CHAIR)
    for number in range(20):
        action = make_action(
            (cast.board_plan, cast.integrity_plan, cast.prevent_plan)[number % 3],
            f"Watch {next(token)}",
            code=next(token).upper(),
            detail=f"They meet at {next(token)}",
            lead_person=(cast.morag, cast.tam, cast.aileen)[number % 3],
            status=(Status.UNDER_WAY, Status.PROPOSED, Status.AGREED)[number // 3 % 3],
            **(HIDDEN if number % 4 == 3 else {}),
            starts_on=TODAY - timedelta(days=100),
            due_on=TODAY + timedelta(days=number * 5 - 40),
        )
        Update.objects.create(action=action, on=TODAY, progress="", text=next(token), at=NOW)
    meetings = [
        Meeting.objects.create(group=cast.board, on=TODAY + timedelta(days=days), venue=next(token))
        for days in (-7, 30)
    ]
    for number, state in enumerate((TaskingState.GIVEN, TaskingState.ACCEPTED, TaskingState.RETURNED) * 8):
        Tasking.objects.create(
            board=cast.board,
            to_group=cast.integrity,
            asked=f"Ask {next(token)}",
            report_back_on=TODAY + timedelta(days=number - 10),
            given_at=NOW,
            state=state,
        )
    for number in range(10):
        Ask.objects.create(
            meeting=meetings[1],
            of_post=f"Post {next(token)}",
            asked=f"Bring {next(token)}",
            due_on=TODAY - timedelta(days=number + 1),
            asked_at=NOW,
        )
    return cast, secrets


def replant(table: type[models.Model], names: tuple[str, ...], token: Any) -> None:
    for row in table._base_manager.all():
        for name in names:
            setattr(row, name, f"Of {next(token)}")
        row.save()


def everything_in(sent: Any) -> str:
    """All headers and parts, as they go over the wire and as they are read."""
    raw = sent.message().as_bytes()
    read = email.message_from_bytes(raw, policy=policy.default)
    parts = [part.get_content() for part in read.walk() if not part.is_multipart()]
    assert {part.get_content_type() for part in read.walk()} >= {"text/plain", "text/html"}
    return "\n".join([raw.decode("ascii"), *map(str, read.items()), *parts])


def test_no_secret_stands_in_any_e_mail(settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://drystane.example.org"
    _, secrets = plant(PLANTED)
    written = "\n".join(
        str(value)
        for table in (User, Group, Organisation, Plan, Action, Update, Meeting, Tasking, Ask)
        for row in table._base_manager.values_list()
        for value in row
    ).lower()
    assert sum(secret in written for secret in secrets) >= PLANTED - 100  # else nothing was tried
    assert send_digests(lambda: NOW).sent >= 4
    usernames = set(User.objects.values_list("username", flat=True))
    refs = {
        ref
        for table in (User, Group, Plan, Action, Meeting, Tasking, Ask)
        for ref in table._base_manager.values_list("ref", flat=True)
    }
    for sent in mail.outbox:
        told = everything_in(sent).lower()
        assert [secret for secret in secrets if secret in told] == []
        assert [name for name in usernames | refs if name in told] == []
        assert "sensitive" not in told.replace("official-sensitive records are never counted here", "")


def test_subject_and_headers_are_the_same_for_everybody() -> None:
    plant(PLANTED)
    send_digests(lambda: NOW)
    same = {
        tuple((name, value) for name, value in sent.message().items() if name not in DIFFERS)
        for sent in mail.outbox
    }
    assert len(mail.outbox) > 1
    assert len(same) == 1
    ids = [sent.message()["Message-ID"] for sent in mail.outbox]
    assert len(set(ids)) == len(ids)


DIFFERS = {"To", "Message-ID", "Date", "Content-Type"}
