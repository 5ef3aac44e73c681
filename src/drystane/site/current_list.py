"""What we have of a kind, as a list to work on and bring in again."""

from datetime import datetime

from drystane.access.models import User
from drystane.marking.models import Marking, label
from drystane.sheets.columns import About, Column, written
from drystane.sheets.kinds import Kind


def current_file(kind: type[Kind], person: User | None, file_kind: str, at: datetime) -> bytes:
    """The records of a kind under the headings by which they come in again."""
    fields = [one for one in kind.fields if not one.said_only]
    columns = [
        Column(one.key, one.heading, lambda record, key=one.key: record.values.get(key, ""))  # type: ignore[misc]  # a default binds it now
        for one in fields
    ]
    held = kind(person, at)
    records = list(held.records())
    descriptors = {words for record in records for words in held.descriptors(record)}
    marking = label(Marking.SENSITIVE if descriptors else Marking.OFFICIAL, descriptors)
    return written(file_kind, columns, records, About(kind.title, marking, at))
