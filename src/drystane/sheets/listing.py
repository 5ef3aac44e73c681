"""A page that lists: filters, sorting, paging, and the same rows as a file.

    listing = Listing(request, Action.objects.visible_to(request.user), columns=COLUMNS,
                      filters=ActionFilters, default_sort="due", may_export=may_export_actions)
    if listing.wants_export:
        return listing.export("actions", title="Actions", marking="OFFICIAL", at=clock.now())
    return render(request, "plans/actions.html", {"listing": listing})

The template includes `drystane/list.html`, which draws the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from drystane.sheets.columns import TYPES, About, Column, Rows, sorted_rows, written
from drystane.sheets.jobs import LISTINGS, start_export
from drystane.sheets.write import Cell

PAGE_SIZES = (25, 50, 100)
MOST_AT_ONCE = 2_000  # rows; a longer export is made in the background

MayExport = Callable[[Any, Rows], bool]


class Filters(Protocol):
    """A Django form that also narrows the rows by what was asked."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __iter__(self) -> Iterator[BoundField]: ...
    def is_valid(self) -> bool: ...
    def narrow(self, rows: Any) -> Any: ...  # each form names its room's own queryset


@dataclass(frozen=True)
class Active:
    """A filter in force, and the query string that lifts it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Heading:
    """A column's heading as drawn: how it is sorted, and the query string that sorts it the other way."""

    words: str
    query: str
    direction: str  # "ascending", "descending" or ""


