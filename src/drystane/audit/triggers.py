"""Triggers by which the database itself refuses to change the trail.

They stop mistakes and careless programs. Whoever owns the tables can drop them, so they prove
nothing: a checkpoint kept by another body does.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

REFUSAL = "The audit trail is only added to."


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    when: str


def no_update(table: str) -> Trigger:
    return Trigger(f"{table}_no_update", table, f"BEFORE UPDATE ON {table}")


def no_delete(table: str) -> Trigger:
    return Trigger(f"{table}_no_delete", table, f"BEFORE DELETE ON {table}")


def no_replace(table: str, key: str) -> Trigger:
    """INSERT OR REPLACE fires no DELETE trigger for the row it finds, by the key or by SQLite's row id."""
    found = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key} OR rowid = NEW.rowid"  # noqa: S608  # our own names
    return Trigger(f"{table}_no_replace", table, f"BEFORE INSERT ON {table} WHEN EXISTS ({found})")


def no_change(table: str, events: str) -> Trigger:
    """One refusal for the whole statement: PostgreSQL has no TRUNCATE trigger for each row."""
    return Trigger(f"{table}_no_change", table, f"BEFORE {events} ON {table} FOR EACH STATEMENT")


# The words of a purpose may be erased, never rewritten. The rest stays for good.
SQLITE = [
    no_update("audit_event"),
    no_delete("audit_event"),
    no_replace("audit_event", "seq"),
    no_update("audit_checkpoint"),
    no_delete("audit_checkpoint"),
    no_replace("audit_checkpoint", "id"),
    no_update("audit_purposenote"),
    no_replace("audit_purposenote", "event_seq"),
]
POSTGRES = [
    no_change("audit_event", "UPDATE OR DELETE OR TRUNCATE"),
    no_change("audit_checkpoint", "UPDATE OR DELETE OR TRUNCATE"),
    no_change("audit_purposenote", "UPDATE"),
]
POSTGRES_BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
POSTGRES_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $${POSTGRES_BODY}$$"
)


def install(**_: object) -> None:
    """Put back what is missing. Called after every migrate, which may have remade a table without them."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        wanted = [trigger for trigger in absent(cursor) if trigger.table in tables]
        if wanted and connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for trigger in wanted:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name_in_drop(trigger)}")
            cursor.execute(definition(trigger))


def missing() -> list[str]:
    """The names of the triggers that are not there, or are there and do something else."""
    with connection.cursor() as cursor:
        return [trigger.name for trigger in absent(cursor)]


def drop() -> None:
    """For tests, which have to empty the tables, and for a restore, which puts them back before it counts."""
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger in all_triggers():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name_in_drop(trigger)}")


def all_triggers() -> list[Trigger]:
    return POSTGRES if connection.vendor == "postgresql" else SQLITE


def definition(trigger: Trigger) -> str:
    if connection.vendor == "postgresql":
        return f"CREATE TRIGGER {trigger.name} {trigger.when} EXECUTE FUNCTION audit_refuse()"
    return f"CREATE TRIGGER {trigger.name} {trigger.when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def name_in_drop(trigger: Trigger) -> str:
    return f"{trigger.name} ON {trigger.table}" if connection.vendor == "postgresql" else trigger.name


def absent(cursor: CursorWrapper) -> list[Trigger]:
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgenabled <> 'D' AND tgrelid = ANY(%s::regclass[]) AND prosrc = %s",
            [sorted({trigger.table for trigger in POSTGRES}), POSTGRES_BODY],
        )
        working = {name for (name,) in cursor.fetchall()}
        return [trigger for trigger in POSTGRES if trigger.name not in working]
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = dict(cursor.fetchall())
    return [trigger for trigger in SQLITE if found.get(trigger.name) != definition(trigger)]
