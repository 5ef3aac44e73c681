"""A comparison of two editions as rows of a file."""

from collections.abc import Iterable

from drystane.sheets.columns import Column
from drystane.strategy.comparing.found import Asked

ROW_COLUMNS = (
    Column("kind", "What became of it", lambda row: row.kind.label),
    Column("before_code", "Earlier", lambda row: codes(row.before)),
    Column("before", "Earlier text", lambda row: texts(row.before)),
    Column("after_code", "Later", lambda row: codes(row.after)),
    Column("after", "Later text", lambda row: texts(row.after)),
    Column("changes", "Words that changed", lambda row: row.changes),
    Column("sure", "How sure", lambda row: row.sureness),
    Column("reasons", "Why it is proposed", lambda row: " ".join(row.reasons)),
    Column("state", "Proposed or decided", lambda row: row.state),
    Column("why", "Why it was decided", lambda row: row.why),
)


def codes(rows: Iterable[Asked]) -> str:
    return ", ".join(one.key for one in rows)


def texts(rows: Iterable[Asked]) -> str:
    return "\n".join(one.text for one in rows)
