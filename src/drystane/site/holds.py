"""One condition that every word stands in one of some columns, for the price of one lookup."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler


class Holds(Func):
    """Each word occurs in one of the fields, whatever its case: what `icontains` says, word by word."""

    output_field = BooleanField()

    def __init__(self, words: Sequence[str], fields: Sequence[str]) -> None:
        super().__init__(*fields)
        self.words = tuple(words)

    def as_sql(  # type: ignore[override]  # there is nothing to vary
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        columns = [compiler.compile(field) for field in self.get_source_expressions()]
        operators: dict[str, str] = connection.operators  # type: ignore[attr-defined]  # each database has them
        like = f"{connection.ops.lookup_cast('icontains')} {operators['icontains']}"
        one = " OR ".join(like.replace("%s", column, 1) for column, _ in columns)
        params: list[Any] = []
        for word in self.words:
            pattern = f"%{connection.ops.prep_for_like_query(word)}%"
            params += [param for _, given in columns for param in (*given, pattern)]
        return " AND ".join(f"({one})" for _ in self.words), params
