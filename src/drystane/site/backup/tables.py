"""Every row of every table as lines of JSON, and back. The same lines on SQLite and on PostgreSQL."""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import Error as DatabaseError
from django.db import connection, models

from drystane.marking.models import Marked, Marking, label
from drystane.site.backup.archive import Advance, BadBackup

# Sign-ins end with a restore. Content types and Django's own permissions are made anew by migrating.
LEFT_OUT = frozenset({"sessions", "contenttypes", "auth"})
BATCH = 500

Table = type[models.Model]


def kept_tables() -> list[Table]:
    """The tables between records too. Their order does not matter: links are checked when all are back."""
    found = (table for table in apps.get_models(include_auto_created=True) if not table._meta.proxy)
    return sorted(
        (table for table in found if table._meta.app_label not in LEFT_OUT),
        key=lambda table: table._meta.label_lower,
    )


def name_of(table: Table) -> str:
    return f"rows/{table._meta.label_lower}.jsonl"


def columns(table: Table) -> list[models.Field[Any, Any]]:
    return list(table._meta.local_concrete_fields)


def count(table: Table) -> int:
    return table._base_manager.count()


def lines_of(table: Table) -> Iterator[bytes]:
    """First the names of the columns, then a line for each row."""
    names = [field.attname for field in columns(table)]
    yield as_line(names)
    rows = table._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=BATCH):
        yield as_line(row)


def as_line(values: Iterable[object]) -> bytes:
    return json.dumps(list(values), default=as_text, ensure_ascii=True).encode("ascii") + b"\n"


def as_text(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()  # with its microseconds: the trail was hashed with them
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"A backup cannot hold {type(value).__name__}.")


def empty(tables: Iterable[Table]) -> None:
    """Take out every row. Only in the transaction that brings others in."""
    names = [table._meta.db_table for table in tables]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), names):
            cursor.execute(statement)


def fill(table: Table, lines: Iterator[bytes], advance: Advance) -> None:
    """Put rows back as they were, ids included. Nothing of ours runs on the way: no default, no clock."""
    fields = columns(table)
    if next(lines, b"") != as_line(field.attname for field in fields):
        raise BadBackup(f"The columns of {table._meta.label_lower} are not those of this version.")
    quote = connection.ops.quote_name
    into = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(table._meta.db_table)} ({into}) VALUES ({marks})"  # noqa: S608  # our own names
    try:
        with connection.cursor() as cursor:
            while batch := [as_row(fields, line) for line in islice(lines, BATCH)]:
                cursor.executemany(statement, batch)
                advance(len(batch))
    except (DatabaseError, ValidationError, ValueError, TypeError) as error:
        reason = str(error).partition("\n")[0]
        raise BadBackup(f"A row of {table._meta.label_lower} cannot be put back: {reason}") from error


def as_row(fields: list[models.Field[Any, Any]], line: bytes) -> list[Any]:
    values = json.loads(line)
    return [
        field.get_db_prep_save(field.to_python(value), connection)
        for field, value in zip(fields, values, strict=True)
    ]


def count_on(tables: Iterable[Table]) -> None:
    """Have PostgreSQL give new rows ids after the highest there is. SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def marking_of(tables: Iterable[Table]) -> str:
    """The highest marking of any row, in words."""
    descriptors: set[str] = set()
    for table in tables:
        if issubclass(table, Marked):
            sensitive = table._base_manager.filter(marking=Marking.SENSITIVE)
            descriptors |= set(sensitive.values_list("descriptor", flat=True).distinct())
    return label(Marking.SENSITIVE if descriptors else Marking.OFFICIAL, descriptors)
