"""The database itself refuses to change the trail."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from drystane.audit import triggers
from drystane.audit.models import Event, PurposeNote
from drystane.audit.operations import make_checkpoint
from drystane.audit.tests.cast import START, record_some

EITHER = [
    "UPDATE audit_event SET verb = 'action.agreed' WHERE seq = 3",
    "UPDATE audit_event SET seq = 99 WHERE seq = 3",
    "DELETE FROM audit_event WHERE seq = 6",
    "DELETE FROM audit_event",
    "UPDATE audit_checkpoint SET seq = 1",
    "DELETE FROM audit_checkpoint",
    "UPDATE audit_purposenote SET words = 'Something else'",
    "INSERT INTO audit_purposenote (event_seq, salt, words) VALUES (1, '', '') "
    "ON CONFLICT (event_seq) DO UPDATE SET words = 'Something else'",
]
SQLITE = [
    "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE seq = 3",
    "INSERT OR REPLACE INTO audit_checkpoint SELECT * FROM audit_checkpoint",
    "INSERT OR REPLACE INTO audit_purposenote VALUES (1, '', 'Something else')",
    "REPLACE INTO audit_purposenote (rowid, event_seq, salt, words) VALUES (1, 99, '', 'Something else')",
    "UPDATE OR REPLACE audit_event SET seq = 4 WHERE seq = 3",
    # Another number, in the place that SQLite itself gave to event 3.
    "INSERT OR REPLACE INTO audit_event (rowid, seq, canonical, previous_hash, hash, at, verb, actor_ref, "
    "object_kind, object_ref) VALUES (3, 99, '', '', '', '2015-09-02', '', '', '', '')",
]
POSTGRES = [
    "TRUNCATE audit_event",
    "TRUNCATE audit_checkpoint",
    "TRUNCATE audit_purposenote, audit_event",
]
REFUSED = EITHER + (POSTGRES if connection.vendor == "postgresql" else SQLITE)


def kept() -> list[object]:
    with connection.cursor() as cursor:
        rows: list[object] = []
        for table in ("audit_event", "audit_checkpoint", "audit_purposenote"):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608  # our own names
            rows += cursor.fetchall()
        return rows


@pytest.mark.django_db
@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(statement: str, tmp_path: Path) -> None:
    record_some(6)
    make_checkpoint(tmp_path / "kept.json", at=START)
    before = kept()
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert kept() == before


@pytest.mark.django_db
def test_the_words_of_a_purpose_may_be_erased() -> None:
    record_some(6)
    assert PurposeNote.objects.all().delete() == (2, {"audit.PurposeNote": 2})


@pytest.mark.django_db
def test_every_trigger_stands_after_migrating() -> None:
    assert triggers.missing() == []
    triggers.drop()
    assert triggers.missing() == [trigger.name for trigger in triggers.all_triggers()]
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
    assert triggers.missing() == []


@pytest.mark.django_db
def test_a_trigger_that_no_longer_does_anything_counts_as_missing() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change")
        else:
            cursor.execute("DROP TRIGGER audit_event_no_update")
            cursor.execute(
                "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT 1; END"
            )
    assert len(triggers.missing()) == 1
    triggers.install()
    assert triggers.missing() == []


@pytest.mark.django_db(transaction=True)
def test_the_tables_cannot_be_emptied_while_the_triggers_stand() -> None:
    record_some(3)
    with pytest.raises(CommandError, match="flush"):
        call_command("flush", interactive=False, verbosity=0)
    assert Event.objects.count() == 3
    triggers.drop()
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()
    assert triggers.missing() == []