class Listing:
    def __init__(
        self,
        request: HttpRequest,
        rows: Rows,
        *,
        columns: Sequence[Column],
        default_sort: str,
        filters: Callable[[QueryDict], Filters] | None = None,
        may_export: MayExport | None = None,
        tie: str = "ref",
    ) -> None:
        self.request = request
        self.query = request.GET
        self.columns = columns
        self.default_sort = default_sort
        self.filters = filters(self.query) if filters else None
        self._may_export = may_export
        self._tie = tie  # something visible: the order must not tell row numbers
        self._all = rows

    @cached_property
    def rows(self) -> Rows:
        """All the rows asked for, sorted."""
        return sorted_rows(narrowed(self._all, self.filters), self.columns, self.sort, tie=self._tie)

    @cached_property
    def sort(self) -> str:
        return chosen_sort(self.query, self.columns, self.default_sort)

    @cached_property
    def per_page(self) -> int:
        return next((size for size in PAGE_SIZES if str(size) == self.query.get("per")), PAGE_SIZES[0])

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, self.per_page).get_page(self.query.get("page"))

    @property
    def pages(self) -> Iterator[int | str]:
        return self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)

    @property
    def sizes(self) -> list[tuple[int, bool, str]]:
        """Each page size, whether it is the present one, and its query string."""
        return [(size, size == self.per_page, self.link(per=str(size), page=None)) for size in PAGE_SIZES]

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column.heading, "", "")
        directions = {column.key: "ascending", f"-{column.key}": "descending"}
        direction = directions.get(self.sort, "")
        other = f"-{column.key}" if direction == "ascending" else column.key
        return Heading(column.heading, self.link(sort=other, page=None), direction)

    @property
    def cells(self) -> list[tuple[Any, list[tuple[Column, Cell]]]]:
        """Each record of this page with its values."""
        return [(row, [(column, column.value(row)) for column in self.columns]) for row in self.page]

    @property
    def active(self) -> list[Active]:
        """The filters in force, one for each value."""
        if self.filters is None or not self.filters.is_valid():
            return []
        return [
            Active(str(field.label), words, self.without(field.html_name, value))
            for field in self.filters
            for value in self.query.getlist(field.html_name)
            if value and (words := value_in_words(self.filters, field.name, value))
        ]

    def link(self, **changes: str | None) -> str:
        """The present query string with these changes."""
        query = self.query.copy()
        query.pop("export", None)
        for key, value in changes.items():
            if value is None:
                query.pop(key, None)
            else:
                query[key] = value
        return f"?{query.urlencode()}"

    def without(self, key: str, value: str) -> str:
        query = self.query.copy()
        query.pop("page", None)
        query.setlist(key, [other for other in query.getlist(key) if other != value])
        return f"?{query.urlencode()}"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form sends along unseen: the sort and the page size."""
        return [(key, self.query[key]) for key in ("sort", "per") if self.query.get(key)]

    @cached_property
    def may_export(self) -> bool:
        return bool(self._may_export and self._may_export(self.request.user, self.rows))

    @property
    def exports(self) -> list[tuple[str, str]]:
        """The kinds of file to be had, each with its query string."""
        if not self.may_export or not self.count:
            return []
        return [(kind.upper(), self.link(export=kind, page=None)) for kind in TYPES]

    @property
    def wants_export(self) -> bool:
        return "export" in self.query

    def export(
        self, name: str, *, title: str, marking: str, at: datetime, note: str = "", **within: str
    ) -> HttpResponse:
        """All the rows asked for, as a file; a long one through a job, to whose page this leads.

        A list that is not registered for jobs, since it is short by its nature, is written at once.

        `within` tells the job what the page knew from its own address, as `meeting=meeting.ref`.
        """
        kind = self.query["export"]
        if kind not in TYPES:
            raise Http404
        if not self.may_export:
            raise PermissionDenied("Your role does not let you take these rows away as a file.")
        about = About(title=title, marking=marking, at=at, note=note)
        total = self.rows.count()
        if total > MOST_AT_ONCE and name in LISTINGS:
            user: Any = self.request.user
            query = self.link(page=None, **within).removeprefix("?")
            job = start_export(
                name, kind=kind, query=query, about=about, rows_total=total, by=user, purpose=user.purpose
            )
            return HttpResponseRedirect(job.get_absolute_url())
        rows = self.rows.iterator(chunk_size=500)
        return as_file(written(kind, self.columns, rows, about), f"{name}-{at:%Y-%m-%d}", kind)


def listed(
    rows: Rows,
    query: QueryDict,
    *,
    columns: Sequence[Column],
    default_sort: str,
    filters: Callable[[QueryDict], Filters] | None = None,
    tie: str = "ref",
) -> Rows:
    """The rows that a query asks for, sorted: what a page shows and what a job writes."""
    return sorted_rows(
        narrowed(rows, filters(query) if filters else None),
        columns,
        chosen_sort(query, columns, default_sort),
        tie=tie,
    )


def narrowed(rows: Rows, filters: Filters | None) -> Rows:
    """A filter that makes no sense finds nothing, and never everything."""
    if filters is None:
        return rows
    found: Rows = filters.narrow(rows) if filters.is_valid() else rows.none()
    return found


def chosen_sort(query: QueryDict, columns: Sequence[Column], default: str) -> str:
    """The key asked for, with a minus for descending, if some column can be sorted by it."""
    asked = query.get("sort", default)
    return (
        asked if any(column.sort and column.key == asked.removeprefix("-") for column in columns) else default
    )


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store, private"
    return response


def value_in_words(form: Filters, name: str, value: str) -> str:
    """A filter's value as its choice reads, or as it was typed."""
    field, chosen = form.fields[name], form.cleaned_data[name]
    if isinstance(field, forms.ModelChoiceField):
        records = [chosen] if isinstance(chosen, Model) else chosen or []
        return next((str(record) for record in records if str(field.prepare_value(record)) == value), "")
    if isinstance(field, forms.ChoiceField):
        return next((str(words) for key, words in flat(field.choices) if str(key) == value), "")
    if isinstance(field, forms.BooleanField):
        return "Yes" if chosen else ""
    return value


def flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Choices without their groups."""
    for key, words in choices:
        if isinstance(words, list | tuple):
            yield from flat(words)
        else:
            yield key, words
