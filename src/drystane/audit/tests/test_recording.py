"""Recording an event, with what it records or after a refusal."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from drystane.audit import trail
from drystane.audit.models import Event, PurposeNote
from drystane.audit.operations import verify_trail
from drystane.audit.tests.cast import AILEEN, DYKE, MORAG, START, record_some

READ = {("board.paper", "paper0000002"), ("plans.action", "dyke00000000"), ("board.paper", "paper0000001")}


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_which_record_and_when() -> None:
    event = trail.record("action.closed", DYKE, by=AILEEN, at=START, details={"to": "done"})
    assert event.body == {
        "seq": 1,
        "at": "2015-09-02T10:00:00.000000+00:00",
        "verb": "action.closed",
        "by": AILEEN.ref,
        "kind": "plans.action",
        "ref": DYKE.ref,
        "purpose": "",
        "details": {"to": "done"},
    }
    assert Event.objects.get().columns_agree


@pytest.mark.django_db
def test_events_follow_one_another() -> None:
    record_some(12)
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 13))
    assert verify_trail().events == 12


@pytest.mark.django_db
def test_nobody_named_means_the_operator() -> None:
    assert trail.record("backup.made", None, by=None, at=START).actor_ref == "operator"


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["closed", "Action.closed", "action closed", "action.", ""])
def test_a_verb_is_dotted_words(verb: str) -> None:
    with pytest.raises(ValueError, match="not a verb"):
        trail.record(verb, DYKE, by=AILEEN, at=START)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["Closed after a call", "D'Arcy", "aileen@example.org", "line\nfeed", "Niamhé"]
)
def test_words_of_people_do_not_enter_the_details(words: str) -> None:
    with pytest.raises(ValueError, match="'why'"):
        trail.record("action.closed", DYKE, by=AILEEN, at=START, details={"why": words})
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_purpose_is_kept_beside_the_event_and_only_its_digest_in_it() -> None:
    event = trail.record("paper.exported", DYKE, by=AILEEN, at=START, purpose="Writing to Agnes")
    note = PurposeNote.objects.get(event_seq=event.seq)
    assert note.words == "Writing to Agnes"
    assert "Agnes" not in event.canonical
    assert event.body["purpose"] == hashlib.sha256(f"{note.salt}\nWriting to Agnes".encode()).hexdigest()


@pytest.mark.django_db
def test_the_same_purpose_twice_gives_two_digests() -> None:
    """Otherwise whoever holds the trail could guess at words that were erased."""
    one, other = [trail.record("a.b", None, by=AILEEN, at=START, purpose="Audit") for _ in range(2)]
    assert one.body["purpose"] != other.body["purpose"]


@pytest.mark.django_db
def test_purposes_are_erased_and_the_trail_still_holds() -> None:
    for days in (0, 1, 2):
        trail.record("a.b", None, by=AILEEN, at=START + timedelta(days=days), purpose=f"Day {days}")
    cut, now = START + timedelta(days=2), START + timedelta(days=9)
    assert trail.erase_purposes(before=cut, by=None, at=now) == 2
    assert [note.words for note in PurposeNote.objects.all()] == ["Day 2"]
    assert Event.objects.get(verb="purposes.erased").details["count"] == 2
    assert verify_trail().holds


@pytest.mark.django_db
def test_one_event_for_a_page_that_showed_sensitive_records() -> None:
    event = trail.record_reads(READ, by=MORAG, at=START, purpose="Item 4", address="board:meeting")
    assert Event.objects.count() == 1
    assert event.verb == "sensitive.read"
    assert event.details == {
        "address": "board:meeting",
        "seen": ["board.paper:paper0000001", "board.paper:paper0000002", "plans.action:dyke00000000"],
    }
    assert PurposeNote.objects.get().words == "Item 4"


@pytest.mark.django_db
def test_a_look_up_keeps_a_digest_of_what_was_asked_for() -> None:
    path = "/actions/dyke00000000/"
    event = trail.record_look_up("access.not_found", by=MORAG, at=START, address="plans:action", asked=path)
    assert event.details == {"address": "plans:action", "asked": hashlib.sha256(path.encode()).hexdigest()}
    assert (event.object_kind, event.object_ref) == ("", "")


@pytest.mark.django_db
def test_recording_costs_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lock = connection.vendor == "postgresql"
    with django_assert_num_queries(2 + lock):
        trail.record("action.closed", DYKE, by=AILEEN, at=START)
    with django_assert_num_queries(3 + lock):
        trail.record("action.closed", DYKE, by=AILEEN, at=START, purpose="For the board")


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_what_it_records() -> None:
    with pytest.raises(trail.NotInTransaction, match="outside a transaction"):
        trail.record("action.closed", DYKE, by=AILEEN, at=START)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_what_it_records_when_that_is_taken_back() -> None:
    with transaction.atomic():
        trail.record("action.closed", DYKE, by=AILEEN, at=START)
        transaction.set_rollback(True)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_refusals_and_reads_insist_on_a_transaction_of_their_own() -> None:
    """Inside another one they would vanish with it."""
    with transaction.atomic():
        with pytest.raises(RuntimeError, match="durable"):
            trail.record_look_up("access.refused", by=MORAG, at=START, address="home", asked="/")
        with pytest.raises(RuntimeError, match="durable"):
            trail.record_reads(READ, by=MORAG, at=START, purpose="", address="home")
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_what_is_hashed_is_what_the_database_gives_back() -> None:
    record_some(6)
    for event in Event.objects.all():
        assert (
            json.dumps(json.loads(event.canonical), sort_keys=True, separators=(",", ":")) == event.canonical
        )
