"""The daily e-mail: how much waits, once a day, and nothing of what it is."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.utils.timezone import localdate
from pytest_django import Settings

from drystane.access.clock import ExampleClock
from drystane.audit.models import Event
from drystane.board.models import Meeting, Tasking, TaskingState
from drystane.marking.models import Descriptor, Marking
from drystane.site import doctor, home
from drystane.site.commands.nudge import command
from drystane.site.home import waits_for
from drystane.site.nudges import letter as letters
from drystane.site.nudges import sending
from drystane.site.nudges.gathering import OTHER, gather, heap_of
from drystane.site.nudges.models import Digest, HowOften, Trouble
from drystane.site.nudges.sending import FIRST_WAIT, TRIES, choose, send_digests
from tests.cast import NOW, TODAY, Partnership, make_action, make_partnership
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(settings: Settings) -> Partnership:
    settings.SENDS_MAIL = True
    cast = make_partnership()
    address(cast.aileen)
    late(cast, "Visit the carriers")
    return cast


def address(person: Any) -> None:
    person.email = f"{person.username}@council.example"
    person.save()


def late(cast: Partnership, title: str, **fields: Any) -> None:
    fields = {"due_on": TODAY - timedelta(days=1), "status": "under_way", **fields}
    make_action(cast.prevent_plan, title, lead_person=cast.aileen, **fields)


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def lines(person: Any, today: date = TODAY) -> list[str]:
    return [str(line) for line in gather(person, today=today).lines]


def test_what_waits_is_what_the_home_page_lists(cast: Partnership) -> None:
    late(cast, "Talk", starts_on=TODAY - timedelta(days=61), due_on=TODAY + timedelta(days=90))
    late(cast, "Walk", starts_on=TODAY - timedelta(days=60), due_on=TODAY + timedelta(days=90))
    late(cast, "Print", due_on=TODAY + timedelta(days=5))
    assert lines(cast.aileen) == [
        "1 action you lead is overdue",
        "1 action you lead has had no update for 60 days",
        "1 action you lead is due soon or at risk",
    ]
    assert gather(cast.aileen, today=TODAY).count == len(waits_for(cast.aileen, today=TODAY))


def test_taskings_past_their_day_are_told_from_those_to_come(cast: Partnership) -> None:
    for days in (-3, -1, 20):
        Tasking.objects.create(
            board=cast.board,
            to_group=cast.integrity,
            asked="Show it",
            report_back_on=TODAY + timedelta(days=days),
            given_at=NOW,
            state=TaskingState.ACCEPTED,
        )
    Meeting.objects.create(group=cast.board, on=TODAY - timedelta(days=2))
    assert lines(cast.iain) == [
        "2 taskings are past their report-back date",
        "1 tasking to report back on soon",
    ]
    assert lines(cast.morag) == ["1 meeting to close"]
    assert lines(cast.stranger) == []


def test_no_kind_on_the_home_page_is_without_words_of_its_own() -> None:
    source = Path(home.__file__).read_text("utf-8")
    kinds = set(re.findall(r'kind="([^"]+)"', source)) | set(re.findall(r'"([A-Z][a-z ]+)"$', source, re.M))
    assert {"Your action", "Tasking", "Tasking returned", "Report back", "Ask overdue"} <= kinds
    for kind in kinds | {"Training"}:
        assert heap_of(home.Waiting(TODAY, "", "/", kind), TODAY) is not OTHER, kind


def test_one_goes_out_a_day_with_a_line_in_the_trail(cast: Partnership) -> None:
    assert send_digests(at(NOW)).sent == 1
    assert send_digests(at(NOW + MINUTE)).sent == 0
    assert [sent.to for sent in mail.outbox] == [["aileen@council.example"]]
    event = Event.objects.get(verb="digest.sent")
    assert event.details == {"to": cast.aileen.ref, "count": 1}
    assert send_digests(at(NOW + timedelta(days=1))).sent == 1


def test_nobody_is_written_to_without_reason(cast: Partnership) -> None:
    for person in (cast.iain, cast.shona):
        address(person)
    cast.aileen.is_active = False
    cast.aileen.save()
    assert send_digests(at(NOW)).sent == 0
    assert not Digest.objects.exists()


@pytest.mark.parametrize(
    ("how_often", "days"),
    [(HowOften.DAILY, [0, 1, 2, 5, 6]), (HowOften.WEEKLY, [0, 5]), (HowOften.NONE, [])],
)
def test_it_comes_as_often_as_somebody_chose(cast: Partnership, how_often: str, days: list[int]) -> None:
    choose(cast.aileen, how_often, at=NOW)
    # 2 September 2015 is a Wednesday; the next Monday comes five days later.
    went = [day for day in (0, 1, 2, 5, 6) if send_digests(at(NOW + timedelta(days=day))).sent]
    assert went == days


def test_a_day_is_a_day_in_scotland(cast: Partnership) -> None:
    for first, second in (
        ("2016-06-28T23:30", "2016-06-29T22:30"),  # summer: both on 29 June there
        ("2016-10-29T23:30", "2016-10-30T23:30"),  # a day of 25 hours
        ("2016-03-27T00:30", "2016-03-27T22:30"),  # a day of 23 hours
    ):
        moments = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (first, second)]
        assert [send_digests(at(moment)).sent for moment in moments] == [1, 0]
        assert localdate(moments[0]) == localdate(moments[1])
        assert send_digests(at(moments[1] + timedelta(hours=2))).sent == 1


def test_a_mail_server_that_is_not_there_is_left_alone_for_longer_each_time(
    cast: Partnership, caplog: pytest.LogCaptureFixture
) -> None:
    address(cast.iain)
    make_action(cast.integrity_plan, "Look", lead_person=cast.iain, status="under_way", due_on=TODAY - MINUTE)
    now, waits = NOW.replace(hour=6), []
    with patch.object(EmailMultiAlternatives, "send", side_effect=ConnectionRefusedError("aileen@council")):
        for _ in range(3):
            done = send_digests(at(now))
            assert (done.sent, done.unreachable) == (0, True)
            again = send_digests(at(now + MINUTE)).held_until
            assert again is not None
            waits.append(again - now)
            now = again
    assert waits == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert Digest.objects.count() == 1  # the round ended at the first
    assert "ConnectionRefusedError" in caplog.text
    assert "council" not in caplog.text
    assert doctor.e_mail(now).state is doctor.State.MEND
    assert send_digests(at(now)).sent == 2
    assert doctor.e_mail(now).state is doctor.State.GOOD


def test_one_address_that_is_refused_holds_up_nobody_else(cast: Partnership) -> None:
    address(cast.tam)
    make_action(
        cast.integrity_plan, "Look", lead_person=cast.tam, status="under_way", due_on=date(2015, 9, 1)
    )
    refusal = SMTPRecipientsRefused({"aileen@council.example": (550, b"who?")})
    with patch.object(EmailMultiAlternatives, "send", side_effect=[refusal, 1]):
        done = send_digests(at(NOW))
    assert (done.sent, done.refused, done.unreachable) == (1, 1, False)
    assert doctor.e_mail(NOW).found == "1 refused"
    assert Digest.objects.get(user=cast.aileen).trouble == Trouble.REFUSED


def test_it_is_given_up_after_some_tries(cast: Partnership) -> None:
    now = NOW.replace(hour=6)
    with patch.object(EmailMultiAlternatives, "send", side_effect=SMTPRecipientsRefused({})) as send:
        for _ in range(TRIES + 2):
            send_digests(at(now))
            now += timedelta(hours=2)
    assert send.call_count == TRIES


def test_a_crash_between_sending_and_noting_it_repeats_one_once(cast: Partnership) -> None:
    class Crash(BaseException):
        pass

    now = NOW
    with patch.object(sending, "record_sent", side_effect=Crash):
        for _ in range(2):
            with pytest.raises(Crash):
                send_digests(at(now))
            assert send_digests(at(now + MINUTE)).sent == 0  # it may still be going out
            now += timedelta(minutes=20)
    assert send_digests(at(now)).sent == 0
    assert len(mail.outbox) == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_one(cast: Partnership) -> None:
    together, found = threading.Barrier(2), []
    gathered = sending.due

    def both_have_looked(today: date) -> Any:
        found_due = list(gathered(today))
        together.wait(10)
        return iter(found_due)

    def one() -> None:
        try:
            found.append(send_digests(at(NOW)).sent)
        finally:
            connection.close()

    with patch.object(sending, "due", both_have_looked):
        threads = [threading.Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(found) == [0, 1]
    assert len(mail.outbox) == 1


def test_the_page_shows_what_todays_says_and_keeps_a_choice(cast: Partnership, settings: Settings) -> None:
    settings.EXAMPLE_CLOCK = ExampleClock(datetime.now(UTC) - timedelta(days=3))
    browser = signed_in(cast.aileen)
    assert "1 action you lead is overdue" in browser.get("/account/e-mail/").content.decode()
    assert browser.post("/account/e-mail/", {"how_often": "weekly"}).status_code == 302
    assert 'value="weekly"' in browser.get("/account/e-mail/").content.decode().split("checked")[0][-400:]
    refused = browser.post("/account/e-mail/", {"how_often": "hourly"})
    assert "Choose one of the answers offered" in refused.content.decode()
    assert Event.objects.filter(verb="digest.chosen").count() == 1


def test_a_purpose_adds_nothing_to_what_is_counted(cast: Partnership) -> None:
    late(cast, "Hidden", marking=Marking.SENSITIVE, descriptor=Descriptor.PERSONAL)
    cast.aileen.purpose = "Review"
    assert len(waits_for(cast.aileen, today=TODAY)) == 2
    assert gather(cast.aileen, today=TODAY).count == 1
    assert cast.aileen.purpose == "Review"


def test_a_hidden_record_changes_no_byte(cast: Partnership) -> None:
    with patch("drystane.site.nudges.letter.secrets.token_hex", return_value="0" * 32):
        moment = patch("django.core.mail.message.formatdate", return_value="Wed, 02 Sep 2015 14:00:00 +0000")
        with moment, patch("email.generator.random.randrange", return_value=7):
            before = letters.letter(gather(cast.aileen, today=TODAY), to="a@b.example").message().as_bytes()
            late(cast, "Hidden", marking=Marking.SENSITIVE, descriptor=Descriptor.PERSONAL)
            after = letters.letter(gather(cast.aileen, today=TODAY), to="a@b.example").message().as_bytes()
    assert before == after


def test_the_command_says_who_would_get_how_many_and_sends_nothing(
    cast: Partnership, settings: Settings
) -> None:
    settings.EXAMPLE_CLOCK = ExampleClock(datetime.now(UTC) - timedelta(days=3))
    said = CliRunner().invoke(command, ["--dry-run"])
    assert said.output == "     1  aileen\n1 would get an e-mail. None was sent.\n"
    assert (mail.outbox, Digest.objects.count()) == ([], 0)
    assert CliRunner().invoke(command).output == "1 sent, 0 refused.\n"


def test_without_a_mail_server_the_command_says_what_to_set(cast: Partnership, settings: Settings) -> None:
    settings.SENDS_MAIL = False
    said = CliRunner().invoke(command)
    assert "Set DRYSTANE_MAIL_HOST" in said.output
    assert said.exit_code == 1
    assert not Digest.objects.exists()
