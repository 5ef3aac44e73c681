"""A link in an e-mail opens its form once, for one person, for a week, and shows nothing by itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from drystane.access.clock import ExampleClock
from drystane.audit.models import Event
from drystane.plans.models import Action
from drystane.site.nudges.links import WORKS_FOR, make_link, token_of, use_link
from drystane.site.nudges.models import NudgeLink
from drystane.site.nudges.sending import send_digests
from drystane.site.retention import tidy
from tests.cast import NOW, TODAY, Partnership, make_action, make_partnership
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
STANDS = datetime(2015, 9, 2, 17, 0, tzinfo=UTC)


@pytest.fixture
def cast(settings: Settings) -> Partnership:
    settings.EXAMPLE_CLOCK = ExampleClock(datetime.now(UTC) - timedelta(days=3))
    settings.SITE_ADDRESS = ""
    return make_partnership()


@pytest.fixture
def action(cast: Partnership) -> Action:
    return make_action(
        cast.prevent_plan,
        "Visit the carriers",
        lead_person=cast.aileen,
        status="under_way",
        due_on=TODAY - timedelta(days=1),
    )


def form_of(action: Action) -> str:
    return reverse("plans:verb", args=[action.ref, "update"])


def test_the_link_in_an_e_mail_opens_the_form_once(cast: Partnership, action: Action) -> None:
    make_action(cast.prevent_plan, "Later", lead_person=cast.aileen, status="under_way", due_on=TODAY)
    cast.aileen.email = "aileen@council.example"
    cast.aileen.save()
    assert send_digests(lambda: NOW).sent == 1
    (address,) = set(re.findall(r"/nudge/\S+/", str(mail.outbox[0].body)))
    assert action.ref not in address

    browser = signed_in(cast.aileen)
    opened = browser.get(address)
    assert (opened.status_code, opened["Location"]) == (302, form_of(action))
    assert browser.get(opened["Location"]).status_code == 200
    again = browser.get(address)
    assert again.status_code == 200
    assert "This link was used already" in again.content.decode()
    assert "Visit the carriers" not in again.content.decode()
    assert [event.verb for event in Event.objects.filter(verb__startswith="nudge.").order_by("pk")] == [
        "nudge.link_made",
        "nudge.link_used",
    ]


def test_whoever_is_not_signed_in_signs_in_first(cast: Partnership, action: Action) -> None:
    address = make_link(action.ref, to=cast.aileen, at=NOW)
    sent_on = Client().get(address)
    assert sent_on["Location"] == f"{reverse('access:sign_in')}?next={address.replace(':', '%3A')}"
    assert Client().get("/nudge/made-up/")["Location"] == f"{reverse('access:sign_in')}?next=/nudge/made-up/"
    assert NudgeLink.objects.get().used_at is None

    cast.aileen.set_password("seven crooked gates")
    cast.aileen.save()
    given = {"username": "aileen", "password": "seven crooked gates", "next": address}
    browser = Client()
    followed = browser.post(reverse("access:sign_in"), given, follow=True)
    assert followed.redirect_chain == [(address, 302), (form_of(action), 302)]


def test_what_is_anothers_is_as_absent_as_what_was_tampered_with(cast: Partnership, action: Action) -> None:
    address = make_link(action.ref, to=cast.aileen, at=NOW)
    token = token_of(NudgeLink.objects.get())
    ref, _, signature = token.partition(":")
    tried = {
        "another's": (cast.shona, address),
        "another id": (cast.shona, address.replace(ref, "0" * 12)),
        "no signature": (cast.shona, address.replace(f":{signature}", "")),
        "another signature": (cast.shona, address.replace(signature, signature[::-1])),
    }
    answers = set()
    for person, url in tried.values():
        browser = signed_in(person)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = browser.get(url)
        body = re.sub(rb"\b\w{64}\b", b"", answer.content)  # what guards each form against forgery
        answers.add((answer.status_code, body, len(queries)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404
    browser = signed_in(cast.aileen)
    assert browser.get(address.replace(signature, signature[::-1])).status_code == 404
    assert NudgeLink.objects.get().used_at is None


def test_a_link_that_is_too_old_says_what_to_do(cast: Partnership, action: Action) -> None:
    address = make_link(action.ref, to=cast.aileen, at=STANDS - WORKS_FOR)
    answer = signed_in(cast.aileen).get(address).content.decode()
    assert "This link is too old" in answer
    assert "What waits for you" in answer
    young = make_link(action.ref, to=cast.aileen, at=STANDS - WORKS_FOR + timedelta(minutes=1))
    assert signed_in(cast.aileen).get(young).status_code == 302


def test_a_look_uses_nothing_up(cast: Partnership, action: Action) -> None:
    address = make_link(action.ref, to=cast.aileen, at=NOW)
    assert signed_in(cast.aileen).head(address).status_code == 200
    assert NudgeLink.objects.get().used_at is None


def test_of_two_at_once_one_uses_it(cast: Partnership, action: Action) -> None:
    make_link(action.ref, to=cast.aileen, at=NOW)
    one, other = NudgeLink.objects.get(), NudgeLink.objects.get()
    assert [use_link(one, at=NOW), use_link(other, at=NOW)] == [True, False]


def test_a_link_opens_nothing_that_its_person_may_no_longer_see(cast: Partnership, action: Action) -> None:
    address = make_link(action.ref, to=cast.aileen, at=NOW)
    Action.objects.filter(pk=action.pk).update(marking="sensitive", descriptor="personal")
    assert signed_in(cast.aileen).get(address, follow=True).status_code == 404


def test_old_links_are_deleted(cast: Partnership, action: Action) -> None:
    make_link(action.ref, to=cast.aileen, at=NOW)
    assert tidy(NOW + WORKS_FOR + timedelta(days=89))["links in e-mails that expired long ago"] == 0
    assert tidy(NOW + WORKS_FOR + timedelta(days=91))["links in e-mails that expired long ago"] == 1
